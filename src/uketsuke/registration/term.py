"""登録の有効期間: until when a registration holds, and when its end is told. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Term:
    """有効期間の決まり in force; days are before the end."""

    years: int
    ends_month: int
    ends_day: int
    renew_days: int
    first_days: int
    last_days: int


def end(term: Term, start: date) -> date:
    """有効期限 of a registration that begins on ``start``.

    Where the year has no such day (29 February) it is the last one of that month.
    """
    year, month = start.year + term.years, term.ends_month
    try:
        return date(year, month, term.ends_day)
    except ValueError:
        return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def renewed(term: Term, old: date, today: date) -> date:
    """更新後の有効期限: who renews early loses nothing of the old term."""
    return end(term, max(old, today))


def renewable_from(term: Term, until: date) -> date:
    """更新できる最初の日."""
    return until - timedelta(days=term.renew_days)


def to_tell(term: Term, until: date, today: date) -> int:
    """期限のお知らせ: which of the two is due now, by its days before the end; 0: none."""
    left = (until - today).days
    if left < 0 or left > term.first_days:
        return 0
    return term.last_days if left <= term.last_days else term.first_days
