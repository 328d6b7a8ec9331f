"""消去: proposed, approved by another person, carried out piece by piece, reported once.

What is due is asked anew for every piece, with the moment and the terms of the proposal: who was
killed half way goes on and comes to the same end. The running digest binds every row that went,
without showing it.
"""

import hashlib
from datetime import datetime, timedelta
from typing import Any

from django.core import serializers
from django.db import transaction
from django.db.models import QuerySet

from uketsuke.audit.actions import record
from uketsuke.kernel import clock, proposals, vault
from uketsuke.kernel.actors import Actor
from uketsuke.kernel.calendar import fiscal_year
from uketsuke.kernel.numbers import next_number
from uketsuke.kernel.refusals import Refusal
from uketsuke.protection.erasure.classes import CLASSES, RecordClass, survey
from uketsuke.protection.models import Erasure, ErasureState
from uketsuke.protection.retention import queries as retention

AT_ONCE = 50
PURPOSE = "erasure"


@transaction.atomic(durable=True)
def propose(*, by: Actor, at: datetime) -> Erasure:
    """消去の起案: what is past its term now. One at a time; asked again it is the same one.

    Raises Refusal ``erasure.nothing``.
    """
    if found := Erasure.objects.select_for_update().filter(state__in=ErasureState.open()).first():
        return found
    plan = [
        {
            "code": due.record.code,
            "label": due.label,
            "words": due.words,
            "days": due.days,
            "count": due.count,
            "oldest": due.oldest,
            "newest": due.newest,
            "kept": due.kept,
            "why": due.why,
        }
        for due in survey(at)
    ]
    if not any(each["count"] for each in plan):
        raise Refusal("erasure.nothing")
    made = Erasure.objects.create(plan=plan, proposed_by=by.name, proposed_at=at)
    record("erasure.propose", made, by=by, at=at, rows=sum(each["count"] for each in plan))
    return made


@transaction.atomic(durable=True)
def approve(erasure_id: int, *, by: Actor, at: datetime) -> Erasure:
    """消去の承認 by another person. Raises Refusal ``erasure.same_person`` or ``.decided``."""
    found = _locked(erasure_id)
    decided, own = Refusal("erasure.decided"), Refusal("erasure.same_person")
    if proposals.is_new(found, by, decided=decided, own=own):
        proposals.approve(found, by=by, at=at)
        record("erasure.approve", found, by=by, at=at)
    return found


@transaction.atomic(durable=True)
def withdraw(erasure_id: int, *, by: Actor, at: datetime) -> Erasure:
    """起案の取下げ, by whoever may propose or approve. Raises Refusal ``erasure.decided``."""
    found = _locked(erasure_id)
    if proposals.withdraw(found, decided=Refusal("erasure.decided")):
        record("erasure.withdraw", found, by=by, at=at)
    return found


@transaction.atomic(durable=True)
def carry_on(erasure_id: int, *, by: Actor, at: datetime, most: int = AT_ONCE) -> Erasure:
    """消去を進める: at most so many rows; with the last one comes the report. Done is done.

    Raises Refusal ``erasure.not_approved``.
    """
    found = _locked(erasure_id)
    if found.state == ErasureState.DONE:
        return found
    if found.state != ErasureState.APPROVED:
        raise Refusal("erasure.not_approved")
    gone = _erase_some(found, most)
    if not gone:
        _finish(found, at)
    found.save()
    record("erasure.carry_on", found, by=by, at=at, rows=gone, number=found.number or "")
    return found


def _erase_some(found: Erasure, most: int) -> int:
    """Rows of the first class of which some are left; how many went."""
    for record_class in CLASSES:
        rows = _rows(found, record_class).order_by("pk").values_list("pk", flat=True)
        some = list(rows[:most])
        if not some:
            continue
        for pk in some:
            _erase(found, record_class, pk)
        return len(some)
    return 0


def _rows(found: Erasure, record_class: RecordClass) -> QuerySet[Any]:
    """What is due by the term that was shown to who approved; 0 days: none was decided."""
    days = next((each["days"] for each in found.plan if each["code"] == record_class.code), 0)
    rows = record_class.due(found.proposed_at, timedelta(days=days))
    return rows if days else rows.none()


def _erase(found: Erasure, record_class: RecordClass, pk: int) -> None:
    model = _rows(found, record_class).model
    row = model._base_manager.select_for_update().get(pk=pk)  # noqa: SLF001 - of any model
    told = found.done.setdefault(record_class.code, {"count": 0, "digest": ""})
    told["count"] += 1
    told["digest"] = _digest(told["digest"], row)
    record_class.erase(row)


def _digest(before: str, row: Any) -> str:
    """A chain of what went: keyed, so that nobody can try out whether a certain row was in it."""
    shown = serializers.serialize("json", [row])
    token = vault.token(shown, PURPOSE)
    return hashlib.sha256(f"{before}|{token}".encode()).hexdigest()


def _finish(found: Erasure, at: datetime) -> None:
    """消去報告書: numbered without gaps, its words kept as they are."""
    year = fiscal_year(clock.day(at))
    found.number = f"ER-{year}-{next_number(f'erasure-{year}'):04d}"
    found.state, found.done_at = ErasureState.DONE, at
    kept = retention.of("backups")
    found.backups_until = at + kept if kept else None


def _locked(erasure_id: int) -> Erasure:
    return Erasure.objects.select_for_update().get(pk=erasure_id)
