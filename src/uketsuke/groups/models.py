"""利用者: the groups on record and their two persons, with exactly the approved items."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from uketsuke.kernel.sealed import SealedField
from uketsuke.kernel.text import KEY_LENGTH


class Eligibility(models.TextChoices):
    """区分: decided by staff from papers shown. 在勤・在学 count as 区民以外."""

    RESIDENT = "resident", _("区民")
    DELEGATED = "delegated", _("区民からの委任者")
    OTHER = "other", _("区民以外")


class PersonRole(models.TextChoices):
    """個人の立場."""

    REPRESENTATIVE = "representative", _("代表者")
    CONTACT = "contact", _("連絡担当者")


class Evidence(models.TextChoices):
    """確認書類: the kind of paper seen; no copy is kept. 源: facts 3.1 [S]."""

    LICENCE = "licence", _("運転免許証・運転経歴証明書")
    NUMBER_CARD = "number_card", _("マイナンバーカード（表面）")
    RESIDENCE = "residence", _("住民票（3か月以内）")
    INSURANCE = "insurance", _("健康保険証（住所の記載があるもの）")
    PENSION = "pension", _("年金手帳（住所の記載があるもの）")
    UTILITY = "utility", _("公共料金の通知・領収書（3か月以内）")
    DELEGATION = "delegation", _("委任状と委任者の住所確認書類")
    OFFICIAL = "official", _("住所の記載があるその他の公的書類")
    NONE = "none", _("確認書類なし（区民以外）")


class GroupState(models.TextChoices):
    """利用者の状態."""

    ACTIVE = "active", _("有効")
    SUSPENDED = "suspended", _("利用停止")
    LAPSED = "lapsed", _("期限切れ")
    CLOSED = "closed", _("廃止")


class PersonalItems(models.Model):
    """記録項目: the approved personal items, no other. 源: 資料50 記録項目 [S].

    Names are kept exactly as written (外字, 異体字). Phones are half-width with hyphens. The
    database sees all of it sealed; who is meant is found by her tokens.
    """

    role = models.CharField(max_length=16, choices=PersonRole.choices)
    name = SealedField()
    address = SealedField()
    phone_home = SealedField(blank=True)
    phone_mobile = SealedField(blank=True)
    mail = SealedField(blank=True)

    class Meta:
        abstract = True


class Group(models.Model):
    """利用者 (団体): ``number`` is its 利用者番号, one for all three halls."""

    number = models.CharField(max_length=8, unique=True)
    name = models.CharField(max_length=80)
    name_key = models.CharField(max_length=KEY_LENGTH, db_index=True)
    eligibility = models.CharField(max_length=10, choices=Eligibility.choices)
    eligibility_until = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=GroupState.choices, default=GroupState.ACTIVE)
    valid_until = models.DateField()
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="group"
    )
    created_at = models.DateTimeField()
    feed = models.PositiveIntegerField(default=0, help_text="カレンダーのアドレスの番号")
    feed_open = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.number


class Person(PersonalItems):
    """代表者・連絡担当者 of a group, as they stand now."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="persons")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group", "role"], name="person_one_per_role"),
            models.CheckConstraint(
                condition=models.Q(role="contact") | models.Q(mail=""),
                name="person_mail_only_of_contact",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} of {self.group_id}"


class PastPerson(PersonalItems):
    """これまでの代表者・連絡担当者 of a group, as she stood on record until ``ended_at``."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="past_persons")
    ended_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["group", "-ended_at"], name="past_person_by_group")]

    def __str__(self) -> str:
        return f"{self.role} of {self.group_id} until {self.ended_at:%Y-%m-%d}"


class SearchToken(models.Model):
    """検索の印: what somebody may type to find ``person``, keyed so that it tells nothing."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="tokens")
    token = models.CharField(max_length=16)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["token", "person"], name="search_token_once"),
        ]

    def __str__(self) -> str:
        return f"token of {self.person_id}"


class EligibilityDecision(models.Model):
    """区分の認定: who decided which class from which paper, and until when it holds."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="decisions")
    eligibility = models.CharField(max_length=10, choices=Eligibility.choices)
    evidence = models.CharField(max_length=16, choices=Evidence.choices)
    seen_on = models.DateField()
    starts = models.DateField()
    until = models.DateField(null=True, blank=True)
    decided_by = models.CharField(max_length=40)
    decided_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.eligibility} for {self.group_id} by {self.decided_by}"
