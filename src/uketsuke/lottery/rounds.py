"""抽選回: they make themselves from the calendar; a manager may move one, with a reason."""

import secrets
from datetime import date, datetime
from typing import Any

from django.db import transaction

from uketsuke.audit.actions import record
from uketsuke.bookings import queries as bookings
from uketsuke.bookings import steps
from uketsuke.bookings.models import DrawDates
from uketsuke.bookings.opening import Klass, draw_dates
from uketsuke.kernel import clock, revision
from uketsuke.kernel.actors import Actor
from uketsuke.kernel.refusals import Refusal
from uketsuke.lottery import draw, queries
from uketsuke.lottery.models import Entry, Round
from uketsuke.notices import outbox


@transaction.atomic(durable=True)
def make(month: date, klass: Klass, *, by: Actor, at: datetime) -> Round:
    """抽選回を作る, once: the secret is chosen now, and what binds us to it is public from now."""
    code = f"{month:%Y-%m}-{klass}"
    if made := Round.objects.filter(code=code).first():
        return made
    today = clock.day(at)
    by_rule = draw_dates(month, klass, bookings.rules(today).opening)
    dates = DrawDates.objects.create(
        use_month=month,
        klass=klass,
        entries_from=by_rule.entries_from,
        closes_at=by_rule.closes_at,
        counter_from=by_rule.counter_from,
        web_from=by_rule.web_from,
    )
    secret = secrets.token_hex(32)
    made = Round.objects.create(
        code=code,
        dates=dates,
        rules=queries.rules(today),
        secret=secret,
        commitment=draw.commitment(secret),
        made_at=at,
    )
    revision.changed()
    record("lottery.make", made, by=by, at=at, commitment=made.commitment)
    return made


@transaction.atomic(durable=True)
def adjust(round_id: int, day: date, reason: str, *, by: Actor, at: datetime) -> Round:
    """抽選日の変更: the draw is on ``day`` instead; who has entered is told.

    Raises Refusal ``lottery.closed``, ``lottery.bad_day`` or ``lottery.no_reason``.
    """
    found = locked(round_id)
    if at >= found.dates.closes_at:
        raise Refusal("lottery.closed", until=found.dates.closes_at, now=at)
    if not reason.strip():
        raise Refusal("lottery.no_reason")
    dates = queries.new_dates(found, day, at)
    if dates.closes_at <= at or day >= dates.use_month:
        raise Refusal("lottery.bad_day", date=day, month=dates.use_month)
    dates.save()
    found.reason = reason.strip()
    found.save(update_fields=["reason"])
    revision.changed()
    for entry in queries.living(found).select_related("group"):
        tell("lottery.moved", entry, at, until=moment(dates.closes_at), reason=found.reason)
    record("lottery.adjust", found, by=by, at=at, why=found.reason, day=day.isoformat())
    return found


def locked(round_id: int) -> Round:
    """The round, locked: entries, freezing and drawing take turns."""
    return (
        Round.objects.select_for_update(of=("self",))
        .select_related("dates", "rules")
        .get(pk=round_id)
    )


def tell(kind: str, entry: Entry, at: datetime, **facts: Any) -> None:
    """申込者に知らせる (step): about her entry, with its wishes as they are called now."""
    outbox.post(
        kind,
        to=entry.group,
        at=at,
        receipt=entry.receipt,
        round=entry.round.code,
        title=entry.title,
        wishes=[steps.use_as_told(use) for use in queries.wishes_of(entry)],
        **facts,
    )


def moment(at: datetime) -> str:
    """A moment as a fact of a notice."""
    return at.isoformat()
