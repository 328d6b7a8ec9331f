"""The other files of deploy/: each is given to the program that will read it."""

import os
import re
import shutil
import smtplib
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import environ
import psycopg
import pytest
from django.core import mail

from tests.deploy.machine import AS_ROOT, DEPLOY, ROOT, certificate, free_port

UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
LIMIT = 2.0
needs_root = pytest.mark.skipif(not AS_ROOT, reason="needs root: a network of its own")


def run(*words: str, **more) -> subprocess.CompletedProcess[str]:
    return subprocess.run(words, capture_output=True, text=True, check=False, **more)


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    """The units with programs that are there, for who looks whether they can be read."""
    for unit in (DEPLOY / "systemd").iterdir():
        text = unit.read_text().replace("/opt/uketsuke/current/bin/uketsuke", "/bin/true")
        (tmp_path / unit.name).write_text(text)
    return tmp_path


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_a_unit_may_do_little(unit: Path):
    said = run("systemd-analyze", "security", "--offline=true", "--no-pager", str(unit))
    exposure = re.search(r"exposure level for \S+: ([\d.]+)", said.stdout + said.stderr)

    assert exposure, said.stderr
    assert float(exposure[1]) < LIMIT


def test_systemd_understands_every_unit(elsewhere: Path):
    names = [str(path) for path in elsewhere.iterdir() if "@" not in path.name]
    copy = elsewhere / "uketsuke-web@1.service"
    shutil.copy(elsewhere / "uketsuke-web@.service", copy)

    said = run("systemd-analyze", "verify", "--man=no", *names, str(copy))

    ours = [line for line in said.stderr.splitlines() if "uketsuke" in line]
    assert ours == []


def test_the_backup_is_made_at_night():
    calendar = re.search(r"OnCalendar=(.+)", (DEPLOY / "systemd/uketsuke-backup.timer").read_text())
    said = run("systemd-analyze", "calendar", calendar[1])

    assert "17:30:00 UTC" in said.stdout, "half past two in Tokyo"


def test_every_unit_reads_the_settings_and_is_nobody_special():
    for unit in UNITS:
        text = unit.read_text()
        assert "User=uketsuke" in text
        assert "EnvironmentFile=/etc/uketsuke/uketsuke.env" in text
        assert "UMask=0077" in text


def rules(tmp_path: Path) -> Path:
    """The rules with a user that is there, and the networks that whoever installs writes in."""
    text = (DEPLOY / "nftables/uketsuke.nft").read_text().replace('"uketsuke"', '"nobody"')
    place = tmp_path / "rules.nft"
    place.write_text(text)
    return place


PROBE = """
set -e
ip link set lo up
nft -f $1
nft -f $1
nft add element inet uketsuke maintainers4 '{ 192.0.2.0/24 }'
ip netns add $2
ip link add inside type veth peer name outside netns $2
ip addr add 198.51.100.1/24 dev inside
ip link set inside up
ip -n $2 addr add 198.51.100.2/24 dev outside
ip -n $2 addr add 192.0.2.2/24 dev outside
ip -n $2 link set outside up
ip route add 192.0.2.0/24 dev inside
cd $3
for port in 22 80 443 5432 8000; do python3 listen.py $port & done
sleep 1.5
for from in 198.51.100.2 192.0.2.2; do
  for port in 22 80 443 5432 8000; do
    ip netns exec $2 python3 knock.py $from $port && echo "$from $port" || true
  done
done
kill $(jobs -p)
ip netns del $2
"""
LISTEN = """
import socket, sys
one = socket.create_server(("198.51.100.1", int(sys.argv[1])))
while True: one.accept()
"""
KNOCK = """
import socket, sys
from_ = (sys.argv[1], 0)
try: socket.create_connection(("198.51.100.1", int(sys.argv[2])), 0.7, from_)
except OSError: sys.exit(1)
"""


@needs_root
def test_the_firewall_lets_in_what_it_says_and_nothing_else(tmp_path: Path):
    (tmp_path / "listen.py").write_text(LISTEN)
    (tmp_path / "knock.py").write_text(KNOCK)
    name = f"uketsuke{os.getpid()}"
    script = ["bash", "-c", PROBE, "probe", str(rules(tmp_path)), name, str(tmp_path)]

    # A process space too: what it has started ends with it.
    said = run("unshare", "-n", "-m", "-p", "-f", "--mount-proc", *script, timeout=60)

    assert said.returncode == 0, said.stderr
    assert said.stdout.split("\n")[:-1] == [
        "198.51.100.2 80",
        "198.51.100.2 443",
        "192.0.2.2 22",
        "192.0.2.2 80",
        "192.0.2.2 443",
    ]


@needs_root
def test_the_program_itself_may_not_call_whom_it_likes(tmp_path: Path):
    script = f"ip link set lo up; nft -f {rules(tmp_path)}; nft list table inet uketsuke"

    said = run("unshare", "-n", "sh", "-c", script)

    assert said.stdout.count("policy drop") == 3
    last = [line.strip() for line in said.stdout.splitlines() if "skuid" in line]
    assert "reject" in last[3]
    assert re.search(r'skuid ("nobody"|65534) reject', last[3])


@pytest.mark.skipif(not AS_ROOT, reason="needs root: gives the files to nginx")
def test_old_logs_are_put_away_and_forgotten(tmp_path: Path):
    tmp_path.chmod(0o755)
    text = (DEPLOY / "logrotate/uketsuke").read_text().replace("/var/log/nginx", str(tmp_path))
    (tmp_path / "rotate").write_text(text.replace("/run/nginx.pid", f"{tmp_path}/no.pid"))
    (tmp_path / "rotate").chmod(0o644)
    (tmp_path / "uketsuke.log").write_text("today\n")
    now = time.time()
    for days in range(1, 41):
        when = int(now - days * 86_400)
        old = tmp_path / f"uketsuke.log-{time.strftime('%Y%m%d', time.gmtime(when))}-{when}.gz"
        old.write_bytes(b"old")
        os.utime(old, (when, when))
    words = ("--force", "--state", str(tmp_path / "state"), str(tmp_path / "rotate"))

    said = run("logrotate", *words, env={**os.environ, "TZ": "UTC"})

    assert said.returncode == 0, said.stderr
    oldest = min(path.stat().st_mtime for path in tmp_path.glob("uketsuke.log*"))
    assert now - oldest < 31 * 86_400
    assert 29 <= len(list(tmp_path.glob("uketsuke.log-*"))) <= 30
    assert (tmp_path / "uketsuke.log").read_text() == ""
    assert (tmp_path / "uketsuke.log").stat().st_mode & 0o777 == 0o640


@pytest.fixture(scope="module")
def database() -> Iterator["Postgres"]:
    with Postgres() as one:
        yield one


class Postgres:
    """PostgreSQL with both of our files, its certificate of its own."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="uketsuke-pg-"))
        self.port = free_port()
        self.ca = self.folder / "fullchain.pem"

    def __enter__(self) -> "Postgres":
        if AS_ROOT:
            shutil.chown(self.folder, "postgres", "postgres")
        self.folder.chmod(0o711)
        self.run("initdb", "-D", f"{self.folder}/data", "-U", "postgres", "-N")
        data = self.folder / "data"
        certificate(self.folder, "localhost")
        for ours, theirs in (("privkey.pem", "server.key"), ("fullchain.pem", "server.crt")):
            shutil.copy(self.folder / ours, data / theirs)
            (data / theirs).chmod(0o600)
            if AS_ROOT:
                shutil.chown(data / theirs, "postgres", "postgres")
        for name in ("pg_hba.conf", "uketsuke.conf"):
            shutil.copy(DEPLOY / "postgresql" / name, data / name)
        with (data / "postgresql.conf").open("a") as conf:
            conf.write(f"include 'uketsuke.conf'\nport = {self.port}\n")
            conf.write(f"unix_socket_directories = '{self.folder}'\n")
        self.run("pg_ctl", "-D", str(data), "-l", f"{self.folder}/log", "-w", "start")
        self.sql("CREATE USER uketsuke PASSWORD 'mihon'")
        self.sql("CREATE DATABASE uketsuke OWNER uketsuke")
        return self

    def __exit__(self, *_: object) -> None:
        self.run("pg_ctl", "-D", f"{self.folder}/data", "-m", "immediate", "stop")
        shutil.rmtree(self.folder)

    def sql(self, words: str) -> None:
        self.run("psql", "-h", str(self.folder), "-p", str(self.port), "-c", words)

    def run(self, program: str, *words: str) -> None:
        other = ["runuser", "-u", "postgres", "--"] if AS_ROOT else []
        command = [*other, f"/usr/lib/postgresql/15/bin/{program}", *words]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd="/")

    def url(self, more: str, user: str = "uketsuke", host: str = "localhost") -> str:
        return f"postgres://{user}:mihon@{host}:{self.port}/uketsuke?{more}"


def test_the_database_is_called_over_tls_by_whom_it_knows(database: Postgres):
    with psycopg.connect(database.url(f"sslmode=verify-full&sslrootcert={database.ca}")) as one:
        query = "SELECT version FROM pg_stat_ssl WHERE pid = pg_backend_pid()"
        how = one.execute(query).fetchone()

    assert how[0] in ("TLSv1.2", "TLSv1.3")


@pytest.mark.parametrize(
    ("more", "user"),
    [("sslmode=disable", "uketsuke"), ("sslmode=require", "postgres")],
)
def test_the_database_refuses_everybody_else(database: Postgres, more: str, user: str):
    with pytest.raises(psycopg.OperationalError, match=r"pg_hba|reject"):
        psycopg.connect(database.url(more, user))


def test_the_program_keeps_to_what_its_address_says(database: Postgres, tmp_path: Path):
    (tmp_path / "static").mkdir()
    address = database.url(f"sslmode=verify-full&sslrootcert={database.ca}")
    code = """
import django; django.setup()
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute("SELECT version FROM pg_stat_ssl WHERE pid = pg_backend_pid()")
    print(cursor.fetchone()[0])
"""
    plain = {name: text for name, text in os.environ.items() if "UKETSUKE_" not in name}
    told = plain | {"UKETSUKE_HOME": str(tmp_path), "UKETSUKE_SECRET_KEY": "for-tests"}
    words = [sys.executable, "-c", code]

    safe = run(*words, cwd=ROOT, env=told | {"UKETSUKE_DATABASE_URL": address})
    wrong = address.replace("localhost", "127.0.0.1")  # not the name in the certificate
    unsafe = run(*words, cwd=ROOT, env=told | {"UKETSUKE_DATABASE_URL": wrong})

    assert safe.stdout.startswith("TLSv1"), safe.stderr
    assert unsafe.returncode != 0
    assert "error connecting" in unsafe.stderr  # what was wrong with it is not for the log
    with pytest.raises(psycopg.OperationalError, match="certificate"):
        psycopg.connect(wrong)


def test_no_mail_leaves_in_clear(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    heard: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=_mail_server, args=(server, heard), daemon=True).start()
        port = server.getsockname()[1]
        told = environ.Env.email_url_config(f"smtp+tls://mihon:himitsu@127.0.0.1:{port}")
        for name, value in told.items():
            setattr(settings, name, value)

        with pytest.raises(smtplib.SMTPNotSupportedError, match="STARTTLS"):
            mail.get_connection(told["EMAIL_BACKEND"]).send_messages(
                [mail.EmailMessage("件名", "本文", "a@mihon.example", ["b@mihon.example"])]
            )

    assert heard
    assert not any(b"AUTH" in line or b"MAIL" in line for line in heard)


def _mail_server(server: socket.socket, heard: list[bytes]) -> None:
    """Speaks SMTP, but knows nothing of TLS."""
    one, _ = server.accept()
    with one, one.makefile("rb") as lines:
        one.sendall(b"220 mihon\r\n")
        for line in lines:
            heard.append(line)
            one.sendall(b"250 mihon\r\n")
