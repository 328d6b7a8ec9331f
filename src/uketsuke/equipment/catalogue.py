"""品目の管理: what a hall lends, how many, and what is away for repair. The manager's actions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from uketsuke.audit.actions import record
from uketsuke.equipment.counting import Less
from uketsuke.equipment.models import Item, Repair, Shelf, Stock
from uketsuke.equipment.queries import fresh
from uketsuke.halls.models import Hall, Room, RoomKind
from uketsuke.kernel import clock, revision
from uketsuke.kernel.actors import Actor, Who
from uketsuke.kernel.refusals import Refusal


@dataclass(frozen=True, slots=True)
class Description:
    """品目の内容: lent with the rooms of these keys."""

    name: str
    unit: str
    rooms: tuple[str, ...]


@transaction.atomic(durable=True)
def add(hall: str, code: str, what: Description, number: int, *, by: Actor, at: datetime) -> Item:
    """品目を加える, with its stock from today on. Sent again it returns what it made.

    Raises Refusal ``equipment.code``, ``equipment.rooms`` or ``equipment.not_manager``.
    """
    _refuse_others(hall, by)
    if made := Item.objects.filter(hall__code=hall, code=code).first():
        if made.name == what.name:
            return made
        raise Refusal("equipment.code", thing=code)
    last = Item.objects.filter(hall__code=hall).order_by("-order").first()
    item = Item.objects.create(
        hall=Hall.objects.get(code=hall),
        code=code,
        name=what.name,
        unit=what.unit,
        order=last.order + 1 if last else 0,
    )
    item.rooms.set(_rooms(hall, what.rooms))
    Stock.objects.create(item=item, in_force_from=clock.day(at), number=number)
    revision.changed()
    record("equipment.add", item, by=by, at=at, name=what.name, number=number)
    return item


@transaction.atomic(durable=True)
def describe(item_id: int, what: Description, *, by: Actor, at: datetime) -> Item:
    """品目の書き直し: its name, its unit, the rooms it is lent with. Nothing promised changes."""
    item = _locked(item_id, by)
    item.name, item.unit = what.name, what.unit
    item.save(update_fields=["name", "unit"])
    item.rooms.set(_rooms(item.hall.code, what.rooms))
    revision.changed()
    record("equipment.describe", item, by=by, at=at, name=what.name, rooms=list(what.rooms))
    return item


@transaction.atomic(durable=True)
def set_stock(item_id: int, since: date, number: int, *, by: Actor, at: datetime) -> Stock:
    """在庫を決める from that day (today at the earliest) on.

    Raises Refusal ``equipment.past``, or ``equipment.promised`` where more is promised already:
    those bookings are to be settled first.
    """
    item = _locked(item_id, by)
    if since < clock.day(at):
        raise Refusal("equipment.past")
    _refuse_room(item)
    stock, _made = Stock.objects.update_or_create(
        item=item, in_force_from=since, defaults={"number": number}
    )
    _count_anew(item, since)
    record("equipment.set_stock", item, by=by, at=at, since=since.isoformat(), number=number)
    return stock


@transaction.atomic(durable=True)
def repaired(repair_id: int, *, by: Actor, at: datetime) -> Repair:
    """修理が済んだ: from today on all are there again. Sent again it has one effect."""
    item = _locked(Repair.objects.values_list("item_id", flat=True).get(pk=repair_id), by)
    done = Repair.objects.get(pk=repair_id)
    if done.ended_at is None:
        done.ended_at = at
        done.save(update_fields=["ended_at"])
        _count_anew(item, clock.day(at))
        record("equipment.repaired", item, by=by, at=at, number=done.number)
    return done


def put_away(item: Item, away: Less, reason: str, by: Actor, at: datetime) -> Repair:
    """故障・修理 (step), of a locked item. Sent again it has one effect.

    Raises Refusal ``equipment.dates``, ``equipment.is_room`` or ``equipment.promised``.
    """
    _refuse_others(item.hall.code, by)
    _refuse_room(item)
    if away.ends < max(away.starts, clock.day(at)):
        raise Refusal("equipment.dates")
    same = {"starts": away.starts, "ends": away.ends, "number": away.number, "reason": reason}
    if made := item.repairs.filter(ended_at=None, **same).first():
        return made
    made = Repair.objects.create(item=item, **same)
    _count_anew(item, max(away.starts, clock.day(at)))
    record("equipment.repair", item, by=by, at=at, why=reason, number=away.number)
    return made


def _count_anew(item: Item, since: date) -> None:
    """Every shelf from that day on says what there is now; what is promised must still fit."""
    over = []
    for shelf in Shelf.objects.select_for_update().filter(item=item, date__gte=since):
        number = fresh(item, shelf.date)
        if number < shelf.promised:
            over.append(shelf.date)
        elif number != shelf.number:
            Shelf.objects.filter(pk=shelf.pk).update(number=number)
    if over:
        raise Refusal("equipment.promised", item=item.name, days=sorted(set(over))[:5])
    revision.changed()


def _locked(item_id: int, by: Actor) -> Item:
    """The item, locked, for the manager of its own hall (or of all halls)."""
    item = Item.objects.select_for_update(of=("self",)).select_related("hall").get(pk=item_id)
    _refuse_others(item.hall.code, by)
    return item


def _refuse_others(hall: str, by: Actor) -> None:
    if by.who != Who.MANAGER:
        raise Refusal("equipment.not_manager")
    if by.hall not in ("", hall):
        raise Refusal("equipment.other_hall")


def _refuse_room(item: Item) -> None:
    if item.room_id:
        raise Refusal("equipment.is_room", item=item.name)


def _rooms(hall: str, keys: Sequence[str]) -> list[Room]:
    found = list(Room.objects.filter(hall__code=hall, key__in=keys, kind=RoomKind.HALL))
    if not found or len(found) != len(set(keys)):
        raise Refusal("equipment.rooms")
    return found
