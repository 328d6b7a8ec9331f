"""附帯設備を読む."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, QuerySet, Sum

from uketsuke.equipment.counting import Left, Less, there
from uketsuke.equipment.models import (
    EquipmentRules,
    Item,
    Line,
    LineState,
    Order,
    Repair,
    Shelf,
    Stock,
)
from uketsuke.kernel import revision
from uketsuke.kernel.refusals import Refusal
from uketsuke.kernel.versions import versions_of


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """品目: ``room`` is the key of the room it is itself (楽屋), else empty; ``rooms``: the keys
    of those with which it is lent."""

    id: int
    hall: str
    code: str
    name: str
    unit: str
    room: str
    rooms: frozenset[str]
    stocks: tuple[tuple[date, int], ...]
    repairs: tuple[Less, ...]

    def there(self, on: date) -> int:
        """So many there are on that day."""
        return there(self.stocks, self.repairs, on)


@revision.kept
def catalogue() -> tuple[ItemFacts, ...]:
    """品目の一覧 of all halls in their order, kept until it changes."""
    items = Item.objects.select_related("hall", "room").prefetch_related(
        "rooms", "stocks", Prefetch("repairs", Repair.objects.filter(ended_at=None))
    )
    return tuple(_facts(item) for item in items)


def lent_with(room: str, on: date) -> list[ItemFacts]:
    """借りられる品目 with the room of that key on that day: those there are any of."""
    return [item for item in catalogue() if room in item.rooms and item.there(on)]


def left(items: Iterable[ItemFacts], on: date, slots: Sequence[str]) -> dict[str, Left]:
    """棚の残り of things (not of rooms) by code. One query."""
    things = [item for item in items if not item.room]
    promised = _promised([item.id for item in things], on)
    return {
        item.code: Left(
            item.name,
            item.unit,
            {slot: max(item.there(on) - promised.get((item.id, slot), 0), 0) for slot in slots},
        )
        for item in things
    }


def order_of(label: str) -> Order | None:
    """申込 of that booking."""
    return Order.objects.filter(label=label).first()


def lines(label: str) -> list[Line]:
    """明細 of that booking's order, with their items. One query."""
    found = Line.objects.filter(order__label=label).select_related("item__room", "order")
    return list(found)


def lines_of(labels: Iterable[str]) -> dict[str, list[Line]]:
    """決まった・頼まれた品 of many bookings by number, without what was refused. One query."""
    found: dict[str, list[Line]] = defaultdict(list)
    rows = Line.objects.filter(order__label__in=labels, order__released=False)
    for line in rows.exclude(state=LineState.REFUSED).select_related("item__room", "order"):
        found[line.order.label].append(line)
    return dict(found)


def to_decide(hall: str = "") -> QuerySet[Order]:
    """確認待ちの申込 of a hall (empty: all), the nearest use first."""
    found = Order.objects.filter(released=False, lines__state=LineState.ASKED)
    if hall:
        found = found.filter(hall__code=hall)
    return found.distinct().order_by("date", "pk")


def rooms_beside() -> dict[str, set[str]]:
    """楽屋 that are promised with bookings, by number: the keys of the rooms. One query."""
    found: dict[str, set[str]] = defaultdict(set)
    rows = Line.objects.filter(item__room__isnull=False, order__released=False)
    rows = rows.exclude(state=LineState.REFUSED)
    for label, key in rows.values_list("order__label", "item__room__key"):
        found[label].add(key)
    return dict(found)


def faults() -> list[str]:
    """棚の誤り: where what stands on a shelf is not what the orders say."""
    wanted: dict[tuple[int, date, str], int] = defaultdict(int)
    living = Line.objects.filter(order__released=False, item__room=None).select_related("order")
    for line in living:
        for slot in line.order.slot_codes:
            wanted[line.item_id, line.order.date, slot] += line.number
    shelves = Shelf.objects.values_list("item_id", "date", "slot", "promised", "number")
    said = []
    for item, on, slot, promised, number in shelves:
        ordered = wanted.pop((item, on, slot), 0)
        if promised != ordered or promised > number:
            said.append(f"shelf {item} {on} {slot}: {promised} of {number}, ordered {ordered}")
    said += [f"no shelf for {key}" for key, number in wanted.items() if number]
    return said


_RULES = versions_of(EquipmentRules, lambda row: row)


def rules(on: date) -> EquipmentRules:
    """附帯設備の規則 in force on that day. Raises Refusal ``equipment.no_rules``."""
    return _RULES.get(on, Refusal("equipment.no_rules"))


def fresh(item: Item, on: date) -> int:
    """ある数 on that day, read anew: for who has the item locked."""
    stocks = Stock.objects.filter(item=item).values_list("in_force_from", "number")
    repairs = Repair.objects.filter(item=item, ended_at=None, starts__lte=on, ends__gte=on)
    less = [Less(each.starts, each.ends, each.number) for each in repairs]
    return there(list(stocks), less, on)


def most_promised(item: Item, since: date) -> Mapping[date, int]:
    """約束した数 of an item by day from that day on, of the fullest slot."""
    rows = Shelf.objects.filter(item=item, date__gte=since, promised__gt=0)
    found: dict[date, int] = {}
    for on, promised in rows.order_by("date").values_list("date", "promised"):
        found[on] = max(found.get(on, 0), promised)
    return found


def _promised(items: Sequence[int], on: date) -> dict[tuple[int, str], int]:
    rows = Shelf.objects.filter(item__in=items, date=on).values_list("item_id", "slot")
    return {(item, slot): number for item, slot, number in rows.annotate(n=Sum("promised"))}


def _facts(item: Item) -> ItemFacts:
    return ItemFacts(
        id=item.pk,
        hall=item.hall.code,
        code=item.code,
        name=item.name,
        unit=item.unit,
        room=item.room.key if item.room else "",
        rooms=frozenset(room.key for room in item.rooms.all()),
        stocks=tuple((stock.in_force_from, stock.number) for stock in item.stocks.all()),
        repairs=tuple(Less(each.starts, each.ends, each.number) for each in item.repairs.all()),
    )
