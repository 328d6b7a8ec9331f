"""施設の写し: what loading the halls has written, so that the next test need not read it anew.

Loading asks the database some hundred times; the same rows again are one statement a table, and
the same statements again need no model to think about each value.
"""

from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.db import connection, transaction
from django.db.models import Model

from tests import emptying
from uketsuke.kernel import revision
from uketsuke.seed.load import load

_rows: list[list[Model]] = []
_statements: list[tuple[str, Any]] = []


def load_again() -> None:
    """The halls as ``load`` leaves them."""
    if emptying.full():
        load()
    elif not _rows:
        load()
        models = apps.get_models(include_auto_created=True)  # which spaces a room takes, too
        found = (list(model._default_manager.all()) for model in models)
        _rows.extend(rows for rows in found if rows and rows[0]._meta.db_table not in emptying.KEPT)
    else:
        with transaction.atomic():  # keys are looked at when all of it stands
            _write_again() if _statements else _write()
            revision.changed()  # another test may have written into what is kept of them


def _write() -> None:
    """The rows by their models, and what is said to the database in doing so."""

    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        told.append((sql, params))
        return execute(sql, params, many, context)

    told: list[tuple[str, Any]] = []
    with connection.execute_wrapper(note):
        # Fees before their tariff: once it is released nobody may add to it any more.
        for rows in reversed(_rows):
            type(rows[0])._default_manager.bulk_create(rows)
    _statements.extend(each for each in told if each[0].startswith("INSERT"))


def _write_again() -> None:
    with connection.cursor() as cursor:
        for statement in _statements:
            cursor.execute(*statement)
