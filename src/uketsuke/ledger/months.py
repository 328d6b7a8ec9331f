"""月計: 調定・減免・収納・還付・未収 of a hall in a 年度, month by month.

What was charged in a 年度 and is paid in the April or May after it still counts for that year
(出納整理期間); what comes later counts for the year in which it comes (過年度). 源: facts 7.1 [A].
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Min, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce, TruncMonth

from uketsuke.kernel.calendar import add_months, fiscal_year, month_start
from uketsuke.ledger.models import Account, Entry, Kind

SETTLING_MONTHS = 2  # April and May after the year
COLUMNS = (Kind.CHARGE, Kind.REDUCTION, Kind.PAYMENT, Kind.REFUND)


@dataclass(frozen=True, slots=True)
class Month:
    """一か月: yen by kind (corrections counted with what they correct), and what is unpaid at
    its end. ``settling``: a month of 出納整理期間."""

    first: date
    settling: bool
    charged: int
    reduced: int
    paid: int
    refunded: int
    unpaid: int
    due_back: int

    @property
    def last(self) -> date:
        return date.fromordinal(add_months(self.first, 1).toordinal() - 1)


def year_of(charged_on: date, on: date) -> int:
    """年度 for which an entry of the day ``on`` counts, of what was charged on ``charged_on``."""
    year = fiscal_year(charged_on)
    return year if on < add_months(date(year + 1, 4, 1), SETTLING_MONTHS) else fiscal_year(on)


def months(hall: str, year: int) -> list[Month]:
    """月計 of ``hall`` (empty: all) for the 年度 that begins in April ``year``. Two queries."""
    first = date(year, 4, 1)
    starts = [add_months(first, n) for n in range(12 + SETTLING_MONTHS)]
    entries = _entries(hall, add_months(starts[-1], 1))
    charged_on = dict(
        entries.filter(kind=Kind.CHARGE).values_list("account_id").annotate(Min("day"))
    )
    sums: dict[date, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    balances: dict[int, int] = defaultdict(int)
    ends: dict[date, tuple[int, int]] = {}
    rows = entries.order_by("day", "pk").values_list(
        "account_id", "day", "kind", "corrects__kind", "amount"
    )
    pending = iter(starts)
    current = next(pending, None)
    for account, day, kind, corrected, amount in rows:
        if year_of(charged_on.get(account, day), day) != year:
            continue
        while current is not None and day >= add_months(current, 1):
            ends[current] = _open(balances.values())
            current = next(pending, None)
        balances[account] += amount
        sums[month_start(day)][corrected or kind] += amount
    while current is not None:
        ends[current] = _open(balances.values())
        current = next(pending, None)
    return [
        _month(start, start >= add_months(first, 12), sums[start], ends[start]) for start in starts
    ]


def sums(first: date, last: date) -> dict[tuple[str, date, str], dict[bool, int]]:
    """収入の集計 of whole months: yen by hall, month and kind, as ``months`` has them; ``True``:
    what came in 出納整理期間 for the 年度 before. Two queries, whose rows are few."""
    entries = Entry.objects.filter(day__range=(first, last))
    charges = Entry.objects.filter(account=OuterRef("account"), kind=Kind.CHARGE)
    charged_on = charges.order_by().values("account").annotate(first=Min("day")).values("first")
    # Only in these months does it matter when an account was charged first.
    late = Q()
    for year in range(first.year, last.year + 1):
        april = date(year, 4, 1)
        settling = (april, add_months(april, SETTLING_MONTHS) - timedelta(days=1))
        late |= Q(day__range=settling, since__lt=april)
    settled = _summed(
        entries.filter(day__month__in=(4, 5)).annotate(since=Subquery(charged_on)).filter(late)
    )
    found: dict[tuple[str, date, str], dict[bool, int]] = defaultdict(lambda: defaultdict(int))
    for key, yen in _summed(entries).items():
        found[key][True] = settled.get(key, 0)
        found[key][False] = yen - found[key][True]
    return found


def _summed(entries: QuerySet[Entry]) -> dict[tuple[str, date, str], int]:
    """By hall, month and kind; a correction counts with what it corrects."""
    rows = entries.annotate(month=TruncMonth("day"), what=Coalesce("corrects__kind", "kind"))
    groups = rows.order_by().values_list("account__hall", "month", "what")
    return {(hall, month, kind): yen for hall, month, kind, yen in groups.annotate(Sum("amount"))}


def entries_of(hall: str, year: int, first: date, kind: str) -> list[Entry]:
    """内訳: the entries that a figure of ``months`` counts, the oldest first."""
    entries = _entries(hall, add_months(first, 1)).filter(day__gte=first)
    mine = list(
        entries.filter(Q(kind=kind, corrects=None) | Q(corrects__kind=kind))
        .select_related("account", "receipt", "note")
        .order_by("day", "pk")
    )
    charges = Entry.objects.filter(
        kind=Kind.CHARGE, account__in={entry.account_id for entry in mine}
    )
    charged_on = dict(charges.values_list("account_id").annotate(Min("day")))
    return [e for e in mine if year_of(charged_on.get(e.account_id, e.day), e.day) == year]


def open_accounts(
    hall: str, year: int, first: date, *, due_back: bool
) -> list[tuple[Account, int]]:
    """未収・未返還の内訳 at the end of that month: the accounts behind the figure, with yen."""
    entries = _entries(hall, add_months(first, 1))
    charges = entries.filter(kind=Kind.CHARGE)
    charged_on = dict(charges.values_list("account_id").annotate(Min("day")))
    sums: dict[int, int] = defaultdict(int)
    for account, day, amount in entries.values_list("account_id", "day", "amount"):
        if year_of(charged_on.get(account, day), day) == year:
            sums[account] += amount
    sign = -1 if due_back else 1
    found = {account: sign * total for account, total in sums.items() if sign * total > 0}
    related = Account.objects.filter(pk__in=found).select_related("booking__group")
    return [(account, found[account.pk]) for account in related.order_by("label")]


def journal(hall: str, first: date) -> QuerySet[Entry]:
    """仕訳: every entry of a month as it was written, the oldest first."""
    related = ("account", "corrects", "receipt", "note")
    found = _entries(hall, add_months(first, 1)).filter(day__gte=first)
    return found.select_related(*related).order_by("day", "pk")


def _entries(hall: str, before: date) -> QuerySet[Entry]:
    entries = Entry.objects.filter(day__lt=before)
    return entries.filter(account__hall=hall) if hall else entries


def _open(balances: Iterable[int]) -> tuple[int, int]:
    """What is unpaid and what is due back, over all accounts."""
    known = list(balances)
    return sum(b for b in known if b > 0), -sum(b for b in known if b < 0)


def _month(
    first: date, settling: bool, sums: dict[str, int], open_at_end: tuple[int, int]
) -> Month:
    return Month(
        first=first,
        settling=settling,
        charged=sums[Kind.CHARGE],
        reduced=-sums[Kind.REDUCTION],
        paid=-sums[Kind.PAYMENT],
        refunded=sums[Kind.REFUND],
        unpaid=open_at_end[0],
        due_back=open_at_end[1],
    )
