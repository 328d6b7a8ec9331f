"""確認事項: what whoever decides about a booking should look at first. Pure: facts in, points out.

A point never decides; it says what a person would otherwise have to look up.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from uketsuke.bookings.states import State

RESIDENTS = ("resident", "delegated")


class Level(StrEnum):
    """重さ: ``STOP`` is settled before an approval, ``LOOK`` is looked at, ``NOTE`` is known."""

    STOP = "stop"
    LOOK = "look"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Point:
    """確認事項: ``code`` names it, with its values.

    Its sentence: ``doors/counter/bookings/points.py``.
    """

    code: str
    level: Level
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ReviewFacts:
    """予約の事実 as of ``today``. Yen of other bookings are what is owed now.

    ``residents_only``: when it was applied for, only residents could. ``neighbours`` are the
    group's other days in this hall. From ``near_percent`` of the capacity on it is nearly full;
    fewer than ``short_days`` are short to pay. ``due`` is the deadline if it were approved today.
    ``price``: what it costs by today's tariff (None: that has no fee for it). ``dressing``:
    whether 楽屋 are booked with it (None: it is no hall).
    """

    today: date
    use: date
    state: str
    eligibility: str
    eligibility_until: date | None
    residents_only: bool
    group_state: str
    valid_until: date
    attendance: int
    capacity: int
    admission: int
    commercial: bool
    neighbours: Collection[date]
    consecutive_days: int
    near_percent: int
    short_days: int
    told: int
    price: int | None
    due: date
    unpaid: int = 0
    overdue: int = 0
    first: bool = False
    dressing: bool | None = None


def points(facts: ReviewFacts) -> list[Point]:
    """確認事項 of a booking, the weightiest first."""
    order = list(Level)
    return sorted(_found(facts), key=lambda point: order.index(point.level))


def _found(facts: ReviewFacts) -> Iterator[Point]:
    yield from _of_group(facts)
    yield from _of_other_bookings(facts)
    if facts.state == State.TENTATIVE:
        yield from _of_price(facts)
    yield from _of_use(facts)


def _of_group(facts: ReviewFacts) -> Iterator[Point]:
    if facts.group_state != "active":
        yield Point("group.state", Level.STOP, {"state": facts.group_state})
    resident, until = facts.eligibility in RESIDENTS, facts.eligibility_until
    over = bool(until and until < facts.today)
    if facts.residents_only and (not resident or over):
        yield Point("eligibility.window", Level.STOP, {"eligibility": facts.eligibility})
    if resident and until and until < facts.use:
        yield Point("eligibility.ends", Level.LOOK, {"until": until})
    if facts.valid_until < facts.use:
        yield Point("registration.ends", Level.LOOK, {"until": facts.valid_until})
    if facts.first:
        yield Point("group.first", Level.NOTE)


def _of_other_bookings(facts: ReviewFacts) -> Iterator[Point]:
    if facts.overdue:
        yield Point("unpaid.late", Level.STOP, {"count": facts.overdue})
    if others := facts.unpaid - facts.overdue:
        yield Point("unpaid.open", Level.LOOK, {"count": others})
    days = run(facts.use, facts.neighbours)
    if days >= facts.consecutive_days:
        most = facts.consecutive_days
        yield Point("days.consecutive", Level.LOOK, {"days": days, "most": most})


def _of_price(facts: ReviewFacts) -> Iterator[Point]:
    if facts.price is None:
        yield Point("price.unknown", Level.STOP)
    elif facts.price != facts.told:
        yield Point("price.differs", Level.LOOK, {"told": facts.told, "price": facts.price})
    if facts.price and (facts.due - facts.today).days < facts.short_days:
        yield Point("deadline.short", Level.LOOK, {"due": facts.due})


def _of_use(facts: ReviewFacts) -> Iterator[Point]:
    if facts.dressing is not None and facts.attendance * 100 >= facts.capacity * facts.near_percent:
        values = {"attendance": facts.attendance, "capacity": facts.capacity}
        yield Point("attendance.near", Level.LOOK, values)
    if facts.commercial:
        yield Point("use.commercial", Level.LOOK)
    if facts.admission:
        yield Point("use.admission", Level.NOTE, {"admission": facts.admission})
    if facts.dressing is False:
        yield Point("dressing.none", Level.NOTE)


def run(day: date, others: Collection[date]) -> int:
    """連続利用の日数: how many days in a row ``day`` and ``others`` make around ``day``."""
    first = last = day
    while first - timedelta(days=1) in others:
        first -= timedelta(days=1)
    while last + timedelta(days=1) in others:
        last += timedelta(days=1)
    return (last - first).days + 1
