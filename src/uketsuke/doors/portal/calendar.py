"""空き状況: a month of a room, a day or a week of all halls."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from uketsuke.bookings import availability, queries
from uketsuke.bookings.opening import Phase, phase
from uketsuke.bookings.reception import WEB
from uketsuke.doors.portal import grids
from uketsuke.doors.shared.guards import everyone
from uketsuke.doors.shared.visits import Visit
from uketsuke.halls.facts import RoomFacts
from uketsuke.halls.queries import atlas
from uketsuke.kernel import clock, revision
from uketsuke.kernel.calendar import add_months, days_of_month, month_start, wareki_year
from uketsuke.kernel.refusals import Refusal
from uketsuke.tariffs.queries import in_force

VIEWS = ("table", "list")
COOKIE = "availability"
YEARS_AROUND = 3
KEPT_SECONDS = 600
WEEK = 7


@everyone
@require_safe
def overview(request: Visit) -> HttpResponse:
    """空き状況: the halls, and where to look."""
    today = clock.day(clock.now())
    context = {
        "halls": [_hall_links(hall.code, today) for hall in atlas().halls.values()],
        "today": today,
    }
    return render(request, "portal/looking/overview.html", context)


@everyone
@require_safe
def month(request: Visit, hall: str, room: str, month: str) -> HttpResponse:
    """ひと月の空き of one room, as a table or a list (``?view=``, remembered)."""
    found, first, at = _room(hall, room), _month(month), clock.now()
    view = _view(request)

    def draw() -> HttpResponse:
        return render(request, "portal/looking/month.html", _month_page(request, found, first, at))

    response = _kept(request, [found], days_of_month(first), (view, month), at, draw)
    if request.GET.get("view") in VIEWS:
        response.set_cookie(
            COOKIE, view, max_age=31_536_000, samesite="Lax", secure=settings.HTTPS, httponly=True
        )
    return response


@everyone
@require_safe
def day(request: Visit, day: str) -> HttpResponse:
    """一日の空き of all halls side by side."""
    return _side_by_side(request, _date(day), 1)


@everyone
@require_safe
def week(request: Visit, day: str) -> HttpResponse:
    """七日の空き of all halls side by side, from that day on."""
    return _side_by_side(request, _date(day), WEEK)


def _side_by_side(request: Visit, first: date, number: int) -> HttpResponse:
    at = clock.now()
    rooms = availability.bookable_rooms()
    days = [first + timedelta(days=n) for n in range(number)]

    def draw() -> HttpResponse:
        context = {
            "rows": grids.rows(rooms, days, request.group or None, at),
            "rooms": [(atlas().halls[room.hall].short_name, len(room.slots)) for room in rooms],
            "slots": [(slot.label, grids.hours(slot)) for room in rooms for slot in room.slots],
            "first": first,
            "last": days[-1],
            "is_week": number == WEEK,
            "before": first - timedelta(days=number),
            "after": first + timedelta(days=number),
            "sample": not in_force(clock.day(at)).facts.official,
        }
        return render(request, "portal/looking/week.html", context)

    return _kept(request, rooms, days, (number,), at, draw)


def _kept(
    request: Visit,
    rooms: Sequence[RoomFacts],
    days: Sequence[date],
    what: tuple[Any, ...],
    at: datetime,
    draw: Callable[[], HttpResponse],
) -> HttpResponse:
    """A stranger's page, drawn anew only when a cell, a phase, the day or master data changed."""
    if settings.SESSION_COOKIE_NAME in request.COOKIES:
        return draw()
    today = clock.day(at)
    rules = queries.rules(today)
    months = sorted({month_start(day) for day in days})
    key = (
        *what,
        rooms[0].key,
        len(rooms),
        days[0].isoformat(),
        get_language(),
        revision.stamp(),
        today.isoformat(),
        *availability.stamp(rooms, days, at),
        *(str(phase(month, at, rules.opening, WEB).kind) for month in months),
    )
    name = "page:" + "|".join(map(str, key))
    content = cache.get(name)
    if content is None:
        content = draw().content
        cache.set(name, content, KEPT_SECONDS)
    return HttpResponse(content)


def _month_page(request: Visit, room: RoomFacts, first: date, at: datetime) -> dict[str, Any]:
    today = clock.day(at)
    tariff = in_force(today).facts
    prices = [amount for (key, _slot, _kind), amount in tariff.base.items() if key == room.key]
    now = phase(first, at, queries.rules(today).opening, WEB)
    return {
        "room": room,
        "hall": atlas().halls[room.hall],
        "rooms": atlas().halls[room.hall].rooms,
        "siblings": availability.bookable_rooms(),
        "first": first,
        "month_code": f"{first:%Y-%m}",
        "wareki": wareki_year(first),
        "rows": grids.rows([room], days_of_month(first), request.group or None, at),
        "slots": [(slot.label, grids.hours(slot)) for slot in room.slots],
        "before": f"{add_months(first, -1):%Y-%m}",
        "after": f"{add_months(first, 1):%Y-%m}",
        "as_list": _view(request) == "list",
        "price_from": min(prices, default=None),
        "sample": not tariff.official,
        "phase": _phase_sentence(now),
    }


def _phase_sentence(now: Phase) -> str:
    """受付のようす of the month in one sentence."""
    first, others = grids.moment(now.residents_from), grids.moment(now.others_from)
    words = {"first": first, "others": others, "until": grids.moment(now.until or now.others_from)}
    match str(now.kind):
        case "before":
            return (
                _("この月は受付前です。区民は%(first)s、ほかの方は%(others)sから先着順です。")
                % words
            )
        case "draw_residents":
            return _("この月は抽選の期間です（区民）。先着順の受付は%(until)sからです。") % words
        case "residents":
            return _("この月は、いま区民だけが申し込めます。ほかの方は%(others)sからです。") % words
        case "draw_others":
            return (
                _("この月は抽選の期間です（区民以外）。先着順の受付は%(until)sからです。") % words
            )
    return _("この月は先着順で受け付けています。")


def _view(request: Visit) -> str:
    """Table or list: as asked for now, else as asked for last."""
    asked = request.GET.get("view") or request.COOKIES.get(COOKIE, "")
    return asked if asked in VIEWS else "table"


def _hall_links(code: str, today: date) -> dict[str, Any]:
    hall = atlas().halls[code]
    months = [add_months(month_start(today), n) for n in range(7)]
    return {
        "hall": hall,
        "rooms": [
            {
                "room": room,
                "months": [
                    (
                        f"{first.year}年{first.month}月",
                        reverse("portal:month", args=[code, room.code, f"{first:%Y-%m}"]),
                    )
                    for first in months
                ],
            }
            for room in hall.rooms
            if room.web_bookable
        ],
        "others": [room for room in hall.rooms if not room.web_bookable],
    }


def _room(hall: str, room: str) -> RoomFacts:
    try:
        return atlas().room(f"{hall}/{room}")
    except Refusal as error:
        raise Http404 from error


def _month(text: str) -> date:
    return _date(f"{text}-01")


def _date(text: str) -> date:
    """YYYY-MM-DD within what a calendar shows. Raises Http404 for anything else."""
    try:
        found = date.fromisoformat(text)
    except ValueError as error:
        raise Http404 from error
    if (
        len(text) != len("2027-04-01")
        or abs(found.year - clock.day(clock.now()).year) > YEARS_AROUND
    ):
        raise Http404
    return found
