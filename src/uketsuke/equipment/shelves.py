"""棚: the steps that promise things and give them back. Nothing else writes ``Shelf.promised``."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import F

from uketsuke.equipment.models import Item, Shelf
from uketsuke.equipment.queries import fresh
from uketsuke.kernel.refusals import Refusal, refuse_if


def shift(on: date, slots: Sequence[str], more: Mapping[int, int]) -> None:
    """約束を増減する (step): ``more`` pieces (fewer below zero) of each item in all ``slots``.

    Items are locked in one order, so nobody waits in a ring; what is then said is true. The CHECK
    of the shelf has the last word. Raises Refusal ``equipment.short``, all of them at once.
    """
    wanted = {item: number for item, number in more.items() if number}
    items = locked(wanted)
    for item in items:
        _set_up(item, on, slots)
    refuse_if(_short(item, on, slots) for item in items if wanted[item.pk] > least(item, on, slots))
    for item in items:
        shelves = Shelf.objects.filter(item=item, date=on, slot__in=slots)
        try:
            with transaction.atomic():  # a savepoint: the question for what is left comes after
                shelves.update(promised=F("promised") + wanted[item.pk])
        except IntegrityError as error:
            raise _short(item, on, slots) from error


def least(item: Item, on: date, slots: Sequence[str]) -> int:
    """残り that can be had in all of the slots, of a locked item."""
    shelves = Shelf.objects.filter(item=item, date=on, slot__in=slots)
    has = {shelf.slot: shelf.number - shelf.promised for shelf in shelves}
    return min((has[slot] if slot in has else fresh(item, on) for slot in slots), default=0)


def locked(items: Iterable[int]) -> list[Item]:
    """The items, locked in everybody's order."""
    return list(
        Item.objects.select_for_update(of=("self",)).filter(pk__in=list(items)).order_by("pk")
    )


def _set_up(item: Item, on: date, slots: Sequence[str]) -> None:
    """A shelf for each slot, where there is none yet; the item is locked."""
    there = set(Shelf.objects.filter(item=item, date=on).values_list("slot", flat=True))
    if missing := [slot for slot in slots if slot not in there]:
        number = fresh(item, on)
        Shelf.objects.bulk_create(
            Shelf(item=item, date=on, slot=slot, number=number) for slot in missing
        )


def _short(item: Item, on: date, slots: Sequence[str]) -> Refusal:
    left = least(item, on, slots)
    return Refusal("equipment.short", item=item.name, left=left, unit=item.unit)
