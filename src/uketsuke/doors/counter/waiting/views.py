"""空き待ちの窓口: who waits for which cells, entered by phone, answered for by phone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from uketsuke.bookings import reception
from uketsuke.bookings.reception import UseDay
from uketsuke.doors.counter import links
from uketsuke.doors.shared.entrance.guards import staff
from uketsuke.doors.shared.entrance.visits import Visit, posted
from uketsuke.doors.shared.inputs.forms import DateField, LineField
from uketsuke.doors.shared.inputs.waiting_forms import AcceptForm, CellsForm
from uketsuke.doors.shared.words.refusals import shown_on
from uketsuke.doors.shared.words.sentences import use_name
from uketsuke.groups.models import Group, Person, PersonRole
from uketsuke.halls.queries import atlas
from uketsuke.identity.models import Role
from uketsuke.kernel import clock
from uketsuke.kernel.refusals import refuse_if
from uketsuke.kernel.text import digits
from uketsuke.waiting import actions, offers, queries
from uketsuke.waiting.models import Offer, Wait
from uketsuke.waiting.queries import Place

UNPROCESSABLE = 422


@dataclass(frozen=True, slots=True)
class Row:
    """待つ団体の一行. ``calls``: it has no mail, the hall calls when it is its turn."""

    place: Place
    name: str
    group_url: str
    calls: bool


class WaitForm(CellsForm):
    """電話での空き待ち: who, and for which cells."""

    group = LineField(label=_("利用者番号"), max_length=20)
    date = DateField(label=_("利用日"), typed=True)
    field_order = ("group", "room", "date", "slots", "token")

    def clean_group(self) -> Group:
        found = Group.objects.filter(number=digits(self.cleaned_data["group"])).first()
        if found is None:
            raise forms.ValidationError(_("この番号の利用者はいません。番号をお確かめください。"))
        return found


@staff(Role.COUNTER, Role.MANAGER)
@require_GET
def index(request: Visit) -> HttpResponse:
    """空き待ちの一覧 by cell: what is offered just now comes first."""
    hall = request.GET.get("hall", "")
    hall = hall if hall in atlas().halls else ""
    waits = queries.open_waits().select_related("room", "group").order_by("date", "room", "pk")
    if hall:
        waits = waits.filter(room__hall__code=hall)
    rows = _rows(request, queries.places(list(waits)))
    context = {
        "offered": [row for row in rows if row.place.offer],
        "cells": [
            (name, list(each))
            for name, each in groupby(
                (row for row in rows if not row.place.offer), key=lambda row: row.name
            )
        ],
        "hall": hall,
        "halls": atlas().halls.values(),
        "new_url": links.open_to(request, "waiting_new"),
    }
    return render(request, "counter/waiting/index.html", context)


def _rows(request: Visit, places: Iterable[Place]) -> list[Row]:
    found = list(places)
    groups = {each.wait.group_id for each in found}
    contacts = Person.objects.filter(group__in=groups, role=PersonRole.CONTACT).exclude(mail="")
    by_mail = set(contacts.values_list("group_id", flat=True))
    return [
        Row(
            each,
            use_name(queries.use_of(each.wait)),
            links.open_to(request, "group", each.wait.group.number),
            each.wait.group_id not in by_mail,
        )
        for each in found
    ]


@staff(Role.COUNTER, Role.MANAGER)
@require_http_methods(["GET", "POST"])
def new(request: Visit) -> HttpResponse:
    """電話での空き待ち: the clerk enters it for the group."""
    initial = {"group": request.GET.get("group", "")[:20]}
    form = WaitForm(posted(request), initial=initial)
    if form.is_valid():
        with shown_on(form):
            given = form.cleaned_data
            use = form.use(given["date"])
            actions.join(given["group"].pk, use, given["token"], by=request.actor, at=clock.now())
            return redirect("counter:waiting")
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "counter/waiting/new.html", {"form": form}, status=status)


@staff(Role.COUNTER, Role.MANAGER)
@require_http_methods(["GET", "POST"])
def offer(request: Visit, pk: int) -> HttpResponse:
    """案内への返事 by phone: booked for the group, as it describes its use."""
    found = get_object_or_404(Offer.objects.select_related("wait__room", "wait__group"), pk=pk)
    at, use = clock.now(), queries.use_of(found.wait)
    form = AcceptForm(posted(request), initial={"admission": 0})
    if form.is_valid():
        with shown_on(form):
            return _accepted(found, use, form, request, at)
    context = {
        "offer": found,
        "open": found.ended_at is None and at < found.until,
        "name": use_name(use),
        "form": form,
        "group_url": links.open_to(request, "group", found.wait.group.number),
    }
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "counter/waiting/offer.html", context, status=status)


def _accepted(
    found: Offer, use: UseDay, form: AcceptForm, request: Visit, at: datetime
) -> HttpResponse:
    token, what = form.cleaned_data["token"], form.what()
    refuse_if(reception.of_description([use], what, atlas()))
    made = offers.accept(found.pk, what, token, by=request.actor, at=at)
    return redirect("counter:booking", made.bookings.get().number)


@staff(Role.COUNTER, Role.MANAGER)
@require_POST
def decline(request: Visit, pk: int) -> HttpResponse:
    """見送り by phone: the next one is asked."""
    found = get_object_or_404(Offer, pk=pk)
    offers.decline(found.pk, by=request.actor, at=clock.now())
    return redirect("counter:waiting")


@staff(Role.COUNTER, Role.MANAGER)
@require_POST
def leave(request: Visit, pk: int) -> HttpResponse:
    """空き待ちの取下げ by phone."""
    found = get_object_or_404(Wait, pk=pk)
    actions.leave(found.pk, by=request.actor, at=clock.now())
    return redirect("counter:waiting")
