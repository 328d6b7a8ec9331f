"""消込の規則: may this money be put to that booking without anybody looking? Pure."""

from collections import Counter
from dataclasses import dataclass

from uketsuke.intake.bank.zengin import Statement
from uketsuke.kernel.refusals import Refusal

TAKEN_BACK = Refusal("bank.taken_back")
MAYBE_TAKEN_BACK = Refusal("bank.maybe_taken_back")
UNDONE = Refusal("bank.undone")


@dataclass(frozen=True, slots=True)
class Found:
    """読み取れた予約: ``owed`` yen; ``stands`` while it is approved or used; ``waits`` before."""

    number: str
    owed: int
    stands: bool
    waits: bool = False


def objection(named: list[str], found: list[Found], amount: int) -> Refusal | None:
    """Why not; None: exactly one booking is named, it stands, and owes exactly ``amount``."""
    if not named:
        return Refusal("bank.no_number")
    if not found:
        return Refusal("bank.unknown_number")
    if len(found) > 1:
        return Refusal("bank.several_numbers")
    booking = found[0]
    if booking.waits:
        return Refusal("bank.not_approved")
    if not booking.stands:
        return Refusal("bank.over")
    if booking.owed <= 0:
        return Refusal("bank.nothing_owed")
    if amount < booking.owed:
        return Refusal("bank.too_little")
    if amount > booking.owed:
        return Refusal("bank.too_much")
    return None


def doubtful(statement: Statement) -> set[int]:
    """取消された疑い: the numbers of lines that say the same as one the bank took back.

    The bank gives the cancellation a number of its own, so a transfer is known by payer and sum.
    """
    gone = Counter((each.payer, each.message, each.amount) for each in statement.taken_back)
    return {
        each.line for each in statement.lines if gone[(each.payer, each.message, each.amount)] > 0
    }
