"""附帯設備・楽屋 of a booking: chosen on the way (page 2), asked for and changed afterwards."""

from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from uketsuke.bookings import along, drafts, ordering, steps
from uketsuke.bookings.models import Booking, Draft
from uketsuke.doors.portal.booking import chosen, holding
from uketsuke.doors.portal.booking.things_typed import NAME, things_of
from uketsuke.doors.portal.booking.views import with_draft
from uketsuke.doors.portal.carry import group_carrying, sound, stale_kept
from uketsuke.doors.portal.my import mine
from uketsuke.doors.portal.my.views import own_booking
from uketsuke.doors.shared.entrance.visits import Visit, posted
from uketsuke.doors.shared.inputs.things_fees import fees
from uketsuke.doors.shared.inputs.things_forms import ThingsForm
from uketsuke.doors.shared.inputs.use_forms import DescribeForm
from uketsuke.doors.shared.words.refusals import shown_on
from uketsuke.doors.shared.words.sentences import sentences
from uketsuke.equipment import queries
from uketsuke.equipment.counting import last_day, objections
from uketsuke.equipment.models import LineState
from uketsuke.kernel import clock
from uketsuke.kernel.refusals import refuse_if
from uketsuke.tariffs.queries import in_force, version

UNPROCESSABLE, FORBIDDEN, CONFLICT = 422, 403, 409


@group_carrying
@stale_kept
@require_http_methods(["GET", "POST"])
@with_draft
def choose(request: Visit, draft: Draft) -> HttpResponse:
    """楽屋・附帯設備を選ぶ, on the way: kept with the draft, taken with the booking."""
    at, uses = clock.now(), drafts.uses_of(draft)
    offers = along.offers_for(uses, at)
    current = in_force(clock.day(at), uses[0].date).facts
    prices = fees(offers, current, uses[0].date, uses[0].slots)
    form = ThingsForm(posted(request), offers, prices, things_of(draft))
    if sound(request, form):
        wanted = {code: number for code, number in form.wanted.items() if number}
        typed = draft.typed | {NAME: wanted}
        draft = drafts.keep(draft.pk, typed, by=request.actor, at=at)
        with shown_on(form):
            refuse_if(objections(wanted, {each.item.code: each.left for each in offers}))
            ready = DescribeForm(draft.typed).is_valid()
            return redirect("portal:confirm" if ready else "portal:describe", draft.token)
    shown = chosen.days(uses, {}, at)
    context = {
        "form": form,
        "draft": draft,
        "days": shown,
        "several": len(uses) > 1,
        "holding": holding.look(draft, at),
        "official": current.official,
    }
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "portal/booking/things.html", context, status=status)


@group_carrying
@stale_kept
@require_http_methods(["GET", "POST"])
def show(request: Visit, number: str) -> HttpResponse:
    """楽屋・附帯設備 of her own booking: what was decided, and what she asks for."""
    found, at = own_booking(request, number), clock.now()
    said = [
        each for why in ordering.objections(found, request.actor, at) for each in sentences(why)
    ]
    decided, form = _form(request, found, at)
    if sound(request, form):
        with shown_on(form):
            ordering.ask(found.pk, form.wanted, by=request.actor, at=at)
            return redirect("portal:booking", number)
    rules = queries.rules(clock.day(at))
    context = {
        "form": None if said and not form.is_bound else form,
        "said": said,
        "row": mine.rows([found])[0],
        "decided": decided,
        "last": last_day(found.date, rules.web_days),
        "official": version(found.tariff_id).facts.official,
    }
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "portal/my/things.html", context, status=status)


def _form(request: Visit, booking: Booking, at: datetime) -> tuple[list[str], ThingsForm]:
    """What the hall has decided already, in words; and the form of all the rest."""
    offers = along.offers(steps.use_day(booking), at, booking.number)
    settled = [each for each in offers if each.line and each.line.state != LineState.ASKED]
    rest = [each for each in offers if each not in settled]
    tariff = version(booking.tariff_id).facts
    prices = fees(rest, tariff, booking.date, booking.slot_codes)
    words = [ordering.in_words(each.line) for each in settled if each.line]
    return words, ThingsForm(posted(request), rest, prices)
