"""オンライン決済を読む: which provider there is, and what has to be looked up."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import cache

from django.conf import settings
from django.db.models import Q

from uketsuke.bookings.models import Booking
from uketsuke.intake.online.models import PENDING, Checkout, Return, Stage
from uketsuke.intake.online.provider import Provider
from uketsuke.intake.online.stripe_provider import StripeProvider
from uketsuke.ledger.models import Refund

LOOK_EVERY = timedelta(minutes=5)  # when no event came
FORGET_AFTER = timedelta(days=30)  # a konbini payment is over long before


@cache
def provider() -> Provider | None:
    """決済会社 that this installation uses; None: there is no payment online."""
    if not settings.STRIPE_KEY:
        return None
    return StripeProvider(
        settings.STRIPE_KEY,
        settings.STRIPE_WEBHOOK_SECRET,
        settings.STRIPE_API,
    )


def pending(booking: Booking) -> Checkout | None:
    """支払いを待っている手続き of the booking, the newest."""
    return booking.checkouts.filter(stage__in=PENDING).order_by("-pk").first()


def to_look_up(at: datetime) -> list[int]:
    """照会する手続き: what was begun and of which nobody has told us for a while."""
    silent = Q(looked_at__lt=at - LOOK_EVERY, created_at__gte=at - FORGET_AFTER)
    found = Checkout.objects.filter(silent, stage__in=PENDING)
    return list(found.order_by("looked_at", "pk").values_list("pk", flat=True)[:100])


def to_send_back(at: datetime) -> list[int]:
    """送る返金: what the provider has not taken yet."""
    waiting = Return.objects.filter(sent_at=None, next_try__lte=at)
    return list(waiting.order_by("pk").values_list("pk", flat=True))


def paid_by_card(accounts: Iterable[int]) -> set[int]:
    """Those of the accounts of which a payment came by card: it may go back that way."""
    found = Checkout.objects.filter(entry__account__in=list(accounts), way="card")
    return set(found.values_list("entry__account_id", flat=True))


def card_payment(refund: Refund) -> Checkout | None:
    """その支払: the card payment of the account that still covers the refund. A konbini payment
    cannot go back the way it came."""
    paid = Checkout.objects.filter(
        entry__account=refund.account_id, stage=Stage.PAID, way="card"
    ).prefetch_related("returns")
    for checkout in paid.order_by("-pk"):
        gone = sum(each.amount for each in checkout.returns.all())
        if checkout.amount - gone >= refund.amount:
            return checkout
    return None
