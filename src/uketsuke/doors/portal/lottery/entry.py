"""抽選に申し込む: wishes, a look at all of it, the receipt; changed or withdrawn until closing."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from uketsuke.bookings.states import State
from uketsuke.doors.portal.carry import STALE, group_carrying, member, stale, stale_kept
from uketsuke.doors.shared.entrance.guards import group_required
from uketsuke.doors.shared.entrance.visits import Visit
from uketsuke.doors.shared.inputs.lottery_writing import Writing
from uketsuke.doors.shared.words.refusals import Told
from uketsuke.doors.shared.words.sentences import use_name
from uketsuke.kernel import clock
from uketsuke.kernel.refusals import Refusal
from uketsuke.lottery import actions, awards, queries
from uketsuke.lottery.models import Entry, Round
from uketsuke.lottery.results import Result, result_of
from uketsuke.tariffs.queries import version

PAGES = ("portal/lottery/enter.html", "portal/lottery/check.html")
CONFLICT = 409


@group_carrying
@stale_kept
@require_http_methods(["GET", "POST"])
def enter(request: Visit, code: str) -> HttpResponse:
    """抽選に申し込む: type, look, send."""
    found = get_object_or_404(queries.rounds(), code=code)
    return _writing(request, found, None)


@group_carrying
@stale_kept
@require_http_methods(["GET", "POST"])
def change(request: Visit, receipt: str) -> HttpResponse:
    """抽選申込を変える, until closing."""
    entry = _own(request, receipt)
    return _writing(request, entry.round, entry)


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


def _writing(request: Visit, found: Round, old: Entry | None) -> HttpResponse:
    """Both ways to write an entry: a new one, or ``old`` anew."""
    if old:
        address = reverse("portal:entry_change", args=[old.receipt])
        back = reverse("portal:entry", args=[old.receipt])
    else:
        address = reverse("portal:lottery_enter", args=[found.code])
        back = reverse("portal:round", args=[found.code])
    writing = Writing(
        round=found,
        group=member(request),
        old=old,
        pages=PAGES,
        address=address,
        back=back,
        done=lambda made: reverse("portal:entry", args=[made.receipt]),
    )
    return writing.answer(request, str(STALE) if stale(request) else "")


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
        "won_wish": won and use_name(queries.wishes_of(found)[won.wish - 1]),
        "sample": won and not version(won.booking.tariff_id).facts.official,
        "withheld": not won and hasattr(found, "outcome") and found.outcome.wish is not None,
        "to_confirm": won and won.booking.confirm_by and won.booking.state == State.TENTATIVE,
        "told": Told.of(refusal) if refusal else None,
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
