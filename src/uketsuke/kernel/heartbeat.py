"""鼓動: a background process says that it works; who depends on it can ask."""

from datetime import datetime, timedelta

from uketsuke.kernel.models import Heartbeat

WORKER = "worker"
SILENCE = timedelta(seconds=60)  # a long task may keep it from beating for some seconds


def beat(name: str, at: datetime) -> None:
    """鼓動を記録する."""
    Heartbeat.objects.update_or_create(name=name, defaults={"at": at})


def is_alive(name: str, at: datetime) -> bool:
    """Whether ``name`` was heard of lately."""
    return Heartbeat.objects.filter(name=name, at__gt=at - SILENCE).exists()
