"""抽選: rounds, what groups wish for, the draws and what came of them."""

from django.db import models

from uketsuke.bookings.models import Booking, DrawDates, Purpose
from uketsuke.groups.models import Group


class LotteryRules(models.Model):
    """抽選規則: all figures of the lottery, for rounds made from ``in_force_from`` on.

    源: facts 3.2, 3.3 [A].
    """

    in_force_from = models.DateField(unique=True)
    cap = models.PositiveSmallIntegerField(default=1, help_text="1館で当選できる数")
    entries_per_hall = models.PositiveSmallIntegerField(default=1)
    wishes_most = models.PositiveSmallIntegerField(default=3)
    across_halls = models.BooleanField(default=True, help_text="希望が館をまたいでよい")
    confirm_days = models.PositiveSmallIntegerField(default=7)
    runner_up_confirm_days = models.PositiveSmallIntegerField(default=4)
    runner_up_days = models.PositiveSmallIntegerField(default=30)
    made_days_ahead = models.PositiveSmallIntegerField(default=31)

    def __str__(self) -> str:
        return f"rules from {self.in_force_from}"


class Round(models.Model):
    """抽選回: one month of use and one class (``2027-04-residents``).

    ``commitment`` is published from the beginning; ``secret`` stays here until the draw. Once
    ``frozen_at`` is set, the database lets nobody change the entries.
    """

    code = models.CharField(max_length=20, unique=True)
    dates = models.OneToOneField(DrawDates, on_delete=models.PROTECT, related_name="round")
    rules = models.ForeignKey(LotteryRules, on_delete=models.PROTECT, related_name="rounds")
    secret = models.CharField(max_length=64)
    commitment = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    reason = models.CharField(max_length=200, blank=True, help_text="日程を変えた理由")
    offered = models.JSONField(null=True, blank=True)
    entries_digest = models.CharField(max_length=64, blank=True)
    frozen_at = models.DateTimeField(null=True, blank=True)
    redraw_reason = models.CharField(max_length=200, blank=True)
    redraw_proposed_by = models.CharField(max_length=64, blank=True)
    settling_at = models.DateTimeField(null=True, blank=True, help_text="結果を確定した時刻")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(frozen_at__isnull=True, entries_digest="")
                | models.Q(frozen_at__isnull=False, offered__isnull=False)
                & ~models.Q(entries_digest=""),
                name="round_frozen_has_digest",
            ),
            models.CheckConstraint(
                condition=models.Q(settling_at__isnull=True) | models.Q(frozen_at__isnull=False),
                name="round_settles_when_frozen",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class Entry(models.Model):
    """抽選申込: up to three ranked wishes of a group in a round, and what it wants to do there.

    ``wishes`` is a list of [room, date, [slots]], the best first. ``hall`` is the hall of the
    first. ``excluded``: staff left it out, with the reason; ``merged_into``: because of that one.
    """

    receipt = models.CharField(max_length=12, unique=True)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="entries")
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="entries")
    token = models.UUIDField()
    hall = models.CharField(max_length=20)
    wishes = models.JSONField()
    title = models.CharField(max_length=80)
    purpose = models.CharField(max_length=10, choices=Purpose.choices)
    attendance = models.PositiveIntegerField()
    admission = models.PositiveIntegerField(default=0)
    commercial = models.BooleanField(default=False)
    rehearsal = models.BooleanField(default=False)
    public = models.BooleanField(
        default=False, db_default=False, help_text="催し物として案内してよい"
    )
    tier = models.PositiveSmallIntegerField(default=0)
    tickets = models.PositiveSmallIntegerField(default=1)
    channel = models.CharField(max_length=8)
    received_by = models.CharField(max_length=64)
    received_at = models.DateTimeField()
    changed_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    excluded = models.CharField(max_length=200, blank=True)
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, related_name="merged", null=True, blank=True
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group", "token"], name="entry_once_per_form"),
            models.CheckConstraint(condition=models.Q(tickets__gte=1), name="entry_has_a_ticket"),
        ]
        indexes = [models.Index(fields=["group", "round"], name="entry_by_group")]

    def __str__(self) -> str:
        return self.receipt


class PartyDecision(models.Model):
    """名寄せの判断: entries that look like one party, looked at by staff before the draw.

    ``receipts`` (sorted, joined by commas) is what was judged: another entry in the party makes
    it a new question.
    """

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="party_decisions")
    receipts = models.TextField()
    kept = models.TextField(help_text="残した申込の受付番号")
    reason = models.CharField(max_length=200)
    decided_by = models.CharField(max_length=64)
    decided_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "receipts"], name="party_decided_once")
        ]

    def __str__(self) -> str:
        return f"party of {self.receipts}"


class Draw(models.Model):
    """抽選の実施: ``record`` is the public document; a second draw is a second row."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="draws")
    number = models.PositiveSmallIntegerField()
    public_value = models.CharField(max_length=200)
    record = models.TextField()
    reason = models.CharField(max_length=200, blank=True, help_text="再抽選の理由")
    drawn_at = models.DateTimeField()
    drawn_by = models.CharField(max_length=64)
    proposed_by = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "number"], name="draw_once_per_number"),
            models.CheckConstraint(
                condition=models.Q(number=1) | ~models.Q(proposed_by=models.F("drawn_by")),
                name="redraw_needs_two_persons",
            ),
        ]

    def __str__(self) -> str:
        return f"draw {self.number} of {self.round_id}"


class Outcome(models.Model):
    """抽選結果 of an entry, as the group was told: its place, and which wish was won (or none)."""

    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="outcome")
    draw = models.ForeignKey(Draw, on_delete=models.PROTECT, related_name="outcomes")
    place = models.PositiveIntegerField()
    wish = models.PositiveSmallIntegerField(null=True, blank=True)
    told_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"outcome of {self.entry_id}"


class Win(models.Model):
    """当選: the booking an entry won, in the draw or later as a runner-up."""

    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="win")
    booking = models.OneToOneField(Booking, on_delete=models.PROTECT, related_name="win")
    wish = models.PositiveSmallIntegerField()
    from_runner_up = models.BooleanField(default=False)
    won_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"win of {self.entry_id}"
