"""計測: what a monitor asks every minute, in the text format of Prometheus.

The gauges are read from the database, and the numbers of requests from all processes' files
(``traffic.py``), so every process tells the same. Nothing personal is told, and only listed
addresses are.
"""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import accumulate

from django.conf import settings
from django.db import connection
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from uketsuke.audit.models import Entry, Seal
from uketsuke.audit.queries import unsealed
from uketsuke.bookings import queries as bookings
from uketsuke.bookings.models import Booking, Hold
from uketsuke.bookings.states import State
from uketsuke.doors.shared.entrance.guards import staff_address
from uketsuke.doors.shared.machine import traffic
from uketsuke.kernel import clock
from uketsuke.kernel.models import Heartbeat
from uketsuke.lottery.models import Round
from uketsuke.notices import delivery
from uketsuke.notices.models import Delivery
from uketsuke.protection.models import Alert, Backup, Incident

TYPE = "text/plain; version=0.0.4; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Gauge:
    """計測値: its name, what it means, and how it is read at a moment."""

    name: str
    meaning: str
    read: Callable[[datetime], float]


def _since(model: type[Backup | Heartbeat], field: str) -> Callable[[datetime], float]:
    """Seconds since the newest; -1 where there was none yet."""

    def read(at: datetime) -> float:
        newest = model.objects.aggregate(newest=Max(field))["newest"]
        return (at - newest).total_seconds() if newest else -1.0

    return read


def _oldest_mail(at: datetime) -> float:
    due = Delivery.objects.filter(pk__in=delivery.due(at, 1)).values_list(
        "notice__created_at", flat=True
    )
    return (at - due[0]).total_seconds() if due else 0.0


def _unsealed(at: datetime) -> float:
    """Seconds that the oldest audit entry has waited for its seal."""
    last = Seal.objects.aggregate(last=Max("last"))["last"] or 0
    oldest = Entry.objects.filter(pk__gt=last).order_by("pk").values_list("at", flat=True).first()
    return (at - oldest).total_seconds() if oldest else 0.0


def _late_rounds(at: datetime) -> float:
    closed = Round.objects.filter(dates__closes_at__lte=at, dates__finished_at=None)
    return closed.count()


def _database_bytes(at: datetime) -> float:
    ask = (
        "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"
        if connection.vendor == "sqlite"
        else "SELECT pg_database_size(current_database())"
    )
    with connection.cursor() as cursor:
        cursor.execute(ask)
        return float(cursor.fetchone()[0])


GAUGES = (
    Gauge(
        "uketsuke_worker_silent_seconds",
        "Since the worker was last heard of (-1: never)",
        _since(Heartbeat, "at"),
    ),
    Gauge(
        "uketsuke_backup_age_seconds",
        "Since the newest backup (-1: none)",
        _since(Backup, "made_at"),
    ),
    Gauge(
        "uketsuke_backup_proved_age_seconds",
        "Since a backup was last proved to be restorable (-1: never)",
        _since(Backup, "proved_at"),
    ),
    Gauge(
        "uketsuke_worker_backlog",
        "Bookings whose deadline is over and which have not lapsed yet",
        lambda at: len(bookings.to_lapse(clock.day(at))),
    ),
    Gauge(
        "uketsuke_mail_oldest_seconds",
        "How long the oldest mail that is due has waited",
        _oldest_mail,
    ),
    Gauge("uketsuke_lottery_rounds_late", "Rounds that are closed and not finished", _late_rounds),
    Gauge(
        "uketsuke_audit_unsealed_seconds",
        "How long the oldest audit entry has waited for its seal",
        _unsealed,
    ),
    Gauge("uketsuke_database_bytes", "Size of the database", _database_bytes),
    Gauge(
        "uketsuke_disk_free_bytes",
        "Room that is left where the program writes",
        lambda _: shutil.disk_usage(settings.HOME).free,
    ),
    Gauge("uketsuke_mails_due", "Mails that are due now", lambda at: len(delivery.due(at, 10_000))),
    Gauge(
        "uketsuke_mails_given_up",
        "Mails that no server took",
        lambda _: delivery.given_up().count(),
    ),
    Gauge("uketsuke_letters_waiting", "Letters to be printed", lambda _: _letters()),
    Gauge(
        "uketsuke_audit_unsealed",
        "Whether audit entries wait for their seal (1: yes)",
        lambda _: float(unsealed()),
    ),
    Gauge(
        "uketsuke_bookings_waiting",
        "Bookings that nobody has decided yet",
        lambda _: Booking.objects.filter(state=State.TENTATIVE).count(),
    ),
    Gauge(
        "uketsuke_holds_typing",
        "Slots held while somebody types",
        lambda at: Hold.objects.filter(expires_at__gt=at).count(),
    ),
    Gauge(
        "uketsuke_alerts_unread",
        "Alerts that nobody has read",
        lambda _: Alert.objects.filter(read_at=None).count(),
    ),
    Gauge(
        "uketsuke_incidents_open",
        "Incidents that are not closed",
        lambda _: Incident.objects.filter(closed_at=None).count(),
    ),
)


@staff_address
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """計測値 at this moment."""
    at = clock.now()
    lines = []
    for gauge in GAUGES:
        lines += [f"# HELP {gauge.name} {gauge.meaning}", f"# TYPE {gauge.name} gauge"]
        lines.append(f"{gauge.name} {gauge.read(at):.17g}")
    return HttpResponse("\n".join([*lines, *_requests(), ""]), content_type=TYPE)


REQUESTS = "uketsuke_request_seconds"


def _requests() -> Iterator[str]:
    """来訪の数 as a histogram, by kind of page, method and answer, for each process."""
    yield f"# HELP {REQUESTS} How long requests took"
    yield f"# TYPE {REQUESTS} histogram"
    for row in traffic.rows():
        family, method, status = row.key
        marks = f'process="{row.process}",family="{family}",method="{method}",status="{status}"'
        names = [*(f"{bound:g}" for bound in traffic.BOUNDS), "+Inf"]
        for bound, count in zip(names, accumulate(row.counts), strict=True):
            yield f'{REQUESTS}_bucket{{{marks},le="{bound}"}} {count}'
        yield f"{REQUESTS}_sum{{{marks}}} {row.seconds:.6f}"
        yield f"{REQUESTS}_count{{{marks}}} {sum(row.counts)}"


def _letters() -> int:
    return Delivery.objects.filter(channel="letter", done_at=None).count()
