"""予約に付くもの: 附帯設備 and 楽屋, taken with a booking and given back with it.

These are steps: plain functions inside the transaction of an action that has the booking locked.
Things stand on shelves (``equipment``); a 楽屋 is cells like any room, held by the booking. Whoever
changes a line has its item locked: what is read of lines after that is true.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from uketsuke.bookings import holds
from uketsuke.bookings.models import Booking, Hold
from uketsuke.bookings.reception import UseDay
from uketsuke.equipment import queries, shelves
from uketsuke.equipment.counting import Left
from uketsuke.equipment.models import Item, Line, LineState, Order
from uketsuke.equipment.queries import ItemFacts
from uketsuke.halls.queries import atlas
from uketsuke.kernel.actors import Actor
from uketsuke.kernel.refusals import Refusal, reasons, refuse_if

ROOM_UNIT = "室"
SHORT = "残りが足りなくなりました"


@dataclass(frozen=True, slots=True)
class Offer:
    """借りられる品: what is ``left`` for others, and the ``line`` of the booking, where it has one.

    ``most``: what the booking can have in all of its slots.
    """

    item: ItemFacts
    left: Left
    line: Line | None

    @property
    def number(self) -> int:
        return self.line.number if self.line else 0

    @property
    def most(self) -> int:
        return self.left.least + self.number


def offers(use: UseDay, at: datetime, label: str = "") -> list[Offer]:
    """借りられる品 of a use day, with what that booking has of them. Three queries."""
    mine = {line.item.code: line for line in queries.lines(label) if not line.order.released}
    items = queries.lent_with(use.room, use.date)
    known = {each.code for each in items}
    items += [
        each for each in queries.catalogue() if _of_line(each, mine) and each.code not in known
    ]
    left = queries.left(items, use.date, use.slots) | _rooms_left(items, use, at)
    return [Offer(item, left[item.code], mine.get(item.code)) for item in items]


def offers_for(uses: Sequence[UseDay], at: datetime) -> list[Offer]:
    """借りられる品 of a choice that is not booked yet: what can be had on each of its days.

    ``left`` counts by slot what there is on the worst of the days.
    """
    found = [{each.item.code: each for each in offers(use, at)} for use in uses]
    common = [each for each in found[0].values() if all(each.item.code in day for day in found)]
    return [_worst([day[each.item.code] for day in found]) for each in common]


def _worst(days: Sequence[Offer]) -> Offer:
    slots: dict[str, int] = {}
    for each in days:
        slots |= {code: min(n, slots.get(code, n)) for code, n in each.left.slots.items()}
    first = days[0]
    return Offer(first.item, Left(first.left.name, first.left.unit, slots), None)


def ask(booking: Booking, wanted: Mapping[str, int], by: Actor, at: datetime) -> bool:
    """頼む (step): of each thing (by code) so many in each slot; what was asked before is replaced.

    What is asked for is promised at once, until the hall decides otherwise. Returns whether that
    changed anything. Raises Refusal ``equipment.*``, all reasons at once.
    """
    if not any(wanted.values()) and queries.order_of(booking.number) is None:
        return False
    order, items = _order(booking), _items(booking)
    mine = locked_lines(order, wanted, items)
    refuse_if(_not_to_ask(wanted, mine, items))
    before = {code: line.number for code, line in mine.items()}
    more = {code: number - before.get(code, 0) for code, number in wanted.items()}
    more = {code: number for code, number in more.items() if number}
    _shift(booking, order, {items[code]: number for code, number in more.items()}, at)
    for code in more:
        if wanted[code]:
            values = {"asked": wanted[code], "asked_at": at, "asked_by": by.name}
            order.lines.update_or_create(item_id=items[code].id, defaults=values)
        else:
            mine[code].delete()
    return bool(more)


def give(booking: Booking, code: str, number: int, line: Line | None, at: datetime) -> None:
    """貸す数を変える (step): ``number`` in each slot instead of what is promised to it now."""
    items = _items(booking) | ({code: _facts_of(line.item)} if line else {})
    if code not in items:
        raise Refusal("equipment.not_here")
    more = number - (line.number if line else 0)
    if more:
        _shift(booking, _order(booking), {items[code]: more}, at)


def release(booking: Booking) -> None:
    """返す (step): nothing is promised to the booking any more. What it had stays written."""
    order = Order.objects.select_for_update().filter(label=booking.number, released=False).first()
    if order is None:
        return
    mine = locked_lines(order)
    things = {line.item_id: -line.number for line in mine.values() if not line.item.room_id}
    shelves.shift(order.date, order.slot_codes, things)
    for line in mine.values():
        if line.item.room_id and line.number:
            _give_up_cells(booking, line.item.room.key)  # type: ignore[union-attr]
    order.released = True
    order.save(update_fields=["released"])


def retake(booking: Booking, at: datetime) -> list[str]:
    """もう一度取る (step), for the day and slots the booking has now. Returns in words what could
    not be had any more; the hall has then to lend less."""
    order = Order.objects.select_for_update().filter(label=booking.number, released=True).first()
    if order is None:
        return []
    order.date, order.slots, order.released = booking.date, booking.slots, False
    order.save()
    lent, short = _items(booking), []
    for code, line in locked_lines(order).items():
        if not line.number:
            continue
        number = _take_again(booking, order, lent.get(code), line, at)
        if number < line.number:
            short.append(f"{line.item.name} {line.number}{line.item.unit}→{number}{line.item.unit}")
            less(line, number, SHORT, at)
    return short


def take_away(booking: Booking, rooms: set[str], why: str, at: datetime) -> list[str]:
    """楽屋を返す (step), those of ``rooms`` the booking has. Returns them in words."""
    order = queries.order_of(booking.number)
    gone = []
    for line in locked_lines(order).values() if order else ():
        room = line.item.room
        if room and room.key in rooms and line.number:
            _give_up_cells(booking, room.key)
            lower(line, 0, why, at)
            gone.append(f"{line.item.name}：{why}")
    return gone


def less(line: Line, number: int, why: str, at: datetime) -> None:
    """減った分を書く (step): what the hall has not decided yet, it still decides."""
    if line.state == LineState.ASKED and number:
        line.asked, line.reason = number, why
        line.save(update_fields=["asked", "reason"])
    else:
        lower(line, number, why, at)


def lower(line: Line, number: int, why: str, at: datetime) -> None:
    """減らして決める (step): what is left of a line, with the reason the group is told."""
    line.given, line.reason, line.decided_at = number, why, at
    line.state = LineState.CONFIRMED if number else LineState.REFUSED
    line.save()


def proposal(number: str) -> tuple[dict[str, int], list[str]]:
    """請求の案: what the hall decided to lend, by code, and the 楽屋 by key. One query."""
    decided = [each for each in queries.lines(number) if each.state == LineState.CONFIRMED]
    things = {each.item.code: each.number for each in decided if not each.item.room_id}
    return things, [each.item.room.key for each in decided if each.item.room]


def locked_lines(
    order: Order, codes: Iterable[str] = (), items: Mapping[str, ItemFacts] | None = None
) -> dict[str, Line]:
    """明細 by code, once their items (and those of ``codes``) are locked."""
    wanted = [items[code].id for code in codes if items and code in items]
    shelves.locked({*order.lines.values_list("item_id", flat=True), *wanted})
    found = order.lines.select_related("item__room").order_by("item")
    return {line.item.code: line for line in found}


def _not_to_ask(
    wanted: Mapping[str, int], mine: Mapping[str, Line], items: Mapping[str, ItemFacts]
) -> Iterable[Refusal]:
    for code, number in wanted.items():
        line = mine.get(code)
        if line and line.state != LineState.ASKED and number != line.number:
            yield Refusal("equipment.decided", item=line.item.name)
        elif number and code not in items:
            yield Refusal("equipment.not_here")


def _order(booking: Booking) -> Order:
    values = {"hall_id": booking.room.hall_id, "date": booking.date, "slots": booking.slots}
    order, _made = Order.objects.get_or_create(label=booking.number, defaults=values)
    return order


def _items(booking: Booking) -> dict[str, ItemFacts]:
    return {item.code: item for item in queries.lent_with(booking.room.key, booking.date)}


def _facts_of(item: Item) -> ItemFacts:
    return next(each for each in queries.catalogue() if each.id == item.pk)


def _of_line(item: ItemFacts, mine: Mapping[str, Line]) -> bool:
    return item.code in mine and mine[item.code].item_id == item.id


def _shift(booking: Booking, order: Order, more: Mapping[ItemFacts, int], at: datetime) -> None:
    """棚と楽屋から取る、返す. Raises Refusal ``equipment.short``, all of them at once."""
    found: list[Refusal] = []
    things = {item.id: number for item, number in more.items() if not item.room}
    try:
        shelves.shift(order.date, order.slot_codes, things)
    except Refusal as refusal:
        found += reasons(refusal)
    for item, number in more.items():
        if not item.room:
            continue
        if number < 0:
            _give_up_cells(booking, item.room)
        elif not _take_cells(booking, item.room, number, at):
            found.append(Refusal("equipment.short", item=item.name, left=0, unit=ROOM_UNIT))
    refuse_if(found)


def _take_again(
    booking: Booking, order: Order, item: ItemFacts | None, line: Line, at: datetime
) -> int:
    """What of the line can be had there now, taken."""
    if item is None:
        return 0
    if item.room:
        return line.number if _take_cells(booking, item.room, line.number, at) else 0
    left = shelves.least(line.item, order.date, order.slot_codes)
    number = max(min(line.number, left), 0)
    shelves.shift(order.date, order.slot_codes, {item.id: number})
    return number


def _take_cells(booking: Booking, room: str, number: int, at: datetime) -> bool:
    if number > 1:
        return False
    try:
        holds.take([(booking, UseDay(room, booking.date, booking.slot_codes))], at)
    except Refusal:
        return False
    return True


def _give_up_cells(booking: Booking, room: str) -> None:
    Hold.objects.filter(booking=booking, space__in=atlas().room(room).spaces).delete()


def _rooms_left(items: Sequence[ItemFacts], use: UseDay, at: datetime) -> dict[str, Left]:
    """楽屋の残り: whether anybody has the room's cells. One query."""
    rooms = {item.code: item for item in items if item.room}
    uses = [UseDay(item.room, use.date, use.slots) for item in rooms.values()]
    taken = {(each.space, each.slot) for each in holds.occupants(uses, at)}
    return {
        code: Left(
            item.name,
            ROOM_UNIT,
            {
                slot: 0 if any((space, slot) in taken for space in spaces) else 1
                for slot in use.slots
                for spaces in [atlas().room(item.room).spaces]
            },
        )
        for code, item in rooms.items()
    }


def cells_beside(numbers: Mapping[str, set[str]], booking: Booking) -> set[tuple[int, date, str]]:
    """楽屋の枠 of the booking: those it holds beside its own room's (``queries.rooms_beside``)."""
    return {
        (space, booking.date, slot)
        for key in numbers.get(booking.number, ())
        for space in atlas().room(key).spaces
        for slot in booking.slot_codes
    }
