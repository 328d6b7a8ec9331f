"""物差し: what the same machine does at the same time with nothing of ours in between."""

import re
import subprocess
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

from tools.postgres import BIN

# The three inserts of a booking, as bare as they can be: the cell, the money, the audit.
TABLES = """
CREATE SCHEMA bench;
CREATE TABLE bench.cell (id bigserial PRIMARY KEY, space int, day int, slot int, booking int,
  UNIQUE (space, day, slot));
CREATE TABLE bench.entry (id bigserial PRIMARY KEY, account int, amount int, at timestamptz);
CREATE TABLE bench.audit (id bigserial PRIMARY KEY, at timestamptz, actor text, action text,
  facts jsonb, mac text);
CREATE INDEX ON bench.entry (account);
"""
INSERTS = """
\\set space random(1, 1000000)
\\set day random(1, 1000000)
BEGIN;
INSERT INTO bench.cell (space, day, slot, booking) VALUES (:space, :day, 1, 1)
  ON CONFLICT DO NOTHING;
INSERT INTO bench.entry (account, amount, at) VALUES (:space, 12000, now());
INSERT INTO bench.audit (at, actor, action, facts, mac)
  VALUES (now(), '12345678', 'booking.book', '{"bookings": ["12345678"]}', 'mac');
COMMIT;
"""


def pgbench(address: str, seconds: int = 4) -> float:
    """Transactions a second with the three inserts of a booking, eight at a time."""
    where = urlsplit(address)
    env = {"PGPASSWORD": where.password or "", "PATH": "/usr/bin:/bin"}
    place = ["-h", str(where.hostname), "-p", str(where.port), "-U", str(where.username)]
    base = where.path.lstrip("/")
    drop = "DROP SCHEMA IF EXISTS bench CASCADE;"
    psql = [str(BIN / "psql"), *place, "-q", "-c", drop + TABLES, base]
    subprocess.run(psql, env=env, check=True, capture_output=True)
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder, "inserts.sql")
        script.write_text(INSERTS)
        options = ["-n", "-M", "prepared", "-c", "8", "-j", "2", "-T", str(seconds)]
        command = [str(BIN / "pgbench"), *place, *options, "-f", str(script), base]
        told = subprocess.run(command, env=env, check=True, capture_output=True, text=True).stdout
    return float(re.search(r"tps = ([\d.]+)", told)[1])  # type: ignore[index]
