"""監査: what was done and seen, never changed, never deleted (triggers of the database)."""

from django.db import models


class Entry(models.Model):
    """監査記録: ``who`` did ``action`` to ``subject``. ``facts`` never hold personal values."""

    at = models.DateTimeField()
    who = models.CharField(max_length=16)
    actor = models.CharField(max_length=64)
    address = models.CharField(max_length=45, blank=True)
    hall = models.CharField(max_length=20, blank=True)
    action = models.CharField(max_length=64)
    subject = models.CharField(max_length=80)
    why = models.TextField(blank=True)
    facts = models.JSONField(default=dict)
    mac = models.CharField(max_length=64)

    class Meta:
        indexes = [models.Index(fields=["subject", "id"], name="audit_by_subject")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S} {self.actor} {self.action} {self.subject}"


class Seal(models.Model):
    """封印: the ``count`` entries up to ``last`` as they were, chained to the seal before."""

    at = models.DateTimeField()
    last = models.BigIntegerField(unique=True)
    count = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"seal of {self.count} entries up to {self.last}"
