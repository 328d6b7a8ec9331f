"""変更の影響: what a change does to what is already running, and what it leaves alone.

A round once made keeps its days and its rules. What has no round yet follows the figures of the
day: so a month of use may get other days, or have its reception begun already by the old ones.
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from uketsuke.bookings import queries as bookings
from uketsuke.bookings.opening import DrawDates, Klass, OpeningRule, draw_dates, use_month
from uketsuke.kernel import clock
from uketsuke.kernel.calendar import add_months, month_start
from uketsuke.lottery import queries as lottery
from uketsuke.rulebook import queries
from uketsuke.rulebook.books import BOOKS
from uketsuke.rulebook.figures import Book, Difference, Values, differences

MONTHS = 13  # months of use that reception can be open for, or about to be
RECEPTION, LOTTERY = "reception", "lottery"
OPENING = tuple(each.name for each in fields(OpeningRule) if each.name != "rounds")

Key = tuple[date, Klass]


class Shift(StrEnum):
    """利用月の受付がどうなるか."""

    MOVED = "moved"  # its draw has not come: on another day
    MISSED = "missed"  # its draw would lie in the past: nobody would draw
    RUNNING = "running"  # it has begun by the old figures, and has no round that keeps its days
    UNTIL = "until"  # only residents book it on that day, and the end of that moves


@dataclass(frozen=True, slots=True)
class MonthShift:
    """変わる利用月: from what moment (or draw) to which."""

    month: date
    klass: Klass
    shift: Shift
    before: datetime
    after: datetime


@dataclass(frozen=True, slots=True)
class Later:
    """あとに控える変更: on ``starts`` these figures become what was approved for that day."""

    starts: date
    differences: list[Difference]


@dataclass(frozen=True, slots=True)
class Effects:
    """変更の影響. ``kept``: rounds not finished, and rounds to be made before that day."""

    months: list[MonthShift]
    kept: list[Key]
    replaces: bool
    later: list[Later]


def of(code: str, since: date, values: dict[str, Any], at: datetime) -> Effects:
    """What the figures ``values`` of a book change from ``since`` on, as things stand ``at``."""
    book = BOOKS[code]
    old = queries.values_on(book, since)
    known = queries.periods(book)
    after = [each for each in reversed(known) if each.starts > since]
    months: list[MonthShift] = []
    kept: list[Key] = []
    if code == RECEPTION and None not in old.values():
        months, kept = _of_reception(since, old, values, at)
    elif code == LOTTERY:
        kept = _unfinished()
    return Effects(
        months=months,
        kept=kept,
        replaces=any(each.starts == since for each in known),
        later=_later(book, values, [(each.starts, each.values) for each in after]),
    )


def _later(
    book: Book, values: dict[str, Any], after: Iterable[tuple[date, dict[str, Any]]]
) -> list[Later]:
    found = []
    for starts, theirs in after:
        found.append(Later(starts, differences(book, values, theirs)))
        values = theirs
    return found


def _of_reception(
    since: date, old: Values, new: Values, at: datetime
) -> tuple[list[MonthShift], list[Key]]:
    """The months of use whose days change, and those whose rounds keep them."""
    today = clock.day(at)
    known = bookings.rules(today).opening
    months = _months(today, since)
    coming = _made_by_then(months, _opening(known, old), since, at)
    known = replace(known, rounds=(*known.rounds, *coming))
    before, after = _opening(known, old), _opening(known, new)
    if before == after:
        return [], []
    shifts = [shift for month in months for shift in _of_month(month, before, after, since)]
    running = [*(each for each in known.rounds if not each.finished), *coming]
    kept = {(each.month, Klass(each.klass)) for each in running}
    return shifts, [(month, klass) for month in months for klass in Klass if (month, klass) in kept]


def _made_by_then(
    months: Iterable[date], rule: OpeningRule, since: date, at: datetime
) -> list[DrawDates]:
    """抽選日程 of the rounds that will be made until ``since``, by the figures of before."""
    fixed = {(each.month, each.klass) for each in rule.rounds}
    ahead = timedelta(days=lottery.rules(clock.day(at)).made_days_ahead)
    wanted = [(month, klass) for month in months for klass in Klass if (month, klass) not in fixed]
    dates = [draw_dates(month, klass, rule) for month, klass in wanted]
    return [
        each
        for each in dates
        if each.closes_at > at and clock.day(each.entries_from) - ahead < since
    ]


def _of_month(
    month: date, before: OpeningRule, after: OpeningRule, since: date
) -> list[MonthShift]:
    dates = [(draw_dates(month, klass, before), draw_dates(month, klass, after)) for klass in Klass]
    found = [shift for old, new in dates if (shift := _shift(old, new, since))]
    return found or _until(month, before, after, since)


def _shift(before: DrawDates, after: DrawDates, since: date) -> MonthShift | None:
    """What becomes of a month that no round keeps; other hours of the same draw are no shift."""
    moment = clock.at_time(since, time())
    first, then = before.closes_at, after.closes_at
    if first == then or max(first, then) <= moment:
        return None
    if first <= moment:
        first, then, shift = before.web_from, after.web_from, Shift.RUNNING
    else:
        shift = Shift.MISSED if then <= moment else Shift.MOVED
    return MonthShift(before.month, before.klass, shift, first, then)


def _until(month: date, before: OpeningRule, after: OpeningRule, since: date) -> list[MonthShift]:
    """区民だけの受付の終わり, where it moves for a month that is open to residents then."""
    moment = clock.at_time(since, time())
    opens = draw_dates(month, Klass.RESIDENTS, before).web_from
    old, new = (use_month(month, each).residents_only_until for each in (before, after))
    if old == new or not opens <= moment < max(old, new):
        return []
    return [MonthShift(month, Klass.RESIDENTS, Shift.UNTIL, old, new)]


def _opening(known: OpeningRule, values: Values) -> OpeningRule:
    return replace(known, **{name: values[name] for name in OPENING})


def _months(today: date, since: date) -> list[date]:
    """The months of use that somebody can still book for on that day."""
    first = max(month_start(today), month_start(since))
    return [add_months(first, n) for n in range(MONTHS)]


def _unfinished() -> list[Key]:
    """抽選回 that are not finished: they keep their rules."""
    found = lottery.rounds().filter(dates__finished_at=None)
    return [(each.dates.use_month, Klass(each.dates.klass)) for each in found]
