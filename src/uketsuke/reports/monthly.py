"""月次報告: what the 指定管理者 tells the ward about a month, the same every time.

The tables of a period as plain rows, for the page, the PDF, the workbook and the CSV alike.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from uketsuke.bookings.states import LABELS, State
from uketsuke.kernel.calendar import add_months, fiscal_year
from uketsuke.ledger.months import Month, months
from uketsuke.reports import uses
from uketsuke.reports.uses import Counted, Period, Row

Value = str | int | float | None


@dataclass(frozen=True, slots=True)
class Table:
    """表: ``by`` is the name under which a line opens to its bookings (empty: it does not)."""

    title: str
    by: str
    headings: tuple[str, ...]
    rows: list[tuple[str, tuple[Value, ...]]]


KINDS: tuple[tuple[str, str, Callable[[Counted], list[Row]]], ...] = (
    ("施設", "room", uses.by_room),
    ("月", "month", uses.by_month),
    ("区分", "slot", uses.by_slot),
    ("曜日", "weekday", uses.by_weekday),
    ("目的", "purpose", uses.by_purpose),
    ("利用者の区分", "eligibility", uses.by_eligibility),
    ("受付方法", "channel", uses.by_channel),
)
HEADINGS = (
    *("利用枠", "貸出枠", "利用率（%）", "件数", "予定の人数"),
    *("前年の利用枠", "前年の利用率（%）"),
)


@dataclass(frozen=True, slots=True)
class Report:
    """報告: the period, its figures and those of the year before."""

    now: Counted
    before: Counted
    tables: list[Table]
    money: Table


def report(period: Period) -> Report:
    """集計した報告."""
    now, before = uses.counted(period), uses.counted(period.year_before())
    tables = [_whole(now, before), *(_table(now, before, *kind) for kind in KINDS), _ended(now)]
    return Report(now, before, tables, _money(period))


def month_of(first: date, hall: str = "") -> Period:
    """一か月."""
    return Period(first, add_months(first, 1) - timedelta(days=1), hall)


def year_of(year: int, hall: str = "") -> Period:
    """年度."""
    return Period(date(year, 4, 1), date(year + 1, 3, 31), hall)


def _table(
    now: Counted, before: Counted, title: str, by: str, made: Callable[[Counted], list[Row]]
) -> Table:
    # A month of the year before stands beside the same month now.
    then = {_same(row.key, by): row for row in made(before)}
    rows = [(row.key, (row.label, *_figures(row, then.get(row.key)))) for row in made(now)]
    return Table(f"{title}ごと", by, (title, *HEADINGS), rows)


def _same(key: str, by: str) -> str:
    return f"{int(key[:4]) + 1}{key[4:]}" if by == "month" else key


def _figures(row: Row, then: Row | None) -> tuple[Value, ...]:
    before = (then.cells, then.rate) if then else (None, None)
    return (row.cells, row.offered or None, row.rate, row.bookings, row.people, *before)


def _whole(now: Counted, before: Counted) -> Table:
    rows: list[tuple[str, tuple[Value, ...]]] = [
        ("", ("合計", *_figures(now.total, before.total))),
    ]
    days = (now.days, now.days_open, now.day_rate, None, None, before.days, before.day_rate)
    rows.append(("", ("施設の利用日数", *days)))
    return Table("全体", "", ("", *HEADINGS), rows)


def _ended(now: Counted) -> Table:
    rows: list[tuple[str, tuple[Value, ...]]] = [
        (str(state), (LABELS[state], now.ended.get(state, 0))) for state in State
    ]
    return Table("予約の結果", "state", ("結果", "件数"), rows)


def _money(period: Period) -> Table:
    found: dict[date, Month] = {}
    for year in {fiscal_year(month) for month in period.months}:
        found |= {each.first: each for each in months(period.hall, year) if not each.settling}
    rows: list[tuple[str, tuple[Value, ...]]] = []
    sums = [0, 0, 0, 0]
    for month in period.months:
        each = found[month]
        figures = (each.charged, each.reduced, each.paid, each.refunded)
        sums = [have + more for have, more in zip(sums, figures, strict=True)]
        rows.append((f"{month:%Y-%m}", (f"{month.year}年{month.month}月", *figures)))
    rows.append(("", ("計", *sums)))
    return Table("料金（円）", "", ("月", "調定", "減免", "収納", "還付"), rows)
