"""公開の統計: the figures of a 年度 for everybody, small counts hidden."""

from collections.abc import Callable
from typing import Any

from uketsuke.reports import monthly, uses
from uketsuke.reports.small import LEAST, hidden
from uketsuke.reports.uses import Counted, Row

KINDS: tuple[tuple[str, str, Callable[[Counted], list[Row]]], ...] = tuple(
    kind for kind in monthly.KINDS if kind[1] in ("room", "month", "slot", "weekday", "purpose")
)


def published(year: int) -> dict[str, Any]:
    """その年度の統計, as JSON has it. ``None`` is a count that is hidden."""
    found = uses.counted(monthly.year_of(year))
    whole = found.total
    return {
        "year": year,
        "hidden_below": LEAST,
        "total": _shown(whole, hide=0 < whole.bookings < LEAST),
        "tables": [
            {"by": by, "title": title, "rows": _rows(made(found))} for title, by, made in KINDS
        ],
    }


def _rows(rows: list[Row]) -> list[dict[str, Any]]:
    small = hidden({row.key: row.bookings for row in rows})
    return [_shown(row, hide=row.key in small) for row in rows]


def _shown(row: Row, *, hide: bool) -> dict[str, Any]:
    figures = (row.cells, row.rate, row.bookings, row.people)
    cells, rate, bookings, people = (None,) * 4 if hide else figures
    return {
        "key": row.key,
        "label": row.label,
        "cells": cells,
        "offered": row.offered or None,
        "rate": rate,
        "bookings": bookings,
        "people": people,
    }
