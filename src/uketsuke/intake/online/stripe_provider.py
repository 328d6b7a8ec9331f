"""Stripe: hosted Checkout for cards and convenience stores (コンビニ), with the official SDK.

Facts relied on: idempotency keys are kept for a day at least; events come twice and in any order,
so an event only says where to look; a konbini checkout completes unpaid and is paid later; its
days end at midnight in Japan; each way of paying has bounds, and a checkout that offers a way
beyond them is refused as a whole.
"""

from collections.abc import Callable
from typing import Any, TypeVar
from uuid import UUID

import stripe

from uketsuke.intake.online.provider import Asked, Event, Forged, Hosted, Status, Unavailable

SECONDS = 10  # then whoever waits is told to try again
TOLERANCE = 300  # seconds by which an event may be old
LEAST = 50  # yen by card
STORE = range(120, 300_000 + 1)  # yen at a convenience store
Answer = TypeVar("Answer")


class StripeProvider:
    """Stripe behind our interface; ``api`` is its address."""

    least = LEAST

    def __init__(self, key: str, secret: str, api: str) -> None:
        self._secret = secret
        self._client = stripe.StripeClient(
            key,
            base_addresses={"api": api},
            http_client=stripe.RequestsClient(timeout=SECONDS),
            max_network_retries=1,
        )

    def start(self, asked: Asked) -> Hosted:
        """Checkout Session, mode ``payment``, in yen."""
        item: Any = {
            "quantity": 1,
            "price_data": {
                "currency": "jpy",
                "unit_amount": asked.amount,
                "product_data": {"name": asked.title},
            },
        }
        session: Any = {
            "mode": "payment",
            **_ways(asked),
            "line_items": [item],
            "client_reference_id": asked.reference,
            "locale": "ja",
            "expires_at": int(asked.expires_at.timestamp()),
            "success_url": asked.back_url,
            "cancel_url": asked.back_url,
        }
        key = str(asked.token)
        made = _asked(
            lambda: self._client.v1.checkout.sessions.create(session, {"idempotency_key": key})
        )
        return Hosted(made.id, made.url or "")

    def look_up(self, checkout: str) -> Status:
        """The session with its payment intent, which knows how a konbini payment ended."""
        found = _asked(
            lambda: self._client.v1.checkout.sessions.retrieve(
                checkout, {"expand": ["payment_intent.latest_charge"]}
            )
        )
        intent: Any = found.payment_intent
        return Status(
            id=found.id,
            reference=found.client_reference_id or "",
            stage=_stage(found, intent),
            amount=found.amount_total or 0,
            payment=intent.id if intent else "",
            way=_way(intent),
        )

    def send_back(self, payment: str, amount: int, token: UUID) -> str:
        """Refund of a part or all of a payment; it carries our token as a mark, for the time when
        its key is forgotten."""
        mark = str(token)
        there = _asked(
            lambda: self._client.v1.refunds.list({"payment_intent": payment, "limit": 100})
        )
        made = next((each for each in there.data if _mark(each) == mark), None) or _asked(
            lambda: self._client.v1.refunds.create(
                {"payment_intent": payment, "amount": amount, "metadata": {"token": mark}},
                {"idempotency_key": mark},
            )
        )
        if made.status in ("failed", "canceled"):
            raise Unavailable(f"refund {made.status}")
        return made.id

    def read(self, payload: bytes, signature: str) -> Event | None:
        """A signed webhook; events about anything but a checkout say nothing to us."""
        if not self._secret:  # everybody could sign with nothing
            raise Forged
        try:
            event = stripe.Webhook.construct_event(payload, signature, self._secret, TOLERANCE)
            about = event.data.object
            kind, of = event.type, about["object"]
        except (ValueError, KeyError, AttributeError, stripe.SignatureVerificationError) as error:
            raise Forged from error
        return Event(event.id, kind, about["id"]) if of == "checkout.session" else None


def _asked(call: Callable[[], Answer]) -> Answer:
    try:
        return call()
    except stripe.StripeError as error:
        raise Unavailable(f"{type(error).__name__} {error.code or ''}".strip()) from error


def _ways(asked: Asked) -> dict[str, Any]:
    if not asked.store_days or asked.amount not in STORE:
        return {"payment_method_types": ["card"]}
    return {
        "payment_method_types": ["card", "konbini"],
        "payment_method_options": {"konbini": {"expires_after_days": asked.store_days}},
    }


def _mark(refund: stripe.Refund) -> str:
    marks = refund.metadata.to_dict() if refund.metadata else {}
    return str(marks.get("token", ""))


def _stage(found: Any, intent: Any) -> str:
    if found.payment_status == "paid":
        return "paid"
    if found.status == "open":
        return "open"
    if found.status == "expired":
        return "expired"
    # Complete and unpaid: a convenience store waits for the money, or nobody came in time.
    failed = intent is not None and intent.status in ("canceled", "requires_payment_method")
    return "failed" if failed else "waiting"


def _way(intent: Any) -> str:
    """card or konbini, once there was a charge."""
    charge = intent and intent.latest_charge
    return str(charge.payment_method_details.type) if charge else ""
