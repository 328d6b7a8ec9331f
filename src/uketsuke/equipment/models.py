"""附帯設備: what a hall lends with its rooms, how much of it, and what of it is promised when.

An order is known by its ``label`` alone (a booking's number), as an account is.
"""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from uketsuke.halls.models import Hall, Room


class EquipmentRules(models.Model):
    """附帯設備の規則, from ``in_force_from`` on: until how many days before the use a group may
    ask for things on the web (``web_days``), and staff may write them down (``counter_days``).
    What waits so few days before its use is near (``soon_days``)."""

    in_force_from = models.DateField(unique=True)
    web_days = models.PositiveSmallIntegerField(default=7)
    counter_days = models.PositiveSmallIntegerField(default=0)
    soon_days = models.PositiveSmallIntegerField(default=14, db_default=14)

    def __str__(self) -> str:
        return f"equipment rules from {self.in_force_from}"


class Item(models.Model):
    """品目: a thing of a hall, lent with ``rooms``. Its fee is the tariff's of the same ``code``.

    Where ``room`` is set (楽屋) it is that room itself: its cells are taken, no shelf is asked.
    """

    hall = models.ForeignKey(Hall, on_delete=models.PROTECT, related_name="equipment")
    code = models.SlugField(max_length=30)
    name = models.CharField(max_length=60)
    unit = models.CharField(max_length=10)
    order = models.PositiveSmallIntegerField(default=0)
    room = models.OneToOneField(
        Room, on_delete=models.PROTECT, related_name="as_equipment", null=True, blank=True
    )
    rooms = models.ManyToManyField(Room, related_name="equipment")

    class Meta:
        ordering = ["hall__order", "order", "pk"]
        constraints = [models.UniqueConstraint(fields=["hall", "code"], name="item_code")]

    def __str__(self) -> str:
        return f"{self.hall_id}/{self.code}"


class Stock(models.Model):
    """在庫: so many there are from that day on (0: no longer lent)."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="stocks")
    in_force_from = models.DateField()
    number = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["-in_force_from"]
        constraints = [
            models.UniqueConstraint(fields=["item", "in_force_from"], name="stock_once_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.item_id} {self.number} from {self.in_force_from}"


class Repair(models.Model):
    """故障・修理: ``number`` pieces fewer from ``starts`` to ``ends``."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="repairs")
    starts = models.DateField()
    ends = models.DateField()
    number = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=60)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-starts", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(ends__gte=F("starts")), name="repair_in_order"),
            models.CheckConstraint(condition=Q(number__gt=0), name="repair_of_something"),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} -{self.number} {self.starts}-{self.ends}"


class Shelf(models.Model):
    """棚: of an item on a date in a slot there are ``number``, and ``promised`` of them are gone.

    The CHECK is the one place where it is made impossible to promise a thing twice.
    """

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="shelves")
    date = models.DateField()
    slot = models.CharField(max_length=8)
    number = models.PositiveIntegerField()
    promised = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item", "date", "slot"], name="shelf_one_per_cell"),
            models.CheckConstraint(
                condition=Q(promised__lte=F("number")), name="shelf_never_promised_twice"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} {self.date} {self.slot}: {self.promised}/{self.number}"


class Order(models.Model):
    """附帯設備の申込 of the booking ``label``: for all ``slots`` of its day.

    ``released``: the booking ended, nothing is promised to it any more.
    """

    label = models.CharField(max_length=8, unique=True)
    hall = models.ForeignKey(Hall, on_delete=models.PROTECT, related_name="orders")
    date = models.DateField()
    slots = models.CharField(max_length=40)
    released = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["hall", "date"], name="order_by_date")]

    def __str__(self) -> str:
        return f"order {self.label}"

    @property
    def slot_codes(self) -> tuple[str, ...]:
        return tuple(self.slots.split(","))


class LineState(models.TextChoices):
    """明細の状態."""

    ASKED = "asked", _("確認待ち")
    CONFIRMED = "confirmed", _("決定")
    REFUSED = "refused", _("お貸しできません")


class Line(models.Model):
    """申込の明細: ``asked`` pieces of an item in each slot; ``given``: what the hall decided.

    While it is undecided, what is asked for is promised; afterwards what was given.
    """

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="lines")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="lines")
    asked = models.PositiveSmallIntegerField()
    given = models.PositiveSmallIntegerField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=LineState.choices, default=LineState.ASKED)
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=64)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(max_length=64, blank=True)
    reason = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["item__order", "item"]
        constraints = [
            models.UniqueConstraint(fields=["order", "item"], name="line_once_an_item"),
            models.CheckConstraint(
                name="line_decided_or_not",
                condition=Q(state="asked", given__isnull=True, asked__gt=0)
                | Q(state="confirmed", given__gt=0)
                | Q(state="refused", given=0),
            ),
        ]
        indexes = [models.Index(fields=["item"], condition=Q(state="asked"), name="line_to_decide")]

    def __str__(self) -> str:
        return f"{self.order_id} {self.item_id} {self.asked}"

    @property
    def number(self) -> int:
        """What is promised by this line in each slot."""
        return self.asked if self.given is None else self.given
