"""空き状況を読む: what visitors see of the cells, in one query for any number of days."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection
from django.db.models import Q, QuerySet

from uketsuke.bookings import queries
from uketsuke.bookings.cells import Cell, CellState, Taken, Viewer, cell
from uketsuke.bookings.holds import living
from uketsuke.bookings.models import PASSING, Hold
from uketsuke.bookings.opening import Phase, phase
from uketsuke.bookings.reception import COUNTER, WEB, UseDay
from uketsuke.groups.models import Eligibility, Group
from uketsuke.halls.facts import RoomFacts
from uketsuke.halls.queries import atlas
from uketsuke.kernel import clock
from uketsuke.kernel.calendar import is_holiday, month_start

Cells = Mapping[tuple[str, date, str], Cell]
Stamp = tuple[int, int, int]
HOLIDAY = 7  # as a weekday to search for: national holidays, whatever day they fall on

# Every view of every visitor asks this, so it is written out: composing it anew with the ORM
# took longer than all the rest of a kept page. ``holds.living`` says the same.
_STAMP = (
    "SELECT count(*), coalesce(max(id), 0), coalesce(sum(id), 0) FROM bookings_hold"
    " WHERE space_id IN ({spaces}) AND date BETWEEN %s AND %s"
    " AND (expires_at IS NULL OR expires_at > %s)"
)


@dataclass(frozen=True, slots=True)
class Wish:
    """空きの条件: weekdays count from Monday 0, ``HOLIDAY`` for national holidays; empty: any."""

    first: date
    last: date
    weekdays: frozenset[int] = frozenset()
    slots: frozenset[str] = frozenset()
    halls: frozenset[str] = frozenset()
    seats: int = 0

    def wants_room(self, room: RoomFacts) -> bool:
        return room.capacity >= self.seats and (not self.halls or room.hall in self.halls)

    def wants_day(self, day: date) -> bool:
        if not self.weekdays:
            return True
        return day.weekday() in self.weekdays or (HOLIDAY in self.weekdays and is_holiday(day))


@dataclass(frozen=True, slots=True)
class Found:
    """見つかった空き: all free slots of a day; ``others_from``: it is for residents until then."""

    use: UseDay
    others_from: datetime | None = None


def viewer(group: Group | None, at: datetime) -> Viewer:
    """見る人: a group by its class today, or a stranger."""
    today = clock.day(at)
    rules = queries.rules(today)
    if not group:
        return Viewer(today, rules.web_days, rules.counter_days)
    current = group.eligibility_until is None or today <= group.eligibility_until
    resident = group.eligibility != Eligibility.OTHER and current
    return Viewer(today, rules.web_days, rules.counter_days, resident)


def cells(
    rooms: Sequence[RoomFacts], days: Sequence[date], group: Group | None, at: datetime
) -> Cells:
    """枠の見え方 of every slot of the rooms on the days (at least one of each), one query."""
    held = _held(rooms, days, group, at)
    who, known = viewer(group, at), atlas()
    phases = _phases(rooms, days, at)
    seen: dict[tuple[str, date, str], Cell] = {}
    for room in rooms:
        channel = _channel(room)
        for day in days:
            now, closed = phases[month_start(day), channel], known.closed(room.hall, day)
            for slot in room.slots:
                key = (room.key, day, slot.code)
                seen[key] = cell(day, closed, held.get(key), now, who, web=room.web_bookable)
    return seen


def stamp(rooms: Iterable[RoomFacts], days: Sequence[date], at: datetime) -> Stamp:
    """印: changes with every hold taken, given back or run out there. One small query.

    A page drawn under a stamp is true as long as the stamp is the same. The sum of the ids tells
    apart what number and highest id alone would not (a lower id that was committed later).
    """
    spaces = _spaces(rooms)
    adapt = connection.ops
    asked = [
        *spaces,
        adapt.adapt_datefield_value(min(days)),
        adapt.adapt_datefield_value(max(days)),
        adapt.adapt_datetimefield_value(at),
    ]
    with connection.cursor() as cursor:
        cursor.execute(_STAMP.format(spaces=",".join(["%s"] * len(spaces))), asked)
        number, last, total = cursor.fetchone()
    return number, last, int(total)


def kinds(rooms: Iterable[RoomFacts], days: Iterable[date], at: datetime) -> list[str]:
    """受付の段階 of the months of the days: what else a page about them depends on."""
    return [str(now.kind) for now in _phases(rooms, days, at).values()]


def has_own(group: Group, rooms: Iterable[RoomFacts], days: Sequence[date], at: datetime) -> bool:
    """Whether one of the cells there is the group's own. One query."""
    own = Q(booking__group=group) | Q(draft__group=group)
    return _holds(rooms, days, at).filter(own).exists()


def free(wish: Wish, group: Group | None, at: datetime) -> list[Found]:
    """空いている利用日 that match, by date: all their free slots. One query."""
    rooms = [room for room in bookable_rooms() if wish.wants_room(room)]
    days = [day for day in _span(wish.first, wish.last) if wish.wants_day(day)]
    if not rooms or not days:
        return []
    seen = cells(rooms, days, group, at)
    found = (_found(wish, room, day, seen) for day in days for room in rooms)
    return [each for each in found if each]


def _found(wish: Wish, room: RoomFacts, day: date, seen: Cells) -> Found | None:
    asked = {
        slot.code: seen[room.key, day, slot.code]
        for slot in room.slots
        if not wish.slots or slot.code in wish.slots
    }
    slots = tuple(code for code, cell in asked.items() if cell.state is CellState.FREE)
    if not slots:
        return None
    return Found(UseDay(room.key, day, slots), asked[slots[0]].others_from)


def bookable_rooms() -> list[RoomFacts]:
    """インターネットで申し込める施設 of all halls, in their order."""
    return [room for room in atlas().rooms.values() if room.web_bookable]


def _held(
    rooms: Sequence[RoomFacts], days: Sequence[date], group: Group | None, at: datetime
) -> dict[tuple[str, date, str], Taken]:
    """Who has what: a room is taken where one of its spaces is."""
    places: dict[int, list[str]] = {}
    for room in rooms:
        for space in room.spaces:
            places.setdefault(space, []).append(room.key)
    own = group.pk if group else None
    rows = _holds(rooms, days, at).values_list(
        "space_id",
        "date",
        "slot",
        "block__public_reason",
        "block__reason_class",
        "booking__group_id",
        "draft__group_id",
    )
    return {
        (key, day, slot): Taken(
            reason or "", own is not None and own in (booked, drafted), klass in PASSING
        )
        for space, day, slot, reason, klass, booked, drafted in rows
        for key in places[space]
    }


def _holds(rooms: Iterable[RoomFacts], days: Sequence[date], at: datetime) -> QuerySet[Hold]:
    between = (min(days), max(days))
    return Hold.objects.filter(living(at), space_id__in=_spaces(rooms), date__range=between)


def _spaces(rooms: Iterable[RoomFacts]) -> list[int]:
    return sorted({space for room in rooms for space in room.spaces})


def _phases(
    rooms: Iterable[RoomFacts], days: Iterable[date], at: datetime
) -> dict[tuple[date, str], Phase]:
    """受付の段階 of the months of the days, where the rooms are asked for."""
    opening = queries.rules(clock.day(at)).opening
    months = sorted({month_start(day) for day in days})
    return {
        (month, channel): phase(month, at, opening, channel)
        for month in months
        for channel in sorted({_channel(room) for room in rooms})
    }


def _channel(room: RoomFacts) -> str:
    """受付方法: where the room is asked for."""
    return WEB if room.web_bookable else COUNTER


def _span(first: date, last: date) -> Iterator[date]:
    return (date.fromordinal(n) for n in range(first.toordinal(), last.toordinal() + 1))
