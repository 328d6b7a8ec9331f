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


class Backup(models.Model):
    """バックアップ: that one was made, how large, by which key, and when it was proved."""

    name = models.CharField(max_length=60)
    digest = models.CharField(max_length=64, unique=True)
    size = models.PositiveBigIntegerField()
    key = models.CharField(max_length=16)
    made_at = models.DateTimeField()
    proved_at = models.DateTimeField(null=True, blank=True)
    cleared_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["-made_at"], name="backup_newest")]

    def __str__(self) -> str:
        return self.name
