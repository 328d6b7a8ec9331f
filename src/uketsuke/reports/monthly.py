"""報告の表: what is told of a period, as plain rows for page, PDF, workbook and CSV alike."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from uketsuke.bookings.states import LABELS, State
from uketsuke.halls.queries import atlas
from uketsuke.kernel.calendar import add_months
from uketsuke.ledger.models import Kind
from uketsuke.ledger.months import COLUMNS
from uketsuke.reports import income, lots, records, uses
from uketsuke.reports.tables import BEFORE, NO_SHOW, NOW, RECORDS, Table, Value
from uketsuke.reports.uses import Counted, Period, Row

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
OPENS = ("", NOW, "", "", NOW, NOW, BEFORE, "")
OF_THE_DAY = (
    *("人数の記録がある件数", "その予定の人数", "実際の来場者数"),
    *("遅れ", "超過", "超過（時間）", "無断不使用"),
)
_VISITORS, _LATE, _OVER = RECORDS
OPENS_RECORDS = ("", _VISITORS, _VISITORS, _VISITORS, _LATE, _OVER, _OVER, NO_SHOW)
MONEY = ("調定", "減免", "収納", "還付")
LOTS = ("申込", "抽選に出した枠", "当選", "当選率（%）", "補欠からの当選")


@dataclass(frozen=True, slots=True)
class Report:
    """報告: the period, its figures and those of the year before, and the tables of them."""

    now: Counted
    before: Counted
    tables: list[Table]


def report(period: Period) -> Report:
    """集計した報告."""
    now, before = uses.counted(period), uses.counted(period.year_before())
    tables = [
        _whole(now, before),
        *(_table(now, before, *kind) for kind in KINDS),
        _ended(now),
        *_of_the_day(period),
        _lots(period),
        *_money(period),
    ]
    return Report(now, before, tables)


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
    return Table(f"{title}ごと", (title, *HEADINGS), rows, by, OPENS)


def _same(key: str, by: str) -> str:
    return f"{int(key[:4]) + 1}{key[4:]}" if by == "month" else key


def _figures(row: Row, then: Row | None) -> tuple[Value, ...]:
    before = (then.cells, then.rate) if then else (None, None)
    return (row.cells, row.offered or None, row.rate, row.bookings, row.people, *before)


def _whole(now: Counted, before: Counted) -> Table:
    days = (now.days, now.days_open, now.day_rate, None, None, before.days, before.day_rate)
    rows: list[tuple[str, tuple[Value, ...]]] = [
        ("", ("合計", *_figures(now.total, before.total))),
        ("days", ("施設の利用日数", *days)),
    ]
    return Table("全体", ("", *HEADINGS), rows, "whole", OPENS)


def _ended(now: Counted) -> Table:
    rows: list[tuple[str, tuple[Value, ...]]] = [
        (str(state), (LABELS[state], now.ended.get(state, 0))) for state in State
    ]
    return Table("予約の結果", ("結果", "件数"), rows, "state", ("", NOW))


def _of_the_day(period: Period) -> list[Table]:
    """当日の記録, by room and by month."""
    found = records.recorded(period)
    made: list[Table] = []
    for name, by, rows in (
        ("施設", "room", records.by_room(found, period)),
        ("月", "month", records.by_month(found, period)),
    ):
        told = [(row.key, (row.label, *_recorded(row))) for row in [*rows, found.total]]
        made.append(
            Table(f"当日の記録（{name}ごと）", (name, *OF_THE_DAY), told, by, OPENS_RECORDS)
        )
    return made


def _recorded(row: records.Row) -> tuple[Value, ...]:
    came = (row.recorded, row.planned, row.visitors)
    return (*came, row.late, row.over, row.hours, row.no_shows)


def _lots(period: Period) -> Table:
    rows: list[tuple[str, tuple[Value, ...]]] = [
        (each.code, (each.label, each.entries, each.offered, each.won, each.rate, each.moved_up))
        for each in lots.demand(period)
    ]
    return Table("抽選（利用月ごと）", ("抽選回", *LOTS), rows, "round", ("", "lottery"))


def _money(period: Period) -> list[Table]:
    """料金, by hall and by month; a whole 年度 has its 出納整理期間 beside its months."""
    found = income.of(period)
    by_hall = [(hall, (atlas().halls[hall].name, *found.of_hall(hall))) for hall in found.halls]
    by_month: list[tuple[str, tuple[Value, ...]]] = [
        (f"{month:%Y-%m}", (f"{month.year}年{month.month}月", *found.of_month(month)))
        for month in period.months
    ]
    total: tuple[Value, ...] = ("計", *found.total)
    settled = [("settling", ("出納整理期間", *found.settling))] if found.is_year else []
    opens = ("", *(str(Kind(kind)) for kind in COLUMNS))
    return [
        Table("料金（円・館ごと）", ("館", *MONEY), [*by_hall, *settled, ("", total)]),
        Table(
            "料金（円・月ごと）",
            ("月", *MONEY),
            [*by_month, *settled, ("", total)],
            "money",
            opens,
        ),
    ]
