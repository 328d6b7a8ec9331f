"""消去: what is past its term, who has proposed and approved that it goes, and the reports."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from uketsuke.audit.actions import record_view
from uketsuke.doors.counter.buttons import deciding
from uketsuke.doors.counter.links import open_to
from uketsuke.doors.counter.tabs import tabs
from uketsuke.doors.shared.drawing import papers
from uketsuke.doors.shared.entrance.guards import staff
from uketsuke.doors.shared.entrance.visits import Visit
from uketsuke.doors.shared.inputs.forms import Form, nothing_typed
from uketsuke.doors.shared.words.refusals import shown_on
from uketsuke.identity.models import Role
from uketsuke.kernel import clock
from uketsuke.protection.erasure import actions
from uketsuke.protection.erasure.classes import survey
from uketsuke.protection.models import Erasure, ErasureState

UNPROCESSABLE = 422
SHOWN = 30


@staff(Role.ADMINISTRATOR, Role.MANAGER, Role.WARD)
@require_GET
def show(request: Visit) -> HttpResponse:
    """消去: what is due now, what is under way, what has gone."""
    return _page(request)


@staff(Role.ADMINISTRATOR, Role.MANAGER)
@require_POST
def propose(request: Visit) -> HttpResponse:
    """消去の起案."""
    refused = nothing_typed()
    with shown_on(refused):
        actions.propose(by=request.actor, at=clock.now())
        return redirect("counter:erasure")
    return _page(request, refused)


@staff(Role.WARD)
@require_POST
def approve(request: Visit, pk: int) -> HttpResponse:
    """消去の承認 by the ward; from then on the worker carries it out."""
    return _decided(request, pk, actions.approve)


@staff(Role.ADMINISTRATOR, Role.MANAGER, Role.WARD)
@require_POST
def withdraw(request: Visit, pk: int) -> HttpResponse:
    """起案の取下げ."""
    return _decided(request, pk, actions.withdraw)


@staff(Role.ADMINISTRATOR, Role.MANAGER, Role.WARD)
@require_GET
def report(request: Visit, number: str) -> HttpResponse:
    """消去報告書 as PDF, from what was kept when it was done."""
    found = get_object_or_404(Erasure, number=number)
    record_view("erasure.report", found, by=request.actor, at=clock.now())
    response = HttpResponse(papers.erasure(found), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{found.number}.pdf"'
    return response


def _page(request: Visit, refused: Form | None = None) -> HttpResponse:
    under_way = Erasure.objects.filter(state__in=ErasureState.open()).order_by("pk").first()
    context = {
        "due": survey(clock.now()),
        "open": under_way,
        "past": Erasure.objects.exclude(number=None).order_by("-done_at")[:SHOWN],
        "may_propose": open_to(request, "erasure_propose"),
        "may_approve": under_way and open_to(request, "erasure_approve", under_way.pk),
        "may_withdraw": under_way and open_to(request, "erasure_withdraw", under_way.pk),
        "refused": refused,
        "tabs": tabs(request),
    }
    status = UNPROCESSABLE if refused else 200
    return render(request, "counter/protection/erasure.html", context, status=status)


_decided = deciding(Erasure, "counter:erasure", _page)
