"""施設: halls, what can be booked in them, and when they are closed."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class FeeScheme(models.TextChoices):
    """料金の制度: who the money belongs to."""

    USER_FEE = "user_fee", _("利用料金")
    WARD_FEE = "ward_fee", _("使用料")


class Hall(models.Model):
    """区民ホール: a building with an office and its own rules."""

    code = models.SlugField(max_length=20, unique=True)
    name = models.CharField(max_length=40)
    short_name = models.CharField(max_length=20)
    order = models.PositiveSmallIntegerField(default=0)
    address = models.CharField(max_length=120)
    postal = models.CharField(max_length=7)
    phone = models.CharField(max_length=20, blank=True)
    office = models.CharField(max_length=40, help_text="窓口の場所")
    counter_opens = models.TimeField()
    counter_closes = models.TimeField()
    fee_scheme = models.CharField(max_length=10, choices=FeeScheme.choices)
    issuer = models.CharField(max_length=60, help_text="領収書の発行者")
    issuer_number = models.CharField(max_length=14, help_text="適格請求書発行事業者の登録番号")

    class Meta:
        ordering = ["order"]

    def __str__(self) -> str:
        return self.name


class Space(models.Model):
    """区画: a physical part of a hall that only one can use at a time."""

    hall = models.ForeignKey(Hall, on_delete=models.PROTECT, related_name="spaces")
    code = models.SlugField(max_length=30)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["hall", "code"], name="space_code")]

    def __str__(self) -> str:
        return f"{self.hall_id}/{self.code}"


class RoomKind(models.TextChoices):
    """施設の種類."""

    HALL = "hall", _("ホール")
    DRESSING = "dressing", _("楽屋")


class Room(models.Model):
    """貸出施設: what a group books; it takes all its ``spaces``. ``key`` is ``hall/code``."""

    hall = models.ForeignKey(Hall, on_delete=models.PROTECT, related_name="rooms")
    key = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=40)
    kind = models.CharField(max_length=10, choices=RoomKind.choices)
    capacity = models.PositiveIntegerField()
    capacity_is_sample = models.BooleanField(default=True, help_text="未確認の席数 (見本)")
    web_bookable = models.BooleanField(default=False)
    order = models.PositiveSmallIntegerField(default=0)
    spaces = models.ManyToManyField(Space, related_name="rooms")

    class Meta:
        ordering = ["hall__order", "order"]

    def __str__(self) -> str:
        return self.key

    @property
    def code(self) -> str:
        return self.key.partition("/")[2]


class Slot(models.Model):
    """利用区分: a named part of a hall's day. Neighbours booked together include the gap."""

    hall = models.ForeignKey(Hall, on_delete=models.CASCADE, related_name="slots")
    code = models.CharField(max_length=8)
    label = models.CharField(max_length=10)
    starts = models.TimeField()
    ends = models.TimeField()
    order = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["hall", "code"], name="slot_code")]

    def __str__(self) -> str:
        return self.label


class Closure(models.Model):
    """休館日: from ``starts`` to ``ends``; ``yearly``: the same days every year (only month and
    day count, and the period may cross the new year). ``hall`` empty: all halls."""

    hall = models.ForeignKey(
        Hall, on_delete=models.CASCADE, related_name="closures", null=True, blank=True
    )
    starts = models.DateField()
    ends = models.DateField()
    yearly = models.BooleanField(default=False)
    label = models.CharField(max_length=60)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends__gte=models.F("starts")), name="closure_in_order"
            )
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.starts}-{self.ends}"
