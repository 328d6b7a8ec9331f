"""台帳を読む: what stands in every cell of the halls, and all bookings of one group.

The holds are the truth: one query reads them with whatever owns them, one more the balances,
however many days are asked for.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from django.db.models import Case, QuerySet, When

from uketsuke.bookings import queries
from uketsuke.bookings.holds import living
from uketsuke.bookings.models import Block, BlockReason, BlockState, Booking, Hold
from uketsuke.bookings.opening import Kind, phase
from uketsuke.bookings.reception import COUNTER, Rules, UseDay
from uketsuke.bookings.states import OCCUPYING
from uketsuke.halls.facts import Atlas, RoomFacts
from uketsuke.halls.queries import atlas
from uketsuke.kernel import clock
from uketsuke.kernel.calendar import month_start
from uketsuke.ledger.queries import balances

_FIELDS = (
    "space_id",
    "date",
    "slot",
    "expires_at",
    "booking_id",
    "booking__number",
    "booking__state",
    "booking__price",
    "booking__account_id",
    "booking__payment_due",
    "booking__waiting_for",
    "booking__group__name",
    "booking__application__title",
    "block_id",
    "block__state",
    "block__public_reason",
    "block__reason_class",
    "draft_id",
    "draft__group__name",
)


@dataclass(frozen=True, slots=True)
class Item:
    """台帳の一件: neighbouring slots of a room on a day that belong together.

    ``state`` is a state of a booking, or ``blocked``, ``proposed`` (a block not yet approved),
    ``draft`` (held while somebody types), ``resting`` or ``offered`` (``passing``: on its way to
    somebody who waits, or to everybody); of what nobody has: ``free``, ``residents`` (free, for
    residents only as yet), ``before``, ``lottery``, ``late`` (too late to apply), ``past``,
    ``closed``. ``payment`` is ``unpaid``, ``part_paid``, ``paid``, ``due_back`` or nothing.
    """

    room: str
    date: date
    slots: tuple[str, ...]
    state: str
    number: str = ""
    block: int | None = None
    group: str = ""
    title: str = ""
    payment: str = ""
    overdue: bool = False
    waiting: str = ""
    until: datetime | None = None
    passing: bool = False

    @property
    def is_free(self) -> bool:
        """Whether somebody may book it now."""
        return self.state in ("free", "residents")

    @property
    def is_taken(self) -> bool:
        return bool(self.number or self.block or self.passing or self.state == "draft")


@dataclass(frozen=True, slots=True)
class Row:
    """予約の一行 of one group's list. ``owed`` are yen still to pay (negative: due back);
    ``sample``: its price is of a tariff that is not official (見本料金)."""

    number: str
    room: str
    due: date | None
    date: date
    slots: tuple[str, ...]
    state: str
    title: str
    price: int
    owed: int
    payment: str
    waiting: str
    sample: bool


Daybook = dict[tuple[str, date], list[Item]]


def read(rooms: Sequence[RoomFacts], first: date, last: date, at: datetime) -> Daybook:
    """台帳: the items of each of ``rooms`` on each day from ``first`` to ``last``, in the order
    of the day. Two queries."""
    held = _held(rooms, first, last, at)
    accounts = {row["booking__account_id"] for row in held.values()} - {None}
    owed = balances(accounts) if accounts else {}
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    rules = queries.rules(clock.day(at))
    free = {day: free_state(day, rules, at) for day in days}
    page = _Page(held, owed, atlas(), free, clock.day(at))
    return {(room.key, day): list(page.items(room, day)) for day in days for room in rooms}


def of_group(group_id: int) -> list[Row]:
    """一団体の予約, the latest use first, with what is owed for each. Two queries."""
    found = list(
        Booking.objects.filter(group_id=group_id)
        .select_related("room", "application", "tariff")
        .defer("quote")
        .order_by("-date", "-room__order", "-pk")
    )
    owed = balances(booking.account_id for booking in found if booking.account_id)
    return [_row(booking, owed.get(booking.account_id or 0, 0)) for booking in found]


def in_the_way(uses: Iterable[UseDay], most: int = 30) -> list[Booking]:
    """重なる予約: the living bookings that hold a cell of ``uses``, by date."""
    wanted = {
        (space, use.date, slot)
        for use in uses
        for space in atlas().room(use.room).spaces
        for slot in use.slots
    }
    if not wanted:
        return []
    days = [day for _, day, _ in wanted]
    rows = Hold.objects.filter(
        space_id__in={space for space, _, _ in wanted},
        date__range=(min(days), max(days)),
        booking__isnull=False,
    ).values_list("space_id", "date", "slot", "booking_id")
    owners = {row[3] for row in rows if row[:3] in wanted}
    found = Booking.objects.filter(pk__in=owners).select_related("group", "room")
    return list(found.defer("quote").order_by("date", "pk")[:most])


def blocks(hall: str = "") -> QuerySet[Block]:
    """休止の一覧: those that wait for approval first, then the latest. Cells that rest or are
    offered to who waits are none of the hall's own."""
    found = Block.objects.select_related("hall").prefetch_related("rooms")
    found = found.exclude(reason_class__in=(BlockReason.RESTING, BlockReason.OFFERED))
    if hall:
        found = found.filter(hall__code=hall)
    waits_first = Case(When(state=BlockState.PROPOSED, then=0), default=1)
    return found.order_by(waits_first, "-starts", "-pk")


@dataclass(frozen=True, slots=True)
class _Page:
    """What the items of a stretch of days are made from."""

    held: dict[tuple[int, date, str], dict[str, Any]]
    owed: dict[int, int]
    atlas: Atlas
    free: dict[date, tuple[str, datetime | None]]
    today: date

    def items(self, room: RoomFacts, day: date) -> Iterator[Item]:
        """The items of one room on one day."""
        cells = [(slot.code, self._owner(room, day, slot.code)) for slot in room.slots]
        closed = self.atlas.closed(room.hall, day)
        if closed and not any(row for _, row in cells):
            yield Item(room.key, day, tuple(code for code, _ in cells), "closed", title=closed)
            return
        for owner, run in groupby(cells, key=lambda cell: _owner_key(*cell)):
            slots = [code for code, _ in run]
            row = next(row for code, row in cells if code == slots[0])
            if row:
                yield self._taken(room, day, tuple(slots), row)
            else:
                yield self._free(room, day, owner[1], closed)

    def _owner(self, room: RoomFacts, day: date, slot: str) -> dict[str, Any] | None:
        """Who has a part of the room: the first of its spaces that is held tells."""
        return next(
            (row for space in room.spaces if (row := self.held.get((space, day, slot)))), None
        )

    def _taken(
        self, room: RoomFacts, day: date, slots: tuple[str, ...], row: dict[str, Any]
    ) -> Item:
        if row["booking_id"]:
            return self._booked(room, day, slots, row)
        if row["block_id"]:
            state = "proposed" if row["block__state"] == BlockState.PROPOSED else "blocked"
            reason = row["block__public_reason"]
            if row["block__reason_class"] in (BlockReason.RESTING, BlockReason.OFFERED):
                return Item(
                    room.key, day, slots, row["block__reason_class"], title=reason, passing=True
                )
            return Item(room.key, day, slots, state, block=row["block_id"], title=reason)
        return Item(
            room.key, day, slots, "draft", group=row["draft__group__name"], until=row["expires_at"]
        )

    def _booked(
        self, room: RoomFacts, day: date, slots: tuple[str, ...], row: dict[str, Any]
    ) -> Item:
        account, due = row["booking__account_id"], row["booking__payment_due"]
        owed = self.owed.get(account, 0)
        return Item(
            room.key,
            day,
            slots,
            row["booking__state"],
            number=row["booking__number"],
            group=row["booking__group__name"],
            title=row["booking__application__title"],
            payment=payment(account, row["booking__price"], owed),
            overdue=bool(due and owed > 0 and due < self.today),
            waiting=row["booking__waiting_for"],
        )

    def _free(self, room: RoomFacts, day: date, slot: str, closed: str) -> Item:
        if closed:
            return Item(room.key, day, (slot,), "closed", title=closed)
        state, until = self.free[day]
        return Item(room.key, day, (slot,), state, until=until)


def free_state(day: date, rules: Rules, at: datetime) -> tuple[str, datetime | None]:
    """空いている枠の状態 at the counter, and until when it is so (None: no end)."""
    today = clock.day(at)
    if day < today:
        return "past", None
    if today > day - timedelta(days=rules.counter_days):
        return "late", None
    now = phase(month_start(day), at, rules.opening, COUNTER)
    names = {
        Kind.BEFORE: "before",
        Kind.DRAW_RESIDENTS: "lottery",
        Kind.RESIDENTS: "residents",
        Kind.DRAW_OTHERS: "lottery",
        Kind.OPEN: "free",
    }
    return names[now.kind], now.until


def payment(account: int | None, price: int, owed: int) -> str:
    """収納の状態 of a booking with ``price`` of which ``owed`` yen are left to pay."""
    if account is None or (not price and not owed):
        return ""
    if owed < 0:
        return "due_back"
    if owed == 0:
        return "paid"
    return "part_paid" if owed < price else "unpaid"


def _held(
    rooms: Sequence[RoomFacts], first: date, last: date, at: datetime
) -> dict[tuple[int, date, str], dict[str, Any]]:
    spaces = {space for room in rooms for space in room.spaces}
    rows = Hold.objects.filter(living(at), space_id__in=spaces, date__range=(first, last))
    return {(row["space_id"], row["date"], row["slot"]): row for row in rows.values(*_FIELDS)}


def _owner_key(slot: str, row: dict[str, Any] | None) -> tuple[str, Any]:
    """Equal for neighbouring slots of one owner; free slots stay apart."""
    if row is None:
        return ("free", slot)
    if row["booking_id"]:
        return ("booking", row["booking_id"])
    if row["block_id"]:
        return ("block", row["block_id"])
    return ("draft", row["draft_id"])


def _row(booking: Booking, owed: int) -> Row:
    living_state = booking.state in OCCUPYING
    return Row(
        number=booking.number,
        room=booking.room.key,
        date=booking.date,
        slots=booking.slot_codes,
        state=booking.state,
        title=booking.application.title,
        price=booking.price,
        owed=owed,
        payment=payment(booking.account_id, booking.price, owed) if living_state or owed else "",
        due=booking.payment_due,
        waiting=booking.waiting_for,
        sample=not booking.tariff.official,
    )
