"""料金表: versions with a date of force. A released version is never changed, only followed."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from uketsuke.halls.models import Room


class State(models.TextChoices):
    """版の状態. Only a draft can be changed; only a released version has a price for anybody."""

    DRAFT = "draft", _("案")
    PROPOSED = "proposed", _("審査待ち")
    RELEASED = "released", _("公布済")


class ChangeOver(models.TextChoices):
    """切替の規則: which day decides whether a booking is priced by this version."""

    BY_APPROVAL = "by_approval", _("承認の日による")
    BY_USE = "by_use", _("利用の日による")


class Tariff(models.Model):
    """料金表の版: in force from ``in_force_from`` on, until the next released one.

    ``change_over`` says whether the day of approval or the day of use has to lie there. Who
    releases is another person than who proposed; a version of before that rule names nobody.
    ``official`` is set by an administrator; until then every screen says 見本料金. All percents
    are of the base fee.
    """

    code = models.CharField(max_length=20, unique=True)
    label = models.CharField(max_length=60)
    in_force_from = models.DateField()
    change_over = models.CharField(
        max_length=12, choices=ChangeOver.choices, default=ChangeOver.BY_APPROVAL
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    based_on = models.ForeignKey(
        "self", on_delete=models.PROTECT, related_name="copies", null=True, blank=True
    )
    proposed_by = models.CharField(max_length=40, blank=True)
    proposed_at = models.DateTimeField(null=True, blank=True)
    released_by = models.CharField(max_length=40, blank=True)
    released_at = models.DateTimeField(null=True, blank=True)
    official = models.BooleanField(default=False)
    commercial_percent = models.PositiveSmallIntegerField(default=200)
    rehearsal_percent = models.PositiveSmallIntegerField(default=50)
    overtime_percent = models.PositiveSmallIntegerField(default=30)
    overtime_max_hours = models.PositiveSmallIntegerField(default=1)
    rounding = models.PositiveSmallIntegerField(default=10, help_text="端数を切り捨てる単位 (円)")
    tax_percent = models.PositiveSmallIntegerField(
        default=10, db_default=10, help_text="料金に含まれる消費税率"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["in_force_from"],
                condition=Q(state="released"),
                name="tariff_one_from_each_day",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "proposed", "released"]), name="tariff_known_state"
            ),
            models.CheckConstraint(
                condition=Q(change_over__in=["by_approval", "by_use"]),
                name="tariff_known_change_over",
            ),
            models.CheckConstraint(
                condition=Q(released_by="") | ~Q(released_by=F("proposed_by")),
                name="tariff_needs_two_persons",
            ),
            models.CheckConstraint(
                condition=~Q(state="proposed") | ~Q(proposed_by=""),
                name="tariff_proposed_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(proposed_by="") | ~Q(state="released") | ~Q(released_by=""),
                name="tariff_released_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class BaseFee(models.Model):
    """基本料金 of a room in a slot, yen with tax; ``day_kind`` is weekday or holiday."""

    tariff = models.ForeignKey(Tariff, on_delete=models.CASCADE, related_name="base_fees")
    room = models.ForeignKey(Room, on_delete=models.PROTECT, related_name="base_fees")
    slot = models.CharField(max_length=8)
    day_kind = models.CharField(max_length=8)
    amount = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tariff", "room", "slot", "day_kind"], name="base_fee_one_per_cell"
            ),
            models.CheckConstraint(
                condition=models.Q(day_kind__in=["weekday", "holiday"]), name="base_fee_day_kind"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.room_id} {self.slot} {self.day_kind} {self.amount}"


class AdmissionTier(models.Model):
    """入場料加算: up to the highest admission of ``up_to`` yen (empty: above all), this percent."""

    tariff = models.ForeignKey(Tariff, on_delete=models.CASCADE, related_name="tiers")
    up_to = models.PositiveIntegerField(null=True, blank=True)
    percent = models.PositiveSmallIntegerField()

    class Meta:
        ordering = [models.F("up_to").asc(nulls_last=True)]

    def __str__(self) -> str:
        return f"-{self.up_to}: {self.percent} %"


class Reduction(models.Model):
    """減免の種類: ``percent`` empty means that staff set it when deciding."""

    tariff = models.ForeignKey(Tariff, on_delete=models.CASCADE, related_name="reductions")
    code = models.SlugField(max_length=30)
    label = models.CharField(max_length=60)
    percent = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]  # as they were written
        constraints = [models.UniqueConstraint(fields=["tariff", "code"], name="reduction_code")]

    def __str__(self) -> str:
        return self.code


class EquipmentPrice(models.Model):
    """附帯設備の料金: yen for one ``unit`` in one slot."""

    tariff = models.ForeignKey(Tariff, on_delete=models.CASCADE, related_name="equipment")
    code = models.SlugField(max_length=30)
    label = models.CharField(max_length=60)
    unit = models.CharField(max_length=10)
    amount = models.PositiveIntegerField()

    class Meta:
        ordering = ["pk"]  # as they were written
        constraints = [models.UniqueConstraint(fields=["tariff", "code"], name="equipment_code")]

    def __str__(self) -> str:
        return self.code


class RefundStep(models.Model):
    """還付表の段: cancelled ``min_days`` days or more before use, this percent is returned."""

    tariff = models.ForeignKey(Tariff, on_delete=models.CASCADE, related_name="refund_steps")
    min_days = models.PositiveSmallIntegerField()
    percent = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["-min_days"]
        constraints = [
            models.UniqueConstraint(fields=["tariff", "min_days"], name="refund_step_once"),
            models.CheckConstraint(
                condition=models.Q(percent__lte=100), name="refund_step_at_most_all"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.min_days}: {self.percent} %"
