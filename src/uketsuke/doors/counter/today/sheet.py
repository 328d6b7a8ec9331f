"""利用予定表: printed from the screen, and the password of the files with telephone numbers."""

from typing import Any

from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from uketsuke.audit.actions import record_view
from uketsuke.day import queries, sheets
from uketsuke.day.models import Sheet
from uketsuke.doors.counter.today.views import YEARS, Shown, may_act, own_hall
from uketsuke.doors.shared.drawing import papers
from uketsuke.doors.shared.entrance.guards import staff
from uketsuke.doors.shared.entrance.visits import Visit
from uketsuke.doors.shared.inputs.dates import read_date
from uketsuke.halls.queries import atlas
from uketsuke.identity.models import Role
from uketsuke.kernel import clock
from uketsuke.kernel.pdfs import locked

NEWEST = 5


@staff(Role.COUNTER, Role.MANAGER, Role.WARD)
@require_GET
def printed(request: Visit) -> HttpResponse:
    """利用予定表 without telephone numbers: to be printed at once."""
    shown = _shown(request)
    content = sheets.content(shown.hall, shown.day, clock.now(), phones=False)
    return _pdf(papers.day_sheet(content), shown, "")


@staff(Role.COUNTER, Role.MANAGER)
@require_POST
def with_phones(request: Visit) -> HttpResponse:
    """利用予定表 with telephone numbers, locked: of one's own hall, and on record."""
    shown, now = _own(request), clock.now()
    password = sheets.key(shown.hall, by=request.actor, at=now)
    content = sheets.content(shown.hall, shown.day, now, phones=True)
    record_view("day.sheet_view", f"{shown.hall}:{shown.day}", by=request.actor, at=now)
    return _pdf(locked(papers.day_sheet(content), password), shown, "-tel")


@staff(Role.COUNTER, Role.MANAGER)
@require_http_methods(["GET", "POST"])
def show(request: Visit) -> HttpResponse:
    """予定表のページ; sent, it shows the password once more, or makes another one."""
    now, by = clock.now(), request.actor
    shown = _shown(request) if request.method == "GET" else _own(request)
    password, what = "", request.POST.get("do", "")
    if request.method == "POST":
        if what not in ("show", "renew") or request.user.role != Role.MANAGER:  # type: ignore[union-attr]
            raise BadRequest
        password = sheets.key(shown.hall, by=by, at=now, renew=what == "renew")
        record_view("day.sheet_key_view", f"hall:{shown.hall}", by=by, at=now)
    made = Sheet.objects.filter(hall__code=shown.hall).order_by("-date")
    user: Any = request.user
    context = {
        "shown": shown,
        "hall": atlas().halls[shown.hall],
        "password": password,
        "renewed": what == "renew",
        "made": made[:NEWEST],
        "rules": queries.rules(clock.day(now)),
        "may_print": may_act(request, shown.hall),
        "may_key": may_act(request, shown.hall) and user.role == Role.MANAGER,
    }
    return render(request, "counter/today/sheet.html", context)


def _shown(request: Visit) -> Shown:
    """Of which hall and day; opened without a word, it is one's own hall and today."""
    if request.method == "GET" and not request.GET:
        return Shown(own_hall(request), clock.day(clock.now()))
    asked = request.POST if request.method == "POST" else request.GET
    hall, day = asked.get("hall", ""), read_date(asked.get("date", ""))
    if hall not in atlas().halls or day is None or day.year not in YEARS:
        raise Http404
    return Shown(hall, day)


def _own(request: Visit) -> Shown:
    """Of one's own hall; another's is a 404."""
    shown = _shown(request)
    if not may_act(request, shown.hall):
        raise Http404
    return shown


def _pdf(content: bytes, shown: Shown, mark: str) -> HttpResponse:
    response = HttpResponse(content, content_type="application/pdf")
    name = f"{shown.day.isoformat()}-{shown.hall}{mark}.pdf"
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response
