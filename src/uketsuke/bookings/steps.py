"""予約の段取り: the steps that several actions share, inside the transaction of their caller."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from uketsuke.audit.actions import record
from uketsuke.bookings import along, holds, papers, queries, reception, returns, states
from uketsuke.bookings.deadlines import extra_due, payment_due
from uketsuke.bookings.models import Application, Block, Booking, Draft, ReductionState
from uketsuke.bookings.reception import Description, UseDay
from uketsuke.bookings.states import State
from uketsuke.groups.models import Group
from uketsuke.halls.queries import atlas
from uketsuke.kernel import clock, rows
from uketsuke.kernel.actors import Actor
from uketsuke.kernel.numbers import random_number
from uketsuke.kernel.refusals import Refusal, refuse_if
from uketsuke.kernel.text import search_key
from uketsuke.ledger import actions as ledger
from uketsuke.ledger.models import Bill, Kind
from uketsuke.ledger.queries import balance, paid
from uketsuke.notices import outbox
from uketsuke.outages import queries as outages
from uketsuke.tariffs.queries import Version, in_force, version
from uketsuke.tariffs.quote import Quote, Use, quote
from uketsuke.tariffs.refund import RefundQuote, refund_quote


def locked(booking_id: int) -> Booking:
    """The booking, locked in everybody's order (group, booking), with all that belongs to it."""
    group_id = Booking.objects.values_list("group_id", flat=True).get(pk=booking_id)
    Group.objects.select_for_update().get(pk=group_id)
    return (
        Booking.objects.select_for_update(of=("self",))
        .select_related("room__hall", "application", "group", "account")
        .get(pk=booking_id)
    )


def move(booking: Booking, new: State, by: Actor, at: datetime) -> None:
    """状態を変える, where the table of moves allows it. Raises Refusal ``states.forbidden``."""
    states.move(State(booking.state), new, by.who)
    booking.state = new


def book(
    group: Group,
    uses: list[UseDay],
    what: Description,
    token: UUID,
    by: Actor,
    at: datetime,
    things: Mapping[str, int] | None = None,
    *,
    offered: Block | None = None,
) -> Application:
    """利用申請の中身, for a locked group. ``things`` are asked for with each day (附帯設備・楽屋);
    ``offered`` (locked) has the cells of its one use.

    Raises Refusal ``reception.*``, ``cells.taken`` or ``equipment.*``.
    """
    today = clock.day(at)
    rules, standing = queries.rules(today), queries.standing(group, today)
    known = atlas()
    refuse_if(reception.objections(uses, standing, rules, known, by.channel, at, office=by.hall))
    refuse_if(reception.of_description(uses, what, known))

    drafts = rows.where(Draft, group=group.pk)
    kept = {} if offered else holds.claim(drafts, uses, at)
    application = receive(group, what, token, by, at)
    bookings = [write(application, use, what, at) for use in sorted(uses)]
    wanted = list(zip(bookings, sorted(uses), strict=True))
    if offered:
        holds.change_hands(offered.holds.all(), bookings[0])
    elif kept:
        holds.hand_over(kept, wanted)
    else:
        holds.take(wanted, at)
    if drafts:
        rows.delete(Draft, group=group.pk, token=token)  # its cells are the bookings' by now
    if things:
        ask_along([booking.pk for booking in bookings], things, by, at)
    numbers = [booking.number for booking in bookings]
    told = as_told(application, bookings)
    outbox.post("booking.received", to=group, at=at, bookings=numbers, channel=by.channel, **told)
    record("booking.book", application, by=by, at=at, bookings=numbers)
    return application


def receive(group: Group, what: Description, token: UUID, by: Actor, at: datetime) -> Application:
    """利用申請を記録する, as the form of that ``token`` describes it."""
    made = Application(
        group=group,
        token=token,
        channel=by.channel,
        received_by=by.name,
        received_at=at,
        title=what.title,
        title_key=search_key(what.title),
        purpose=what.purpose,
        attendance=what.attendance,
        admission=what.admission,
        commercial=what.commercial,
        rehearsal=what.rehearsal,
        public=what.public,
    )
    rows.insert([made])
    return made


def write(application: Application, use: UseDay, what: Description, at: datetime) -> Booking:
    """仮予約を記録する: one day of the application, with the price as it would be today."""
    current = in_force(clock.day(at), use.date)
    told = _quote(use, what, current)
    made = Booking(
        number=random_number(),
        application=application,
        group=application.group,
        room_id=atlas().room(use.room).id,
        date=use.date,
        slots=",".join(use.slots),
        created_at=at,
        tariff_id=current.id,
        quote=as_json(told),
        price=told.total,
    )
    while not rows.insert([made], or_none=True):  # somebody else has that number
        made.number = random_number()
    return made


def fix_price(booking: Booking, current: Version) -> None:
    """料金を確定する: by the version in force at approval; it stays with the booking."""
    fixed = priced(booking, current)
    booking.tariff_id, booking.quote, booking.price = current.id, as_json(fixed), fixed.total


def priced(booking: Booking, current: Version, **extras: Any) -> Quote:
    """見積 of the booking as it stands, with the reduction it was granted; ``extras`` are
    ``equipment`` and ``overtime_hours`` of a use. Raises Refusal ``quote.*``."""
    made = booking.application
    what = Description(
        made.title,
        made.purpose,
        made.attendance,
        made.admission,
        commercial=made.commercial,
        rehearsal=made.rehearsal,
    )
    for granted in booking.reductions.all():
        if granted.state == ReductionState.GRANTED:
            extras |= {"reduction": granted.kind, "reduction_percent": granted.percent}
    return _quote(use_day(booking), what, current, **extras)


def due_day(booking: Booking, decided_on: date) -> date:
    """納付期限 of a booking approved on that day."""
    days = queries.rules(decided_on).payment_days
    return payment_due(decided_on, booking.date, days, _counter_days(booking))


def extra_due_day(booking: Booking, billed_on: date) -> date:
    """納付期限 of what is billed apart on that day, also after the use."""
    days = queries.rules(billed_on).payment_days
    return extra_due(billed_on, days, _counter_days(booking))


def issue_bill(booking: Booking, due: date, *, at: datetime) -> Bill | None:
    """納入通知書を出す: over all that is owed now, until ``due``. Nothing owed: no bill."""
    account = booking.account
    owed = balance(account.pk) if account else 0
    booking.payment_due = due if owed > 0 else None
    booking.save(update_fields=["payment_due"])
    if account is None or owed <= 0:
        return None
    return ledger.issue_bill(account, owed, due, papers.bill_content(booking, owed), at=at)


def _counter_days(booking: Booking) -> Callable[[date], bool]:
    hall, known = booking.room.hall.code, atlas()
    return lambda day: known.is_counter_day(hall, day)


def settle(account_id: int, owed: int, *, by: Actor, at: datetime, reason: str) -> None:
    """訂正: what was charged becomes ``owed`` yen in all; what was paid beyond is due back."""
    account = ledger.lock(account_id)
    difference = owed - (balance(account.pk) + paid(account.pk))
    if difference:
        charge = account.entries.filter(kind=Kind.CHARGE).latest("pk")
        ledger.correct(charge, difference, by=by, at=at, reason=reason)


def reopen(booking: Booking, *, by: Actor, at: datetime) -> None:
    """取消の訂正を訂正する. Raises Refusal ``undo.refunded`` when money has gone back already."""
    account = ledger.lock(booking.account_id or 0)
    if account.entries.filter(at__gte=booking.ended_at, kind=Kind.REFUND).exists():
        raise Refusal("undo.refunded")
    settle(account.pk, booking.total, by=by, at=at, reason="取消の取りやめ")


def beyond_limits(booking: Booking, by: Actor, at: datetime) -> list[Refusal]:
    """上限: which limits of number the group would pass if this booking stood again."""
    numbers = ("reception.cap", "reception.consecutive")
    return [each for each in objections(booking, by, at) if each.code in numbers]


def objections(booking: Booking, by: Actor, at: datetime) -> list[Refusal]:
    """受付の規則 against the day of the booking, as if it were asked for now."""
    today = clock.day(at)
    rules, standing = queries.rules(today), queries.standing(booking.group, today)
    uses = [use_day(booking)]
    return list(reception.objections(uses, standing, rules, atlas(), by.channel, at, by.hall))


def tell(kind: str, booking: Booking, at: datetime, **facts: Any) -> None:
    """その団体に知らせる."""
    told = as_told(booking.application, [booking])
    outbox.post(kind, to=booking.group, at=at, booking=booking.number, **told, **facts)


def ask_along(bookings: Sequence[int], things: Mapping[str, int], by: Actor, at: datetime) -> None:
    """附帯設備・楽屋をいっしょに頼む, for bookings just made of a locked group."""
    for pk in bookings:
        booking = locked(pk)
        if along.ask(booking, things, by, at):
            record("equipment.ask", booking, by=by, at=at, wanted=dict(things))


def take_along_again(booking: Booking, at: datetime) -> None:
    """附帯設備・楽屋をもう一度取る: what cannot be had any more, the group is told."""
    if short := along.retake(booking, at):
        tell("equipment.short", booking, at, lines=short)


def take_rooms_away(booking: Booking, rooms: set[str], reason: str, at: datetime) -> None:
    """楽屋を使えなくする: the hall needs these rooms itself; the booking stands without them."""
    if gone := along.take_away(booking, rooms, reason, at):
        tell("equipment.short", booking, at, lines=gone)


def as_told(application: Application, bookings: Sequence[Booking]) -> dict[str, Any]:
    """通知に書く利用内容: names and days as they are now, so that the text stays true later."""
    return {
        "title": application.title,
        "uses": [{"number": each.number} | use_as_told(use_day(each)) for each in bookings],
        "official": all(each.quote["official"] for each in bookings),
    }


def use_day(booking: Booking) -> UseDay:
    """The booking's room, date and slots."""
    return UseDay(atlas().by_id(booking.room_id).key, booking.date, booking.slot_codes)


def as_json(told: Quote) -> dict[str, Any]:
    """見積 as it is kept with the booking."""
    return {
        "tariff": told.tariff,
        "official": told.official,
        "lines": [
            {"code": line.code, "label": line.label, "amount": line.amount} for line in told.lines
        ],
        "total": told.total,
    }


def cancel(
    booking: Booking, *, by: Actor, at: datetime, reason: str = "", by_hall: bool = False
) -> Booking:
    """取消の中身, of a locked booking. Raises Refusal ``states.*`` or ``refund.after_use``."""
    if booking.state == State.CANCELLED:
        return booking
    terms = cancel_terms(booking, at, by_hall=by_hall)
    old = booking.state
    move(booking, State.CANCELLED, by, at)
    booking.ended_at, booking.ended_from, booking.ended_by_hall = at, old, by_hall
    booking.reason = reason
    booking.save()
    along.release(booking)
    returns.give_back(booking, at)
    if booking.account_id:
        settle(booking.account_id, terms.kept, by=by, at=at, reason="取消")
    tell(
        "booking.cancelled",
        booking,
        at,
        refund=terms.refund,
        by_hall=by_hall,
        reason=reason,
        minutes=queries.rules(clock.day(at)).undo_minutes,
    )
    record("booking.cancel", booking, by=by, at=at, why=reason, refund=terms.refund)
    return booking


def cancel_terms(booking: Booking, at: datetime, *, by_hall: bool = False) -> RefundQuote:
    """還付の見込み: what a cancel now would return and keep of what was paid.

    Within 30 minutes of booking everything is returned, and what was paid beyond the price
    always. Raises Refusal ``refund.after_use``.
    """
    today = clock.day(at)
    money = paid(booking.account_id) if booking.account_id else 0
    beyond = max(-balance(booking.account_id), 0) if booking.account_id else 0
    fresh = at <= queries.undo_until(booking.created_at)
    table = version(booking.tariff_id).refund_steps
    counted = outages.counted(at) if booking.date >= today else today
    terms = refund_quote(money - beyond, booking.date, counted, table, by_hall=by_hall or fresh)
    return replace(terms, refund=terms.refund + beyond)


def kept_by_cancel(booking: Booking) -> int:
    """お返ししない額: what the hall keeps of a cancelled booking and no refund has yet named."""
    if booking.state != State.CANCELLED or booking.account is None:
        return 0
    if booking.account.entries.filter(kind=Kind.REFUND, at__gte=booking.ended_at).exists():
        return 0
    return balance(booking.account.pk) + paid(booking.account.pk)


def use_as_told(use: UseDay) -> dict[str, Any]:
    """利用日 in the words a notice needs."""
    room = atlas().room(use.room)
    hours = [f"{start:%H:%M}〜{end:%H:%M}" for start, end in room.hours(use.slots)]
    return {
        "hall": atlas().halls[room.hall].name,
        "room": room.name,
        "date": use.date.isoformat(),
        "slots": [room.slot(code).label for code in use.slots],
        "hours": hours,
    }


def _quote(use: UseDay, what: Description, current: Version, **more: Any) -> Quote:
    labels = {slot.code: slot.label for slot in atlas().room(use.room).slots}
    described = Use(
        room=use.room,
        date=use.date,
        slots=use.slots,
        admission=what.admission,
        commercial=what.commercial,
        rehearsal=what.rehearsal,
        **more,
    )
    return quote(described, current.facts, labels)
