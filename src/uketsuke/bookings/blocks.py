"""休止・主催事業・保守・優先枠: the hall takes cells for itself, with two persons."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from uketsuke.audit.actions import record
from uketsuke.bookings import holds
from uketsuke.bookings.models import Block, BlockState
from uketsuke.bookings.reception import UseDay
from uketsuke.halls.models import Hall
from uketsuke.halls.queries import atlas
from uketsuke.kernel.actors import Actor
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
def propose(what: Closing, *, by: Actor, at: datetime) -> Block:
    """休止を起案する: the cells are held at once; another person has to approve.

    Raises Refusal ``blocks.dates``, ``blocks.rooms``, ``blocks.other_hall`` or ``cells.taken``
    (bookings there are must be handled first; then nothing is stored).
    """
    known = atlas()
    hall = _hall_of(what, by)
    if not what.starts <= what.ends <= what.starts + timedelta(days=MOST_DAYS):
        raise Refusal("blocks.dates", most=MOST_DAYS)
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
    rooms = [known.room(key) for key in what.rooms]
    block.rooms.set([room.id for room in rooms])
    days = (what.ends - what.starts).days + 1
    uses = [
        UseDay(room.key, what.starts + timedelta(days=n), room.in_order(set(what.slots)))
        for room in rooms
        for n in range(days)
    ]
    holds.take([(block, use) for use in uses], at)
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
    """休止を終える (or refuse a proposed one): its cells are free again.

    Raises Refusal ``blocks.other_hall``.
    """
    block = _locked(block_id, by)
    if block.state == BlockState.ENDED:
        return block
    block.state = BlockState.ENDED
    block.save(update_fields=["state"])
    holds.release(block)
    record("block.end", block, by=by, at=at, why=reason)
    return block


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
