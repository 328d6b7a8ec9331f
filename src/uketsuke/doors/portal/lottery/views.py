"""抽選: the rounds, what is open until when, and their public records. No login, no names."""

from datetime import date, datetime
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from uketsuke.bookings import availability
from uketsuke.bookings import queries as bookings
from uketsuke.bookings.cells import CellState
from uketsuke.doors.portal.availability import draws
from uketsuke.doors.shared.entrance.guards import everyone
from uketsuke.doors.shared.entrance.visits import Visit
from uketsuke.doors.shared.inputs.lottery_writing import BAND_WORDS
from uketsuke.halls.facts import RoomFacts, SlotFacts
from uketsuke.halls.spoken import atlas
from uketsuke.kernel import clock
from uketsuke.kernel.calendar import days_of_month, is_holiday, is_weekend_or_holiday
from uketsuke.kernel.text import digits, search_key
from uketsuke.lottery import queries
from uketsuke.lottery.models import Draw, Entry, Round
from uketsuke.lottery.queries import Stage
from uketsuke.lottery.results import places

SHOWN = 12  # rounds that are over
A_PAGE = 100
SATURDAY = 5
NOT_OFFERED = {
    CellState.CLOSED: gettext_lazy("休館"),
    CellState.BLOCKED: gettext_lazy("休止"),
    CellState.PASSING: gettext_lazy("準備中"),
    CellState.TAKEN: gettext_lazy("予約済"),
}


@everyone
@require_safe
def index(request: Visit) -> HttpResponse:
    """抽選: what is open, what comes, what is over; and how it goes."""
    at = clock.now()
    rules = bookings.rules(clock.day(at))
    rounds = [(each, queries.stage(each, at, drawn=bool(each.number))) for each in _rounds()]
    over = [each for each, stage in rounds if stage is Stage.FINISHED]
    context = {
        "open": [each for each, stage in rounds if stage is Stage.OPEN],
        "planned": [each for each, stage in rounds if stage is Stage.PLANNED],
        "running": [
            (each, stage)
            for each, stage in rounds
            if stage in (Stage.CLOSED, Stage.FROZEN, Stage.DRAWN, Stage.SETTLING)
        ],
        "over": over[::-1][:SHOWN],
        "older": over[::-1][SHOWN:],
        "rules": rules,
    } | draws.calendar(at, rules.opening)
    return render(request, "portal/lottery/index.html", context)


@everyone
@require_safe
def show(request: Visit, code: str) -> HttpResponse:
    """抽選回: how far it is, what binds the hall, the demand, and the result by receipt."""
    at = clock.now()
    found = get_object_or_404(queries.rounds(), code=code)
    drawn = list(found.draws.order_by("number"))
    stage = queries.stage(found, at, drawn=bool(drawn))
    hall = request.GET.get("hall", "")
    hall = hall if hall in atlas().halls else next(iter(atlas().halls))
    context = {
        "round": found,
        "stage": stage,
        "facts": queries.facts(found),
        "draws": drawn,
        "halls": atlas().halls.values(),
        "hall": atlas().halls[hall],
        "mine": _mine(request, found),
    }
    if stage in (Stage.PLANNED, Stage.OPEN, Stage.CLOSED):
        context |= _demand(found, hall, at, exact=stage is Stage.CLOSED)
    if drawn:
        context |= _result(request, drawn[-1])
    return render(request, "portal/lottery/round.html", context)


@everyone
@require_safe
def record_json(request: Visit, code: str) -> HttpResponse:
    """公開の記録, exactly as it was written; ``?number=1``: an older one."""
    found = get_object_or_404(Round, code=code)
    draws_of = found.draws.order_by("-number")
    number = request.GET.get("number", "")
    if number:
        draws_of = draws_of.filter(number=int(digits(number)[:3] or 0))
    draw = draws_of.first()
    if draw is None:
        message = {"sentences": [translate("この抽選の記録は、抽選のあとに公開します。")]}
        return render(request, "shared/404.html", message, status=404)
    response = HttpResponse(draw.record, content_type="application/json; charset=utf-8")
    response["Cache-Control"] = "public, max-age=300"
    response["Content-Disposition"] = f'inline; filename="{code}-{draw.number}.json"'
    return response


def _rounds() -> list[Any]:
    return list(queries.rounds().annotate(number=Count("draws")))


def _mine(request: Visit, found: Round) -> list[Entry]:
    if not request.group:
        return []
    return list(found.entries.filter(group=request.group, withdrawn_at=None).order_by("receipt"))


def _demand(found: Round, hall: str, at: datetime, *, exact: bool) -> dict[str, Any]:
    """申込数 of every cell of the hall's rooms: while entries are taken in bands only."""
    rooms = [atlas().room(room.key) for room in queries.offered_rooms() if room.hall == hall]
    days = days_of_month(found.dates.use_month)
    asked, seen = queries.demand(found), availability.cells(rooms, days, None, at)

    def words(room: RoomFacts, day: date, slot: SlotFacts) -> tuple[str, str, str]:
        """What stands in a cell, its name in an address (empty: not offered), its slot."""
        cell = (room.key, day, slot.code)
        if said := NOT_OFFERED.get(seen[cell].state):
            return str(said), "", slot.label
        number = str(asked[cell]) if exact else str(BAND_WORDS[queries.band(asked[cell])])
        return number, queries.as_text(cell), slot.label

    return {
        "tables": [
            {
                "room": room,
                "rows": [
                    (day, _colour(day), [words(room, day, slot) for slot in room.slots])
                    for day in days
                ],
            }
            for room in rooms
        ]
    }


def _colour(day: date) -> str:
    """土曜・日曜・祝日 as the calendar colours them."""
    if day.weekday() == SATURDAY and not is_holiday(day):
        return "grid__sat"
    return "grid__sun" if is_weekend_or_holiday(day) else ""


def _result(request: Visit, draw: Draw) -> dict[str, Any]:
    rows = places(draw)
    wanted = search_key(request.GET.get("receipt", "")).upper().replace(" ", "")
    found = [row for row in rows if row.receipt == wanted]
    page = Paginator(found if wanted else rows, A_PAGE).get_page(request.GET.get("page"))
    return {
        "draw": draw,
        "page": page,
        "wanted": wanted,
        "winners": sum(row.wish is not None for row in rows),
        "entrants": len(rows),
    }
