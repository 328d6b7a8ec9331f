"""追記のみ: tables whose rows the database itself refuses to change or delete.

``AppendOnly("table")`` stands in a migration. Tests lift the triggers to empty a scratch
database and restore them at once; nothing of the product calls ``lift``.
"""

from typing import Any

from django.db.migrations.operations.base import Operation

_TABLES: set[str] = set()

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


def _create(connection: Any, table: str) -> None:
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
        for verb in ("update", "delete", "truncate"):
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
        _TABLES.add(table)

    def state_forwards(self, app_label: str, state: Any) -> None:
        """The models stay as they are."""

    def database_forwards(self, app_label: str, schema_editor: Any, *states: Any) -> None:
        _create(schema_editor.connection, self.table)

    def database_backwards(self, app_label: str, schema_editor: Any, *states: Any) -> None:
        _drop(schema_editor.connection, self.table)

    def describe(self) -> str:
        return f"Make {self.table} append-only"
