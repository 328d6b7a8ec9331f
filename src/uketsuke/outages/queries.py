"""停止の記録を読む."""

from datetime import date, datetime, timedelta

from django.db.models import QuerySet

from uketsuke.kernel import clock, revision
from uketsuke.kernel.models import Heartbeat
from uketsuke.kernel.versions import versions_of
from uketsuke.outages.models import Move, Outage, OutageRules
from uketsuke.outages.moving import Rule, Span, counted_day

WEB = "web"
NEWEST = 40  # older ones touch no deadline any more
SHOWN = timedelta(days=7)  # so long the front page tells of it


def _told(row: OutageRules) -> Rule:
    return Rule(
        least=timedelta(minutes=row.least_minutes),
        window=timedelta(hours=row.window_hours),
        grace=timedelta(minutes=row.grace_minutes),
    )


_RULES = versions_of(OutageRules, _told)


def rule(on: date) -> Rule:
    """延長の規則 in force on that day."""
    return _RULES.find(on) or Rule()


def rule_days() -> tuple[date, ...]:
    """施行日 of each of them, past and to come."""
    return tuple(start for start, _ in _RULES.all())


def confirmed() -> QuerySet[Outage]:
    """停止 that count, the newest first."""
    return Outage.objects.exclude(confirmed_at=None).order_by("-starts_at", "-pk")


@revision.kept
def spans() -> tuple[Span, ...]:
    """停止していた間, the newest ones."""
    return tuple(span(each) for each in confirmed()[:NEWEST])


def span(outage: Outage) -> Span:
    return Span(outage.starts_at, outage.ends_at)


def counted(at: datetime) -> date:
    """数える日 now (see ``moving.counted_day``)."""
    return counted_day(at, spans(), rule(clock.day(at)))


def to_apply() -> list[Outage]:
    """延ばす期限が残っている停止, the oldest first."""
    return list(confirmed().filter(applied_at=None).order_by("confirmed_at", "pk"))


def is_moved(outage_id: int, kind: str, subject: str) -> bool:
    return Move.objects.filter(outage=outage_id, kind=kind, subject=subject).exists()


def holds(at: datetime) -> bool:
    """期限を止めておくか: people cannot reach us now, or deadlines are still to be moved. Until
    then nothing lapses."""
    silent = Heartbeat.objects.filter(name=WEB, at__lte=at - rule(clock.day(at)).least)
    return silent.exists() or confirmed().filter(applied_at=None).exists()


@revision.kept
def _last() -> Outage | None:
    return confirmed().first()


def shown(at: datetime) -> Outage | None:
    """お知らせする停止: the last one, for some days."""
    last = _last()
    return last if last and last.ends_at > at - SHOWN else None
