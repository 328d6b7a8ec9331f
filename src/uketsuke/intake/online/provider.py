"""決済会社: all that we ask of one, whichever it is. Values only, and nothing of a card."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID


class Unavailable(Exception):
    """The provider did not answer, or not as it should: ask again later."""


class Forged(Exception):
    """What claims to come from the provider does not, or is too old."""


@dataclass(frozen=True, slots=True)
class Asked:
    """支払の依頼: ``amount`` yen for ``reference`` (our number); ``token`` sent again is the same
    checkout. The person comes back to ``back_url``, paid or not. At a convenience store she has
    ``store_days`` days; 0: cards only."""

    reference: str
    title: str
    amount: int
    token: UUID
    back_url: str
    expires_at: datetime
    store_days: int = 0


@dataclass(frozen=True, slots=True)
class Hosted:
    """決済会社の画面: where the person pays."""

    id: str
    url: str


@dataclass(frozen=True, slots=True)
class Status:
    """いまの状態: ``stage`` is open, waiting, paid, expired or failed; ``payment`` is the number by
    which money can be sent back; ``way`` card or konbini."""

    id: str
    reference: str
    stage: str
    amount: int
    payment: str = ""
    way: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """知らせ: something happened to the checkout of that id; what, is looked up."""

    id: str
    kind: str
    checkout: str


class Provider(Protocol):
    """決済会社. Every method raises Unavailable; ``read`` raises Forged."""

    least: int  # yen that can be paid there

    def start(self, asked: Asked) -> Hosted:
        """Begin; the same token again gives the same checkout. Whoever begins anew, half an hour
        before ``expires_at`` at the latest."""

    def look_up(self, checkout: str) -> Status:
        """What has become of it."""

    def send_back(self, payment: str, amount: int, token: UUID) -> str:
        """Send money back the way it came; returns the number of the refund. The same token again
        is the same refund, however late."""

    def read(self, payload: bytes, signature: str) -> Event | None:
        """The event that was sent to us; None: nothing about a checkout."""
