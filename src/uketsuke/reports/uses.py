"""利用の集計: how much was used, by whom and for what; read once, added up in many ways.

A use is a slot (枠) of a booking that was approved and not given back. What was offered is every
slot of the days a hall was open, less the blocked ones. Counted by the day of use, so a month that
is over changes only where a booking of it is corrected.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import ExtractIsoWeekDay, TruncMonth

from uketsuke.bookings.models import PASSING, Booking, Hold, Purpose
from uketsuke.bookings.states import State
from uketsuke.groups.models import Eligibility, EligibilityDecision
from uketsuke.halls.facts import RoomFacts
from uketsuke.halls.queries import atlas
from uketsuke.kernel.calendar import add_months, weekday_ja

COUNTED = (State.APPROVED, State.USED)
_MONDAY = date(2026, 1, 5)
_FIELDS = {
    "room": "room__key",
    "purpose": "application__purpose",
    "eligibility": "then",
    "channel": "application__channel",
}
Offered = Mapping[tuple[str, date, str], int]


@dataclass(frozen=True, slots=True)
class Period:
    """期間 of whole months, from the first of one to the last of another; ``hall`` empty: all."""

    first: date
    last: date
    hall: str = ""

    def year_before(self) -> "Period":
        """The same months a year ago."""
        last = add_months(self.last + timedelta(days=1), -12) - timedelta(days=1)
        return Period(add_months(self.first, -12), last, self.hall)

    @property
    def is_month(self) -> bool:
        return len(self.months) == 1

    @property
    def months(self) -> list[date]:
        after, found = self.last + timedelta(days=1), [self.first]
        while (month := add_months(found[-1], 1)) < after:
            found.append(month)
        return found


@dataclass(frozen=True, slots=True)
class Use:
    """同じ種類の利用: so many bookings of one kind, with their slots and visitors; ``weekday``
    from Monday 0."""

    room: str
    month: date
    weekday: int
    slots: tuple[str, ...]
    purpose: str
    eligibility: str
    channel: str
    bookings: int
    people: int

    @property
    def cells(self) -> int:
        return len(self.slots) * self.bookings


@dataclass(slots=True)
class Row:
    """集計の一行: ``cells`` used of ``offered`` (0: not asked), bookings and visitors."""

    key: str
    label: str
    cells: int = 0
    offered: int = 0
    bookings: int = 0
    people: int = 0

    @property
    def rate(self) -> float | None:
        """利用率 in per cent, one decimal; None where nothing was offered."""
        return round(100 * self.cells / self.offered, 1) if self.offered else None


@dataclass(frozen=True, slots=True)
class Counted:
    """集計: everything counted of a period. ``ended``: bookings by how they ended."""

    period: Period
    uses: list[Use]
    offered: Offered
    ended: dict[str, int]
    days: int
    days_open: int

    @property
    def total(self) -> Row:
        row = Row("", "合計", offered=sum(self.offered.values()))
        return _added({"": row}, self.uses, lambda use: [("", use.cells)])[0]

    @property
    def day_rate(self) -> float | None:
        """日数の利用率: of the days on which a room was open, on how many it was used."""
        return round(100 * self.days / self.days_open, 1) if self.days_open else None


def counted(period: Period) -> Counted:
    """集計する. Five queries, whose rows are few however many bookings there are."""
    offered = _offered(period)
    open_ = {(room, day) for room, day, _slot in offered}
    rows = _bookings(period).order_by().values_list("state").annotate(n=Count("pk"))
    days = _dated(period).order_by().values_list("room", "date").distinct().count()
    return Counted(period, _uses(period), Counter(offered), dict(rows), days, len(open_))


def by_room(of: Counted) -> list[Row]:
    """施設ごと."""
    rows = {room.key: Row(room.key, _name(room)) for room in _rooms(of.period)}
    return _of_offered(of, rows, lambda room, _day, _slot: room, lambda use: use.room)


def by_month(of: Counted) -> list[Row]:
    """月ごと."""
    names = {f"{month:%Y-%m}": f"{month.year}年{month.month}月" for month in of.period.months}
    rows = {key: Row(key, name) for key, name in names.items()}
    return _of_offered(
        of, rows, lambda _room, day, _slot: f"{day:%Y-%m}", lambda use: f"{use.month:%Y-%m}"
    )


def by_weekday(of: Counted) -> list[Row]:
    """曜日ごと."""
    names = [weekday_ja(_MONDAY + timedelta(days=n)) for n in range(7)]
    rows = {str(n): Row(str(n), f"{name}曜日") for n, name in enumerate(names)}
    return _of_offered(
        of, rows, lambda _room, day, _slot: str(day.weekday()), lambda use: str(use.weekday)
    )


def by_slot(of: Counted) -> list[Row]:
    """区分ごと."""
    labels = {slot.code: slot.label for room in _rooms(of.period) for slot in room.slots}
    rows = {code: Row(code, label) for code, label in labels.items()}
    for (_room, _day, slot), n in of.offered.items():
        rows[slot].offered += n
    return _added(rows, of.uses, lambda use: [(slot, use.bookings) for slot in use.slots])


def by_purpose(of: Counted) -> list[Row]:
    """目的ごと."""
    rows = {str(code): Row(str(code), str(label)) for code, label in Purpose.choices}
    return _added(rows, of.uses, lambda use: [(use.purpose, use.cells)])


def by_eligibility(of: Counted) -> list[Row]:
    """区分の認定ごと, as it was when the booking was asked for."""
    rows = {str(code): Row(str(code), str(label)) for code, label in Eligibility.choices}
    rows[""] = Row("", "不明")
    added = _added(rows, of.uses, lambda use: [(use.eligibility, use.cells)])
    return [row for row in added if row.key or row.bookings]


def by_channel(of: Counted) -> list[Row]:
    """受付方法ごと."""
    rows = {"web": Row("web", "インターネット"), "counter": Row("counter", "窓口・電話")}
    return _added(rows, of.uses, lambda use: [(use.channel, use.cells)])


def behind(period: Period, **only: str) -> QuerySet[Booking]:
    """内訳: the bookings behind a figure, by any of room, month, weekday, slot, purpose,
    eligibility, channel and state (without a state: those that are counted). Raises ValueError
    for a month or a weekday that is none."""
    state = only.pop("state", "")
    found = _annotated(_bookings(period).filter(state__in=[state] if state else COUNTED))
    meant: dict[str, object] = {}
    if month := only.pop("month", ""):
        meant["month"] = date.fromisoformat(f"{month}-01")
    if weekday := only.pop("weekday", ""):
        meant["weekday"] = 1 + [str(n) for n in range(7)].index(weekday)
    if slot := only.pop("slot", ""):
        found = found.filter(slots__regex=rf"(^|,){re.escape(slot)}(,|$)")
    meant |= {_FIELDS[name]: value for name, value in only.items() if value}
    return found.filter(**meant)


def within(period: Period) -> QuerySet[Booking]:
    """期間の予約 in any state."""
    return _bookings(period)


def room_names(period: Period) -> list[tuple[str, str]]:
    """施設の名前 by key, in their order."""
    return [(room.key, _name(room)) for room in _rooms(period)]


def _of_offered(
    of: Counted,
    rows: dict[str, Row],
    where: Callable[[str, date, str], str],
    whose: Callable[[Use], str],
) -> list[Row]:
    for (room, day, slot), n in of.offered.items():
        rows[where(room, day, slot)].offered += n
    return _added(rows, of.uses, lambda use: [(whose(use), use.cells)])


def _added(
    rows: dict[str, Row], found: Iterable[Use], where: Callable[[Use], list[tuple[str, int]]]
) -> list[Row]:
    for use in found:
        for key, cells in where(use):
            if key in rows:
                row = rows[key]
                row.cells += cells
                row.bookings += use.bookings
                row.people += use.people
    return list(rows.values())


def _uses(period: Period) -> list[Use]:
    found = _dated(period)
    names = ("room__key", "month", "weekday", "slots", "application__purpose", "then")
    rows = found.values_list(*names, "application__channel").order_by()
    counted = rows.annotate(n=Count("pk"), people=Sum("application__attendance"))
    return [
        Use(room, month, day - 1, tuple(slots.split(",")), purpose, then or "", channel, n, people)
        for room, month, day, slots, purpose, then, channel, n, people in counted
    ]


def _offered(period: Period) -> list[tuple[str, date, str]]:
    """貸し出した枠: open days, less the blocked. One query."""
    blocked = Hold.objects.filter(block__isnull=False, date__range=(period.first, period.last))
    blocked = blocked.exclude(block__reason_class__in=PASSING)  # to be had, only not at once
    taken = set(blocked.values_list("space_id", "date", "slot"))
    known = atlas()
    days = [period.first + timedelta(days=n) for n in range((period.last - period.first).days + 1)]
    return [
        (room.key, day, slot.code)
        for room in _rooms(period)
        for day in days
        if not known.closed(room.hall, day)
        for slot in room.slots
        if not any((space, day, slot.code) in taken for space in room.spaces)
    ]


def _dated(period: Period) -> QuerySet[Booking]:
    """What is counted, with month and weekday (Monday 1)."""
    return _annotated(_bookings(period).filter(state__in=COUNTED))


def _annotated(found: QuerySet[Booking]) -> QuerySet[Booking]:
    decided = EligibilityDecision.objects.filter(
        group=OuterRef("group"), decided_at__lte=OuterRef("application__received_at")
    ).order_by("-decided_at", "-pk")
    return found.annotate(
        month=TruncMonth("date"),
        weekday=ExtractIsoWeekDay("date"),
        then=Subquery(decided.values("eligibility")[:1]),
    )


def _bookings(period: Period) -> QuerySet[Booking]:
    found = Booking.objects.filter(date__range=(period.first, period.last))
    return found.filter(room__hall__code=period.hall) if period.hall else found


def _rooms(period: Period) -> list[RoomFacts]:
    return [room for room in atlas().rooms.values() if period.hall in ("", room.hall)]


def _name(room: RoomFacts) -> str:
    return f"{atlas().halls[room.hall].short_name} {room.name}"
