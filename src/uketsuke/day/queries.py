"""当日を読む: a hall's day as its office sees it, in a constant number of queries."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import islice

from django.db.models import Q

from uketsuke.bookings import daybook
from uketsuke.bookings.models import Booking
from uketsuke.bookings.states import OCCUPYING, State
from uketsuke.day import hours
from uketsuke.day.hours import Happened, Span, Stage
from uketsuke.day.models import DayRules, Note, UseRecord
from uketsuke.equipment.models import Line
from uketsuke.equipment.queries import lines_of
from uketsuke.halls.facts import RoomFacts
from uketsuke.halls.queries import atlas
from uketsuke.kernel.versions import versions_of
from uketsuke.ledger.queries import balances
from uketsuke.tariffs.queries import version

MOST_OPEN = 20


@dataclass(frozen=True, slots=True)
class Row:
    """当日の一件: ``owed`` yen still to pay; ``over`` hours of overtime as recorded, ``billable``
    of them by the tariff, ``billed`` hours as billed; ``things``: 附帯設備・楽屋 with it."""

    booking: Booking
    room: RoomFacts
    span: Span
    stage: Stage
    happened: Happened
    version: int
    late: int
    over: int
    billable: int
    billed: int
    payment: str
    owed: int
    notes: list[Note] = field(default_factory=list)
    things: list[Line] = field(default_factory=list)

    @property
    def is_standing(self) -> bool:
        return self.booking.state in (State.APPROVED, State.USED)

    @property
    def crowded(self) -> bool:
        """Whether more came than there are seats."""
        return (self.happened.visitors or 0) > self.room.capacity


_RULES = versions_of(DayRules, lambda row: row)


def rules(on: date) -> DayRules:
    """当日の決まり in force on that day; where nobody has written any, the usual ones."""
    return _RULES.find(on) or DayRules()


def span_of(booking: Booking) -> Span:
    """利用時間 of a booking with its room."""
    return hours.span(booking.date, atlas().room(booking.room.key).hours(booking.slot_codes))


def happened(found: UseRecord | None) -> Happened:
    """当日の記録 as a value."""
    if found is None:
        return Happened()
    return Happened(found.expected_at, found.arrived_at, found.left_at, found.visitors)


def overtime_of(booking: Booking) -> int:
    """請求する超過 in hours, as recorded, at most what the booking's tariff knows."""
    left = happened(getattr(booking, "record", None)).left
    if left is None:
        return 0
    minutes = rules(booking.date).overtime_minutes
    most = version(booking.tariff_id).facts.overtime_max_hours
    return min(hours.overtime(span_of(booking).ends, left, minutes), most)


def of_day(hall: str, on: date, at: datetime) -> list[Row]:
    """その日の予約 of a hall in the order of time. Four queries."""
    found = _bookings(Q(room__hall__code=hall, date=on))
    return _rows(found, at)


def of_booking(booking_id: int, at: datetime) -> Row | None:
    """当日の一件 of one booking; None where it does not stand."""
    return next(iter(_rows(_bookings(Q(pk=booking_id)), at)), None)


def unrecorded(hall: str, on: date) -> list[Booking]:
    """結果の記録がない予約 of the days before ``on``, the oldest first."""
    most = max(rule.correct_days for rule in (DayRules(), *(row for _, row in _RULES.all())))
    since = on - timedelta(days=most)
    found = Booking.objects.filter(
        room__hall__code=hall, date__range=(since, on - timedelta(days=1)), state=State.APPROVED
    ).filter(Q(record=None) | Q(record__arrived_at=None))
    found = found.select_related("room", "group", "application").defer("quote")
    may_still = (each for each in found.order_by("date", "pk") if on <= correctable(each.date))
    return list(islice(may_still, MOST_OPEN))


def correctable(used: date) -> date:
    """訂正の期限: the last day on which the record of that day of use is put right."""
    return used + timedelta(days=rules(used).correct_days)


def notes(hall: str, on: date) -> list[Note]:
    """引継ぎ: written on that day, or before it and still open."""
    mine = Note.objects.filter(hall__code=hall, date__lte=on)
    shown = mine.filter(Q(date=on) | Q(done_at=None) | Q(done_at__date__gte=on))
    return list(shown.select_related("booking").order_by("date", "pk"))


def to_close(on: date) -> list[int]:
    """利用済とする候補: the day is over, and she was there."""
    came = Booking.objects.filter(
        state=State.APPROVED, date__lt=on, record__arrived_at__isnull=False
    )
    return list(came.order_by("pk").values_list("pk", flat=True))


def _bookings(of: Q) -> list[Booking]:
    found = Booking.objects.filter(of, state__in=OCCUPYING).select_related(
        "room__hall", "application", "group", "record"
    )
    return list(found.defer("quote"))


def _rows(found: list[Booking], at: datetime) -> list[Row]:
    owed = balances(each.account_id for each in found if each.account_id)
    written = _notes(each.pk for each in found)
    things = lines_of(each.number for each in found)
    rows = [_row(each, owed.get(each.account_id or 0, 0), written[each.pk], at) for each in found]
    for row in rows:
        row.things.extend(things.get(row.booking.number, []))
    return sorted(rows, key=lambda row: (row.span.starts, row.booking.room.order, row.booking.pk))


def _notes(bookings: Iterable[int]) -> dict[int, list[Note]]:
    found: dict[int, list[Note]] = defaultdict(list)
    for note in Note.objects.filter(booking__in=list(bookings)).order_by("pk"):
        found[note.booking_id or 0].append(note)
    return found


def _row(booking: Booking, owed: int, written: list[Note], at: datetime) -> Row:
    record: UseRecord | None = getattr(booking, "record", None)
    was, use, held = happened(record), span_of(booking), rules(booking.date)
    return Row(
        booking=booking,
        room=atlas().room(booking.room.key),
        span=use,
        stage=hours.stage(booking.state, was, use, at, held.late_minutes),
        happened=was,
        version=record.version if record else 0,
        late=hours.late_by(use.starts, was.arrived, held.late_minutes) if was.arrived else 0,
        over=hours.overtime(use.ends, was.left, held.overtime_minutes) if was.left else 0,
        billable=overtime_of(booking),
        billed=booking.extras.get("overtime", 0),
        payment=daybook.payment(booking.account_id, booking.price, owed),
        owed=owed,
        notes=written,
    )
