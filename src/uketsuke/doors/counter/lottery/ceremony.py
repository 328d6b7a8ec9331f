"""抽選会: parties are judged, the list is frozen, the lot is drawn before everybody's eyes."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from uketsuke.audit.actions import record_view
from uketsuke.doors.counter import links
from uketsuke.doors.counter.lottery.forms import DrawForm, PartyForm, RedrawForm
from uketsuke.doors.counter.lottery.views import may_act, round_of
from uketsuke.doors.shared.entrance.guards import staff
from uketsuke.doors.shared.entrance.visits import Visit
from uketsuke.doors.shared.words.refusals import Told, shown_on
from uketsuke.doors.shared.words.sentences import use_name
from uketsuke.groups.models import Person
from uketsuke.identity.models import Role
from uketsuke.kernel import clock
from uketsuke.kernel.refusals import Refusal
from uketsuke.lottery import ceremony, queries
from uketsuke.lottery.models import Entry, Round
from uketsuke.lottery.queries import Judged
from uketsuke.lottery.results import places

UNPROCESSABLE, CONFLICT = 422, 409


@staff(Role.COUNTER, Role.MANAGER, Role.WARD)
@require_GET
def parties(request: Visit, code: str) -> HttpResponse:
    """名寄せ: entries that look like one party, with why; the look is on record."""
    found, at = round_of(code), clock.now()
    record_view("lottery.parties_view", found, by=request.actor, at=at)
    return _parties_page(request, found)


@staff(Role.MANAGER)
@require_POST
def decide(request: Visit, code: str) -> HttpResponse:
    """名寄せの判断 of one party."""
    found = round_of(code)
    receipts = request.POST.getlist("party")
    judged = next((j for j in queries.judged(found) if list(j.party.receipts) == receipts), None)
    if judged is None:
        raise Http404
    form = PartyForm(judged.entries, request.POST)
    if form.is_valid():
        with shown_on(form):
            kept, reason = form.cleaned_data["kept"], form.cleaned_data["reason"]
            ceremony.decide_party(
                found.pk, receipts, kept, reason, by=request.actor, at=clock.now()
            )
            return redirect("counter:parties", code)
    return _parties_page(request, found, form, judged.party.key)


def _parties_page(
    request: Visit, found: Round, sent: PartyForm | None = None, key: str = ""
) -> HttpResponse:
    judged = queries.judged(found)
    rows = [(each, sent if each.party.key == key and sent else _form(each)) for each in judged]
    persons = _persons([entry for each in judged for entry in each.entries])
    context = {
        "round": found,
        "facts": queries.facts(found),
        "rows": [
            (
                each,
                form,
                [(entry, persons[entry.group_id], _wishes(entry)) for entry in each.entries],
            )
            for each, form in rows
        ],
        "open": found.frozen_at is None,
        "may_act": may_act(request) and found.frozen_at is None,
        "sent": sent,
    }
    return render(
        request, "counter/lottery/parties.html", context, status=UNPROCESSABLE if sent else 200
    )


def _form(judged: Judged) -> PartyForm:
    decision = judged.decision
    initial = {"kept": decision.kept.split(","), "reason": decision.reason} if decision else None
    return PartyForm(judged.entries, initial=initial)


def _persons(entries: list[Entry]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {entry.group_id: [] for entry in entries}
    for person in Person.objects.filter(group__in=found).order_by("role"):
        found[person.group_id].append(person)
    return found


def _wishes(entry: Entry) -> list[str]:
    return [use_name(wish) for wish in queries.wishes_of(entry)]


@staff(Role.MANAGER)
@require_POST
def freeze(request: Visit, code: str) -> HttpResponse:
    """名簿の確定."""
    found = round_of(code)
    try:
        ceremony.freeze(found.pk, by=request.actor, at=clock.now())
    except Refusal as refusal:
        return _draw_page(request, found, told=Told.of(refusal))
    return redirect("counter:draw", code)


@staff(Role.COUNTER, Role.MANAGER, Role.WARD)
@require_http_methods(["GET", "POST"])
def draw(request: Visit, code: str) -> HttpResponse:
    """抽選会の画面: large enough for a wall. A manager draws; all others look."""
    found = round_of(code)
    if request.method != "POST":
        return _draw_page(request, found)
    if not may_act(request):
        return _draw_page(request, found, DrawForm(request.POST))
    return _drawn(request, found, ceremony.draw)


@staff(Role.MANAGER)
@require_POST
def propose(request: Visit, code: str) -> HttpResponse:
    """再抽選の起案."""
    found = round_of(code)
    form = RedrawForm(request.POST)
    if form.is_valid():
        with shown_on(form):
            reason = form.cleaned_data["reason"]
            ceremony.propose_redraw(found.pk, reason, by=request.actor, at=clock.now())
            return redirect("counter:draw", code)
    return _draw_page(request, found, redraw=form)


@staff(Role.MANAGER, Role.WARD)
@require_POST
def again(request: Visit, code: str) -> HttpResponse:
    """再抽選 by another person than who proposed it."""
    return _drawn(request, round_of(code), ceremony.redraw)


@staff(Role.MANAGER)
@require_POST
def settle(request: Visit, code: str) -> HttpResponse:
    """結果の確定."""
    found = round_of(code)
    try:
        ceremony.settle(found.pk, by=request.actor, at=clock.now())
    except Refusal as refusal:
        return _draw_page(request, found, told=Told.of(refusal))
    return redirect("counter:round", code)


def _drawn(request: Visit, found: Round, draw: Callable[..., object]) -> HttpResponse:
    """Draw with the public value that was typed."""
    form = DrawForm(request.POST)
    if form.is_valid():
        with shown_on(form):
            value = form.cleaned_data["public_value"]
            draw(found.pk, value, by=request.actor, at=clock.now())
            return redirect("counter:draw", found.code)
    return _draw_page(request, found, form)


def _draw_page(
    request: Visit,
    found: Round,
    form: DrawForm | None = None,
    *,
    redraw: RedrawForm | None = None,
    told: Told | None = None,
) -> HttpResponse:
    at = clock.now()
    drawn = list(found.draws.order_by("number"))
    rows = places(drawn[-1]) if drawn else []
    bad = bool(form or redraw or told)
    context = {
        "round": found,
        "facts": queries.facts(found),
        "stage": queries.stage(found, at, drawn=bool(drawn)),
        "entries": queries.living(found).count(),
        "draws": drawn,
        "rows": rows,
        "winners": sum(row.wish is not None for row in rows),
        "form": form or DrawForm(),
        "redraw": redraw or RedrawForm(),
        "told": told,
        "may_act": may_act(request),
        "may_draw_again": found.redraw_proposed_by not in ("", request.actor.name)
        and bool(links.open_to(request, "redraw", found.code)),
    }
    return render(
        request, "counter/lottery/draw.html", context, status=UNPROCESSABLE if bad else 200
    )
