"""電話・窓口での予約: staff book for a group, on the same record and by the same rules."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from uketsuke.audit.actions import record_view
from uketsuke.bookings import queries
from uketsuke.bookings.actions import book
from uketsuke.bookings.models import Application
from uketsuke.bookings.reception import COUNTER, UseDay
from uketsuke.bookings.requests import ask
from uketsuke.doors.counter import links
from uketsuke.doors.counter.phone.forms import BookForm
from uketsuke.doors.shared.entrance.guards import staff
from uketsuke.doors.shared.entrance.visits import Visit, posted
from uketsuke.doors.shared.inputs.dates import read_date
from uketsuke.doors.shared.words.refusals import tell
from uketsuke.doors.shared.words.sentences import use_name
from uketsuke.groups.models import Group
from uketsuke.groups.queries import search, search_near
from uketsuke.halls.queries import atlas
from uketsuke.identity.models import Role
from uketsuke.kernel import clock
from uketsuke.kernel.refusals import Refusal, reasons
from uketsuke.kernel.text import digits, search_key

MOST_HITS = 20
# Reasons for which another day or hall may help.
ELSEWHERE = {
    "cells.taken",
    "reception.closed",
    "reception.past",
    "reception.too_late_counter",
    "reception.not_yet",
    "reception.draw",
}


@dataclass(frozen=True, slots=True)
class Instead:
    """代わりの候補: its name, and the value of the button that takes it."""

    name: str
    value: str


@staff(Role.COUNTER, Role.MANAGER)
@require_http_methods(["GET", "POST"])
def take(request: Visit) -> HttpResponse:
    """電話での予約: one form; sent, it is booked, or it says why not and what else can be had."""
    now = clock.now()
    if instead := _use(request.POST.get("instead", "")):
        form = BookForm(None, _typed(request, instead), now)
        return _page(request, form)
    form = BookForm(posted(request), _preset(request), now)
    if not form.is_valid():
        return _page(request, form)
    found = _groups(form.cleaned_data["group"], form.cleaned_data["chosen"])
    if len(found) != 1:
        return _ask_who(request, form, found, now)
    return _book(request, form, found[0], now)


def _book(request: Visit, form: BookForm, group: Group, now: datetime) -> HttpResponse:
    given = form.cleaned_data
    try:
        if queries.window(form.uses, group, COUNTER, now):
            words = (group.pk, form.uses, form.description, given["token"])
            ask(*words, by=request.actor, at=now)
            return redirect("counter:group", group.number)
        made = book(group.pk, form.uses, form.description, given["token"], by=request.actor, at=now)
    except Refusal as refusal:
        others = _instead(refusal, form, group, now)
        tell(form, refusal)
        return _page(request, form, group=group, instead=others)
    return redirect(_made_url(request, made))


def _made_url(request: Visit, made: Application) -> str:
    """Where what was booked stands: its page, with what to tell the caller."""
    booking = made.bookings.order_by("room__order").first()
    assert booking is not None  # noqa: S101 - an application has at least one
    url = links.open_to(request, "booking", booking.number)
    if url:
        return links.with_query(url, told="1")
    return links.with_query(reverse("counter:ledger"), view="day", date=booking.date.isoformat())


def _page(request: Visit, form: BookForm, **more: Any) -> HttpResponse:
    status = 200 if not form.is_bound or not form.errors else 422
    return render(request, "counter/phone/book.html", {"form": form, **more}, status=status)


def _ask_who(request: Visit, form: BookForm, found: list[Group], now: datetime) -> HttpResponse:
    """Nobody or several: the clerk says who it is; everything else stays as typed."""
    if not found:
        near = search_near(form.cleaned_data["group"], limit=MOST_HITS)
        form.add_error("group", _("この番号・電話・名前の利用者は見つかりません。"))
        record_view("group.search_view", f"hits:{len(near)}", by=request.actor, at=now)
        return _page(request, form, candidates=near, near=True)
    form.add_error("group", _("あてはまる利用者が複数あります。上の一覧から選んでください。"))
    record_view("group.search_view", f"hits:{len(found)}", by=request.actor, at=now)
    return _page(request, form, candidates=found[:MOST_HITS], more=len(found) > MOST_HITS)


def _groups(words: str, chosen: str) -> list[Group]:
    """Who may be meant: the one picked from the list, the one of that number or of exactly that
    name, else all that match."""
    found = search(words, limit=MOST_HITS + 1)
    if not found and chosen:  # picked from those whose names are near
        found = search(chosen)
    for exact in (
        [group for group in found if group.number == chosen],
        [group for group in found if group.number == digits(words)],
        [group for group in found if group.name_key == search_key(words)],
    ):
        if len(exact) == 1:
            return exact
    return found


def _instead(refusal: Refusal, form: BookForm, group: Group, now: datetime) -> list[Instead]:
    if ELSEWHERE.isdisjoint(reason.code for reason in reasons(refusal)):
        return []
    today = clock.day(now)
    resident = queries.standing(group, today).is_resident(today)
    near = queries.alternatives(form.uses[:1], resident, COUNTER, now)
    return [Instead(use_name(use), links.cell(use)) for use in near]


def _typed(request: Visit, use: UseDay) -> dict[str, Any]:
    """Everything as it was typed, with another cell."""
    typed = {name: request.POST.get(name, "") for name in BookForm.base_fields}
    return typed | _cell_initial(use) | {"dressing": []}


def _preset(request: Visit) -> dict[str, Any]:
    """What the address says already: a cell, or a day; a group."""
    group = request.GET.get("group", "")[:80]
    if use := _use(request.GET.get("cell", "")):
        return _cell_initial(use) | {"group": group}
    own = request.actor.hall
    room = next((key for key, room in atlas().rooms.items() if room.hall == own), None)
    day = read_date(request.GET.get("date", ""))
    return {"group": group, "room": room, "date": day.isoformat() if day else ""}


def _cell_initial(use: UseDay) -> dict[str, Any]:
    return {"room": use.room, "date": use.date.isoformat(), "slots": list(use.slots)}


def _use(written: str) -> UseDay | None:
    """The cell of an address (``links.cell``); None where it names none."""
    room, _bar, rest = written.partition("|")
    day, _bar, slots = rest.partition("|")
    known, on = atlas().rooms.get(room), read_date(day)
    if known is None or on is None:
        return None
    try:
        return UseDay(room, on, known.in_order(set(slots.split(",")) - {""}))
    except Refusal:
        return None
