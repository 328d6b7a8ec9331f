"""月次報告: issued with one click, the same every time, corrections shown as such."""

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from uketsuke.doors.counter.statistics import views as statistics
from uketsuke.doors.counter.templatetags.counter import hall_name
from uketsuke.doors.shared.entrance.guards import staff
from uketsuke.doors.shared.entrance.visits import Visit
from uketsuke.doors.shared.inputs.dates import read_month
from uketsuke.doors.shared.words.refusals import shown_on
from uketsuke.halls.queries import atlas
from uketsuke.identity.models import Role
from uketsuke.kernel import clock
from uketsuke.reports import monthly, queries
from uketsuke.reports.actions import issue as issue_report
from uketsuke.reports.changes import tables_of
from uketsuke.reports.models import Issued

FORMS = ("pdf", "xlsx")


@staff(Role.MANAGER)
@require_POST
def issue(request: Visit) -> HttpResponse:
    """月次報告を出す (or see that it is out already)."""
    hall, month = request.POST.get("hall", ""), read_month(request.POST.get("month", ""))
    if month is None or (hall and hall not in atlas().halls):
        raise Http404
    form = statistics.CorrectionForm(request.POST)
    if form.is_valid():
        with shown_on(form):
            reason = form.cleaned_data["reason"]
            issue_report(month, hall, reason, by=request.actor, at=clock.now())
            query = {"of": f"{month:%Y-%m}", "hall": hall} if hall else {"of": f"{month:%Y-%m}"}
            return redirect(f"{reverse('counter:statistics')}?{urlencode(query)}#told")
    period = monthly.month_of(month, hall)
    return statistics.page(request, period, monthly.report(period), form)


@staff(*statistics.WHO)
@require_GET
def show(request: Visit, pk: int, form: str) -> HttpResponse:
    """出した月次報告 as it was issued, as PDF or workbook."""
    if form not in FORMS:
        raise Http404
    found = get_object_or_404(Issued, pk=pk)
    tables = tables_of(found.content)
    name = f"report-{found.hall or 'all'}-{found.month:%Y%m}-{found.nth}"
    if form == "xlsx":
        return statistics.workbook(tables, name)
    content: dict[str, Any] = {
        "tables": tables,
        "period": monthly.month_of(found.month, found.hall),
        "at": found.issued_at,
        "told": found,
        "changes": queries.corrected(found),
    }
    hall = hall_name(found.hall)
    return statistics.pdf(content | {"hall": hall, "name": name})
