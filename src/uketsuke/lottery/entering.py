"""抽選申込の規則: may this group enter with these wishes now? Pure: facts in, reasons out.

源: facts 3.1 [S] (who may enter which round), 3.3 [A] (how many entries and wishes).
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from uketsuke.bookings.opening import Klass
from uketsuke.bookings.reception import Standing, UseDay
from uketsuke.halls.facts import Atlas
from uketsuke.kernel import clock
from uketsuke.kernel.calendar import month_start
from uketsuke.kernel.refusals import Refusal

Cell = tuple[str, date, str]  # room, date, slot


@dataclass(frozen=True, slots=True)
class RoundFacts:
    """抽選回: when it is open and for whom, and how much may be wished for.

    A hall may stand in ``entries_per_hall`` entries of a group; so nobody can win more there.
    """

    code: str
    month: date
    klass: Klass
    opens_at: datetime
    closes_at: datetime
    cap: int = 1
    entries_per_hall: int = 1
    wishes_most: int = 3
    across_halls: bool = True

    def is_open(self, at: datetime) -> bool:
        return self.opens_at <= at < self.closes_at


def objections(
    wishes: Sequence[UseDay],
    others: Sequence[Collection[str]],
    of_round: RoundFacts,
    standing: Standing,
    offered: Collection[Cell],
    atlas: Atlas,
    days_per_month: int,
    at: datetime,
) -> Iterator[Refusal]:
    """All reasons why the group may not enter so; none: it may.

    ``others`` are the halls in each of the group's other entries of the round.
    """
    yield from of_time(of_round, at)
    yield from of_group(of_round, standing, at)
    yield from of_wishes(wishes, of_round, offered, atlas)
    halls = {wish.hall for wish in wishes}
    for hall in sorted(halls):
        if sum(hall in other for other in others) >= of_round.entries_per_hall:
            yield Refusal("lottery.entries", hall=hall, most=of_round.entries_per_hall)
        booked = [
            day
            for place, day in standing.booked
            if place == hall and month_start(day) == of_round.month
        ]
        if len(booked) >= days_per_month:
            yield Refusal(
                "lottery.cap",
                hall=hall,
                month=of_round.month,
                days=len(booked),
                most=days_per_month,
            )


def of_time(of_round: RoundFacts, at: datetime) -> Iterator[Refusal]:
    """Reasons that lie in the time; the server's clock decides."""
    if at < of_round.opens_at:
        yield Refusal("lottery.not_yet", opens=of_round.opens_at)
    elif at >= of_round.closes_at:
        yield Refusal("lottery.closed", until=of_round.closes_at, now=at)


def of_group(of_round: RoundFacts, standing: Standing, at: datetime) -> Iterator[Refusal]:
    """Reasons that lie in who enters."""
    today = clock.day(at)
    if standing.state == "suspended":
        yield Refusal("reception.suspended")
    elif standing.state != "active" or today > standing.valid_until:
        yield Refusal("reception.registration_lapsed", valid_until=standing.valid_until)
    if of_round.klass is Klass.RESIDENTS and not standing.is_resident(today):
        yield Refusal("lottery.residents_only", month=of_round.month)


def of_wishes(
    wishes: Sequence[UseDay], of_round: RoundFacts, offered: Collection[Cell], atlas: Atlas
) -> Iterator[Refusal]:
    """Reasons that lie in the wishes themselves."""
    if not wishes:
        yield Refusal("lottery.no_wish")
    if len(wishes) > of_round.wishes_most:
        yield Refusal("lottery.too_many_wishes", wishes=len(wishes), most=of_round.wishes_most)
    seen: set[UseDay] = set()
    for wish in wishes:
        room = atlas.room(wish.room)
        wish = UseDay(wish.room, wish.date, room.in_order(set(wish.slots)))  # noqa: PLW2901 - one way to write it
        if not wish.slots:
            yield Refusal("lottery.no_slot", room=wish.room, date=wish.date)
        if wish in seen:
            yield Refusal("lottery.twice", room=wish.room, date=wish.date)
        seen.add(wish)
        if missing := [s for s in wish.slots if (wish.room, wish.date, s) not in offered]:
            yield Refusal("lottery.not_offered", room=wish.room, date=wish.date, slots=missing)
    if len({wish.hall for wish in wishes}) > 1 and not of_round.across_halls:
        yield Refusal("lottery.across_halls")
