"""銀行振込の消込: a file is read as a whole; what is certain is put to its booking at once."""

import hashlib
import hmac
from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction

from uketsuke.audit.actions import record
from uketsuke.bookings import intake, steps
from uketsuke.bookings.models import Booking
from uketsuke.bookings.states import State
from uketsuke.intake.bank.matching import Found, objection
from uketsuke.intake.bank.models import BankFile, BankLine, LineState
from uketsuke.intake.bank.zengin import Line, booking_numbers, read
from uketsuke.kernel.actors import Actor
from uketsuke.kernel.numbers import take_turns
from uketsuke.kernel.refusals import Refusal
from uketsuke.ledger.models import Entry, Method
from uketsuke.ledger.queries import balance

PAYABLE = (State.APPROVED, State.USED, State.NO_SHOW)


@transaction.atomic(durable=True)
def import_file(content: bytes, title: str, *, by: Actor, at: datetime) -> BankFile:
    """ファイルを取り込む: all of it, with what is certain put to its booking.

    The same file again is the same; a line that another file had already counts once. Raises
    zengin.Unreadable; then nothing is stored.
    """
    statement = read(content)
    digest = hashlib.sha256(content).hexdigest()
    take_turns("bank")  # one file after the other
    if known := BankFile.objects.filter(digest=digest).first():
        return known
    made = BankFile.objects.create(
        digest=digest,
        title=title,
        first=statement.first,
        last=statement.last,
        total=statement.total,
        read_at=at,
        read_by=by.name,
    )
    for line, fingerprint in _marked(statement.lines):
        _take(made, line, fingerprint, by, at)
    record("bank.import", made, by=by, at=at, lines=len(statement.lines), yen=statement.total)
    return made


@transaction.atomic(durable=True)
def match(line_id: int, number: str, why: str, *, by: Actor, at: datetime) -> BankLine:
    """手で消し込む: somebody knows what the money is for. What is too much is due back.

    Raises Refusal ``bank.decided``, ``bank.unknown_number`` or ``till.not_approved``.
    """
    take_turns("bank")
    line = BankLine.objects.get(pk=line_id)
    if line.state == LineState.MATCHED and line.booking == number:
        return line
    _refuse_decided(line)
    pk = Booking.objects.filter(number=number).values_list("pk", flat=True).first()
    if pk is None:
        raise Refusal("bank.unknown_number")
    line.entry = _receive(pk, line.amount, _reference(line), _token(line.fingerprint), by, at)
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


def _take(file: BankFile, line: Line, fingerprint: str, by: Actor, at: datetime) -> None:
    made = BankLine(
        file=file, nth=line.line, day=line.day, amount=line.amount, fingerprint=fingerprint
    )
    if _counts_already(fingerprint):
        made.state = LineState.KNOWN
        made.save()
        return
    named = booking_numbers(line)
    found = _found(named)
    why = objection(named, found, line.amount)
    made.booking = found[0].number if len(found) == 1 else ""
    if why:
        made.state, made.why = LineState.OPEN, why.code
        made.written = f"{line.payer} {line.message}".strip()
    else:
        pk = Booking.objects.values_list("pk", flat=True).get(number=made.booking)
        made.state, made.decided_at, made.decided_by = LineState.MATCHED, at, by.name
        made.entry = _receive(pk, line.amount, _reference(made), _token(fingerprint), by, at)
    made.save()


def _counts_already(fingerprint: str) -> bool:
    same = BankLine.objects.filter(fingerprint=fingerprint)
    return same.exclude(state=LineState.KNOWN).exists()


def _found(numbers: list[str]) -> list[Found]:
    rows = Booking.objects.filter(number__in=numbers).select_related("account")
    return [
        Found(
            each.number,
            balance(each.account.pk) if each.account else 0,
            each.state in PAYABLE,
        )
        for each in rows.order_by("number")
    ]


def _receive(
    booking: int, amount: int, reference: str, token: UUID, by: Actor, at: datetime
) -> Entry:
    return intake.receive(
        steps.locked(booking),
        amount,
        Method.BANK,
        reference=reference,
        by=by,
        at=at,
        token=token,
    )


def _decide(line: BankLine, state: LineState, why: str, by: Actor, at: datetime) -> None:
    """What the money is for is known: nobody needs the payer's name any more."""
    line.state, line.written, line.why = state, "", why
    line.decided_at, line.decided_by = at, by.name
    line.save()


def _refuse_decided(line: BankLine) -> None:
    if line.state != LineState.OPEN:
        raise Refusal("bank.decided", state=line.get_state_display())


def _reference(line: BankLine) -> str:
    return f"{line.day:%Y%m%d}-{line.file_id}-{line.nth}"


def _token(fingerprint: str) -> UUID:
    """The token by which the payment of a line is written once."""
    return UUID(fingerprint[:32])


def _marked(lines: Iterable[Line]) -> Iterable[tuple[Line, str]]:
    """Each line with its fingerprint: lines of a day that say the same are counted apart."""
    key, seen = settings.AUDIT_KEY.encode(), Counter[str]()
    for line in lines:
        says = "|".join(
            (
                line.day.isoformat(),
                str(line.amount),
                line.number,
                line.payer,
                line.message,
            )
        )
        seen[says] += 1
        mark = hmac.new(key, f"bank|{says}|{seen[says]}".encode(), hashlib.sha256)
        yield line, mark.hexdigest()
