"""通知: what a group is told. Written in the transaction of what it tells, sent by the worker."""

from django.db import models

from uketsuke.groups.models import Group
from uketsuke.kernel.sealed import SealedField


class Notice(models.Model):
    """通知: ``kind`` names the text, ``facts`` fill it (no personal values). It stands on my page;
    ``mail`` is set only for an applicant who is not a group yet."""

    group = models.ForeignKey(
        Group, on_delete=models.CASCADE, related_name="notices", null=True, blank=True
    )
    mail = SealedField(blank=True)
    kind = models.CharField(max_length=40)
    facts = models.JSONField(default=dict)
    created_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["group", "-created_at"], name="notice_by_group")]

    def __str__(self) -> str:
        return f"{self.kind} to {self.group_id}"


class Delivery(models.Model):
    """送付: a notice on its way by ``channel`` (mail or letter). ``done_at`` empty: still to do.

    ``attempts`` counts tries; the next one is not before ``due_at``.
    """

    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="deliveries")
    channel = models.CharField(max_length=8)
    due_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    done_at = models.DateTimeField(null=True, blank=True)
    fault = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["notice", "channel"], name="delivery_once_per_channel")
        ]
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=models.Q(done_at__isnull=True),
                name="delivery_to_do",
            )
        ]

    def __str__(self) -> str:
        return f"{self.channel} of {self.notice_id}"
