"""利用者登録の申請: how a group comes on record, and how its record changes."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from uketsuke.groups.models import Eligibility, Evidence, Group, PersonalItems


class Kind(models.TextChoices):
    """申請の種類."""

    NEW = "new", _("新規登録")
    CHANGE = "change", _("登録変更")


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
