"""還付: how much of a payment goes back on a cancel, by the table of days before use."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from uketsuke.kernel.refusals import Refusal


@dataclass(frozen=True, slots=True)
class Step:
    """還付表の段: ``percent`` goes back from ``min_days`` days before use on."""

    min_days: int
    percent: int


@dataclass(frozen=True, slots=True)
class RefundQuote:
    """還付の見積: yen that go back and yen that stay."""

    percent: int
    refund: int
    kept: int


def percent(days_before: int, steps: Sequence[Step]) -> int:
    """還付率: the percent of the reached step with the largest ``min_days``; below all steps 0."""
    reached = [step for step in steps if days_before >= step.min_days]
    return max(reached, key=lambda step: step.min_days).percent if reached else 0


def refund(paid: int, days_before: int, steps: Sequence[Step]) -> int:
    """還付額: yen of ``paid`` yen returned on a cancel ``days_before`` days before use.

    On the day itself ``days_before`` is 0. Rounded down to whole yen. 源: facts 2.7 [A], data in
    the table of the tariff.
    """
    return paid * percent(days_before, steps) // 100


def refund_quote(
    paid: int, date_of_use: date, cancel_on: date, steps: Sequence[Step], by_hall: bool
) -> RefundQuote:
    """還付の見積: what a cancel on ``cancel_on`` returns of ``paid`` yen.

    Where the hall (or a disaster) is the reason, all of it goes back, even after the day.
    Raises Refusal ``refund.negative`` and, for a group, ``refund.after_use``.
    """
    if paid < 0:
        raise Refusal("refund.negative", paid=paid)
    if by_hall:
        return RefundQuote(100, paid, 0)
    days_before = (date_of_use - cancel_on).days
    if days_before < 0:
        raise Refusal("refund.after_use", date=date_of_use)
    back = refund(paid, days_before, steps)
    return RefundQuote(percent(days_before, steps), back, paid - back)
