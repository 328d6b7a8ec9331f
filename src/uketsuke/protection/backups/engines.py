"""二つのデータベース: how each is copied while it serves, and put back into an empty place.

``copied`` gives the figures of exactly what it copies; ``put_back`` fills an empty database;
``figures`` of the filled one must be the same. Nothing here asks Django's connection: a copy is
read by connections of its own.
"""

import os
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
from psycopg import sql

from uketsuke.kernel.refusals import Refusal
from uketsuke.protection.backups.sealing import PIECE

Figures = dict[str, Any]
Ask = Callable[[str], list[tuple[Any, ...]]]

_PROGRAMS = Path("/usr/lib/postgresql")
_SUMS = {
    "ledger": "SELECT COALESCE(SUM(amount), 0) FROM ledger_entry",
    "seal": "SELECT digest FROM audit_seal ORDER BY last DESC LIMIT 1",
    "held_twice": "SELECT COUNT(*) FROM (SELECT 1 FROM bookings_hold"
    " GROUP BY space_id, date, slot HAVING COUNT(*) > 1) twice",
}


def figures(ask: Ask, tables: Iterable[str]) -> Figures:
    """件数と合計: what must be the same after a restore."""
    found: Figures = {"rows": {}}
    for table in sorted(tables):
        found["rows"][table] = ask(f'SELECT COUNT(*) FROM "{table}"')[0][0]  # noqa: S608 - a table of ours
    for name, question in _SUMS.items():
        answer = ask(question)
        found[name] = str(answer[0][0]) if answer else ""
    return found


class Sqlite:
    """SQLite: copied by its own online backup, page by page, between the writers."""

    def __init__(self, settings: dict[str, Any]) -> None:
        self.path = Path(settings["NAME"])

    @contextmanager
    def copied(self) -> Iterator[tuple[Figures, Iterator[bytes]]]:
        with closing(sqlite3.connect(":memory:")) as copy:  # nothing in clear on the disk
            with closing(
                sqlite3.connect(f"file:{quote(str(self.path))}?mode=ro", uri=True)
            ) as live:
                live.backup(copy)
            yield _of_sqlite(copy), _pieces(copy.serialize())

    def is_empty(self) -> bool:
        return not self.path.exists() or self.path.stat().st_size == 0

    def put_back(self, pieces: Iterable[bytes]) -> Figures:
        """Into a file that appears only when all of it is there and whole."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        part = self.path.with_name(f"{self.path.name}.part")
        try:
            descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "wb") as file:
                file.writelines(pieces)
                file.flush()
                os.fsync(file.fileno())
            with closing(sqlite3.connect(part)) as copy:
                if copy.execute("PRAGMA integrity_check").fetchone() != ("ok",):
                    raise Refusal("backups.damaged")
                found = _of_sqlite(copy)
            part.replace(self.path)
        finally:
            for rest in self.path.parent.glob(f"{part.name}*"):
                rest.unlink()
        return found

    def address(self) -> str:
        return f"sqlite:///{self.path}"

    @contextmanager
    def scratch(self) -> Iterator["Sqlite"]:
        folder = Path(tempfile.mkdtemp(prefix="uketsuke-proof-"))  # only its owner may look in
        try:
            yield Sqlite({"NAME": folder / "proof.sqlite3"})
        finally:
            shutil.rmtree(folder)


class Postgres:
    """PostgreSQL: ``pg_dump`` of one snapshot, ``pg_restore`` in one transaction."""

    def __init__(self, settings: dict[str, Any]) -> None:
        self.settings = settings

    @contextmanager
    def copied(self) -> Iterator[tuple[Figures, Iterator[bytes]]]:
        with self._connection() as live:
            live.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            snapshot = live.execute("SELECT pg_export_snapshot()").fetchone()
            words = ["--format=custom", "--no-owner", "--no-acl", f"--snapshot={snapshot[0]}"]  # type: ignore[index]
            yield _of_postgres(live), self._output("pg_dump", *words)

    def is_empty(self) -> bool:
        with self._connection() as here:
            return not _tables(here)

    def put_back(self, pieces: Iterable[bytes]) -> Figures:
        words = ["--no-owner", "--no-acl", "--single-transaction", "--exit-on-error"]
        words += ["--dbname", self.settings["NAME"]]
        with subprocess.Popen(  # noqa: S603 - a program of Debian's
            [_program("pg_restore"), *words],
            env=self._surroundings(),
            stdin=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        ) as child:
            try:
                for piece in pieces:
                    child.stdin.write(piece)  # type: ignore[union-attr]
                child.stdin.close()  # type: ignore[union-attr]
            except BaseException as error:
                child.kill()  # nothing of a damaged file stays
                if isinstance(error, BrokenPipeError):
                    raise Refusal("backups.damaged") from error
                raise
        if child.returncode:
            raise Refusal("backups.damaged")
        with self._connection() as here:
            return _of_postgres(here)

    def address(self) -> str:
        who = f"{quote(self.settings['USER'])}:{quote(self.settings['PASSWORD'])}"
        port = self.settings["PORT"] or 5432
        host = self.settings["HOST"] or "127.0.0.1"
        return f"postgres://{who}@{host}:{port}/{quote(self.settings['NAME'])}"

    @contextmanager
    def scratch(self) -> Iterator["Postgres"]:
        name = f"uketsuke_proof_{os.urandom(4).hex()}"
        with self._connection(autocommit=True) as here:
            here.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
            try:
                yield Postgres(self.settings | {"NAME": name})
            finally:
                drop = sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name))
                here.execute(drop)

    def _connection(self, **more: Any) -> psycopg.Connection[tuple[Any, ...]]:
        return psycopg.connect(self.address(), **more)

    def _surroundings(self) -> dict[str, str]:
        """The password in the surroundings, where no list of processes shows it."""
        names = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD"}
        given = {name: str(self.settings[key]) for name, key in names.items() if self.settings[key]}
        return {"PATH": os.environ.get("PATH", ""), **given}

    def _output(self, program: str, *words: str) -> Iterator[bytes]:
        command = [_program(program), *words, self.settings["NAME"]]
        with subprocess.Popen(command, env=self._surroundings(), stdout=subprocess.PIPE) as child:  # noqa: S603
            while piece := child.stdout.read(PIECE):  # type: ignore[union-attr]
                yield piece
        if child.returncode:
            raise Refusal("backups.not_made")


Engine = Sqlite | Postgres


def engine(settings: dict[str, Any]) -> Engine:
    """The engine of a database as Django's settings name it."""
    return Sqlite(settings) if settings["ENGINE"].endswith("sqlite3") else Postgres(settings)


def _program(name: str) -> str:
    """Debian keeps the programs of each version apart; the newest reads all."""
    found = sorted(_PROGRAMS.glob(f"*/bin/{name}"), key=lambda path: int(path.parts[-3]))
    if not found:
        raise Refusal("backups.program", name=name)
    return str(found[-1])


def _of_sqlite(copy: sqlite3.Connection) -> Figures:
    question = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    tables = [name for (name,) in copy.execute(question)]
    return figures(lambda text: copy.execute(text).fetchall(), tables)


def _of_postgres(here: psycopg.Connection[tuple[Any, ...]]) -> Figures:
    return figures(lambda text: here.execute(text).fetchall(), _tables(here))


def _tables(here: psycopg.Connection[tuple[Any, ...]]) -> list[str]:
    found = here.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    return [name for (name,) in found]


def _pieces(raw: bytes) -> Iterator[bytes]:
    for start in range(0, len(raw), PIECE):
        yield raw[start : start + PIECE]
