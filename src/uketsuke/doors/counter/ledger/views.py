"""台帳: the three halls by day, week and month, and 40 days ahead."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from uketsuke.bookings import daybook
from uketsuke.doors.counter import links
from uketsuke.doors.counter.ledger import file as ledger_file
from uketsuke.doors.counter.ledger import grid
from uketsuke.doors.shared.entrance.guards import staff
from uketsuke.doors.shared.entrance.visits import Visit
from uketsuke.doors.shared.inputs.dates import read_date
from uketsuke.halls.queries import atlas
from uketsuke.identity.models import Role
from uketsuke.kernel import clock
from uketsuke.kernel.calendar import (
    add_months,
    days_of_month,
    fiscal_year,
    fiscal_year_ja,
    holiday_name,
    month_start,
    wareki,
    wareki_year,
)

VIEWS = {"day": _("日"), "week": _("週"), "month": _("月"), "ahead": _("40日")}
VIEW_KEYS = {"day": "d", "week": "w", "month": "m", "ahead": "f"}
# How many days each view shows, where it is not a month.
LENGTH = {"day": 1, "week": 7, "ahead": 40}
# Outside these years nothing was ever booked and nothing will be: a typing mistake.
YEARS = range(2000, 2100)


@dataclass(frozen=True, slots=True)
class Wanted:
    """どこを見るか: a view of the days around ``day``; ``hall`` empty: all three."""

    view: str
    day: date
    hall: str

    @property
    def days(self) -> list[date]:
        """The days that are shown; a week begins on Monday, 40 days on the day itself."""
        if self.view == "month":
            return days_of_month(month_start(self.day))
        first = self.day - timedelta(days=self.day.weekday() if self.view == "week" else 0)
        return [first + timedelta(days=n) for n in range(LENGTH[self.view])]

    def moved(self, steps: int) -> "Wanted":
        """The same view ``steps`` of its lengths on."""
        if self.view == "month":
            return Wanted(self.view, add_months(month_start(self.day), steps), self.hall)
        days = timedelta(days=steps * LENGTH[self.view])
        return Wanted(self.view, self.day + days, self.hall)

    @property
    def era(self) -> str:
        """和暦と年度 of what is shown, and the name of the one day's holiday."""
        first = self.days[0]
        year = fiscal_year_ja(fiscal_year(first))
        if self.view != "day":
            return f"{wareki_year(first)}・{year}"
        return "・".join(filter(None, (wareki(first), year, holiday_name(first))))

    @property
    def url(self) -> str:
        return links.with_query(
            reverse("counter:ledger"), view=self.view, date=self.day.isoformat(), hall=self.hall
        )


@staff(Role.COUNTER, Role.MANAGER, Role.WARD)
@require_GET
def show(request: Visit) -> HttpResponse:
    """台帳 of a day, a week or a month, of three halls or one. No person is named here."""
    now = clock.now()
    today = clock.day(now)
    written = request.GET.get("date", "")
    day = read_date(written) if written else today
    misread = day is None or day.year not in YEARS
    wanted = _wanted(request, today if day is None or misread else day)
    columns = _columns(wanted)
    rooms = [room for column in columns for room in column.rooms]
    book = daybook.read(rooms, wanted.days[0], wanted.days[-1], now)
    if (encoding := request.GET.get("file", "")) in ledger_file.LABELS:
        return ledger_file.response(rooms, wanted.days, book, encoding)
    layout = grid.Layout(
        book=book,
        columns=columns,
        today=today,
        chosen=wanted.day,
        may_book=bool(links.open_to(request, "book")),
        may_open=bool(links.open_to(request, "booking", "00000000")),
        may_block=bool(links.open_to(request, "block", 0)),
    )
    context = {
        "wanted": wanted,
        "columns": columns,
        "rows": layout.of_day(wanted.day) if wanted.view == "day" else layout.of_days(wanted.days),
        "misread": written if misread else "",
        "short": wanted.view in ("month", "ahead"),
        "legend": grid.LEGEND,
        "files": [
            (label, f"{wanted.url}&file={code}") for code, label in ledger_file.LABELS.items()
        ],
        "first": wanted.days[0],
        "last": wanted.days[-1],
        "book_url": links.open_to(request, "book"),
        "find_url": links.open_to(request, "find"),
        **_ways(wanted, today),
    }
    return render(request, "counter/ledger/ledger.html", context, status=400 if misread else 200)


def _ways(wanted: Wanted, today: date) -> dict[str, Any]:
    """Where one can go from here: other views, other halls, before, after, today."""
    return {
        "views": [
            (label, VIEW_KEYS[code], Wanted(code, wanted.day, wanted.hall).url, code == wanted.view)
            for code, label in VIEWS.items()
        ],
        "halls": _halls(wanted),
        "before": wanted.moved(-1).url,
        "after": wanted.moved(1).url,
        "today_url": Wanted(wanted.view, today, wanted.hall).url,
    }


def _wanted(request: Visit, day: date) -> Wanted:
    view, hall = request.GET.get("view", ""), request.GET.get("hall", "")
    return Wanted(view if view in VIEWS else "week", day, hall if hall in atlas().halls else "")


def _columns(wanted: Wanted) -> list[grid.Column]:
    """One column for each hall, or for each room of one hall.

    Where all halls stand side by side for many days, only the first room of each shows what is
    free; of the others only what is taken.
    """
    halls = atlas().halls
    if wanted.hall:
        return [grid.Column(room.name, (room,), True) for room in halls[wanted.hall].rooms]
    return [
        grid.Column(hall.short_name, hall.rooms, wanted.view == "day") for hall in halls.values()
    ]


def _halls(wanted: Wanted) -> Sequence[tuple[str, str, bool]]:
    choices = [
        ("", str(_("全館"))),
        *((hall.code, hall.short_name) for hall in atlas().halls.values()),
    ]
    return [
        (label, Wanted(wanted.view, wanted.day, code).url, code == wanted.hall)
        for code, label in choices
    ]
