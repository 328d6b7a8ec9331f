"""減免: who asks for less to pay, on what ground, and what was decided."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from uketsuke.bookings.models.uses import Booking
from uketsuke.groups.models import Group


class Certificate(models.Model):
    """減免の認定: the paper that a group showed once; until its last day nobody asks again."""

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="certificates")
    kind = models.SlugField(max_length=30)
    label = models.CharField(max_length=60)
    document = models.CharField(max_length=60, help_text="書類の種類と番号")
    valid_until = models.DateField()
    seen_at = models.DateTimeField()
    seen_by = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["group", "kind", "document", "valid_until"], name="certificate_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} until {self.valid_until}"


class ReductionState(models.TextChoices):
    """減免申請の状態."""

    ASKED = "asked", _("審査中")
    GRANTED = "granted", _("承認")
    REFUSED = "refused", _("不承認")
    WITHDRAWN = "withdrawn", _("取下げ")


class ReductionRequest(models.Model):
    """減免申請 for one booking: at most one is open or granted. ``amount`` yen were taken off."""

    booking = models.ForeignKey(Booking, on_delete=models.PROTECT, related_name="reductions")
    kind = models.SlugField(max_length=30)
    label = models.CharField(max_length=60)
    evidence = models.CharField(max_length=200)
    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, null=True, blank=True)
    state = models.CharField(
        max_length=10, choices=ReductionState.choices, default=ReductionState.ASKED
    )
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=64)
    percent = models.PositiveSmallIntegerField(null=True, blank=True)
    amount = models.PositiveIntegerField(default=0)
    reason = models.CharField(max_length=200, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["booking"],
                condition=models.Q(state__in=["asked", "granted"]),
                name="reduction_one_open",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="granted") | models.Q(percent__range=(0, 100)),
                name="reduction_granted_has_percent",
            ),
        ]
        indexes = [models.Index(fields=["state", "asked_at"], name="reduction_by_state")]

    def __str__(self) -> str:
        return f"reduction {self.pk} of {self.booking_id}"
