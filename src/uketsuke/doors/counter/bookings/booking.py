"""予約の画面: one booking with all that is known of it, and what may be done about it now."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from uketsuke.bookings import desk, queries, states
from uketsuke.bookings.models import Booking
from uketsuke.bookings.states import State
from uketsuke.doors.counter import links
from uketsuke.doors.counter.bookings import history, points
from uketsuke.doors.counter.bookings.decide_forms import ReasonForm, RefuseForm, WaitForm
from uketsuke.doors.shared.drawing import papers
from uketsuke.doors.shared.entrance.guards import staff
from uketsuke.doors.shared.entrance.visits import Visit
from uketsuke.doors.shared.words.refusals import Told
from uketsuke.equipment.queries import lent_with, lines
from uketsuke.halls.queries import atlas
from uketsuke.identity.models import Role
from uketsuke.kernel import clock
from uketsuke.kernel.text import digits
from uketsuke.ledger.models import Entry
from uketsuke.meetings.queries import rule, standing
from uketsuke.tariffs.queries import version

# いま済んだこと: what the page says after a move, while the booking is still in that state.
DONE: dict[str, tuple[State, Promise]] = {
    "approve": (State.APPROVED, _("承認し、利用者にお知らせしました。")),
    "refuse": (State.REFUSED, _("不承認とし、理由を利用者にお知らせしました。枠は空きました。")),
    "wait": (State.TENTATIVE, _("保留とし、理由を利用者にお知らせしました。")),
    "cancel": (State.CANCELLED, _("取り消し、利用者にお知らせしました。枠は空きました。")),
    "used": (State.USED, _("利用済として記録しました。")),
    "no_show": (State.NO_SHOW, _("無断不使用として記録しました。")),
    "undo": (State.TENTATIVE, _("取消を取りやめました。予約は元のとおりです。")),
    "undo_approved": (State.APPROVED, _("取消を取りやめました。予約は元のとおりです。")),
}


@dataclass(frozen=True, slots=True)
class Can:
    """できること: what who looks may do with the booking now (states.MOVES, and the time)."""

    decide: bool
    cancel: bool
    undo: bool
    close: bool

    @property
    def anything(self) -> bool:
        return self.decide or self.cancel or self.undo or self.close


@staff(Role.COUNTER, Role.MANAGER, Role.WARD)
@require_GET
def show(request: Visit, number: str) -> HttpResponse:
    """予約一件."""
    return page(request, find(number))


def find(number: str) -> Booking:
    """The booking of that number with what belongs to it, or a 404."""
    related = ("room__hall", "application", "group", "account")
    return get_object_or_404(Booking.objects.select_related(*related), number=digits(number))


def page(
    request: Visit,
    booking: Booking,
    form: ReasonForm | None = None,
    refused: Told | None = None,
) -> HttpResponse:
    """The page of ``booking``; ``form`` is sent back to be mended, ``refused`` says why a move
    was not made."""
    now = clock.now()
    entries = list(booking.account.entries.order_by("pk")) if booking.account else []
    owed = sum(entry.amount for entry in entries)
    room = atlas().room(booking.room.key)
    context = {
        "booking": booking,
        "made": booking.application,
        "hours": room.hours(booking.slot_codes),
        "room": room,
        "official": version(booking.tariff_id).facts.official,
        "points": points.told(desk.points([booking], now)[booking.pk]),
        "entries": [(entry, _words(entry)) for entry in entries],
        "owed": max(owed, 0),
        "due_back": max(-owed, 0),
        "late": bool(owed > 0 and booking.payment_due and booking.payment_due < clock.day(now)),
        "things": lines(booking.number),
        "meeting": standing(booking),
        "history": history.of_booking(booking),
        "siblings": booking.application.bookings.exclude(pk=booking.pk)
        .select_related("room__hall")
        .defer("quote")
        .order_by("date", "room__order"),
        "can": can(booking, request.actor.who, now),
        "undo_until": _undo_until(booking),
        "told": _free_until(request, booking),
        "done": _done(request, booking),
        "form": form,
        "refused": refused,
        "refuse_form": form if isinstance(form, RefuseForm) else RefuseForm(),
        "wait_form": form if isinstance(form, WaitForm) else WaitForm(),
        **_ways_on(request, booking),
    }
    status = 409 if refused else 422 if form else 200
    return render(request, "counter/bookings/booking.html", context, status=status)


def can(booking: Booking, who: str, now: datetime) -> Can:
    """What ``who`` may do with the booking at that moment."""
    state = State(booking.state)
    until = _undo_until(booking)
    return Can(
        decide=state == State.TENTATIVE and states.may_move(state, State.APPROVED, who),
        cancel=states.may_move(state, State.CANCELLED, who),
        undo=bool(until and now <= until) and states.may_move(state, State.TENTATIVE, who),
        close=states.may_move(state, State.USED, who) and clock.day(now) >= booking.date,
    )


def _undo_until(booking: Booking) -> datetime | None:
    if booking.state != State.CANCELLED or booking.ended_at is None:
        return None
    return queries.undo_until(booking.ended_at)


def _free_until(request: Visit, booking: Booking) -> datetime | None:
    """料金なしで取り消せる終わり, to be told of a booking just made by phone."""
    if "told" not in request.GET or booking.state != State.TENTATIVE:
        return None
    return queries.undo_until(booking.application.received_at)


def _done(request: Visit, booking: Booking) -> str | Promise:
    state, words = DONE.get(request.GET.get("done", ""), (None, ""))
    return words if booking.state == state else ""


def _ways_on(request: Visit, booking: Booking) -> dict[str, Any]:
    """The pages that lead on from here, for those who may enter them."""
    number, has_paper = booking.number, booking.state in papers.STANDING
    return {
        "group_url": links.open_to(request, "group", booking.group.number),
        "till_url": links.open_to(request, "till", number) if booking.account_id else "",
        "permit_url": links.open_to(request, "permit", number) if has_paper else "",
        "dues_url": links.open_to(request, "dues", number),
        "things_url": links.open_to(request, "things", number)
        if lent_with(booking.room.key, booking.date)
        else "",
        "meeting_url": links.open_to(request, "meeting", number)
        if rule(booking.room_id, booking.date)
        else "",
        "move_url": links.open_to(request, "move", number)
        if booking.state in states.CHANGEABLE
        else "",
        "queue_url": links.open_to(request, "queue"),
    }


def _words(entry: Entry) -> str:
    """方法・伝票番号・理由 of a ledger entry."""
    return " ".join(filter(None, (entry.get_method_display(), entry.reference, entry.reason)))
