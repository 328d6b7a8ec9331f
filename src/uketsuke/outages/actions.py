"""停止を記録する: measured by the worker, or entered by staff and confirmed by another."""

from datetime import datetime
from uuid import UUID, uuid5

from django.db import transaction

from uketsuke.audit.actions import record
from uketsuke.kernel import clock, heartbeat, revision
from uketsuke.kernel.actors import Actor
from uketsuke.kernel.models import Heartbeat
from uketsuke.kernel.refusals import Refusal
from uketsuke.outages import queries
from uketsuke.outages.models import Move, Outage

MEASURED = UUID("7f0e3c52-5a0b-4a53-9d0a-6f2f6b1f8a11")
REASON = "システムが応答していませんでした（自動の計測）"


@transaction.atomic(durable=True)
def seen(*, by: Actor, at: datetime) -> Outage | None:
    """応答を確かめた: people can reach us now. Where that was long ago, it was an outage."""
    last = Heartbeat.objects.select_for_update().filter(name=queries.WEB).first()
    made = None
    if last and at - last.at >= queries.rule(clock.day(at)).least:
        made, new = Outage.objects.get_or_create(
            token=uuid5(MEASURED, last.at.isoformat()),
            defaults={
                "starts_at": last.at,
                "ends_at": at,
                "reason": REASON,
                "entered_at": at,
                "confirmed_at": at,
            },
        )
        if new:
            revision.changed()
            record("outages.measure", made, by=by, at=at, start=last.at.isoformat())
    heartbeat.beat(queries.WEB, at)
    return made


@transaction.atomic(durable=True)
def enter(
    start: datetime, end: datetime, reason: str, token: UUID, *, by: Actor, at: datetime
) -> Outage:
    """停止の記入. Sent again it has one effect. Raises Refusal ``outages.*``."""
    if made := Outage.objects.filter(token=token).first():
        return made
    if end <= start:
        raise Refusal("outages.order")
    if end > at:
        raise Refusal("outages.future")
    if end - start < queries.rule(clock.day(at)).least:
        least = queries.rule(clock.day(at)).least
        raise Refusal("outages.short", minutes=int(least.total_seconds() // 60))
    made = Outage.objects.create(
        starts_at=start, ends_at=end, reason=reason, token=token, entered_by=by.name, entered_at=at
    )
    record("outages.enter", made, by=by, at=at, why=reason, start=start.isoformat())
    return made


@transaction.atomic(durable=True)
def confirm(outage_id: int, *, by: Actor, at: datetime) -> Outage:
    """停止の確認, by a second person: from now on it counts. Raises Refusal ``outages.*``."""
    found = _open(outage_id)
    if found.entered_by == by.name:
        raise Refusal("outages.same_person")
    found.confirmed_by, found.confirmed_at = by.name, at
    found.save(update_fields=["confirmed_by", "confirmed_at"])
    revision.changed()
    record("outages.confirm", found, by=by, at=at)
    return found


@transaction.atomic(durable=True)
def withdraw(outage_id: int, *, by: Actor, at: datetime) -> Outage:
    """停止の取下げ: it was none. Raises Refusal ``outages.decided``."""
    found = _open(outage_id)
    found.withdrawn_at = at
    found.save(update_fields=["withdrawn_at"])
    record("outages.withdraw", found, by=by, at=at)
    return found


@transaction.atomic(durable=True)
def applied(outage_id: int, *, by: Actor, at: datetime) -> Outage:
    """延長の終わり: every deadline that fell into it has moved."""
    found = Outage.objects.select_for_update().get(pk=outage_id)
    if found.applied_at is None:
        found.applied_at = at
        found.save(update_fields=["applied_at"])
        record("outages.apply", found, by=by, at=at, moved=found.moves.count())
    return found


def note_move(outage: Outage, kind: str, subject: str, old: str, new: str, at: datetime) -> None:
    """延長を書く (step): the unique key says that nothing moves twice for one outage."""
    Move.objects.create(outage=outage, kind=kind, subject=subject, old=old, new=new, at=at)


def _open(outage_id: int) -> Outage:
    found = Outage.objects.select_for_update().get(pk=outage_id)
    if found.confirmed_at or found.withdrawn_at:
        raise Refusal("outages.decided")
    return found
