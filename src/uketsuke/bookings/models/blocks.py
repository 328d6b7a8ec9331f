"""休止と枠の確保: the hall's own use of cells, and the row that makes a cell taken."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from uketsuke.bookings.models.uses import Booking, Draft
from uketsuke.halls.models import Hall, Room, Space
from uketsuke.kernel.proposals import by_two


class BlockReason(models.TextChoices):
    """休止の理由区分."""

    MAINTENANCE = "maintenance", _("保守点検")
    WORKS = "works", _("工事")
    OWN_EVENT = "own_event", _("主催事業")
    PRIORITY = "priority", _("優先枠")
    RETURNED = "returned", _("補欠の案内")
    RESTING = "resting", _("空き枠の準備")
    OFFERED = "offered", _("空き待ちの案内")
    OTHER = "other", _("その他")


# What the system holds by itself, until the cells are somebody's or everybody's again.
PASSING = frozenset({BlockReason.RETURNED, BlockReason.RESTING, BlockReason.OFFERED})


class BlockState(models.TextChoices):
    """休止の状態. A proposed block holds its cells already."""

    PROPOSED = "proposed", _("承認待ち")
    APPROVED = "approved", _("承認済")
    ENDED = "ended", _("終了")


class Block(models.Model):
    """休止・主催事業・保守: the hall's own holds of ``rooms`` from ``starts`` to ``ends``.

    ``public_reason`` is shown to everybody. Who approves is another person than who proposed.
    Cells that a winner of the lottery gave back (``returned_by``) wait here for a runner-up, and
    where there is none, until ``releases_at``, the announced time from which they are free. Cells
    that became free in any other way rest here until ``releases_at``, which nobody can foresee.
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
            by_two("block_needs_two_persons"),
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
