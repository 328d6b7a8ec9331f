"""抽選日のこよみ: the draws of the coming months, as the rule and the rounds have them."""

from datetime import datetime
from typing import Any

from uketsuke.bookings.opening import (
    JANUARY,
    LABELS,
    OpeningRule,
    UseMonth,
    phase,
    use_month,
)
from uketsuke.bookings.reception import WEB
from uketsuke.kernel import clock
from uketsuke.kernel.calendar import WEEKDAYS, add_months, month_start, wareki_year

MONTHS_OF_LOTTERY = 8


def calendar(at: datetime, rule: OpeningRule) -> dict[str, Any]:
    """``months`` with their draws, and the rule of the draw day in its own figures."""
    return {"months": _draws(at, rule)} | _rule(rule)


def _draws(at: datetime, rule: OpeningRule) -> list[dict[str, Any]]:
    """The coming months of use with their draws and how far reception has come."""
    today = clock.day(at)
    first = add_months(month_start(today), rule.others_months)
    months = [use_month(add_months(first, n), rule) for n in range(MONTHS_OF_LOTTERY)]
    return [_draw(days, at, rule) for days in months if days.others_draw >= today]


def _draw(days: UseMonth, at: datetime, rule: OpeningRule) -> dict[str, Any]:
    now = phase(days.use_month, at, rule, WEB)
    return {"days": days, "wareki": wareki_year(days.use_month), "now": LABELS[now.kind]}


def _rule(rule: OpeningRule) -> dict[str, Any]:
    """抽選日のきまり in the rules' own figures."""
    return {
        "nth": rule.draw_nth,
        "january_nth": rule.january_nth,
        "january": JANUARY,
        "weekday": WEEKDAYS[rule.draw_weekday],
    }
