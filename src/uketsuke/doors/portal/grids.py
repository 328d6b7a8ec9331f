"""空きの表: cells made ready for a page, so that a template only writes them down."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from uketsuke.bookings import availability
from uketsuke.bookings.availability import Cells
from uketsuke.bookings.cells import Cell, CellState
from uketsuke.groups.models import Group
from uketsuke.halls.facts import RoomFacts, SlotFacts
from uketsuke.halls.queries import atlas
from uketsuke.kernel.calendar import holiday_name, is_weekend_or_holiday, weekday_ja
from uketsuke.kernel.clock import TOKYO

MARKS = {
    CellState.FREE: ("○", gettext_lazy("空き")),
    CellState.LOTTERY: ("◇", gettext_lazy("抽選期間")),
    CellState.BEFORE: ("△", gettext_lazy("受付前")),
    CellState.TAKEN: ("×", gettext_lazy("予約済")),
    CellState.CLOSED: ("－", gettext_lazy("休館")),
    CellState.BLOCKED: ("■", gettext_lazy("休止")),
    CellState.MINE: ("●", gettext_lazy("あなたの予約")),
    CellState.PAST: ("－", gettext_lazy("終了")),
    CellState.LATE: ("－", gettext_lazy("受付終了")),
}
# What looks alike: a class of the style sheet for each state.
LOOKS = {CellState.PAST: "closed", CellState.LATE: "closed"}


@dataclass(frozen=True, slots=True)
class Box:
    """枠 on a page: ``name`` is its full name for a reader (「四谷 4月10日（土）午後」)."""

    look: str
    mark: str
    word: str
    note: str
    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Row:
    """一日: ``closed`` holds the one box of a day on which everything is closed, or None."""

    day: date
    title: str
    holiday: str
    css: str
    boxes: tuple[Box, ...]
    closed: Box | None


def rows(
    rooms: Sequence[RoomFacts], days: Sequence[date], group: Group | None, at: datetime
) -> list[Row]:
    """The days as rows, the rooms' slots as columns. One query."""
    seen = availability.cells(rooms, days, group, at)
    return [_row(day, rooms, seen) for day in days]


def hours(slot: SlotFacts) -> str:
    """9–12時, or 9:30–12時."""
    return f"{_hour(slot.starts)}–{_hour(slot.ends)}時"


def _row(day: date, rooms: Sequence[RoomFacts], seen: Cells) -> Row:
    boxes = tuple(
        _box(room, day, slot, seen[room.key, day, slot.code], alone=len(rooms) == 1)
        for room in rooms
        for slot in room.slots
    )
    shut = all(
        seen[room.key, day, slot.code].state is CellState.CLOSED
        for room in rooms
        for slot in room.slots
    )
    css = "grid__sat" if day.weekday() == 5 else "grid__sun" if is_weekend_or_holiday(day) else ""
    title = f"{day.month}月{day.day}日（{weekday_ja(day)}）"
    return Row(day, title, holiday_name(day) or "", css, boxes, boxes[0] if shut else None)


def _box(room: RoomFacts, day: date, slot: SlotFacts, cell: Cell, *, alone: bool) -> Box:
    mark, word = MARKS[cell.state]
    look = LOOKS.get(cell.state, str(cell.state))
    place = "" if alone else f"{atlas().halls[room.hall].short_name} "
    name = f"{place}{day.month}月{day.day}日（{weekday_ja(day)}）{slot.label}"
    url = ""
    if cell.state is CellState.FREE and room.web_bookable:
        query = urlencode({"cell": f"{room.key}|{day.isoformat()}|{slot.code}"})
        url = f"{reverse('portal:choose')}?{query}"
    return Box(look, mark, str(word), _note(cell), name, url)


def _note(cell: Cell) -> str:
    """Why, in a few words."""
    match cell.state:
        case CellState.CLOSED | CellState.BLOCKED:
            return cell.reason
        case CellState.LOTTERY if cell.until:
            return _("先着%(when)s〜") % {"when": short(cell.until)}
        case CellState.FREE if cell.others_from:
            return _("区民のみ ほか%(when)s〜") % {"when": short(cell.others_from)}
        case CellState.BEFORE if cell.residents_from and cell.others_from:
            dates = {"first": short(cell.residents_from), "second": short(cell.others_from)}
            return _("区民%(first)s〜 ほか%(second)s〜") % dates
        case CellState.BEFORE if cell.others_from:
            return _("%(when)s〜") % {"when": short(cell.others_from)}
        case CellState.LATE:
            return _("窓口へ")
    return ""


def short(at: datetime) -> str:
    """12/3, in a cell; the page says the hour."""
    local = at.astimezone(TOKYO)
    return f"{local.month}/{local.day}"


def moment(at: datetime) -> str:
    """10月8日9時."""
    local = at.astimezone(TOKYO)
    return f"{local.month}月{local.day}日{_hour(local.time())}時"


def _hour(at: time) -> str:
    return f"{at.hour}:{at.minute:02}" if at.minute else str(at.hour)
