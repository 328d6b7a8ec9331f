"""空き状況: a month of a room, a day or a week of all halls."""

import re
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from uketsuke.bookings import availability, queries
from uketsuke.bookings.opening import Kind, Phase, phase
from uketsuke.bookings.reception import COUNTER, WEB
from uketsuke.doors.portal import kept
from uketsuke.doors.portal.availability import draws, grids
from uketsuke.doors.portal.availability.grids import Grid
from uketsuke.doors.shared.entrance.guards import everyone
from uketsuke.doors.shared.entrance.visits import Visit
from uketsuke.doors.shared.words import written
from uketsuke.doors.shared.words.sentences import room_name
from uketsuke.halls.facts import HallFacts, RoomFacts
from uketsuke.halls.spoken import atlas, named
from uketsuke.kernel import clock
from uketsuke.kernel.calendar import add_months, days_of_month, month_start
from uketsuke.kernel.refusals import Refusal
from uketsuke.tariffs.queries import in_force
from uketsuke.tariffs.quote import DAY_KINDS

VIEWS = ("table", "list")
COOKIE = f"{settings.COOKIE_PREFIX}availability"
A_YEAR = 31_536_000
YEARS = range(2000, 2100)  # what the holidays are known for
YEARS_AROUND = 3  # as far the pages lead from one month to the next
WEEK = 7


@everyone
@require_safe
def overview(request: Visit) -> HttpResponse:
    """空き状況: the halls, and where to look."""
    today = clock.day(clock.now())

    def draw() -> HttpResponse:
        halls = [_hall_links(hall, today) for hall in atlas().halls.values()]
        return render(
            request, "portal/availability/overview.html", {"halls": halls, "today": today}
        )

    return kept.page(request, kept.name_of(request, [], [], clock.now(), "overview"), draw)


@everyone
@require_safe
def month(request: Visit, hall: str, room: str, month: str) -> HttpResponse:
    """ひと月の空き of one room, as a table or a list (``?view=``, remembered)."""
    found, first, at = _room(hall, room), _day(f"{month}-01"), clock.now()
    if not found:
        return _nowhere(request, _("その施設はありません。空き状況から施設をお選びください。"))
    if not first:
        return _nowhere(request, _("その月はありません。空き状況から月をお選びください。"))
    view, last = _view(request), add_months(first, 1) - timedelta(days=1)
    name = kept.name_of(request, [found], [first, last], at, "month", view)
    resident = availability.viewer(request.group or None, at).resident
    open_round = draws.open_for([first], resident, at).get(first)

    def cells() -> str:
        rows = Grid([found], days_of_month(first), request.group or None, at).of_month()
        context = {"rows": rows, "slots": list(grids.slots_of([found]).values())}
        context["caption"] = f"{_title(found)} {written.month(first)}"
        return render_to_string(f"portal/availability/_{view}.html", context)

    def draw() -> HttpResponse:
        context = _month_page(found, first, at) | {"round": open_round}
        context |= {"cells": kept.part(request, name, cells), "as_list": view == "list"}
        return render(request, "portal/availability/month.html", context)

    response = kept.page(request, name, draw)
    if request.GET.get("view") in VIEWS:
        response.set_cookie(
            COOKIE, view, max_age=A_YEAR, samesite="Lax", secure=settings.HTTPS, httponly=True
        )
    return response


@everyone
@require_safe
def day(request: Visit, day: str) -> HttpResponse:
    """一日の空き of all halls side by side."""
    return _side_by_side(request, _day(day), 1)


@everyone
@require_safe
def week(request: Visit, day: str) -> HttpResponse:
    """七日の空き of all halls side by side, from that day on."""
    return _side_by_side(request, _day(day), WEEK)


def _side_by_side(request: Visit, first: date | None, number: int) -> HttpResponse:
    if not first:
        return _nowhere(request, _("その日はありません。空き状況から日付をお選びください。"))
    at, rooms, start = clock.now(), availability.bookable_rooms(), first
    days = [start + timedelta(days=n) for n in range(number)]
    name = kept.name_of(request, rooms, days, at, "days", number)

    def cells() -> str:
        grid = Grid(rooms, days, request.group or None, at)
        context = _of_week(grid) if number == WEEK else _of_day(grid)
        return render_to_string("portal/availability/_table.html", context)

    def draw() -> HttpResponse:
        context = {
            "cells": kept.part(request, name, cells),
            "first": start,
            "last": days[-1],
            "wareki": written.era_year(start),
            "is_week": number == WEEK,
            "before": _near(start - timedelta(days=number), at),
            "after": _near(start + timedelta(days=number), at),
        }
        return render(request, "portal/availability/week.html", context)

    return kept.page(request, name, draw)


def _of_week(grid: Grid) -> dict[str, Any]:
    """Days down, the halls' slots across."""
    halls = atlas().halls
    return {
        "rows": grid.of_week(),
        "groups": [(halls[room.hall].short_name, len(room.slots)) for room in grid.rooms],
        "slots": [(slot.label, grids.hours(slot)) for room in grid.rooms for slot in room.slots],
        "caption": _("全ホールの空き"),
        "wide": True,
    }


def _of_day(grid: Grid) -> dict[str, Any]:
    """Halls down, slots across: it fits the smallest screen."""
    return {
        "rows": grid.of_day(),
        "slots": list(grids.slots_of(grid.rooms).values()),
        "caption": _("全ホールの空き"),
        "corner": _("ホール"),
    }


def _month_page(room: RoomFacts, first: date, at: datetime) -> dict[str, Any]:
    """All of the page but its table."""
    hall, channel = atlas().halls[room.hall], WEB if room.web_bookable else COUNTER
    others = [] if room.web_bookable else hall.rooms
    code = f"{first:%Y-%m}"
    return {
        "room": room,
        "hall": hall,
        "title": _title(room),
        "siblings": [
            (
                _title(other),
                reverse("portal:month", args=[other.hall, other.code, code]),
            )
            for other in dict.fromkeys([*others, *availability.bookable_rooms()])
            if other.key != room.key
        ],
        "first": first,
        "wareki": written.era_year(first),
        "before": _near(add_months(first, -1), at),
        "after": _near(add_months(first, 1), at),
        "phase": _phase_sentence(phase(first, at, queries.rules(clock.day(at)).opening, channel)),
    } | _price(room, first, at)


def _price(room: RoomFacts, first: date, at: datetime) -> dict[str, Any]:
    """The lowest base fee of the room at the beginning of that month, and what it is for."""
    today = clock.day(at)
    tariff = in_force(today, max(first, today)).facts
    fees = [
        (yen, list(DAY_KINDS).index(kind), room.slot(slot).label)
        for (key, slot, kind), yen in tariff.base.items()
        if key == room.key
    ]
    if not fees:
        return {"price_from": None}
    yen, kind, label = min(fees)
    price_of = f"{named(list(DAY_KINDS.values())[kind])} {label}"
    return {"price_from": yen, "price_of": price_of, "sample": not tariff.official}


def _phase_sentence(now: Phase) -> str:
    """受付のようす of the month in one sentence."""
    words = {
        "first": grids.moment(now.residents_from),
        "others": grids.moment(now.others_from),
        "until": grids.moment(now.until or now.others_from),
    }
    sentences = {
        Kind.BEFORE: _(
            "この月は受付前です。抽選のあとの先着順の受付は、区民は%(first)sから、"
            "区民以外の方は%(others)sからです。"
        ),
        Kind.DRAW_RESIDENTS: _("この月は抽選の期間です（区民）。先着順の受付は%(until)sからです。"),
        Kind.RESIDENTS: _(
            "この月は、いま区民だけが申し込めます。区民以外の方は%(others)sからです。"
        ),
        Kind.DRAW_OTHERS: _(
            "この月は抽選の期間です（区民以外）。先着順の受付は%(until)sからです。"
        ),
        Kind.OPEN: _("この月は先着順で受け付けています。"),
    }
    return sentences[now.kind] % words


def _view(request: Visit) -> str:
    """Table or list: as asked for now, else as asked for last."""
    asked = request.GET.get("view") or request.COOKIES.get(COOKIE, "")
    return asked if asked in VIEWS else VIEWS[0]


def _hall_links(hall: HallFacts, today: date) -> dict[str, Any]:
    """The rooms of a hall with the months of use that somebody may ask for: those for the web, and
    the others."""
    ahead = queries.rules(today).opening.residents_months
    months = [add_months(month_start(today), n) for n in range(ahead + 1)]
    rooms: dict[bool, list[dict[str, Any]]] = {True: [], False: []}
    for room in hall.rooms:
        links = [
            (
                written.month(first),
                reverse("portal:month", args=[hall.code, room.code, f"{first:%Y-%m}"]),
            )
            for first in months
        ]
        rooms[room.web_bookable].append({"room": room, "months": links})
    return {"hall": hall, "rooms": rooms[True], "others": rooms[False]}


def _title(room: RoomFacts) -> str:
    return room_name(room.key)


def _room(hall: str, room: str) -> RoomFacts | None:
    try:
        return atlas().room(f"{hall}/{room}")
    except Refusal:
        return None


def _day(written: str) -> date | None:
    """The day of YYYY-MM-DD; None where there is none, or none that a calendar shows."""
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", written):
        return None
    try:
        found = date.fromisoformat(written)
    except ValueError:
        return None
    return found if found.year in YEARS else None


def _near(target: date, at: datetime) -> date | None:
    """``target``, unless it is so far away that no page leads there."""
    return target if abs(target.year - clock.day(at).year) <= YEARS_AROUND else None


def _nowhere(request: Visit, message: str) -> HttpResponse:
    """ない場所: what is wrong with the address, and where to go instead."""
    return render(request, "portal/availability/nowhere.html", {"message": message}, status=404)
