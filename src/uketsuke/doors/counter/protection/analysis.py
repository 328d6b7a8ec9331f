"""ログ点検: what was unusual in a month, and who has read it."""

from datetime import date
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from uketsuke.audit.actions import record_view
from uketsuke.doors.counter import links
from uketsuke.doors.counter.tabs import tabs
from uketsuke.doors.shared.drawing import papers
from uketsuke.doors.shared.entrance.guards import staff
from uketsuke.doors.shared.entrance.visits import Visit
from uketsuke.doors.shared.inputs.dates import read_date
from uketsuke.doors.shared.inputs.forms import CountField, Form, ReasonField
from uketsuke.doors.shared.words.refusals import shown_on
from uketsuke.identity.models import Role
from uketsuke.kernel import clock
from uketsuke.kernel.calendar import add_months, month_start
from uketsuke.protection import analysis, watch
from uketsuke.protection.models import LogReview

UNPROCESSABLE = 422
MONTHS, MOST_ALERTS = 13, 100


class SignForm(Form):
    """点検の確認."""

    seen = CountField(unit="", least=0, widget=forms.HiddenInput)
    note = ReasonField(label=_("確かめたことと対応"), required=False, max_length=400)


@staff(Role.ADMINISTRATOR, Role.MANAGER, Role.WARD)
@require_GET
def show(request: Visit) -> HttpResponse:
    """ログ点検 of a month (the last one that is over, unless another is asked for)."""
    return _page(request, _month(request.GET.get("month", "")))


@staff(Role.MANAGER, Role.WARD)
@require_POST
def sign(request: Visit) -> HttpResponse:
    """点検の確認."""
    month, form = _month(request.POST.get("month", "")), SignForm(request.POST)
    if form.is_valid():
        with shown_on(form):
            seen, note = form.cleaned_data["seen"], form.cleaned_data["note"]
            analysis.sign(month, seen, note, by=request.actor, at=clock.now())
            url = links.with_query(reverse("counter:analysis"), month=month.isoformat())
            return redirect(url)
    return _page(request, month, form)


@staff(Role.ADMINISTRATOR, Role.MANAGER, Role.WARD)
@require_POST
def read(request: Visit) -> HttpResponse:
    """警告を読んだ: those that stood on the page."""
    given = [each[:15] for each in request.POST.getlist("alert")[:MOST_ALERTS]]
    ids = [int(each) for each in given if each.isdecimal()]
    watch.read(ids, by=request.actor, at=clock.now())
    return redirect("counter:analysis")


@staff(Role.ADMINISTRATOR, Role.MANAGER, Role.WARD)
@require_GET
def printed(request: Visit) -> HttpResponse:
    """ログ点検 of a month as PDF, with who has read it."""
    month = _month(request.GET.get("month", ""))
    record_view("protection.analysis", "protection", by=request.actor, at=clock.now())
    response = HttpResponse(papers.analysis(_content(month)), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="log-{month:%Y-%m}.pdf"'
    return response


def _content(month: date) -> dict[str, Any]:
    return {
        "month": month,
        "findings": [(analysis.KINDS[each.kind], each) for each in analysis.findings(month)],
        "totals": analysis.totals(month),
        "rules": analysis,
        "review": LogReview.objects.filter(month=month).first(),
        "at": clock.now(),
    }


def _page(request: Visit, month: date, form: SignForm | None = None) -> HttpResponse:
    this = month_start(clock.day(clock.now()))
    context = _content(month) | {
        "months": [add_months(this, -n) for n in range(MONTHS)],
        "is_over": month < this,
        "alerts": [(analysis.KINDS[each.kind], each) for each in watch.unread()[:MOST_ALERTS]],
        "form": form or SignForm(),
        "refused": form,
        "may_sign": links.open_to(request, "analysis_sign") != "",
        "tabs": tabs(request),
    }
    status = UNPROCESSABLE if form else 200
    return render(request, "counter/protection/analysis.html", context, status=status)


def _month(written: str) -> date:
    this = month_start(clock.day(clock.now()))
    if not written:
        return add_months(this, -1)
    found = read_date(written)
    if found is None or found.day != 1 or found > this:
        raise Http404
    return found
