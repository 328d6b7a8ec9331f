"""訂正: what differs between the tables that were told and those of now. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from uketsuke.reports.tables import Table, Value


@dataclass(frozen=True, slots=True)
class Change:
    """一つの違い: a figure by its table, row and heading, as it was told and as it is."""

    table: str
    row: str
    heading: str
    was: Value
    now: Value


def content_of(tables: Sequence[Table]) -> list[dict[str, Any]]:
    """報告の内容 as JSON keeps it."""
    return [
        {
            "title": table.title,
            "headings": list(table.headings),
            "rows": [[key, list(row)] for key, row in table.rows],
        }
        for table in tables
    ]


def tables_of(content: Sequence[dict[str, Any]]) -> list[Table]:
    """The tables that ``content`` keeps. Nothing in them opens: what they counted may differ."""
    return [
        Table(
            each["title"],
            tuple(each["headings"]),
            [(key, tuple(row)) for key, row in each["rows"]],
        )
        for each in content
    ]


def changes(told: Sequence[Table], now: Sequence[Table]) -> list[Change]:
    """訂正 in the order of the tables of now. A figure that only one side has differs from None."""
    then = {where: value for where, _row, value in _figures(told)}
    found = []
    for (table, key, heading), row, value in _figures(now):
        was = then.pop((table, key, heading), None)
        if was != value:
            found.append(Change(table, row, heading, was, value))
    names = {(table.title, key): str(row[0]) for table in told for key, row in table.rows}
    found += [
        Change(table, names[table, key], heading, was, None)
        for (table, key, heading), was in then.items()
        if was is not None
    ]
    return found


def _figures(tables: Sequence[Table]) -> list[tuple[tuple[str, str, str], str, Value]]:
    return [
        ((table.title, key, heading), str(row[0]), value)
        for table in tables
        for key, row in table.rows
        for heading, value in zip(table.headings[1:], row[1:], strict=True)
    ]
