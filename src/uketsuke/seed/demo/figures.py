"""規則の見本: a change that is decided for the coming year, and one that waits for its approval."""

from datetime import date, datetime
from typing import Any
from uuid import uuid5

from uketsuke.kernel import clock
from uketsuke.rulebook import actions, queries
from uketsuke.rulebook.actions import Wanted
from uketsuke.rulebook.books import BOOKS
from uketsuke.rulebook.models import Change
from uketsuke.seed.demo.actors import SECOND, WARD
from uketsuke.seed.demo.past import SPACE

APRIL = 4


def change(now: datetime) -> None:
    """Both from the first of April that comes."""
    made = _propose("day", {"late_minutes": 15}, "窓口の申し合わせ（見本）", now)
    actions.approve(made.pk, by=SECOND, at=now)
    _propose("waiting", {"offer_hours": 36}, "利用者の声による（見本）", now)


def _propose(code: str, figures: dict[str, Any], reason: str, now: datetime) -> Change:
    since = _coming_april(clock.day(now))
    values = queries.values_on(BOOKS[code], since) | figures
    wanted = Wanted(code, since, values, reason)
    return actions.propose(wanted, uuid5(SPACE, f"rules-{code}"), by=WARD, at=now)


def _coming_april(today: date) -> date:
    """The first day of the next 年度."""
    return date(today.year + (today.month >= APRIL), APRIL, 1)
