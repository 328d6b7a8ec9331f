"""空き枠の準備: what became free rests with the hall before anybody can have it.

The cells go over to a Block in the transaction in which they are given back, under the same key:
there is no moment in which somebody quick (or somebody who was told) could take them. When the
rest is over they are offered to who waits for them (``uketsuke.waiting``), and else free.
"""

import random
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, timedelta

from uketsuke.bookings import holds, queries
from uketsuke.bookings.models import PASSING, Block, BlockReason, BlockState, Booking, Hold
from uketsuke.bookings.opening import Channel, Kind, phase
from uketsuke.bookings.reception import UseDay
from uketsuke.bookings.resting import rests_until
from uketsuke.bookings.states import State
from uketsuke.halls.models import Hall
from uketsuke.halls.queries import atlas
from uketsuke.kernel import clock
from uketsuke.kernel.actors import SYSTEM
from uketsuke.kernel.calendar import month_start

PROPOSED_BY = "rest"
WORDS = {
    BlockReason.RESTING: "まもなく受付",
    BlockReason.OFFERED: "空き待ちの方に案内中",
}
_chance = random.SystemRandom()


def of_booking(booking: Booking, slots: Sequence[str], at: datetime) -> None:
    """予約が返した枠を休ませる (step): as long as a cancel can be undone, and a while by lot."""
    if not slots:
        return
    if not _is_first_come(booking.date, at):
        holds.release(booking, slots)
        return
    cancelled = booking.state == State.CANCELLED
    minutes = queries.rules(clock.day(at)).undo_minutes if cancelled else 0
    use = UseDay(booking.room.key, booking.date, tuple(slots))
    block = _made(use, at, until(at + timedelta(minutes=minutes), at), returned_by=booking)
    spaces = atlas().room(booking.room.key).spaces
    held = Hold.objects.filter(booking=booking, slot__in=slots, space__in=spaces)
    holds.change_hands(held, block)


def of_block(ended: Block, at: datetime) -> None:
    """終わった休止の枠を休ませる (step): of its days, those that are first-come now."""
    rooms, moment = list(ended.rooms.all()), until(at, at)
    for nth in range((ended.ends - ended.starts).days + 1):
        day = ended.starts + timedelta(days=nth)
        for room in rooms if _is_first_come(day, at) else []:
            use = UseDay(room.key, day, tuple(ended.slots.split(",")))
            spaces = atlas().room(room.key).spaces
            block = _made(use, at, moment)
            holds.change_hands(ended.holds.filter(date=day, space__in=spaces), block)
    holds.release(ended)


def offer(use: UseDay, blocks: Iterable[Block], at: datetime) -> Block:
    """案内する枠 (step): the cells of ``use``, out of resting ``blocks`` (locked) of that room and
    day and of what is free. Raises Refusal ``cells.taken``.

    It remembers since when they are free, and comes to its own rest when the offer ends.
    """
    blocks = [block for block in blocks if set(block.slots.split(",")) & set(use.slots)]
    since = max(block.proposed_at for block in blocks)
    offered = _made(use, since, None, BlockReason.OFFERED, at)
    held = {slot for block in blocks for slot in block.slots.split(",")}
    for block in blocks:
        holds.change_hands(block.holds.filter(slot__in=use.slots), offered)
        _keep(block, [slot for slot in block.slots.split(",") if slot not in use.slots])
    if missing := tuple(slot for slot in use.slots if slot not in held):
        holds.take([(offered, UseDay(use.room, use.date, missing))], at)
    return offered


def again(block: Block, moment: datetime) -> None:
    """また休ませる (step): what nobody took who was asked, until ``moment``."""
    block.reason_class, block.releases_at = BlockReason.RESTING, moment
    block.public_reason = WORDS[BlockReason.RESTING]
    block.save(update_fields=["reason_class", "releases_at", "public_reason"])
    holds.change_hands(block.holds.all(), block)


def close(blocks: Iterable[Block]) -> None:
    """終える (step): what they still hold is free for everybody."""
    for block in blocks:
        holds.release(block)
        block.state = BlockState.ENDED
        block.save(update_fields=["state"])


def until(since: datetime, at: datetime) -> datetime:
    """空く時刻, drawn by lot from ``since`` on."""
    return rests_until(since, _chance.random(), queries.rules(clock.day(at)).rest)


def make_way(uses: Collection[UseDay], at: datetime, *, offered: bool) -> None:
    """休んでいる枠を空ける (step), for the hall's own block: it takes them in the same transaction.

    ``offered``: also what a runner-up or somebody who waits is just being asked about.
    """
    classes = PASSING if offered else {BlockReason.RESTING}
    wanted = {(use.room, use.date): set(use.slots) for use in uses}
    days = [day for _, day in wanted]
    passing = Block.objects.select_for_update(of=("self",)).filter(
        state=BlockState.APPROVED,
        reason_class__in=classes,
        starts__range=(min(days), max(days)),
        rooms__key__in={room for room, _ in wanted},
    )
    for block in passing.order_by("pk"):
        slots = wanted.get((block.rooms.get().key, block.starts), set())
        left = [slot for slot in block.slots.split(",") if slot not in slots]
        if len(left) < len(block.slots.split(",")):
            holds.release(block, slots)
            _keep(block, left)
            if left and block.reason_class == BlockReason.OFFERED:  # an offer is for all of it
                again(block, until(at, at))


def due(at: datetime) -> list[tuple[str, date]]:
    """休みの終わった枠: rooms and days, the longest over first."""
    found = Block.objects.filter(
        state=BlockState.APPROVED, reason_class=BlockReason.RESTING, releases_at__lte=at
    ).order_by("releases_at", "pk")
    return list(dict.fromkeys(found.values_list("rooms__key", "starts")))


def locked(room: str, day: date, at: datetime) -> list[Block]:
    """休みの終わった枠 of the room on that day, locked."""
    found = Block.objects.select_for_update(of=("self",)).filter(
        state=BlockState.APPROVED,
        reason_class=BlockReason.RESTING,
        releases_at__lte=at,
        starts=day,
        rooms__key=room,
    )
    return list(found.order_by("pk"))


def _is_first_come(day: date, at: datetime) -> bool:
    """Whether cells of that day go to who asks first; before a draw it is the lot that decides."""
    opening = queries.rules(clock.day(at)).opening
    now = {phase(month_start(day), at, opening, channel).kind for channel in Channel}
    return day >= clock.day(at) and not now.isdisjoint({Kind.RESIDENTS, Kind.OPEN})


def _keep(block: Block, slots: Sequence[str]) -> None:
    """The block goes on with these slots; with none it has ended."""
    block.slots = ",".join(slots) or block.slots
    block.state = block.state if slots else BlockState.ENDED
    block.save(update_fields=["slots", "state"])


def _made(
    use: UseDay,
    since: datetime,
    moment: datetime | None,
    klass: BlockReason = BlockReason.RESTING,
    at: datetime | None = None,
    *,
    returned_by: Booking | None = None,
) -> Block:
    """A block of one room on one day; ``proposed_at`` is when the cells were given back."""
    block = Block.objects.create(
        hall=Hall.objects.get(code=use.hall),
        starts=use.date,
        ends=use.date,
        slots=",".join(use.slots),
        reason_class=klass,
        public_reason=WORDS[klass],
        state=BlockState.APPROVED,
        proposed_by=PROPOSED_BY,
        proposed_at=since,
        approved_by=SYSTEM.name,
        approved_at=at or since,
        releases_at=moment,
        returned_by=returned_by,
    )
    block.rooms.add(atlas().room(use.room).id)
    return block
