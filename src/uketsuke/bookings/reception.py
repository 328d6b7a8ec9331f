"""受付の規則: may this group ask for these cells now? Pure: facts in, reasons out.

One generator greys the button, fills the page with all reasons and stops the action.
Every figure is a row of ``ReceptionRules``. 源: facts 3.1 [S], 3.3 [A].
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import pairwise

from uketsuke.bookings.opening import Kind, OpeningRule, Phase, may_book, phase, use_month
from uketsuke.bookings.resting import RestRule
from uketsuke.halls.facts import Atlas
from uketsuke.kernel import clock
from uketsuke.kernel.calendar import month_start
from uketsuke.kernel.refusals import Refusal
from uketsuke.outages.moving import Rule, Span, counted_day

WEB, COUNTER = "web", "counter"
DRESSING = "dressing"  # a kind of room: 楽屋


@dataclass(frozen=True, slots=True, order=True)
class UseDay:
    """利用日: a room on a date in one or more slots (codes in the order of the day)."""

    room: str
    date: date
    slots: tuple[str, ...]

    @property
    def hall(self) -> str:
        return self.room.partition("/")[0]


@dataclass(frozen=True, slots=True)
class Description:
    """利用内容: what the group does there; ``admission`` is the highest price in yen."""

    title: str
    purpose: str
    attendance: int
    admission: int = 0
    commercial: bool = False
    rehearsal: bool = False
    public: bool = False  # 催し物として案内してよい


@dataclass(frozen=True, slots=True)
class Rules:
    """受付規則 in force. Days are before use; ``days_per_month`` counts for one hall."""

    opening: OpeningRule
    web_days: int = 14
    counter_days: int = 3
    days_per_month: int = 4
    consecutive_days: int = 3
    cells_at_once: int = 12
    hold_minutes: int = 10
    hold_extensions: int = 10
    near_percent: int = 90
    short_days: int = 7
    undo_minutes: int = 30
    payment_days: int = 14
    change_days: int = 14
    remind_days: int = 3
    reductions_by: str = "manager"
    rest: RestRule = field(default_factory=RestRule)
    outages: tuple[Span, ...] = ()
    extension: Rule = field(default_factory=Rule)


@dataclass(frozen=True, slots=True)
class Standing:
    """利用者の立場: ``booked`` are the (hall, date) pairs her living bookings take."""

    eligibility: str
    eligibility_until: date | None
    state: str
    valid_until: date
    booked: frozenset[tuple[str, date]] = field(default_factory=frozenset)

    def is_resident(self, on: date) -> bool:
        """Whether she counts as 区民 (or delegated by one) on that day."""
        current = self.eligibility_until is None or on <= self.eligibility_until
        return self.eligibility in ("resident", "delegated") and current


def objections(
    uses: Iterable[UseDay],
    standing: Standing,
    rules: Rules,
    atlas: Atlas,
    channel: str,
    at: datetime,
    office: str = "",
) -> Iterator[Refusal]:
    """All reasons why these cells may not be asked for; none: she may.

    ``channel`` is web or counter; ``office`` the hall whose staff act (empty: all, or the web).
    """
    uses = sorted(uses)
    if not uses:
        yield Refusal("reception.nothing")
        return
    yield from _of_group(standing, clock.day(at))
    resident = standing.is_resident(clock.day(at))
    for use in uses:
        yield from of_cell(use, resident, rules, atlas, channel, at)
        yield from _of_draw_day(use, rules, channel, at, office)
    yield from _of_number(uses, standing, rules)


def of_description(uses: Iterable[UseDay], what: Description, atlas: Atlas) -> Iterator[Refusal]:
    """Reasons that lie in what the group wants to do."""
    rooms = [atlas.room(use.room) for use in uses]
    # Who books dressing rooms with a hall brings more people than these hold.
    seats = [room for room in rooms if room.kind != DRESSING] or rooms
    smallest = min(seats, key=lambda room: room.capacity)
    if not 1 <= what.attendance <= smallest.capacity:
        yield Refusal(
            "reception.attendance",
            attendance=what.attendance,
            capacity=smallest.capacity,
            room=smallest.key,
        )
    if what.rehearsal and (what.admission or what.commercial):
        yield Refusal("reception.rehearsal")


def of_cell(
    use: UseDay, resident: bool, rules: Rules, atlas: Atlas, channel: str, at: datetime
) -> Iterator[Refusal]:
    """Reasons that lie in the room and the day alone."""
    room = atlas.room(use.room)
    room.in_order(set(use.slots))
    today = clock.day(at)
    if channel == WEB and not room.web_bookable:
        yield Refusal("reception.counter_only", room=use.room)
    if reason := atlas.closed(room.hall, use.date):
        yield Refusal("reception.closed", date=use.date, label=reason)
    if use.date < today:
        yield Refusal("reception.past", date=use.date)
        return
    days = rules.web_days if channel == WEB else rules.counter_days
    last = use.date - timedelta(days=days)
    if counted_day(at, rules.outages, rules.extension) > last:
        yield _too_late(use.date, last, days, rules, channel)
        return
    now = phase(month_start(use.date), at, rules.opening, channel)
    if not may_book(now, resident):
        yield _not_open(use.date, now, resident)


def _too_late(day: date, last: date, days: int, rules: Rules, channel: str) -> Refusal:
    if channel == WEB:
        at_counter = rules.counter_days
        return Refusal(
            "reception.too_late", date=day, last=last, days=days, counter_days=at_counter
        )
    return Refusal("reception.too_late_counter", date=day, last=last, days=days)


def _not_open(day: date, now: Phase, resident: bool) -> Refusal:
    opens = now.residents_from if resident else now.others_from
    if now.kind in (Kind.DRAW_RESIDENTS, Kind.DRAW_OTHERS):
        return Refusal("reception.draw", date=day, until=now.until)
    return Refusal("reception.not_yet", date=day, opens=opens, resident=resident)


def _of_group(standing: Standing, today: date) -> Iterator[Refusal]:
    if standing.state == "suspended":
        yield Refusal("reception.suspended")
    elif standing.state != "active" or today > standing.valid_until:
        yield Refusal("reception.registration_lapsed", valid_until=standing.valid_until)


def _of_draw_day(
    use: UseDay, rules: Rules, channel: str, at: datetime, office: str
) -> Iterator[Refusal]:
    """On a lottery day an office takes no application for another hall. 源: facts 3.1 [S]."""
    if channel != COUNTER or not office or office == use.hall:
        return
    today = clock.day(at)
    months = use_month(month_start(use.date), rules.opening)
    if today in (months.residents_draw, months.others_draw):
        yield Refusal("reception.other_hall_on_draw_day", date=today)


def _of_number(uses: list[UseDay], standing: Standing, rules: Rules) -> Iterator[Refusal]:
    for one, next_one in pairwise(uses):
        if (one.room, one.date) == (next_one.room, next_one.date):
            yield Refusal("reception.twice", room=one.room, date=one.date)
    cells = sum(len(use.slots) for use in uses)
    if cells > rules.cells_at_once:
        yield Refusal("reception.too_many_cells", cells=cells, most=rules.cells_at_once)
    days = standing.booked | {(use.hall, use.date) for use in uses}
    for hall, month in sorted({(use.hall, month_start(use.date)) for use in uses}):
        mine = [day for place, day in days if place == hall and month_start(day) == month]
        if len(mine) > rules.days_per_month:
            yield Refusal(
                "reception.cap", hall=hall, month=month, days=len(mine), most=rules.days_per_month
            )
    for hall in sorted({use.hall for use in uses}):
        touched = {use.date for use in uses if use.hall == hall}
        longest = _longest_run({day for place, day in days if place == hall}, touched)
        if longest > rules.consecutive_days:
            yield Refusal(
                "reception.consecutive", hall=hall, days=longest, most=rules.consecutive_days
            )


def _longest_run(days: set[date], touched: set[date]) -> int:
    """The longest run of days in a row that contains one of ``touched``."""
    longest = 0
    for day in touched:
        first = last = day
        while first - timedelta(days=1) in days:
            first -= timedelta(days=1)
        while last + timedelta(days=1) in days:
            last += timedelta(days=1)
        longest = max(longest, (last - first).days + 1)
    return longest
