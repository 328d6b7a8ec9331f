"""受付開始: from when a month of use may be booked, in two monthly rounds.

Residents (and those a resident delegated) draw lots six months before the month of use, everybody
else five months before; after each draw what is left is first-come. Between the residents' draw
and 19:00 on the day before the others' draw, only residents book. 源: facts 3.1 [S], 3.2; the
hours after a draw and the length of the entry period are assumed [A].
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache

from uketsuke.kernel import clock
from uketsuke.kernel.calendar import add_months, is_holiday, nth_weekday
from uketsuke.kernel.clock import at_time

JANUARY = 1


class Channel(StrEnum):
    """受付方法: at the counter or on the web."""

    COUNTER = "counter"
    WEB = "web"


class Kind(StrEnum):
    """受付の段階 of a month of use, in the order in which they come."""

    BEFORE = "before"
    DRAW_RESIDENTS = "draw_residents"
    RESIDENTS = "residents"
    DRAW_OTHERS = "draw_others"
    OPEN = "open"


class Klass(StrEnum):
    """抽選の区分: residents and those a resident delegated, or everyone."""

    RESIDENTS = "residents"
    OTHERS = "others"


LABELS = {
    Kind.BEFORE: "受付前",
    Kind.DRAW_RESIDENTS: "抽選期間（区民）",
    Kind.RESIDENTS: "区民の先着受付",
    Kind.DRAW_OTHERS: "抽選期間（区民以外）",
    Kind.OPEN: "先着受付",
}


@dataclass(frozen=True, slots=True)
class DrawDates:
    """抽選日程 of one month and class: entries from and until, then first-come of what is left.

    ``finished``: the draw is over and its winners have their cells; before that nothing of the
    month is first-come, however late it gets.
    """

    month: date
    klass: Klass
    entries_from: datetime
    closes_at: datetime
    counter_from: datetime
    web_from: datetime
    finished: bool = True

    def first_come(self, channel: str) -> datetime:
        return self.counter_from if channel == Channel.COUNTER else self.web_from


@dataclass(frozen=True, slots=True)
class OpeningRule:
    """受付開始の規則: Monday is weekday 0; ``entry_days`` are days before a draw.

    ``rounds``: what has been fixed (or moved) for single months; the rule tells the others.
    """

    residents_months: int = 6
    others_months: int = 5
    draw_weekday: int = 2
    draw_nth: int = 1
    january_nth: int = 2
    residents_close: time = time(19)
    counter_opens: time = time(13)
    web_opens: time = time(9)
    entries_close: time = time(9)
    entry_days: int = 14
    window_minutes: int = 10
    rounds: tuple[DrawDates, ...] = ()


@dataclass(frozen=True, slots=True)
class UseMonth:
    """利用月: the days of its two draws, and until when only residents book it."""

    use_month: date
    residents_draw: date
    residents_only_until: datetime
    others_draw: date


@dataclass(frozen=True, slots=True)
class Phase:
    """受付の段階: ``until`` when it lasts (None: no end here), and from when each may book."""

    kind: Kind
    until: datetime | None
    residents_from: datetime
    others_from: datetime


def draw_day(month: date, rule: OpeningRule) -> date:
    """抽選日 in ``month``: the first Wednesday, in January the second; on a national holiday a
    week later."""
    nth = rule.january_nth if month.month == JANUARY else rule.draw_nth
    day = nth_weekday(month, nth, rule.draw_weekday)
    while is_holiday(day):
        day += timedelta(days=7)
    return day


def use_month(month: date, rule: OpeningRule) -> UseMonth:
    """利用月 of the first day ``month``, with its draws where they were moved to."""
    residents, others = (draw_dates(month, klass, rule) for klass in Klass)
    others_draw = clock.day(others.closes_at)
    return UseMonth(
        use_month=month,
        residents_draw=clock.day(residents.closes_at),
        residents_only_until=at_time(others_draw - timedelta(days=1), rule.residents_close),
        others_draw=others_draw,
    )


def draw_dates(month: date, klass: Klass, rule: OpeningRule) -> DrawDates:
    """抽選日程: as fixed for that month, else as the rule has it."""
    for fixed in rule.rounds:
        if (fixed.month, fixed.klass) == (month, klass):
            return fixed
    ahead = rule.residents_months if klass is Klass.RESIDENTS else rule.others_months
    return dates_of_draw(month, klass, draw_day(add_months(month, -ahead), rule), rule)


def dates_of_draw(month: date, klass: Klass, draw: date, rule: OpeningRule) -> DrawDates:
    """抽選日程 by the rule, when the draw is on the day ``draw``."""
    return DrawDates(
        month=month,
        klass=klass,
        entries_from=entries_from(draw, rule),
        closes_at=at_time(draw, rule.entries_close),
        counter_from=first_come_from(draw, rule, Channel.COUNTER),
        web_from=first_come_from(draw, rule, Channel.WEB),
    )


def entries_from(draw: date, rule: OpeningRule) -> datetime:
    """抽選申込の開始: entries for the draw on ``draw`` are taken from here until the draw.

    For the others' draw this lies within the residents' first-come, which goes on meanwhile.
    """
    return at_time(draw - timedelta(days=rule.entry_days), time(0))


def first_come_from(draw: date, rule: OpeningRule, channel: str) -> datetime:
    """先着受付の開始 after the draw on ``draw``: the counter on that day, the web on the next."""
    if channel == Channel.COUNTER:
        return at_time(draw, rule.counter_opens)
    return at_time(draw + timedelta(days=1), rule.web_opens)


def phase(month: date, at: datetime, rule: OpeningRule, channel: str) -> Phase:
    """受付の段階 of the month of use ``month`` at the moment ``at``; a phase ends just before its
    ``until``. A draw that is late goes on: its phase lasts beyond that moment."""
    found = phases(month, rule, channel)
    now = next(each for each in found if each.until is None or at < each.until)
    for klass, drawing in ((Klass.RESIDENTS, found[1]), (Klass.OTHERS, found[3])):
        if found.index(now) > found.index(drawing) and not draw_dates(month, klass, rule).finished:
            return drawing
    return now


@lru_cache(maxsize=1024)
def phases(month: date, rule: OpeningRule, channel: str) -> tuple[Phase, ...]:
    """受付の段階 of the month of use ``month``, all five in their order."""
    residents, others = (draw_dates(month, klass, rule) for klass in Klass)
    residents_from, others_from = residents.first_come(channel), others.first_come(channel)
    ends = (
        (Kind.BEFORE, residents.entries_from),
        (Kind.DRAW_RESIDENTS, residents_from),
        (Kind.RESIDENTS, use_month(month, rule).residents_only_until),
        (Kind.DRAW_OTHERS, others_from),
        (Kind.OPEN, None),
    )
    return tuple(Phase(kind, until, residents_from, others_from) for kind, until in ends)


def window_end(
    month: date, at: datetime, rule: OpeningRule, channel: str, resident: bool
) -> datetime | None:
    """受付開始の時間帯の終わり: in the first minutes of first-come nobody is served at once; what
    is asked for meanwhile is served afterwards in the order of lots. None: at any other time.

    When everybody may book, residents too wait: for them it is the same race.
    """
    now = phase(month, at, rule, channel)
    if not may_book(now, resident):
        return None
    for opened in (now.residents_from, now.others_from):
        end = opened + timedelta(minutes=rule.window_minutes)
        if opened <= at < end:
            return end
    return None


def may_book(phase: Phase, resident: bool) -> bool:
    """先着で申し込めるか: ``resident`` is True for residents and those a resident delegated."""
    return phase.kind == Kind.OPEN or (phase.kind == Kind.RESIDENTS and resident)
