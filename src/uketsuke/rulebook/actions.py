"""規則の変更: proposed by one person, in the book with the word of another, from a day to come.

What is in force or past is never changed; a row that is still to come may be replaced by a later
change for the same day.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction

from uketsuke.audit.actions import record
from uketsuke.kernel import clock, proposals, revision
from uketsuke.kernel.actors import Actor, Who
from uketsuke.kernel.refusals import Refusal, refuse_if
from uketsuke.rulebook import queries
from uketsuke.rulebook.books import BOOKS
from uketsuke.rulebook.figures import Book, as_stored, as_values, faults
from uketsuke.rulebook.models import Change

DECIDING = frozenset({Who.MANAGER, Who.WARD})


@dataclass(frozen=True, slots=True)
class Wanted:
    """変更の内容: all figures of the book ``code`` from that day on, and why."""

    code: str
    in_force_from: date
    values: dict[str, Any]
    reason: str


@transaction.atomic(durable=True)
def propose(wanted: Wanted, token: UUID, *, by: Actor, at: datetime) -> Change:
    """規則の変更の起案. Sent twice it is one. Raises Refusal ``rulebook.*``."""
    if made := Change.objects.filter(token=token).first():
        return made
    book = BOOKS[wanted.code]
    check(wanted, by=by, at=at)
    try:
        with transaction.atomic():
            made = Change.objects.create(
                code=book.code,
                in_force_from=wanted.in_force_from,
                values=as_stored(book, wanted.values),
                before=as_stored(book, queries.values_on(book, wanted.in_force_from)),
                reason=wanted.reason,
                token=token,
                proposed_by=by.name,
                proposed_at=at,
            )
    except IntegrityError as error:
        raise Refusal("rulebook.waiting", label=book.label) from error
    record("rulebook.propose", made, by=by, at=at, why=made.reason, **_facts(made))
    return made


def check(wanted: Wanted, *, by: Actor, at: datetime) -> None:
    """起案できるか: raises all that speaks against it; nothing is stored.

    Refusal ``rulebook.not_yours``, ``.one_hall``, ``.past``, ``.waiting``, ``.same`` or what is
    wrong with the figures (``figures.faults``).
    """
    book = BOOKS[wanted.code]
    _refuse_others(by)
    if wanted.in_force_from <= clock.day(at):
        raise Refusal("rulebook.past", date=wanted.in_force_from)
    refuse_if(faults(book, wanted.values))
    if book.code in queries.waiting():
        raise Refusal("rulebook.waiting", label=book.label)
    if wanted.values == queries.values_on(book, wanted.in_force_from):
        raise Refusal("rulebook.same", date=wanted.in_force_from)
    _row(book, wanted.in_force_from, wanted.values)


@transaction.atomic(durable=True)
def approve(change_id: int, *, by: Actor, at: datetime) -> Change:
    """規則の変更の承認 by another person: its row is in the book. Raises Refusal
    ``rulebook.decided``, ``.same_person``, ``.too_late``, ``.meanwhile`` or as ``check`` does."""
    found, day = _locked(change_id), clock.day(at)
    _refuse_others(by)
    if not proposals.is_new(
        found, by, decided=_decided(found), own=Refusal("rulebook.same_person")
    ):
        return found
    if found.in_force_from <= day:
        raise Refusal("rulebook.too_late", date=found.in_force_from)
    book = BOOKS[found.code]
    values = as_values(book, found.values)
    if as_values(book, found.before) != queries.values_on(book, found.in_force_from):
        raise Refusal("rulebook.meanwhile", date=found.in_force_from)
    refuse_if(faults(book, values))
    _row(book, found.in_force_from, values).save()
    proposals.approve(found, by=by, at=at)
    revision.changed()
    record("rulebook.approve", found, by=by, at=at, **_facts(found))
    return found


@transaction.atomic(durable=True)
def withdraw(change_id: int, *, by: Actor, at: datetime) -> Change:
    """変更案の取下げ. Raises Refusal ``rulebook.decided``, ``.not_yours`` or ``.one_hall``."""
    found = _locked(change_id)
    _refuse_others(by)
    if proposals.withdraw(found, decided=_decided(found)):
        record("rulebook.withdraw", found, by=by, at=at, code=found.code)
    return found


def may_decide(by: Actor) -> bool:
    """規則を変えられる人: the ward, and managers of all halls. One hall's manager decides nothing
    that holds for the others."""
    return by.who in DECIDING and not by.hall


def _refuse_others(by: Actor) -> None:
    if by.who not in DECIDING:
        raise Refusal("rulebook.not_yours")
    if by.hall:
        raise Refusal("rulebook.one_hall")


def _decided(change: Change) -> Refusal:
    return Refusal("rulebook.decided", state=change.get_state_display())


def _row(book: Book, on: date, values: dict[str, Any]) -> models.Model:
    """The row of that day with these figures, not saved; looked at as the database will."""
    model = queries.model_of(book)
    row: models.Model = model.objects.filter(in_force_from=on).first() or model(in_force_from=on)
    for name, value in values.items():
        setattr(row, name, value)
    try:
        row.full_clean()
    except ValidationError as error:
        raise Refusal("rulebook.unfit", why=" ".join(error.messages)) from error
    return row


def _locked(change_id: int) -> Change:
    return Change.objects.select_for_update().get(pk=change_id)


def _facts(change: Change) -> dict[str, Any]:
    """何をいつから: the figures that differ, as they were and as they will be."""
    changed = {
        name: [change.before[name], value]
        for name, value in change.values.items()
        if change.before[name] != value
    }
    since = change.in_force_from.isoformat()
    return {"code": change.code, "since": since, "changed": changed}
