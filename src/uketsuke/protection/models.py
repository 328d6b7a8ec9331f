"""個人情報の保護: what people have looked at and signed."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from uketsuke.kernel.proposals import Proposal, by_two
from uketsuke.kernel.sealed import SealedField


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


class Erasure(Proposal):
    """消去: ``plan`` what was past its term at ``proposed_at``, ``done`` what has gone of it (by
    class: count and digest). ``number`` is that of its 消去報告書."""

    state = models.CharField(
        max_length=10, choices=ErasureState.choices, default=ErasureState.PROPOSED
    )
    plan = models.JSONField()
    done = models.JSONField(default=dict)
    number = models.CharField(max_length=16, null=True, unique=True)  # noqa: DJ001 - unique
    done_at = models.DateTimeField(null=True, blank=True)
    backups_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            by_two("erasure_by_two"),
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


class Closing(Proposal):
    """契約終了時の消去の指図: everything is to go; ``handed_over`` says what the ward has received.

    It is carried out on the machine itself, by ``uketsuke erase-all``, ``until`` that day.
    """

    number = models.CharField(max_length=16, unique=True)
    handed_over = models.TextField()
    until = models.DateField()
    state = models.CharField(
        max_length=10, choices=ErasureState.choices, default=ErasureState.PROPOSED
    )

    class Meta:
        constraints = [
            by_two("closing_by_two"),
            models.UniqueConstraint(
                fields=["state"],
                condition=models.Q(state__in=["proposed", "approved"]),
                name="closing_one_of_a_state",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class WorkState(models.TextChoices):
    """保守作業の状態."""

    ASKED = "asked", _("申請中")
    APPROVED = "approved", _("承認")
    REFUSED = "refused", _("不承認")
    STOPPED = "stopped", _("中止")
    REPORTED = "reported", _("完了報告")
    CLOSED = "closed", _("確認済")


class Work(models.Model):
    """保守作業: what the vendor wants to do, when and with which data; who let it, what came of it.

    Only while it is approved and between ``starts`` and ``ends`` the vendor's account opens.
    """

    number = models.CharField(max_length=8, unique=True)
    token = models.UUIDField(unique=True)
    state = models.CharField(max_length=10, choices=WorkState.choices, default=WorkState.ASKED)
    emergency = models.BooleanField(default=False)
    who = models.CharField(max_length=40, help_text="作業する人のログイン名")
    what = models.TextField()
    data = models.CharField(max_length=200, help_text="触れるデータ")
    starts = models.DateTimeField()
    ends = models.DateTimeField()
    asked_by = models.CharField(max_length=64)
    asked_at = models.DateTimeField()
    decided_by = models.CharField(max_length=64, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    why = models.CharField(max_length=400, blank=True)
    report = models.TextField(blank=True)
    reported_at = models.DateTimeField(null=True, blank=True)
    read_by = models.CharField(max_length=64, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            by_two("work_by_two", "asked_by", "decided_by"),
            models.CheckConstraint(
                condition=models.Q(ends__gt=models.F("starts")), name="work_has_an_end"
            ),
        ]
        indexes = [models.Index(fields=["who", "state"], name="work_of_whom")]

    def __str__(self) -> str:
        return self.number


class ExportForm(models.TextChoices):
    """持出しの形: each of them locked with a password."""

    WORKBOOK = "xlsx", _("表計算ファイル（xlsx）")
    PARCEL = "zip", _("ほかのシステムに取り込むためのCSV（AES暗号のZIP）")


class Export(models.Model):
    """個人情報の持出し: a locked file with persons, who asked for it and why, whom it is for.

    ``locked`` is gone once taken, ``password`` once shown, both after a day. ``ended_how``: what
    became of the file where it went.
    """

    number = models.CharField(max_length=8, unique=True)
    token = models.UUIDField(unique=True)
    kind = models.CharField(max_length=20)
    form = models.CharField(max_length=4, choices=ExportForm.choices, default=ExportForm.WORKBOOK)
    scope = models.JSONField()
    reason = models.CharField(max_length=400)
    receiver = models.CharField(max_length=100, help_text="渡す先（課・役職）")
    rows = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    locked = models.BinaryField(null=True)
    password = SealedField(blank=True)
    asked_by = models.CharField(max_length=64)
    asked_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True, blank=True)
    shown_at = models.DateTimeField(null=True, blank=True)
    ended_how = models.CharField(max_length=200, blank=True)
    ended_by = models.CharField(max_length=64, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["-asked_at"], name="export_newest")]

    def __str__(self) -> str:
        return self.number


class Knock(models.Model):
    """職員の入口をたたいた接続元 that is not listed: in how many minutes of that day."""

    day = models.DateField()
    address = models.GenericIPAddressField()
    minutes = models.PositiveIntegerField(default=1)
    first = models.DateTimeField()
    last = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["day", "address"], name="knock_a_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.address}"


class Alert(models.Model):
    """警告: something unusual of a day (see analysis.KINDS), until somebody has read it."""

    day = models.DateField()
    kind = models.CharField(max_length=10)
    who = models.CharField(max_length=64)
    more = models.CharField(max_length=64, blank=True)
    count = models.PositiveIntegerField()
    read_by = models.CharField(max_length=64, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["day", "kind", "who", "more"], name="alert_once_a_day")
        ]
        indexes = [
            models.Index(
                fields=["day"], name="alert_unread", condition=models.Q(read_at__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.kind}"


class IncidentKind(models.TextChoices):
    """事故の種類."""

    LEAK = "leak", _("漏えい")
    LOSS = "loss", _("滅失・毀損")
    INTRUSION = "intrusion", _("不正アクセス")
    MISDIRECTED = "misdirected", _("誤送付・誤交付")
    OUTAGE = "outage", _("停止")
    OTHER = "other", _("その他")


class Incident(models.Model):
    """事故: ``persons`` how many it concerns, as far as is known; open until ``closed_at``."""

    number = models.CharField(max_length=8, unique=True)
    token = models.UUIDField(unique=True)
    kind = models.CharField(max_length=12, choices=IncidentKind.choices)
    what = models.TextField()
    persons = models.PositiveIntegerField(default=0)
    noticed_at = models.DateTimeField()
    opened_by = models.CharField(max_length=64)
    opened_at = models.DateTimeField()
    closed_by = models.CharField(max_length=64, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.number


class IncidentNote(models.Model):
    """対応の記録: appended, never changed."""

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="notes")
    token = models.UUIDField(unique=True)
    step = models.CharField(max_length=20, blank=True)
    text = models.TextField()
    by = models.CharField(max_length=64)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.incident_id}: {self.step}"


class Term(Proposal):
    """保存期間: so many ``days`` records of the kind ``code`` are kept. In force is the one
    approved last; those before stay. ``official``: the ward has said so, else it is a sample."""

    code = models.CharField(max_length=20)
    days = models.PositiveIntegerField()
    basis = models.CharField(max_length=200, help_text="よりどころ")
    official = models.BooleanField(default=False)

    class Meta:
        constraints = [
            by_two("term_by_two"),
            models.CheckConstraint(
                condition=models.Q(days__gte=1) & models.Q(days__lte=3650), name="term_of_days"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="approved") | models.Q(approved_at__isnull=False),
                name="term_approved_when",
            ),
            models.UniqueConstraint(
                fields=["code"],
                condition=models.Q(state="proposed"),
                name="term_one_change_of_a_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.days}"


class Contact(models.Model):
    """緊急の連絡先: an office and its number, in the order of calling. No person's name."""

    order = models.PositiveSmallIntegerField()
    office = models.CharField(max_length=100)
    phone = models.CharField(max_length=20)
    hours = models.CharField(max_length=100, blank=True)

    class Meta:
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.office
