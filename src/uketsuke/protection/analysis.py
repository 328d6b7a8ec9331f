"""ログ点検: what of a month's audit is unusual: odd hours, new addresses, many persons looked at,
failed logins, files taken out, addresses that were turned away. It names who and when; whether it
was right, people decide and sign.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time

from axes.models import AccessAttempt
from django.db import transaction
from django.db.models import Count, Max, Min, Q, QuerySet, Sum
from django.db.models.functions import ExtractHour, TruncDate

from uketsuke.audit.actions import record
from uketsuke.audit.models import Entry
from uketsuke.kernel import clock
from uketsuke.kernel.actors import Actor, Who
from uketsuke.kernel.calendar import add_months
from uketsuke.kernel.refusals import Refusal
from uketsuke.protection.models import Export, Knock, LogReview

# What counts as unusual [A]; the page names the figures.
FROM_HOUR, TO_HOUR = 7, 22
MANY_LOOKS = 100  # displays and searches of persons by one member of staff on one day
MANY_FAILURES = 10  # of one source
MANY_KNOCKS = 3  # minutes in which an address that is not listed asked for the staff side
KINDS = {
    "hours": "時間外の操作",
    "address": "初めての接続元",
    "looks": "多くの人の表示",
    "exports": "個人情報の持出し",
    "logins": "ログインの失敗",
    "knocks": "許可していない接続元",
}
STAFF = (Who.COUNTER, Who.MANAGER, Who.WARD, Who.ADMINISTRATOR, Who.VENDOR)


@dataclass(frozen=True, slots=True)
class Span:
    """期間: from ``first``, up to but without ``end``."""

    first: datetime
    end: datetime

    def holds(self, field: str) -> Q:
        return Q(**{f"{field}__gte": self.first, f"{field}__lt": self.end})


@dataclass(frozen=True, slots=True)
class Finding:
    """気づき: ``kind`` as in ``KINDS``; ``who`` a login or an address."""

    kind: str
    who: str
    count: int
    first: datetime | date
    last: datetime | date
    more: str = ""


def findings(month: date) -> list[Finding]:
    """いつもと違うこと of that month. Seven queries, however long the audit is."""
    return found_in(_month(month))


def found_in(span: Span) -> list[Finding]:
    """いつもと違うこと of any time."""
    return [each for look in _LOOKED_FOR for each in look(span)]


def totals(month: date) -> list[tuple[str, int, int]]:
    """職員ごとの件数: what each did, and how often persons were displayed."""
    rows = (
        _of(_month(month))
        .values("actor")
        .annotate(all=Count("pk"), looks=Count("pk", filter=_LOOKS))
    )
    return [(row["actor"], row["all"], row["looks"]) for row in rows.order_by("actor")]


@transaction.atomic(durable=True)
def sign(month: date, seen: int, note: str, *, by: Actor, at: datetime) -> LogReview:
    """点検の確認: the month is over, and so many findings were read.

    Raises Refusal ``protection.month_runs``, ``protection.signed``, ``protection.changed`` or
    ``protection.note_needed``. Sent again by the same person it has one effect.
    """
    if made := LogReview.objects.filter(month=month).first():
        if made.read_by == by.name and made.note == note:
            return made
        raise Refusal("protection.signed")
    if clock.day(at) < add_months(month, 1):
        raise Refusal("protection.month_runs")
    found = len(findings(month))
    if found != seen:
        raise Refusal("protection.changed")
    if found and not note:
        raise Refusal("protection.note_needed")
    made = LogReview.objects.create(
        month=month, findings=found, note=note, read_by=by.name, read_at=at
    )
    record("protection.sign", made, by=by, at=at, why=note, findings=found)
    return made


_LOOKS = Q(action__endswith="view")


def _month(month: date) -> Span:
    return Span(*(clock.at_time(day, time.min) for day in (month, add_months(month, 1))))


def _of(span: Span) -> QuerySet[Entry]:
    """What staff did in that time."""
    return Entry.objects.filter(span.holds("at"), who__in=STAFF)


def _hours(span: Span) -> Iterator[Finding]:
    """時間外の操作."""
    hour = ExtractHour("at", tzinfo=clock.TOKYO)
    odd = _of(span).annotate(hour=hour).filter(Q(hour__lt=FROM_HOUR) | Q(hour__gte=TO_HOUR))
    rows = odd.values("actor").annotate(count=Count("pk"), first=Min("at"), last=Max("at"))
    for row in rows.order_by("actor"):
        yield Finding("hours", row["actor"], row["count"], row["first"], row["last"])


def _addresses(span: Span) -> Iterator[Finding]:
    """初めての接続元: an address from which that login had never acted before."""
    before = set(
        Entry.objects.filter(at__lt=span.first, who__in=STAFF).values_list("actor", "address")
    )
    known = {actor for actor, _ in before}
    rows = _of(span).exclude(address="").values("actor", "address")
    for row in rows.annotate(count=Count("pk"), first=Min("at"), last=Max("at")).order_by("first"):
        if row["actor"] in known and (row["actor"], row["address"]) not in before:
            yield Finding(
                "address", row["actor"], row["count"], row["first"], row["last"], row["address"]
            )


def _looks(span: Span) -> Iterator[Finding]:
    """多くの人の表示 by one member of staff on one day."""
    day = TruncDate("at", tzinfo=clock.TOKYO)
    rows = _of(span).filter(_LOOKS).annotate(day=day).values("actor", "day")
    many = rows.annotate(count=Count("pk")).filter(count__gt=MANY_LOOKS).order_by("day", "actor")
    for row in many:
        yield Finding("looks", row["actor"], row["count"], row["day"], row["day"])


def _exports(span: Span) -> Iterator[Finding]:
    """個人情報の持出し: every one of them."""
    made = Export.objects.filter(span.holds("asked_at")).defer("locked", "password")
    for each in made.order_by("asked_at"):
        yield Finding(
            "exports", each.asked_by, each.rows, each.asked_at, each.asked_at, each.number
        )


def _logins(span: Span) -> Iterator[Finding]:
    """ログインの失敗 from one source."""
    rows = AccessAttempt.objects.filter(span.holds("attempt_time")).values_list(
        "ip_address", "username", "failures_since_start", "attempt_time"
    )
    sources: dict[str, list[tuple[str, int, datetime]]] = {}
    for address, username, count, at in rows.order_by("attempt_time"):
        sources.setdefault(address or "", []).append((username or "", count, at))
    for address, tries in sources.items():
        count = sum(each[1] for each in tries)
        if count >= MANY_FAILURES:
            accounts = str(len({each[0] for each in tries}))
            yield Finding("logins", address, count, tries[0][2], tries[-1][2], accounts)


def _knocks(span: Span) -> Iterator[Finding]:
    """職員の入口をたたいた、許可していない接続元."""
    rows = Knock.objects.filter(span.holds("last")).values("address")
    many = rows.annotate(count=Sum("minutes"), begins=Min("first"), ends=Max("last"))
    for row in many.filter(count__gte=MANY_KNOCKS).order_by("address"):
        yield Finding("knocks", row["address"], row["count"], row["begins"], row["ends"])


_LOOKED_FOR: tuple[Callable[[Span], Iterator[Finding]], ...] = (
    _hours,
    _addresses,
    _looks,
    _exports,
    _logins,
    _knocks,
)
