"""空きの表: cells made ready for a page, so that a template only writes them down."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from uketsuke.bookings import availability
from uketsuke.bookings.cells import Cell, CellState
from uketsuke.doors.portal.availability import draws
from uketsuke.doors.shared.words import stored, written
from uketsuke.groups.models import Group
from uketsuke.halls.facts import RoomFacts, SlotFacts
from uketsuke.halls.spoken import atlas, named
from uketsuke.kernel.calendar import holiday_name, month_start
from uketsuke.kernel.clock import TOKYO

MARKS = {
    CellState.FREE: ("○", gettext_lazy("空き")),
    CellState.LOTTERY: ("◇", gettext_lazy("抽選期間")),
    CellState.BEFORE: ("△", gettext_lazy("受付前")),
    CellState.TAKEN: ("×", gettext_lazy("予約済")),
    CellState.CLOSED: ("－", gettext_lazy("休館")),
    CellState.BLOCKED: ("■", gettext_lazy("休止")),
    CellState.PASSING: ("□", gettext_lazy("準備中")),
    CellState.MINE: ("●", gettext_lazy("あなたの予約")),
    CellState.PAST: ("－", gettext_lazy("終了")),
    CellState.LATE: ("－", gettext_lazy("受付終了")),
}
ENTER = gettext_lazy("抽選受付")  # a cell that can be wished for now
TO_DRAW = frozenset({CellState.LOTTERY, CellState.BEFORE})
# What is said of a whole day at once, where it holds for all of it.
OF_DAYS = frozenset(CellState) - {CellState.FREE, CellState.TAKEN, CellState.MINE}
# What looks alike: a class of the style sheet for each state.
LOOKS = {CellState.PAST: "closed", CellState.LATE: "closed", CellState.PASSING: "blocked"}
SATURDAY, SUNDAY = 5, 6
NEAR = timedelta(days=300)  # as far ahead a day is plain without its year


@dataclass(frozen=True, slots=True)
class Box:
    """枠 on a page: ``name`` is its full name for a reader (「四谷 4月10日（土）午後」)."""

    look: str
    mark: str
    word: str
    notes: tuple[str, ...]
    name: str
    slot: str
    url: str


@dataclass(frozen=True, slots=True)
class Row:
    """一行: a day (or on the page of one day a hall) and its cells; None: no such slot there.

    ``whole`` is the one box of a row that is of one kind from morning to night (休館, 受付前), or
    None.
    """

    title: str
    more: str
    holiday: str
    css: str
    url: str
    boxes: tuple[Box | None, ...]
    whole: Box | None


class Grid:
    """表の中身: the cells of the rooms on the days as one visitor sees them. One query."""

    def __init__(
        self, rooms: Sequence[RoomFacts], days: Sequence[date], group: Group | None, at: datetime
    ) -> None:
        self.rooms = [atlas().room(room.key) for room in rooms]
        self.days, self.at = days, at
        self.seen = availability.cells(rooms, days, group, at)
        self.choose = reverse("portal:choose")
        self.draws = draws.open_for(days, availability.viewer(group, at).resident, at)
        self.notes: dict[Cell, tuple[str, ...]] = {}

    def of_month(self) -> list[Row]:
        """The days of a room: 「1日（月）」."""
        return [self._day(day, written.day_of_month(day), "") for day in self.days]

    def of_week(self) -> list[Row]:
        """The days of all rooms, each leading to its own page: 「2月6日（土）」."""
        return [
            self._day(day, written.short_day(day), reverse("portal:day", args=[day]))
            for day in self.days
        ]

    def of_day(self) -> list[Row]:
        """The rooms on one day, each leading to its month."""
        day, codes = self.days[0], list(slots_of(self.rooms))
        return [self._room(room, day, codes) for room in self.rooms]

    def _day(self, day: date, title: str, url: str) -> Row:
        dated = written.day_and_weekday(day)
        boxes = [self._box(room, day, slot, dated) for room in self.rooms for slot in room.slots]
        css = "grid__sat" if day.weekday() == SATURDAY else ""
        if holiday_name(day) or day.weekday() == SUNDAY:
            css = "grid__sun"
        whole = boxes[0] if self._is_whole(self.rooms, day) and not boxes[0].url else None
        holiday = named(holiday_name(day))
        return Row(title, f"（{written.weekday(day)}）", holiday, css, url, tuple(boxes), whole)

    def _room(self, room: RoomFacts, day: date, codes: Sequence[str]) -> Row:
        dated = written.day_and_weekday(day)
        own = {slot.code: self._box(room, day, slot, dated) for slot in room.slots}
        url = reverse("portal:month", args=[room.hall, room.code, f"{day:%Y-%m}"])
        hall = atlas().halls[room.hall]
        boxes = tuple(own.get(code) for code in codes)
        first = next(iter(own.values()))
        whole = first if self._is_whole([room], day) and not first.url else None
        return Row(hall.short_name, "", "", "", url, boxes, whole)

    def _is_whole(self, rooms: Sequence[RoomFacts], day: date) -> bool:
        cells = {self.seen[room.key, day, slot.code] for room in rooms for slot in room.slots}
        return len(cells) == 1 and cells.pop().state in OF_DAYS

    def _box(self, room: RoomFacts, day: date, slot: SlotFacts, dated: str) -> Box:
        cell = self.seen[room.key, day, slot.code]
        mark, word = MARKS[cell.state]
        look = LOOKS.get(cell.state, str(cell.state))
        name = url = ""
        if draw := self._draw(cell, room, day):
            look, (mark, _word), word = str(CellState.LOTTERY), MARKS[CellState.LOTTERY], ENTER
            url = reverse("portal:lottery_enter", args=[draw])
        elif cell.state is CellState.FREE and not cell.at_counter:
            url = self.choose
        if url:
            name = f"{atlas().halls[room.hall].short_name} {dated}{slot.label}"
            url += "?" + urlencode({"cell": f"{room.key}|{day.isoformat()}|{slot.code}"})
        return Box(look, mark, str(word), self._notes(cell), name, slot.label, url)

    def _draw(self, cell: Cell, room: RoomFacts, day: date) -> str:
        """抽選回 in which this visitor can wish for the cell now."""
        if cell.state not in TO_DRAW or not room.web_bookable:
            return ""
        return self.draws.get(month_start(day), "")

    def _notes(self, cell: Cell) -> tuple[str, ...]:
        if cell not in self.notes:
            self.notes[cell] = notes(cell, self.at)
        return self.notes[cell]


def slots_of(rooms: Sequence[RoomFacts]) -> dict[str, tuple[str, str]]:
    """Label and hours of every slot that one of the rooms has, by code; the hours are empty where
    the rooms differ."""
    found: dict[str, tuple[str, str]] = {}
    for room in (atlas().room(each.key) for each in rooms):
        for slot in room.slots:
            label, same = found.get(slot.code, (slot.label, hours(slot)))
            found[slot.code] = (label, same if same == hours(slot) else "")
    return found


def notes(cell: Cell, now: datetime) -> tuple[str, ...]:
    """Why, in a few words; a line may break between them."""
    match cell.state:
        case CellState.CLOSED | CellState.BLOCKED | CellState.PASSING:
            return (stored.as_written(cell.reason),)
        case CellState.LOTTERY if cell.until:
            return (_("先着%(when)s〜") % {"when": short(cell.until, now)},)
        case CellState.FREE:
            return (_("窓口で"),) * cell.at_counter + residents_first(cell.others_from, now)
        case CellState.BEFORE if cell.residents_from and cell.others_from:
            first, second = short(cell.residents_from, now), short(cell.others_from, now)
            return (
                _("区民%(when)s〜") % {"when": first},
                _("区民以外%(when)s〜") % {"when": second},
            )
        case CellState.BEFORE if cell.others_from:
            return (_("%(when)s〜") % {"when": short(cell.others_from, now)},)
        case CellState.LATE if cell.at_counter:
            return (_("窓口へ"),)
    return ()


def residents_first(others_from: datetime | None, now: datetime) -> tuple[str, ...]:
    """区民の期間 to a stranger: for whom it is, and from when for the others."""
    if not others_from:
        return ()
    return (_("（区民）"), _others(others_from, now))


def _others(others_from: datetime, now: datetime) -> str:
    return _("区民以外%(when)s〜") % {"when": short(others_from, now)}


def short(at: datetime, now: datetime) -> str:
    """12/3 in a cell, with the year where that is far off; the page says the hour."""
    local = at.astimezone(TOKYO)
    day = f"{local.month}/{local.day}"
    return day if now < at < now + NEAR else f"{local.year}/{day}"


def moment(at: datetime) -> str:
    """2027年10月8日（金）9:00."""
    return written.date_and_time(at)


def hours(slot: SlotFacts) -> str:
    """9〜12時, or 9:30〜12時."""
    return written.hours(slot.starts, slot.ends)
