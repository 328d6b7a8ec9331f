"""停止の記録: when people could not use the system, and which deadlines moved for it."""

from django.db import models


class OutageRules(models.Model):
    """延長の規則 from a day on; the newest that is in force counts."""

    in_force_from = models.DateField(unique=True)
    least_minutes = models.PositiveSmallIntegerField(default=10)
    window_hours = models.PositiveSmallIntegerField(default=24)
    grace_minutes = models.PositiveSmallIntegerField(default=60)

    def __str__(self) -> str:
        return f"outage rules from {self.in_force_from}"


class Outage(models.Model):
    """停止: from ``starts_at`` until ``ends_at``. A measured one counts at once; one that staff
    entered (``entered_by``) when a second person has confirmed it. ``applied_at``: all deadlines
    that fell into it have moved."""

    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    reason = models.CharField(max_length=200)
    token = models.UUIDField(unique=True)
    entered_by = models.CharField(max_length=40, blank=True, help_text="空なら計測")
    entered_at = models.DateTimeField()
    confirmed_by = models.CharField(max_length=40, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    applied_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(starts_at__lt=models.F("ends_at")), name="outage_has_a_length"
            ),
            models.CheckConstraint(
                condition=models.Q(confirmed_at=None) | models.Q(withdrawn_at=None),
                name="outage_confirmed_or_withdrawn",
            ),
            models.CheckConstraint(
                condition=models.Q(applied_at=None) | models.Q(confirmed_at__isnull=False),
                name="outage_applied_after_confirmed",
            ),
            models.CheckConstraint(
                condition=~models.Q(confirmed_by=models.F("entered_by")) | models.Q(entered_by=""),
                name="outage_confirmed_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"outage {self.pk} from {self.starts_at}"


class Move(models.Model):
    """延びた期限: the deadline ``kind`` of ``subject`` moved once for ``outage``."""

    outage = models.ForeignKey(Outage, on_delete=models.PROTECT, related_name="moves")
    kind = models.CharField(max_length=16)
    subject = models.CharField(max_length=40)
    old = models.CharField(max_length=40)
    new = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["outage", "kind", "subject"], name="move_once_per_outage"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.subject}: {self.old} to {self.new}"
