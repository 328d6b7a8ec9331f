"""百倍のデータ: every booking of the ten years a hundred times, with its account and its entries.

What is copied are rows only: the cells stay as they are (nobody could hold one twice), so the
rates of a statistic are nonsense then; what it costs to count them is not.
"""

import time
from typing import Any

from django.db import connection, transaction
from django.db.models import Model

from uketsuke.bookings.models import Booking
from uketsuke.kernel import append_only, clock
from uketsuke.kernel.calendar import fiscal_year
from uketsuke.ledger.models import Account, Entry

TIMES = 100
BASE = 10_000_000  # above every key that is there
RUNS = 5


def statistics() -> dict[str, float]:
    """統計 of a whole 年度 from the query layer, now and with a hundred times as much."""
    year = fiscal_year(clock.day(clock.now())) - 1
    bookings, seconds = Booking.objects.count(), _seconds(year)
    multiply()
    return {
        "bookings": bookings,
        "seconds": seconds,
        "times": Booking.objects.count() / bookings,
        "more_seconds": _seconds(year),
    }


def multiply() -> None:
    """Copy accounts, bookings and entries, each in one statement."""
    append_only.lift(connection)  # a scratch world; the triggers would look at each row
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL statement_timeout = 0")
        _copy(cursor, Account, {"label": "'x' || {key}"})
        account = {"account_id": f"{BASE} + account_id * {TIMES} + n"}
        _copy(cursor, Booking, {"number": "'X' || (id * {times} + n)"} | account)
        _copy(
            cursor, Entry, {"token": "NULL", "corrects_id": "NULL"} | account, "corrects_id IS NULL"
        )
        cursor.execute("ANALYZE")


def _copy(cursor: Any, model: type[Model], other: dict[str, str], where: str = "1 = 1") -> None:
    """All rows ``TIMES - 1`` times more; ``other`` says what is not the same in a copy."""
    key = f"({BASE} + id * {TIMES} + n)"
    columns = [field.column for field in model._meta.concrete_fields]
    written = {"id": key} | {name: how.format(key=key, times=TIMES) for name, how in other.items()}
    values = ", ".join(written.get(column, column) for column in columns)
    names = ", ".join(columns)
    table = model._meta.db_table
    counted = f"SELECT 1 UNION ALL SELECT n + 1 FROM nth WHERE n < {TIMES - 1}"
    cursor.execute(
        f"WITH RECURSIVE nth(n) AS ({counted}) "
        f"INSERT INTO {table} ({names}) SELECT {values} FROM {table}, nth WHERE {where}"
    )


def _seconds(year: int) -> float:
    """The median of some runs."""
    from uketsuke.reports import monthly

    took = []
    for _ in range(RUNS):
        began = time.perf_counter()
        monthly.report(monthly.year_of(year))
        took.append(time.perf_counter() - began)
    return sorted(took)[RUNS // 2]
