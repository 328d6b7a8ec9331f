"""返された枠: what a winner of the lottery gives back waits for a runner-up before it is free.

The cells go over to a Block of the hall, one for each cell, in the transaction in which they are
given back: there is no moment in which somebody quick could take them. The lottery passes them on.
"""

from datetime import datetime, timedelta

from django.db.models import QuerySet

from uketsuke.bookings import holds, queries
from uketsuke.bookings.models import Block, BlockReason, BlockState, Booking, Hold
from uketsuke.halls.models import Hall
from uketsuke.halls.queries import atlas
from uketsuke.kernel import clock
from uketsuke.kernel.actors import SYSTEM

PROPOSED_BY = "lottery"


def give_back(booking: Booking, at: datetime) -> None:
    """枠を返す (step): free at once, or kept for the runners-up while there may be some."""
    until = booking.passes_on_until
    if until is None or at >= until:
        holds.release(booking)
        return
    room = atlas().room(booking.room.key)
    hall = Hall.objects.get(code=room.hall)
    for slot in booking.slot_codes:
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
        Hold.objects.filter(booking=booking, slot=slot).update(booking=None, block=block)


def take_back(booking: Booking) -> bool:
    """取り戻す (step): when a cancel is undone before anybody was asked. False: nothing waits."""
    waiting = list(waiting_of(booking))
    if len(waiting) != len(booking.slot_codes):
        return False
    Hold.objects.filter(block__in=waiting).update(block=None, booking=booking)
    Block.objects.filter(pk__in=[block.pk for block in waiting]).update(state=BlockState.ENDED)
    return True


def waiting_of(booking: Booking) -> QuerySet[Block]:
    """The cells of the booking that wait for a runner-up or for their announced time."""
    return booking.returned.select_for_update().filter(state=BlockState.APPROVED).order_by("pk")


def to_pass_on(at: datetime) -> list[int]:
    """引き継ぐ予約: the bookings whose cells were given back and can no longer be taken back."""
    minutes = queries.rules(clock.day(at)).undo_minutes
    waiting = Block.objects.filter(
        state=BlockState.APPROVED,
        reason_class=BlockReason.RETURNED,
        releases_at=None,
        proposed_at__lt=at - timedelta(minutes=minutes),
    )
    return sorted(set(waiting.values_list("returned_by_id", flat=True)))


def to_release(at: datetime) -> list[int]:
    """空きにする枠: those whose announced time has come."""
    due = Block.objects.filter(state=BlockState.APPROVED, releases_at__lte=at)
    return list(due.order_by("pk").values_list("pk", flat=True))
