"""公開の統計: the figures of a 年度 for everybody, small counts hidden."""

from collections.abc import Callable
from typing import Any

from uketsuke.reports import monthly, records, uses
from uketsuke.reports.records import Recorded
from uketsuke.reports.small import LEAST, hidden
from uketsuke.reports.uses import Counted, Period, Row

KINDS: tuple[tuple[str, str, Callable[[Counted], list[Row]]], ...] = tuple(
    kind for kind in monthly.KINDS if kind[1] in ("room", "month", "slot", "weekday", "purpose")
)


def published(year: int) -> dict[str, Any]:
    """その年度の統計, as JSON has it. ``None`` is a count that is hidden."""
    period = monthly.year_of(year)
    found = uses.counted(period)
    whole = found.total
    return {
        "year": year,
        "hidden_below": LEAST,
        "total": _shown(whole, hide=0 < whole.bookings < LEAST),
        "tables": [
            {"by": by, "title": title, "rows": _rows(made(found))} for title, by, made in KINDS
        ],
        "visitors": _visitors(period, records.recorded(period)),
    }


def _visitors(period: Period, found: Recorded) -> dict[str, Any]:
    """実際の来場者数, as the offices counted them: hidden where few bookings were counted."""
    whole = found.total
    return {
        "total": _came(whole, hide=0 < whole.recorded < LEAST),
        "tables": [
            {"by": by, "title": title, "rows": _came_rows(made(found, period))}
            for title, by, made in (
                ("施設", "room", records.by_room),
                ("月", "month", records.by_month),
            )
        ],
    }


def _came_rows(rows: list[records.Row]) -> list[dict[str, Any]]:
    small = hidden({row.key: row.recorded for row in rows})
    return [_came(row, hide=row.key in small) for row in rows]


def _came(row: records.Row, *, hide: bool) -> dict[str, Any]:
    recorded, visitors = (None, None) if hide else (row.recorded, row.visitors)
    return {"key": row.key, "label": row.label, "recorded": recorded, "visitors": visitors}


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
