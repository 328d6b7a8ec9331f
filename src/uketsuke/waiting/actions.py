"""空き待ち: a group joins the list of cells that are taken, and leaves it."""

import secrets
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from uketsuke.audit.actions import record
from uketsuke.bookings import holds, reception, steps
from uketsuke.bookings import queries as bookings
from uketsuke.bookings.models import Block, BlockReason, BlockState
from uketsuke.bookings.reception import UseDay
from uketsuke.groups.models import Group
from uketsuke.halls.queries import atlas
from uketsuke.kernel import clock, rows
from uketsuke.kernel.actors import Actor
from uketsuke.kernel.again import again
from uketsuke.kernel.refusals import Refusal, refuse_if
from uketsuke.notices import outbox
from uketsuke.waiting import offers, queries, turn
from uketsuke.waiting.models import Ending, Wait

LOT_BITS = 62
# What may be otherwise by the time the cells are offered: it is asked then.
ASKED_LATER = frozenset({"reception.cap", "reception.consecutive"})


@again
@transaction.atomic(durable=True)
def join(group_id: int, use: UseDay, token: UUID, *, by: Actor, at: datetime) -> Wait:
    """空き待ちに入る: for all cells of ``use`` together, one of which is taken at least.

    ``token`` sent again returns the same. Raises Refusal ``reception.*`` (of the group and the
    day), ``waiting.free``, ``waiting.mine``, ``waiting.typing``, ``waiting.announced``,
    ``waiting.twice`` or ``waiting.most``.
    """
    group = rows.locked(Group, group_id)
    if made := group.waits.filter(token=token).first():
        return made
    today = clock.day(at)
    standing, rules = bookings.standing(group, today), bookings.rules(today)
    found = reception.objections([use], standing, rules, atlas(), reception.WEB, at)
    refuse_if(each for each in found if each.code not in ASKED_LATER)
    _refuse(group, use, at)
    wait = Wait.objects.create(
        group=group,
        token=token,
        room_id=atlas().room(use.room).id,
        date=use.date,
        slots=",".join(use.slots),
        channel=by.channel,
        joined_by=by.name,
        joined_at=at,
        lot=secrets.randbits(LOT_BITS),
    )
    record("wait.join", wait, by=by, at=at)
    return wait


@again
@transaction.atomic(durable=True)
def leave(wait_id: int, *, by: Actor, at: datetime) -> Wait:
    """空き待ちをやめる, also what is just offered for it. Sent again it has one effect."""
    wait, block = offers.locked(wait_id)
    if wait.ended_at is None:
        if block:
            offers.end(wait, block, Ending.WITHDRAWN, at)
        offers.end_wait(wait, Ending.WITHDRAWN, at)
        record("wait.leave", wait, by=by, at=at)
    return wait


@transaction.atomic(durable=True)
def finish(wait_id: int, *, by: Actor, at: datetime) -> bool:
    """空き待ちの終わり: the last day to apply is past, and nothing became free. Done once."""
    wait, block = offers.locked(wait_id)
    web_days = bookings.rules(clock.day(at)).web_days
    if wait.ended_at or block or not turn.is_over(at, wait.date, web_days):
        return False
    offers.end_wait(wait, Ending.OVER, at)
    outbox.post(
        "waiting.over", to=wait.group, at=at, days=[steps.use_as_told(queries.use_of(wait))]
    )
    record("wait.finish", wait, by=by, at=at)
    return True


def _refuse(group: Group, use: UseDay, at: datetime) -> None:
    """What speaks against waiting for just these cells."""
    spaces = atlas().room(use.room).spaces
    cells = {(space, use.date, slot) for space in spaces for slot in use.slots}
    there = [
        each for each in holds.occupants([use], at) if (each.space, each.date, each.slot) in cells
    ]
    if not there:
        raise Refusal("waiting.free", uses=[use])
    if any(group.pk in (each.booked, each.drafted) for each in there):
        raise Refusal("waiting.mine", uses=[use])
    if any(each.drafted for each in there):
        minutes = bookings.rules(clock.day(at)).hold_minutes
        raise Refusal("waiting.typing", uses=[use], minutes=minutes)
    if _announced(use).exists():
        raise Refusal("waiting.announced", uses=[use])
    mine = list(queries.open_waits().filter(group=group))
    room = atlas().room(use.room).id
    if any(
        (each.room_id, each.date, each.slot_codes) == (room, use.date, use.slots) for each in mine
    ):
        raise Refusal("waiting.twice", uses=[use])
    if len(mine) >= (most := queries.rules(clock.day(at)).waits_per_group):
        raise Refusal("waiting.most", most=most)


def _announced(use: UseDay) -> QuerySet[Block]:
    """Cells given back in the lottery whose hour is announced: then everybody may ask for them."""
    return Block.objects.filter(
        state=BlockState.APPROVED,
        reason_class=BlockReason.RETURNED,
        releases_at__isnull=False,
        starts=use.date,
        slots__in=use.slots,
        rooms__key=use.room,
    )
