"""料金表: its versions and their states; one person proposes, another releases."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from uketsuke.doors.counter.links import open_to
from uketsuke.doors.counter.tabs import tabs
from uketsuke.doors.counter.tariffs.forms import OfficialForm, ReleaseForm, WithdrawForm
from uketsuke.doors.shared.entrance.guards import staff
from uketsuke.doors.shared.entrance.visits import Visit
from uketsuke.doors.shared.inputs.forms import Form
from uketsuke.doors.shared.words.refusals import shown_on
from uketsuke.halls.facts import HallFacts
from uketsuke.halls.queries import atlas
from uketsuke.identity.models import Role
from uketsuke.kernel import clock
from uketsuke.tariffs import actions, files, queries
from uketsuke.tariffs import versions as life
from uketsuke.tariffs.models import State, Tariff
from uketsuke.tariffs.queries import Version

UNPROCESSABLE = 422
LOOKING = (Role.COUNTER, Role.MANAGER, Role.WARD, Role.ADMINISTRATOR)


@dataclass(frozen=True, slots=True)
class FeeRow:
    """基本料金の一行: a room, and yen for each slot on weekdays, then on holidays."""

    room: str
    weekday: list[int | None]
    holiday: list[int | None]


@staff(*LOOKING)
@require_GET
def show(request: Visit) -> HttpResponse:
    """料金表: every version with its state, one of them in full."""
    return _page(request, request.GET.get("version", ""))


@staff(Role.ADMINISTRATOR)
@require_POST
def official(request: Visit, code: str) -> HttpResponse:
    """正式な料金にする, or back to 見本料金."""
    found = find(code)
    if found.state != State.RELEASED:
        raise Http404
    if "back" in request.POST:
        actions.unmark_official(found.pk, by=request.actor, at=clock.now())
        return redirect(url(code))
    form = OfficialForm(request.POST)
    if form.is_valid():
        actions.mark_official(found.pk, by=request.actor, at=clock.now())
        return redirect(url(code))
    return _page(request, code, form)


@staff(Role.MANAGER)
@require_POST
def propose(request: Visit, code: str) -> HttpResponse:
    """審査に出す."""
    found, form = find(code), Form(request.POST)
    if form.is_valid():
        with shown_on(form):
            life.propose(found.pk, by=request.actor, at=clock.now())
            return redirect(url(code))
    return _page(request, code, form)


@staff(Role.MANAGER)
@require_POST
def withdraw(request: Visit, code: str) -> HttpResponse:
    """案に戻す, with the reason."""
    found, form = find(code), WithdrawForm(request.POST)
    if form.is_valid():
        with shown_on(form):
            reason = form.cleaned_data["reason"]
            life.withdraw(found.pk, reason, by=request.actor, at=clock.now())
            return redirect(url(code))
    return _page(request, code, form)


@staff(Role.MANAGER, Role.WARD)
@require_POST
def release(request: Visit, code: str) -> HttpResponse:
    """公布する, by the second person."""
    found, form = find(code), ReleaseForm(request.POST)
    if form.is_valid():
        with shown_on(form):
            life.release(found.pk, by=request.actor, at=clock.now())
            return redirect(url(code))
    return _page(request, code, form)


@staff(*LOOKING)
@require_GET
def export_csv(request: Visit, code: str) -> HttpResponse:
    """CSVで書き出す."""
    return _file(code, files.as_csv(queries.content(find(code))), "csv", "text/csv; charset=utf-8")


@staff(*LOOKING)
@require_GET
def export_json(request: Visit, code: str) -> HttpResponse:
    """JSONで書き出す."""
    return _file(code, files.as_json(queries.content(find(code))), "json", "application/json")


def find(code: str) -> Tariff:
    """The version of that code with all its parts, or a 404."""
    found = queries.whole(code)
    if found is None:
        raise Http404
    return found


def url(code: str) -> str:
    """Where that version is shown."""
    return f"{reverse('counter:tariffs')}?{urlencode({'version': code})}"


def _page(request: Visit, code: str, form: Form | None = None) -> HttpResponse:
    today = clock.day(clock.now())
    current = next((each for each in queries.versions() if each.in_force_from <= today), None)
    every = queries.listed()
    shown = code or (current.facts.code if current else every[0].code if every else "")
    tariff = find(shown) if shown else None
    version = queries.as_version(tariff) if tariff else None
    context: dict[str, Any] = {
        "versions": every,
        "current": current,
        "tariff": tariff,
        "version": version,
        "halls": [(hall, _fees(hall, version)) for hall in atlas().halls.values()]
        if version
        else [],
        "form": form,
        "tabs": tabs(request),
        "own": tariff is not None and tariff.proposed_by == request.actor.name,
    }
    context |= _doors(request, tariff, form) if tariff else {}
    status = UNPROCESSABLE if form is not None and form.errors else 200
    return render(request, "counter/tariffs/show.html", context, status=status)


def _doors(request: Visit, tariff: Tariff, form: Form | None) -> dict[str, Any]:
    """What this person can do with this version now: addresses (empty: nothing), and forms."""
    code, state = tariff.code, tariff.state
    in_state = {
        "edit": State.DRAFT,
        "upload": State.DRAFT,
        "propose": State.DRAFT,
        "discard": State.DRAFT,
        "withdraw": State.PROPOSED,
        "release": State.PROPOSED,
        "official": State.RELEASED,
    }
    urls = {
        f"{name}_url": open_to(request, f"tariff_{name}", code) if state == wanted else ""
        for name, wanted in in_state.items()
    }
    return urls | {
        "copy_url": open_to(request, "tariff_copy", code),
        "official_form": form if isinstance(form, OfficialForm) else OfficialForm(),
        "release_form": form if isinstance(form, ReleaseForm) else ReleaseForm(),
        "withdraw_form": form if isinstance(form, WithdrawForm) else WithdrawForm(),
    }


def _fees(hall: HallFacts, version: Version) -> list[FeeRow]:
    base = version.facts.base
    return [
        FeeRow(
            room.name,
            [base.get((room.key, slot.code, "weekday")) for slot in room.slots],
            [base.get((room.key, slot.code, "holiday")) for slot in room.slots],
        )
        for room in hall.rooms
    ]


def _file(code: str, document: bytes, ending: str, kind: str) -> HttpResponse:
    response = HttpResponse(document, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="tariff-{code}.{ending}"'
    return response
