"""統計: how the halls were used, compared with the year before; every figure opens."""

from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from uketsuke.audit.actions import record_view
from uketsuke.doors.counter.statistics.tables import shown
from uketsuke.doors.counter.templatetags.counter import hall_name
from uketsuke.doors.shared.drawing import papers
from uketsuke.doors.shared.drawing.charts import Bar, Chart, chart, rate_bar
from uketsuke.doors.shared.drawing.downloads import csv_file
from uketsuke.doors.shared.entrance.guards import staff
from uketsuke.doors.shared.entrance.visits import Visit
from uketsuke.doors.shared.inputs.dates import read_month
from uketsuke.doors.shared.inputs.forms import Form, ReasonField
from uketsuke.halls.queries import atlas
from uketsuke.identity.models import Role
from uketsuke.kernel import clock, sheets
from uketsuke.kernel.calendar import add_months, fiscal_year, fiscal_year_ja, month_start
from uketsuke.kernel.practice import LABEL, is_practice
from uketsuke.kernel.refusals import Refusal
from uketsuke.kernel.text import digits
from uketsuke.reports import monthly, queries, records, uses
from uketsuke.reports.monthly import Report
from uketsuke.reports.tables import BEFORE, Table
from uketsuke.reports.uses import Period

FIRST_YEAR, A_PAGE, MONTHS, AHEAD = 2020, 50, 36, 6
WHO = (Role.COUNTER, Role.MANAGER, Role.WARD)
ONLY = ("room", "month", "weekday", "slot", "purpose", "eligibility", "channel", "state")
RECORD = "record"
UNPROCESSABLE = 422
ASKED = ("hall", "year", "of", "to")


class CorrectionForm(Form):
    """訂正の理由, asked for from the second report of a month on."""

    reason = ReasonField(label=_("訂正の理由"), max_length=200, required=False)


@staff(*WHO)
@require_GET
def show(request: Visit) -> HttpResponse:
    """統計 of a 年度 or of some months, as a page or (``?file=``) as a workbook or CSV."""
    period = period_of(request)
    made = monthly.report(period)
    match request.GET.get("file", ""):
        case "xlsx":
            return workbook(made.tables, name_of(period))
        case "csv":
            return _csv(made.tables, name_of(period))
    return page(request, period, made, CorrectionForm())


def page(request: Visit, period: Period, made: Report, correction: CorrectionForm) -> HttpResponse:
    """The page of a period; ``correction``: the reason of another report, as it was typed."""
    asked = {name: value for name in ASKED if (value := request.GET.get(name, ""))}
    context = {
        "report": made,
        "period": period,
        "tables": shown(made.tables, asked),
        "charts": _charts(made),
        "told": queries.told(period.first, period.hall, made.tables) if period.is_month else None,
        "is_over": period.last < clock.day(clock.now()),
        "query": request.GET.urlencode(),
        "correction": correction,
    }
    context |= _choices(period, asked)
    status = UNPROCESSABLE if correction.errors else 200
    return render(request, "counter/statistics/show.html", context, status=status)


@staff(*WHO)
@require_GET
def printed(request: Visit) -> HttpResponse:
    """利用状況の集計 of any period as PDF."""
    period = period_of(request)
    tables = monthly.report(period).tables
    content = {"tables": tables, "period": period, "at": clock.now(), "told": None, "changes": []}
    return pdf(content | {"hall": hall_name(period.hall), "name": name_of(period)})


@staff(*WHO)
@require_GET
def behind(request: Visit) -> HttpResponse:
    """内訳: the bookings that a figure counts; ``before``: that of the year before."""
    only = {name: request.GET.get(name, "").replace("\0", "")[:40] for name in ONLY}
    period = period_of(request)
    try:
        found = uses.behind(period.year_before() if BEFORE in request.GET else period, **only)
        if record := request.GET.get(RECORD, ""):
            found = records.narrowed(found, record)
    except ValueError as error:
        raise Http404 from error
    found = found.select_related("room__hall", "group", "application").order_by("date", "pk")
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    record_view("statistics.view", "statistics", by=request.actor, at=clock.now())
    asked = request.GET.copy()
    asked.pop("page", None)
    context = {"page": page, "query": f"{asked.urlencode()}&" if asked else ""}
    return render(request, "counter/statistics/behind.html", context)


def period_of(request: Visit) -> Period:
    """期間 that was asked for: a 年度, a month, or from a month to another.

    Raises Refusal ``report.no_hall``, ``report.no_year``, ``report.no_month`` or
    ``report.backwards``; without a word it is this 年度.
    """
    hall, this = request.GET.get("hall", ""), clock.day(clock.now())
    if hall and hall not in atlas().halls:
        raise Refusal("report.no_hall")
    first, last = _month(request, "of"), _month(request, "to")
    if first:
        end = add_months(last or first, 1)
        if end <= first or end > add_months(first, MONTHS):
            raise Refusal("report.backwards", most=MONTHS)
        return Period(first, date.fromordinal(end.toordinal() - 1), hall)
    written = request.GET.get("year", "")
    year = int(digits(written)[:4] or 0) if written else fiscal_year(this)
    if year not in _years(this):
        raise Refusal("report.no_year", first=FIRST_YEAR, last=_years(this)[0])
    return monthly.year_of(year, hall)


def workbook(tables: list[Table], name: str) -> HttpResponse:
    """The tables as xlsx, a sheet each."""
    made = {table.title: [table.headings, *(row for _, row in table.rows)] for table in tables}
    if is_practice():
        made = {f"{LABEL}_{title}": rows for title, rows in made.items()}
    response = HttpResponse(sheets.workbook(made), content_type=sheets.TYPE)
    response["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return response


def pdf(content: dict[str, Any]) -> HttpResponse:
    """The tables as a paper; ``content`` as the paper's template says."""
    response = HttpResponse(papers.statistics(content), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{content["name"]}.pdf"'
    return response


def name_of(period: Period) -> str:
    """The name of a file about the period."""
    return f"statistics-{period.hall or 'all'}-{period.first:%Y%m}-{period.last:%Y%m}"


def _csv(tables: list[Table], name: str) -> HttpResponse:
    """One line a figure: whatever reads it needs to know one form only."""
    headings = (translate("表"), translate("項目"), translate("列"), translate("値"))
    rows = [
        (table.title, row[0], heading, "" if value is None else value)
        for table in tables
        for _, row in table.rows
        for heading, value in zip(table.headings[1:], row[1:], strict=True)
    ]
    return csv_file(headings, rows, f"{name}.csv")


def _month(request: Visit, name: str) -> date | None:
    written = request.GET.get(name, "")
    found = read_month(written)
    if written and found is None:
        raise Refusal("report.no_month", written=written[:20])
    return found


def _years(this: date) -> list[int]:
    return list(range(fiscal_year(this) + 1, FIRST_YEAR - 1, -1))


def _choices(period: Period, asked: dict[str, str]) -> dict[str, Any]:
    this = clock.day(clock.now())
    return {
        "halls": atlas().halls.values(),
        "years": [(each, fiscal_year_ja(each)) for each in _years(this)],
        "months": [add_months(month_start(this), -n) for n in range(-AHEAD, MONTHS)],
        "asked": {"year": fiscal_year(period.first), "of": period.first if "of" in asked else None}
        | {"to": month_start(period.last) if "of" in asked else None, "hall": period.hall},
    }


def _charts(made: Report) -> list[Chart]:
    told = translate("利用枠を貸出枠で割った割合。下の表と同じ数です。")
    drawn = [chart("rooms", translate("施設ごとの利用率"), told, _bars(uses.by_room(made.now)))]
    if not made.now.period.is_month:
        then = {row.key: row for row in uses.by_month(made.before)}
        bars = []
        for row in uses.by_month(made.now):
            bars += _bars([row])
            year_ago = then.get(f"{int(row.key[:4]) - 1}{row.key[4:]}")
            bars += _bars([year_ago], "dotted") if year_ago and year_ago.cells else []
        told = translate("月ごとの利用率です。点の棒は、その前の年の同じ月です。")
        drawn.append(chart("months", translate("月ごとの利用率"), told, bars))
    days = _bars(uses.by_weekday(made.now), "plain")
    told = translate("利用枠を貸出枠で割った割合。下の表と同じ数です。")
    return [*drawn, chart("weekdays", translate("曜日ごとの利用率"), told, days)]


def _bars(rows: list[uses.Row], style: str = "hatched") -> list[Bar]:
    return [rate_bar(row.label, row.rate or 0, style) for row in rows if row.offered]
