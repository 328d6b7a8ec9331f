"""打合せの枠: when a hall offers meetings, and which of its rooms need one."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from uketsuke.doors.counter import links
from uketsuke.doors.counter.buttons import pressed
from uketsuke.doors.counter.equipment.things import hall_of
from uketsuke.doors.counter.meetings.forms import WEEKDAYS, NeedForm, OfferForm
from uketsuke.doors.shared.entrance.guards import staff
from uketsuke.doors.shared.entrance.visits import Visit
from uketsuke.doors.shared.inputs.forms import Form
from uketsuke.doors.shared.words.refusals import shown_on
from uketsuke.halls.queries import atlas
from uketsuke.identity.models import Role
from uketsuke.kernel import clock
from uketsuke.meetings import offering, queries
from uketsuke.meetings.models import Offer

UNPROCESSABLE = 422


@staff(Role.COUNTER, Role.MANAGER, Role.WARD)
@require_GET
def show(request: Visit) -> HttpResponse:
    """打合せの枠と要否 of one hall."""
    return _page(request, hall_of(request) or next(iter(atlas().halls)))


@staff(Role.MANAGER)
@require_POST
def add(request: Visit, hall: str) -> HttpResponse:
    """枠を加える."""
    if hall not in atlas().halls:
        return redirect("counter:meeting_offers")
    at = clock.now()
    form = OfferForm(request.POST, clock.day(at))
    if form.is_valid():
        with shown_on(form):
            offering.offer(hall, form.what, by=request.actor, at=at)
            return redirect(_url(hall))
    return _page(request, hall, form)


@staff(Role.MANAGER)
@require_POST
def withdraw(request: Visit, pk: int) -> HttpResponse:
    """枠をやめる."""
    found = get_object_or_404(Offer.objects.select_related("hall"), pk=pk)
    return pressed(
        request,
        offering.withdraw,
        found.pk,
        then=redirect(_url(found.hall.code)),
        otherwise=lambda refused: _page(request, found.hall.code, refused),
    )


@staff(Role.MANAGER)
@require_POST
def need(request: Visit, hall: str) -> HttpResponse:
    """要否を決める."""
    if hall not in atlas().halls:
        return redirect("counter:meeting_offers")
    at = clock.now()
    form = NeedForm(request.POST, hall, clock.day(at))
    if form.is_valid():
        with shown_on(form):
            room = int(form.cleaned_data["room"])
            offering.need(room, form.what, by=request.actor, at=at)
            return redirect(_url(hall))
    return _page(request, hall, form)


def _page(request: Visit, hall: str, form: Form | None = None) -> HttpResponse:
    today = clock.day(clock.now())
    user: Any = request.user
    may_write = bool(links.open_to(request, "offer_add", hall)) and user.hall in ("", hall)
    offers = [
        (WEEKDAYS[each.weekday], each)
        for each in queries.offers()
        if each.hall == hall and (each.until is None or each.until >= today)
    ]
    context = {
        "hall": atlas().halls[hall],
        "halls": atlas().halls.values(),
        "offers": offers,
        "rooms": [(room, queries.rule(room.id, today)) for room in atlas().halls[hall].rooms],
        "may_write": may_write,
        "refused": form if form is not None and form.errors else None,
        "offer_form": form if isinstance(form, OfferForm) else OfferForm(None, today),
        "need_form": form if isinstance(form, NeedForm) else NeedForm(None, hall, today),
    }
    status = UNPROCESSABLE if form is not None and form.errors else 200
    return render(request, "counter/meetings/offers.html", context, status=status)


def _url(hall: str) -> str:
    return links.with_query(reverse("counter:meeting_offers"), hall=hall)
