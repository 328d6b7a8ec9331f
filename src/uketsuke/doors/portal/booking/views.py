"""予約の四つの画面: 選ぶ, 使い方, 確認, 完了.

The choice lives in the address until somebody logs in; from then on it is a draft whose cells
are held for ten minutes and whose typed text outlives the hold. Every POST does one thing and
redirects; sent again it finds what it made.
"""

import hashlib
import json
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from functools import wraps
from typing import Any
from uuid import UUID, uuid4

from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from uketsuke.bookings import actions, drafts, queries, reception, requests, steps
from uketsuke.bookings.models import Application, Booking, Draft
from uketsuke.bookings.reception import UseDay
from uketsuke.doors.portal import kept, terms
from uketsuke.doors.portal.booking import chosen, holding
from uketsuke.doors.portal.booking.forms import BOTH, ChooseForm
from uketsuke.doors.portal.booking.things_typed import things_in_words, things_of, things_typed
from uketsuke.doors.portal.carry import STALE, group_carrying, member, page_at, stale, stale_kept
from uketsuke.doors.shared.entrance.guards import everyone, group_required
from uketsuke.doors.shared.entrance.visits import Visit
from uketsuke.doors.shared.inputs.use_forms import DescribeForm
from uketsuke.doors.shared.words.refusals import Told, shown_on
from uketsuke.doors.shared.words.sentences import sentences, use_name
from uketsuke.groups.models import Group
from uketsuke.halls.spoken import atlas
from uketsuke.kernel import clock, rows
from uketsuke.kernel.actors import Actor
from uketsuke.kernel.refusals import Refusal, reasons, refuse_if

UNPROCESSABLE, CONFLICT, FORBIDDEN, NOT_FOUND = 422, 409, 403, 404


def with_draft(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The view gets the group's own draft. Was it booked already, she is shown that; a draft that
    is unknown, too old or another group's is a kind page."""

    @wraps(view)
    def found(request: Visit, token: UUID) -> HttpResponse:
        group = member(request)
        with suppress(Draft.DoesNotExist):  # booked or dropped by another click meanwhile
            for draft in rows.where(Draft, group=group.pk, token=token):
                draft.group = group
                return view(request, draft)
        if group.uses.filter(token=token).exists():
            return redirect("portal:done", token)
        return _gone(request)

    return found


@everyone
@stale_kept
@require_http_methods(["GET", "POST"])
def choose(request: Visit) -> HttpResponse:
    """選ぶ: the chosen cells, their price and every objection; sent, the cells are held."""
    at = clock.now()
    if request.method != "POST":
        uses, unreadable = chosen.read(request.GET.getlist("cell"), at)
        room = uses[-1].room if uses else None
        since = ChooseForm.known_token(request.GET.get("since", ""))
        form = ChooseForm(initial={"since": since, "room": room})
        status = 400 if unreadable else 200
        return _choose_page(request, form, uses, at, unreadable=unreadable, status=status)
    return _chosen(request, at)


def _chosen(request: Visit, at: datetime) -> HttpResponse:
    uses, _ = chosen.read(request.POST.getlist("cell"), at)
    form = ChooseForm(request.POST)
    added = form.added() if form.is_valid() else None
    if request.POST.get("do") == "add" and not added and not form.errors:
        form.add_error("day", BOTH)
    if form.errors:
        return _choose_page(request, form, uses, at, status=UNPROCESSABLE)
    if added:
        uses, _ = chosen.read(chosen.cells([*uses, added]), at)
    since = form.cleaned_data["since"]
    here = chosen.address(uses, since)
    if request.POST.get("do") in ("add", "update") or stale(request):
        return redirect(here)
    if not request.group:
        return redirect_to_login(here, reverse("portal:login"))
    token = form.cleaned_data["token"]
    for made in rows.where(Application, group=request.group.pk, token=token):
        if _days_of(made) == sorted(uses):
            return redirect("portal:done", token)
        token = uuid4()  # an old page with another choice: no thanks for what was booked before
    try:
        draft = drafts.hold(request.group.pk, uses, token, by=request.actor, at=at)
    except Refusal as refusal:
        return _choose_page(request, form, uses, at, refusal=refusal, status=CONFLICT)
    _bring_along(since, draft, request.group, request.actor, at)
    return redirect("portal:describe", draft.token)


def _bring_along(since: str, draft: Draft, group: Group, by: Actor, at: datetime) -> None:
    """What was typed for the choice before is not typed again."""
    older = group.drafts.filter(token=since).first() if since else None
    if older and older.typed and not draft.typed:
        drafts.keep(draft.pk, older.typed, by=by, at=at)


def _choose_page(
    request: Visit,
    form: ChooseForm,
    uses: list[UseDay],
    at: datetime,
    *,
    unreadable: list[str] | None = None,
    refusal: Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    group = request.group or None
    taken = chosen.taken(uses, group, at)
    found = chosen.objections(uses, taken, group, at) if uses else []
    told = [
        each for reason in found or ([refusal] if refusal else []) for each in sentences(reason)
    ]
    others = [] if group or not uses else chosen.residents_only(uses, at)
    shown = chosen.days(uses, taken, at)
    context = {
        "form": form,
        "adding": _drawn(request, form, at, "adding", form["room"].value()),
        "days": shown,
        "total": chosen.total(shown),
        "official": chosen.official(shown),
        "objections": Told(dict.fromkeys(told)),
        "others_from": list(dict.fromkeys(each for one in others for each in sentences(one))),
        "instead": chosen.instead(uses, taken, group, at, form["since"].value() or ""),
        "unreadable": Told(unreadable or ()),
        "hold_minutes": queries.rules(clock.day(at)).hold_minutes,
    }
    return render(request, "portal/booking/choose.html", context, status=status)


@group_carrying
@stale_kept
@require_http_methods(["GET", "POST"])
@with_draft
def describe(request: Visit, draft: Draft) -> HttpResponse:
    """使い方: what the group does there; what was typed is kept whatever happens."""
    at = clock.now()
    if request.method != "POST":
        return _describe_page(request, DescribeForm(initial=draft.typed or None), draft, at)
    form = DescribeForm(request.POST)
    if stale(request):
        form.add_error(None, STALE)
        return _describe_page(request, form, draft, at, status=FORBIDDEN)
    typed = form.typed() | things_typed(draft)
    draft = drafts.keep(draft.pk, typed, by=request.actor, at=at)
    if request.POST.get("do") in ("extend", "price"):
        return redirect("portal:describe", draft.token)
    if request.POST.get("do") == "things":
        return redirect("portal:choose_things", draft.token)
    if request.POST.get("do") == "choose":
        return redirect(chosen.address(drafts.uses_of(draft), str(draft.token)))
    if form.is_valid():
        with shown_on(form):
            refuse_if(reception.of_description(drafts.uses_of(draft), form.what(), atlas()))
            return redirect("portal:confirm", draft.token)
    draft.refresh_from_db()
    return _describe_page(request, form, draft, at, status=UNPROCESSABLE)


def _describe_page(
    request: Visit, form: DescribeForm, draft: Draft, at: datetime, *, status: int = 200
) -> HttpResponse:
    described = DescribeForm(draft.typed) if draft.typed else None
    what = described.what() if described and described.is_valid() else None
    fields = str(form) if draft.typed else _drawn(request, form, at, "describing")
    held = holding.look(draft, at)
    context = {"form": form, "fields": fields, "draft": draft, "described": what, "holding": held}
    context |= _sight(draft, what, at)
    return render(request, "portal/booking/describe.html", context, status=status)


def _drawn(request: Visit, form: ChooseForm | DescribeForm, at: datetime, *what: Any) -> SafeString:
    """The fields of a form. As long as nobody has typed in it, it is the same for everybody."""
    template = "portal/booking/_adding.html"

    def draw() -> str:
        is_choice = isinstance(form, ChooseForm)
        return render_to_string(template, {"form": form}) if is_choice else str(form)

    if form.is_bound:
        return SafeString(draw())
    return kept.part(request, kept.name_of(request, [], [], at, *what), draw)


def _sight(draft: Draft, what: reception.Description | None, at: datetime) -> dict[str, Any]:
    """What stays in sight on the way: the cells and the price."""
    shown = chosen.days(drafts.uses_of(draft), {}, at, what)
    return {
        "days": shown,
        "total": chosen.total(shown),
        "official": chosen.official(shown),
    }


@group_carrying
@stale_kept
@require_http_methods(["GET", "POST"])
@with_draft
def confirm(request: Visit, draft: Draft) -> HttpResponse:
    """確認: what will be booked, in full; sent back, it is booked."""
    at = clock.now()
    form = DescribeForm(draft.typed)
    if not form.is_valid():
        return redirect("portal:describe", draft.token)
    if request.method != "POST":
        return _confirm_page(request, form, draft, at)
    if stale(request):
        return _confirm_page(request, form, draft, at, told=Told([str(STALE)]), status=FORBIDDEN)
    if request.POST.get("seen") != _seen(draft):
        return _confirm_page(request, form, draft, at, changed=True, status=CONFLICT)
    try:
        uses, what = drafts.uses_of(draft), form.what()
        collected = queries.window(uses, draft.group, reception.WEB, at)
        words, by = (draft.group_id, uses, what, draft.token), request.actor
        if collected:  # what goes with it can be asked for once it is booked
            requests.ask(*words, by=by, at=at)
        else:
            actions.book(*words, by=by, at=at, things=things_of(draft))
    except Refusal as refusal:
        taken = any(reason.code == "cells.taken" for reason in reasons(refusal))
        told = None if taken else Told.of(refusal)  # what is lost, the page says itself
        return _confirm_page(request, form, draft, at, told=told, lost=taken, status=CONFLICT)
    return redirect("portal:done", draft.token)


def _confirm_page(
    request: Visit,
    form: DescribeForm,
    draft: Draft,
    at: datetime,
    *,
    told: Told | None = None,
    changed: bool = False,
    lost: bool = False,
    status: int = 200,
) -> HttpResponse:
    held = holding.look(draft, at, lost=lost)
    said = {"draft": draft, "what": form.what(), "objections": told, "holding": held}
    if held.lost:  # nothing to confirm: what is left to say is short
        return render(request, "portal/booking/lost.html", said, status=status)
    context = {
        "purpose": dict(form.fields["purpose"].choices)[form.cleaned_data["purpose"]],  # type: ignore[attr-defined]
        "seen": _seen(draft),
        "changed": changed,
        "terms": terms.of(drafts.uses_of(draft), at),
        "things": things_in_words(draft),
    } | _sight(draft, form.what(), at)
    return render(request, "portal/booking/confirm.html", said | context, status=status)


def _seen(draft: Draft) -> str:
    """What the page shows, in short: nothing else is booked than what she saw."""
    shown = json.dumps([draft.uses, draft.typed], sort_keys=True)
    return hashlib.sha256(shown.encode()).hexdigest()[:16]


@group_required
@require_GET
def done(request: Visit, token: UUID) -> HttpResponse:
    """完了: what happens next, the numbers, the calendar files."""
    group = member(request)
    made = next(iter(rows.where(Application, group=group.pk, token=token)), None)
    if made is None and (asked := group.requests.filter(token=token).first()):
        days = [use_name(use) for use in requests.uses_of(asked)]
        return render(request, "portal/booking/asked.html", {"asked": asked, "days": days})
    if made is None:
        if group.drafts.filter(token=token).exists():
            return redirect("portal:describe", token)
        return _gone(request)
    at = clock.now()
    until = queries.undo_until(made.received_at)
    context = {
        "application": made,
        "bookings": _bookings_of(made),
        "undo_minutes": queries.rules(clock.day(made.received_at)).undo_minutes,
        "undo_until": until,
        "fresh": at <= until,
        "payment_days": queries.rules(clock.day(at)).payment_days,
    }
    return render(request, "portal/booking/done.html", context)


def _days_of(made: Application) -> list[UseDay]:
    return sorted(steps.use_day(booking) for booking in rows.where(Booking, application=made.pk))


def _bookings_of(made: Application) -> list[tuple[Booking, str, str, str]]:
    """Each booking with its room, slots and hours."""
    found = sorted(rows.where(Booking, application=made.pk), key=lambda each: each.date)
    days = [(booking, steps.use_day(booking)) for booking in found]
    return [(each, use.room, chosen.slot_labels(use), chosen.hours(use)) for each, use in days]


@group_carrying
@require_POST
@with_draft
def extend(request: Visit, draft: Draft) -> HttpResponse:
    """確保を延ばす, from the page of confirmation. What is lost, that page says."""
    with suppress(Refusal):
        drafts.extend(draft.pk, by=request.actor, at=clock.now())
    return redirect("portal:confirm", draft.token)


@group_carrying
@require_POST
@with_draft
def drop(request: Visit, draft: Draft) -> HttpResponse:
    """やめる: the cells are free again at once."""
    drafts.drop(draft.pk, by=request.actor, at=clock.now())
    return redirect("/availability/")


@group_required
@require_POST
def request_withdraw(request: Visit, token: UUID) -> HttpResponse:
    """順番を待つ申込を取り下げる."""
    asked = get_object_or_404(member(request).requests, token=token)
    with suppress(Refusal):  # its turn has come: the page says what became of it
        requests.withdraw(asked.pk, by=request.actor, at=clock.now())
    return redirect("portal:done", token)


def resume(path: str, carried: str, group: Group, by: Actor) -> bool:
    """ログインのあとの続き: what was typed before the login is kept with its draft.

    Returns whether ``path`` is a step of a booking at all.
    """
    page = page_at(path)
    token = page.kwargs.get("token") if page else None
    draft = group.drafts.filter(token=token).first() if token else None
    form = DescribeForm(QueryDict(carried))
    if draft and form.typed():
        drafts.keep(draft.pk, form.typed() | things_typed(draft), by=by, at=clock.now())
    return bool(token)


def _gone(request: Visit) -> HttpResponse:
    return render(request, "portal/booking/gone.html", status=NOT_FOUND)
