"""審査と取消: every move of a booking that staff make. Sent twice, it has one effect."""

from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from uketsuke.bookings import actions, decisions, states, steps
from uketsuke.bookings.models import Booking
from uketsuke.bookings.states import CHANGEABLE, State
from uketsuke.doors.counter import links
from uketsuke.doors.counter.bookings import booking as pages
from uketsuke.doors.counter.bookings.decide_forms import (
    CancelForm,
    ReasonForm,
    RefuseForm,
    WaitForm,
)
from uketsuke.doors.shared.entrance.guards import staff
from uketsuke.doors.shared.entrance.visits import Visit, posted
from uketsuke.doors.shared.words.refusals import Told, shown_on
from uketsuke.halls.queries import atlas
from uketsuke.identity.models import Role
from uketsuke.kernel import clock
from uketsuke.kernel.refusals import Refusal
from uketsuke.tariffs.queries import version
from uketsuke.tariffs.refund import RefundQuote


@staff(Role.COUNTER, Role.MANAGER)
@require_POST
def approve(request: Visit, number: str) -> HttpResponse:
    """承認."""
    found = pages.find(number)
    return _move(
        request,
        found,
        "approve",
        lambda: decisions.approve(found.pk, by=request.actor, at=clock.now()),
    )


@staff(Role.COUNTER, Role.MANAGER)
@require_POST
def refuse(request: Visit, number: str) -> HttpResponse:
    """不承認, with the reason that is told to the group."""
    return _with_reason(request, number, "refuse", RefuseForm(request.POST), decisions.refuse)


@staff(Role.COUNTER, Role.MANAGER)
@require_POST
def wait(request: Visit, number: str) -> HttpResponse:
    """保留, with what the group is asked for."""
    return _with_reason(request, number, "wait", WaitForm(request.POST), decisions.wait)


def _with_reason(
    request: Visit, number: str, deed: str, form: ReasonForm, action: Callable[..., Booking]
) -> HttpResponse:
    """A move that needs a reason, typed under the button that was pressed."""
    found = pages.find(number)
    if not form.is_valid():
        if not pages.can(found, request.actor.who, clock.now()).decide:  # no field to lead to
            new = {"refuse": State.REFUSED, "wait": "waiting"}[deed]
            forbidden = Refusal("states.forbidden", old=State(found.state), new=new)
            return _refused(request, found, forbidden)
        return pages.page(request, found, form)
    reason = form.cleaned_data["reason"]
    return _move(
        request, found, deed, lambda: action(found.pk, reason, by=request.actor, at=clock.now())
    )


@staff(Role.COUNTER, Role.MANAGER)
@require_POST
def close(request: Visit, number: str) -> HttpResponse:
    """利用済・無断不使用, from the day of use on."""
    found, answer = pages.find(number), request.POST.get("came")
    if answer not in ("1", "0"):
        raise BadRequest
    came = answer == "1"
    return _move(
        request,
        found,
        "used" if came else "no_show",
        lambda: decisions.close_use(found.pk, came, by=request.actor, at=clock.now()),
    )


@staff(Role.COUNTER, Role.MANAGER)
@require_POST
def undo(request: Visit, number: str) -> HttpResponse:
    """取消の取りやめ. Sent again it finds the booking standing."""
    found = pages.find(number)
    if found.state in CHANGEABLE:
        return redirect("counter:booking", found.number)
    back = "undo" if found.ended_from == State.TENTATIVE else "undo_approved"
    return _move(
        request,
        found,
        back,
        lambda: actions.undo_cancel(found.pk, by=request.actor, at=clock.now()),
    )


@staff(Role.COUNTER, Role.MANAGER)
@require_http_methods(["GET", "POST"])
def cancel(request: Visit, number: str) -> HttpResponse:
    """取消: what comes back is shown first; sent back with those amounts, it is cancelled."""
    found, now = pages.find(number), clock.now()
    if found.state == State.CANCELLED:
        return redirect("counter:booking", found.number)
    try:
        states.move(found.state, State.CANCELLED, request.actor.who)
    except Refusal as refusal:
        return _refused(request, found, refusal)
    hall = steps.cancel_terms(found, now, by_hall=True)
    form = CancelForm(posted(request), _own_terms(found), hall)
    changed = form.is_valid() and not form.is_as_shown
    if form.is_valid() and not changed:
        with shown_on(form):
            by_hall, reason = form.is_by_hall, form.cleaned_data["reason"]
            actions.cancel(found.pk, by=request.actor, at=now, reason=reason, by_hall=by_hall)
            return redirect(_url(found, "cancel"))
    room = atlas().room(found.room.key)
    context = {
        "booking": found,
        "hours": room.hours(found.slot_codes),
        "form": form,
        "paid": hall.refund,
        "official": version(found.tariff_id).facts.official,
        "changed": changed,
    }
    status = 409 if changed else 422 if form.errors else 200
    return render(request, "counter/bookings/cancel.html", context, status=status)


def _own_terms(booking: Booking) -> RefundQuote | None:
    """What comes back on the group's account; None once the day of use is over."""
    try:
        return steps.cancel_terms(booking, clock.now())
    except Refusal:
        return None


def _move(request: Visit, booking: Booking, done: str, move: Callable[[], Booking]) -> HttpResponse:
    """Make the move and say so; where it is refused, say why on the booking's page."""
    try:
        move()
    except Refusal as refusal:
        return _refused(request, booking, refusal)
    return redirect(_url(booking, done))


def _refused(request: Visit, booking: Booking, refusal: Refusal) -> HttpResponse:
    return pages.page(request, pages.find(booking.number), refused=Told.of(refusal))


def _url(booking: Booking, done: str) -> str:
    return links.with_query(reverse("counter:booking", args=[booking.number]), done=done)
