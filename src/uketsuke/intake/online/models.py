"""オンライン決済: what was begun at the provider, and what it told us. Nothing of the card and
nothing of the person is kept here."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from uketsuke.bookings.models import Booking
from uketsuke.ledger.models import Entry, Refund


class Stage(models.TextChoices):
    """決済の状態, as the provider last said."""

    OPEN = "open", _("手続き中")
    WAITING = "waiting", _("コンビニでのお支払い待ち")
    PAID = "paid", _("支払済")
    EXPIRED = "expired", _("期限切れ")
    FAILED = "failed", _("不成立")


PENDING = (Stage.OPEN, Stage.WAITING)


class Checkout(models.Model):
    """決済の手続き for what was owed at one moment. ``token`` makes a repeat harmless, here and
    at the provider; ``provider_id`` is empty until the provider has answered."""

    booking = models.ForeignKey(Booking, on_delete=models.PROTECT, related_name="checkouts")
    amount = models.PositiveIntegerField()
    token = models.UUIDField(unique=True)
    provider_id = models.CharField(max_length=80, unique=True, null=True, blank=True)
    url = models.URLField(max_length=1000, blank=True)
    stage = models.CharField(max_length=8, choices=Stage.choices, default=Stage.OPEN)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    looked_at = models.DateTimeField(help_text="最後に照会した日時")
    payment = models.CharField(max_length=80, blank=True, help_text="決済会社の支払番号")
    way = models.CharField(max_length=12, blank=True)
    entry = models.OneToOneField(
        Entry, on_delete=models.PROTECT, related_name="checkout", null=True, blank=True
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(stage="paid") ^ models.Q(entry=None),
                name="checkout_paid_has_entry",
            ),
        ]
        indexes = [models.Index(fields=["stage", "looked_at"], name="checkout_by_stage")]

    def __str__(self) -> str:
        return f"checkout {self.pk} of {self.booking_id}"


class ProviderEvent(models.Model):
    """決済会社からの知らせ that has had its effect: the same one again has none."""

    event_id = models.CharField(max_length=80, unique=True)
    kind = models.CharField(max_length=60)
    checkout = models.ForeignKey(Checkout, on_delete=models.PROTECT, related_name="events")
    received_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.event_id


class Return(models.Model):
    """カードへの返金: written with the refund's entry, sent to the provider until it took it."""

    refund = models.OneToOneField(Refund, on_delete=models.PROTECT, related_name="card_return")
    checkout = models.ForeignKey(Checkout, on_delete=models.PROTECT, related_name="returns")
    amount = models.PositiveIntegerField()
    token = models.UUIDField(unique=True)
    asked_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    next_try = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    provider_id = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(sent_at=None) ^ ~models.Q(provider_id=""),
                name="return_sent_has_number",
            ),
        ]

    def __str__(self) -> str:
        return f"return {self.pk}"
