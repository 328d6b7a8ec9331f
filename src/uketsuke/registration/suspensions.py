"""利用停止と異議: for a reason and a term, told to the group, who may appeal to another person.

What is booked already stays, can be paid, used and cancelled. 源: product.md R7.
"""

from datetime import date, datetime, timedelta

from django.db import transaction

from uketsuke.audit.actions import record
from uketsuke.groups.models import Group, GroupState
from uketsuke.kernel import clock
from uketsuke.kernel.actors import Actor
from uketsuke.kernel.refusals import Refusal
from uketsuke.notices import outbox
from uketsuke.registration.models import Ground, Suspension

LONGEST = timedelta(days=366)


@transaction.atomic(durable=True)
def suspend(
    group_id: int, ground: str, reason: str, until: date, *, by: Actor, at: datetime
) -> Suspension:
    """利用停止: from now until that day. Ordered again in the same words it is the same one.

    Raises Refusal ``suspension.term`` or ``.already``.
    """
    group = Group.objects.select_for_update().get(pk=group_id)
    if found := group.suspensions.filter(ended_at=None).first():
        if (found.ground, found.reason, found.until) == (ground, reason, until):
            return found
        raise Refusal("suspension.already", until=found.until)
    today = clock.day(at)
    if not today < until <= today + LONGEST:
        raise Refusal("suspension.term", last=today + LONGEST)
    made = Suspension.objects.create(
        group=group,
        ground=Ground(ground),
        reason=reason,
        until=until,
        ordered_by=by.name,
        ordered_at=at,
    )
    _set(group, GroupState.SUSPENDED)
    facts = {"ground": str(Ground(ground).label), "reason": reason, "due": until.isoformat()}
    outbox.post("suspension.ordered", to=group, at=at, **facts)
    record("suspension.order", group, by=by, at=at, ground=ground)
    return made


@transaction.atomic(durable=True)
def appeal(suspension_id: int, text: str, *, by: Actor, at: datetime) -> Suspension:
    """異議の申立て by the group, or entered for it at the counter; once.

    Raises Refusal ``suspension.over`` or ``.appealed``.
    """
    found = _locked(suspension_id)
    if found.appeal == text:
        return found
    if found.ended_at:
        raise Refusal("suspension.over")
    if found.appealed_at:
        raise Refusal("suspension.appealed")
    found.appeal, found.appealed_at = text, at
    found.save()
    outbox.post("suspension.appealed", to=found.group, at=at)
    record("suspension.appeal", found.group, by=by, at=at)
    return found


@transaction.atomic(durable=True)
def uphold(suspension_id: int, decision: str, *, by: Actor, at: datetime) -> Suspension:
    """停止を続ける: the appeal is refused, by another person, with the reason.

    Raises Refusal ``suspension.same_person``, ``.over``, ``.no_appeal`` or ``.decided``.
    """
    found = _decidable(suspension_id, by)
    if not found.appealed_at:
        raise Refusal("suspension.no_appeal")
    if found.upheld is not None:
        raise Refusal("suspension.decided")
    _decide(found, decision, by, at, upheld=True)
    outbox.post("suspension.upheld", to=found.group, at=at, reason=decision)
    record("suspension.uphold", found.group, by=by, at=at)
    return found


@transaction.atomic(durable=True)
def lift(suspension_id: int, decision: str, *, by: Actor, at: datetime) -> Suspension:
    """停止を解く, by another person, with or without an appeal.

    Raises Refusal ``suspension.same_person`` or ``.over``.
    """
    found = _decidable(suspension_id, by)
    _decide(found, decision, by, at, upheld=False)
    _end(found, at)
    outbox.post("suspension.lifted", to=found.group, at=at, reason=decision)
    record("suspension.lift", found.group, by=by, at=at)
    return found


@transaction.atomic(durable=True)
def end(suspension_id: int, *, by: Actor, at: datetime) -> Suspension:
    """停止の終わり at its term; ended already is as good. Raises Refusal ``suspension.runs``."""
    found = _locked(suspension_id)
    if found.ended_at:
        return found
    if clock.day(at) <= found.until:
        raise Refusal("suspension.runs", until=found.until)
    _end(found, at)
    outbox.post("suspension.over", to=found.group, at=at)
    record("suspension.end", found.group, by=by, at=at)
    return found


def to_end(on: date) -> list[int]:
    """停止の期限が過ぎたもの."""
    over = Suspension.objects.filter(ended_at=None, until__lt=on)
    return list(over.order_by("pk").values_list("pk", flat=True))


def _decidable(suspension_id: int, by: Actor) -> Suspension:
    found = _locked(suspension_id)
    if found.ended_at:
        raise Refusal("suspension.over")
    if found.ordered_by == by.name:
        raise Refusal("suspension.same_person")
    return found


def _decide(found: Suspension, decision: str, by: Actor, at: datetime, *, upheld: bool) -> None:
    found.upheld, found.decision, found.decided_by, found.decided_at = upheld, decision, by.name, at
    found.save()


def _end(found: Suspension, at: datetime) -> None:
    found.ended_at = at
    found.save()
    if found.group.state == GroupState.SUSPENDED:  # not one that was closed meanwhile
        _set(found.group, GroupState.ACTIVE)


def _set(group: Group, state: GroupState) -> None:
    group.state = state
    group.save(update_fields=["state"])


def _locked(suspension_id: int) -> Suspension:
    """In everybody's order: the group first."""
    group = Group.objects.select_for_update().get(suspensions=suspension_id)
    found = Suspension.objects.select_for_update().get(pk=suspension_id)
    found.group = group
    return found
