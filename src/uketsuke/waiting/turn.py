"""順番: whose turn it is when cells fall free, and until when. Pure.

Who waited before the cells fell free comes first, in the order of the lots; who joined later
comes after them, in the order of theirs. So it helps nobody to be told beforehand, nor to be
quick: a place on the list is a chance, not a claim.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from uketsuke.kernel import clock


@dataclass(frozen=True, slots=True)
class Waiting:
    """待つ人: with the ``lot`` she drew; ``turned_at``: when it was last her turn."""

    key: int
    slots: tuple[str, ...]
    joined_at: datetime
    lot: int
    turned_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Rules:
    """空き待ちの決まり in force."""

    offer_hours: int = 24
    offer_hours_by_phone: int = 48
    waits_per_group: int = 5
    searches_per_group: int = 3
    search_days: int = 180
    alert_hours: int = 24


def order(waiting: Iterable[Waiting], since: datetime) -> list[Waiting]:
    """案内の順 for cells that fell free at ``since``: those whose turn has not been."""
    left = [each for each in waiting if each.turned_at is None or each.turned_at < since]
    return sorted(left, key=lambda each: (each.joined_at >= since, each.lot, each.key))


def offered_until(at: datetime, hours: int, use: date, web_days: int) -> datetime:
    """案内の期限: so many hours, but no longer than the cells can be applied for at all."""
    last = clock.at_time(use - timedelta(days=web_days) + timedelta(days=1), time(0))
    return min(at + timedelta(hours=hours), last)


def is_over(at: datetime, use: date, web_days: int) -> bool:
    """空き待ちの終わり: the last day to apply for that use is past."""
    return clock.day(at) > use - timedelta(days=web_days)
