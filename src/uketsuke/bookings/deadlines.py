"""期限: until when something about a booking must be done."""

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta


def payment_due(
    decided_on: date, date_of_use: date, days: int, is_counter_day: Callable[[date], bool]
) -> date:
    """納付期限: ``days`` days after the approval, at the latest the day before use.

    On a day without counter it moves to the next counter day; where that would pass the day
    before use, back to the last counter day. Where none is left, it is the day of the approval.
    源: facts 2.6 [A].
    """
    latest = date_of_use - timedelta(days=1)
    if latest <= decided_on:
        return decided_on
    due = min(decided_on + timedelta(days=days), latest)
    onwards = _first(is_counter_day, (due + timedelta(n) for n in range((latest - due).days + 1)))
    if onwards:
        return onwards
    backwards = (due - timedelta(n) for n in range((due - decided_on).days))
    return _first(is_counter_day, backwards) or decided_on


def extra_due(billed_on: date, days: int, is_counter_day: Callable[[date], bool]) -> date:
    """第二の請求の納付期限: ``days`` days after it, moved to the next counter day."""
    due = billed_on + timedelta(days=days)
    return _first(is_counter_day, (due + timedelta(n) for n in range(31))) or due


def undo_until(at: datetime, minutes: int) -> datetime:
    """取りやめの期限: until when a cancel made at ``at`` may be undone."""
    return at + timedelta(minutes=minutes)


def _first(is_counter_day: Callable[[date], bool], days: Iterable[date]) -> date | None:
    return next((day for day in days if is_counter_day(day)), None)
