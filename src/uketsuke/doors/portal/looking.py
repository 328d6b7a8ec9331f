"""入口と案内: the front page, how the lottery goes, how to register and book."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from uketsuke.bookings import availability, queries
from uketsuke.bookings.availability import HOLIDAY, Wish
from uketsuke.bookings.opening import use_month
from uketsuke.bookings.reception import UseDay
from uketsuke.doors.shared.guards import everyone
from uketsuke.doors.shared.visits import Visit
from uketsuke.groups.models import Evidence
from uketsuke.halls.queries import atlas
from uketsuke.kernel import clock
from uketsuke.kernel.calendar import add_months, month_start, weekday_ja

SATURDAY, SUNDAY = 5, 6
DAYS_AHEAD = 75
MOST_OF_A_HALL = 5
MONTHS_OF_LOTTERY = 8


@everyone
@require_safe
def front(request: Visit) -> HttpResponse:
    """トップ: three doors in plain words, and the next free weekends of each hall."""
    at = clock.now()
    today = clock.day(at)
    context = {
        "soon": _soon(request, at),
        "draw": _next_draw(today),
        "hall_count": len(atlas().halls),
        "this_week": today + timedelta(days=queries.rules(today).web_days),
    }
    return render(request, "portal/looking/front.html", context)


@everyone
@require_safe
def lottery(request: Visit) -> HttpResponse:
    """抽選のご案内: what the draws are, and when."""
    today = clock.day(clock.now())
    rules = queries.rules(today)
    opening = rules.opening
    first = add_months(month_start(today), opening.others_months)
    months = [use_month(add_months(first, n), opening) for n in range(MONTHS_OF_LOTTERY)]
    coming = [days for days in months if days.others_draw >= today]
    context = {"months": coming, "opening": opening, "rules": rules}
    return render(request, "portal/looking/lottery.html", context)


@everyone
@require_safe
def guide(request: Visit) -> HttpResponse:
    """はじめての方へ: registering and booking, with the figures in force."""
    rules = queries.rules(clock.day(clock.now()))
    papers = [label for value, label in Evidence.choices if value not in ("none", "delegation")]
    context = {"rules": rules, "halls": list(atlas().halls.values()), "papers": papers}
    return render(request, "portal/looking/guide.html", context)


def _soon(request: Visit, at: datetime) -> list[dict[str, Any]]:
    """The next free Saturdays, Sundays and holidays of each hall."""
    today = clock.day(at)
    first = today + timedelta(days=queries.rules(today).web_days)
    weekend = frozenset({SATURDAY, SUNDAY, HOLIDAY})
    wish = Wish(first, first + timedelta(days=DAYS_AHEAD), weekend)
    found = availability.free(wish, request.group or None, at)
    return [
        {"hall": hall, "uses": _links(use for use in found if use.hall == hall.code)}
        for hall in atlas().halls.values()
    ]


def _links(uses: Iterable[UseDay]) -> list[tuple[str, str]]:
    return [(name(use), choose(use)) for use in list(uses)[:MOST_OF_A_HALL]]


def name(use: UseDay) -> str:
    """4月10日（土） 午前・夜間."""
    room = atlas().room(use.room)
    slots = "・".join(room.slot(code).label for code in use.slots)
    return f"{use.date.month}月{use.date.day}日（{weekday_ja(use.date)}） {slots}"


def choose(use: UseDay) -> str:
    """The address at which these cells are booked."""
    cells = [f"{use.room}|{use.date.isoformat()}|{slot}" for slot in use.slots]
    return f"{reverse('portal:choose')}?{urlencode({'cell': cells}, doseq=True)}"


def _next_draw(today: date) -> dict[str, Any]:
    """The next draw day, and for which month and whom."""
    opening = queries.rules(today).opening
    draws: list[dict[str, Any]] = []
    for n in range(opening.others_months, opening.residents_months + 2):
        days = use_month(add_months(month_start(today), n), opening)
        draws += [
            {"day": days.residents_draw, "month": days.use_month, "residents": True},
            {"day": days.others_draw, "month": days.use_month, "residents": False},
        ]
    return min((draw for draw in draws if draw["day"] >= today), key=lambda draw: draw["day"])
