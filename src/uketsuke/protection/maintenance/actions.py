"""保守作業: applied for by who does it, approved by the ward, done in that time only, reported.

源: 資料50 事前に作業内容の報告を求め、区が承認した後に実施する [S].
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from uketsuke.audit.actions import record
from uketsuke.identity.models import Role, User
from uketsuke.kernel.actors import Actor
from uketsuke.kernel.numbers import random_number
from uketsuke.kernel.refusals import Refusal
from uketsuke.protection.models import Work, WorkState

LONGEST = timedelta(hours=8)
LONGEST_EMERGENCY = timedelta(hours=2)
AHEAD = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Plan:
    """作業の申請: what, with which data, from when until when. ``emergency``: at once."""

    what: str
    data: str
    starts: datetime
    ends: datetime
    emergency: bool = False


@transaction.atomic(durable=True)
def ask(plan: Plan, token: UUID, *, by: Actor, at: datetime) -> Work:
    """作業の申請 by whoever will do it. ``token`` sent again returns what it made.

    Raises Refusal ``work.past``, ``.too_long`` or ``.too_far``.
    """
    if made := Work.objects.filter(token=token).first():
        return made
    longest = LONGEST_EMERGENCY if plan.emergency else LONGEST
    if plan.ends <= max(plan.starts, at):
        raise Refusal("work.past")
    if plan.ends - plan.starts > longest:
        raise Refusal("work.too_long", hours=longest // timedelta(hours=1))
    if plan.starts > at + AHEAD:
        raise Refusal("work.too_far", days=AHEAD.days)
    made = Work.objects.create(
        number=random_number(),
        token=token,
        emergency=plan.emergency,
        who=by.name,
        what=plan.what,
        data=plan.data,
        starts=plan.starts,
        ends=plan.ends,
        asked_by=by.name,
        asked_at=at,
    )
    record("work.ask", made, by=by, at=at, emergency=plan.emergency)
    return made


@transaction.atomic(durable=True)
def approve(work_id: int, *, by: Actor, at: datetime) -> Work:
    """作業の承認, never by who asked. Approved again by the same it is as good.

    Raises Refusal ``work.same_person``, ``.decided`` or ``.over``.
    """
    work = _locked(work_id)
    if (work.state, work.decided_by) == (WorkState.APPROVED, by.name):
        return work
    _decidable(work, by)
    if work.ends <= at:
        raise Refusal("work.over")
    work.state, work.decided_by, work.decided_at = WorkState.APPROVED, by.name, at
    work.save()
    record("work.approve", work, by=by, at=at)
    return work


@transaction.atomic(durable=True)
def refuse(work_id: int, why: str, *, by: Actor, at: datetime) -> Work:
    """作業の不承認, and why. Raises Refusal ``work.same_person``, ``.decided`` or ``.why``."""
    work = _locked(work_id)
    if (work.state, work.decided_by) == (WorkState.REFUSED, by.name):
        return work
    _decidable(work, by)
    if not why:
        raise Refusal("work.why")
    work.state, work.decided_by, work.decided_at = WorkState.REFUSED, by.name, at
    work.why = why
    work.save()
    record("work.refuse", work, by=by, at=at)
    return work


@transaction.atomic(durable=True)
def stop(work_id: int, why: str, *, by: Actor, at: datetime) -> Work:
    """作業の中止 by the ward: the vendor is out at once. Raises Refusal ``work.decided``."""
    work = _locked(work_id)
    if work.state == WorkState.STOPPED:
        return work
    if work.state not in (WorkState.ASKED, WorkState.APPROVED):
        raise Refusal("work.decided")
    work.state, work.why = WorkState.STOPPED, why
    work.save()
    for user in User.objects.select_for_update().filter(login=work.who, role=Role.VENDOR):
        user.ended += 1
        user.save(update_fields=["ended"])
    record("work.stop", work, by=by, at=at)
    return work


@transaction.atomic(durable=True)
def report(work_id: int, text: str, *, by: Actor, at: datetime) -> Work:
    """完了報告: what was done; the work ends with it. Raises Refusal ``work.not_yours`` or
    ``.not_done``."""
    work = _locked(work_id)
    if work.who != by.name:
        raise Refusal("work.not_yours")
    if work.state == WorkState.REPORTED and work.report == text:
        return work
    if work.state not in (WorkState.APPROVED, WorkState.STOPPED) or work.starts > at:
        raise Refusal("work.not_done")
    work.state, work.report, work.reported_at = WorkState.REPORTED, text, at
    work.save()
    record("work.report", work, by=by, at=at)
    return work


@transaction.atomic(durable=True)
def read(work_id: int, *, by: Actor, at: datetime) -> Work:
    """完了報告の確認 by the ward. Raises Refusal ``work.not_reported``."""
    work = _locked(work_id)
    if work.state == WorkState.CLOSED:
        return work
    if work.state != WorkState.REPORTED:
        raise Refusal("work.not_reported")
    work.state, work.read_by, work.read_at = WorkState.CLOSED, by.name, at
    work.save()
    record("work.read", work, by=by, at=at)
    return work


def _locked(work_id: int) -> Work:
    return Work.objects.select_for_update().get(pk=work_id)


def _decidable(work: Work, by: Actor) -> None:
    if work.asked_by == by.name:
        raise Refusal("work.same_person")
    if work.state != WorkState.ASKED:
        raise Refusal("work.decided")
