"""個人情報の保護: the ward's checklist with live evidence, as a page and as the ward's report."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from uketsuke.audit.actions import record_view
from uketsuke.doors.counter.tabs import tabs
from uketsuke.doors.shared.drawing import papers
from uketsuke.doors.shared.entrance.guards import staff
from uketsuke.doors.shared.entrance.visits import Visit
from uketsuke.identity.models import Role
from uketsuke.kernel import clock
from uketsuke.protection import report


@staff(Role.ADMINISTRATOR, Role.MANAGER, Role.WARD, Role.VENDOR)
@require_GET
def show(request: Visit) -> HttpResponse:
    """個人情報の保護: what is in force now, line by line."""
    context = _content() | {"tabs": tabs(request)}
    return render(request, "counter/protection/protection.html", context)


@staff(Role.ADMINISTRATOR, Role.MANAGER, Role.WARD)
@require_GET
def printed(request: Visit) -> HttpResponse:
    """点検の報告書 as PDF."""
    record_view("protection.report", "protection", by=request.actor, at=clock.now())
    response = HttpResponse(papers.protection(_content()), content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="protection.pdf"'
    return response


def _content() -> dict[str, Any]:
    at = clock.now()
    parts = report.shown(at)
    return {"parts": parts, "counts": report.counts(parts), "at": at}
