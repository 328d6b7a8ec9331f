"""返された枠: what a winner of the lottery gives back waits for a runner-up before it is free.

The cells go over to a Block of the hall, one for each cell, in the transaction in which they are
given back: there is no moment in which somebody quick could take them. The lottery passes them on.
"""

from collections.abc import Collection
from datetime import datetime

from django.db.models import QuerySet

from uketsuke.bookings import holds, queries, rests
from uketsuke.bookings.models import Block, BlockReason, BlockState, Booking, Hold
from uketsuke.halls.models import Hall
from uketsuke.halls.queries import atlas
from uketsuke.kernel.actors import SYSTEM

PROPOSED_BY = "lottery"


def give_back(booking: Booking, at: datetime, stays: Collection[str] = ()) -> None:
    """枠を返す (step): to rest until nobody can foresee when, or kept for the runners-up while
    there may be some. ``stays``: slots that the booking does not give back."""
    until, slots = booking.passes_on_until, [s for s in booking.slot_codes if s not in stays]
    if until is None or at >= until:
        rests.of_booking(booking, slots, at)
        return
    room = atlas().room(booking.room.key)
    hall = Hall.objects.get(code=room.hall)
    for slot in slots:
        block = Block.objects.create(
            hall=hall,
            starts=booking.date,
            ends=booking.date,
            slots=slot,
            reason_class=BlockReason.RETURNED,
            public_reason="補欠の方にご案内中",
            state=BlockState.APPROVED,
            proposed_by=PROPOSED_BY,
            proposed_at=at,
            approved_by=SYSTEM.name,
            approved_at=at,
            returned_by=booking,
        )
        block.rooms.set([room.id])
        holds.change_hands(Hold.objects.filter(booking=booking, slot=slot), block)


def take_back(booking: Booking) -> bool:
    """取り戻す (step): when a cancel is undone before anybody was asked. False: nothing waits."""
    there = waiting_of(booking).filter(starts=booking.date, rooms=booking.room_id)
    own = set(booking.slot_codes)
    waiting = [block for block in there if own.issuperset(block.slots.split(","))]
    if {slot for block in waiting for slot in block.slots.split(",")} != own:
        return False
    holds.change_hands(Hold.objects.filter(block__in=waiting), booking)
    Block.objects.filter(pk__in=[block.pk for block in waiting]).update(state=BlockState.ENDED)
    return True


def waiting_of(booking: Booking) -> QuerySet[Block]:
    """The cells of the booking that wait for a runner-up or for their announced time."""
    kept = booking.returned.select_for_update(of=("self",)).exclude(
        reason_class=BlockReason.OFFERED
    )
    return kept.filter(state=BlockState.APPROVED).order_by("pk")


def to_pass_on(at: datetime) -> list[int]:
    """引き継ぐ予約: the bookings whose cells were given back and can no longer be taken back."""
    waiting = Block.objects.filter(
        state=BlockState.APPROVED,
        reason_class=BlockReason.RETURNED,
        releases_at=None,
        proposed_at__lt=at,
    )
    given_back = waiting.values_list("returned_by_id", "proposed_at")
    return sorted({booking for booking, since in given_back if at > queries.undo_until(since)})


def to_release(at: datetime) -> list[int]:
    """空きにする枠: those whose announced time has come."""
    due = Block.objects.filter(
        state=BlockState.APPROVED, reason_class=BlockReason.RETURNED, releases_at__lte=at
    )
    return list(due.order_by("pk").values_list("pk", flat=True))
