"""空き待ち: a group waits for cells that are taken, answers an offer, keeps what it looks for."""

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from uketsuke.bookings import queries as bookings
from uketsuke.bookings import reception
from uketsuke.bookings.models import Purpose
from uketsuke.bookings.reception import UseDay
from uketsuke.doors.portal import terms
from uketsuke.doors.portal.availability import offers
from uketsuke.doors.portal.availability.search import SearchForm
from uketsuke.doors.portal.booking import chosen
from uketsuke.doors.portal.carry import STALE, group_carrying, member, sound, stale, stale_kept
from uketsuke.doors.shared.entrance.guards import group_required
from uketsuke.doors.shared.entrance.visits import Visit, posted
from uketsuke.doors.shared.inputs.forms import DateField, TokenField
from uketsuke.doors.shared.inputs.waiting_forms import AcceptForm, CellsForm
from uketsuke.doors.shared.words import written
from uketsuke.doors.shared.words.refusals import Told, shown_on
from uketsuke.doors.shared.words.sentences import use_name
from uketsuke.groups.models import Group
from uketsuke.halls.spoken import atlas
from uketsuke.kernel import clock
from uketsuke.kernel.refusals import Refusal, refuse_if
from uketsuke.waiting import actions, queries, searches
from uketsuke.waiting import offers as offering
from uketsuke.waiting.models import Offer, Search, Wait

UNPROCESSABLE, CONFLICT, FORBIDDEN = 422, 409, 403


class JoinForm(CellsForm):
    """空き待ちに入る: which cells."""

    day = DateField(label=_("利用日"), typed=True, help_text=_("例：2027年4月10日、2027/4/10"))
    field_order = ("room", "day", "slots", "token")


class KeepForm(SearchForm):
    """条件を保存する: the conditions of a search."""

    token = TokenField()


@group_required
@require_GET
def index(request: Visit) -> HttpResponse:
    """空き待ちと保存した条件 of the group."""
    return _index(request)


def _index(request: Visit, *, told: Told | None = None, status: int = 200) -> HttpResponse:
    group, at = member(request), clock.now()
    waits = list(queries.open_waits().filter(group=group).select_related("room").order_by("date"))
    kept = group.searches.filter(ended_at=None).order_by("pk")
    rules = queries.rules(clock.day(at))
    context = {
        "places": [
            (place, use_name(queries.use_of(place.wait))) for place in queries.places(waits)
        ],
        "searches": [(each, described(each), _found(each, group, at)) for each in kept],
        "rules": rules,
        "told": told,
    }
    return render(request, "portal/waiting/index.html", context, status=status)


@group_carrying
@stale_kept
@require_http_methods(["GET", "POST"])
def join(request: Visit) -> HttpResponse:
    """空き待ちに入る: how it goes, and how many wait already; sent, the group is on the list."""
    at = clock.now()
    uses, _unreadable = chosen.read(request.GET.getlist("cell"), at)
    form = JoinForm(posted(request), initial=_initial(request, uses))
    if sound(request, form):
        with shown_on(form):
            given = form.cleaned_data
            use, token = form.use(given["day"]), given["token"]
            actions.join(member(request).pk, use, token, by=request.actor, at=at)
            return redirect("portal:waiting")
    context = {"form": form, "rules": queries.rules(clock.day(at))}
    context |= {"web_days": bookings.rules(clock.day(at)).web_days}
    if uses:
        waits = queries.open_waits().filter(room__key=uses[0].room, date=uses[0].date)
        wanted = set(uses[0].slots)
        others = sum(not wanted.isdisjoint(each.slot_codes) for each in waits)
        context |= {"name": use_name(uses[0]), "others": others}
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "portal/waiting/join.html", context, status=status)


def _initial(request: Visit, uses: list[UseDay]) -> dict[str, Any]:
    """What the address names already: a cell, or a room."""
    if not uses:
        return {"room": request.GET.get("room", "")}
    use = uses[0]
    return {"room": use.room, "day": f"{use.date:%Y/%m/%d}", "slots": list(use.slots)}


@group_required
@require_POST
def leave(request: Visit, pk: int) -> HttpResponse:
    """空き待ちをやめる."""
    wait = get_object_or_404(Wait, pk=pk, group=member(request))
    actions.leave(wait.pk, by=request.actor, at=clock.now())
    return redirect("portal:waiting")


@group_carrying
@stale_kept
@require_http_methods(["GET", "POST"])
def accept(request: Visit, pk: int) -> HttpResponse:
    """案内された枠を申し込む: what she does there; shown once more with its price, it is booked."""
    offer = _own(request, pk)
    at, use = clock.now(), queries.use_of(offer.wait)
    if offer.booking:
        return redirect("portal:booking", offer.booking.number)
    form = AcceptForm(posted(request), initial={"admission": 0})
    if stale(request):
        form.add_error(None, STALE)
        return _accept_page(request, offer, use, form, at, status=FORBIDDEN)
    if not form.is_valid():
        return _accept_page(request, offer, use, form, at)
    token, what = form.cleaned_data["token"], form.what()
    with shown_on(form):
        refuse_if(reception.of_description([use], what, atlas()))
        if request.POST.get("do") == "confirm":
            made = offering.accept(offer.pk, what, token, by=request.actor, at=at)
            return redirect("portal:done", made.token)
    again = form.errors or request.POST.get("do") == "again"
    return _accept_page(request, offer, use, form, at, what=None if again else what)


def _accept_page(
    request: Visit,
    offer: Offer,
    use: UseDay,
    form: AcceptForm,
    at: datetime,
    *,
    what: Any = None,
    status: int = 0,
) -> HttpResponse:
    shown = chosen.days([use], {}, at, what)
    context = {
        "offer": offer,
        "open": offer.ended_at is None and at < offer.until,
        "name": use_name(use),
        "form": form,
        "what": what,
        "purpose": dict(Purpose.choices).get(what.purpose) if what else "",
        "days": shown,
        "terms": terms.of([use], at),
    }
    status = status or (UNPROCESSABLE if form.is_bound and form.errors else 200)
    return render(request, "portal/waiting/accept.html", context, status=status)


@group_required
@require_POST
def decline(request: Visit, pk: int) -> HttpResponse:
    """見送る: the next one is asked."""
    offering.decline(_own(request, pk).pk, by=request.actor, at=clock.now())
    return redirect("portal:waiting")


@group_required
@require_POST
def keep(request: Visit) -> HttpResponse:
    """条件を保存する, as the search page has them."""
    form = KeepForm(request.POST)
    if not form.is_valid():
        return render(
            request, "portal/availability/search.html", {"form": form}, status=UNPROCESSABLE
        )
    try:
        token = form.cleaned_data["token"]
        searches.keep(member(request).pk, form.wish(), token, by=request.actor, at=clock.now())
    except Refusal as refusal:
        return _index(request, told=Told.of(refusal), status=CONFLICT)
    return redirect("portal:waiting")


@group_required
@require_POST
def drop(request: Visit, pk: int) -> HttpResponse:
    """条件を消す."""
    search = get_object_or_404(Search, pk=pk, group=member(request))
    searches.drop(search.pk, by=request.actor, at=clock.now())
    return redirect("portal:waiting")


def described(search: Search) -> dict[str, str]:
    """条件 in words."""
    wish = searches.wish_of(search)
    halls = [hall.short_name for code, hall in atlas().halls.items() if code in wish.halls]
    labels = {s.code: s.label for room in atlas().rooms.values() for s in room.slots}
    days = dict(SearchForm().fields["weekdays"].choices)  # type: ignore[attr-defined]
    return {
        "weekdays": written.joined(str(days[str(day)]) for day in sorted(wish.weekdays)),
        "slots": written.joined(label for code, label in labels.items() if code in wish.slots),
        "halls": written.joined(halls),
    }


def _found(search: Search, group: Group, at: datetime) -> list[tuple[str, str]]:
    """What was found last and is still free, with the way to book it."""
    if not search.found:
        return []
    taken = chosen.taken(uses := searches.uses_of(search.found), group, at)
    gone = set(taken)
    free = [
        UseDay(use.room, use.date, slots)
        for use in uses
        if (slots := tuple(s for s in use.slots if (use.room, use.date, s) not in gone))
    ]
    return [(use_name(use), offers.choose(use, use.slots)) for use in free]


def _own(request: Visit, pk: int) -> Offer:
    """The group's own offer; anybody else's does not exist for her."""
    found = Offer.objects.select_related("wait__room", "booking")
    return get_object_or_404(found, pk=pk, wait__group=member(request))
