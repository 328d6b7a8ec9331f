"""施設を読む."""

from collections import defaultdict

from uketsuke.halls.facts import Atlas, ClosureFacts, HallFacts, RoomFacts, SlotFacts
from uketsuke.halls.models import Closure, Hall, Room, Slot
from uketsuke.kernel import revision


@revision.kept
def atlas() -> Atlas:
    """全施設: read once, kept until master data change."""
    slots: dict[int, list[SlotFacts]] = defaultdict(list)
    for slot in Slot.objects.all():
        slots[slot.hall_id].append(SlotFacts(slot.code, slot.label, slot.starts, slot.ends))
    rooms: dict[int, list[RoomFacts]] = defaultdict(list)
    for room in Room.objects.select_related("hall").prefetch_related("spaces"):
        rooms[room.hall_id].append(_room(room, tuple(slots[room.hall_id])))
    halls = {hall.code: _hall(hall, tuple(rooms[hall.pk])) for hall in Hall.objects.all()}
    closures = tuple(
        ClosureFacts(
            closure.hall.code if closure.hall else "",
            closure.starts,
            closure.ends,
            closure.yearly,
            closure.label,
        )
        for closure in Closure.objects.select_related("hall").order_by("pk")
    )
    return Atlas(halls, closures)


def _room(room: Room, slots: tuple[SlotFacts, ...]) -> RoomFacts:
    return RoomFacts(
        id=room.pk,
        key=room.key,
        hall=room.hall.code,
        name=room.name,
        kind=room.kind,
        capacity=room.capacity,
        capacity_is_sample=room.capacity_is_sample,
        web_bookable=room.web_bookable,
        spaces=tuple(sorted(space.pk for space in room.spaces.all())),
        slots=slots,
    )


def _hall(hall: Hall, rooms: tuple[RoomFacts, ...]) -> HallFacts:
    return HallFacts(
        code=hall.code,
        name=hall.name,
        short_name=hall.short_name,
        address=hall.address,
        postal=hall.postal,
        phone=hall.phone,
        office=hall.office,
        counter_opens=hall.counter_opens,
        counter_closes=hall.counter_closes,
        issuer=hall.issuer,
        issuer_number=hall.issuer_number,
        fee_scheme=hall.fee_scheme,
        rooms=rooms,
    )
