"""選んだ枠: a choice of cells as it stands in an address, and what a page says of it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as translate

from uketsuke.bookings import availability, queries, reception
from uketsuke.bookings.cells import Taken
from uketsuke.bookings.holds import occupants
from uketsuke.bookings.reception import WEB, Standing, UseDay
from uketsuke.doors.shared.words import stored, written
from uketsuke.doors.shared.words.sentences import room_name, use_name
from uketsuke.groups.models import Group
from uketsuke.halls.spoken import atlas
from uketsuke.kernel import clock
from uketsuke.kernel.refusals import Refusal
from uketsuke.tariffs.queries import quote_for
from uketsuke.tariffs.quote import Quote, Use

MOST_CELLS = 40  # what a page can show; how many may be booked at once is the rules' affair
YEARS_AROUND = 3

Cell = tuple[str, date, str]
Gone = Mapping[Cell, Taken]


@dataclass(frozen=True, slots=True)
class SlotChoice:
    """利用区分 of a day on the page: chosen or not; ``mark``: why it cannot be had, in words."""

    label: str
    hours: str
    cell: str
    chosen: bool
    mark: str


@dataclass(frozen=True, slots=True)
class Day:
    """選んだ日: one room on one date, with its price (None: it has none)."""

    use: UseDay
    place: str
    slots: tuple[SlotChoice, ...]
    hours: str
    quote: Quote | None

    @property
    def labels(self) -> str:
        return written.joined(slot.label for slot in self.slots if slot.chosen)


@dataclass(frozen=True, slots=True)
class Instead:
    """代わりの候補 for one use day: names and addresses of choices with it replaced."""

    name: str
    links: list[tuple[str, str]]


def read(cells: Iterable[str], at: datetime) -> tuple[list[UseDay], list[str]]:
    """The use days that ``room|date|slot`` texts name, and the texts that name none."""
    slots: dict[tuple[str, date], set[str]] = defaultdict(set)
    unreadable = []
    for text in list(dict.fromkeys(cells))[:MOST_CELLS]:
        if found := _cell(text, clock.day(at)):
            slots[found[0], found[1]].add(found[2])
        else:
            unreadable.append(text[:60])
    known = atlas()
    uses = [
        UseDay(room, day, known.room(room).in_order(codes)) for (room, day), codes in slots.items()
    ]
    return sorted(uses), unreadable


def cells(uses: Iterable[UseDay]) -> list[str]:
    """``room|date|slot`` of every cell."""
    return [f"{use.room}|{use.date.isoformat()}|{slot}" for use in uses for slot in use.slots]


def address(uses: Iterable[UseDay], since: str = "") -> str:
    """The choose page with these cells; ``since``: the draft whose typed text comes along."""
    query = {"cell": cells(uses)} | ({"since": [since]} if since else {})
    return f"{reverse('portal:choose')}?{urlencode(query, doseq=True)}"


def taken(uses: Iterable[UseDay], group: Group | None, at: datetime) -> Gone:
    """Cells of the days of ``uses``, in any slot, that cannot be had, and who has them.

    What the group's own draft holds can be had. One query.
    """
    uses = list(uses)
    rooms = {use.room: atlas().room(use.room) for use in uses}
    own = group.pk if group else 0
    rows = {
        (each.space, each.date, each.slot): Taken(
            each.reason or "", each.booked == own, each.passing
        )
        for each in occupants(uses, at)
        if each.drafted != own
    }
    return {
        (use.room, use.date, slot.code): rows[space, use.date, slot.code]
        for use in uses
        for slot in rooms[use.room].slots
        for space in rooms[use.room].spaces
        if (space, use.date, slot.code) in rows
    }


def lost(uses: Iterable[UseDay], taken: Collection[Cell]) -> list[UseDay]:
    """Those use days, with those slots, that are among ``taken``."""
    found = [
        UseDay(use.room, use.date, tuple(s for s in use.slots if (use.room, use.date, s) in taken))
        for use in uses
    ]
    return [use for use in found if use.slots]


def gone(uses: Iterable[UseDay], taken: Gone) -> Iterator[Refusal]:
    """Why these uses cannot be had: blocked by the hall, booked by herself, or by another."""
    uses = list(uses)
    for reason, passing in sorted({(e.reason, e.passing) for e in taken.values() if e.reason}):
        blocked = {cell for cell, each in taken.items() if each.reason == reason}
        found = lost(uses, blocked)
        if found and passing:
            yield Refusal("cells.passing", uses=found, reason=reason)
        elif found:
            yield Refusal("cells.blocked", uses=found, reason=reason)
    mine = {cell for cell, each in taken.items() if each.mine}
    if found := lost(uses, mine):
        yield Refusal("cells.mine", uses=found)
    others = {cell for cell, each in taken.items() if not each.reason and not each.mine}
    if found := lost(uses, others):
        yield Refusal("cells.taken", uses=found)


def days(
    uses: Iterable[UseDay],
    taken: Gone,
    at: datetime,
    what: reception.Description | None = None,
) -> list[Day]:
    """The chosen days, the next one first, with slots and the price for the described use."""
    in_time = sorted(uses, key=lambda use: (use.date, use.room))
    return [_day(use, taken, clock.day(at), what) for use in in_time]


def total(shown: Iterable[Day]) -> int:
    """合計 of the days that have a price."""
    return sum(day.quote.total for day in shown if day.quote)


def official(shown: Iterable[Day]) -> bool:
    """Whether every price comes from an official tariff."""
    return all(day.quote.official for day in shown if day.quote)


def objections(uses: list[UseDay], taken: Gone, group: Group | None, at: datetime) -> list[Refusal]:
    """All reasons why these cells cannot be asked for; to a stranger those that hold for all."""
    today = clock.day(at)
    standing = (
        queries.standing(group, today) if group else Standing("resident", None, "active", date.max)
    )
    found = list(reception.objections(uses, standing, queries.rules(today), atlas(), WEB, at))
    return [*found, *gone(uses, taken)]


def residents_only(uses: list[UseDay], at: datetime) -> list[Refusal]:
    """What keeps only others than residents away: told to a stranger before she logs in."""
    rules, known = queries.rules(clock.day(at)), atlas()
    return [
        reason
        for use in uses
        if not any(reception.of_cell(use, True, rules, known, WEB, at))
        for reason in reception.of_cell(use, False, rules, known, WEB, at)
    ]


def instead(
    uses: list[UseDay], taken: Gone, group: Group | None, at: datetime, since: str = ""
) -> list[Instead]:
    """代わりの候補 for each use day that cannot be had for itself."""
    rules, known = queries.rules(clock.day(at)), atlas()
    resident = bool(availability.viewer(group, at).resident)
    away = {(use.room, use.date) for use in lost(uses, taken)}
    offers = []
    for use in uses:
        refused = any(reception.of_cell(use, resident, rules, known, WEB, at))
        if not refused and (use.room, use.date) not in away:
            continue
        rest = [other for other in uses if other != use]
        found = [
            (use_name(other), address([*rest, other], since))
            for other in queries.alternatives([use], resident, WEB, at, most=4)
        ]
        offers.append(Instead(use_name(use), found))
    return offers


def price(use: UseDay, on: date, what: reception.Description | None = None) -> Quote | None:
    """見積 of the use by today's tariff; None where the tariff has no such room or slot."""
    described = Use(use.room, use.date, use.slots)
    if what:
        described = Use(
            use.room, use.date, use.slots, what.admission, what.commercial, what.rehearsal
        )
    try:
        return quote_for(described, on)
    except Refusal:
        return None


def hours(use: UseDay) -> str:
    """利用時間: ``9:00〜17:00``; two spans where a slot between them is left out."""
    spans = atlas().room(use.room).hours(use.slots)
    return written.listed(f"{_time(start)}〜{_time(end)}" for start, end in spans)


def _day(use: UseDay, taken: Gone, on: date, what: reception.Description | None) -> Day:
    slots = tuple(
        SlotChoice(
            label=slot.label,
            hours=f"{_time(slot.starts)}〜{_time(slot.ends)}",
            cell=f"{use.room}|{use.date.isoformat()}|{slot.code}",
            chosen=slot.code in use.slots,
            mark=_mark(use, taken.get((use.room, use.date, slot.code)), on),
        )
        for slot in atlas().room(use.room).slots
    )
    return Day(use, room_name(use.room), slots, hours(use), price(use, on, what))


def _mark(use: UseDay, taken: Taken | None, on: date) -> str:
    """Why a slot cannot be had, in words and symbol; nothing: it can."""
    if reason := atlas().closed(use.hall, use.date):
        return translate("－ 休館（%(reason)s）") % {"reason": reason}
    if use.date < on:
        return translate("過ぎた日")
    if taken is None:
        return ""
    if taken.passing:
        return translate("□ 準備中：%(reason)s") % {"reason": stored.said(taken.reason)}
    if taken.reason:
        return translate("■ 休止：%(reason)s") % {"reason": stored.said(taken.reason)}
    return translate("● あなたの予約") if taken.mine else translate("× 予約済")


def _cell(text: str, today: date) -> Cell | None:
    room, _, rest = text.partition("|")
    written, _, slot = rest.partition("|")
    try:
        day = date.fromisoformat(written)
        atlas().room(room).slot(slot)
    except (ValueError, Refusal):
        return None
    return (room, day, slot) if abs(day.year - today.year) <= YEARS_AROUND else None


def _time(at: time) -> str:
    return f"{at.hour}:{at.minute:02}"


def slot_labels(use: UseDay) -> str:
    """午前・午後."""
    room = atlas().room(use.room)
    return written.joined(room.slot(code).label for code in use.slots)
