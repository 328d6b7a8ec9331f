"""入口と案内: the front page, how to register and book."""

from collections import Counter
from datetime import date, datetime, timedelta
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from uketsuke.bookings import availability, queries
from uketsuke.bookings.availability import HOLIDAY, Wish
from uketsuke.bookings.opening import OpeningRule, draw_day
from uketsuke.doors.portal import kept
from uketsuke.doors.portal.availability import offers
from uketsuke.doors.portal.looking import accessible
from uketsuke.doors.shared.drawing.components import context as components_shown
from uketsuke.doors.shared.entrance.guards import everyone
from uketsuke.doors.shared.entrance.visits import Visit
from uketsuke.doors.shared.words import written
from uketsuke.groups.models import Evidence
from uketsuke.halls.spoken import atlas
from uketsuke.kernel import clock
from uketsuke.kernel.calendar import add_months, month_start
from uketsuke.kernel.practice import is_practice
from uketsuke.outages import queries as outages

SATURDAY, SUNDAY = 5, 6
WEEKEND = frozenset({SATURDAY, SUNDAY, HOLIDAY})
DAYS_AHEAD = 75
MOST_OF_A_HALL = 5


@everyone
@require_safe
def front(request: Visit) -> HttpResponse:
    """トップ: three doors in plain words, and the next free weekends of each hall."""
    at = clock.now()
    today = clock.day(at)
    rules = queries.rules(today)
    first = today + timedelta(days=rules.web_days)
    days = [first + timedelta(days=n) for n in range(DAYS_AHEAD)]
    open_now = [each for each in rules.opening.rounds if each.entries_from <= at < each.closes_at]
    what = [f"{each.month}{each.klass}" for each in open_now]
    name = kept.name_of(request, availability.bookable_rooms(), days, at, "front", *what)

    def draw() -> HttpResponse:
        context = {
            "soon": _soon(request, Wish(days[0], days[-1], WEEKEND), at),
            "draw": _next_draw(today, rules.opening),
            "open": open_now,
            "hall_count": len(atlas().halls),
            "outage": outages.shown(at),
        }
        return render(request, "portal/looking/front.html", context)

    return kept.page(request, name, draw)


@everyone
@require_safe
def guide(request: Visit) -> HttpResponse:
    """はじめての方へ: registering and booking, with the figures in force."""
    rules = queries.rules(clock.day(clock.now()))
    papers = [label for value, label in Evidence.choices if value not in ("none", "delegation")]
    context = {"rules": rules, "halls": list(atlas().halls.values()), "papers": papers}
    return render(request, "portal/looking/guide.html", context)


def _soon(request: Visit, wish: Wish, at: datetime) -> list[dict[str, Any]]:
    """The next free Saturdays, Sundays and holidays of each hall."""
    found = availability.free(wish, request.group or None, at)
    return [
        {
            "hall": hall,
            "offers": [offers.of(each, at) for each in found if each.use.hall == hall.code][
                :MOST_OF_A_HALL
            ],
        }
        for hall in atlas().halls.values()
    ]


def _next_draw(today: date, rule: OpeningRule) -> dict[str, Any]:
    """The next draw day, and the months of use that residents and the others draw for then."""
    month = month_start(today)
    if draw_day(month, rule) < today:
        month = add_months(month, 1)
    return {
        "day": draw_day(month, rule),
        "residents": add_months(month, rule.residents_months),
        "others": add_months(month, rule.others_months),
    }


@everyone
@require_safe
def accessibility(request: Visit) -> HttpResponse:
    """ウェブアクセシビリティ試験結果: a summary, and the criteria in the words of the standard."""
    counted = Counter(each.result for each in accessible.JIS)
    results = (f"{accessible.RESULTS[result]} {count}" for result, count in counted.items())
    context = {
        "title": accessible.TITLE,
        "lead": accessible.LEAD,
        "summary": [
            *accessible.ABOUT,
            (_("試験日"), written.date_and_weekday(accessible.EXAMINED)),
            (_("結果"), written.listed(results)),
        ],
        "columns": accessible.COLUMNS,
        "parts": accessible.PARTS,
    }
    return render(request, "portal/looking/accessibility.html", context)


@everyone
@require_safe
def components(request: Visit) -> HttpResponse:
    """見本帳: every part of the screens, in the measures of either side; for the demo alone."""
    if not is_practice():
        raise Http404
    context = components_shown() | {"staff": request.GET.get("side") == "staff"}
    return render(request, "shared/components.html", context)
