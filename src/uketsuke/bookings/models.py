"""予約: applications, bookings, blocks, and the holds that make a double booking impossible."""

from datetime import time

from django.db import models
from django.utils.translation import gettext_lazy as _

from uketsuke.groups.models import Group
from uketsuke.halls.models import Hall, Room, Space
from uketsuke.ledger.models import Account
from uketsuke.tariffs.models import Tariff


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
    window_minutes = models.PositiveSmallIntegerField(default=10)
    undo_minutes = models.PositiveSmallIntegerField(default=30)
    payment_days = models.PositiveSmallIntegerField(default=14)
    change_days = models.PositiveSmallIntegerField(default=14)

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
    purpose = models.CharField(max_length=10, choices=Purpose.choices)
    attendance = models.PositiveIntegerField()
    admission = models.PositiveIntegerField(default=0)
    commercial = models.BooleanField(default=False)
    rehearsal = models.BooleanField(default=False)

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


class BlockReason(models.TextChoices):
    """休止の理由区分."""

    MAINTENANCE = "maintenance", _("保守点検")
    WORKS = "works", _("工事")
    OWN_EVENT = "own_event", _("主催事業")
    PRIORITY = "priority", _("優先枠")
    RETURNED = "returned", _("補欠の案内")
    OTHER = "other", _("その他")


class BlockState(models.TextChoices):
    """休止の状態. A proposed block holds its cells already."""

    PROPOSED = "proposed", _("承認待ち")
    APPROVED = "approved", _("承認済")
    ENDED = "ended", _("終了")


class Block(models.Model):
    """休止・主催事業・保守: the hall's own holds of ``rooms`` from ``starts`` to ``ends``.

    ``public_reason`` is shown to everybody. Who approves is another person than who proposed.
    Cells that a winner of the lottery gave back (``returned_by``) wait here for a runner-up, and
    where there is none, until ``releases_at``, the announced time from which they are free.
    """

    hall = models.ForeignKey(Hall, on_delete=models.PROTECT, related_name="blocks")
    rooms = models.ManyToManyField(Room, related_name="blocks")
    starts = models.DateField()
    ends = models.DateField()
    slots = models.CharField(max_length=40)
    reason_class = models.CharField(max_length=12, choices=BlockReason.choices)
    public_reason = models.CharField(max_length=60)
    document = models.CharField(max_length=40, blank=True, help_text="文書番号")
    state = models.CharField(max_length=10, choices=BlockState.choices)
    proposed_by = models.CharField(max_length=40)
    proposed_at = models.DateTimeField()
    approved_by = models.CharField(max_length=40, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    returned_by = models.ForeignKey(
        Booking, on_delete=models.PROTECT, related_name="returned", null=True, blank=True
    )
    releases_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends__gte=models.F("starts")), name="block_in_order"
            ),
            models.CheckConstraint(
                condition=~models.Q(approved_by=models.F("proposed_by")),
                name="block_needs_two_persons",
            ),
        ]

    def __str__(self) -> str:
        return f"block {self.pk}"


class Hold(models.Model):
    """枠の確保: ``space`` is taken on ``date`` in ``slot``. A free cell has no row.

    The unique key is the one place where a double booking is made impossible. Exactly one of
    booking, block and draft owns it; only a draft's hold expires.
    """

    space = models.ForeignKey(Space, on_delete=models.PROTECT, related_name="holds")
    date = models.DateField()
    slot = models.CharField(max_length=8)
    booking = models.ForeignKey(
        Booking, on_delete=models.CASCADE, related_name="holds", null=True, blank=True
    )
    block = models.ForeignKey(
        Block, on_delete=models.CASCADE, related_name="holds", null=True, blank=True
    )
    draft = models.ForeignKey(
        Draft, on_delete=models.CASCADE, related_name="holds", null=True, blank=True
    )
    expires_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["space", "date", "slot"], name="hold_one_per_cell"),
            models.CheckConstraint(
                name="hold_has_one_owner",
                condition=(
                    models.Q(
                        booking__isnull=False,
                        block__isnull=True,
                        draft__isnull=True,
                        expires_at__isnull=True,
                    )
                    | models.Q(
                        booking__isnull=True,
                        block__isnull=False,
                        draft__isnull=True,
                        expires_at__isnull=True,
                    )
                    | models.Q(
                        booking__isnull=True,
                        block__isnull=True,
                        draft__isnull=False,
                        expires_at__isnull=False,
                    )
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.space_id} {self.date} {self.slot}"
