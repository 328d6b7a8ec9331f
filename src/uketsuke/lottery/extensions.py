"""抽選の締切の延長: where an outage touched the last hours of a round's entries.

What follows the closing keeps its distance from it: the draw is always after the closing, and what
is left over is offered after the draw.
"""

from datetime import datetime, timedelta

from django.db import transaction

from uketsuke.audit.actions import record
from uketsuke.kernel import clock, revision
from uketsuke.kernel.actors import Actor
from uketsuke.lottery import queries
from uketsuke.lottery.models import Round
from uketsuke.lottery.rounds import locked, moment, tell
from uketsuke.outages import actions as outages
from uketsuke.outages import queries as outage_queries
from uketsuke.outages.models import Outage
from uketsuke.outages.moving import deadline_after_outages

KIND = "closing"
REASON = "システムが止まっていたため"


def to_move(outage: Outage) -> list[int]:
    """延長の候補: rounds that nobody has frozen yet."""
    window = outage_queries.rule(clock.day(outage.ends_at)).window
    near = Round.objects.filter(
        frozen_at=None,
        dates__finished_at=None,
        dates__closes_at__range=(outage.starts_at, outage.ends_at + window),
    )
    moved = set(outage.moves.filter(kind=KIND).values_list("subject", flat=True))
    return [pk for pk, code in near.order_by("pk").values_list("pk", "code") if code not in moved]


@transaction.atomic(durable=True)
def move(round_id: int, outage_id: int, *, by: Actor, at: datetime) -> datetime | None:
    """申込の締切を延ばす, once for each outage; who has entered is told. Returns the new moment."""
    found = locked(round_id)
    outage = Outage.objects.get(pk=outage_id)
    if found.frozen_at or found.dates.finished_at:
        return None
    if outage_queries.is_moved(outage.pk, KIND, found.code):
        return None
    dates, old = found.dates, found.dates.closes_at
    rule = outage_queries.rule(clock.day(outage.ends_at))
    new = deadline_after_outages(old, [outage_queries.span(outage)], rule)
    if new == old:
        return None
    by_how_much: timedelta = new - old
    dates.closes_at = new
    dates.counter_from += by_how_much
    dates.web_from += by_how_much
    dates.save()
    revision.changed()
    outages.note_move(outage, KIND, found.code, old.isoformat(), new.isoformat(), at)
    for entry in queries.living(found).select_related("group"):
        tell("lottery.moved", entry, at, until=moment(new), reason=REASON)
    record("outages.move", found, by=by, at=at, kind=KIND, old=str(old), new=str(new))
    return new
