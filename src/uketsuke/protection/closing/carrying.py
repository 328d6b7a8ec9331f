"""全部の消去: the database, the backups here, the mails kept, and at last the keys.

What has to go is written down beside the report before anything goes; so who was killed half way is
started again and goes on, even when the database is no more. The report gets its name only when
nothing of all this is left. Copies elsewhere (backups, a disk's spare blocks) are sealed: with the
keys they are forgotten.
"""

import json
import os
import sqlite3
from collections.abc import Iterable
from contextlib import closing, suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from time import sleep
from typing import Any

import psycopg
from psycopg import sql

from uketsuke.kernel.refusals import Refusal

BLOCK = 1 << 20
SQLITE_FILES = ("", "-wal", "-shm", "-journal")
KEYS = (
    "UKETSUKE_SECRET_KEY",
    "UKETSUKE_AUDIT_KEY",
    "UKETSUKE_DATA_KEYS",
    "UKETSUKE_BACKUP_KEYS",
)


@dataclass(slots=True)
class Journal:
    """消去の控え: what must go, and whether the database has gone. It names no person's data."""

    number: str
    files: list[str]
    keys: list[str]
    database_gone: bool = False
    by_hand: list[str] = field(default_factory=list)


def path_of(folder: Path, number: str) -> Path:
    return folder / f".{number}.json"


def read(folder: Path, number: str) -> Journal | None:
    """The journal of an erasure that was begun, or None."""
    with suppress(FileNotFoundError):
        return Journal(**json.loads(path_of(folder, number).read_text()))
    return None


def write(folder: Path, journal: Journal) -> None:
    """On the disk before anything it speaks of goes."""
    _keep(path_of(folder, journal.number), json.dumps(asdict(journal)).encode())


def keep_report(folder: Path, number: str, report: bytes) -> None:
    """消去報告書 as it will be, under a name that says that it is not yet true."""
    _keep(folder / f"{number}.pdf.part", report)


def files_of(home: Path, backups: Iterable[Path], database: dict[str, Any]) -> list[Path]:
    """What of an installation lies in files, but for its keys."""
    found = [path for folder in backups for path in folder.glob("*.uketsuke")]
    found += [path for path in (home / "mail").rglob("*") if path.is_file()]
    found += [path for path in (home / "demo-accounts.csv",) if path.exists()]
    if database["ENGINE"].endswith("sqlite3"):
        found += [Path(f"{database['NAME']}{end}") for end in SQLITE_FILES]
    return sorted(set(found))


def keys_of(home: Path, environment: dict[str, str]) -> tuple[list[Path], list[str]]:
    """The files that hold the keys, and the names of keys that stand where we cannot erase them."""
    env = home / "uketsuke.env"
    written = env.read_text() if env.exists() else ""
    in_file = {line.partition("=")[0].strip(): line.partition("=")[2] for line in written.split()}
    files, by_hand = ([env] if in_file else []), []
    for name in KEYS:
        if named := environment.get(f"{name}_FILE"):
            files.append(Path(named))
        elif name in environment and in_file.get(name) != environment[name]:
            by_hand.append(name)
    return sorted(set(files)), by_hand


def alone(database: dict[str, Any]) -> None:
    """Nobody else may have the database open. Raises Refusal ``closing.in_use``."""
    if database["ENGINE"].endswith("sqlite3"):
        with closing(sqlite3.connect(database["NAME"], timeout=2, isolation_level=None)) as own:
            try:
                mode = own.execute("PRAGMA journal_mode=DELETE").fetchone()
            except sqlite3.OperationalError as error:
                raise Refusal("closing.in_use") from error
        if mode != ("delete",):
            raise Refusal("closing.in_use")
        return
    others = (
        "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database()"
        " AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
    )
    with _postgres(database) as own:
        for _ in range(20):  # who has just hung up is still listed for a moment
            if own.execute(others).fetchone() == (0,):
                return
            sleep(0.1)
    raise Refusal("closing.in_use")


def drop(database: dict[str, Any]) -> None:
    """All tables of PostgreSQL; SQLite is a file like the others."""
    if database["ENGINE"].endswith("sqlite3"):
        return
    with _postgres(database) as own:
        for table in _tables(own):
            own.execute(sql.SQL("DROP TABLE IF EXISTS {} CASCADE").format(sql.Identifier(table)))
        if _tables(own):
            raise Refusal("closing.left", left="PostgreSQL")
        with suppress(psycopg.Error):  # the pages themselves leave the log the sooner
            own.execute("CHECKPOINT")


def finish(folder: Path, journal: Journal) -> Path:
    """The files, then the keys, then the report gets its name. Needs no database and no settings.

    Raises Refusal ``closing.left`` where something could not be erased.
    """
    for name in [*journal.files, *journal.keys]:
        wipe(Path(name))
    left = [name for name in [*journal.files, *journal.keys] if Path(name).exists()]
    if left:
        raise Refusal("closing.left", left=left[0])
    report = folder / f"{journal.number}.pdf"
    with suppress(FileNotFoundError):  # it has its name already
        (folder / f"{journal.number}.pdf.part").rename(report)
    path_of(folder, journal.number).unlink(missing_ok=True)
    return report


def wipe(path: Path) -> None:
    """Written over once, then away. What a disk keeps elsewhere is sealed."""
    if not path.is_file() or path.is_symlink():
        path.unlink(missing_ok=True)
        return
    left = path.stat().st_size
    with path.open("r+b") as file:
        while left > 0:
            left -= file.write(bytes(min(BLOCK, left)))
        file.flush()
        os.fsync(file.fileno())
    path.unlink()


def _keep(path: Path, content: bytes) -> None:
    part = path.with_name(f"{path.name}.new")
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)


def _postgres(database: dict[str, Any]) -> psycopg.Connection[tuple[Any, ...]]:
    return psycopg.connect(
        dbname=database["NAME"],
        user=database["USER"] or None,
        password=database["PASSWORD"] or None,
        host=database["HOST"] or None,
        port=database["PORT"] or None,
        autocommit=True,
    )


def _tables(own: psycopg.Connection[tuple[Any, ...]]) -> list[str]:
    asked = "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY 1"
    return [str(row[0]) for row in own.execute(asked).fetchall()]
