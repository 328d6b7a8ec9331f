"""当日の記録: rows that statistics can count, and the notes from shift to shift."""

from datetime import time

from django.db import models

from uketsuke.bookings.models import Booking
from uketsuke.halls.models import Hall
from uketsuke.kernel.sealed import SealedField


class DayRules(models.Model):
    """当日の決まり: figures of the halls' day, from ``in_force_from`` on. 源: [A]."""

    in_force_from = models.DateField(unique=True)
    late_minutes = models.PositiveSmallIntegerField(
        default=10, help_text="始まりから何分で遅れとするか"
    )
    no_show_minutes = models.PositiveSmallIntegerField(
        default=60, help_text="始まりから何分で無断不使用を記録できるか"
    )
    overtime_minutes = models.PositiveSmallIntegerField(
        default=10, help_text="終わりから何分までは超過としないか"
    )
    correct_days = models.PositiveSmallIntegerField(default=31, help_text="何日後まで直せるか")
    sheet_from = models.TimeField(default=time(18), help_text="翌日の予定表を作り始める時刻")
    sheet_kept_days = models.PositiveSmallIntegerField(
        default=3, help_text="予定表を使った日のあと何日残すか"
    )
    sheet_free_days = models.PositiveSmallIntegerField(
        default=7, help_text="予定表に空きを載せる日数"
    )

    def __str__(self) -> str:
        return f"day rules from {self.in_force_from}"


class UseRecord(models.Model):
    """当日の記録 of a booking: what really happened, as the office wrote it down.

    ``expected_at``: she called, she will be late. ``visitors`` counts who came in all. ``version``
    goes up with each change, so that nobody changes what somebody else has just changed.
    """

    booking = models.OneToOneField(Booking, on_delete=models.PROTECT, related_name="record")
    expected_at = models.DateTimeField(null=True, blank=True)
    arrived_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)
    visitors = models.PositiveIntegerField(null=True, blank=True)
    version = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(left_at=None)
                | models.Q(arrived_at__isnull=False, left_at__gte=models.F("arrived_at")),
                name="record_comes_before_it_goes",
            )
        ]

    def __str__(self) -> str:
        return f"record of {self.booking_id}"


class Note(models.Model):
    """引継ぎ: what the next shift must know, of a hall's day or of one booking of it.

    It is shown on its day and on every day after, until somebody has dealt with it.
    """

    hall = models.ForeignKey(Hall, on_delete=models.PROTECT, related_name="notes")
    date = models.DateField()
    booking = models.ForeignKey(
        Booking, on_delete=models.PROTECT, related_name="notes", null=True, blank=True
    )
    token = models.UUIDField(unique=True)
    text = models.CharField(max_length=300)
    written_at = models.DateTimeField()
    written_by = models.CharField(max_length=64)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.CharField(max_length=64, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["hall", "date"], name="note_by_day"),
            models.Index(fields=["hall"], condition=models.Q(done_at=None), name="note_still_open"),
        ]

    def __str__(self) -> str:
        return f"note {self.pk}"


class SheetKey(models.Model):
    """予定表のパスワード of a hall: opens the files with telephone numbers. One at a time."""

    hall = models.OneToOneField(Hall, on_delete=models.PROTECT, related_name="sheet_key")
    password = SealedField()
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"sheet key of {self.hall_id}"


class Sheet(models.Model):
    """明日の利用予定表 that stands in the folder; ``stamp`` says what was written in it."""

    hall = models.ForeignKey(Hall, on_delete=models.PROTECT, related_name="sheets")
    date = models.DateField()
    stamp = models.CharField(max_length=64)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["hall", "date"], name="sheet_one_per_day"),
        ]

    def __str__(self) -> str:
        return f"sheet {self.hall_id} {self.date}"
