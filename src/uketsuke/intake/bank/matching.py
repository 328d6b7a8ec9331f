"""消込の規則: may this money be put to that booking without anybody looking? Pure."""

from dataclasses import dataclass

from uketsuke.kernel.refusals import Refusal


@dataclass(frozen=True, slots=True)
class Found:
    """読み取れた予約: ``owed`` yen; ``stands`` while it is approved or used."""

    number: str
    owed: int
    stands: bool


def objection(named: list[str], found: list[Found], amount: int) -> Refusal | None:
    """Why not; None: exactly one booking is named, it stands, and owes exactly ``amount``."""
    if not named:
        return Refusal("bank.no_number")
    if not found:
        return Refusal("bank.unknown_number")
    if len(found) > 1:
        return Refusal("bank.several_numbers")
    booking = found[0]
    if not booking.stands:
        return Refusal("bank.over")
    if booking.owed <= 0:
        return Refusal("bank.nothing_owed")
    if amount < booking.owed:
        return Refusal("bank.too_little")
    if amount > booking.owed:
        return Refusal("bank.too_much")
    return None
