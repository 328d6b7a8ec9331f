"""在庫の数え方: how many of a thing there are on a day, and what of a wish cannot be had."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from uketsuke.kernel.refusals import Refusal


@dataclass(frozen=True, slots=True)
class Less:
    """故障・修理: ``number`` fewer from ``starts`` to ``ends``."""

    starts: date
    ends: date
    number: int


@dataclass(frozen=True, slots=True)
class Left:
    """残り: of the thing called ``name`` so many are left, by slot in the order of the day."""

    name: str
    unit: str
    slots: Mapping[str, int]

    @property
    def least(self) -> int:
        """What can be had in all of the slots."""
        return min(self.slots.values(), default=0)


def there(stocks: Iterable[tuple[date, int]], repairs: Iterable[Less], on: date) -> int:
    """ある数: what is in force on that day, less what is under repair; never below nothing."""
    in_force = max((stock for stock in stocks if stock[0] <= on), default=(on, 0))[1]
    away = sum(each.number for each in repairs if each.starts <= on <= each.ends)
    return max(in_force - away, 0)


def objections(more: Mapping[str, int], left: Mapping[str, Left]) -> Iterator[Refusal]:
    """貸せない理由: each thing of which ``more`` is wanted than is left, or that is not lent."""
    for code, number in more.items():
        if code not in left:
            yield Refusal("equipment.not_here")
        elif number > left[code].least:
            has = left[code]
            yield Refusal("equipment.short", item=has.name, left=has.least, unit=has.unit)


def last_day(use: date, days: int) -> date:
    """申し込める最後の日: ``days`` days before the use."""
    return use - timedelta(days=days)
