"""見本の過去: what happened before the last days, as the rows that the real actions would have
left. ``seed/check.py`` holds both to the same rules."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from uketsuke.bookings import papers, steps
from uketsuke.bookings.models import Application, Booking, Hold
from uketsuke.bookings.queries import rules
from uketsuke.bookings.states import OCCUPYING, State
from uketsuke.day import hours
from uketsuke.day.models import UseRecord
from uketsuke.groups.models import Group
from uketsuke.halls.models import Hall, Room
from uketsuke.halls.queries import atlas
from uketsuke.kernel.actors import SYSTEM, Actor
from uketsuke.kernel.calendar import fiscal_year
from uketsuke.kernel.clock import day
from uketsuke.kernel.models import Sequence
from uketsuke.kernel.text import search_key
from uketsuke.ledger import actions as ledger
from uketsuke.ledger.models import (
    Account,
    Bill,
    Entry,
    Kind,
    Receipt,
    ReceiptPrint,
    Refund,
    RefundNote,
    RefundState,
)
from uketsuke.seed.demo.actors import group_actor, office
from uketsuke.seed.demo.rows import Rows
from uketsuke.seed.demo.story import Story
from uketsuke.tariffs.queries import in_force, quote_for, version
from uketsuke.tariffs.quote import Use
from uketsuke.tariffs.refund import refund_quote

SPACE = UUID("6f6e1d0c-0000-4000-8000-756b65747375")


@dataclass
class Past:
    """過去: ``groups`` by 利用者番号. One method for each thing that happens to a booking."""

    rows: Rows
    groups: dict[str, Group]
    mails: dict[str, str]
    numbers: Iterator[str]
    rooms: dict[str, Room] = field(default_factory=dict)
    bookings: dict[int, Booking] = field(default_factory=dict)
    charges: dict[int, Entry] = field(default_factory=dict)
    charged: Counter[int] = field(default_factory=Counter)
    money: Counter[int] = field(default_factory=Counter)
    numbered: Counter[tuple[str, str, int]] = field(default_factory=Counter)
    receipts: dict[int, list[dict[str, str]]] = field(default_factory=dict)
    refunds: dict[int, Refund] = field(default_factory=dict)
    records: dict[int, UseRecord] = field(default_factory=dict)

    def __post_init__(self) -> None:
        halls = {hall.pk: hall for hall in Hall.objects.all()}
        for room in Room.objects.all():
            room.hall = halls[room.hall_id]  # one Hall object for all its rooms
            self.rooms[room.key] = room

    def happens(self, story: Story, what: str, at: datetime, how: dict[str, Any]) -> None:
        """What is done at ``at``, by who usually does it."""
        by = actor_of(story, what)
        if what == "book":
            self.book(story, by, at)
        else:
            getattr(self, what)(self.bookings[story.id], by, at, **how)

    def finish(self) -> None:
        """The holds of what still stands, and the numbers that were given out."""
        known = atlas()
        for booking in self.bookings.values():
            if State(booking.state) in OCCUPYING:
                for space in known.room(booking.room.key).spaces:
                    for slot in booking.slot_codes:
                        self.rows.add(
                            Hold(space_id=space, date=booking.date, slot=slot, booking=booking)
                        )
        for (series, hall, year), last in self.numbered.items():
            name = ledger.sequence(series, hall, year)
            Sequence.objects.update_or_create(name=name, defaults={"last": last})

    def book(self, story: Story, by: Actor, at: datetime) -> None:
        group = self.groups[story.party.number]
        number = next(self.numbers)
        application = self.rows.add(
            Application(
                group=group,
                token=uuid5(SPACE, number),
                channel=by.channel,
                received_by=by.name,
                received_at=at,
                title=story.title,
                title_key=search_key(story.title),
                purpose=story.party.kind.purpose,
                attendance=story.attendance,
                admission=story.admission,
                commercial=story.party.kind.commercial,
                rehearsal=story.rehearsal,
                public=story.public,
            )
        )
        told = quote_for(_use(story), day(at))
        booking = self.rows.add(
            Booking(
                number=number,
                application=application,
                group=group,
                room=self.rooms[story.use.room],
                date=story.use.date,
                slots=",".join(story.use.slots),
                created_at=at,
                tariff_id=in_force(day(at), story.use.date).id,
                quote=steps.as_json(told),
                price=told.total,
            )
        )
        story.id = booking.pk
        self.bookings[booking.pk] = booking
        self._tell("booking.received", booking, at, bookings=[number], channel=by.channel)
        self.rows.record("booking.book", application, by=by, at=at, bookings=[number])

    def wait(self, booking: Booking, by: Actor, at: datetime, reason: str) -> None:
        booking.waiting_for = reason
        self._tell("booking.waiting", booking, at, booking=booking.number, reason=reason)
        self.rows.record("booking.wait", booking, by=by, at=at, why=reason)

    def refuse(self, booking: Booking, by: Actor, at: datetime, reason: str) -> None:
        booking.state, booking.reason = State.REFUSED, reason
        booking.decided_at, booking.decided_by = at, by.name
        self._tell("booking.refused", booking, at, booking=booking.number, reason=reason)
        self.rows.record("booking.refuse", booking, by=by, at=at, why=reason)

    def approve(self, booking: Booking, by: Actor, at: datetime) -> None:
        booking.state, booking.waiting_for = State.APPROVED, ""
        booking.account = self.rows.add(Account(hall=booking.room.hall.code, label=booking.number))
        booking.payment_due = steps.due_day(booking, day(at))
        booking.decided_at, booking.decided_by = at, by.name
        self.charges[booking.pk] = self._entry(booking, Kind.CHARGE, booking.price, by, at)
        due, price = booking.payment_due.isoformat(), booking.price
        self.rows.add(
            Bill(
                number=self._number(ledger.BILL, booking.room.hall.code, at),
                account=booking.account,
                amount=price,
                due=booking.payment_due,
                issued_at=at,
                content=papers.bill_content(booking, price),
            )
        )
        self._tell("booking.approved", booking, at, booking=booking.number, due=due, yen=price)
        code = version(booking.tariff_id).facts.code
        self.rows.record("booking.approve", booking, by=by, at=at, tariff=code, yen=price)

    def pay(self, booking: Booking, by: Actor, at: datetime, method: str) -> None:
        hall, price = booking.room.hall.code, booking.price
        payment = self._entry(
            booking,
            Kind.PAYMENT,
            -price,
            by,
            at,
            method=method,
            reference="" if method == "cash" else f"見本{booking.number}",
            token=uuid5(SPACE, f"pay-{booking.number}"),
        )
        self.money[booking.pk] += price
        number = self._number(ledger.RECEIPT, hall, at)
        self.receipts[booking.pk] = [{"number": number, "day": payment.day.isoformat()}]
        tendered = -(-price // 1000) * 1000 if method == "cash" else None
        content = papers.receipt_content(booking, payment, tendered)
        receipt = self.rows.add(
            Receipt(number=number, payment=payment, issued_at=at, content=content)
        )
        self.rows.add(ReceiptPrint(receipt=receipt, nth=1, at=at, by=by.name))
        self._tell("booking.paid", booking, at, booking=booking.number, yen=price, receipt=number)
        self.rows.record("booking.pay", booking, by=by, at=at, yen=price, method=method)
        self.rows.record("receipt.print", receipt, by=by, at=at, nth=1)

    def cancel(self, booking: Booking, by: Actor, at: datetime) -> None:
        table = version(booking.tariff_id).refund_steps
        paid = self.money[booking.pk]
        terms = refund_quote(paid, booking.date, day(at), table, by_hall=False)
        self._end(booking, State.CANCELLED, at)
        self._settle(booking, terms.kept, by, at, "取消")
        self._tell(
            "booking.cancelled",
            booking,
            at,
            booking=booking.number,
            refund=terms.refund,
            by_hall=False,
            reason="",
            minutes=rules(day(at)).undo_minutes,
        )
        self.rows.record("booking.cancel", booking, by=by, at=at, refund=terms.refund)

    def pay_back(self, booking: Booking, by: Actor, at: datetime) -> None:
        due = self.money[booking.pk] - self.charged[booking.pk]
        if due <= 0:
            return
        token = uuid5(SPACE, f"back-{booking.number}")
        entry = self._entry(booking, Kind.REFUND, due, by, at, method="cash", token=token)
        self.money[booking.pk] -= due
        kept = self.charged[booking.pk]
        content = papers.refund_content(booking, entry, kept, self.receipts[booking.pk])
        number = self._number(ledger.NOTE, booking.room.hall.code, at)
        self.rows.add(RefundNote(number=number, refund=entry, issued_at=at, content=content))
        refund = self.refunds.pop(booking.pk)
        refund.state, refund.entry = RefundState.PAID, entry
        refund.decided_at, refund.decided_by = at, by.name
        self._tell("booking.refunded", booking, at, booking=booking.number, yen=due)
        self.rows.record("booking.pay_back", booking, by=by, at=at, yen=due, method="cash")

    def lapse(self, booking: Booking, by: Actor, at: datetime) -> None:
        self._end(booking, State.LAPSED, at)
        self._settle(booking, 0, by, at, "失効")
        self._tell("booking.lapsed", booking, at, booking=booking.number, overdue=True)
        self.rows.record("booking.lapse", booking, by=by, at=at)

    def come(self, booking: Booking, by: Actor, at: datetime) -> None:
        found = self.rows.add(
            UseRecord(booking=booking, arrived_at=at, version=1, changed_at=at, changed_by=by.name)
        )
        self.records[booking.pk] = found
        self.rows.record("day.check_in", booking, by=by, at=at)

    def go(self, booking: Booking, by: Actor, at: datetime, visitors: int) -> None:
        """Within her time: what is billed apart is done through the real actions only."""
        found, room = self.records[booking.pk], atlas().room(booking.room.key)
        ends = hours.span(booking.date, room.hours(booking.slot_codes)).ends
        found.left_at, found.visitors, found.version = min(at, ends), visitors, 2
        found.changed_at = at
        self.rows.record("day.check_out", booking, by=by, at=at)

    def close(self, booking: Booking, by: Actor, at: datetime) -> None:
        booking.state = State.USED
        self.rows.record("booking.close_use", booking, by=by, at=at, came=True)

    def no_show(self, booking: Booking, by: Actor, at: datetime) -> None:
        booking.state = State.NO_SHOW
        self.rows.record("booking.close_use", booking, by=by, at=at, came=False)

    def _end(self, booking: Booking, state: State, at: datetime) -> None:
        booking.ended_at, booking.ended_from, booking.state = at, booking.state, state

    def _settle(self, booking: Booking, owed: int, by: Actor, at: datetime, reason: str) -> None:
        if difference := owed - self.charged[booking.pk]:
            charge = self.charges[booking.pk]
            self._entry(
                booking, Kind.CORRECTION, difference, by, at, reason=reason, corrects=charge
            )
        if (due := self.money[booking.pk] - owed) > 0:
            self.refunds[booking.pk] = self.rows.add(
                Refund(account=booking.account, amount=due, reason=reason, asked_at=at)
            )

    def _number(self, series: str, hall: str, at: datetime) -> str:
        year = fiscal_year(day(at))
        self.numbered[series, hall, year] += 1
        return ledger.number(series, hall, year, self.numbered[series, hall, year])

    def _entry(
        self, booking: Booking, kind: Kind, amount: int, by: Actor, at: datetime, **more: Any
    ) -> Entry:
        if kind in (Kind.CHARGE, Kind.CORRECTION):
            self.charged[booking.pk] += amount
        hall = by.hall or booking.room.hall.code
        return self.rows.add(
            Entry(
                account=booking.account,
                kind=kind,
                amount=amount,
                by=by.name,
                hall=hall,
                at=at,
                day=day(at),
                **more,
            )
        )

    def _tell(self, kind: str, booking: Booking, at: datetime, /, **facts: Any) -> None:
        told = steps.as_told(booking.application, [booking])
        mail = self.mails[booking.group.number]
        self.rows.notice(kind, booking.group, mail, at, **told, **facts)


def actor_of(story: Story, what: str) -> Actor:
    """Who does such a thing."""
    if what in ("lapse", "close"):
        return SYSTEM
    by_herself = what == "cancel" or (what == "book" and story.channel == "web")
    return group_actor(story.party) if by_herself else office(story.use.hall)


def _use(story: Story) -> Use:
    return Use(
        room=story.use.room,
        date=story.use.date,
        slots=story.use.slots,
        admission=story.admission,
        commercial=story.party.kind.commercial,
        rehearsal=story.rehearsal,
    )
