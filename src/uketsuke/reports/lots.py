"""抽選の需要: how many asked in each round, how many cells there were, and who got one."""

from dataclasses import dataclass

from django.db.models import Count, QuerySet

from uketsuke.lottery.models import Entry, Round, Win
from uketsuke.reports.uses import Period

KLASSES = {"residents": "区民", "others": "すべての方"}


@dataclass(frozen=True, slots=True)
class Demand:
    """一回の抽選: entries that took part, cells offered (None: not drawn yet), entries that won
    in the draw, and runners-up who moved up later."""

    code: str
    label: str
    entries: int
    offered: int | None
    won: int
    moved_up: int

    @property
    def rate(self) -> float | None:
        """当選率 in per cent, one decimal, of the draw alone."""
        drawn = self.offered is not None and self.entries
        return round(100 * self.won / self.entries, 1) if drawn else None


def demand(period: Period) -> list[Demand]:
    """Each round for the months of use of the period; of a hall, what was asked for first there.
    Three queries."""
    rounds = Round.objects.filter(dates__use_month__range=(period.first, period.last))
    entries = _of_hall(Entry.objects.filter(withdrawn_at=None, excluded=""), period.hall)
    counted = entries.order_by().values_list("round").annotate(Count("pk"), Count("outcome__wish"))
    figures = {pk: (asked, won) for pk, asked, won in counted.filter(round__in=rounds)}
    wins = Win.objects.filter(from_runner_up=True, entry__round__in=rounds, entry__in=entries)
    moved = dict(wins.order_by().values_list("entry__round").annotate(Count("pk")))
    return [
        Demand(
            each.code,
            f"{each.dates.use_month.year}年{each.dates.use_month.month}月利用分"
            f"（{KLASSES.get(each.dates.klass, each.dates.klass)}）",
            figures.get(each.pk, (0, 0))[0],
            _offered(each, period.hall),
            figures.get(each.pk, (0, 0))[1],
            moved.get(each.pk, 0),
        )
        for each in rounds.select_related("dates").order_by("dates__use_month", "-dates__klass")
    ]


def _of_hall(entries: QuerySet[Entry], hall: str) -> QuerySet[Entry]:
    return entries.filter(hall=hall) if hall else entries


def _offered(each: Round, hall: str) -> int | None:
    """Cells are written ``yotsuya/hall|2027-04-10|am``."""
    cells: list[str] | None = each.offered
    if cells is None:
        return None
    return sum(not hall or cell.startswith(f"{hall}/") for cell in cells)
