"""承認待ち: the applications that wait for a decision, the oldest first, 保留 apart."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.views.decorators.http import require_GET

from uketsuke.bookings import desk
from uketsuke.bookings.models import Booking
from uketsuke.bookings.review import Point
from uketsuke.doors.counter.bookings.points import LEVELS
from uketsuke.doors.shared.entrance.guards import staff
from uketsuke.doors.shared.entrance.visits import Visit
from uketsuke.halls.queries import atlas
from uketsuke.identity.models import Role
from uketsuke.kernel import clock

A_PAGE = 30
MOST_HELD = 50
ALL = "all"


@dataclass(frozen=True, slots=True)
class Row:
    """一件: the booking, and how many points of each level there are."""

    booking: Booking
    marks: list[tuple[str, Promise, int]]


@staff(Role.COUNTER, Role.MANAGER, Role.WARD)
@require_GET
def show(request: Visit) -> HttpResponse:
    """承認待ちの一覧 of the own hall, of another, or of all."""
    now, hall = clock.now(), _hall(request)
    waiting = desk.waiting(hall).defer("quote")
    page = Paginator(waiting.filter(waiting_for=""), A_PAGE).get_page(request.GET.get("page"))
    held = list(waiting.exclude(waiting_for="")[: MOST_HELD + 1])
    found = desk.points([*page, *held], now)
    context = {
        "page": page,
        "rows": [Row(each, _marks(found[each.pk])) for each in page],
        "held": [Row(each, _marks(found[each.pk])) for each in held[:MOST_HELD]],
        "held_more": len(held) > MOST_HELD,
        "hall": hall,
        "halls": atlas().halls.values(),
    }
    return render(request, "counter/bookings/queue.html", context)


def _hall(request: Visit) -> str:
    """The hall that is asked for, else the own one; empty: all."""
    user: Any = request.user
    wanted = request.GET.get("hall") or user.hall
    return wanted if wanted in atlas().halls else ""


def _marks(points: list[Point]) -> list[tuple[str, Promise, int]]:
    counted = [
        (tone, word, sum(1 for point in points if point.level == level))
        for level, (tone, word) in LEVELS.items()
    ]
    return [mark for mark in counted if mark[2]]
