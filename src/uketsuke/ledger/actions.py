"""調定・収納・還付: the steps that write the ledger, inside the transaction of their caller.

Every step locks the account first, so that two tills decide one after the other.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import DatabaseError

from uketsuke.kernel import clock
from uketsuke.kernel.actors import Actor
from uketsuke.kernel.calendar import fiscal_year
from uketsuke.kernel.numbers import next_number
from uketsuke.kernel.refusals import Refusal
from uketsuke.ledger.models import Account, Entry, Kind, Receipt, ReceiptPrint, RefundNote
from uketsuke.ledger.queries import balance, open_day


def open_account(hall: str, label: str) -> Account:
    """口座を開く: one for each thing that is paid for."""
    return Account.objects.create(hall=hall, label=label)


def lock(account_id: int) -> Account:
    """Lock the account: whoever decides about its balance does this first."""
    return Account.objects.select_for_update().get(pk=account_id)


def charge(account: Account, amount: int, *, by: Actor, at: datetime, reason: str = "") -> Entry:
    """調定: ``amount`` yen are owed from now on."""
    return _write(account, Kind.CHARGE, amount, by=by, at=at, reason=reason)


def pay(
    account: Account,
    amount: int,
    method: str,
    *,
    by: Actor,
    at: datetime,
    reference: str = "",
    token: UUID | None = None,
) -> Entry:
    """収納: ``amount`` yen came in. Raises Refusal ``ledger.not_owed`` for more than is owed."""
    owed = balance(account.pk)
    if amount <= 0 or amount > owed:
        raise Refusal("ledger.not_owed", owed=owed, amount=amount)
    return _write(
        account,
        Kind.PAYMENT,
        -amount,
        by=by,
        at=at,
        method=method,
        reference=reference,
        token=token,
    )


def give_back(
    account: Account,
    amount: int,
    method: str,
    *,
    by: Actor,
    at: datetime,
    token: UUID | None = None,
) -> Entry:
    """還付: ``amount`` yen went back. Raises Refusal ``ledger.not_due`` for more than is due."""
    due = -balance(account.pk)
    if amount <= 0 or amount > due:
        raise Refusal("ledger.not_due", due=due, amount=amount)
    return _write(account, Kind.REFUND, amount, by=by, at=at, method=method, token=token)


def correct(entry: Entry, amount: int, *, by: Actor, at: datetime, reason: str) -> Entry:
    """訂正: change what ``entry`` says by ``amount`` yen (negative lowers what is owed)."""
    return _write(
        entry.account, Kind.CORRECTION, amount, by=by, at=at, reason=reason, corrects=entry
    )


def issue_receipt(payment: Entry, hall: str, content: dict[str, Any], *, at: datetime) -> Receipt:
    """領収書: the paper for ``payment``, numbered without gaps by hall and 年度."""
    year = fiscal_year(clock.day(at))
    number = receipt_number(hall, year, next_number(receipt_sequence(hall, year)))
    return Receipt.objects.create(number=number, payment=payment, issued_at=at, content=content)


def issue_refund_note(
    refund: Entry, hall: str, content: dict[str, Any], *, at: datetime
) -> RefundNote:
    """返還の明細書: the paper for ``refund``, numbered without gaps by hall and 年度."""
    year = fiscal_year(clock.day(at))
    nth = next_number(f"refund-note-{hall}-{year}")
    number = f"{hall[:3].upper()}-R{year}-{nth:06d}"
    return RefundNote.objects.create(number=number, refund=refund, issued_at=at, content=content)


def receipt_sequence(hall: str, year: int) -> str:
    """領収書の連番の名前 of a hall and 年度."""
    return f"receipt-{hall}-{year}"


def receipt_number(hall: str, year: int, nth: int) -> str:
    """領収書番号: ``YOT-2026-000001``."""
    return f"{hall[:3].upper()}-{year}-{nth:06d}"


def note_print(receipt: Receipt, *, by: Actor, at: datetime) -> ReceiptPrint:
    """発行の記録 of one print; ``nth`` above 1 must say 再発行 on the paper."""
    Account.objects.select_for_update().get(pk=receipt.payment.account_id)
    nth = receipt.prints.count() + 1
    return ReceiptPrint.objects.create(receipt=receipt, nth=nth, at=at, by=by.name)


def _write(
    account: Account, kind: Kind, amount: int, *, by: Actor, at: datetime, **more: Any
) -> Entry:
    hall = by.hall or account.hall
    day = open_day(hall, clock.day(at))
    try:
        return Entry.objects.create(
            account=account,
            kind=kind,
            amount=amount,
            by=by.name,
            hall=hall,
            at=at,
            day=day,
            **more,
        )
    except DatabaseError as error:  # closed since we asked: the next try has the next day
        if "frozen" in str(error):
            raise Refusal("close.just_closed", date=day) from error
        raise
