"""試算: what a version would have brought in from bookings that there are, and who pays more.

Every yen of a booking is counted in one room and slot: its price is shared among its slots as
their base fees were, so that the table's lines add up to the bookings' prices.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

# 増減の区分, from cheaper to dearer.
CHANGES = (
    "20%を超えて安くなる",
    "10%を超え20%まで安くなる",
    "10%まで安くなる",
    "変わらない",
    "10%まで高くなる",
    "10%を超え20%まで高くなる",
    "20%を超えて高くなる",
)


@dataclass(frozen=True, slots=True)
class Priced:
    """予約の新旧の料金: ``slots`` with the yen of the base fee of each, by which it is shared."""

    hall: str
    room: str
    klass: str
    group: int
    slots: tuple[tuple[str, int], ...]
    old: int
    new: int


@dataclass(slots=True)
class Line:
    """試算の一行: one room, slot and class, or a sum of such. A booking counts in each slot."""

    key: tuple[str, ...]
    uses: int = 0
    old: int = 0
    new: int = 0

    @property
    def change(self) -> int:
        return self.new - self.old

    def add(self, uses: int, old: int, new: int) -> None:
        self.uses += uses
        self.old += old
        self.new += new


@dataclass(frozen=True, slots=True)
class Affected:
    """増減の分布: the bookings and groups that such a change meets, and the yen of it."""

    label: str
    bookings: int
    groups: int
    change: int


def lines(priced: Iterable[Priced]) -> list[Line]:
    """収入の表: by hall, room, slot and class, in the order in which they are met."""
    found: dict[tuple[str, ...], Line] = {}
    for each in priced:
        weights = [weight for _, weight in each.slots]
        olds, news = shares(each.old, weights), shares(each.new, weights)
        for (slot, _), old, new in zip(each.slots, olds, news, strict=True):
            key = (each.hall, each.room, slot, each.klass)
            found.setdefault(key, Line(key)).add(1, old, new)
    return list(found.values())


def summed(of: Iterable[Line], *places: int) -> list[Line]:
    """小計 of the lines by those parts of their key: 0 hall, 1 room, 2 slot, 3 class."""
    found: dict[tuple[str, ...], Line] = {}
    for line in of:
        key = tuple(line.key[place] for place in places)
        found.setdefault(key, Line(key)).add(line.uses, line.old, line.new)
    return list(found.values())


def affected(priced: Iterable[Priced]) -> list[Affected]:
    """だれの負担が増えるか: a row for each class of change, from cheaper to dearer."""
    bookings: dict[int, int] = defaultdict(int)
    yen: dict[int, int] = defaultdict(int)
    groups: dict[int, set[int]] = defaultdict(set)
    for each in priced:
        nth = change_class(each.old, each.new)
        bookings[nth] += 1
        yen[nth] += each.new - each.old
        groups[nth].add(each.group)
    return [
        Affected(label, bookings[nth], len(groups[nth]), yen[nth])
        for nth, label in enumerate(CHANGES)
    ]


def change_class(old: int, new: int) -> int:
    """増減の区分: which of CHANGES it is; what was free and costs now is the dearest."""
    change = (new - old) * 100
    if change == 0:
        return 3
    if change < 0:
        return 0 if change < -20 * old else 1 if change < -10 * old else 2
    return 6 if change > 20 * old else 5 if change > 10 * old else 4


def shares(amount: int, weights: Sequence[int]) -> list[int]:
    """按分: whole yen that add up to ``amount``, in proportion to ``weights`` (all 0: equally)."""
    whole = sum(weights)
    parts = list(weights) if whole else [1] * len(weights)
    whole = whole or len(parts)
    found, given, weight = [], 0, 0
    for part in parts:
        weight += part
        until = amount * weight // whole
        found.append(until - given)
        given = until
    return found
