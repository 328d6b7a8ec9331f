"""入金と返金: money that has come in is put to its booking; money that goes back leaves it."""

from datetime import datetime
from uuid import UUID

from uketsuke.audit.actions import record
from uketsuke.bookings import papers, steps
from uketsuke.bookings.models import Booking
from uketsuke.kernel.actors import Actor
from uketsuke.kernel.refusals import Refusal
from uketsuke.ledger import actions as ledger
from uketsuke.ledger.models import Entry, Kind
from uketsuke.ledger.queries import paid


def receive(
    booking: Booking,
    amount: int,
    method: str,
    *,
    reference: str,
    by: Actor,
    at: datetime,
    token: UUID,
    why: str = "",
) -> Entry:
    """入金を記録する (step) of a locked booking: all of ``amount`` yen, with a receipt.

    What is beyond what is owed (過誤納) is due back from then on, by an open refund. ``token``
    sent again returns the same entry. ``why``: what somebody knew who did it by hand. Raises
    Refusal ``till.not_approved``.
    """
    if booking.account is None:
        raise Refusal("till.not_approved")
    ledger.lock(booking.account.pk)
    if done := booking.account.entries.filter(token=token, kind=Kind.PAYMENT).first():
        return done
    payment = ledger.take_in(
        booking.account, amount, method, by=by, at=at, reference=reference, token=token
    )
    content = papers.receipt_content(booking, payment, None)
    receipt = ledger.issue_receipt(payment, booking.room.hall.code, content, at=at)
    steps.tell("booking.paid", booking, at, yen=amount, receipt=receipt.number)
    record("booking.pay", booking, by=by, at=at, why=why, yen=amount, method=method)
    return payment


def take_out(booking: Booking, payment: Entry, why: str, *, by: Actor, at: datetime) -> Entry:
    """収納の取消 (step) of a locked booking: a correction takes the payment back as a whole, and
    its receipt holds no longer. Again it returns the correction. Raises Refusal
    ``till.no_reason`` or ``till.went_back``."""
    ledger.lock(payment.account_id)
    if done := payment.corrections.first():
        return done
    if not why:
        raise Refusal("till.no_reason")
    if paid(payment.account_id) + payment.amount < 0:
        raise Refusal("till.went_back")
    correction = ledger.correct(payment, -payment.amount, by=by, at=at, reason=why)
    steps.tell("booking.payment_voided", booking, at, yen=-payment.amount, reason=why)
    record("booking.void_payment", booking, by=by, at=at, why=why, yen=-payment.amount)
    return correction


def hand_back(
    booking: Booking,
    amount: int,
    method: str,
    *,
    by: Actor,
    at: datetime,
    token: UUID,
    reference: str = "",
) -> Entry:
    """返金を記録する (step) of a locked booking, with a paper about it.

    ``token`` sent again returns the same entry. Raises Refusal ``till.not_approved`` or
    ``ledger.not_due``.
    """
    if booking.account is None:
        raise Refusal("till.not_approved")
    ledger.lock(booking.account.pk)
    if done := booking.account.entries.filter(token=token, kind=Kind.REFUND).first():
        return done
    kept = steps.kept_by_cancel(booking)
    entry = ledger.give_back(
        booking.account, amount, method, by=by, at=at, token=token, reference=reference
    )
    content = papers.refund_content(booking, entry, kept)
    ledger.issue_refund_note(entry, booking.room.hall.code, content, at=at)
    steps.tell("booking.refunded", booking, at, yen=amount)
    record("booking.pay_back", booking, by=by, at=at, yen=amount, method=method)
    return entry
