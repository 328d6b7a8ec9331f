"""利用の承認・不承認・保留, and how a use ends."""

from datetime import datetime

from django.db import transaction

from uketsuke.audit.actions import record
from uketsuke.bookings import along, returns, steps
from uketsuke.bookings.models import Booking
from uketsuke.bookings.states import State
from uketsuke.kernel import clock
from uketsuke.kernel.actors import Actor
from uketsuke.kernel.again import again
from uketsuke.kernel.refusals import Refusal
from uketsuke.ledger import actions as ledger
from uketsuke.ledger.queries import balance, paid
from uketsuke.tariffs.queries import in_force


@transaction.atomic(durable=True)
def approve(booking_id: int, *, by: Actor, at: datetime) -> Booking:
    """利用承認: the price is fixed by the tariff in force for it and is owed from now on.

    Raises Refusal ``states.forbidden``. Approving twice has one effect.
    """
    booking = steps.locked(booking_id)
    if booking.state == State.APPROVED:
        return booking
    if booking.state == State.CANCELLED:  # its cells are gone; only undo_cancel takes them again
        raise Refusal("states.forbidden", old=booking.state, new=State.APPROVED)
    steps.move(booking, State.APPROVED, by, at)
    today = clock.day(at)
    version = in_force(today, booking.date)
    steps.fix_price(booking, version)
    booking.account = booking.account or ledger.open_account(booking.room.hall.code, booking.number)
    booking.decided_at, booking.decided_by, booking.waiting_for = at, by.name, ""
    booking.save()
    ledger.charge(booking.account, booking.price, by=by, at=at)
    bill = steps.issue_bill(booking, steps.due_day(booking, today), at=at)
    due = bill.due.isoformat() if bill else None
    steps.tell("booking.approved", booking, at, due=due, yen=booking.price)
    record("booking.approve", booking, by=by, at=at, tariff=version.facts.code, yen=booking.price)
    return booking


@again
@transaction.atomic(durable=True)
def refuse(booking_id: int, reason: str, *, by: Actor, at: datetime) -> Booking:
    """利用不承認, with the reason the group is told. Raises Refusal ``states.forbidden``.

    Sent again with the same reason it has one effect.
    """
    booking = steps.locked(booking_id)
    if booking.state == State.REFUSED and booking.reason == reason:
        return booking
    steps.move(booking, State.REFUSED, by, at)
    booking.decided_at, booking.decided_by, booking.reason = at, by.name, reason
    booking.save()
    along.release(booking)
    returns.give_back(booking, at)
    steps.tell("booking.refused", booking, at, reason=reason)
    record("booking.refuse", booking, by=by, at=at, why=reason)
    return booking


@transaction.atomic(durable=True)
def wait(booking_id: int, reason: str, *, by: Actor, at: datetime) -> Booking:
    """保留: the decision waits for something that the group is told. Tentative bookings only.

    Sent again with the same reason it has one effect.
    """
    booking = steps.locked(booking_id)
    if booking.state != State.TENTATIVE:
        raise Refusal("states.forbidden", old=booking.state, new="waiting")
    if booking.waiting_for == reason:
        return booking
    booking.waiting_for = reason
    booking.save(update_fields=["waiting_for"])
    steps.tell("booking.waiting", booking, at, reason=reason)
    record("booking.wait", booking, by=by, at=at, why=reason)
    return booking


@transaction.atomic(durable=True)
def close_use(booking_id: int, came: bool, *, by: Actor, at: datetime) -> Booking:
    """利用済・無断不使用, from the day of use on. Sent again it has one effect.

    Raises Refusal ``states.forbidden`` or ``use.not_yet``.
    """
    booking = steps.locked(booking_id)
    end_use(booking, came, by=by, at=at)
    return booking


def end_use(booking: Booking, came: bool, *, by: Actor, at: datetime) -> None:
    """利用の結果 (step) of a locked booking. Raises Refusal ``states.*`` or ``use.not_yet``."""
    new = State.USED if came else State.NO_SHOW
    if booking.state == new:
        return
    steps.move(booking, new, by, at)
    if clock.day(at) < booking.date:
        raise Refusal("use.not_yet", date=booking.date)
    booking.save(update_fields=["state"])
    record("booking.close_use", booking, by=by, at=at, came=came)


def reopen_use(booking: Booking, *, by: Actor, at: datetime) -> None:
    """利用の結果の取消 (step): it was written down wrongly. Raises Refusal ``states.*``."""
    if booking.state == State.APPROVED:
        return
    old = booking.state
    if old not in (State.USED, State.NO_SHOW):  # a cancel has its own way back
        raise Refusal("states.forbidden", old=old, new=State.APPROVED)
    steps.move(booking, State.APPROVED, by, at)
    booking.save(update_fields=["state"])
    record("booking.reopen_use", booking, by=by, at=at, old=old)


@again
@transaction.atomic(durable=True)
def lapse(booking_id: int, *, by: Actor, at: datetime) -> bool:
    """失効: not decided before its day, a win not confirmed, or not paid in time. Returns whether
    it lapsed."""
    booking = steps.locked(booking_id)
    today = clock.day(at)
    unconfirmed = booking.confirm_by is not None and booking.confirm_by < today
    undecided = booking.state == State.TENTATIVE and (booking.date < today or unconfirmed)
    overdue = (
        booking.state == State.APPROVED
        and booking.payment_due is not None
        and booking.payment_due < today
        and booking.account_id is not None
        and paid(booking.account_id) == 0
        and balance(booking.account_id) > 0
    )
    if not (undecided or overdue):
        return False
    old = booking.state
    steps.move(booking, State.LAPSED, by, at)
    booking.ended_at, booking.ended_from = at, old
    booking.save()
    along.release(booking)
    returns.give_back(booking, at)
    if booking.account_id:
        steps.settle(booking.account_id, 0, by=by, at=at, reason="失効")
    steps.tell("booking.lapsed", booking, at, overdue=overdue)
    record("booking.lapse", booking, by=by, at=at)
    return True
