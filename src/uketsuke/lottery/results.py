"""抽選の結果を読む: what an entrant may know of her place and of each of her wishes."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from uketsuke.bookings.reception import UseDay
from uketsuke.lottery import queries
from uketsuke.lottery.awards import runners_up
from uketsuke.lottery.explain import Fate, explain
from uketsuke.lottery.models import Draw, Entry


@dataclass(frozen=True, slots=True)
class WishResult:
    """希望ごとの結果, by the number the group gave it; ``place``: who has its cells, if taken."""

    number: int
    use: UseDay
    fate: Fate
    place: int | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """抽選の結果 of an entry. ``runner_up``: how many are before her now, and herself."""

    place: int
    of: int
    wishes: tuple[WishResult, ...]
    runner_up: int | None


@dataclass(frozen=True, slots=True)
class Place:
    """公開の結果の一行: no name, only the receipt."""

    place: int
    receipt: str
    wish: int | None


def result_of(entry: Entry, at: datetime) -> Result | None:
    """その申込の結果; None until it has been told. ``entry`` with its round."""
    draw = queries.last_draw(entry.round)
    if draw is None or entry.round.settling_at is None or not hasattr(entry, "outcome"):
        return None
    told = explain(json.loads(draw.record), entry.receipt)
    drawn = iter(told.wishes)
    numbers = queries.drawn_wishes(entry, queries.offered(entry.round, at))
    wishes = []
    for number, use in enumerate(queries.wishes_of(entry), start=1):
        if number in numbers:
            fate = next(drawn)
            wishes.append(WishResult(number, use, fate.fate, fate.place))
        else:
            wishes.append(WishResult(number, use, Fate.NOT_OFFERED))
    waiting = [each.pk for each in runners_up(entry.round)]
    runner_up = waiting.index(entry.pk) + 1 if entry.pk in waiting else None
    return Result(told.place, told.of, tuple(wishes), runner_up)


def places(draw: Draw) -> list[Place]:
    """抽選の順番 with what each won, as the public record says."""
    document: dict[str, Any] = json.loads(draw.record)
    wishes = {row["receipt"]: row["wish"] for row in document["results"]}
    return [
        Place(number, receipt, wishes[receipt])
        for number, receipt in enumerate(document["order"], start=1)
    ]
