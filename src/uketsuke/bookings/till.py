"""窓口の収納と還付."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from uketsuke.audit.actions import record
from uketsuke.bookings import papers, steps
from uketsuke.kernel.actors import Actor
from uketsuke.kernel.refusals import Refusal
from uketsuke.ledger import actions as ledger
from uketsuke.ledger.models import Entry, Kind, Receipt, ReceiptPrint


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
    booking = steps.locked(booking_id)
    if booking.account is None:
        raise Refusal("till.not_approved")
    ledger.lock(booking.account.pk)
    if done := booking.account.entries.filter(token=token, kind=Kind.REFUND).first():
        return done
    if method not in ("cash", "online") and not reference:
        raise Refusal("till.reference_needed")
    kept = steps.kept_by_cancel(booking)
    entry = ledger.give_back(
        booking.account, amount, method, by=by, at=at, token=token, reference=reference
    )
    content = papers.refund_content(booking, entry, kept)
    ledger.issue_refund_note(entry, booking.room.hall.code, content, at=at)
    steps.tell("booking.refunded", booking, at, yen=amount)
    record("booking.pay_back", booking, by=by, at=at, yen=amount, method=method)
    return entry


@transaction.atomic(durable=True)
def print_receipt(receipt_id: int, *, by: Actor, at: datetime) -> ReceiptPrint:
    """領収書の発行: the first print is the original, every later one says 再発行."""
    receipt = Receipt.objects.select_related("payment").get(pk=receipt_id)
    printed = ledger.note_print(receipt, by=by, at=at)
    record("receipt.print", receipt, by=by, at=at, nth=printed.nth)
    return printed
