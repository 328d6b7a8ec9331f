"""統計の表: each figure with the address of what it counts."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse

from uketsuke.kernel.calendar import fiscal_year
from uketsuke.reports.tables import BEFORE, NO_SHOW, NOW, RECORDS, Table, Value

YEN = "円"


@dataclass(frozen=True, slots=True)
class Cell:
    """一つの数: ``url`` opens what it counts (empty: nothing to open)."""

    value: Value
    url: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """画面の表. ``is_yen``: its figures are money."""

    title: str
    headings: tuple[str, ...]
    rows: list[tuple[Value, list[Cell]]]
    is_yen: bool


def shown(tables: list[Table], asked: dict[str, str]) -> list[Shown]:
    """The tables with their addresses; ``asked``: what the page itself was asked for."""
    return [
        Shown(
            table.title,
            table.headings,
            [(row[0], _cells(table, key, row, asked)) for key, row in table.rows],
            YEN in table.title,
        )
        for table in tables
    ]


def _cells(table: Table, key: str, row: tuple[Value, ...], asked: dict[str, str]) -> list[Cell]:
    opens = table.opens or ("",) * len(row)
    return [
        Cell(value, _url(table.by, key, to, asked) if to and value else "")
        for value, to in zip(row[1:], opens[1:], strict=False)
    ] + [Cell(value) for value in row[len(opens) :]]


def _url(by: str, key: str, to: str, asked: dict[str, str]) -> str:
    match by:
        case "round":
            return reverse("counter:lottery_report", args=[key])
        case "money":
            return _entries(key, to, asked)
        case "whole":
            return "" if key else _bookings(asked, to, {})
    if to in RECORDS:
        return _bookings(asked, NOW, {by: key, "record": to})
    if to == NO_SHOW:
        return _bookings(asked, NOW, {by: key, "state": NO_SHOW})
    return _bookings(asked, to, {by: _a_year_ago(key) if by == "month" and to == BEFORE else key})


def _bookings(asked: dict[str, str], to: str, only: dict[str, str]) -> str:
    query = asked | only | ({} if to == NOW else {BEFORE: "1"})
    return f"{reverse('counter:statistics_behind')}?{urlencode(query)}"


def _entries(key: str, kind: str, asked: dict[str, str]) -> str:
    """A line of one month; 出納整理期間 and the sum have several."""
    if not key[:1].isdigit():
        return ""
    month = date.fromisoformat(f"{key}-01")
    query = {
        "hall": asked.get("hall", ""),
        "year": fiscal_year(month),
        "month": month.isoformat(),
        "kind": kind,
    }
    return f"{reverse('counter:entries')}?{urlencode(query)}"


def _a_year_ago(month: str) -> str:
    return f"{int(month[:4]) - 1}{month[4:]}"
