"""附帯設備・楽屋: the requests that wait to be confirmed, and what is lent with one booking."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from uketsuke.bookings import along, ordering, states, steps
from uketsuke.bookings.models import Booking
from uketsuke.doors.counter import links
from uketsuke.doors.counter.bookings import booking as pages
from uketsuke.doors.counter.equipment.forms import DecideThingsForm
from uketsuke.doors.shared.entrance.guards import staff
from uketsuke.doors.shared.entrance.visits import Visit, posted
from uketsuke.doors.shared.words.refusals import shown_on
from uketsuke.doors.shared.words.sentences import sentences
from uketsuke.equipment import queries
from uketsuke.equipment.models import Line, LineState, Order
from uketsuke.halls.queries import atlas
from uketsuke.identity.models import Role
from uketsuke.kernel import clock

A_PAGE = 30
UNPROCESSABLE, FORBIDDEN = 422, 403


@dataclass(frozen=True, slots=True)
class Waiting:
    """確認待ちの一件: the booking, what is asked for, and the points to look at."""

    booking: Booking
    asked: list[str]
    decided: int
    marks: list[tuple[str, Promise]]


@staff(Role.COUNTER, Role.MANAGER, Role.WARD)
@require_GET
def waiting(request: Visit) -> HttpResponse:
    """確認待ちの申込 of the own hall, of another, or of all; the nearest use first."""
    hall = hall_of(request)
    page = Paginator(queries.to_decide(hall), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": _rows(list(page), clock.day(clock.now())),
        "hall": hall,
        "halls": atlas().halls.values(),
    }
    return render(request, "counter/equipment/waiting.html", context)


@staff(Role.COUNTER, Role.MANAGER, Role.WARD)
@require_http_methods(["GET", "POST"])
def show(request: Visit, number: str) -> HttpResponse:
    """一件の附帯設備・楽屋: written down as a request, or decided and told."""
    found, at = pages.find(number), clock.now()
    offers = along.offers(steps.use_day(found), at, found.number)
    form = DecideThingsForm(posted(request), offers)
    may_write = request.actor.who in states.STAFF
    if form.is_bound and not may_write:
        return redirect("counter:things", found.number)
    if form.is_valid():
        with shown_on(form):
            _act(request, form, found, at)
            return redirect(_url(found, done=request.POST.get("do", "decide")))
    said = [
        each for why in ordering.objections(found, request.actor, at) for each in sentences(why)
    ]
    context = {
        "booking": found,
        "form": form,
        "lines": queries.lines(found.number),
        "may_write": may_write and not said,
        "said": said,
        "done": "" if form.is_bound else request.GET.get("done", ""),
        "booking_url": links.open_to(request, "booking", found.number),
        "waiting_url": links.open_to(request, "equipment"),
    }
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "counter/equipment/things.html", context, status=status)


def hall_of(request: Visit) -> str:
    """The hall that is asked for, else the own one; empty: all."""
    user: Any = request.user
    wanted = request.GET.get("hall") or user.hall
    return wanted if wanted in atlas().halls else ""


def _act(request: Visit, form: DecideThingsForm, booking: Booking, at: datetime) -> None:
    if request.POST.get("do") == "ask":
        ordering.ask(booking.pk, form.wanted, by=request.actor, at=at)
    else:
        ordering.decide(booking.pk, form.rulings, by=request.actor, at=at)


def _rows(orders: list[Order], today: date) -> list[Waiting]:
    """The bookings of these orders with what is asked. Two queries, however many."""
    numbers = [order.label for order in orders]
    related = ("room__hall", "application", "group")
    found = Booking.objects.filter(number__in=numbers).select_related(*related).defer("quote")
    bookings = {booking.number: booking for booking in found}
    lines = queries.lines_of(numbers)
    return [_waiting(bookings[number], lines.get(number, []), today) for number in numbers]


def _waiting(booking: Booking, lines: list[Line], today: date) -> Waiting:
    asked = [line for line in lines if line.state == LineState.ASKED]
    marks: list[tuple[str, Promise]] = []
    if (booking.date - today).days <= queries.rules(today).soon_days:
        marks.append(("bad", _("利用日が近い")))
    if booking.state == states.State.TENTATIVE:
        marks.append(("wait", _("承認前")))
    if any(line.reason for line in asked):
        marks.append(("wait", _("故障などで減っています")))
    if any(line.item.room_id for line in asked):
        marks.append(("quiet", _("楽屋あり")))
    words = [f"{line.item.name} {line.asked}{line.item.unit}" for line in asked]
    return Waiting(booking, words, len(lines) - len(asked), marks)


def _url(booking: Booking, **query: Any) -> str:
    return links.with_query(reverse("counter:things", args=[booking.number]), **query)
