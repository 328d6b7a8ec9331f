"""番号: gapless sequences. 鼓動: who in the background is alive."""

from django.db import models


class Sequence(models.Model):
    """連番: ``last`` is the number given last under ``name``; its row is the lock."""

    name = models.CharField(max_length=40, primary_key=True)
    last = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.name}:{self.last}"


class Heartbeat(models.Model):
    """鼓動: when the process ``name`` last said that it works."""

    name = models.CharField(max_length=40, primary_key=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} at {self.at}"
