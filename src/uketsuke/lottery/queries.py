"""抽選を読む: rounds and how far they are, what is offered, who wishes for what."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from django.db.models import QuerySet

from uketsuke.bookings import holds
from uketsuke.bookings import queries as bookings
from uketsuke.bookings.models import DrawDates, Hold
from uketsuke.bookings.opening import Klass, dates_of_draw, draw_dates
from uketsuke.bookings.reception import Description, UseDay
from uketsuke.groups.models import Person, PersonRole
from uketsuke.halls.facts import RoomFacts
from uketsuke.halls.queries import atlas
from uketsuke.kernel import clock
from uketsuke.kernel.calendar import add_months, days_of_month, month_start
from uketsuke.kernel.refusals import Refusal
from uketsuke.kernel.text import digits, search_key
from uketsuke.kernel.versions import versions_of
from uketsuke.lottery import draw
from uketsuke.lottery.entering import Cell, RoundFacts
from uketsuke.lottery.models import Draw, Entry, LotteryRules, PartyDecision, Round
from uketsuke.lottery.parties import Party, Traits, parties, plain

MONTHS_AHEAD = 12
BANDS = ((0, "0"), (3, "1-3"))
MANY = "4+"


class Stage(StrEnum):
    """抽選回の段階, in their order."""

    PLANNED = "planned"
    OPEN = "open"
    CLOSED = "closed"
    FROZEN = "frozen"
    DRAWN = "drawn"
    SETTLING = "settling"
    FINISHED = "finished"


@dataclass(frozen=True, slots=True)
class Judged:
    """名寄せの対象 and what staff decided about it (None: nothing yet)."""

    party: Party
    entries: tuple[Entry, ...]
    decision: PartyDecision | None


_RULES = versions_of(LotteryRules, lambda row: row)


def rules(on: date) -> LotteryRules:
    """抽選規則 in force on that day. Raises Refusal ``lottery.no_rules``."""
    return _RULES.get(on, Refusal("lottery.no_rules", on=on))


def rounds() -> QuerySet[Round]:
    """All rounds with their dates and rules, the next draw first."""
    return Round.objects.select_related("dates", "rules").order_by("dates__closes_at", "code")


def stage(of: Round, at: datetime, *, drawn: bool | None = None) -> Stage:
    """抽選回の段階. ``drawn``: whether it has a draw, where the caller knows."""
    if of.dates.finished_at:
        return Stage.FINISHED
    if of.settling_at:
        return Stage.SETTLING
    if of.frozen_at:
        has_draw = of.draws.exists() if drawn is None else drawn
        return Stage.DRAWN if has_draw else Stage.FROZEN
    if at < of.dates.entries_from:
        return Stage.PLANNED
    return Stage.OPEN if at < of.dates.closes_at else Stage.CLOSED


def open_rounds(at: datetime) -> list[Round]:
    """受付中の抽選回."""
    return list(rounds().filter(dates__entries_from__lte=at, dates__closes_at__gt=at))


def facts(of: Round) -> RoundFacts:
    """抽選回 as the rules of entering see it."""
    return RoundFacts(
        code=of.code,
        month=of.dates.use_month,
        klass=Klass(of.dates.klass),
        opens_at=of.dates.entries_from,
        closes_at=of.dates.closes_at,
        cap=of.rules.cap,
        entries_per_hall=of.rules.entries_per_hall,
        wishes_most=of.rules.wishes_most,
        across_halls=of.rules.across_halls,
    )


def to_make(at: datetime) -> list[tuple[date, Klass]]:
    """作る抽選回: those the calendar has soon, and nobody has made yet."""
    today = clock.day(at)
    opening, ahead = bookings.rules(today).opening, rules(today).made_days_ahead
    made = set(DrawDates.objects.values_list("use_month", "klass"))
    months = [add_months(month_start(today), n) for n in range(1, MONTHS_AHEAD)]
    wanted = [(month, klass) for month in months for klass in Klass if (month, klass) not in made]
    due = [(key, draw_dates(*key, opening)) for key in wanted]
    return [
        key
        for key, dates in due
        if dates.closes_at > at and (clock.day(dates.entries_from) - today).days <= ahead
    ]


def new_dates(of: Round, day: date, at: datetime) -> DrawDates:
    """日程の変更案: ``of`` with its draw on ``day``, not stored."""
    opening = bookings.rules(clock.day(at)).opening
    by_rule = dates_of_draw(of.dates.use_month, Klass(of.dates.klass), day, opening)
    dates = of.dates
    dates.closes_at, dates.counter_from = by_rule.closes_at, by_rule.counter_from
    dates.web_from = by_rule.web_from
    dates.entries_from = min(dates.entries_from, by_rule.entries_from)
    return dates


def offered(of: Round, at: datetime) -> frozenset[Cell]:
    """抽選の対象の枠: once frozen as written down, before that all that nobody has. One query."""
    if of.offered is not None:
        return frozenset(as_cell(text) for text in of.offered)
    known, days = atlas(), days_of_month(of.dates.use_month)
    rooms = offered_rooms()
    taken = set(
        Hold.objects.filter(holds.living(at), date__range=(days[0], days[-1])).values_list(
            "space_id", "date", "slot"
        )
    )
    return frozenset(
        (room.key, day, slot.code)
        for room in rooms
        for day in days
        if not known.closed(room.hall, day)
        for slot in room.slots
        if not any((space, day, slot.code) in taken for space in room.spaces)
    )


def offered_rooms() -> list[RoomFacts]:
    """抽選で申し込める施設 of all halls."""
    return [room for room in atlas().rooms.values() if room.web_bookable]


def living(of: Round) -> QuerySet[Entry]:
    """抽選に参加する申込: not withdrawn and not left out."""
    return of.entries.filter(withdrawn_at=None, excluded="").order_by("receipt")


def demand(of: Round) -> Counter[Cell]:
    """枠ごとの申込数: how many entries wish for each cell. One query."""
    counted: Counter[Cell] = Counter()
    for wishes in living(of).values_list("wishes", flat=True):
        cells = {cell for wish in wishes for cell in cells_of(use_day(wish))}
        counted.update(cells)
    return counted


def band(count: int) -> str:
    """申込数の幅 that is shown while entries are taken."""
    return next((label for most, label in BANDS if count <= most), MANY)


def use_day(wish: list[Any]) -> UseDay:
    """A wish as it is stored, as a value."""
    room, day, slots = wish
    return UseDay(room, date.fromisoformat(day), tuple(slots))


def wishes_of(entry: Entry) -> list[UseDay]:
    return [use_day(wish) for wish in entry.wishes]


def what_of(entry: Entry) -> Description:
    """利用内容 of the entry."""
    return Description(
        entry.title,
        entry.purpose,
        entry.attendance,
        entry.admission,
        commercial=entry.commercial,
        rehearsal=entry.rehearsal,
        public=entry.public,
    )


def cells_of(use: UseDay) -> list[Cell]:
    return [(use.room, use.date, slot) for slot in use.slots]


def as_text(cell: Cell) -> str:
    """``yotsuya/hall|2027-04-10|pm``, as the public record writes it."""
    room, day, slot = cell
    return f"{room}|{day.isoformat()}|{slot}"


def as_cell(text: str) -> Cell:
    room, day, slot = text.split("|")
    return room, date.fromisoformat(day), slot


def drawn_wishes(entry: Entry, offered: Collection[Cell]) -> dict[int, UseDay]:
    """抽選にかかる希望 by their number: those whose cells are all still offered.

    A cell may be blocked after it was wished for, or (in the round of others) be booked by a
    resident.
    """
    return {
        number: wish
        for number, wish in enumerate(wishes_of(entry), start=1)
        if all(cell in offered for cell in cells_of(wish))
    }


def as_drawn(of: Round, entries: Iterable[Entry], offered: Collection[Cell]) -> list[draw.Entry]:
    """The entries as the draw and its record see them: nobody is named in it."""
    return [
        draw.Entry(
            receipt=entry.receipt,
            tier=entry.tier,
            tickets=entry.tickets,
            group=draw.pseudonym(of.secret, entry.group.number, of.code),
            hall=entry.hall,
            wishes=tuple(
                tuple(as_text(cell) for cell in cells_of(wish))
                for wish in drawn_wishes(entry, offered).values()
            ),
        )
        for entry in entries
    ]


def last_draw(of: Round) -> Draw | None:
    """The draw that counts."""
    return of.draws.order_by("-number").first()


def judged(of: Round) -> list[Judged]:
    """名寄せの対象 of the round, with what was decided. Three queries."""
    entries = {entry.receipt: entry for entry in _all_entries(of)}
    decisions = {each.receipts: each for each in of.party_decisions.all()}
    return [
        Judged(
            party,
            tuple(entries[receipt] for receipt in party.receipts),
            decisions.get(party.key),
        )
        for party in parties(_traits(entries.values()))
    ]


def _all_entries(of: Round) -> QuerySet[Entry]:
    """Those left out too: so the party they were left out of stays the same."""
    return of.entries.filter(withdrawn_at=None).select_related("group").order_by("receipt")


def _traits(entries: Iterable[Entry]) -> list[Traits]:
    entries = list(entries)
    persons: dict[int, list[Person]] = defaultdict(list)
    for person in Person.objects.filter(group__in=[entry.group_id for entry in entries]):
        persons[person.group_id].append(person)
    return [
        Traits(entry.receipt, entry.group_id, _values(persons[entry.group_id])) for entry in entries
    ]


def _values(persons: list[Person]) -> dict[str, frozenset[str]]:
    """A person alone by her name and address: many share a name."""
    phones = [p for each in persons for p in (each.phone_home, each.phone_mobile)]
    return {
        "person": frozenset(f"{search_key(p.name)}|{plain(p.address)}" for p in persons),
        "phone": frozenset(digits(phone) for phone in phones if phone),
        "mail": frozenset(p.mail.lower() for p in persons if p.mail),
        "address": frozenset(
            plain(p.address) for p in persons if p.role == PersonRole.REPRESENTATIVE
        ),
    }
