"""料金表: versions with a date of force. A released version is never changed, only followed."""

from django.db import models

from uketsuke.halls.models import Room


class Tariff(models.Model):
    """料金表の版: in force for bookings approved from ``in_force_from`` on, until the next one.

    ``official`` is set by an administrator; until then every screen says 見本料金. All percents
    are of the base fee.
    """

    code = models.CharField(max_length=20, unique=True)
    label = models.CharField(max_length=60)
    in_force_from = models.DateField(unique=True)
    official = models.BooleanField(default=False)
    commercial_percent = models.PositiveSmallIntegerField(default=200)
    rehearsal_percent = models.PositiveSmallIntegerField(default=50)
    overtime_percent = models.PositiveSmallIntegerField(default=30)
    overtime_max_hours = models.PositiveSmallIntegerField(default=1)
    rounding = models.PositiveSmallIntegerField(default=10, help_text="端数を切り捨てる単位 (円)")

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
