"""規則を読む: what holds on a day, what is coming, what waits, and how it came about."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.apps import apps
from django.db import models

from uketsuke.kernel.proposals import ProposalState
from uketsuke.rulebook.books import BOOKS
from uketsuke.rulebook.figures import Book, Difference, as_values, differences
from uketsuke.rulebook.models import Change


@dataclass(frozen=True, slots=True)
class Period:
    """規則の一期間: from ``starts`` to ``ends`` (None: until further notice), what it changed of
    the one before, and the change it came from (None: it was there from the beginning)."""

    starts: date
    ends: date | None
    values: dict[str, Any]
    differences: list[Difference]
    change: Change | None


@dataclass(frozen=True, slots=True)
class Standing:
    """規則のいま: what holds today (None: nothing yet), what is coming, what waits."""

    book: Book
    today: Period | None
    coming: list[Period]
    waiting: Change | None
    periods: list[Period]


def model_of(book: Book) -> Any:
    """The model whose rows are this book."""
    return apps.get_model(book.model)


def values_of(book: Book, row: models.Model | None) -> dict[str, Any]:
    """数字 of one row; each is None where there is no row."""
    return {each.field: getattr(row, each.field, None) for each in book.figures}


def values_on(book: Book, on: date) -> dict[str, Any]:
    """その日の数字, as far as it is known today."""
    rows = model_of(book).objects.filter(in_force_from__lte=on)
    return values_of(book, rows.order_by("-in_force_from").first())


def waiting() -> dict[str, Change]:
    """承認を待つ変更案 by the code of the book."""
    return {each.code: each for each in Change.objects.filter(state=ProposalState.PROPOSED)}


def periods(book: Book) -> list[Period]:
    """これまでとこれから, the newest first. Two queries."""
    return _periods(book, _approved(code=book.code))


def standing(book: Book, today: date) -> Standing:
    """いま・これから・承認待ち of one book."""
    return _standing(book, periods(book), waiting().get(book.code), today)


def standings(today: date) -> list[Standing]:
    """All books, with a query for each and two more."""
    proposed, approved = waiting(), _approved()
    return [
        _standing(book, _periods(book, approved), proposed.get(code), today)
        for code, book in BOOKS.items()
    ]


def changes(book: Book) -> list[Change]:
    """起案された変更, the newest first."""
    return list(Change.objects.filter(code=book.code).order_by("-proposed_at", "-pk"))


def differences_of(change: Change) -> list[Difference]:
    """前と後 of a proposed change."""
    book = BOOKS[change.code]
    return differences(book, as_values(book, change.before), as_values(book, change.values))


def _standing(book: Book, known: list[Period], proposed: Change | None, today: date) -> Standing:
    now = next((each for each in known if each.starts <= today), None)
    coming = [each for each in reversed(known) if each.starts > today]
    return Standing(book, now, coming, proposed, known)


def _approved(**which: str) -> dict[tuple[str, date], Change]:
    """承認された変更 by the code of the book and the day: of each day the one approved last."""
    found = Change.objects.filter(state=ProposalState.APPROVED, **which)
    return {(each.code, each.in_force_from): each for each in found.order_by("approved_at", "pk")}


def _periods(book: Book, approved: dict[tuple[str, date], Change]) -> list[Period]:
    rows = list(model_of(book).objects.order_by("in_force_from"))
    found: list[Period] = []
    before: dict[str, Any] | None = None
    for row, after in zip(rows, [*rows[1:], None], strict=True):
        values = values_of(book, row)
        ends = after.in_force_from - timedelta(days=1) if after else None
        changed = differences(book, before, values) if before else []
        change = approved.get((book.code, row.in_force_from))
        found.append(Period(row.in_force_from, ends, values, changed, change))
        before = values
    return found[::-1]
