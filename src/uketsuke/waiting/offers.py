"""案内: what fell free is offered to who waits, one after the other, before it is free for all.

An offer holds its cells in a block of its own. Everybody locks in one order: group, booking,
block, wait; the worker, who decides whose turn it is, locks the blocks of one room and day first,
so that two of them never offer the same cells.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from uketsuke.audit.actions import record
from uketsuke.bookings import holds, reception, rests, steps
from uketsuke.bookings import queries as bookings
from uketsuke.bookings.models import Application, Block, BlockReason, BlockState, Booking
from uketsuke.bookings.reception import Description, UseDay
from uketsuke.groups.models import Group
from uketsuke.halls.queries import atlas
from uketsuke.kernel import clock, rows
from uketsuke.kernel.actors import Actor
from uketsuke.kernel.again import again
from uketsuke.kernel.refusals import Refusal
from uketsuke.notices import outbox
from uketsuke.waiting import queries, turn
from uketsuke.waiting.models import Ending, Offer, Wait

# Why somebody was passed over, for the words of the notice; what is not here is said as "other".
WHY = {
    "reception.cap": "cap",
    "reception.consecutive": "consecutive",
    "reception.suspended": "suspended",
    "reception.registration_lapsed": "registration",
}
# Nobody can ask for that day just now: it is nobody's turn.
NOT_NOW = frozenset({"reception.draw", "reception.not_yet"})


@again
@transaction.atomic(durable=True)
def pass_on(room: str, day: date, *, by: Actor, at: datetime) -> int:
    """休みの終わった枠を案内する: to those who wait, in their turn; what nobody wants is free.

    Returns how many offers were made. Safe to repeat: what is offered does not rest any more.
    """
    blocks = rests.locked(room, day, at)
    made, left = begin(blocks, by=by, at=at)
    if left:
        rests.close(left)
        record("rest.release", left[0], by=by, at=at, cells=",".join(b.slots for b in left))
    return made


def begin(blocks: Sequence[Block], *, by: Actor, at: datetime) -> tuple[int, list[Block]]:
    """案内を始める (step): offers cells of ``blocks`` (locked, of one room and day) as far as
    somebody waits for them. Returns how many offers, and the blocks that still have cells."""
    made, left = 0, list(blocks)
    for wait in _in_turn(left):
        left = [block for block in left if block.state == BlockState.APPROVED]
        if _try_to_offer(wait, left, by=by, at=at):
            made += 1
    return made, [block for block in left if block.state == BlockState.APPROVED]


@again
@transaction.atomic(durable=True)
def accept(
    offer_id: int, what: Description, token: UUID, *, by: Actor, at: datetime
) -> Application:
    """案内された枠を申し込む: the cells become a booking. ``token`` sent again returns it.

    Raises Refusal ``waiting.offer_over`` or ``reception.*``; then the offer stands as it was.
    """
    wait_id = Offer.objects.values_list("wait_id", flat=True).get(pk=offer_id)
    wait, block = locked(wait_id)
    if made := rows.where(Application, group=wait.group_id, token=token):
        return made[0]
    offer = Offer.objects.select_for_update().get(pk=offer_id)
    if block is None or offer.ended_at or offer.block_id != block.pk or at >= offer.until:
        raise Refusal("waiting.offer_over", until=offer.until)
    use = queries.use_of(wait)
    application = steps.book(wait.group, [use], what, token, by, at, offered=block)
    booking = application.bookings.get()
    rests.close([block])
    _end(offer, Ending.ACCEPTED, at, booking)
    end_wait(wait, Ending.ACCEPTED, at)
    return application  # steps.book has left the audit entry


@again
@transaction.atomic(durable=True)
def decline(offer_id: int, *, by: Actor, at: datetime) -> Offer:
    """見送る: the next one is asked. The group waits no longer. Sent again it has one effect."""
    wait, block = locked(Offer.objects.values_list("wait_id", flat=True).get(pk=offer_id))
    offer = Offer.objects.select_related("wait").get(pk=offer_id)
    if block and offer.block_id == block.pk:
        end(wait, block, Ending.DECLINED, at)
        end_wait(wait, Ending.DECLINED, at)
        record("wait.decline", wait, by=by, at=at)
    return Offer.objects.get(pk=offer_id)


@again
@transaction.atomic(durable=True)
def lapse(offer_id: int, *, by: Actor, at: datetime) -> bool:
    """案内の期限切れ: no answer in time. Returns whether it ended now."""
    offer = Offer.objects.get(pk=offer_id)
    wait, block = locked(offer.wait_id)
    if block is None or offer.block_id != block.pk or at < offer.until:
        return False
    end(wait, block, Ending.EXPIRED, at)
    end_wait(wait, Ending.EXPIRED, at)
    tell("waiting.expired", wait, at)
    record("wait.lapse", wait, by=by, at=at)
    return True


@transaction.atomic(durable=True)
def take_back(offer_id: int, *, by: Actor, at: datetime) -> bool:
    """館が引き取った案内: the hall needed the cells. The group goes on waiting. Done once."""
    offer = Offer.objects.get(pk=offer_id)
    group = rows.locked(
        Group, Wait.objects.values_list("group_id", flat=True).get(pk=offer.wait_id)
    )
    block = Block.objects.select_for_update().get(pk=offer.block_id)
    offer = Offer.objects.select_for_update().get(pk=offer_id)
    held = block.state == BlockState.APPROVED and block.reason_class == BlockReason.OFFERED
    if offer.ended_at or held:
        return False
    _end(offer, Ending.TAKEN_BACK, at)
    wait = Wait.objects.select_related("room").get(pk=offer.wait_id)
    wait.group = group
    tell("waiting.taken_back", wait, at)
    record("wait.take_back", wait, by=by, at=at)
    return True


def locked(wait_id: int) -> tuple[Wait, Block | None]:
    """空き待ち (step), with its group and the block that is offered for it, locked in everybody's
    order (group, block, wait)."""
    group = rows.locked(Group, Wait.objects.values_list("group_id", flat=True).get(pk=wait_id))
    offered = Block.objects.filter(
        offer__wait=wait_id,
        offer__ended_at=None,
        state=BlockState.APPROVED,
        reason_class=BlockReason.OFFERED,
    )
    block = offered.select_for_update(of=("self",)).first()
    wait = Wait.objects.select_related("room").select_for_update(of=("self",)).get(pk=wait_id)
    wait.group = group
    return wait, block


def end(wait: Wait, block: Block, how: Ending, at: datetime) -> None:
    """案内を終える (step): the cells go to the next one at once; where nobody is left they rest
    anew, so that nobody can foresee when they are free."""
    _end(Offer.objects.select_for_update().get(block=block), how, at)
    wait.turned_at = at
    wait.save(update_fields=["turned_at"])
    others = [each for each in _in_turn([block]) if each.pk != wait.pk]
    rests.again(block, at if others else rests.until(at, at))


def end_wait(wait: Wait, how: Ending, at: datetime) -> None:
    """空き待ちを終える (step)."""
    wait.ended_at, wait.ended_as = at, how
    wait.save(update_fields=["ended_at", "ended_as"])


def _in_turn(blocks: Sequence[Block]) -> list[Wait]:
    """空き待ち for cells of the blocks, whose turn has not been, in order and locked."""
    if not blocks:
        return []
    slots = {slot for block in blocks for slot in block.slots.split(",")}
    since = max(block.proposed_at for block in blocks)
    found = (
        queries.open_waits()
        .filter(room__in=blocks[0].rooms.values("pk"), date=blocks[0].starts)
        .exclude(offers__in=Offer.objects.filter(ended_at=None))
        .select_related("room", "group")
        .select_for_update(of=("self",))
    )
    waits = {each.pk: each for each in found.order_by("pk") if slots & set(each.slot_codes)}
    in_order = turn.order(map(queries.as_waiting, waits.values()), since)
    return [waits[each.key] for each in in_order]


def _try_to_offer(wait: Wait, blocks: Sequence[Block], *, by: Actor, at: datetime) -> bool:
    """Offer her what she waits for, if it can be had as a whole; passed over, she is told why."""
    use = queries.use_of(wait)
    held = {slot for block in blocks for slot in block.slots.split(",")}
    if held.isdisjoint(use.slots):
        return False
    missing = tuple(slot for slot in use.slots if slot not in held)
    if missing and holds.taken_of([UseDay(use.room, use.date, missing)], at):
        return False
    if reasons := _objections(wait, use, at):
        if NOT_NOW.isdisjoint(reason.code for reason in reasons):
            _pass_over(wait, reasons[0], by=by, at=at)
        return False
    try:
        with transaction.atomic():  # somebody may have what is missing by now
            block = rests.offer(use, blocks, at)
    except Refusal:
        for each in blocks:
            each.refresh_from_db()
        return False
    _offer(wait, block, by=by, at=at)
    return True


def _objections(wait: Wait, use: UseDay, at: datetime) -> list[Refusal]:
    today = clock.day(at)
    standing = bookings.standing(wait.group, today)
    rules = bookings.rules(today)
    return list(reception.objections([use], standing, rules, atlas(), reception.WEB, at))


def _pass_over(wait: Wait, reason: Refusal, *, by: Actor, at: datetime) -> None:
    wait.turned_at, wait.passed_over = at, reason.code
    wait.save(update_fields=["turned_at", "passed_over"])
    tell("waiting.passed_over", wait, at, why=WHY.get(reason.code, "other"))
    record("wait.pass_over", wait, by=by, at=at, code=reason.code)


def _offer(wait: Wait, block: Block, *, by: Actor, at: datetime) -> None:
    rules = queries.rules(clock.day(at))
    by_mail = bool(outbox.mail_of(wait.group))
    hours = rules.offer_hours if by_mail else rules.offer_hours_by_phone
    web_days = bookings.rules(clock.day(at)).web_days
    until = turn.offered_until(at, hours, wait.date, web_days)
    Offer.objects.create(wait=wait, block=block, offered_at=at, until=until)
    wait.turned_at, wait.passed_over = at, ""
    wait.save(update_fields=["turned_at", "passed_over"])
    tell("waiting.offered", wait, at, until=until.isoformat())
    record("wait.offer", wait, by=by, at=at, until=until.isoformat())


def _end(offer: Offer, how: Ending, at: datetime, booking: Booking | None = None) -> None:
    offer.ended_at, offer.ended_as, offer.booking = at, how, booking
    offer.save(update_fields=["ended_at", "ended_as", "booking"])


def tell(kind: str, wait: Wait, at: datetime, **facts: Any) -> None:
    days = [steps.use_as_told(queries.use_of(wait))]
    outbox.post(kind, to=wait.group, at=at, wait=wait.pk, days=days, **facts)
