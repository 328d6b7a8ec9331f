"""個人情報の保護: what people have looked at and signed."""

from django.db import models


class LogReview(models.Model):
    """ログ点検: who read the analysis of a month, with how many findings, and what was done."""

    month = models.DateField(unique=True)
    findings = models.PositiveIntegerField()
    note = models.CharField(max_length=400, blank=True)
    read_by = models.CharField(max_length=64)
    read_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(findings=0) | ~models.Q(note=""),
                name="log_review_of_findings_says_what",
            )
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"
