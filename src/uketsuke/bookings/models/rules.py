"""受付の規則: figures and days of reception, each with the time from which they hold."""

from datetime import time

from django.db import models
from django.utils.translation import gettext_lazy as _


class ReductionsBy(models.TextChoices):
    """減免を決める人."""

    MANAGER = "manager", _("館責任者")
    WARD = "ward", _("区職員")


class ReceptionRules(models.Model):
    """受付規則: all figures of reception, from ``in_force_from`` on. 源: facts 3.1-3.3."""

    in_force_from = models.DateField(unique=True)
    residents_months = models.PositiveSmallIntegerField(default=6)
    others_months = models.PositiveSmallIntegerField(default=5)
    draw_weekday = models.PositiveSmallIntegerField(default=2, help_text="月曜日が 0")
    draw_nth = models.PositiveSmallIntegerField(default=1)
    january_nth = models.PositiveSmallIntegerField(default=2)
    residents_close = models.TimeField()
    counter_opens = models.TimeField()
    web_opens = models.TimeField()
    entries_close = models.TimeField(default=time(9))
    entry_days = models.PositiveSmallIntegerField(default=14)
    web_days = models.PositiveSmallIntegerField(default=14)
    counter_days = models.PositiveSmallIntegerField(default=3)
    days_per_month = models.PositiveSmallIntegerField(default=4)
    consecutive_days = models.PositiveSmallIntegerField(default=3)
    cells_at_once = models.PositiveSmallIntegerField(default=12)
    hold_minutes = models.PositiveSmallIntegerField(default=10)
    hold_extensions = models.PositiveSmallIntegerField(default=10, db_default=10)
    window_minutes = models.PositiveSmallIntegerField(default=10)
    undo_minutes = models.PositiveSmallIntegerField(default=30)
    payment_days = models.PositiveSmallIntegerField(default=14)
    change_days = models.PositiveSmallIntegerField(default=14)
    remind_days = models.PositiveSmallIntegerField(default=3)
    near_percent = models.PositiveSmallIntegerField(default=90, db_default=90)
    short_days = models.PositiveSmallIntegerField(default=7, db_default=7)
    rest_from_minutes = models.PositiveSmallIntegerField(default=10)
    rest_to_minutes = models.PositiveSmallIntegerField(default=60)
    rest_opens = models.TimeField(default=time(9))
    rest_closes = models.TimeField(default=time(20))
    reductions_by = models.CharField(
        max_length=8, choices=ReductionsBy.choices, default=ReductionsBy.MANAGER
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(rest_from_minutes__lte=models.F("rest_to_minutes"))
                & models.Q(rest_opens__lt=models.F("rest_closes")),
                name="rest_in_order",
            )
        ]

    def __str__(self) -> str:
        return f"rules from {self.in_force_from}"


class DrawDates(models.Model):
    """抽選日程 of one month of use and class, once its round is made; until then the rule tells.

    Entries are taken from ``entries_from`` until just before ``closes_at``. What is left is
    first-come from ``counter_from`` and ``web_from`` on, but never before ``finished_at`` is set.
    """

    use_month = models.DateField()
    klass = models.CharField(max_length=10)
    entries_from = models.DateTimeField()
    closes_at = models.DateTimeField()
    counter_from = models.DateTimeField()
    web_from = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["use_month", "klass"], name="draw_dates_once"),
            models.CheckConstraint(
                condition=models.Q(entries_from__lt=models.F("closes_at"))
                & models.Q(closes_at__lte=models.F("counter_from"))
                & models.Q(closes_at__lte=models.F("web_from")),
                name="draw_dates_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.use_month:%Y-%m} {self.klass}"
