"""窓口の収納と還付."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from uketsuke.audit.actions import record
from uketsuke.bookings import intake, papers, steps
from uketsuke.kernel.actors import Actor, Who
from uketsuke.kernel.refusals import Refusal
from uketsuke.ledger import actions as ledger
from uketsuke.ledger.models import Entry, Kind, Method, Receipt, ReceiptPrint


@transaction.atomic(durable=True)
def take_payment(
    booking_id: int,
    amount: int,
    method: str,
    token: UUID,
    *,
    by: Actor,
    at: datetime,
    tendered: int | None = None,
    reference: str = "",
) -> Receipt:
    """収納: ``amount`` yen of what is owed come in at the counter, and a receipt is made.

    ``tendered`` is the cash handed over, at least ``amount``. ``token`` sent again returns the
    same receipt. Raises Refusal ``ledger.*`` or ``till.*``.
    """
    booking = steps.locked(booking_id)
    if booking.account is None:
        raise Refusal("till.not_approved")
    ledger.lock(booking.account.pk)
    if done := booking.account.entries.filter(token=token, kind=Kind.PAYMENT).first():
        return done.receipt
    if tendered is not None and tendered < amount:
        raise Refusal("till.too_little", tendered=tendered, amount=amount)
    if method != "cash" and not reference:
        raise Refusal("till.reference_needed")
    payment = ledger.pay(
        booking.account, amount, method, by=by, at=at, reference=reference, token=token
    )
    content = papers.receipt_content(booking, payment, tendered)
    receipt = ledger.issue_receipt(payment, booking.room.hall.code, content, at=at)
    steps.tell("booking.paid", booking, at, yen=amount, receipt=receipt.number)
    record("booking.pay", booking, by=by, at=at, yen=amount, method=method)
    return receipt


@transaction.atomic(durable=True)
def pay_back(
    booking_id: int,
    amount: int,
    method: str,
    token: UUID,
    *,
    by: Actor,
    at: datetime,
    reference: str = "",
) -> Entry:
    """還付: ``amount`` yen of what is due back go out, with a paper about it. Money that goes by
    the bank names its transfer (``reference``).

    Raises Refusal ``ledger.not_due`` or ``till.reference_needed``.
    """
    if method != "cash" and not reference:
        raise Refusal("till.reference_needed")
    booking = steps.locked(booking_id)
    return intake.hand_back(booking, amount, method, by=by, at=at, token=token, reference=reference)


@transaction.atomic(durable=True)
def void(payment_id: int, reason: str, *, by: Actor, at: datetime) -> Entry:
    """収納の取消: a payment was written by mistake; a correction takes it back as a whole.

    It is owed again, and its receipt holds no longer. Sent again it returns the correction.
    Raises Refusal ``till.no_reason``, ``till.not_manager``, ``till.not_payment`` or
    ``till.went_back``.
    """
    payment = Entry.objects.select_related("account__booking").get(pk=payment_id)
    booking = steps.locked(payment.account.booking.pk)
    if by.who != Who.MANAGER:
        raise Refusal("till.not_manager")
    if payment.kind != Kind.PAYMENT or payment.method in (Method.BANK, Method.ONLINE):
        raise Refusal("till.not_payment")
    return intake.take_out(booking, payment, reason, by=by, at=at)


@transaction.atomic(durable=True)
def print_receipt(receipt_id: int, *, by: Actor, at: datetime) -> ReceiptPrint:
    """領収書の発行: the first print is the original, every later one says 再発行.

    Raises Refusal ``till.voided``.
    """
    receipt = Receipt.objects.select_related("payment").get(pk=receipt_id)
    if receipt.payment.corrections.exists():
        raise Refusal("till.voided")
    printed = ledger.note_print(receipt, by=by, at=at)
    record("receipt.print", receipt, by=by, at=at, nth=printed.nth)
    return printed
