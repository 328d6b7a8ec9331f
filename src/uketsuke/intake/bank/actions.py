"""銀行振込の消込: a file is read as a whole; what is certain is put to its booking at once."""

import hashlib
import hmac
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from uuid import UUID, uuid5

from django.conf import settings
from django.db import transaction

from uketsuke.audit.actions import record
from uketsuke.bookings import intake, steps
from uketsuke.bookings.models import Booking
from uketsuke.bookings.states import State
from uketsuke.intake.bank.matching import (
    MAYBE_TAKEN_BACK,
    TAKEN_BACK,
    UNDONE,
    Found,
    doubtful,
    objection,
)
from uketsuke.intake.bank.models import BankFile, BankLine, LineState
from uketsuke.intake.bank.zengin import Line, booking_numbers, read
from uketsuke.kernel.actors import Actor, Who
from uketsuke.kernel.again import again
from uketsuke.kernel.numbers import take_turns
from uketsuke.kernel.refusals import Refusal
from uketsuke.ledger import actions as ledger
from uketsuke.ledger.models import Entry, Method
from uketsuke.ledger.queries import balance

PAYABLE = (State.APPROVED, State.USED, State.NO_SHOW)


@again
@transaction.atomic(durable=True)
def import_file(
    content: bytes, title: str, *, by: Actor, at: datetime, new_account: bool = False
) -> BankFile:
    """ファイルを取り込む: all of it, with what is certain put to its booking.

    The same file again is the same; a line that another file had already counts once. Raises
    zengin.Unreadable, or Refusal ``bank.other_account`` where no file before was of this account
    and ``new_account`` does not say that this is meant; then nothing is stored.
    """
    statement = read(content)
    digest = hashlib.sha256(content).hexdigest()
    take_turns("bank")  # one file after the other
    if known := BankFile.objects.filter(digest=digest).first():
        return known
    account = _keyed(f"account|{statement.account}")
    _refuse_other_account(account, new_account)
    made = BankFile.objects.create(
        digest=digest,
        account=account,
        title=title,
        first=statement.first,
        last=statement.last,
        total=statement.total,
        read_at=at,
        read_by=by.name,
    )
    bookings, doubts = _locked(statement.lines), doubtful(statement)
    for line, fingerprint in _marked(statement.lines):
        _take(made, line, fingerprint, bookings, line.line in doubts, by, at)
    for line, fingerprint in _marked(statement.taken_back, "back|"):
        _keep_taken_back(made, line, fingerprint)
    record("bank.import", made, by=by, at=at, lines=len(statement.lines), yen=statement.total)
    return made


@again
@transaction.atomic(durable=True)
def match(line_id: int, number: str, why: str, *, by: Actor, at: datetime) -> BankLine:
    """手で消し込む: somebody knows what the money is for. What is too much is due back.

    Raises Refusal ``bank.decided``, ``bank.taken_back``, ``bank.unknown_number`` or
    ``till.not_approved``.
    """
    take_turns("bank")
    line = BankLine.objects.get(pk=line_id)
    if line.state == LineState.MATCHED and line.booking == number:
        return line
    _refuse_decided(line)
    if line.taken_back:
        raise Refusal("bank.taken_back")
    pk = Booking.objects.filter(number=number).values_list("pk", flat=True).first()
    if pk is None:
        raise Refusal("bank.unknown_number")
    line.entry = _receive(steps.locked(pk), line, by, at, why)
    line.booking = number
    _decide(line, LineState.MATCHED, why, by, at)
    return line


@transaction.atomic(durable=True)
def set_aside(line_id: int, why: str, *, by: Actor, at: datetime) -> BankLine:
    """銀行で返金する: it is none of ours; the bank sends it back.

    Raises Refusal ``bank.decided`` or ``bank.no_reason``.
    """
    take_turns("bank")
    line = BankLine.objects.get(pk=line_id)
    if line.state == LineState.ASIDE:
        return line
    _refuse_decided(line)
    if not why:
        raise Refusal("bank.no_reason")
    _decide(line, LineState.ASIDE, why, by, at)
    record("bank.set_aside", line, by=by, at=at, why=why, yen=line.amount)
    return line


@again
@transaction.atomic(durable=True)
def undo(line_id: int, why: str, *, by: Actor, at: datetime) -> BankLine:
    """消込の取消: the money was put to another booking than it was for, or set aside by mistake.

    The payment is taken back from the ledger, the line waits again; who paid is forgotten. Sent
    again it has one effect. Raises Refusal ``bank.not_manager``, ``bank.no_reason``,
    ``bank.not_decided`` or ``till.went_back``.
    """
    take_turns("bank")
    line = BankLine.objects.select_related("entry__account__booking").get(pk=line_id)
    if line.state == LineState.OPEN and line.undone:
        return line
    if by.who != Who.MANAGER:
        raise Refusal("bank.not_manager")
    if line.state not in (LineState.MATCHED, LineState.ASIDE):
        raise Refusal("bank.not_decided")
    if not why:
        raise Refusal("bank.no_reason")
    if line.entry:
        booking = steps.locked(line.entry.account.booking.pk)
        intake.take_out(booking, line.entry, why, by=by, at=at)
    else:
        record("bank.undo", line, by=by, at=at, why=why, yen=line.amount)
    line.entry, line.booking, line.undone = None, "", line.undone + 1
    code = TAKEN_BACK.code if line.taken_back else UNDONE.code
    line.state, line.why, line.decided_at, line.decided_by = LineState.OPEN, code, None, ""
    line.save()
    return line


def _refuse_other_account(account: str, new_account: bool) -> None:
    of_account = BankFile.objects.exclude(account="")
    if new_account or not of_account.exists():
        return
    if not of_account.filter(account=account).exists():
        raise Refusal("bank.other_account")


def _locked(lines: Iterable[Line]) -> dict[str, Booking]:
    """The bookings that payers named, by number.

    All are locked before anything is written, in the order of their groups: whoever has one of
    them may still need what the file holds until its end (連番 of receipts).
    """
    named = {number for line in lines for number in booking_numbers(line)}
    rows = Booking.objects.filter(number__in=named).order_by("group_id", "pk")
    bookings = [steps.locked(pk) for pk in rows.values_list("pk", flat=True)]
    for booking in bookings:
        if booking.account:
            ledger.lock(booking.account.pk)
    return {booking.number: booking for booking in bookings}


def _take(
    file: BankFile,
    line: Line,
    fingerprint: str,
    bookings: Mapping[str, Booking],
    in_doubt: bool,
    by: Actor,
    at: datetime,
) -> None:
    made = _new(file, line, fingerprint)
    if made.state == LineState.KNOWN:
        made.save()
        return
    named = booking_numbers(line)
    found = [_found(bookings[number]) for number in named if number in bookings]
    why = MAYBE_TAKEN_BACK if in_doubt else objection(named, found, line.amount)
    made.booking = found[0].number if len(found) == 1 else ""
    if why:
        made.why, made.written = why.code, _written(line)
    else:
        made.state, made.decided_at, made.decided_by = LineState.MATCHED, at, by.name
        made.entry = _receive(bookings[made.booking], made, by, at)
    made.save()


def _keep_taken_back(file: BankFile, line: Line, fingerprint: str) -> None:
    """取消の知らせ: no money; somebody looks whether it was put to a booking before."""
    made = _new(file, line, fingerprint)
    made.taken_back = True
    if made.state != LineState.KNOWN:
        named = Booking.objects.filter(number__in=booking_numbers(line)).values_list("number")
        made.booking = named[0][0] if len(named) == 1 else ""
        made.why, made.written = TAKEN_BACK.code, _written(line)
    made.save()


def _new(file: BankFile, line: Line, fingerprint: str) -> BankLine:
    """The line, not yet stored: open, or known where it counts already."""
    same = BankLine.objects.filter(fingerprint=fingerprint).exclude(state=LineState.KNOWN)
    return BankLine(
        file=file,
        nth=line.line,
        day=line.day,
        amount=line.amount,
        fingerprint=fingerprint,
        state=LineState.KNOWN if same.exists() else LineState.OPEN,
    )


def _written(line: Line) -> str:
    return f"{line.payer} {line.message}".strip()


def _found(booking: Booking) -> Found:
    return Found(
        booking.number,
        balance(booking.account.pk) if booking.account else 0,
        stands=booking.state in PAYABLE,
        waits=booking.state == State.TENTATIVE,
    )


def _receive(booking: Booking, line: BankLine, by: Actor, at: datetime, why: str = "") -> Entry:
    return intake.receive(
        booking,
        line.amount,
        Method.BANK,
        reference=f"{line.day:%Y%m%d}-{line.file_id}-{line.nth}",
        by=by,
        at=at,
        token=_token(line),
        why=why,
    )


def _decide(line: BankLine, state: LineState, why: str, by: Actor, at: datetime) -> None:
    """What the money is for is known: nobody needs the payer's name any more."""
    line.state, line.written, line.why = state, "", why
    line.decided_at, line.decided_by = at, by.name
    line.save()


def _refuse_decided(line: BankLine) -> None:
    if line.state != LineState.OPEN:
        raise Refusal("bank.decided", state=line.get_state_display())


def _token(line: BankLine) -> UUID:
    """The token by which the payment of a line is written once, and once more after an undo."""
    first = UUID(line.fingerprint[:32])
    return uuid5(first, str(line.undone)) if line.undone else first


def _marked(lines: Iterable[Line], before: str = "") -> Iterator[tuple[Line, str]]:
    """Each line with its fingerprint: lines of a day that say the same are counted apart."""
    seen = Counter[str]()
    for line in lines:
        facts = (line.day.isoformat(), str(line.amount), line.number, line.payer, line.message)
        says = before + "|".join(facts)
        seen[says] += 1
        yield line, _keyed(f"{says}|{seen[says]}")


def _keyed(says: str) -> str:
    """指紋: tells that two are the same, to nobody what they are."""
    key = settings.AUDIT_KEY.encode()
    return hmac.new(key, f"bank|{says}".encode(), hashlib.sha256).hexdigest()
