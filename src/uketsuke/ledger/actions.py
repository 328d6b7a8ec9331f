"""調定・収納・還付: the steps that write the ledger, inside the transaction of their caller.

Every step locks the account first, so that two tills decide one after the other. Whatever is
written, the open refund of the account follows its balance: nothing is due back unexplained.
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import DatabaseError

from uketsuke.kernel import clock
from uketsuke.kernel.actors import Actor
from uketsuke.kernel.calendar import fiscal_year
from uketsuke.kernel.numbers import next_number
from uketsuke.kernel.refusals import Refusal
from uketsuke.ledger.models import (
    OPEN,
    Account,
    Bill,
    Entry,
    Kind,
    Receipt,
    ReceiptPrint,
    Refund,
    RefundNote,
    RefundState,
)
from uketsuke.ledger.queries import balance, open_day

# 書類の連番, each without gaps in a hall and 年度.
RECEIPT, BILL, NOTE = "receipt", "bill", "refund-note"
_MARKS = {RECEIPT: "", BILL: "B", NOTE: "R"}


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
    return take_in(account, amount, method, by=by, at=at, reference=reference, token=token)


def take_in(
    account: Account, amount: int, method: str, *, by: Actor, at: datetime, **more: Any
) -> Entry:
    """収納 of money that has come in already (bank, provider): also more than is owed (過誤納),
    which is due back from then on. ``more``: ``reference`` and ``token``."""
    if amount <= 0:
        raise Refusal("ledger.not_owed", owed=balance(account.pk), amount=amount)
    return _write(account, Kind.PAYMENT, -amount, by=by, at=at, method=method, **more)


def reduce(account: Account, amount: int, *, by: Actor, at: datetime, reason: str) -> Entry:
    """減免: ``amount`` yen (positive) are owed no longer; what was paid already is due back."""
    return _write(account, Kind.REDUCTION, -amount, by=by, at=at, reason=reason)


def give_back(
    account: Account,
    amount: int,
    method: str,
    *,
    by: Actor,
    at: datetime,
    token: UUID | None = None,
    reference: str = "",
) -> Entry:
    """還付: ``amount`` yen went back, and the open refund is paid; a rest opens a new one.

    Who pays what nobody has decided yet decides by that. Raises Refusal ``ledger.not_due`` for
    more than is due.
    """
    due = -balance(account.pk)
    if amount <= 0 or amount > due:
        raise Refusal("ledger.not_due", due=due, amount=amount)
    refund = account.refunds.get(state__in=OPEN)
    more = {"method": method, "token": token, "reference": reference}
    return _write(account, Kind.REFUND, amount, by=by, at=at, paying=refund, **more)


def decide(refund: Refund, *, by: Actor, at: datetime) -> None:
    """還付の決定: from now on it may be paid."""
    refund.state, refund.decided_at, refund.decided_by = RefundState.DECIDED, at, by.name
    refund.save(update_fields=["state", "decided_at", "decided_by"])


def correct(entry: Entry, amount: int, *, by: Actor, at: datetime, reason: str) -> Entry:
    """訂正: change what ``entry`` says by ``amount`` yen (negative lowers what is owed)."""
    return _write(
        entry.account, Kind.CORRECTION, amount, by=by, at=at, reason=reason, corrects=entry
    )


def issue_receipt(payment: Entry, hall: str, content: dict[str, Any], *, at: datetime) -> Receipt:
    """領収書: the paper for ``payment``, numbered without gaps by hall and 年度."""
    number = _next(RECEIPT, hall, at)
    return Receipt.objects.create(number=number, payment=payment, issued_at=at, content=content)


def issue_bill(
    account: Account, amount: int, due: date, content: dict[str, Any], *, at: datetime
) -> Bill:
    """納入通知書: ``amount`` yen until ``due``, numbered without gaps by hall and 年度."""
    number = _next(BILL, account.hall, at)
    return Bill.objects.create(
        number=number, account=account, amount=amount, due=due, issued_at=at, content=content
    )


def issue_refund_note(
    refund: Entry, hall: str, content: dict[str, Any], *, at: datetime
) -> RefundNote:
    """返還の明細書: the paper for ``refund``, numbered without gaps by hall and 年度."""
    number = _next(NOTE, hall, at)
    return RefundNote.objects.create(number=number, refund=refund, issued_at=at, content=content)


def sequence(series: str, hall: str, year: int) -> str:
    """連番の名前 of a kind of paper, of a hall and 年度."""
    return f"{series}-{hall}-{year}"


def number(series: str, hall: str, year: int, nth: int) -> str:
    """書類の番号: ``YOT-2026-000001`` of a receipt, ``YOT-B2026-000001`` of a bill."""
    return f"{hall[:3].upper()}-{_MARKS[series]}{year}-{nth:06d}"


def _next(series: str, hall: str, at: datetime) -> str:
    year = fiscal_year(clock.day(at))
    return number(series, hall, year, next_number(sequence(series, hall, year)))


def note_print(receipt: Receipt, *, by: Actor, at: datetime) -> ReceiptPrint:
    """発行の記録 of one print; ``nth`` above 1 must say 再発行 on the paper."""
    Account.objects.select_for_update().get(pk=receipt.payment.account_id)
    nth = receipt.prints.count() + 1
    return ReceiptPrint.objects.create(receipt=receipt, nth=nth, at=at, by=by.name)


def _write(
    account: Account,
    kind: Kind,
    amount: int,
    *,
    by: Actor,
    at: datetime,
    paying: Refund | None = None,
    **more: Any,
) -> Entry:
    hall = by.hall or account.hall
    day = open_day(hall, clock.day(at))
    try:
        entry = Entry.objects.create(
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
    if paying:
        _paid(paying, entry)
    _follow(account, at, paying.reason if paying else entry.reason)
    return entry


def _paid(refund: Refund, entry: Entry) -> None:
    if refund.state == RefundState.ASKED:
        refund.decided_at, refund.decided_by = entry.at, entry.by
    refund.state, refund.entry, refund.amount = RefundState.PAID, entry, entry.amount
    refund.save()


def _follow(account: Account, at: datetime, reason: str) -> None:
    """The open refund is what the balance says: asked anew where another amount was decided."""
    due = -balance(account.pk)
    refund = account.refunds.filter(state__in=OPEN).first()
    if refund and refund.amount == due:
        return
    if refund and due <= 0:
        refund.state = RefundState.WITHDRAWN
        refund.save(update_fields=["state"])
    elif refund:
        refund.amount, refund.state, refund.decided_at, refund.decided_by = due, "asked", None, ""
        refund.save()
    elif due > 0:
        Refund.objects.create(account=account, amount=due, reason=reason, asked_at=at)
