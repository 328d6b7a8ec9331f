"""Builders of the rulebook: other figures from a day to come, by two persons."""

from datetime import date, datetime
from uuid import uuid4

from tests import make
from uketsuke.rulebook import actions, queries
from uketsuke.rulebook.actions import Wanted
from uketsuke.rulebook.books import BOOKS
from uketsuke.rulebook.models import Change


def changed(code: str, since: date, *, at: datetime = make.NOON, **figures: object) -> Change:
    """Other figures of that book from that day on, proposed by one and approved by another."""
    values = queries.values_on(BOOKS[code], since) | figures
    wanted = Wanted(code, since, values, "見本の改正")
    made = actions.propose(wanted, uuid4(), by=make.manager(), at=at)
    return actions.approve(made.pk, by=make.ward(), at=at)
