"""追記のみ: tables whose rows the database itself refuses to change or delete.

``AppendOnly("table")`` stands in a migration; ``Frozen("table", condition)`` refuses every change
of the rows for which the condition holds (SQL; ``{row}`` is the row before or after). Tests lift
the triggers to empty a scratch database and restore them at once; nothing of the product calls
``lift``.
"""

from typing import Any

from django.db.migrations.operations.base import Operation

_TABLES: dict[str, str] = {}  # the table, and when it is closed (empty: always)

_SQLITE = """
CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""
_POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION uketsuke_append_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$
"""
_POSTGRES = """
CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table}
FOR EACH {unit} EXECUTE FUNCTION uketsuke_append_only()
"""

_SQLITE_FROZEN = """
CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table} WHEN {condition}
BEGIN SELECT RAISE(ABORT, '{table} is frozen'); END
"""
_POSTGRES_FROZEN = """
CREATE OR REPLACE FUNCTION {table}_frozen_{verb}() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN IF {condition} THEN RAISE EXCEPTION '{table} is frozen'; END IF; RETURN {row}; END $$;
CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table}
FOR EACH ROW EXECUTE FUNCTION {table}_frozen_{verb}()
"""
_VERBS = {"insert": ("NEW",), "update": ("OLD", "NEW"), "delete": ("OLD",)}


def _freeze(connection: Any, table: str, condition: str) -> None:
    form = _SQLITE_FROZEN if connection.vendor == "sqlite" else _POSTGRES_FROZEN
    with connection.cursor() as cursor:
        for verb, rows in _VERBS.items():
            closed = " OR ".join(f"({condition.format(row=row)})" for row in rows)
            cursor.execute(form.format(table=table, verb=verb, condition=closed, row=rows[-1]))


def _create(connection: Any, table: str) -> None:
    if condition := _TABLES[table]:
        _freeze(connection, table, condition)
        return
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for verb in ("update", "delete"):
                cursor.execute(_SQLITE.format(table=table, verb=verb))
            return
        cursor.execute(_POSTGRES_FUNCTION)
        for verb, unit in (("update", "ROW"), ("delete", "ROW"), ("truncate", "STATEMENT")):
            cursor.execute(_POSTGRES.format(table=table, verb=verb, unit=unit))


def _drop(connection: Any, table: str) -> None:
    on = "" if connection.vendor == "sqlite" else f" ON {table}"
    with connection.cursor() as cursor:
        for verb in ("insert", "update", "delete", "truncate"):
            cursor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{verb}{on}")


def lift(connection: Any) -> None:
    """Take all triggers away (tests only: to empty a scratch database)."""
    for table in sorted(_TABLES):
        _drop(connection, table)


def restore(connection: Any) -> None:
    """Put all triggers back."""
    for table in sorted(_TABLES):
        _create(connection, table)


class AppendOnly(Operation):
    """Migration step: from here on ``table`` is append-only."""

    reversible = True

    def __init__(self, table: str) -> None:
        self.table = table
        _TABLES[table] = ""

    def state_forwards(self, app_label: str, state: Any) -> None:
        """The models stay as they are."""

    def database_forwards(self, app_label: str, schema_editor: Any, *states: Any) -> None:
        _create(schema_editor.connection, self.table)

    def database_backwards(self, app_label: str, schema_editor: Any, *states: Any) -> None:
        _drop(schema_editor.connection, self.table)

    def describe(self) -> str:
        return f"Make {self.table} append-only"


class Frozen(AppendOnly):
    """Migration step: rows of ``table`` for which ``condition`` holds never change again."""

    def __init__(self, table: str, condition: str) -> None:
        super().__init__(table)
        _TABLES[table] = condition

    def describe(self) -> str:
        return f"Freeze rows of {self.table}"
