"""言葉で: days, hours, money and lists, in the language of the page (``kernel/languages.py``)."""

from collections.abc import Iterable
from datetime import date, datetime, time

from django.utils.translation import get_language

from uketsuke.kernel import languages


def _now() -> str:
    return get_language() or languages.JAPANESE


def weekday(day: date) -> str:
    """土."""
    return languages.weekday(day, _now())


def day_of_month(day: date) -> str:
    """10日."""
    return languages.day_of_month(day, _now())


def short_day(day: date) -> str:
    """4月10日."""
    return languages.short_day(day, _now())


def day_and_weekday(day: date) -> str:
    """4月10日（土）."""
    return languages.day_and_weekday(day, _now())


def date_and_weekday(day: date) -> str:
    """2027年4月10日（土）."""
    return languages.date_and_weekday(day, _now())


def month(day: date) -> str:
    """2027年4月."""
    return languages.month(day, _now())


def month_alone(day: date) -> str:
    """4月."""
    return languages.month_alone(day, _now())


def era_year(day: date) -> str:
    """令和9年."""
    return languages.era_year(day, _now())


def era_date(day: date) -> str:
    """令和9年4月10日."""
    return languages.era_date(day, _now())


def day_and_time(at: datetime) -> str:
    """10月7日（水）9:00."""
    return languages.day_and_time(at, _now())


def date_and_time(at: datetime) -> str:
    """2027年10月8日（金）9:00."""
    return languages.date_and_time(at, _now())


def hours(starts: time, ends: time) -> str:
    """9〜12時, 9:00–12:00."""
    return languages.hours(starts, ends, _now())


def yen(amount: int) -> str:
    """12,000円."""
    return languages.yen(amount, _now())


def ordinal(number: int) -> str:
    """第 is said by the sentence around it; 1st."""
    return languages.ordinal(number, _now())


def listed(words: Iterable[str]) -> str:
    """「A、B」."""
    return languages.listed(words, _now())


def joined(words: Iterable[str]) -> str:
    """「午前・午後」."""
    return languages.joined(words, _now())
