"""打合せ: which rooms need one, when the halls offer them, who comes when, what was agreed on."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from uketsuke.bookings.models import Booking
from uketsuke.halls.models import Hall, Room


class MeetingRule(models.Model):
    """打合せの要否 of a room, from ``in_force_from`` on.

    ``due_days``: to be held so many days before the use; ``notice_days``: to be booked on the web
    so many days ahead; ``remind_days``: the group is reminded so many days before it.
    """

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="meeting_rules")
    in_force_from = models.DateField()
    needed = models.BooleanField()
    due_days = models.PositiveSmallIntegerField(default=30)
    notice_days = models.PositiveSmallIntegerField(default=2)
    remind_days = models.PositiveSmallIntegerField(default=3)

    class Meta:
        ordering = ["room", "-in_force_from"]
        constraints = [
            models.UniqueConstraint(fields=["room", "in_force_from"], name="meeting_rule_once")
        ]

    def __str__(self) -> str:
        return f"{self.room_id} from {self.in_force_from}: {self.needed}"


class Offer(models.Model):
    """打合せの枠: every ``weekday`` (Monday is 0) from ``starts`` to ``ends``, ``minutes`` each,
    ``places`` at once; for uses that are ``last_days`` to ``first_days`` days away."""

    hall = models.ForeignKey(Hall, on_delete=models.CASCADE, related_name="meeting_offers")
    in_force_from = models.DateField()
    in_force_until = models.DateField(null=True, blank=True)
    weekday = models.PositiveSmallIntegerField()
    starts = models.TimeField()
    ends = models.TimeField()
    minutes = models.PositiveSmallIntegerField()
    places = models.PositiveSmallIntegerField(default=1)
    first_days = models.PositiveSmallIntegerField(default=90)
    last_days = models.PositiveSmallIntegerField(default=7)

    class Meta:
        ordering = ["hall__order", "weekday", "starts", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(weekday__lte=6), name="offer_on_a_weekday"),
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="offer_in_order"),
            models.CheckConstraint(
                condition=Q(minutes__gt=0) & Q(places__gt=0), name="offer_of_something"
            ),
            models.CheckConstraint(
                condition=Q(first_days__gte=F("last_days")), name="offer_days_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.hall_id} {self.weekday} {self.starts}-{self.ends}"


class MeetingState(models.TextChoices):
    """打合せの状態."""

    BOOKED = "booked", _("予定")
    HELD = "held", _("打合せ済")
    CANCELLED = "cancelled", _("取りやめ")


class Meeting(models.Model):
    """打合せの予約: who comes at that time, at which of the places (``seat`` from 1 on).

    The unique key is the one place where a double appointment is made impossible.
    """

    booking = models.ForeignKey(Booking, on_delete=models.PROTECT, related_name="meetings")
    hall = models.ForeignKey(Hall, on_delete=models.PROTECT, related_name="meetings")
    date = models.DateField()
    starts = models.TimeField()
    minutes = models.PositiveSmallIntegerField()
    seat = models.PositiveSmallIntegerField()
    state = models.CharField(
        max_length=10, choices=MeetingState.choices, default=MeetingState.BOOKED
    )
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=64)
    reminded_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["date", "starts", "seat"]
        constraints = [
            models.UniqueConstraint(
                fields=["hall", "date", "starts", "seat"],
                condition=~Q(state="cancelled"),
                name="meeting_one_per_seat",
            ),
            models.UniqueConstraint(
                fields=["booking"], condition=Q(state="booked"), name="meeting_one_per_booking"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["booked", "held", "cancelled"]), name="meeting_known_state"
            ),
            models.CheckConstraint(condition=Q(seat__gt=0), name="meeting_has_a_seat"),
        ]
        indexes = [models.Index(fields=["date", "hall"], name="meeting_by_date")]

    def __str__(self) -> str:
        return f"{self.date} {self.starts} {self.booking_id}"


class Sheet(models.Model):
    """打合せ票: what was agreed on about one use. No person is named in it.

    ``revision`` counts the changes, so that nobody writes over what she has not seen.
    """

    booking = models.OneToOneField(Booking, on_delete=models.PROTECT, related_name="sheet")
    move_in = models.TimeField(null=True, blank=True)
    set_up = models.TimeField(null=True, blank=True)
    rehearsal = models.TimeField(null=True, blank=True)
    doors = models.TimeField(null=True, blank=True)
    begins = models.TimeField(null=True, blank=True)
    ends = models.TimeField(null=True, blank=True)
    move_out = models.TimeField(null=True, blank=True)
    stage = models.PositiveSmallIntegerField(default=0, help_text="館の舞台技術者の人数")
    sound = models.PositiveSmallIntegerField(default=0, help_text="館の音響技術者の人数")
    lighting = models.PositiveSmallIntegerField(default=0, help_text="館の照明技術者の人数")
    own_crew = models.PositiveSmallIntegerField(default=0, help_text="利用者の技術者の人数")
    visitors = models.PositiveIntegerField(null=True, blank=True)
    guides = models.PositiveSmallIntegerField(default=0, help_text="避難誘導係の人数")
    open_fire = models.BooleanField(default=False, help_text="火気・煙の使用")
    exits_told = models.BooleanField(default=False, help_text="避難経路と消火器の説明")
    sells = models.BooleanField(default=False, help_text="物品の販売")
    notes = models.CharField(max_length=1000, blank=True)
    office_notes = models.CharField(max_length=1000, blank=True)
    revision = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=64)
    agreed_at = models.DateTimeField(null=True, blank=True)
    agreed_by = models.CharField(max_length=64, blank=True)

    def __str__(self) -> str:
        return f"sheet of {self.booking_id}"
