"""利用者登録の申請: how a group comes on record, and how its record changes."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from uketsuke.groups.models import Eligibility, Evidence, Group, PersonalItems
from uketsuke.kernel.proposals import by_two
from uketsuke.kernel.sealed import SealedField


class Kind(models.TextChoices):
    """申請の種類."""

    NEW = "new", _("新規登録")
    CHANGE = "change", _("登録変更")
    RENEWAL = "renewal", _("更新")


OF_A_GROUP = (Kind.CHANGE, Kind.RENEWAL)  # one of them at a time


class State(models.TextChoices):
    """申請の状態."""

    RECEIVED = "received", _("受付")
    APPROVED = "approved", _("承認")
    REFUSED = "refused", _("不承認")
    WITHDRAWN = "withdrawn", _("取下げ")


class Application(models.Model):
    """登録申請: what the group says of itself; staff decide it from papers seen."""

    number = models.CharField(max_length=8, unique=True)
    token = models.UUIDField(unique=True)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.RECEIVED)
    group = models.ForeignKey(
        Group, on_delete=models.CASCADE, related_name="applications", null=True, blank=True
    )
    group_name = models.CharField(max_length=80)
    claimed = models.CharField(max_length=10, choices=Eligibility.choices)
    channel = models.CharField(max_length=8)
    received_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(max_length=40, blank=True)
    evidence = models.CharField(max_length=16, choices=Evidence.choices, blank=True)
    reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind="new") | models.Q(group__isnull=False),
                name="application_change_has_group",
            ),
            models.UniqueConstraint(
                fields=["group"],
                condition=models.Q(state="received", kind="change"),
                name="application_one_open_change",
            ),
            models.UniqueConstraint(
                fields=["group"],
                condition=models.Q(state="received", kind="renewal"),
                name="application_one_open_renewal",
            ),
        ]
        indexes = [models.Index(fields=["state", "received_at"], name="application_queue")]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"


class ProposedPerson(PersonalItems):
    """申請された代表者・連絡担当者."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="persons")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application", "role"], name="proposed_one_per_role"),
            models.CheckConstraint(
                condition=models.Q(role="contact") | models.Q(mail=""),
                name="proposed_mail_only_of_contact",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} of {self.application_id}"


class Paper(models.Model):
    """書類の写し: a photograph sent ahead, drawn anew and sealed; gone with the decision."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="papers")
    content = SealedField()
    digest = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    sent_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["application", "digest"], name="paper_once")]

    def __str__(self) -> str:
        return f"paper {self.pk} of {self.application_id}"


class Ground(models.TextChoices):
    """利用停止の理由の区分."""

    FALSE_APPLICATION = "false", _("偽りの申請")
    OTHER_USE = "other_use", _("申し込んだ目的と違う利用")
    NO_SHOWS = "no_shows", _("連絡のない不使用の繰り返し")
    UNPAID = "unpaid", _("料金の滞納")
    CONDUCT = "conduct", _("利用の決まりに反する行為")


class Suspension(models.Model):
    """利用停止: for which reason and until when, by whom; the group's appeal and who decided it.

    It is in force while ``ended_at`` is empty. ``upheld``: how the appeal was decided.
    """

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="suspensions")
    ground = models.CharField(max_length=10, choices=Ground.choices)
    reason = models.CharField(max_length=400)
    until = models.DateField()
    ordered_by = models.CharField(max_length=64)
    ordered_at = models.DateTimeField()
    appeal = models.TextField(blank=True)
    appealed_at = models.DateTimeField(null=True, blank=True)
    upheld = models.BooleanField(null=True, blank=True)
    decision = models.CharField(max_length=400, blank=True)
    decided_by = models.CharField(max_length=64, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["group"],
                condition=models.Q(ended_at=None),
                name="suspension_one_at_a_time",
            ),
            by_two("suspension_decided_by_another", "ordered_by", "decided_by"),
        ]

    def __str__(self) -> str:
        return f"{self.ground} of {self.group_id}"


class TermRules(models.Model):
    """登録の有効期間, from ``in_force_from`` on: it ends ``years`` calendar years later on that day
    of the year, can be renewed ``renew_days`` before, and its end is told twice."""

    in_force_from = models.DateField(unique=True)
    years = models.PositiveSmallIntegerField(default=3)
    ends_month = models.PositiveSmallIntegerField(default=3)
    ends_day = models.PositiveSmallIntegerField(default=31)
    renew_days = models.PositiveSmallIntegerField(default=90)
    first_days = models.PositiveSmallIntegerField(default=60)
    last_days = models.PositiveSmallIntegerField(default=14)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(last_days__lt=models.F("first_days"))
                & models.Q(first_days__lte=models.F("renew_days")),
                name="term_rules_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"term from {self.in_force_from}"


class TermReminder(models.Model):
    """期限のお知らせ: that a group was told of the end of its term, so many ``days`` before."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="term_reminders")
    valid_until = models.DateField()
    days = models.PositiveSmallIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["group", "valid_until", "days"], name="term_reminder_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.days} days before {self.valid_until}"


class SourceRules(models.Model):
    """申請の間隔, from ``in_force_from`` on: from one source at most so many in so many minutes."""

    in_force_from = models.DateField(unique=True)
    most = models.PositiveSmallIntegerField()
    minutes = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(most__gte=1) & models.Q(minutes__gte=1),
                name="source_rules_let_somebody_in",
            ),
        ]

    def __str__(self) -> str:
        return f"sources from {self.in_force_from}"


class Source(models.Model):
    """申請の接続元: by a keyed mark of it, for as long as it counts."""

    mark = models.CharField(max_length=16)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["mark", "at"], name="source_by_mark")]

    def __str__(self) -> str:
        return self.mark
