"""延びる期限: no deadline passes because we were down. Pure: times in, times out.

A deadline is a moment before which one must be in time; a last day ends at its midnight. An outage
counts when it lasted some minutes and touched the last hours before the deadline: then the time
lost there is given back, and after its end there is always some time left.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from uketsuke.kernel import clock

A_DAY = timedelta(days=1)
FURTHEST = 60  # days that a last day is looked for on
AN_INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """停止していた間: from ``start`` until before ``end`` (aware)."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Rule:
    """延長の規則: shorter outages than ``least`` do not count; ``window``: how long before a
    deadline people are busy with it; ``grace``: what is left at least after the end."""

    least: timedelta = timedelta(minutes=10)
    window: timedelta = timedelta(hours=24)
    grace: timedelta = timedelta(hours=1)


def deadline_after_outages(due: datetime, outages: Iterable[Span], rule: Rule) -> datetime:
    """延びた期限: ``due``, moved on by each outage that touched the last hours before it."""
    for outage in sorted(outages):
        if outage.end - outage.start < rule.least:
            continue
        if outage.end <= due - rule.window or outage.start >= due:
            continue
        lost = outage.end - max(outage.start, due - rule.window)
        due = max(due + lost, outage.end + rule.grace)
    return due


def last_day_after_outages(day: date, outages: Iterable[Span], rule: Rule) -> date:
    """延びた最終日: a last day stays one to its midnight, however little was lost."""
    ends = clock.at_time(day + A_DAY, time.min)
    moved = deadline_after_outages(ends, outages, rule)
    return clock.day(moved - AN_INSTANT)


def due_day_after_outages(
    day: date,
    outages: Iterable[Span],
    rule: Rule,
    latest: date,
    is_counter_day: Callable[[date], bool],
) -> date:
    """延びた納付・確認の期限: on a counter day, at the latest ``latest``; never earlier."""
    moved = last_day_after_outages(day, outages, rule)
    if moved == day:
        return day
    onwards = (moved + timedelta(n) for n in range(FURTHEST))
    found = next((each for each in onwards if is_counter_day(each)), moved)
    return max(day, min(found, latest))


def counted_day(at: datetime, outages: Iterable[Span], rule: Rule) -> date:
    """数える日: the day as which ``at`` counts for a rule of days before use.

    It is the earliest day that an outage has stretched until today: who could not come yesterday is
    not late today.
    """
    spans = tuple(outages)
    day = today = clock.day(at)
    reach = max(rule.window, rule.grace) + A_DAY  # nothing stretches a day further than this
    if not any(each.end > at - reach for each in spans):
        return today
    while last_day_after_outages(day - A_DAY, spans, rule) >= today:
        day -= A_DAY
    return day
