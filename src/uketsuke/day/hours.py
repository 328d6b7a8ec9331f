"""当日の時刻: late, over time, and what may be written down. Pure: moments in, answers out."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from uketsuke.kernel import clock
from uketsuke.kernel.refusals import Refusal

HOUR = timedelta(hours=1)
AHEAD = timedelta(minutes=5)  # clocks differ a little: that much is not the future
EARLY = timedelta(hours=12)  # nobody comes earlier than that before her time


class Stage(StrEnum):
    """当日の段階 of one booking."""

    TENTATIVE = "tentative"  # not approved
    AWAITED = "awaited"
    LATE = "late"
    CALLED = "called"  # late, and has said so
    INSIDE = "inside"
    OVER = "over"  # still there after the end
    GONE = "gone"
    NO_SHOW = "no_show"
    OPEN = "open"  # her time is over and nothing was written down


@dataclass(frozen=True, slots=True)
class Happened:
    """当日の記録 as a value; None: not written down."""

    expected: datetime | None = None
    arrived: datetime | None = None
    left: datetime | None = None
    visitors: int | None = None

    @property
    def is_empty(self) -> bool:
        return self == Happened()


@dataclass(frozen=True, slots=True)
class Span:
    """利用時間: from the start of the first slot to the end of the last."""

    starts: datetime
    ends: datetime


def span(on: date, hours: list[tuple[time, time]]) -> Span:
    """The span of a use on that day; ``hours`` as ``RoomFacts.hours`` gives them."""
    return Span(clock.at_time(on, hours[0][0]), clock.at_time(on, hours[-1][1]))


def moment(on: date, written: time, after: datetime | None = None) -> datetime:
    """書かれた時刻: that time of the day ``on``; before ``after`` it is meant for the night that
    follows (0:20 after a use that ended at 22:00)."""
    at = clock.at_time(on, written)
    if after is not None and at < after and written < time(6):
        return clock.at_time(on + timedelta(days=1), written)
    return at


def late_by(starts: datetime, arrived: datetime, minutes: int) -> int:
    """遅れ in whole minutes; 0 within the ``minutes`` that do not count."""
    late = arrived - starts
    return int(late / timedelta(minutes=1)) if late > timedelta(minutes=minutes) else 0


def overtime(ends: datetime, left: datetime, minutes: int) -> int:
    """超過 in hours, each hour that has begun counts; 0 within the ``minutes`` that do not.

    源: facts 2.5 [A].
    """
    over = left - ends
    return -(-over // HOUR) if over > timedelta(minutes=minutes) else 0


def stage(state: str, happened: Happened, use: Span, at: datetime, late_minutes: int) -> Stage:
    """当日の段階 at the moment ``at`` of a booking in ``state``."""
    if state == "no_show":
        return Stage.NO_SHOW
    if state == "tentative":
        return Stage.TENTATIVE
    if happened.left or (happened.arrived and state == "used"):
        return Stage.GONE
    if happened.arrived:
        return Stage.OVER if at > use.ends else Stage.INSIDE
    if state == "used":
        return Stage.GONE
    if at > use.ends:
        return Stage.OPEN
    if happened.expected:
        return Stage.CALLED
    return Stage.LATE if late_by(use.starts, at, late_minutes) else Stage.AWAITED


def objections(happened: Happened, use: Span, at: datetime) -> Iterator[Refusal]:
    """書けない理由: what of ``happened`` cannot be true at the moment ``at``."""
    if happened.left and not happened.arrived:
        yield Refusal("day.not_arrived")
    for written in (happened.arrived, happened.left):
        if written and written > at + AHEAD:
            yield Refusal("day.future", written=written)
    if happened.arrived and not use.starts - EARLY <= happened.arrived <= use.ends + EARLY:
        yield Refusal("day.another_day", written=happened.arrived)
    if happened.arrived and happened.left and happened.left < happened.arrived:
        yield Refusal("day.left_before", arrived=happened.arrived, left=happened.left)


def no_show_from(starts: datetime, minutes: int) -> datetime:
    """無断不使用を記録できる時刻."""
    return starts + timedelta(minutes=minutes)
