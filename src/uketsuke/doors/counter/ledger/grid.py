"""台帳の升目: items of the daybook, laid out in rows and columns with their words and links."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from uketsuke.bookings.daybook import Daybook, Item
from uketsuke.bookings.reception import UseDay
from uketsuke.doors.counter import links
from uketsuke.halls.facts import RoomFacts, SlotFacts
from uketsuke.kernel.calendar import holiday_name, weekday_ja
from uketsuke.kernel.clock import TOKYO

# The word of each state, and how its cell looks (``ledger__entry--…``).
LOOKS: dict[str, tuple[Promise, str]] = {
    "tentative": (_("仮予約"), "tentative"),
    "approved": (_("承認"), "approved"),
    "used": (_("利用済"), "used"),
    "no_show": (_("無断不使用"), "used"),
    "blocked": (_("休止"), "blocked"),
    "proposed": (_("休止（承認待ち）"), "blocked"),
    "draft": (_("入力中"), "tentative"),
    "resting": (_("準備中"), "blocked"),
    "offered": (_("案内中"), "blocked"),
    "free": (_("空き"), "free"),
    "residents": (_("空き（区民のみ）"), "free"),
    "before": (_("受付前"), "quiet"),
    "lottery": (_("抽選期間"), "quiet"),
    "late": (_("受付終了"), "quiet"),
    "past": (_("利用なし"), "quiet"),
    "closed": (_("休館"), "quiet"),
}
# 凡例: one word for each way a cell may look.
LEGEND = [LOOKS[state] for state in ("free", "tentative", "approved", "used", "blocked", "before")]
PAYMENT: dict[str, tuple[str, Promise]] = {
    "unpaid": ("unpaid", _("未納")),
    "part_paid": ("part_paid", _("一部")),
    "paid": ("paid", _("済")),
    "due_back": ("held", _("還付待ち")),
}


@dataclass(frozen=True, slots=True)
class Column:
    """台帳の列. ``shows_free``: also of its further rooms; else these only show what is taken."""

    label: str
    rooms: tuple[RoomFacts, ...]
    shows_free: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """升の中の一件, ready to be written. ``name`` says day and place to those who hear it."""

    look: str
    words: str
    name: str
    url: str
    is_free: bool
    focus: bool
    group: str
    title: str
    note: str
    payment: tuple[str, Promise] | None
    overdue: bool
    waiting: str


@dataclass(frozen=True, slots=True)
class Line:
    """台帳の行: a day, or a slot of the one day that is shown."""

    head: str
    sub: str
    kind: str
    current: bool
    url: str
    cells: list[list[Entry]]


@dataclass(frozen=True, slots=True)
class Layout:
    """台帳の並べ方 for one person: ``may_…`` say where her links lead. On the ``chosen`` day the
    first link is where the keyboard starts."""

    book: Daybook
    columns: Sequence[Column]
    today: date
    chosen: date
    may_book: bool
    may_open: bool
    may_block: bool

    def of_days(self, days: Sequence[date]) -> list[Line]:
        """Days down, columns across."""
        ledger = reverse("counter:ledger")
        return [
            Line(
                head=f"{day.day}日（{weekday_ja(day)}）",
                sub=" ".join(_marks(day, self.today, first=nth == 0)),
                kind=_day_kind(day),
                current=day == self.chosen,
                url=links.with_query(ledger, view="day", date=day.isoformat()),
                cells=self._cells(day, ""),
            )
            for nth, day in enumerate(days)
        ]

    def of_day(self, day: date) -> list[Line]:
        """The slots of one day down, columns across."""
        lines = []
        for nth, slot in enumerate(_slots(self.columns)):
            hours = f"{slot.starts:%H:%M}〜{slot.ends:%H:%M}"
            cells = self._cells(day, slot.code, focus=nth == 0)
            lines.append(Line(slot.label, hours, "", False, "", cells))
        return lines

    def _cells(self, day: date, slot: str, *, focus: bool = True) -> list[list[Entry]]:
        """One row: of all slots of ``day``, or of one."""
        wants_focus = focus and day == self.chosen
        row = []
        for column in self.columns:
            entries = []
            for item, room, nth in self._items(column, day, slot):
                entry = self._entry(item, room, nth, slot, wants_focus)
                wants_focus = wants_focus and not entry.focus
                entries.append(entry)
            row.append(entries)
        return row

    def _items(self, column: Column, day: date, slot: str) -> Iterator[tuple[Item, RoomFacts, int]]:
        for nth, room in enumerate(column.rooms):
            for item in self.book[room.key, day]:
                shown = nth == 0 or item.is_taken or (column.shows_free and item.is_free)
                if shown and (not slot or slot in item.slots):
                    yield item, room, nth

    def _entry(self, item: Item, room: RoomFacts, nth: int, slot: str, focus: bool) -> Entry:
        word, look = LOOKS[item.state]
        labels = "・".join(room.slot(code).label for code in item.slots)
        if item.slots == tuple(each.code for each in room.slots):
            labels = str(_("終日"))
        parts = [room.name if nth else "", "" if (slot,) == item.slots else labels, str(word)]
        url = self._url(item)
        day = f"{item.date.month}月{item.date.day}日（{weekday_ja(item.date)}）"
        return Entry(
            look=f"{look} ledger__entry--further" if nth else look,
            words=" ".join(part for part in parts if part),
            name=f"{day}{slot and labels}",
            url=url,
            is_free=item.is_free,
            focus=bool(focus and url),
            group=item.group,
            title="" if nth and item.number else item.title,
            note=_until(item),
            payment=PAYMENT.get(item.payment),
            overdue=item.overdue,
            waiting=item.waiting,
        )

    def _url(self, item: Item) -> str:
        if item.number:
            return reverse("counter:booking", args=[item.number]) if self.may_open else ""
        if item.block:
            return reverse("counter:block", args=[item.block]) if self.may_block else ""
        if item.is_free and self.may_book:
            wanted = UseDay(item.room, item.date, item.slots)
            return links.with_query(reverse("counter:book"), cell=links.cell(wanted))
        return ""


def _slots(columns: Sequence[Column]) -> list[SlotFacts]:
    """All slots that a hall of ``columns`` has, in the order of the day."""
    found = {slot.code: slot for column in columns for slot in column.rooms[0].slots}
    return sorted(found.values(), key=lambda slot: slot.starts)


def _day_kind(day: date) -> str:
    """How the day is coloured: Saturdays blue, Sundays and holidays red."""
    if day.weekday() == 6 or holiday_name(day):
        return "sun"
    return "sat" if day.weekday() == 5 else ""


def _marks(day: date, today: date, *, first: bool) -> Iterator[str]:
    """What is special about the day; the ``first`` that is shown, and of a month, says which."""
    if first or day.day == 1:
        yield f"{day.month}月"
    if day == today:
        yield str(_("今日"))
    if holiday := holiday_name(day):
        yield holiday


def _until(item: Item) -> str:
    """Until when it is so, where it will change by itself."""
    if item.until is None or item.state not in ("draft", "before", "lottery"):
        return ""
    local = item.until.astimezone(TOKYO)
    if item.state == "draft":
        return f"{local:%H:%M}まで"
    return f"{local.month}月{local.day}日{local:%H:%M}まで"
