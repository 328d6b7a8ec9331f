"""統計: how the halls were used, compared with the year before; every figure opens."""

from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as translate
from django.views.decorators.http import require_GET

from uketsuke.audit.actions import record_view
from uketsuke.doors.shared import papers
from uketsuke.doors.shared.charts import Bar, Chart, chart
from uketsuke.doors.shared.dates import read_date
from uketsuke.doors.shared.guards import staff
from uketsuke.doors.shared.visits import Visit
from uketsuke.halls.queries import atlas
from uketsuke.identity.models import Role
from uketsuke.kernel import clock, sheets
from uketsuke.kernel.calendar import add_months, fiscal_year, fiscal_year_ja, month_start
from uketsuke.kernel.practice import LABEL, is_practice
from uketsuke.kernel.text import digits
from uketsuke.reports import monthly, uses
from uketsuke.reports.monthly import Report
from uketsuke.reports.uses import Period

FIRST_YEAR, A_PAGE, MONTHS = 2020, 50, 24
WHO = (Role.COUNTER, Role.MANAGER, Role.WARD)
ONLY = ("room", "month", "weekday", "slot", "purpose", "eligibility", "channel", "state")


@staff(*WHO)
@require_GET
def show(request: Visit) -> HttpResponse:
    """統計 of a 年度 or of a month, as a page or (``?file=xlsx``) as a workbook."""
    period = _period(request)
    if request.GET.get("file") == "xlsx":
        return _workbook(monthly.report(period))
    made = monthly.report(period)
    this = month_start(clock.day(clock.now()))
    context = {
        "report": made,
        "period": period,
        "chart": _chart(made),
        "halls": atlas().halls.values(),
        "years": [(year, fiscal_year_ja(year)) for year in _years()],
        "months": [add_months(this, -n) for n in range(-6, MONTHS)],
        "asked": {"year": fiscal_year(period.first), "month": _month(request), "hall": period.hall},
        "query": request.GET.urlencode(),
    }
    return render(request, "counter/statistics/show.html", context)


@staff(*WHO)
@require_GET
def printed(request: Visit) -> HttpResponse:
    """月次報告 as PDF."""
    made = monthly.report(_period(request))
    hall = atlas().halls.get(made.now.period.hall)
    words = {"name": _name(made), "hall": hall.name if hall else translate("全館")}
    content = papers.statistics({"report": made, "at": clock.now()} | words)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{_name(made)}.pdf"'
    return response


@staff(*WHO)
@require_GET
def behind(request: Visit) -> HttpResponse:
    """内訳: the bookings that a figure counts."""
    only = {name: request.GET.get(name, "").replace("\0", "")[:40] for name in ONLY}
    try:
        found = uses.behind(_period(request), **only)
    except ValueError as error:
        raise Http404 from error
    found = found.select_related("room__hall", "group", "application").order_by("date", "pk")
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    record_view("statistics.view", "statistics", by=request.actor, at=clock.now())
    asked = request.GET.copy()
    asked.pop("page", None)
    context = {"page": page, "query": f"{asked.urlencode()}&" if asked else ""}
    return render(request, "counter/statistics/behind.html", context)


def _period(request: Visit) -> Period:
    hall = request.GET.get("hall", "")
    hall = hall if hall in atlas().halls else ""
    if month := _month(request):
        return monthly.month_of(month, hall)
    written = int(digits(request.GET.get("year", ""))[:4] or 0)
    year = written if written in _years() else fiscal_year(clock.day(clock.now()))
    return monthly.year_of(year, hall)


def _month(request: Visit) -> date | None:
    found = read_date(request.GET.get("of", ""))
    return month_start(found) if found else None


def _years() -> list[int]:
    this = fiscal_year(clock.day(clock.now()))
    return list(range(this + 1, FIRST_YEAR - 1, -1))


def _chart(made: Report) -> Chart:
    bars = []
    for now in uses.by_room(made.now):
        rate = now.rate or 0
        bars.append(Bar(now.label, int(rate * 10), f"{rate}%", "hatched"))
    told = translate("利用枠を貸出枠で割った割合。下の表と同じ数です。")
    return chart("rates", translate("施設ごとの利用率"), told, bars)


def _workbook(made: Report) -> HttpResponse:
    tables = {
        table.title: [table.headings, *(row for _, row in table.rows)]
        for table in (*made.tables, made.money)
    }
    if is_practice():
        tables = {f"{LABEL}_{name}": rows for name, rows in tables.items()}
    response = HttpResponse(sheets.workbook(tables), content_type=sheets.TYPE)
    response["Content-Disposition"] = f'attachment; filename="{_name(made)}.xlsx"'
    return response


def _name(made: Report) -> str:
    period: Any = made.now.period
    return f"statistics-{period.hall or 'all'}-{period.first:%Y%m}-{period.last:%Y%m}"
