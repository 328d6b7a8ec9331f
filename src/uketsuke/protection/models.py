"""個人情報の保護: what people have looked at and signed."""

from django.db import models
from django.utils.translation import gettext_lazy as _


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


class ErasureState(models.TextChoices):
    """消去の状態."""

    PROPOSED = "proposed", _("起案")
    APPROVED = "approved", _("承認")
    DONE = "done", _("消去済")
    WITHDRAWN = "withdrawn", _("取下げ")

    @classmethod
    def open(cls) -> tuple["ErasureState", ...]:
        return (cls.PROPOSED, cls.APPROVED)


class Erasure(models.Model):
    """消去: ``plan`` what was past its term at ``proposed_at``, ``done`` what has gone of it (by
    class: count and digest). ``number`` is that of its 消去報告書."""

    state = models.CharField(
        max_length=10, choices=ErasureState.choices, default=ErasureState.PROPOSED
    )
    plan = models.JSONField()
    done = models.JSONField(default=dict)
    number = models.CharField(max_length=16, null=True, unique=True)  # noqa: DJ001 - unique
    proposed_by = models.CharField(max_length=64)
    proposed_at = models.DateTimeField()
    approved_by = models.CharField(max_length=64, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    backups_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(approved_by=models.F("proposed_by")),
                name="erasure_by_two",
            ),
            models.CheckConstraint(
                condition=models.Q(state="done") ^ models.Q(number=None),
                name="erasure_done_has_number",
            ),
            models.UniqueConstraint(
                fields=["state"],
                condition=models.Q(state__in=["proposed", "approved"]),
                name="erasure_one_of_a_state",
            ),
        ]

    def __str__(self) -> str:
        return self.number or f"erasure {self.pk}"
