"""枠の確保: the steps that take cells and give them back. Nothing else writes ``Hold``."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Q, QuerySet

from uketsuke.bookings.models import PASSING, Block, Booking, Draft, Hold
from uketsuke.bookings.reception import UseDay
from uketsuke.halls.queries import atlas
from uketsuke.kernel import rows
from uketsuke.kernel.refusals import Refusal

Kept = dict[tuple[int, date, str], int]  # the cell, and the hold that has it
# Asked whenever cells are lost, and by how many at once, so they are written out (kernel/rows.py).
_LIVING = """
    WHERE hold.space_id IN ({spaces}) AND hold.date BETWEEN %s AND %s
    AND (hold.expires_at IS NULL OR hold.expires_at > %s)
"""
_TAKEN = f"SELECT hold.space_id, hold.date, hold.slot FROM bookings_hold hold {_LIVING}"  # noqa: S608
_OCCUPIED = f"""
    SELECT hold.space_id, hold.date, hold.slot,
        block.public_reason, booking.group_id, draft.group_id, block.reason_class
    FROM bookings_hold hold
    LEFT JOIN bookings_block block ON block.id = hold.block_id
    LEFT JOIN bookings_booking booking ON booking.id = hold.booking_id
    LEFT JOIN bookings_draft draft ON draft.id = hold.draft_id
    {_LIVING}
"""  # noqa: S608 - written here


@dataclass(frozen=True, slots=True)
class Occupant:
    """だれの枠か: who has the cell. ``reason``: of a block, for the public; groups by key."""

    space: int
    date: date
    slot: str
    reason: str | None
    booked: int | None
    drafted: int | None
    klass: str | None

    @property
    def passing(self) -> bool:
        """Whether it is only on its way to somebody who waits, or to everybody."""
        return self.klass in PASSING


def take(wanted: Sequence[tuple[Booking | Block | Draft, UseDay]], at: datetime) -> None:
    """確保する (step): all cells ``wanted``, or none. The unique key decides who was first.

    Raises Refusal ``cells.taken`` with the use days that somebody else has.
    """
    holds = [
        _hold(owner, space, use.date, slot)
        for owner, use in wanted
        for space in atlas().room(use.room).spaces
        for slot in use.slots
    ]
    # One order for everybody: two who want the same cells never wait for each other in a ring.
    holds.sort(key=lambda hold: (hold.space_id, hold.date, hold.slot))
    if _insert(holds):
        return
    # An expired hold is no obstacle: whoever stumbles over one sweeps and tries once more.
    _sweep(holds, at)
    if not _insert(holds):
        raise Refusal("cells.taken", uses=taken_of([use for _, use in wanted], at))


def claim(drafts: Sequence[Draft], uses: Sequence[UseDay], at: datetime) -> Kept:
    """引き継げる枠 (step): what the group's ``drafts`` hold, when it is exactly the cells of
    ``uses``. Otherwise nothing: then all that the drafts held falls free.

    Raises Refusal ``cells.taken`` when she held cells once that somebody else has by now: before
    anything is written for her, so that losing is quicker than winning.
    """
    held = [hold for draft in drafts for hold in rows.where(Hold, lock=True, draft=draft.pk)]
    kept = {(hold.space_id, hold.date, hold.slot): hold.pk for hold in held if _lives(hold, at)}
    if kept and sorted(kept) == sorted(cell for use in uses for cell in _cells(use)):
        return kept
    if held:
        Hold.objects.filter(pk__in=[hold.pk for hold in held]).delete()
    if drafts and (taken := taken_of(uses, at)):
        raise Refusal("cells.taken", uses=taken)
    return {}


def hand_over(kept: Kept, wanted: Sequence[tuple[Booking, UseDay]]) -> None:
    """引き継ぐ (step): the cells that were held while typing become the bookings'."""
    for booking, use in wanted:
        theirs = {"booking": booking.pk, "draft": None, "expires_at": None}
        for cell in _cells(use):
            rows.update(Hold, theirs, id=kept[cell])


def extend(draft: Draft, until: datetime, at: datetime) -> bool:
    """延ばす (step): whether all cells of the draft are still held; then they are, until then."""
    held = rows.where(Hold, lock=True, draft=draft.pk)
    alive = bool(held) and all(_lives(hold, at) for hold in held)
    return alive and rows.update(Hold, {"expires_at": until}, draft=draft.pk) > 0


def living_of(draft: Draft, at: datetime) -> int:
    """How many cells the draft holds now."""
    return sum(_lives(hold, at) for hold in rows.where(Hold, draft=draft.pk))


def release(owner: Booking | Block | Draft, slots: Collection[str] | None = None) -> None:
    """枠を空ける (step): the cells of ``owner`` (of these slots, or all) are free at once. What a
    booking or a block of the hall had rests first (``rests``)."""
    _delete(owner.holds.all() if slots is None else owner.holds.filter(slot__in=slots))


def change_hands(held: QuerySet[Hold], owner: Booking | Block) -> None:
    """持ち主を変える (step): the cells go over without a moment in which nobody has them.

    They are written anew, so that pages which are kept by the holds they show are drawn anew.
    """
    old = list(_in_order(held))
    Hold.objects.filter(pk__in=[hold.pk for hold in old]).delete()
    if old:
        rows.insert([_hold(owner, each.space_id, each.date, each.slot) for each in old])


@transaction.atomic(durable=True)
def clear(before: datetime) -> int:
    """片付ける: delete what expired before that moment. Nobody needs it, nobody waits for it."""
    gone = Hold.objects.filter(expires_at__lt=before).order_by("space_id", "date", "slot")
    # A row that somebody is just sweeping away herself is left to her.
    pks = list(gone.select_for_update(skip_locked=True).values_list("pk", flat=True))
    return Hold.objects.filter(pk__in=pks).delete()[0] if pks else 0


def taken_of(uses: Sequence[UseDay], at: datetime) -> list[UseDay]:
    """Those of ``uses`` of which somebody holds a cell now. One query."""
    held = {(space, rows.as_date(day), slot) for space, day, slot in _around(uses, at, _TAKEN)}
    return [use for use in uses if not held.isdisjoint(_cells(use))]


def occupants(uses: Collection[UseDay], at: datetime) -> Iterator[Occupant]:
    """Who has cells now, in the rooms of ``uses`` from their first day to their last. One query."""
    for space, day, *rest in _around(uses, at, _OCCUPIED):
        yield Occupant(space, rows.as_date(day), *rest)


def _around(uses: Collection[UseDay], at: datetime, sql: str) -> list[tuple[Any, ...]]:
    """What ``sql`` tells of the living holds in the rooms of ``uses``, from first to last day."""
    if not uses:
        return []
    spaces = sorted({space for use in uses for space in atlas().room(use.room).spaces})
    days = {use.date for use in uses}
    adapt = connection.ops
    bounds = [adapt.adapt_datefield_value(day) for day in (min(days), max(days))]
    holes = ", ".join(["%s"] * len(spaces))
    with connection.cursor() as cursor:
        cursor.execute(
            sql.format(spaces=holes), [*spaces, *bounds, adapt.adapt_datetimefield_value(at)]
        )
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


def living(at: datetime) -> Q:
    """The holds that count: all but those that have expired."""
    return Q(expires_at__isnull=True) | Q(expires_at__gt=at)


def _lives(hold: Hold, at: datetime) -> bool:
    return hold.expires_at is None or hold.expires_at > at


def _cells(use: UseDay) -> list[tuple[int, date, str]]:
    return [
        (space, use.date, slot) for space in atlas().room(use.room).spaces for slot in use.slots
    ]


def _insert(holds: Sequence[Hold]) -> bool:
    """Whether nobody was in the way; where somebody was, nothing is written."""
    return not holds or rows.insert(holds, or_none=True) > 0


def _sweep(holds: Sequence[Hold], at: datetime) -> None:
    """Expired holds around the wanted cells go, in everybody's order."""
    around = _rectangle([hold.space_id for hold in holds], [hold.date for hold in holds])
    _delete(around.filter(expires_at__lte=at))


def _delete(gone: QuerySet[Hold]) -> None:
    """Delete in everybody's order: two who delete the same holds never wait in a ring."""
    if pks := list(_in_order(gone).values_list("pk", flat=True)):
        Hold.objects.filter(pk__in=pks).delete()


def _in_order(holds: QuerySet[Hold]) -> QuerySet[Hold]:
    return holds.order_by("space_id", "date", "slot").select_for_update()


def _rectangle(spaces: Sequence[int], days: Sequence[date]) -> QuerySet[Hold]:
    """All holds of these spaces between the first and the last of ``days``."""
    return Hold.objects.filter(space_id__in=set(spaces), date__range=(min(days), max(days)))


def _hold(owner: Booking | Block | Draft, space: int, on: date, slot: str) -> Hold:
    hold = Hold(space_id=space, date=on, slot=slot)
    match owner:
        case Booking():
            hold.booking = owner
        case Block():
            hold.block = owner
        case Draft():
            hold.draft, hold.expires_at = owner, owner.expires_at
    return hold
