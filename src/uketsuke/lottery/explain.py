"""結果の理由: each entrant's place, and for each of her wishes why it won or fell. Pure.

A wish is judged at the entry's own turn, in the first pass: whatever is taken then was taken by
an entry at an earlier place. What was still free then, but held back because her group had its
share of the hall already, fell to the cap, whoever got it later.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from uketsuke.lottery import draw


class Fate(StrEnum):
    """希望の結果."""

    WON = "won"
    TAKEN = "taken"
    NOT_NEEDED = "not_needed"
    CAP = "cap"
    NOT_OFFERED = "not_offered"


@dataclass(frozen=True, slots=True)
class WishFate:
    """希望ごとの結果: ``number`` from 1; ``place`` of the entry that has its cells if taken."""

    number: int
    cells: tuple[str, ...]
    fate: Fate
    place: int | None = None


@dataclass(frozen=True, slots=True)
class Explained:
    """抽選の結果: ``place`` from 1 ``of`` all; ``runner_up`` from 1 for who won nothing."""

    place: int
    of: int
    wishes: tuple[WishFate, ...]
    runner_up: int | None


def explain(record: Mapping[str, Any], receipt: str) -> Explained:
    """結果の理由 of one entry of a record that holds. Raises KeyError for an unknown receipt."""
    return explain_all(record)[receipt]


def explain_all(record: Mapping[str, Any]) -> dict[str, Explained]:
    """結果の理由 of every entry of a record that holds, by receipt, in the order of the draw."""
    entries = {entry.receipt: entry for entry in draw.entries_of(record)}
    ordered = [entries[receipt] for receipt in record["order"]]
    results = {row["receipt"]: row["wish"] for row in record["results"]}
    waiting = {receipt: n for n, receipt in enumerate(draw.runners_up(ordered, results), start=1)}
    turns = _FirstPass(frozenset(record["offered"]))
    told: dict[str, Explained] = {}
    for place, entry in enumerate(ordered, start=1):
        told[entry.receipt] = Explained(
            place=place,
            of=len(ordered),
            wishes=turns.take(entry, place, results[entry.receipt]),
            runner_up=waiting.get(entry.receipt),
        )
    return told


class _FirstPass:
    """The first pass again, remembering who has what."""

    def __init__(self, offered: frozenset[str]) -> None:
        self.offered = offered
        self.owners: dict[str, int] = {}
        self.served: set[tuple[str, str]] = set()

    def take(self, entry: draw.Entry, place: int, won: int | None) -> tuple[WishFate, ...]:
        """Her turn: the fates of her wishes, ``won`` in the end."""
        whose = (entry.group, entry.hall)
        fates = tuple(
            self._fate(number, cells, won) for number, cells in enumerate(entry.wishes, start=1)
        )
        if won and whose not in self.served:  # else she won in a later pass
            self.owners.update(dict.fromkeys(entry.wishes[won - 1], place))
            self.served.add(whose)
        return fates

    def _fate(self, number: int, cells: tuple[str, ...], won: int | None) -> WishFate:
        if won and number >= won:
            return WishFate(number, cells, Fate.WON if number == won else Fate.NOT_NEEDED)
        if not self.offered.issuperset(cells):
            return WishFate(number, cells, Fate.NOT_OFFERED)
        takers = [self.owners[cell] for cell in cells if cell in self.owners]
        if takers:
            return WishFate(number, cells, Fate.TAKEN, min(takers))
        return WishFate(number, cells, Fate.CAP)
