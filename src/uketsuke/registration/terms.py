"""登録の更新と期限: told before, renewed at home or at the counter, lapsed where nobody renews.

A lapse stops new bookings and nothing else: what is booked stays, can be seen, paid, changed and
cancelled. 源: product.md R4.
"""

from dataclasses import astuple
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet, Subquery

from uketsuke.audit.actions import record
from uketsuke.groups import actions as groups
from uketsuke.groups.actions import Persons, Ruling
from uketsuke.groups.models import Eligibility, Group, GroupState
from uketsuke.kernel import clock
from uketsuke.kernel.actors import SYSTEM, Actor
from uketsuke.kernel.refusals import Refusal
from uketsuke.kernel.versions import figures, versions_of
from uketsuke.notices import outbox
from uketsuke.registration import steps, term
from uketsuke.registration.models import (
    OF_A_GROUP,
    Application,
    Kind,
    State,
    TermReminder,
    TermRules,
)
from uketsuke.registration.term import Term

LIVING = (GroupState.ACTIVE, GroupState.SUSPENDED)


_RULES = versions_of(TermRules, figures(Term))


def rules(on: date) -> Term:
    """有効期間の決まり in force on that day. Raises Refusal ``registration.no_rules``."""
    return _RULES.get(on, Refusal("registration.no_rules", on=on))


def first_end(at: datetime) -> date:
    """有効期限 of who is registered now."""
    today = clock.day(at)
    return term.end(rules(today), today)


def next_end(group: Group, at: datetime) -> date:
    """更新後の有効期限 if it were renewed now."""
    today = clock.day(at)
    return term.renewed(rules(today), group.valid_until, today)


def needs_papers(eligibility: str) -> bool:
    """Whether the class is decided from a paper each time."""
    return eligibility != Eligibility.OTHER


def renewable_from(group: Group, at: datetime) -> date:
    """更新の受付の初日 by the rules of today."""
    return term.renewable_from(rules(clock.day(at)), group.valid_until)


def may_renew(group: Group, at: datetime) -> bool:
    """更新できるか: near enough to the end, or after it, or told of it already."""
    if group.state == GroupState.CLOSED:
        return False
    today, opens = clock.day(at), renewable_from(group, at)
    return today >= opens or group.term_reminders.filter(valid_until=group.valid_until).exists()


@transaction.atomic(durable=True)
def renew(
    group_id: int,
    group_name: str,
    claimed: str,
    persons: Persons,
    token: UUID,
    *,
    by: Actor,
    at: datetime,
) -> Application:
    """更新の申請 by the group, which has confirmed its items.

    Where the class needs no paper and nothing has changed it is renewed at once, else when staff
    have seen the papers. Raises Refusal ``registration.renew_early``, ``.closed`` or
    ``.change_open``.
    """
    group = Group.objects.select_for_update().get(pk=group_id)
    if made := Application.objects.filter(token=token, group=group).first():
        return made
    _refuse_unless_due(group, at)
    same = group.name == group_name and _alike(groups.items_of(group), persons)
    at_once = same and not needs_papers(claimed) and group.eligibility == claimed
    application = steps.receive(
        Kind.RENEWAL, group, group_name, claimed, persons, token, by=by, at=at
    )
    record("registration.renew", application, by=by, at=at)
    if at_once:
        steps.decide(application, State.APPROVED, by=SYSTEM, at=at)
        extend(group, at=at)
    else:
        facts = {"number": application.number, "papers": needs_papers(claimed)}
        outbox.post("registration.renewal_received", to=group, at=at, **facts)
    return application


@transaction.atomic(durable=True)
def renew_at_counter(
    group_id: int, ruling: Ruling, token: UUID, *, by: Actor, at: datetime
) -> Application:
    """窓口での更新: the items are confirmed by word of mouth, the class from the paper seen.

    Raises Refusal as ``renew`` does, and ``registration.papers`` or ``.dates``.
    """
    group = Group.objects.select_for_update().get(pk=group_id)
    if made := Application.objects.filter(token=token, group=group).first():
        return made
    _refuse_unless_due(group, at)
    steps.check(ruling, at)
    persons = groups.items_of(group)
    application = steps.receive(
        Kind.RENEWAL, group, group.name, ruling.eligibility, persons, token, by=by, at=at
    )
    groups.rule(group, ruling, by=by, at=at)
    steps.decide(application, State.APPROVED, by=by, at=at, evidence=ruling.evidence)
    extend(group, at=at)
    record("registration.renew_at_counter", application, by=by, at=at, evidence=ruling.evidence)
    return application


def extend(group: Group, *, at: datetime) -> None:
    """有効期限を延ばす (step); who had lapsed may book again, who is suspended stays so."""
    group.valid_until = next_end(group, at)
    if group.state == GroupState.LAPSED:
        group.state = GroupState.ACTIVE
    group.save(update_fields=["valid_until", "state"])
    outbox.post("registration.renewed", to=group, at=at, valid_until=group.valid_until.isoformat())


@transaction.atomic(durable=True)
def remind(group_id: int, *, by: Actor, at: datetime) -> bool:
    """期限を知らせる, twice in a term. Returns whether it was told."""
    group, today = Group.objects.select_for_update().get(pk=group_id), clock.day(at)
    days = term.to_tell(rules(today), group.valid_until, today)
    told = group.term_reminders.filter(valid_until=group.valid_until, days__lte=days).exists()
    if not days or told or group.state not in LIVING or open_application(group):
        return False
    TermReminder.objects.create(group=group, valid_until=group.valid_until, days=days, at=at)
    facts = {"valid_until": group.valid_until.isoformat()}
    outbox.post(
        "registration.ends", to=group, at=at, papers=needs_papers(group.eligibility), **facts
    )
    record("registration.remind", group, by=by, at=at, days=days)
    return True


@transaction.atomic(durable=True)
def lapse(group_id: int, *, by: Actor, at: datetime) -> bool:
    """登録の期限切れ: no new bookings from now on; what is booked stays. Whether it lapsed."""
    group = Group.objects.select_for_update().get(pk=group_id)
    if group.state != GroupState.ACTIVE or group.valid_until >= clock.day(at):
        return False
    group.state = GroupState.LAPSED
    group.save(update_fields=["state"])
    facts = {"valid_until": group.valid_until.isoformat()}
    outbox.post("registration.lapsed", to=group, at=at, **facts)
    record("registration.lapse", group, by=by, at=at)
    return True


def to_lapse(on: date) -> list[int]:
    """期限の過ぎた利用者."""
    over = Group.objects.filter(state=GroupState.ACTIVE, valid_until__lt=on)
    return list(over.order_by("pk").values_list("pk", flat=True))


def to_remind(on: date) -> list[int]:
    """期限を知らせる利用者: near the end, not told of it yet and not renewing."""
    found = rules(on)
    last, first = on + timedelta(days=found.last_days), on + timedelta(days=found.first_days)
    near = ending(on, first).filter(state__in=LIVING).exclude(Exists(_open(OuterRef("pk"))))
    told = TermReminder.objects.filter(group=OuterRef("pk"), valid_until=OuterRef("valid_until"))
    untold = near.exclude(Exists(told.filter(days=found.last_days)))
    early = untold.filter(valid_until__gt=last).exclude(Exists(told))
    late = untold.filter(valid_until__lte=last)
    return sorted({*early.values_list("pk", flat=True), *late.values_list("pk", flat=True)})


def ending(first: date, last: date) -> QuerySet[Group]:
    """期限がその間にある利用者, the nearest first."""
    living = Group.objects.exclude(state=GroupState.CLOSED)
    return living.filter(valid_until__range=(first, last)).order_by("valid_until", "number")


def open_application(group: Group) -> Application | None:
    """The change or the renewal that staff have not decided yet."""
    return _open(group.pk).first()


def with_state(found: QuerySet[Group]) -> QuerySet[Group]:
    """The groups, each with the number of its renewal that waits (``renewing``) and when it was
    last told of the end (``told_at``)."""
    waiting = _open(OuterRef("pk")).filter(kind=Kind.RENEWAL)
    told = TermReminder.objects.filter(group=OuterRef("pk"), valid_until=OuterRef("valid_until"))
    return found.annotate(
        renewing=Subquery(waiting.values("number")[:1]),
        told_at=Subquery(told.order_by("-at").values("at")[:1]),
    )


def _open(group: Any) -> QuerySet[Application]:
    found = Application.objects.filter(group=group, kind__in=OF_A_GROUP, state=State.RECEIVED)
    return found.order_by("pk")


def _alike(before: Persons, wanted: Persons) -> bool:
    """Whether the same stands there; how wide a space is does not count."""
    one, other = (
        {role: [" ".join(text.split()) for text in astuple(items)] for role, items in each.items()}
        for each in (before, wanted)
    )
    return one == other


def _refuse_unless_due(group: Group, at: datetime) -> None:
    if group.state == GroupState.CLOSED:
        raise Refusal("registration.closed")
    if not may_renew(group, at):
        opens = renewable_from(group, at)
        raise Refusal("registration.renew_early", until=group.valid_until, opens=opens)
    if open_application(group):
        raise Refusal("registration.change_open")
