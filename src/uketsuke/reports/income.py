"""料金の集計: what was charged, reduced, paid and refunded, as 月計 counts it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from uketsuke.halls.queries import atlas
from uketsuke.kernel.calendar import add_months
from uketsuke.ledger.models import Kind
from uketsuke.ledger.months import COLUMNS, SETTLING_MONTHS, sums
from uketsuke.reports.uses import Period

Yen = tuple[int, int, int, int]  # charged, reduced, paid, refunded: as ``COLUMNS`` stand
# Reductions and payments lower what is owed; people count them upwards.
SIGNS = {Kind.REDUCTION: -1, Kind.PAYMENT: -1}


@dataclass(frozen=True, slots=True)
class Income:
    """料金 of a period. ``found``: by hall, month and kind; ``True``: for the 年度 before."""

    period: Period
    halls: list[str]
    found: Mapping[tuple[str, date, str], Mapping[bool, int]]

    def of_hall(self, hall: str) -> Yen:
        return self._sum([hall], self.period.months)

    def of_month(self, month: date) -> Yen:
        return self._sum(self.halls, [month])

    @property
    def is_year(self) -> bool:
        """Whether the period is a whole 年度, which has an 出納整理期間."""
        first = self.period.first
        return first.month == 4 and self.period.last == add_months(first, 12) - timedelta(days=1)

    @property
    def settling(self) -> Yen:
        """出納整理期間: what came in April and May after the 年度, for it."""
        after = self.period.last + timedelta(days=1)
        months = [add_months(after, n) for n in range(SETTLING_MONTHS)]
        return self._sum(self.halls, months, settling=True)

    @property
    def total(self) -> Yen:
        known = [self._sum(self.halls, self.period.months)]
        known += [self.settling] if self.is_year else []
        charged, reduced, paid, refunded = (sum(each) for each in zip(*known, strict=True))
        return charged, reduced, paid, refunded

    def _sum(self, halls: Iterable[str], months: Iterable[date], *, settling: bool = False) -> Yen:
        keys = [(hall, month) for month in months for hall in halls]
        charged, reduced, paid, refunded = (
            SIGNS.get(kind, 1)
            * sum(self.found.get((*key, kind), {}).get(settling, 0) for key in keys)
            for kind in COLUMNS
        )
        return charged, reduced, paid, refunded


def of(period: Period) -> Income:
    """料金の集計 of the period and the months after it in which it is settled. Two queries."""
    after = add_months(period.last + timedelta(days=1), SETTLING_MONTHS)
    halls = [period.hall] if period.hall else list(atlas().halls)
    return Income(period, halls, sums(period.first, after - timedelta(days=1)))
