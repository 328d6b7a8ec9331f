"""月次報告: what the ward was told of a month, exactly as it was told."""

from django.db import models


class Issued(models.Model):
    """月次報告 of a month and hall (``hall`` empty: all), append-only. ``nth``: 1 is the first, a
    later one is a correction with its ``reason``. ``content`` holds the tables as they stood."""

    hall = models.CharField(max_length=20, blank=True)
    month = models.DateField()
    nth = models.PositiveSmallIntegerField()
    content = models.JSONField()
    reason = models.CharField(max_length=200, blank=True)
    issued_at = models.DateTimeField()
    issued_by = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["hall", "month", "nth"], name="issued_once"),
            models.CheckConstraint(
                condition=models.Q(nth=1) | ~models.Q(reason=""),
                name="issued_correction_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"report {self.hall} {self.month:%Y-%m} #{self.nth}"
