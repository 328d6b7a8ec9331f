"""見張り: what is unusual today is told today, until somebody has read it."""

from datetime import datetime, time, timedelta

from django.db import transaction
from django.db.models import F, QuerySet

from uketsuke.audit.actions import record
from uketsuke.kernel import clock
from uketsuke.kernel.actors import Actor
from uketsuke.protection.analysis import Span, found_in
from uketsuke.protection.models import Alert, Knock

A_MINUTE = timedelta(minutes=1)
MOST_A_DAY = 1000  # addresses; a flood of them is told by the first thousand


def unread() -> QuerySet[Alert]:
    """まだ読まれていない警告."""
    return Alert.objects.filter(read_at=None).order_by("-day", "kind", "who")


def look(at: datetime) -> int:
    """今日の見張り: every finding of this day becomes an alert, once; how many are new."""
    day = clock.day(at)
    span = Span(clock.at_time(day, time.min), at)
    new = 0
    for each in found_in(span):
        _, made = Alert.objects.get_or_create(
            day=day,
            kind=each.kind,
            who=each.who,
            more=each.more if each.kind in ("address", "exports") else "",
            defaults={"count": each.count},
        )
        new += made
    return new


@transaction.atomic(durable=True)
def read(ids: list[int], *, by: Actor, at: datetime) -> int:
    """警告を読んだ: those that were on the page; how many nobody had read before."""
    found = Alert.objects.filter(pk__in=ids, read_at=None)
    count = found.update(read_by=by.name, read_at=at)
    if count:
        record("protection.alerts_read", "protection", by=by, at=at, count=count)
    return count


def note_knock(address: str, at: datetime) -> None:
    """許可していない接続元から: counted by the minute, so that no flood fills a table."""
    day = clock.day(at)
    with transaction.atomic():
        known = Knock.objects.filter(day=day, address=address)
        if known.filter(last__gt=at - A_MINUTE).exists():
            return
        if known.update(minutes=F("minutes") + 1, last=at):
            return
        if Knock.objects.filter(day=day).count() < MOST_A_DAY:
            Knock.objects.create(day=day, address=address, first=at, last=at)
