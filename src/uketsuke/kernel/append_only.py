"""追記のみ: what the database itself refuses to change, whoever asks.

These operations stand in migrations. ``AppendOnly("table")``: no row is changed or deleted.
``Frozen("table", condition)``: nothing happens to rows for which the condition holds.
``Closed("table", condition)``: no such row is written any more. A condition is SQL that both
databases know; ``{row}`` stands for the row as it was or would be. Tests lift the triggers to
empty a scratch database and restore them at once; nothing of the product calls ``lift``.
"""

from collections.abc import Iterable
from typing import Any

from django.db.migrations.operations.base import Operation

# What guards (table, verb): when it is refused; empty: always.
_GUARDS: dict[tuple[str, str], str] = {}
_ROWS = {"insert": ("NEW",), "update": ("OLD", "NEW"), "delete": ("OLD",), "truncate": ()}

_SQLITE = """
CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table} WHEN {condition}
BEGIN SELECT RAISE(ABORT, '{table} is {state}'); END
"""
_POSTGRES = """
CREATE OR REPLACE FUNCTION {table}_no_{verb}() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN IF {condition} THEN RAISE EXCEPTION '{table} is {state}'; END IF; RETURN {row}; END $$;
CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table}
FOR EACH {unit} EXECUTE FUNCTION {table}_no_{verb}()
"""


def tables() -> set[str]:
    """The tables of which no row is ever changed."""
    return {
        table for (table, verb), condition in _GUARDS.items() if verb == "update" and not condition
    }


def lift(connection: Any, of: Iterable[str] | None = None) -> None:
    """Take the triggers away, all or those of some tables (tests only: to empty a database)."""
    for table, verb in _guards(of):
        _drop(connection, table, verb)


def restore(connection: Any, of: Iterable[str] | None = None) -> None:
    """Put them back."""
    for table, verb in _guards(of):
        _create(connection, table, verb)


def _guards(of: Iterable[str] | None) -> list[tuple[str, str]]:
    return sorted(guard for guard in _GUARDS if of is None or guard[0] in of)


def missing(connection: Any) -> list[str]:
    """The triggers that should be there (by the migrations loaded) and are not, or are off."""
    is_sqlite = connection.vendor == "sqlite"
    ask = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if is_sqlite
        else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
    )
    with connection.cursor() as cursor:
        cursor.execute(ask)
        there = {name for (name,) in cursor.fetchall()}
    guards = (guard for guard in _GUARDS if not (is_sqlite and guard[1] == "truncate"))
    return sorted({f"{table}_no_{verb}" for table, verb in guards} - there)


def _create(connection: Any, table: str, verb: str) -> None:
    is_sqlite = connection.vendor == "sqlite"
    if is_sqlite and verb == "truncate":
        return  # it has none
    condition, rows = _GUARDS[table, verb], _ROWS[verb]
    refused = " OR ".join(f"({condition.format(row=row)})" for row in rows if condition)
    with connection.cursor() as cursor:
        cursor.execute(
            (_SQLITE if is_sqlite else _POSTGRES).format(
                table=table,
                verb=verb,
                condition=refused or ("1" if is_sqlite else "TRUE"),
                state="frozen" if condition else "append-only",
                row=rows[-1] if rows else "NULL",
                unit="ROW" if rows else "STATEMENT",
            )
        )


def _drop(connection: Any, table: str, verb: str) -> None:
    on = "" if connection.vendor == "sqlite" else f" ON {table}"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{verb}{on}")


class _Guard(Operation):
    reversible = True
    verbs: tuple[str, ...] = ()

    def __init__(self, table: str, condition: str = "") -> None:
        self.table, self.condition = table, condition
        _GUARDS.update(dict.fromkeys(self._guards(), condition))

    def _guards(self) -> Iterable[tuple[str, str]]:
        return [(self.table, verb) for verb in self.verbs]

    def state_forwards(self, app_label: str, state: Any) -> None:
        """The models stay as they are."""

    def database_forwards(self, app_label: str, schema_editor: Any, *states: Any) -> None:
        for table, verb in self._guards():
            _create(schema_editor.connection, table, verb)

    def database_backwards(self, app_label: str, schema_editor: Any, *states: Any) -> None:
        for table, verb in self._guards():
            _drop(schema_editor.connection, table, verb)

    def describe(self) -> str:
        return f"Guard {self.table} against {', '.join(self.verbs)}"


class _About(Operation):
    """Migration step about a guard that stands already."""

    reversible = True

    def __init__(self, guard: _Guard) -> None:
        self.guard = guard

    def state_forwards(self, app_label: str, state: Any) -> None:
        """The models stay as they are."""


class Again(_About):
    """Migration step: ``guard`` stands as before. SQLite makes a table anew where a field comes or
    goes, and the triggers go with the old one: this stands before and after such a step."""

    def database_forwards(self, app_label: str, schema_editor: Any, *states: Any) -> None:
        self.guard.database_backwards(app_label, schema_editor, *states)
        self.guard.database_forwards(app_label, schema_editor, *states)

    def database_backwards(self, app_label: str, schema_editor: Any, *states: Any) -> None:
        self.database_forwards(app_label, schema_editor, *states)

    def describe(self) -> str:
        return f"{self.guard.describe()} again"


class Lifted(_About):
    """Migration step: ``guard`` is away while a table that it looks at is made anew; it stands
    among the later steps once more."""

    def database_forwards(self, app_label: str, schema_editor: Any, *states: Any) -> None:
        self.guard.database_backwards(app_label, schema_editor, *states)

    def database_backwards(self, app_label: str, schema_editor: Any, *states: Any) -> None:
        self.guard.database_forwards(app_label, schema_editor, *states)

    def describe(self) -> str:
        return f"{self.guard.describe()}: lifted"


class AppendOnly(_Guard):
    """Migration step: from here on no row of ``table`` is changed or deleted."""

    verbs = ("update", "delete", "truncate")


class Frozen(_Guard):
    """Migration step: rows of ``table`` for which ``condition`` holds stay as they are."""

    verbs = ("insert", "update", "delete")


class Closed(_Guard):
    """Migration step: no row for which ``condition`` holds is written any more."""

    verbs = ("insert",)
