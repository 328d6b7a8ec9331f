"""行の読み書き: the few statements of the busiest moments, each composed only once.

What ``Model.save`` or a look-up by a key sends is the same text every time. Composing it anew took
longer than everything else that happens in a booking, so here the text is made from the model
once and kept. Values go through the model's own fields; what is not hot uses the ORM.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, TypeVar

from django.db import connection, models
from django.db.models.expressions import Col

Row = TypeVar("Row", bound=models.Model)
Convert = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class _Shape:
    """形 of a model: its table, its fields without and with the key, and how values come back."""

    table: str
    new: "tuple[models.Field[Any, Any], ...]"
    all: "tuple[models.Field[Any, Any], ...]"
    names: list[str]
    back: tuple[tuple[int, Col, tuple[Convert, ...]], ...]


def insert(rows: Sequence[models.Model], *, or_none: bool = False) -> int:
    """一度に書く: new rows of one model, which get their keys. Returns how many were written.

    ``or_none``: where a unique key is taken nothing is written, instead of an IntegrityError (and
    of the savepoint that one would need).
    """
    shape = _shape(type(rows[0]), connection.vendor)
    values = [
        field.get_db_prep_save(getattr(row, field.attname), connection)
        for row in rows
        for field in shape.new
    ]
    with connection.cursor() as cursor:
        cursor.execute(_insert_sql(type(rows[0]), len(rows), or_none), values)
        keys = [key for (key,) in cursor.fetchall()]
    if len(keys) == len(rows):
        for row, key in zip(rows, keys, strict=True):
            row.pk = key
            row._state.adding, row._state.db = False, connection.alias  # noqa: SLF001 - documented
    elif keys:
        type(rows[0])._base_manager.filter(pk__in=keys).delete()  # noqa: SLF001 - documented
        keys = []
    return len(keys)


def where(model: type[Row], *, lock: bool = False, **equal: Any) -> list[Row]:
    """読む: the rows whose columns equal these values, by key; ``lock``: for update."""
    shape = _shape(model, connection.vendor)
    with connection.cursor() as cursor:
        cursor.execute(
            _select_sql(model, tuple(equal), lock and connection.features.has_select_for_update),
            [_prepared(model, name, value) for name, value in equal.items()],
        )
        found = cursor.fetchall()
    return [_made(model, shape, list(values)) for values in found]


def beside(model: type[Row], name: str, **equal: Any) -> list[Row]:
    """隣の行とともに読む: like ``where``, with the row that the key ``name`` leads to (or None) in
    the same statement."""
    shape = _shape(model, connection.vendor)
    other: type[models.Model] = model._meta.get_field(name).related_model  # type: ignore[assignment]
    with connection.cursor() as cursor:
        cursor.execute(
            _beside_sql(model, name, tuple(equal)),
            [_prepared(model, key, value) for key, value in equal.items()],
        )
        found = cursor.fetchall()
    rows, width = [], len(shape.all)
    for values in found:
        row = _made(model, shape, list(values[:width]))
        leads = getattr(row, model._meta.get_field(name).attname) is not None  # type: ignore[union-attr]
        near = _made(other, _shape(other, connection.vendor), list(values[width:]))
        setattr(row, name, near if leads else None)
        rows.append(row)
    return rows


def update(model: type[models.Model], values: Mapping[str, Any], **equal: Any) -> int:
    """書き直す: the named columns of the rows whose columns equal these values; of how many."""
    both = [*values.items(), *equal.items()]
    with connection.cursor() as cursor:
        cursor.execute(
            _update_sql(model, tuple(values), tuple(equal)),
            [_saved(model, name, value) for name, value in both],
        )
        return int(cursor.rowcount)


def delete(model: type[models.Model], **equal: Any) -> int:
    """消す: the rows whose columns equal these values, and that nothing hangs on any more."""
    with connection.cursor() as cursor:
        cursor.execute(
            _delete_sql(model, tuple(equal)),
            [_prepared(model, name, value) for name, value in equal.items()],
        )
        return int(cursor.rowcount)


def locked(model: type[Row], pk: int) -> Row:
    """鍵をかけて読む: the row of that key, locked. Raises ``DoesNotExist``."""
    for row in where(model, lock=True, id=pk):
        return row
    raise model.DoesNotExist  # type: ignore[attr-defined]


def as_date(day: date | str) -> date:
    """A day as it comes from a statement of ours: SQLite keeps days as text."""
    return date.fromisoformat(day) if isinstance(day, str) else day


def _saved(model: type[models.Model], name: str, value: Any) -> Any:
    return model._meta.get_field(name).get_db_prep_save(value, connection)  # type: ignore[union-attr]


def _prepared(model: type[models.Model], name: str, value: Any) -> Any:
    return model._meta.get_field(name).get_db_prep_value(value, connection)  # type: ignore[union-attr]


def _made(model: type[Row], shape: _Shape, values: list[Any]) -> Row:
    for index, column, converters in shape.back:
        for convert in converters:
            values[index] = convert(values[index], column, connection)
    return model.from_db(connection.alias, shape.names, values)


@cache
def _shape(model: type[models.Model], vendor: str) -> _Shape:
    """``vendor`` is part of the key: each database has its own way back."""
    fields = tuple(model._meta.concrete_fields)
    columns = [field.get_col(model._meta.db_table) for field in fields]
    converters = [
        (*connection.ops.get_db_converters(column), *field.get_db_converters(connection))
        for field, column in zip(fields, columns, strict=True)
    ]
    return _Shape(
        table=connection.ops.quote_name(model._meta.db_table),
        new=tuple(field for field in fields if not field.primary_key),
        all=fields,
        names=[field.attname for field in fields],
        back=tuple(
            (index, columns[index], funcs) for index, funcs in enumerate(converters) if funcs
        ),
    )


@cache
def _insert_sql(model: type[models.Model], number: int, or_none: bool) -> str:
    shape = _shape(model, connection.vendor)
    names = ", ".join(_quoted(field) for field in shape.new)
    holes = f"({', '.join(['%s'] * len(shape.new))})"
    conflict = " ON CONFLICT DO NOTHING" if or_none else ""
    rows = ", ".join([holes] * number)
    key = _quoted(model._meta.pk)
    return f"INSERT INTO {shape.table} ({names}) VALUES {rows}{conflict} RETURNING {key}"  # noqa: S608 - names of our own models


@cache
def _select_sql(model: type[models.Model], names: tuple[str, ...], lock: bool) -> str:
    shape = _shape(model, connection.vendor)
    columns = ", ".join(_quoted(field) for field in shape.all)
    suffix = f" ORDER BY {_quoted(model._meta.pk)}{' FOR UPDATE' if lock else ''}"
    return f"SELECT {columns} FROM {shape.table} WHERE {_equal(model, names)}{suffix}"  # noqa: S608 - names of our own models


@cache
def _beside_sql(model: type[models.Model], name: str, names: tuple[str, ...]) -> str:
    field: Any = model._meta.get_field(name)
    mine, other = _shape(model, connection.vendor), _shape(field.related_model, connection.vendor)
    columns = ", ".join(
        f"{shape.table}.{_quoted(each)}" for shape in (mine, other) for each in shape.all
    )
    key = f"{other.table}.{_quoted(field.target_field)} = {mine.table}.{_quoted(field)}"
    return (
        f"SELECT {columns} FROM {mine.table} LEFT JOIN {other.table} ON {key} "  # noqa: S608 - names of our own models
        f"WHERE {_equal(model, names)} ORDER BY {mine.table}.{_quoted(model._meta.pk)}"
    )


@cache
def _update_sql(model: type[models.Model], names: tuple[str, ...], equal: tuple[str, ...]) -> str:
    new = ", ".join(f"{_quoted(model._meta.get_field(name))} = %s" for name in names)
    table = _shape(model, connection.vendor).table
    return f"UPDATE {table} SET {new} WHERE {_equal(model, equal)}"  # noqa: S608 - names of our own models


@cache
def _delete_sql(model: type[models.Model], names: tuple[str, ...]) -> str:
    return f"DELETE FROM {_shape(model, connection.vendor).table} WHERE {_equal(model, names)}"  # noqa: S608 - names of our own models


def _equal(model: type[models.Model], names: tuple[str, ...]) -> str:
    """What must be equal, with the table's name, so that it may stand beside another one."""
    table = _shape(model, connection.vendor).table
    return " AND ".join(f"{table}.{_quoted(model._meta.get_field(name))} = %s" for name in names)


def _quoted(field: Any) -> str:
    quoted: str = connection.ops.quote_name(field.column)
    return quoted
