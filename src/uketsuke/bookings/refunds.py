"""還付の決定: what is due back is decided before it is paid, or with it at the till."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from uketsuke.audit.actions import record
from uketsuke.bookings import steps
from uketsuke.kernel.actors import Actor
from uketsuke.kernel.refusals import Refusal
from uketsuke.ledger import actions as ledger
from uketsuke.ledger.models import OPEN, Refund, RefundState


def open_refunds(hall: str = "") -> QuerySet[Refund]:
    """まだ支払われていない還付 of a hall (empty: all), the oldest first."""
    found = Refund.objects.filter(state__in=OPEN).select_related("account__booking__group")
    found = found.select_related("account__booking__room__hall", "account__booking__application")
    return (found.filter(account__hall=hall) if hall else found).order_by("asked_at", "pk")


@transaction.atomic(durable=True)
def decide(refund_id: int, amount: int, *, by: Actor, at: datetime) -> Refund:
    """還付を決定する: ``amount`` is what was seen; where it has changed since, nothing is decided.

    Raises Refusal ``refunds.changed`` or ``refunds.over``. Decided twice it has one effect.
    """
    booking_id = Refund.objects.values_list("account__booking", flat=True).get(pk=refund_id)
    booking = steps.locked(booking_id)
    ledger.lock(booking.account_id or 0)
    refund = Refund.objects.get(pk=refund_id)
    if refund.state == RefundState.DECIDED and refund.amount == amount:
        return refund
    if refund.state not in OPEN:
        raise Refusal("refunds.over", state=refund.get_state_display())
    if refund.amount != amount:
        raise Refusal("refunds.changed", due=refund.amount)
    ledger.decide(refund, by=by, at=at)
    steps.tell("booking.refund_decided", booking, at, yen=amount)
    record("booking.decide_refund", booking, by=by, at=at, yen=amount)
    return refund
