"""空き待ち: who waits for taken cells, what was offered to whom, and what a group looks for."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from uketsuke.bookings.models import Block, Booking
from uketsuke.groups.models import Group
from uketsuke.halls.models import Room


class WaitingRules(models.Model):
    """空き待ちの決まり: figures of waiting and of saved searches, from ``in_force_from`` [A]."""

    in_force_from = models.DateField(unique=True)
    offer_hours = models.PositiveSmallIntegerField(default=24)
    offer_hours_by_phone = models.PositiveSmallIntegerField(default=48)
    waits_per_group = models.PositiveSmallIntegerField(default=5)
    searches_per_group = models.PositiveSmallIntegerField(default=3)
    search_days = models.PositiveSmallIntegerField(default=180)
    alert_hours = models.PositiveSmallIntegerField(default=24)

    def __str__(self) -> str:
        return f"waiting rules from {self.in_force_from}"


class Ending(models.TextChoices):
    """終わり方 of a wait or an offer."""

    ACCEPTED = "accepted", _("申込済み")
    DECLINED = "declined", _("見送り")
    EXPIRED = "expired", _("期限切れ")
    WITHDRAWN = "withdrawn", _("取下げ")
    OVER = "over", _("受付終了")
    TAKEN_BACK = "taken_back", _("館の都合")


class Wait(models.Model):
    """空き待ち: the group wants ``room`` on ``date`` in all of ``slots`` (``am,pm``).

    ``lot`` is drawn when it joins and told nobody: among those who waited before the cells fell
    free it says whose turn it is. ``turned_at``: when it was last its turn (offered, or passed
    over for the reason in ``passed_over``).
    """

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="waits")
    token = models.UUIDField()
    room = models.ForeignKey(Room, on_delete=models.PROTECT, related_name="waits")
    date = models.DateField()
    slots = models.CharField(max_length=40)
    channel = models.CharField(max_length=8)
    joined_by = models.CharField(max_length=64)
    joined_at = models.DateTimeField()
    lot = models.BigIntegerField()
    turned_at = models.DateTimeField(null=True, blank=True)
    passed_over = models.CharField(max_length=40, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_as = models.CharField(max_length=10, choices=Ending.choices, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group", "token"], name="wait_once_per_form"),
            models.UniqueConstraint(
                fields=["group", "room", "date", "slots"],
                condition=models.Q(ended_at=None),
                name="wait_once_for_cells",
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at=None, ended_as="")
                | (models.Q(ended_at__isnull=False) & ~models.Q(ended_as="")),
                name="wait_ends_somehow",
            ),
        ]
        indexes = [
            models.Index(
                fields=["room", "date"],
                condition=models.Q(ended_at=None),
                name="wait_for_cells",
            )
        ]

    def __str__(self) -> str:
        return f"wait {self.pk}"

    @property
    def slot_codes(self) -> tuple[str, ...]:
        return tuple(self.slots.split(","))


class Offer(models.Model):
    """案内: the cells of ``block`` are kept for who waits, until ``until``.

    The block holds the cells under the one key of all holds, and belongs to one offer: a cell is
    never offered twice at once.
    """

    wait = models.ForeignKey(Wait, on_delete=models.CASCADE, related_name="offers")
    block = models.OneToOneField(Block, on_delete=models.PROTECT, related_name="offer")
    offered_at = models.DateTimeField()
    until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_as = models.CharField(max_length=10, choices=Ending.choices, blank=True)
    booking = models.OneToOneField(
        Booking, on_delete=models.PROTECT, related_name="offer", null=True, blank=True
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["wait"], condition=models.Q(ended_at=None), name="offer_one_open"
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at=None, ended_as="")
                | (models.Q(ended_at__isnull=False) & ~models.Q(ended_as="")),
                name="offer_ends_somehow",
            ),
        ]
        indexes = [
            models.Index(fields=["until"], condition=models.Q(ended_at=None), name="offer_open")
        ]

    def __str__(self) -> str:
        return f"offer {self.pk}"


class Search(models.Model):
    """保存した条件: what the group looks for; ``known``: what was free at the last look.

    What fell free since is ``found`` and told by mail, not before ``tells_at`` again.
    """

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="searches")
    token = models.UUIDField()
    first = models.DateField()
    last = models.DateField()
    weekdays = models.CharField(max_length=20, blank=True)
    slots = models.CharField(max_length=40, blank=True)
    halls = models.CharField(max_length=100, blank=True)
    seats = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField()
    ends_on = models.DateField()
    known = models.JSONField(default=list)
    found = models.JSONField(default=list)
    tells_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group", "token"], name="search_once_per_form"),
            models.CheckConstraint(
                condition=models.Q(first__lte=models.F("last")), name="search_in_order"
            ),
        ]
        indexes = [
            models.Index(
                fields=["tells_at"], condition=models.Q(ended_at=None), name="search_living"
            )
        ]

    def __str__(self) -> str:
        return f"search {self.pk}"
