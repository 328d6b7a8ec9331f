"""審査の机: the bookings that wait for a decision, and what to look at in each of them.

However many bookings are asked about, it is the same number of queries.
"""

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import QuerySet, Sum, prefetch_related_objects

from uketsuke.bookings import queries, review, steps
from uketsuke.bookings.models import Booking
from uketsuke.bookings.opening import Kind, phase
from uketsuke.bookings.reception import DRESSING, Rules
from uketsuke.bookings.review import Point, ReviewFacts
from uketsuke.bookings.states import CHANGEABLE, OCCUPYING, State
from uketsuke.halls.facts import RoomFacts
from uketsuke.halls.queries import atlas
from uketsuke.kernel import clock
from uketsuke.kernel.calendar import month_start
from uketsuke.kernel.refusals import Refusal
from uketsuke.ledger.models import Account
from uketsuke.tariffs.queries import in_force

_HAS_USED = (State.APPROVED, State.USED, State.NO_SHOW)


@dataclass(slots=True)
class _Others:
    """ほかの予約 of one group: its (hall, day) pairs, those with 楽屋, and what it owes."""

    days: set[tuple[str, date]] = field(default_factory=set)
    dressing: set[tuple[str, date]] = field(default_factory=set)
    owing: dict[int, date | None] = field(default_factory=dict)
    known: bool = False


def waiting(hall: str = "") -> QuerySet[Booking]:
    """承認待ち of a hall (empty: all), the oldest application first."""
    found = Booking.objects.filter(state=State.TENTATIVE)
    if hall:
        found = found.filter(room__hall__code=hall)
    return found.select_related("room__hall", "application", "group").order_by("created_at", "pk")


def points(bookings: Sequence[Booking], at: datetime) -> dict[int, list[Point]]:
    """確認事項 of each of ``bookings`` (with room, hall, application, group) by id.

    Four queries; what is over has none.
    """
    today = clock.day(at)
    coming = [each for each in bookings if each.state in CHANGEABLE and each.date >= today]
    prefetch_related_objects(coming, "reductions")
    rules = queries.rules(today)
    others = _others(coming, reach=timedelta(days=rules.consecutive_days))
    return {each.pk: [] for each in bookings} | {
        each.pk: review.points(_facts(each, others[each.group_id], rules, at)) for each in coming
    }


def price_now(booking: Booking, at: datetime) -> int | None:
    """承認したときの料金: yen that approving now would fix; None where the tariff has no fee."""
    fresh = copy(booking)
    try:
        steps.fix_price(fresh, in_force(clock.day(at), booking.date))
    except Refusal:
        return None
    return fresh.price


def _facts(booking: Booking, others: _Others, rules: Rules, at: datetime) -> ReviewFacts:
    made, group, today = booking.application, booking.group, clock.day(at)
    room = atlas().room(booking.room.key)
    owing = {pk: due for pk, due in others.owing.items() if pk != booking.pk}
    return ReviewFacts(
        today=today,
        use=booking.date,
        state=booking.state,
        eligibility=group.eligibility,
        eligibility_until=group.eligibility_until,
        residents_only=_only_residents(booking),
        group_state=group.state,
        valid_until=group.valid_until,
        attendance=made.attendance,
        capacity=room.capacity,
        admission=made.admission,
        commercial=made.commercial,
        neighbours=[day for hall, day in others.days if hall == room.hall],
        consecutive_days=rules.consecutive_days,
        near_percent=rules.near_percent,
        short_days=rules.short_days,
        told=booking.price,
        price=price_now(booking, at) if booking.state == State.TENTATIVE else booking.price,
        due=steps.due_day(booking, today),
        unpaid=len(owing),
        overdue=sum(1 for due in owing.values() if due and due < today),
        first=not others.known,
        dressing=_dressing(room, booking.date, others),
    )


def _only_residents(booking: Booking) -> bool:
    """Whether only residents could apply when this was applied for."""
    made = booking.application
    rule = queries.rules(clock.day(made.received_at)).opening
    then = phase(month_start(booking.date), made.received_at, rule, made.channel)
    return then.kind == Kind.RESIDENTS


def _dressing(room: RoomFacts, day: date, others: _Others) -> bool | None:
    """Whether 楽屋 of the hall are booked for that day; None where ``room`` is one itself."""
    return None if room.kind == DRESSING else (room.hall, day) in others.dressing


def _others(bookings: Iterable[Booking], *, reach: timedelta) -> Mapping[int, _Others]:
    """``reach``: nobody books longer in a row, so only days so near count as neighbours."""
    bookings = list(bookings)
    found = {each.group_id: _Others() for each in bookings}
    if not found:
        return found
    rooms = {room.id: room for room in atlas().rooms.values()}
    days = [each.date for each in bookings]
    near = Booking.objects.filter(
        group_id__in=found,
        state__in=OCCUPYING,
        date__range=(min(days) - reach, max(days) + reach),
    )
    for group, room_id, day in near.values_list("group_id", "room_id", "date"):
        room = rooms[room_id]
        found[group].days.add((room.hall, day))
        if room.kind == DRESSING:
            found[group].dressing.add((room.hall, day))
    for group, pk, due in _owing(found):
        found[group].owing[pk] = due
    used = Booking.objects.filter(group_id__in=found, state__in=_HAS_USED)
    for group in used.order_by().values_list("group_id", flat=True).distinct():
        found[group].known = True
    return found


def _owing(groups: Iterable[int]) -> Iterable[tuple[int, int, date | None]]:
    """(group, booking, deadline) of what these groups still have to pay."""
    accounts = Account.objects.filter(booking__group_id__in=groups)
    owing = accounts.annotate(owed=Sum("entries__amount")).filter(owed__gt=0)
    return owing.values_list("booking__group_id", "booking__pk", "booking__payment_due")
