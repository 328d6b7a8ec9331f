"""催し物案内: a screen for the lobby that refreshes itself, and the months for everybody.

Only what a group allows to be told is shown; no group, no person.
"""

from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from uketsuke.day.events import Event, events
from uketsuke.doors.shared.entrance.guards import everyone
from uketsuke.doors.shared.entrance.visits import Visit
from uketsuke.doors.shared.inputs.dates import read_date
from uketsuke.halls.spoken import atlas
from uketsuke.kernel import clock
from uketsuke.kernel.calendar import add_months, month_start

SECONDS = 60  # after which the screen in the lobby asks again
MONTHS_BACK, MONTHS_AHEAD = 12, 7


@everyone
@require_safe
@cache_control(max_age=SECONDS // 2, public=True)
def signage(request: Visit, hall: str) -> HttpResponse:
    """本日の催し物 of a hall, in letters for a lobby; complete without a script.

    ``?still``: it stays as it is, for whoever reads it slowly or aloud.
    """
    found, now = atlas().halls.get(hall), clock.now()
    if found is None:
        raise Http404
    today = clock.day(now)
    shown = events(today, today + timedelta(days=1), hall)
    lines = [_line(each, now) for each in shown if clock.day(each.starts) == today]
    context = {
        "hall": found,
        "now": now,
        "today": today,
        "lines": lines,
        "over": bool(lines) and all(line["over"] for line in lines),
        "tomorrow": [_line(each, now) for each in shown if clock.day(each.starts) != today],
        "seconds": SECONDS,
        "still": "still" in request.GET,
    }
    return render(request, "portal/events/signage.html", context)


@everyone
@require_safe
def month(request: Visit, month: str = "") -> HttpResponse:
    """月間催し物案内 of all halls or one (``?hall=``)."""
    now = clock.now()
    this = month_start(clock.day(now))
    first = read_date(f"{month}-01") if month else this
    hall = request.GET.get("hall", "")
    least, most = add_months(this, -MONTHS_BACK), add_months(this, MONTHS_AHEAD)
    if first is None or not least <= first <= most or (hall and hall not in atlas().halls):
        raise Http404
    last = add_months(first, 1) - timedelta(days=1)
    found = [_line(each, now) for each in events(first, last, hall)]
    days = [(day, list(lines)) for day, lines in groupby(found, lambda line: line["day"])]
    since = clock.day(now) if first == this else first
    context = {
        "first": first,
        "hall": hall,
        "halls": atlas().halls.values(),
        "days": [day for day in days if day[0] >= since],
        "past": [day for day in days if day[0] < since],
        "before": _address(add_months(first, -1), hall) if first > least else "",
        "after": _address(add_months(first, 1), hall) if first < most else "",
    }
    return render(request, "portal/events/month.html", context)


def _line(event: Event, now: datetime) -> dict[str, Any]:
    """An event as the pages show it."""
    room = atlas().room(event.room)
    return {
        "day": clock.day(event.starts),
        "starts": event.starts.astimezone(clock.TOKYO),
        "ends": event.ends.astimezone(clock.TOKYO),
        "hall": atlas().halls[room.hall],
        "room": room,
        "title": event.title,
        "own": event.own,
        "on": event.is_on(now),
        "over": event.is_over(now),
    }


def _address(first: date, hall: str) -> str:
    return f"/events/{first:%Y-%m}/" + (f"?hall={hall}" if hall else "")
