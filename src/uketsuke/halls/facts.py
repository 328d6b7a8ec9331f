"""施設の事実: halls, rooms and closed days as values, for rules and pages."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time

from uketsuke.kernel.refusals import Refusal


@dataclass(frozen=True, slots=True)
class SlotFacts:
    """利用区分."""

    code: str
    label: str
    starts: time
    ends: time


@dataclass(frozen=True, slots=True)
class RoomFacts:
    """貸出施設: ``spaces`` are the ids of what it takes; ``slots`` in the order of the day."""

    id: int
    key: str
    hall: str
    name: str
    kind: str
    capacity: int
    capacity_is_sample: bool
    web_bookable: bool
    spaces: tuple[int, ...]
    slots: tuple[SlotFacts, ...]

    @property
    def code(self) -> str:
        return self.key.partition("/")[2]

    def slot(self, code: str) -> SlotFacts:
        """The slot of that code. Raises Refusal ``halls.unknown_slot``."""
        for slot in self.slots:
            if slot.code == code:
                return slot
        raise Refusal("halls.unknown_slot", slot=code)

    def in_order(self, codes: set[str]) -> tuple[str, ...]:
        """``codes`` in the order of the day. Raises Refusal ``halls.unknown_slot``."""
        for code in codes:
            self.slot(code)
        return tuple(slot.code for slot in self.slots if slot.code in codes)

    def hours(self, codes: tuple[str, ...]) -> list[tuple[time, time]]:
        """利用時間: neighbouring slots run into one span that includes the hour between them."""
        spans: list[tuple[time, time]] = []
        last = -2
        for index, slot in enumerate(self.slots):
            if slot.code not in codes:
                continue
            if index == last + 1:
                spans[-1] = (spans[-1][0], slot.ends)
            else:
                spans.append((slot.starts, slot.ends))
            last = index
        return spans


@dataclass(frozen=True, slots=True)
class HallFacts:
    """区民ホール."""

    code: str
    name: str
    short_name: str
    address: str
    postal: str
    phone: str
    office: str
    counter_opens: time
    counter_closes: time
    issuer: str
    issuer_number: str
    fee_scheme: str
    rooms: tuple[RoomFacts, ...]


@dataclass(frozen=True, slots=True)
class ClosureFacts:
    """休館: ``hall`` empty means all halls."""

    hall: str
    starts: date
    ends: date
    yearly: bool
    label: str

    def covers(self, hall: str, day: date) -> bool:
        """Whether ``hall`` is closed on ``day`` because of this."""
        if self.hall not in ("", hall):
            return False
        if not self.yearly:
            return self.starts <= day <= self.ends
        first, last = (self.starts.month, self.starts.day), (self.ends.month, self.ends.day)
        today = (day.month, day.day)
        return first <= today <= last if first <= last else today >= first or today <= last


@dataclass(frozen=True, slots=True)
class Atlas:
    """All halls in their order, and when they are closed."""

    halls: Mapping[str, HallFacts]
    closures: tuple[ClosureFacts, ...]

    @property
    def rooms(self) -> dict[str, RoomFacts]:
        return {room.key: room for hall in self.halls.values() for room in hall.rooms}

    def room(self, key: str) -> RoomFacts:
        """The room of that key. Raises Refusal ``halls.unknown_room``."""
        hall = self.halls.get(key.partition("/")[0])
        for room in hall.rooms if hall else ():
            if room.key == key:
                return room
        raise Refusal("halls.unknown_room", room=key)

    def by_id(self, pk: int) -> RoomFacts:
        """The room of that row. Raises Refusal ``halls.unknown_room``."""
        for hall in self.halls.values():
            for room in hall.rooms:
                if room.id == pk:
                    return room
        raise Refusal("halls.unknown_room", room=str(pk))

    def closed(self, hall: str, day: date) -> str:
        """休館の理由 of ``hall`` on ``day``; empty when it is open."""
        for closure in self.closures:
            if closure.covers(hall, day):
                return closure.label
        return ""

    def is_counter_day(self, hall: str, day: date) -> bool:
        """窓口の開いている日."""
        return not self.closed(hall, day)
