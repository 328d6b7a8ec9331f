"""保存期間の変更: proposed by one person, in force with the word of another; all of them stay."""

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from uketsuke.audit.actions import record
from uketsuke.kernel import proposals
from uketsuke.kernel.actors import Actor
from uketsuke.kernel.refusals import Refusal
from uketsuke.protection.models import Term
from uketsuke.protection.retention import queries
from uketsuke.protection.retention.terms import KINDS, LEAST, MOST


@dataclass(frozen=True, slots=True)
class Wanted:
    """保存期間の案: of which kind, how many days, by which rule (``official``: the ward's own)."""

    code: str
    days: int
    basis: str
    official: bool


@transaction.atomic(durable=True)
def propose(wanted: Wanted, *, by: Actor, at: datetime) -> Term:
    """保存期間の変更案. Sent twice it is one. Raises Refusal ``retention.days``, ``.same`` or
    ``.waiting``."""
    if wanted.code not in KINDS or not LEAST <= wanted.days <= MOST:
        raise Refusal("retention.days", least=LEAST, most=MOST)
    if found := queries.waiting().get(wanted.code):
        if (_of(found), found.proposed_by) == (wanted, by.name):
            return found
        raise Refusal("retention.waiting", label=KINDS[wanted.code].label)
    old = queries.in_force().get(wanted.code)
    if old and _of(old) == wanted:
        raise Refusal("retention.same")
    try:
        with transaction.atomic():
            made = Term.objects.create(
                code=wanted.code,
                days=wanted.days,
                basis=wanted.basis,
                official=wanted.official,
                proposed_by=by.name,
                proposed_at=at,
            )
    except IntegrityError as error:
        raise Refusal("retention.waiting", label=KINDS[wanted.code].label) from error
    before = old.days if old else 0
    record("retention.propose", made, by=by, at=at, code=made.code, days=made.days, before=before)
    return made


@transaction.atomic(durable=True)
def approve(term_id: int, *, by: Actor, at: datetime) -> Term:
    """保存期間の承認 by another person: in force at once. Raises Refusal ``retention.decided`` or
    ``.same_person``."""
    found = _locked(term_id)
    decided, own = Refusal("retention.decided"), Refusal("retention.same_person")
    if proposals.is_new(found, by, decided=decided, own=own):
        proposals.approve(found, by=by, at=at)
        record("retention.approve", found, by=by, at=at, code=found.code, days=found.days)
    return found


@transaction.atomic(durable=True)
def withdraw(term_id: int, *, by: Actor, at: datetime) -> Term:
    """変更案の取下げ. Raises Refusal ``retention.decided``."""
    found = _locked(term_id)
    if proposals.withdraw(found, decided=Refusal("retention.decided")):
        record("retention.withdraw", found, by=by, at=at, code=found.code)
    return found


def _of(term: Term) -> Wanted:
    return Wanted(term.code, term.days, term.basis, term.official)


def _locked(term_id: int) -> Term:
    return Term.objects.select_for_update().get(pk=term_id)
