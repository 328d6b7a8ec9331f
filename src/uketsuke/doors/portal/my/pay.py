"""オンラインで支払う: to the provider's page and back; and what the provider tells us."""

import logging
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from uketsuke.bookings.models import Booking
from uketsuke.doors.portal.my import mine
from uketsuke.doors.portal.my.forms import PayForm
from uketsuke.doors.portal.my.views import booking_page, own_booking
from uketsuke.doors.shared.entrance.guards import everyone, group_required
from uketsuke.doors.shared.entrance.visits import Visit
from uketsuke.doors.shared.words.refusals import Told
from uketsuke.intake.online import actions, queries
from uketsuke.intake.online.models import PENDING, Stage
from uketsuke.intake.online.provider import Forged, Unavailable
from uketsuke.kernel import clock
from uketsuke.kernel.refusals import Refusal

OK, BAD, CONFLICT, LATER, TOO_LARGE = 200, 400, 409, 503, 413
LARGEST = 256 * 1024
log = logging.getLogger(__name__)


@group_required
@require_POST
def pay(request: Visit, number: str) -> HttpResponse:
    """オンラインで支払う: to the provider's page. Pressed twice it is one payment."""
    found, form, via = own_booking(request, number), PayForm(request.POST), queries.provider()
    if via is None or not form.is_valid():
        return redirect("portal:booking", number)
    back = settings.BASE_URL + reverse("portal:paid", args=[number])
    try:
        token = form.cleaned_data["token"]
        made = actions.start(found.pk, token, back, via, by=request.actor, at=clock.now())
    except Refusal as refusal:
        return _told(request, found, Told.of(refusal), CONFLICT)
    except Unavailable as error:
        log.warning("the payment provider did not answer: %s", error)
        return _sorry(request, found)
    if made.stage != Stage.OPEN:  # a form of yesterday, sent again
        return redirect("portal:paid", number)
    response: HttpResponse = HttpResponse(status=303)
    response["Location"] = made.url
    return response


@group_required
@require_GET
def paid(request: Visit, number: str) -> HttpResponse:
    """支払いから戻った: what the provider says now; without its answer, that it is looked up."""
    found, via = own_booking(request, number), queries.provider()
    checkout = found.checkouts.order_by("-pk").first()
    if checkout is None or via is None:
        return redirect("portal:booking", number)
    if checkout.stage in PENDING:
        try:
            checkout = actions.look_up(checkout.pk, via, at=clock.now()) or checkout
        except Unavailable as error:
            log.warning("the payment provider did not answer: %s", error)
    context: dict[str, Any] = {"row": mine.rows([found])[0], "checkout": checkout}
    return render(request, "portal/my/paid.html", context)


@csrf_exempt
@everyone
@require_POST
def events(request: Visit) -> HttpResponse:
    """決済会社からの知らせ. Whoever it comes from: what counts is what the provider answers."""
    via = queries.provider()
    if via is None:
        return HttpResponse(status=404)
    if len(request.body) > LARGEST:
        return HttpResponse(status=TOO_LARGE)
    try:
        signature = request.headers.get("Stripe-Signature", "")
        actions.hear(request.body, signature, via, at=clock.now())
    except Forged:
        log.warning("an event that the provider did not sign")
        return HttpResponse(status=BAD)
    except Unavailable:
        return HttpResponse(status=LATER)  # then it is sent again
    return HttpResponse(status=OK)


def _sorry(request: Visit, found: Booking) -> HttpResponse:
    words = _(
        "申し訳ありません。いま決済の画面に進めません。お支払いは行われていません。"
        "しばらくしてからもう一度お試しになるか、窓口でお支払いください。"
    )
    return _told(request, found, Told([words]), LATER)


def _told(request: Visit, found: Booking, words: Told, status: int) -> HttpResponse:
    return booking_page(request, found, clock.now(), told=words, status=status)
