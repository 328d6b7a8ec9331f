"""規則の変更: who wants which figures from which day on, why, and who approved it."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class ChangeState(models.TextChoices):
    """規則の変更案の状態."""

    PROPOSED = "proposed", _("承認待ち")
    APPROVED = "approved", _("承認")
    WITHDRAWN = "withdrawn", _("取り下げ")


class Change(models.Model):
    """規則の変更: all figures of the book ``code`` from ``in_force_from`` on; ``before``: what
    would hold on that day without it. Approved, its row is in the book."""

    code = models.CharField(max_length=20)
    in_force_from = models.DateField()
    values = models.JSONField()
    before = models.JSONField()
    reason = models.CharField(max_length=200, help_text="理由・よりどころ")
    token = models.UUIDField(unique=True)
    state = models.CharField(
        max_length=10, choices=ChangeState.choices, default=ChangeState.PROPOSED
    )
    proposed_by = models.CharField(max_length=64)
    proposed_at = models.DateTimeField()
    approved_by = models.CharField(max_length=64, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(approved_by=F("proposed_by")), name="rule_change_by_two"
            ),
            models.CheckConstraint(
                condition=Q(state="approved", approved_at__gte=F("proposed_at"))
                & ~Q(approved_by="")
                | ~Q(state="approved") & Q(approved_at=None, approved_by=""),
                name="rule_change_approved_when",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["proposed", "approved", "withdrawn"]),
                name="rule_change_known_state",
            ),
            models.UniqueConstraint(
                fields=["code"], condition=Q(state="proposed"), name="rule_change_one_open"
            ),
        ]
        indexes = [models.Index(fields=["code", "in_force_from"], name="rule_change_of_a_day")]

    def __str__(self) -> str:
        return f"{self.code} from {self.in_force_from}"
