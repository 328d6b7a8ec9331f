"""規則の変更: who wants which figures from which day on, why, and who approved it."""

from django.db import models
from django.db.models import F, Q

from uketsuke.kernel.proposals import Proposal, by_two


class Change(Proposal):
    """規則の変更: all figures of the book ``code`` from ``in_force_from`` on; ``before``: what
    would hold on that day without it. Approved, its row is in the book."""

    code = models.CharField(max_length=20)
    in_force_from = models.DateField()
    values = models.JSONField()
    before = models.JSONField()
    reason = models.CharField(max_length=200, help_text="理由・よりどころ")
    token = models.UUIDField(unique=True)

    class Meta:
        constraints = [
            by_two("rule_change_by_two"),
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
