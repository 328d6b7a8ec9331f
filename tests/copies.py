"""複写: a database of a test's own is a copy of one that this run of the tests has made once.

To migrate an empty one takes longer than nearly every test that needs one; a copy takes a moment.
All workers take from one shelf. What lies there was made as anywhere else, in a process of its own.
"""

import atexit
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

ROOT = Path(__file__).resolve().parents[1]
SHELF = "TESTS_SHELF"  # handed on to the workers, which are started after it is known
START = "import django; django.setup()\n"
MIGRATE = """
from django.core.management import call_command
call_command("migrate", verbosity=0)
"""
SURROUNDINGS = {
    "DJANGO_SETTINGS_MODULE": "uketsuke.settings",
    "PYTHONPATH": f"{ROOT}/src:{ROOT}",
    "UKETSUKE_SECRET_KEY": "only-for-tests-only-for-tests-only-for-tests-only",
    "UKETSUKE_FAST_PASSWORDS": "1",
    "UKETSUKE_PLAIN_STATIC": "1",
}


def shelf() -> Path:
    """Where the originals of this run are, until whoever asked first has ended."""
    if SHELF not in os.environ:
        os.environ[SHELF] = tempfile.mkdtemp(prefix="uketsuke-shelf-")
        atexit.register(shutil.rmtree, os.environ[SHELF], ignore_errors=True)
    return Path(os.environ[SHELF])


def original(server: str = "", code: str = "", *words: str) -> str:
    """The name of what the migrations, and then ``code``, leave: a file, or a database there."""
    name = "shelf_" + hashlib.sha256(repr((server, code, words)).encode()).hexdigest()[:16]
    place = name if server else str(shelf() / f"{name}.sqlite3")
    once(name, lambda: _make(server, place, code, *words))
    return place


def once(name: str, make: Callable[[], None]) -> None:
    """What ``make`` does is done once in this run: by who comes first, while the others wait."""
    with (shelf() / f"{name}.lock").open("a+") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        lock.seek(0)
        if lock.read() != "made":
            make()
            lock.write("made")


@contextmanager
def copied(server: str, file: Path, code: str = "", *words: str) -> Iterator[str]:
    """The address of such a database: ``file``, or one of that server's, gone afterwards."""
    source = original(server, code, *words)
    if not server:
        shutil.copyfile(source, file)
        yield f"sqlite:///{file}"
        return
    name = f"scratch_{uuid4().hex[:12]}"
    try:
        _tell(server, f'CREATE DATABASE "{name}" TEMPLATE "{source}"')
        yield f"{server}/{name}"
    finally:
        _tell(server, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def server_of(url: str) -> str:
    """The PostgreSQL server of an address; nothing where it is a file."""
    return url.rpartition("/")[0] if url.startswith("postgres") else ""


def _make(server: str, place: str, code: str, *words: str) -> None:
    known = original(server) if code else ""
    if server:
        _tell(server, f'DROP DATABASE IF EXISTS "{place}"')
        _tell(server, f'CREATE DATABASE "{place}"' + (f' TEMPLATE "{known}"' if known else ""))
    elif known:
        shutil.copyfile(known, place)
    done = subprocess.run(
        [sys.executable, "-c", START + (code or MIGRATE), *words],
        cwd=ROOT,
        env=os.environ
        | SURROUNDINGS
        | {
            "UKETSUKE_DATABASE_URL": f"{server}/{place}" if server else f"sqlite:///{place}",
            "UKETSUKE_HOME": str(shelf()),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    assert not Path(f"{place}-wal").exists()  # all of it is in the one file that is copied


def _tell(server: str, statement: str) -> None:
    import psycopg

    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(statement.encode())
