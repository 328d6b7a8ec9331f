"""空き待ちを読む."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import QuerySet

from uketsuke.bookings import queries as bookings
from uketsuke.bookings.models import PASSING, Block, BlockReason, BlockState
from uketsuke.bookings.reception import UseDay
from uketsuke.kernel import clock
from uketsuke.kernel.refusals import Refusal
from uketsuke.kernel.versions import figures, versions_of
from uketsuke.waiting import turn
from uketsuke.waiting.models import Offer, Wait, WaitingRules
from uketsuke.waiting.turn import Rules, Waiting


@dataclass(frozen=True, slots=True)
class Place:
    """順番: of ``of`` groups that want one of these cells, ``place`` is known once the cells have
    fallen free; before, the lot has not spoken."""

    wait: Wait
    of: int
    place: int | None
    offer: Offer | None


_RULES = versions_of(WaitingRules, figures(Rules))


def rules(on: date) -> Rules:
    """空き待ちの決まり in force on that day. Raises Refusal ``reception.no_rules``."""
    return _RULES.get(on, Refusal("reception.no_rules", on=on))


def open_waits() -> QuerySet[Wait]:
    """続いている空き待ち."""
    return Wait.objects.filter(ended_at=None)


def use_of(wait: Wait) -> UseDay:
    """待っている枠. The wait has its room."""
    return UseDay(wait.room.key, wait.date, wait.slot_codes)


def as_waiting(wait: Wait) -> Waiting:
    return Waiting(wait.pk, wait.slot_codes, wait.joined_at, wait.lot, wait.turned_at)


def places(waits: Sequence[Wait]) -> list[Place]:
    """順番 of these open waits. Three queries, however many they are."""
    rooms, days = {each.room_id for each in waits}, {each.date for each in waits}
    others = list(open_waits().filter(room__in=rooms, date__in=days))
    offers = {
        offer.wait_id: offer
        for offer in Offer.objects.filter(wait__in=others, ended_at=None).select_related("block")
    }
    passing = list(
        Block.objects.filter(
            state=BlockState.APPROVED,
            reason_class__in=PASSING,
            rooms__in=rooms,
            starts__in=days,
        ).values_list("rooms", "starts", "slots", "proposed_at")
    )
    return [_place(each, others, offers, passing) for each in waits]


def _place(
    wait: Wait,
    others: Iterable[Wait],
    offers: Mapping[int, Offer],
    passing: Iterable[tuple[int, date, str, datetime]],
) -> Place:
    own, offer = set(wait.slot_codes), offers.get(wait.pk)
    same = [
        each
        for each in others
        if (each.room_id, each.date) == (wait.room_id, wait.date) and own & set(each.slot_codes)
    ]
    fallen = [
        since
        for room, day, slots, since in passing
        if (room, day) == (wait.room_id, wait.date) and own & set(slots.split(","))
    ]
    if not fallen:
        return Place(wait, len(same), None, offer)
    keys = [each.key for each in turn.order(map(as_waiting, same), max(fallen))]
    asked = sum(each.pk in offers for each in same if each.pk not in keys)  # whose turn it is now
    place = asked + keys.index(wait.pk) + 1 if wait.pk in keys else None
    return Place(wait, len(same), place, offer)


def to_lapse(at: datetime) -> list[int]:
    """期限の過ぎた案内."""
    found = Offer.objects.filter(ended_at=None, until__lte=at).order_by("until", "pk")
    return list(found.values_list("pk", flat=True))


def taken_back() -> list[int]:
    """館が引き取った案内: the cells are no longer kept for it."""
    found = Offer.objects.filter(ended_at=None).exclude(
        block__state=BlockState.APPROVED, block__reason_class=BlockReason.OFFERED
    )
    return list(found.order_by("pk").values_list("pk", flat=True))


def to_end(at: datetime) -> list[int]:
    """受付の終わった空き待ち, that are not offered anything just now."""
    last = clock.day(at) + timedelta(days=bookings.rules(clock.day(at)).web_days)
    found = open_waits().filter(date__lt=last).exclude(offers__ended_at=None, offers__isnull=False)
    return list(found.order_by("pk").values_list("pk", flat=True))
