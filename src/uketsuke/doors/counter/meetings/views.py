"""打合せ: those to come, those still missing, the one of a booking with its sheet."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from uketsuke.bookings import states
from uketsuke.bookings.models import Booking
from uketsuke.doors.counter import links
from uketsuke.doors.counter.bookings import booking as pages
from uketsuke.doors.counter.buttons import pressed
from uketsuke.doors.counter.equipment.things import hall_of
from uketsuke.doors.shared.drawing import papers
from uketsuke.doors.shared.entrance.guards import staff
from uketsuke.doors.shared.entrance.visits import Visit
from uketsuke.doors.shared.inputs.forms import Form
from uketsuke.doors.shared.inputs.meeting_forms import AppointmentForm, SheetForm
from uketsuke.doors.shared.words.refusals import shown_on
from uketsuke.equipment import queries as equipment
from uketsuke.equipment.models import LineState
from uketsuke.halls.queries import atlas
from uketsuke.identity.models import Role
from uketsuke.kernel import clock
from uketsuke.meetings import actions, queries
from uketsuke.meetings.appointments import due
from uketsuke.meetings.models import Meeting, MeetingState, Sheet

A_PAGE, MOST_MISSING = 30, 30
UNPROCESSABLE = 422


@dataclass(frozen=True, slots=True)
class Coming:
    """これからの打合せ: the appointment, and what of it is prepared."""

    meeting: Meeting
    marks: list[tuple[str, Promise]]


@dataclass(frozen=True, slots=True)
class Missing:
    """打合せがまだの予約, and until when it is due."""

    booking: Booking
    late: bool
    due: Any


@staff(Role.COUNTER, Role.MANAGER, Role.WARD)
@require_GET
def index(request: Visit) -> HttpResponse:
    """これからの打合せ of the own hall, of another, or of all; and who has none as yet."""
    hall, today = hall_of(request), clock.day(clock.now())
    page = Paginator(queries.coming(today, hall), A_PAGE).get_page(request.GET.get("page"))
    meetings = list(page)
    asked = equipment.lines_of([each.booking.number for each in meetings])
    open_things = {
        number
        for number, lines in asked.items()
        if any(line.state == LineState.ASKED for line in lines)
    }
    missing = list(queries.without(today, hall)[: MOST_MISSING + 1])
    context = {
        "page": page,
        "rows": [Coming(each, _marks(each, open_things)) for each in meetings],
        "missing": [_missing(each, today) for each in missing[:MOST_MISSING]],
        "more": len(missing) > MOST_MISSING,
        "today": today,
        "hall": hall,
        "halls": atlas().halls.values(),
    }
    return render(request, "counter/meetings/index.html", context)


@staff(Role.COUNTER, Role.MANAGER, Role.WARD)
@require_GET
def show(request: Visit, number: str) -> HttpResponse:
    """一件の打合せ: its time, and the sheet."""
    return _page(request, pages.find(number))


@staff(Role.COUNTER, Role.MANAGER)
@require_POST
def book(request: Visit, number: str) -> HttpResponse:
    """打合せを予約する・移す."""
    found, at = pages.find(number), clock.now()
    form = AppointmentForm(request.POST, queries.openings_for(found, at, is_staff=True))
    if form.is_valid():
        with shown_on(form):
            actions.book(found.pk, *form.chosen, by=request.actor, at=at)
            return redirect(_url(found, done="book"))
    return _page(request, found, form)


@staff(Role.COUNTER, Role.MANAGER)
@require_POST
def cancel(request: Visit, pk: int) -> HttpResponse:
    """打合せを取りやめる."""
    return _do(request, pk, "cancel")


@staff(Role.COUNTER, Role.MANAGER)
@require_POST
def hold(request: Visit, pk: int) -> HttpResponse:
    """打合せ済みにする."""
    return _do(request, pk, "hold")


@staff(Role.COUNTER, Role.MANAGER)
@require_http_methods(["POST"])
def write(request: Visit, number: str) -> HttpResponse:
    """打合せ票を書く."""
    found, at = pages.find(number), clock.now()
    form = SheetForm(request.POST, queries.sheet_of(found))
    if form.is_valid():
        given = form.cleaned_data
        with shown_on(form):
            actions.write(
                found.pk, form.prepared, form.agreed, given["seen"], by=request.actor, at=at
            )
            return redirect(_url(found, done="write"))
    return _page(request, found, form)


@staff(Role.COUNTER, Role.MANAGER, Role.WARD)
@require_GET
def printed(request: Visit, number: str) -> HttpResponse:
    """打合せ票 as a PDF."""
    found = pages.find(number)
    paper = papers.meeting(
        found,
        queries.sheet_of(found),
        queries.standing(found),
        [each for each in equipment.lines(found.number) if each.state != LineState.REFUSED],
    )
    response = HttpResponse(paper, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="meeting-{found.number}.pdf"'
    return response


def _do(request: Visit, pk: int, what: str) -> HttpResponse:
    meeting = get_object_or_404(Meeting.objects.select_related("booking"), pk=pk)
    return pressed(
        request,
        actions.cancel if what == "cancel" else actions.hold,
        meeting.pk,
        then=redirect(_url(meeting.booking, done=what)),
        otherwise=lambda refused: _page(request, pages.find(meeting.booking.number), refused),
    )


def _page(request: Visit, booking: Booking, form: Form | None = None) -> HttpResponse:
    at = clock.now()
    meeting, sheet = queries.standing(booking), queries.sheet_of(booking)
    may_write = request.actor.who in states.STAFF
    openings = queries.openings_for(booking, at, is_staff=True) if may_write else []
    sheet_form = form if isinstance(form, SheetForm) else SheetForm(None, sheet)
    when_form = form if isinstance(form, AppointmentForm) else AppointmentForm(None, openings)
    context = {
        "booking": booking,
        "meeting": meeting,
        "sheet": sheet,
        "lines": equipment.lines(booking.number),
        "when_form": when_form if booking.state in states.CHANGEABLE and may_write else None,
        "sheet_form": sheet_form if may_write and booking.state in actions.WRITABLE else None,
        "may_hold": _may_hold(meeting, at) and may_write,
        "refused": form if form is not None and form.errors else None,
        "done": DONE.get(request.GET.get("done", "")) if form is None else None,
        "things_url": links.open_to(request, "things", booking.number),
        "may_write": may_write,
    }
    status = UNPROCESSABLE if form is not None and form.errors else 200
    return render(request, "counter/meetings/meeting.html", context, status=status)


DONE: dict[str, Promise] = {
    "book": _("打合せの日時を決め、利用者にお知らせしました。"),
    "cancel": _("打合せを取りやめ、利用者にお知らせしました。"),
    "hold": _("打合せ済みにしました。"),
    "write": _("打合せ票を保存しました。"),
}


def _may_hold(meeting: Meeting | None, at: datetime) -> bool:
    return bool(meeting and meeting.state == MeetingState.BOOKED and meeting.date <= clock.day(at))


def _marks(meeting: Meeting, open_things: set[str]) -> list[tuple[str, Promise]]:
    sheet: Sheet | None = getattr(meeting.booking, "sheet", None)
    marks: list[tuple[str, Promise]] = []
    if sheet is None:
        marks.append(("quiet", _("打合せ票は未記入")))
    elif sheet.agreed_at:
        marks.append(("good", _("打合せ票あり")))
    else:
        marks.append(("key", _("利用者が記入")))
    if meeting.booking.number in open_things:
        marks.append(("wait", _("附帯設備の確認待ち")))
    if meeting.booking.state == states.State.TENTATIVE:
        marks.append(("wait", _("承認前")))
    return marks


def _missing(booking: Booking, today: Any) -> Missing:
    rule = queries.rule(booking.room_id, booking.date)
    last = due(booking.date, rule.due_days if rule else 0)
    return Missing(booking, last < today, last)


def _url(booking: Booking, **query: Any) -> str:
    return links.with_query(reverse("counter:meeting", args=[booking.number]), **query)
