"""バックアップの様子: what is due, and how things stand."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from uketsuke.protection.models import Backup

EVERY, PROVED_EVERY = timedelta(days=1), timedelta(days=31)
LATE = timedelta(hours=6)  # a night's backup may begin a little later without being late


@dataclass(frozen=True, slots=True)
class State:
    """いまの様子: the newest backup, and the newest that was proved."""

    newest: Backup | None
    proved: Backup | None

    def is_late(self, at: datetime) -> bool:
        return self.newest is None or self.newest.made_at < at - EVERY - LATE

    def is_proof_late(self, at: datetime) -> bool:
        proved = self.proved.proved_at if self.proved else None
        return proved is None or proved < at - PROVED_EVERY - EVERY


def state() -> State:
    """Two queries."""
    found = Backup.objects.order_by("-made_at")
    proved = Backup.objects.exclude(proved_at=None).order_by("-proved_at")
    return State(found.first(), proved.first())


def is_due(at: datetime) -> bool:
    """Whether the last one is a day old."""
    return not Backup.objects.filter(made_at__gt=at - EVERY).exists()


def to_prove(at: datetime) -> str:
    """The newest backup where none was proved for a month, or nothing."""
    if Backup.objects.filter(proved_at__gt=at - PROVED_EVERY).exists():
        return ""
    newest = Backup.objects.filter(cleared_at=None).order_by("-made_at").first()
    return newest.name if newest else ""
