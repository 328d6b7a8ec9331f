"""催し物: what everybody may know of a day: the uses whose groups allow it, and the halls' own."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q

from uketsuke.bookings.models import Block, BlockReason, BlockState, Booking
from uketsuke.bookings.reception import DRESSING
from uketsuke.bookings.states import State
from uketsuke.day import hours
from uketsuke.halls.facts import RoomFacts
from uketsuke.halls.queries import atlas

SHOWN = (State.APPROVED, State.USED)


@dataclass(frozen=True, slots=True, order=True)
class Event:
    """催し物: no group and no person is named, only what it is called, where and when."""

    starts: datetime
    ends: datetime
    room: str
    title: str
    own: bool = False

    @property
    def hall(self) -> str:
        return self.room.partition("/")[0]

    def is_on(self, at: datetime) -> bool:
        """現在."""
        return self.starts <= at < self.ends

    def is_over(self, at: datetime) -> bool:
        return at >= self.ends


def events(first: date, last: date, hall: str = "") -> list[Event]:
    """催し物 from ``first`` to ``last`` of a hall (empty: all), by time. Three queries."""
    return sorted({*_of_groups(first, last, hall), *_of_halls(first, last, hall)})


def _of_groups(first: date, last: date, hall: str) -> Iterator[Event]:
    asked = Q(room__hall__code=hall) if hall else Q()
    found = Booking.objects.filter(
        asked, state__in=SHOWN, date__range=(first, last), application__public=True
    )
    for key, on, slots, title in found.exclude(room__kind=DRESSING).values_list(
        "room__key", "date", "slots", "application__title"
    ):
        yield _event(atlas().room(key), on, slots.split(","), title)


def _of_halls(first: date, last: date, hall: str) -> Iterator[Event]:
    """主催事業: its public reason is what it is called."""
    asked = Q(hall__code=hall) if hall else Q()
    found = Block.objects.filter(
        asked,
        state=BlockState.APPROVED,
        reason_class=BlockReason.OWN_EVENT,
        starts__lte=last,
        ends__gte=first,
    )
    for block in found.prefetch_related("rooms"):
        rooms = [atlas().room(room.key) for room in block.rooms.all() if room.kind != DRESSING]
        for on in _days(max(block.starts, first), min(block.ends, last)):
            for room in rooms:
                yield _event(room, on, block.slots.split(","), block.public_reason, own=True)


def _event(
    room: RoomFacts, on: date, slots: Iterable[str], title: str, *, own: bool = False
) -> Event:
    use = hours.span(on, room.hours(room.in_order(set(slots))))
    return Event(use.starts, use.ends, room.key, title, own)


def _days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=n) for n in range((last - first).days + 1))
