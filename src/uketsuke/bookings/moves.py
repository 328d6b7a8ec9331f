"""利用日の変更: staff move a booking to other cells of its hall; what was paid counts on."""

from datetime import datetime

from django.db import transaction

from uketsuke.audit.actions import record
from uketsuke.bookings import along, holds, reception, returns, steps
from uketsuke.bookings.models import Booking
from uketsuke.bookings.reception import Description, UseDay
from uketsuke.bookings.states import CHANGEABLE
from uketsuke.halls.models import Room
from uketsuke.halls.queries import atlas
from uketsuke.kernel import clock
from uketsuke.kernel.actors import Actor
from uketsuke.kernel.again import again
from uketsuke.kernel.refusals import Refusal, refuse_if
from uketsuke.tariffs.queries import in_force


@again
@transaction.atomic(durable=True)
def move(booking_id: int, to: UseDay, reason: str, *, by: Actor, at: datetime) -> Booking:
    """利用日時を変更する: the cells of ``to`` are taken, those it had are given back.

    The price is made anew for the new day. Where it was owed already, what was paid is set off
    against it: the rest is billed, or due back. Moved to where it is, nothing happens. Raises
    Refusal ``move.*``, ``cells.taken`` or ``reception.*``; then all stays as it was.
    """
    if not by.is_staff:
        raise Refusal("move.not_staff")
    booking = steps.locked(booking_id)
    if steps.use_day(booking) == to:
        return booking
    _refuse(booking, to)
    before = steps.as_told(booking.application, [booking])["uses"][0]
    along.release(booking)
    stays = to.slots if (to.room, to.date) == (booking.room.key, booking.date) else ()
    holds.release(booking, stays)  # taken anew below; what is given back rests
    returns.give_back(booking, at, stays)
    booking.room_id, booking.date = atlas().room(to.room).id, to.date
    booking.slots, booking.passes_on_until = ",".join(to.slots), None
    booking.save()
    booking = steps.locked(booking_id)
    refuse_if(steps.objections(booking, by, at))
    holds.take([(booking, to)], at)
    steps.take_along_again(booking, at)
    _reprice(booking, by, at)
    due = booking.payment_due.isoformat() if booking.payment_due else None
    steps.tell("booking.moved", booking, at, days=[before], yen=booking.total, due=due)
    record("booking.move", booking, by=by, at=at, why=reason, yen=booking.total)
    return booking


def price(booking_id: int, to: UseDay, *, by: Actor, at: datetime) -> int:
    """料金の見込み: yen in all that the booking would cost there. Nothing is written.

    Raises Refusal ``move.*``, ``quote.*`` or ``cells.taken``.
    """
    if not by.is_staff:
        raise Refusal("move.not_staff")
    booking = Booking.objects.select_related("room__hall", "application", "group").get(
        pk=booking_id
    )
    _refuse(booking, to)
    own = steps.use_day(booking)
    others = holds.taken_of([to], at)
    if others and not _overlaps(own, to):
        raise Refusal("cells.taken", uses=others)
    booking.date, booking.slots = to.date, ",".join(to.slots)
    booking.room = Room.objects.select_related("hall").get(pk=atlas().room(to.room).id)
    new = steps.priced(booking, in_force(clock.day(at), to.date))
    return new.total + booking.total - booking.price


def _overlaps(one: UseDay, other: UseDay) -> bool:
    """Whether they share a day, so that its own cells may be in the way."""
    return one.date == other.date


def _refuse(booking: Booking, to: UseDay) -> None:
    """What can be said before anything is written."""
    if booking.state not in CHANGEABLE:
        raise Refusal("move.not_standing", old=booking.state)
    if to.hall != booking.room.hall.code:
        raise Refusal("move.other_hall")
    made = booking.application
    what = Description(made.title, made.purpose, made.attendance)
    refuse_if(reception.of_description([to], what, atlas()))


def _reprice(booking: Booking, by: Actor, at: datetime) -> None:
    """The price of the new day; owed already, it is set off against what was paid."""
    today = clock.day(at)
    steps.fix_price(booking, in_force(today, booking.date))
    booking.save()
    if booking.account_id:
        steps.settle(booking.account_id, booking.total, by=by, at=at, reason="利用日の変更")
        steps.issue_bill(booking, steps.due_day(booking, today), at=at)
