"""空き枠の準備: when a cell that somebody gave back may be had again. Pure.

Who gives a cell back, and whoever she told, knows no more about that moment than anybody else:
it lies somewhere within bounds, drawn by lot, and in the hours in which people look.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from uketsuke.kernel import clock


@dataclass(frozen=True, slots=True)
class RestRule:
    """休ませる時間: at least and at most so many minutes; nothing becomes free before ``opens`` or
    from ``closes`` on."""

    from_minutes: int = 10
    to_minutes: int = 60
    opens: time = time(9)
    closes: time = time(20)


def rests_until(since: datetime, lot: float, rule: RestRule) -> datetime:
    """空く時刻 of what rests from ``since`` on; ``lot`` (0 to below 1) chooses within the bounds.

    What is given back at night, or would fall into it, is free so long after ``opens`` of the
    next morning.
    """
    rest, morning = timedelta(seconds=_seconds(rule, lot)), _morning(since, rule)
    by_day = _is_day(since, rule) and _is_day(since + rest, rule)
    return (since if by_day else morning) + rest


def _is_day(moment: datetime, rule: RestRule) -> bool:
    return rule.opens <= moment.astimezone(clock.TOKYO).time() < rule.closes


def _seconds(rule: RestRule, lot: float) -> int:
    least, most = rule.from_minutes * 60, rule.to_minutes * 60
    return least + int((most - least) * lot)


def _morning(since: datetime, rule: RestRule) -> datetime:
    """The next moment at which the day opens, after ``since``."""
    today = clock.day(since)
    opens = clock.at_time(today, rule.opens)
    return opens if since < opens else clock.at_time(today + timedelta(days=1), rule.opens)
