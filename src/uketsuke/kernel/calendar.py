"""暦: national holidays, 和暦, fiscal years, and months as the halls count them.

Holidays are computed by 国民の祝日に関する法律, with 振替休日 and 国民の休日. The two equinox days
become official only a year ahead.
"""

from calendar import monthrange
from datetime import date, timedelta
from functools import lru_cache

import jpholiday

WEEKDAYS = "月火水木金土日"
SATURDAY = 5

# The first day of each era, the newest first.
_ERAS = (
    ("令和", date(2019, 5, 1)),
    ("平成", date(1989, 1, 8)),
    ("昭和", date(1926, 12, 25)),
    ("大正", date(1912, 7, 30)),
    ("明治", date(1868, 10, 23)),
)


@lru_cache(maxsize=4096)
def holiday_name(day: date) -> str | None:
    """祝日名: its name (振替休日 and 国民の休日 among them), None on every other day."""
    name: str | None = jpholiday.is_holiday_name(day)
    return name and name.split()[-1]  # it says 憲法記念日 振替休日


def is_holiday(day: date) -> bool:
    """祝日: a national, substitute or 国民の休日 holiday."""
    return holiday_name(day) is not None


def is_weekend_or_holiday(day: date) -> bool:
    """土日休日: Saturday, Sunday or national holiday."""
    return day.weekday() >= SATURDAY or is_holiday(day)


def wareki_year(day: date) -> str:
    """和暦の年: ``令和8年``, the first year of an era ``令和元年``; before 明治 ``西暦1867年``."""
    for era, first in _ERAS:
        if day >= first:
            return f"{era}{_era_number(day.year - first.year + 1)}年"
    return f"西暦{day.year}年"


def wareki(day: date) -> str:
    """和暦: ``令和8年11月23日``."""
    return f"{wareki_year(day)}{day.month}月{day.day}日"


def weekday_ja(day: date) -> str:
    """曜日: ``月``."""
    return WEEKDAYS[day.weekday()]


def date_ja(day: date) -> str:
    """日付の表示: ``2026年11月23日（月）``."""
    return f"{day.year}年{day.month}月{day.day}日（{weekday_ja(day)}）"


def fiscal_year(day: date) -> int:
    """年度: the western year in which the fiscal year of ``day`` began (April to March)."""
    return day.year if day.month >= 4 else day.year - 1


def fiscal_year_ja(year: int) -> str:
    """年度の表示: ``令和8年度`` of the fiscal year that begins in April of ``year``."""
    # In May, so that 2019 is 令和元年度 as a whole, the name used for it since the change of era.
    return f"{wareki_year(date(year, 5, 1))}度"


def month_start(day: date) -> date:
    """月初: the first of the month of ``day``."""
    return day.replace(day=1)


def add_months(month_start: date, n: int) -> date:
    """月の加算: the first of the month ``n`` months after (negative: before) that month."""
    months = month_start.year * 12 + month_start.month - 1 + n
    return date(months // 12, months % 12 + 1, 1)


def days_of_month(month_start: date) -> list[date]:
    """月の日: every day of that month, in order."""
    _, length = monthrange(month_start.year, month_start.month)
    return [month_start.replace(day=number) for number in range(1, length + 1)]


def nth_weekday(month_start: date, n: int, weekday: int) -> date:
    """第n曜日: the ``n``-th (from 1) ``weekday`` (Monday is 0) counted from the first of a month.

    A fifth one that a month does not have falls into the next month.
    """
    first = month_start.replace(day=1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (n - 1))


def _era_number(number: int) -> str:
    return "元" if number == 1 else str(number)
