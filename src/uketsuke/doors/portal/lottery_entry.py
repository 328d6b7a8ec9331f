"""抽選に申し込む: wishes, a look at all of it, the receipt; changed or withdrawn until closing."""

from collections import Counter
from datetime import date, datetime
from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from uketsuke.bookings.reception import UseDay
from uketsuke.bookings.states import State
from uketsuke.doors.portal import chosen
from uketsuke.doors.portal.carry import STALE, group_carrying, member, stale, stale_kept
from uketsuke.doors.portal.lottery import BAND_WORDS
from uketsuke.doors.portal.lottery_forms import EntryForm, as_initial, typed
from uketsuke.doors.shared.guards import group_required
from uketsuke.doors.shared.sentences import sentences, use_name
from uketsuke.doors.shared.visits import Visit
from uketsuke.kernel import clock
from uketsuke.kernel.calendar import is_weekend_or_holiday
from uketsuke.kernel.refusals import Refusal, reasons
from uketsuke.lottery import actions, awards, queries
from uketsuke.lottery.entering import of_time
from uketsuke.lottery.models import Entry, Round
from uketsuke.lottery.results import Result, result_of

UNPROCESSABLE, CONFLICT, FORBIDDEN = 422, 409, 403


@group_carrying
@stale_kept
@require_http_methods(["GET", "POST"])
def enter(request: Visit, code: str) -> HttpResponse:
    """抽選に申し込む: type, look, send."""
    found = get_object_or_404(queries.rounds(), code=code)
    return _write(request, found, None)


@group_carrying
@stale_kept
@require_http_methods(["GET", "POST"])
def change(request: Visit, receipt: str) -> HttpResponse:
    """抽選申込を変える, until closing."""
    entry = _own(request, receipt)
    return _write(request, entry.round, entry)


@group_required
@require_GET
def entry(request: Visit, receipt: str) -> HttpResponse:
    """抽選申込一件: what it is, what came of it, what can be done."""
    return _entry_page(request, _own(request, receipt))


@group_required
@require_POST
def withdraw(request: Visit, receipt: str) -> HttpResponse:
    """抽選申込を取り下げる."""
    found = _own(request, receipt)
    try:
        actions.withdraw(found.pk, by=request.actor, at=clock.now())
    except Refusal as refusal:
        return _entry_page(request, found, refusal)
    return redirect("portal:entry", receipt)


@group_required
@require_POST
def confirm(request: Visit, receipt: str) -> HttpResponse:
    """当選を確認する: the group takes what it won."""
    found = _own(request, receipt)
    try:
        awards.confirm(found.pk, by=request.actor, at=clock.now())
    except Refusal as refusal:
        return _entry_page(request, found, refusal)
    return redirect("portal:entry", receipt)


def _write(request: Visit, found: Round, old: Entry | None) -> HttpResponse:
    """Both ways to write an entry: a new one, or ``old`` anew."""
    most, at = found.rules.wishes_most, clock.now()
    if request.method != "POST":
        return _form_page(request, found, old, _first_form(request, found, old))
    do = request.POST.get("do", "")
    again = EntryForm(most, wishes=typed(request.POST, most), what=_typed_what(request.POST))
    if stale(request):
        return _form_page(request, found, old, again, told=[str(STALE)], status=FORBIDDEN)
    if do == "back":
        return _form_page(request, found, old, again)
    if do == "fill":
        return _form_page(request, found, old, _filled(request.POST, found, at))
    form = EntryForm(most, request.POST)
    if not form.is_valid():
        return _form_page(request, found, old, form, status=UNPROCESSABLE)
    wishes, what, group = form.wanted(), form.what.what(), member(request)
    if do != "enter":
        told = [*actions.objections(found, group, wishes, what, at, but=old)]
        if told:
            return _refused(request, found, old, form, told)
        return _check_page(request, found, old, form, at)
    try:
        if old:
            made = actions.change(old.pk, wishes, what, by=request.actor, at=at)
        else:
            token = form.token.cleaned_data["token"]
            made = actions.enter(group.pk, found.pk, wishes, what, token, by=request.actor, at=at)
    except Refusal as refusal:
        return _refused(request, found, old, form, reasons(refusal))
    return redirect("portal:entry", made.receipt)


def _refused(
    request: Visit, found: Round, old: Entry | None, form: EntryForm, told: Any
) -> HttpResponse:
    words = list(dict.fromkeys(each for reason in told for each in sentences(reason)))
    return _form_page(request, found, old, form, told=words, status=CONFLICT)


def _form_page(
    request: Visit,
    found: Round,
    old: Entry | None,
    form: EntryForm,
    *,
    told: list[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    at = clock.now()
    closed = [each for reason in of_time(queries.facts(found), at) for each in sentences(reason)]
    context = {
        "round": found,
        "facts": queries.facts(found),
        "entry": old,
        "form": form,
        "told": told or closed,
        "may_send": not closed,
    }
    return render(request, "portal/lottery/enter.html", context, status=status)


def _check_page(
    request: Visit, found: Round, old: Entry | None, form: EntryForm, at: datetime
) -> HttpResponse:
    """確認: everything once more, with the price and the demand of every wish."""
    what, asked = form.what.what(), queries.demand(found)
    shown = [
        {
            "name": use_name(wish),
            "price": chosen.price(wish, clock.day(at), what),
            "demand": _demand_of(wish, asked),
        }
        for wish in form.wanted()
    ]
    carried = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name not in ("csrfmiddlewaretoken", "do")
    ]
    context = {
        "round": found,
        "facts": queries.facts(found),
        "entry": old,
        "wishes": shown,
        "what": what,
        "purpose": dict(form.what.fields["purpose"].choices)[what.purpose],  # type: ignore[attr-defined]
        "carried": carried,
    }
    return render(request, "portal/lottery/check.html", context)


def _demand_of(wish: UseDay, asked: Counter[Any]) -> str:
    """申込数 of the cell of the wish that most want."""
    return BAND_WORDS[queries.band(max(asked[cell] for cell in queries.cells_of(wish)))]


def _first_form(request: Visit, found: Round, old: Entry | None) -> EntryForm:
    """The entry as it stands, or an empty one with the cell that the address names."""
    most = found.rules.wishes_most
    if old:
        wishes = {n: as_initial(wish) for n, wish in enumerate(queries.wishes_of(old), start=1)}
        what = {name: getattr(old, name) for name in EntryForm(most).what.fields}
        return EntryForm(most, wishes=wishes, what=what)
    uses, _ = chosen.read(request.GET.getlist("cell"), clock.now())
    return EntryForm(
        most, wishes={n: as_initial(use) for n, use in enumerate(uses[:most], start=1)}
    )


def _typed_what(data: QueryDict) -> dict[str, str]:
    return {name: data.get(name, "") for name in EntryForm(0).what.fields if name in data}


def _filled(data: QueryDict, found: Round, at: datetime) -> EntryForm:
    """希望を埋める: the empty wishes get what the helper asks for, the least wanted first."""
    most = found.rules.wishes_most
    wishes = typed(data, most)
    slot, weekday = data.get("any-slot", ""), data.get("any-weekday", "any")
    halls = set(data.getlist("any-halls"))
    asked = queries.demand(found)
    free = sorted(
        (asked[cell], cell[1], cell[0], cell)
        for cell in queries.offered(found, at)
        if cell[2] == slot
        and (not halls or cell[0].partition("/")[0] in halls)
        and _is_wanted(cell[1], weekday)
    )
    known = {(w["room"], str(w["day"])) for w in wishes.values() if w["day"]}
    candidates = [cell for *_, cell in free if (cell[0], cell[1].isoformat()) not in known]
    for wish in wishes.values():
        if not wish["day"] and not wish["slots"] and candidates:
            room, day, code = candidates.pop(0)
            wish |= {"room": room, "day": day, "slots": [code]}
    form = EntryForm(most, wishes=wishes, what=_typed_what(data))
    form.helper = type(form.helper)(data)
    return form


def _is_wanted(day: date, weekday: str) -> bool:
    match weekday:
        case "weekend":
            return is_weekend_or_holiday(day)
        case "weekday":
            return not is_weekend_or_holiday(day)
        case "5" | "6":
            return day.weekday() == int(weekday)
    return True


def _entry_page(request: Visit, found: Entry, refusal: Refusal | None = None) -> HttpResponse:
    at = clock.now()
    won = getattr(found, "win", None)
    context = {
        "entry": found,
        "round": found.round,
        "stage": queries.stage(found.round, at),
        "facts": queries.facts(found.round),
        "wishes": [use_name(wish) for wish in queries.wishes_of(found)],
        "result": _named(result_of(found, at)),
        "won": won,
        "to_confirm": won and won.booking.confirm_by and won.booking.state == State.TENTATIVE,
        "told": sentences(refusal) if refusal else [],
    }
    status = CONFLICT if refusal else 200
    return render(request, "portal/lottery/entry.html", context, status=status)


def _named(result: Result | None) -> dict[str, Any] | None:
    """The result with its wishes in words."""
    if result is None:
        return None
    wishes = [
        {"name": use_name(wish.use), "fate": wish.fate, "place": wish.place}
        for wish in result.wishes
    ]
    return {"place": result.place, "of": result.of, "runner_up": result.runner_up, "wishes": wishes}


def _own(request: Visit, receipt: str) -> Entry:
    related = ("round__dates", "round__rules", "outcome", "win__booking__room__hall")
    return get_object_or_404(
        Entry.objects.select_related(*related), group=member(request), receipt=receipt
    )
