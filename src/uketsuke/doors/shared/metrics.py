"""計測: what a monitor asks every minute, in the text format of Prometheus.

All of it is read from the database, so every process tells the same. Nothing personal is told, and
only listed addresses are.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from uketsuke.audit.queries import unsealed
from uketsuke.bookings.models import Booking, Hold
from uketsuke.bookings.states import State
from uketsuke.doors.shared.guards import staff_address
from uketsuke.kernel import clock
from uketsuke.kernel.models import Heartbeat
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
        lines.append(f"{gauge.name} {gauge.read(at):g}")
    return HttpResponse("\n".join([*lines, ""]), content_type=TYPE)


def _letters() -> int:
    return Delivery.objects.filter(channel="letter", done_at=None).count()
