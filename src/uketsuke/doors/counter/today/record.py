"""当日の記録 of one booking: all of it to be put right, its notes, and how the use ended."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from uketsuke.bookings.models import Booking
from uketsuke.bookings.states import State
from uketsuke.day import actions, handover, queries
from uketsuke.doors.counter import links
from uketsuke.doors.counter.today import views as today
from uketsuke.doors.counter.today.forms import NoteForm, RecordForm
from uketsuke.doors.shared.entrance.guards import staff
from uketsuke.doors.shared.entrance.visits import Visit, posted
from uketsuke.doors.shared.words.refusals import shown_on
from uketsuke.identity.models import Role
from uketsuke.kernel import clock


@staff(Role.COUNTER, Role.MANAGER, Role.WARD)
@require_http_methods(["GET", "POST"])
def show(request: Visit, number: str) -> HttpResponse:
    """当日の記録: shown, or sent back with what is right."""
    found, now = today.find(number), clock.now()
    hall = found.room.hall.code
    row, may_note = queries.of_booking(found.pk, now), today.may_act(request, hall)
    may = may_note and row is not None and found.date <= clock.day(now)
    sent = posted(request)
    noting = sent is not None and "note-text" in sent
    note = NoteForm(sent if noting else None)
    form = RecordForm(None if noting else sent, row) if row else None
    if sent is not None and (may_note if noting else may):
        done = _noted(request, found, note) if noting else _put_right(request, found, form)
        if done:
            here = reverse("counter:today_record", args=[found.number])
            return redirect(links.with_query(here, done=done))
    shown = today.Shown(hall, found.date)
    context = {
        "booking": found,
        "line": today.line_of(row, may) if row else None,
        "form": form,
        "note_form": note,
        "may_write": may,
        "may_note": may_note,
        "done": today.DONE.get(request.GET.get("done", ""), ""),
        "today_url": shown.url(row=found.number),
        "shown": shown,
        "no_show": found.state == State.NO_SHOW,
        "till_url": links.open_to(request, "till", found.number) if found.account_id else "",
        "booking_url": links.open_to(request, "booking", found.number),
        "dues_url": links.open_to(request, "dues", found.number),
        "things_url": links.open_to(request, "things", found.number),
        "meeting_url": links.open_to(request, "meeting", found.number),
        "group_url": links.open_to(request, "group", found.group.number),
    }
    wrong = bool(note.errors or (form and form.errors))
    status = today.UNPROCESSABLE if wrong else 200
    return render(request, "counter/today/record.html", context, status=status)


def _put_right(request: Visit, found: Booking, form: RecordForm | None) -> str:
    """記録を直す; empty where it must be mended."""
    if form is None or not form.is_valid():
        return ""
    with shown_on(form):
        seen, right = form.cleaned_data["seen"], form.happened
        actions.correct(found.pk, seen, right, by=request.actor, at=clock.now())
        return "record"
    return ""


def _noted(request: Visit, found: Booking, form: NoteForm) -> str:
    """引継ぎを書く; empty where it must be mended."""
    if not form.is_valid():
        return ""
    given, hall = form.cleaned_data, found.room.hall.code
    with shown_on(form):
        handover.write(
            hall,
            found.date,
            given["text"],
            given["token"],
            found,
            by=request.actor,
            at=clock.now(),
        )
        return "note"
    return ""
