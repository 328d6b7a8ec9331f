"""休止・主催事業・保守・優先枠: the hall takes cells for itself, with two persons."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from uketsuke.audit.actions import record
from uketsuke.bookings import holds, rests, steps
from uketsuke.bookings.models import PASSING, Block, BlockState, Booking, Hold
from uketsuke.bookings.reception import UseDay
from uketsuke.halls.models import Hall
from uketsuke.halls.queries import atlas
from uketsuke.kernel.actors import Actor, Who
from uketsuke.kernel.again import again
from uketsuke.kernel.refusals import Refusal

MOST_DAYS = 730


@dataclass(frozen=True, slots=True)
class Closing:
    """休止の内容: ``rooms`` of one hall, all ``slots`` of every day from ``starts`` to ``ends``."""

    rooms: tuple[str, ...]
    starts: date
    ends: date
    slots: tuple[str, ...]
    reason_class: str
    public_reason: str
    document: str = ""


@again
@transaction.atomic(durable=True)
def propose(what: Closing, *, by: Actor, at: datetime, cancelling: str = "") -> Block:
    """休止を起案する: the cells are held at once; another person has to approve.

    With a reason for ``cancelling`` a manager cancels all bookings that are in the way, for the
    hall: everything paid is due back, each group is told. Raises Refusal ``blocks.dates``,
    ``blocks.rooms``, ``blocks.other_hall``, ``blocks.not_manager`` or ``cells.taken``
    (bookings there are must be handled first); then nothing is stored.
    """
    hall = _hall_of(what, by)
    if not what.starts <= what.ends <= what.starts + timedelta(days=MOST_DAYS):
        raise Refusal("blocks.dates", most=MOST_DAYS)
    if cancelling:
        _cancel_all(what, cancelling, by, at)
    block = Block.objects.create(
        hall=Hall.objects.get(code=hall),
        starts=what.starts,
        ends=what.ends,
        slots=",".join(what.slots),
        reason_class=what.reason_class,
        public_reason=what.public_reason,
        document=what.document,
        state=BlockState.PROPOSED,
        proposed_by=by.name,
        proposed_at=at,
    )
    block.rooms.set([atlas().room(key).id for key in what.rooms])
    rests.make_way(_uses(what), at, offered=bool(cancelling))
    holds.take([(block, use) for use in _uses(what)], at)
    record("block.propose", block, by=by, at=at, why=what.public_reason)
    return block


@transaction.atomic(durable=True)
def approve(block_id: int, *, by: Actor, at: datetime) -> Block:
    """休止の承認 by another person than who proposed it.

    Raises Refusal ``blocks.own``, ``blocks.decided`` or ``blocks.other_hall``.
    """
    block = _locked(block_id, by)
    if block.state != BlockState.PROPOSED:
        raise Refusal("blocks.decided", state=block.get_state_display())
    if block.proposed_by == by.name:
        raise Refusal("blocks.own")
    block.state, block.approved_by, block.approved_at = BlockState.APPROVED, by.name, at
    block.save(update_fields=["state", "approved_by", "approved_at"])
    record("block.approve", block, by=by, at=at)
    return block


@again
@transaction.atomic(durable=True)
def end(block_id: int, reason: str, *, by: Actor, at: datetime) -> Block:
    """休止を終える (or refuse a proposed one): its cells are free again after a rest.

    Raises Refusal ``blocks.other_hall``, or ``blocks.passing`` for what the system passes on.
    """
    block = _locked(block_id, by)
    if block.state == BlockState.ENDED:
        return block
    if block.reason_class in PASSING:
        raise Refusal("blocks.passing", reason=block.public_reason)
    block.state = BlockState.ENDED
    block.save(update_fields=["state"])
    rests.of_block(block, at)
    record("block.end", block, by=by, at=at, why=reason)
    return block


def in_the_way(what: Closing) -> QuerySet[Booking]:
    """重なる予約: those that hold a cell of the closing, in everybody's order of locking."""
    spaces = {space for key in what.rooms for space in atlas().room(key).spaces}
    taken = Hold.objects.filter(
        space__in=spaces, date__range=(what.starts, what.ends), slot__in=what.slots
    )
    return Booking.objects.filter(pk__in=taken.values("booking")).order_by("group", "date", "pk")


def _cancel_all(what: Closing, reason: str, by: Actor, at: datetime) -> None:
    if by.who != Who.MANAGER:
        raise Refusal("blocks.not_manager")
    spaces = {space for key in what.rooms for space in atlas().room(key).spaces}
    for number in in_the_way(what).values_list("pk", flat=True):
        booking = steps.locked(number)
        if spaces.isdisjoint(atlas().room(booking.room.key).spaces):
            steps.take_rooms_away(booking, set(what.rooms), reason, at)  # only its 楽屋
        else:
            steps.cancel(booking, by=by, at=at, reason=reason, by_hall=True)


def _uses(what: Closing) -> list[UseDay]:
    days = (what.ends - what.starts).days + 1
    return [
        UseDay(room.key, what.starts + timedelta(days=n), room.in_order(set(what.slots)))
        for room in map(atlas().room, what.rooms)
        for n in range(days)
    ]


def _locked(block_id: int, by: Actor) -> Block:
    """The block, locked, for staff of its own hall (or of all halls)."""
    block = Block.objects.select_for_update(of=("self",)).select_related("hall").get(pk=block_id)
    if by.hall not in ("", block.hall.code):
        raise Refusal("blocks.other_hall", hall=block.hall.code)
    return block


def _hall_of(what: Closing, by: Actor) -> str:
    """The one hall of the rooms, which must be the hall of who acts (empty: all)."""
    halls = {atlas().room(key).hall for key in what.rooms}
    if len(halls) != 1 or not what.slots:
        raise Refusal("blocks.rooms")
    hall = halls.pop()
    if by.hall not in ("", hall):
        raise Refusal("blocks.other_hall", hall=hall)
    return hall
