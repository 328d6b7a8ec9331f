"""当日の記録の集計: what really happened, as the office wrote it down on the day.

Counted are approved and used bookings by the day of use; a no-show is one of its own. What is late
and what is over time is decided by the rules of that day (``day/hours.py``), as on today's screen.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import TruncMonth

from uketsuke.bookings.models import Booking
from uketsuke.bookings.states import State
from uketsuke.day import hours
from uketsuke.day.queries import rules
from uketsuke.halls.queries import atlas
from uketsuke.reports import uses
from uketsuke.reports.tables import RECORDS
from uketsuke.reports.uses import Period

VISITORS, LATE, OVER = RECORDS
COUNTS = (*uses.COUNTED, State.NO_SHOW)


@dataclass(slots=True)
class Row:
    """一行: of so many ``recorded`` bookings the visitors that were ``planned`` and that came;
    ``late`` and ``over`` bookings, hours of overtime, no-shows."""

    key: str
    label: str
    recorded: int = 0
    planned: int = 0
    visitors: int = 0
    late: int = 0
    over: int = 0
    hours: int = 0
    no_shows: int = 0

    def add(self, other: "Row") -> None:
        """The figures of ``other`` on top."""
        self.recorded += other.recorded
        self.planned += other.planned
        self.visitors += other.visitors
        self.late += other.late
        self.over += other.over
        self.hours += other.hours
        self.no_shows += other.no_shows


@dataclass(frozen=True, slots=True)
class Happened:
    """一件の結果: minutes that count as late and hours over time of the booking ``pk``."""

    pk: int
    room: str
    month: date
    late: int
    over: int


@dataclass(frozen=True, slots=True)
class Recorded:
    """集計: rows by room and month, of which all tables are added up."""

    rows: dict[tuple[str, date], Row]

    @property
    def total(self) -> Row:
        return _sum(Row("", "合計"), self.rows.values())


def recorded(period: Period) -> Recorded:
    """集計する. Two queries."""
    rows: dict[tuple[str, date], Row] = {}
    counted = uses.within(period).filter(state__in=COUNTS).order_by()
    grouped = counted.annotate(month=TruncMonth("date")).values_list("room__key", "month")
    has = Q(record__visitors__isnull=False) & ~Q(state=State.NO_SHOW)
    for room, month, count, planned, visitors, missed in grouped.annotate(
        n=Count("pk", filter=has),
        planned=Sum("application__attendance", filter=has),
        visitors=Sum("record__visitors", filter=has),
        missed=Count("pk", filter=Q(state=State.NO_SHOW)),
    ):
        row = rows[room, month] = Row("", "", count, planned or 0, visitors or 0)
        row.no_shows = missed
    for each in _happened(uses.within(period)):
        row = rows[each.room, each.month]
        row.late += each.late > 0
        row.over += each.over > 0
        row.hours += each.over
    return Recorded(rows)


def by_room(of: Recorded, period: Period) -> list[Row]:
    """施設ごと."""
    return [
        _sum(Row(key, label), (row for (room, _), row in of.rows.items() if room == key))
        for key, label in uses.room_names(period)
    ]


def by_month(of: Recorded, period: Period) -> list[Row]:
    """月ごと."""
    return [
        _sum(
            Row(f"{month:%Y-%m}", f"{month.year}年{month.month}月"),
            (row for (_, on), row in of.rows.items() if on == month),
        )
        for month in period.months
    ]


def narrowed(found: QuerySet[Booking], what: str) -> QuerySet[Booking]:
    """内訳: of those bookings the ones whose record says so (``VISITORS``, ``LATE``, ``OVER``).

    Raises ValueError for another word.
    """
    if what == VISITORS:
        return found.filter(record__visitors__isnull=False)
    if what not in (LATE, OVER):
        raise ValueError(what)
    return found.filter(
        pk__in=[each.pk for each in _happened(found) if (each.late if what == LATE else each.over)]
    )


def _happened(found: QuerySet[Booking]) -> Iterator[Happened]:
    """What was written down of the bookings that are counted. One query, row by row."""
    came = found.filter(state__in=uses.COUNTED, record__arrived_at__isnull=False).order_by()
    names = ("pk", "room__key", "date", "slots", "record__arrived_at", "record__left_at")
    for pk, room, on, slots, arrived, left in came.values_list(*names).iterator():
        yield _result(pk, room, on, slots, arrived, left)


def _result(
    pk: int, room: str, on: date, slots: str, arrived: datetime, left: datetime | None
) -> Happened:
    use = hours.span(on, atlas().room(room).hours(tuple(slots.split(","))))
    held = rules(on)
    late = hours.late_by(use.starts, arrived, held.late_minutes)
    over = hours.overtime(use.ends, left, held.overtime_minutes) if left else 0
    return Happened(pk, room, on.replace(day=1), late, over)


def _sum(into: Row, rows: Iterable[Row]) -> Row:
    for row in rows:
        into.add(row)
    return into
