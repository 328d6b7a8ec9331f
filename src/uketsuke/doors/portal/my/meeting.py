"""打合せ of a group: chosen, moved or given up at home; and what she writes of the sheet."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from uketsuke.bookings.models import Booking
from uketsuke.bookings.states import CHANGEABLE
from uketsuke.doors.portal.carry import group_carrying, sound, stale_kept
from uketsuke.doors.portal.my import mine
from uketsuke.doors.portal.my.views import booking_page, own_booking
from uketsuke.doors.shared.entrance.guards import group_required
from uketsuke.doors.shared.entrance.visits import Visit, posted
from uketsuke.doors.shared.inputs.meeting_forms import AppointmentForm, PreparedForm
from uketsuke.doors.shared.words.refusals import Told, shown_on
from uketsuke.doors.shared.words.sentences import sentences
from uketsuke.kernel import clock
from uketsuke.kernel.refusals import Refusal
from uketsuke.meetings import actions, queries
from uketsuke.meetings.appointments import due
from uketsuke.meetings.models import MeetingState

UNPROCESSABLE, CONFLICT = 422, 409


@group_carrying
@stale_kept
@require_http_methods(["GET", "POST"])
def show(request: Visit, number: str) -> HttpResponse:
    """打合せの日時を選ぶ・変える."""
    found, at = own_booking(request, number), clock.now()
    openings = queries.openings_for(found, at, is_staff=False)
    form = AppointmentForm(posted(request), openings)
    if sound(request, form):
        with shown_on(form):
            actions.book(found.pk, *form.chosen, by=request.actor, at=at)
            return redirect("portal:booking", number)
    rule = queries.rule(found.room_id, found.date)
    context = {
        "form": form,
        "row": mine.rows([found])[0],
        "meeting": queries.standing(found),
        "any": any(each.left for each in openings),
        "said": [each for why in actions.objections(found) for each in sentences(why)],
        "due": due(found.date, rule.due_days) if rule else None,
    }
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "portal/my/meeting.html", context, status=status)


@group_required
@require_POST
def cancel(request: Visit, number: str) -> HttpResponse:
    """打合せを取りやめる."""
    found, at = own_booking(request, number), clock.now()
    meeting = queries.standing(found)
    if meeting and meeting.state == MeetingState.BOOKED:
        try:
            actions.cancel(meeting.pk, by=request.actor, at=at)
        except Refusal as refusal:  # it was held meanwhile
            return booking_page(request, found, at, told=Told.of(refusal), status=CONFLICT)
    return redirect("portal:booking", number)


@group_carrying
@stale_kept
@require_http_methods(["GET", "POST"])
def sheet(request: Visit, number: str) -> HttpResponse:
    """打合せ票を前もって書く."""
    found, at = own_booking(request, number), clock.now()
    written = queries.sheet_of(found)
    if not may_prepare(found) or (written and written.agreed_at):
        return redirect("portal:booking", number)
    form = PreparedForm(posted(request), written)
    if sound(request, form):
        with shown_on(form):
            seen = form.cleaned_data["seen"]
            actions.write(found.pk, form.prepared, None, seen, by=request.actor, at=at)
            return redirect("portal:booking", number)
    context = {"form": form, "row": mine.rows([found])[0]}
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "portal/my/sheet.html", context, status=status)


def may_prepare(booking: Booking) -> bool:
    """Whether there will be a meeting about this booking."""
    needed = queries.rule(booking.room_id, booking.date) is not None
    return needed and booking.state in CHANGEABLE
