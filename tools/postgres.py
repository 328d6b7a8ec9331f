#!/usr/bin/env python3
"""PostgreSQL: a server of our own in a scratch folder, for as long as a command runs.

``tools/postgres.py COMMAND...`` runs COMMAND with the server's address in
``UKETSUKE_DATABASE_URL`` and exits as it did; ``with cluster() as address:`` does the same inside
a program. The server listens on loopback only, behind a password of this run, and forces every
commit to the disk, as in production: tests of faults rely on it. It never runs as root.
"""

import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

BIN = Path("/usr/lib/postgresql/15/bin")
USER = "uketsuke"
SETTINGS = """
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
port = {port}
max_connections = 200
shared_buffers = 256MB
max_wal_size = 2GB
timezone = 'UTC'
log_min_messages = fatal
"""


@contextmanager
def cluster() -> Iterator[str]:
    """The address of a new, empty database; server and folder are gone afterwards."""
    if not (BIN / "initdb").exists():
        raise SystemExit("PostgreSQL 15 がありません（apt-get install postgresql-15）。")
    folder = Path(tempfile.mkdtemp(prefix="uketsuke-postgres-"))
    try:
        if as_whom := _not_root():
            os.chown(folder, as_whom["user"], as_whom["group"])
        password = secrets.token_hex(16)
        port = _start(folder, password, as_whom)
        yield f"postgres://{USER}:{password}@127.0.0.1:{port}/{USER}"
    finally:
        _stop(folder)
        shutil.rmtree(folder, ignore_errors=True)


def main(command: list[str]) -> int:
    """Run ``command`` beside a server; its exit code, or 2 without a command."""
    if not command:
        print(__doc__, file=sys.stderr)
        return 2
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda got, _frame: sys.exit(128 + got))
    with cluster() as address:
        return _run(command, os.environ | {"UKETSUKE_DATABASE_URL": address})


def _run(command: list[str], environment: dict[str, str]) -> int:
    with subprocess.Popen(command, env=environment) as child:
        try:
            code = child.wait()
        except SystemExit:  # told to stop: the command first, then its server
            with suppress(subprocess.TimeoutExpired):
                child.wait(timeout=3)  # Ctrl-C has reached it too
            child.terminate()
            raise
    return code if code >= 0 else 128 - code


def _not_root() -> dict[str, Any]:
    """For ``subprocess``: the server refuses root, so it runs as Debian's user for it."""
    if os.geteuid() != 0:
        return {}
    owner = pwd.getpwnam("postgres")
    return {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []}


def _start(folder: Path, password: str, as_whom: dict[str, Any]) -> int:
    """Make the cluster and start it; returns its port."""
    secret = folder / "password"
    secret.write_text(password)
    if as_whom:
        os.chown(secret, as_whom["user"], as_whom["group"])
    options = ["--auth=scram-sha-256", f"--pwfile={secret}", "--no-instructions", "--no-sync"]
    place = ["--encoding=UTF8", "--locale=C.UTF-8", f"--username={USER}", f"--pgdata={folder}/data"]
    _call(folder, as_whom, "initdb", *options, *place)
    secret.unlink()
    port = _free_port()
    with (folder / "data/postgresql.conf").open("a") as settings:
        settings.write(SETTINGS.format(port=port))
    _call(folder, as_whom, "pg_ctl", "-D", f"{folder}/data", "-l", f"{folder}/log", "-w", "start")
    _call(folder, as_whom, "createdb", "-h127.0.0.1", f"-p{port}", f"-U{USER}", USER, word=password)
    return port


def _stop(folder: Path) -> None:
    """Stop what runs in ``folder``; nothing running there is fine too."""
    command = [f"{BIN}/pg_ctl", "-D", f"{folder}/data", "-m", "fast", "-w", "stop"]
    subprocess.run(command, cwd=folder, check=False, capture_output=True, **_not_root())


def _call(folder: Path, as_whom: dict[str, Any], program: str, *words: str, word: str = "") -> None:
    environment = os.environ | {"HOME": str(folder), "LC_ALL": "C.UTF-8", "PGPASSWORD": word}
    done = subprocess.run(
        [BIN / program, *words],
        check=False,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=(errors := folder / "errors").open("ab"),
        **as_whom,
    )
    if done.returncode:
        log = folder / "log"
        said = errors.read_text() + (log.read_text() if log.exists() else "")
        raise SystemExit(f"{program} failed:\n{said[-2000:]}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
