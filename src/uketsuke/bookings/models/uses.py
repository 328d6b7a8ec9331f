"""利用申請と予約: what a group asks for and gets."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from uketsuke.groups.models import Group
from uketsuke.halls.models import Room
from uketsuke.kernel.text import KEY_LENGTH
from uketsuke.ledger.models import Account
from uketsuke.tariffs.models import Tariff


class Purpose(models.TextChoices):
    """利用目的."""

    MUSIC = "music", _("音楽")
    THEATRE = "theatre", _("演劇・舞踊")
    LECTURE = "lecture", _("講演・研修")
    FILM = "film", _("映画・上映")
    MEETING = "meeting", _("集会・式典")
    OTHER = "other", _("その他")


class Application(models.Model):
    """利用申請: one use described once; each of its days is a Booking. ``token`` is the form's."""

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="uses")
    token = models.UUIDField()
    channel = models.CharField(max_length=8)
    received_by = models.CharField(max_length=64)
    received_at = models.DateTimeField()
    title = models.CharField(max_length=80)
    title_key = models.CharField(max_length=KEY_LENGTH, blank=True, default="", db_default="")
    purpose = models.CharField(max_length=10, choices=Purpose.choices)
    attendance = models.PositiveIntegerField()
    admission = models.PositiveIntegerField(default=0)
    commercial = models.BooleanField(default=False)
    rehearsal = models.BooleanField(default=False)
    public = models.BooleanField(
        default=False, db_default=False, help_text="催し物として案内してよい"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group", "token"], name="application_once_per_form")
        ]

    def __str__(self) -> str:
        return f"application {self.pk}"


class Booking(models.Model):
    """予約: a group's use of a room on a date in one or more slots (``slots``: ``am,pm``).

    ``quote`` is the price as told, line by line; at approval it is made anew and frozen with
    its ``tariff``. What is owed is the sum of ``account``, nothing else.
    """

    number = models.CharField(max_length=8, unique=True)
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="bookings")
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="bookings")
    room = models.ForeignKey(Room, on_delete=models.PROTECT, related_name="bookings")
    date = models.DateField()
    slots = models.CharField(max_length=40)
    state = models.CharField(max_length=10, default="tentative")
    created_at = models.DateTimeField()
    tariff = models.ForeignKey(Tariff, on_delete=models.PROTECT, related_name="bookings")
    quote = models.JSONField()
    price = models.PositiveIntegerField()
    extras = models.JSONField(default=dict, help_text="附帯設備・超過（第二の請求）")
    account = models.OneToOneField(
        Account, on_delete=models.PROTECT, related_name="booking", null=True, blank=True
    )
    payment_due = models.DateField(null=True, blank=True)
    confirm_by = models.DateField(null=True, blank=True, help_text="当選の確認期限")
    passes_on_until = models.DateTimeField(
        null=True, blank=True, help_text="返された枠を補欠に回す期限"
    )
    waiting_for = models.CharField(max_length=200, blank=True, help_text="保留の理由")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(max_length=64, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_from = models.CharField(max_length=10, blank=True)
    ended_by_hall = models.BooleanField(default=False)
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="booking_known_state",
                condition=models.Q(
                    state__in=[
                        "tentative",
                        "approved",
                        "used",
                        "lapsed",
                        "refused",
                        "cancelled",
                        "no_show",
                    ]
                ),
            ),
            models.CheckConstraint(
                name="booking_approved_has_account",
                condition=~models.Q(state__in=["approved", "used", "no_show"])
                | models.Q(account__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["group", "date"], name="booking_by_group"),
            models.Index(fields=["date", "room"], name="booking_by_date"),
            models.Index(fields=["state", "payment_due"], name="booking_by_state"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def slot_codes(self) -> tuple[str, ...]:
        return tuple(self.slots.split(","))

    @property
    def total(self) -> int:
        """料金の合計 in yen: the price, and what was billed apart (附帯設備・超過)."""
        extras: int = self.extras.get("total", 0)
        return self.price + extras


class Draft(models.Model):
    """申込の途中: the cells are held for the group until ``expires_at`` while she types.

    ``uses`` is a list of [room, date, [slots]], ``typed`` what she has written so far; both
    outlive the hold, so that nothing typed is lost.
    """

    token = models.UUIDField(unique=True)
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="drafts")
    uses = models.JSONField()
    typed = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    extended = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return f"draft {self.token}"


class Request(models.Model):
    """受付開始の申込: asked for in the first minutes of first-come, served in the order of ``lot``.

    ``uses`` is a list of [room, date, [slots]], ``what`` the description. Once the window has
    ended it is served: it has become ``application``, or ``refused`` says by which codes not.
    """

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="requests")
    token = models.UUIDField()
    uses = models.JSONField()
    what = models.JSONField()
    channel = models.CharField(max_length=8)
    received_by = models.CharField(max_length=64)
    office = models.CharField(max_length=20, blank=True)
    received_at = models.DateTimeField()
    window_ends = models.DateTimeField()
    lot = models.BigIntegerField()
    served_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    application = models.OneToOneField(
        Application, on_delete=models.PROTECT, related_name="request", null=True, blank=True
    )
    refused = models.JSONField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group", "token"], name="request_once_per_form"),
            models.UniqueConstraint(
                fields=["group", "window_ends"],
                condition=models.Q(withdrawn_at=None),
                name="request_one_per_window",
            ),
        ]
        indexes = [
            models.Index(
                fields=["window_ends", "lot"],
                condition=models.Q(served_at=None, withdrawn_at=None),
                name="request_waiting",
            )
        ]

    def __str__(self) -> str:
        return f"request {self.pk}"
