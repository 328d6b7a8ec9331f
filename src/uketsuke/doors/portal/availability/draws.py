"""抽選日のこよみ: the draws of the coming months, as the rule and the rounds have them."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from uketsuke.bookings import queries
from uketsuke.bookings.opening import (
    JANUARY,
    LABELS,
    Klass,
    OpeningRule,
    UseMonth,
    phase,
    use_month,
)
from uketsuke.bookings.reception import WEB
from uketsuke.doors.shared.words import written
from uketsuke.halls.spoken import named
from uketsuke.kernel import clock
from uketsuke.kernel.calendar import WEEKDAYS, add_months, month_start

MONTHS_OF_LOTTERY = 8


def calendar(at: datetime, rule: OpeningRule) -> dict[str, Any]:
    """``months`` with their draws, and the rule of the draw day in its own figures."""
    return {"months": _draws(at, rule)} | _rule(rule)


def open_for(days: Iterable[date], resident: bool | None, at: datetime) -> dict[date, str]:
    """受付中の抽選回 of the months of the days: its code by month, the one for this visitor.

    ``resident`` is None for somebody who has not logged in: she is led to the next draw.
    """
    months = {month_start(day) for day in days}
    found: dict[date, str] = {}
    for each in queries.rules(clock.day(at)).opening.rounds:
        if each.month not in months or not each.entries_from <= at < each.closes_at:
            continue
        if resident is not False or each.klass == Klass.OTHERS:
            found[each.month] = f"{each.month:%Y-%m}-{each.klass}"
    return found


def _draws(at: datetime, rule: OpeningRule) -> list[dict[str, Any]]:
    """The coming months of use with their draws and how far reception has come."""
    today = clock.day(at)
    first = add_months(month_start(today), rule.others_months)
    months = [use_month(add_months(first, n), rule) for n in range(MONTHS_OF_LOTTERY)]
    return [_draw(days, at, rule) for days in months if days.others_draw >= today]


def _draw(days: UseMonth, at: datetime, rule: OpeningRule) -> dict[str, Any]:
    now = phase(days.use_month, at, rule, WEB)
    return {
        "days": days,
        "wareki": written.era_year(days.use_month),
        "now": named(LABELS[now.kind]),
    }


def _rule(rule: OpeningRule) -> dict[str, Any]:
    """抽選日の決まり in the rules' own figures."""
    return {
        "nth": written.ordinal(rule.draw_nth),
        "january_nth": written.ordinal(rule.january_nth),
        "january": written.month_alone(date(1, JANUARY, 1)),
        "weekday": named(f"{WEEKDAYS[rule.draw_weekday]}曜日"),
    }
