"""料金の見直し: what a version of the tariff would mean for the bookings that there are.

One query however many bookings; each is priced by the same rule as at its approval.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from uketsuke.bookings.models import Booking
from uketsuke.bookings.states import OCCUPYING, State
from uketsuke.halls.facts import RoomFacts
from uketsuke.halls.queries import atlas
from uketsuke.kernel import clock
from uketsuke.kernel.refusals import Refusal
from uketsuke.tariffs.queries import Version, versions
from uketsuke.tariffs.quote import Use, day_kind, quote
from uketsuke.tariffs.simulation import Priced

_COLUMNS = (
    "number",
    "room_id",
    "date",
    "slots",
    "price",
    "tariff_id",
    "group_id",
    "group__eligibility",
    "application__admission",
    "application__commercial",
    "application__rehearsal",
)


@dataclass(frozen=True, slots=True)
class Repriced:
    """料金の変わる予約: what the group was told, and what the version makes of it.

    ``new`` None: the version has no fee for it.
    """

    number: str
    room: str
    date: date
    slots: tuple[str, ...]
    old: int
    new: int | None

    @property
    def change(self) -> int:
        return (self.new or 0) - self.old


def running(version: Version, at: datetime) -> list[Repriced]:
    """変わる予約: every booking still to be approved that would cost other under ``version``.

    Those are uses from its first day on: by the rule of approval a booking changes only when it
    is approved from that day on. What is approved already keeps its price.
    """
    today = clock.day(at)
    first = max(version.in_force_from, today)
    waiting = Booking.objects.filter(state=State.TENTATIVE, date__gte=first)
    found = (_repriced(*each) for each in _priced(waiting, version))
    return [each for each in found if each.new != each.old]


def approved_after(version: Version) -> int:
    """How many approved bookings of uses from its first day on keep their price."""
    fixed = Booking.objects.filter(state=State.APPROVED, date__gte=version.in_force_from)
    return fixed.count()


def of_year(version: Version, year: int) -> tuple[list[Priced], int]:
    """試算の予約: all that took place or will in that 年度, with the price that each has and the
    one by ``version``; and how many have no fee in it. Reductions and equipment are apart."""
    uses = Booking.objects.filter(
        state__in=OCCUPYING, date__gte=date(year, 4, 1), date__lt=date(year + 1, 4, 1)
    )
    bases = {each.id: each.facts.base for each in versions()}
    found, unpriced = [], 0
    for row, room, new in _priced(uses, version):
        if new is None:
            unpriced += 1
            continue
        base, kind = bases[row["tariff_id"]], day_kind(row["date"])
        slots = tuple(
            (slot, base.get((room.key, slot, kind), 0)) for slot in row["slots"].split(",")
        )
        klass, group = row["group__eligibility"], row["group_id"]
        found.append(Priced(room.hall, room.key, klass, group, slots, row["price"], new))
    return found, unpriced


def _priced(bookings: Any, version: Version) -> Iterator[tuple[dict[str, Any], RoomFacts, Any]]:
    """Each booking with its room and its price under ``version`` (None: it has none)."""
    price = _pricer(version)
    rooms = {room.id: room for room in atlas().rooms.values()}
    ordered = bookings.order_by("room__hall__order", "room__order", "date", "pk")
    for row in ordered.values(*_COLUMNS):
        room = rooms[row["room_id"]]
        yield row, room, price(row, room)


def _pricer(version: Version) -> Callable[[dict[str, Any], RoomFacts], int | None]:
    """Prices of that version; uses that are alike are priced once."""
    known: dict[tuple[Any, ...], int | None] = {}

    def price(row: dict[str, Any], room: RoomFacts) -> int | None:
        what = (
            room.key,
            day_kind(row["date"]),
            row["slots"],
            row["application__admission"],
            row["application__commercial"],
            row["application__rehearsal"],
        )
        if what not in known:
            known[what] = _price(row, room, version)
        return known[what]

    return price


def _price(row: dict[str, Any], room: RoomFacts, version: Version) -> int | None:
    use = Use(
        room=room.key,
        date=row["date"],
        slots=tuple(row["slots"].split(",")),
        admission=row["application__admission"],
        commercial=row["application__commercial"],
        rehearsal=row["application__rehearsal"],
    )
    try:
        return quote(use, version.facts, {slot.code: slot.label for slot in room.slots}).total
    except Refusal:
        return None


def _repriced(row: dict[str, Any], room: RoomFacts, new: int | None) -> Repriced:
    slots = tuple(row["slots"].split(","))
    return Repriced(row["number"], room.key, row["date"], slots, row["price"], new)
