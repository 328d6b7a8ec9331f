"""附帯設備と楽屋を頼む・決める: a group asks, the hall decides at the meeting and tells her."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from uketsuke.audit.actions import record
from uketsuke.bookings import along, steps
from uketsuke.bookings.models import Booking
from uketsuke.bookings.states import CHANGEABLE
from uketsuke.equipment import catalogue, queries, shelves
from uketsuke.equipment.counting import Less, last_day
from uketsuke.equipment.models import Item, Line, LineState, Repair, Shelf
from uketsuke.kernel import clock
from uketsuke.kernel.actors import Actor
from uketsuke.kernel.again import again
from uketsuke.kernel.refusals import Refusal, refuse_if


@dataclass(frozen=True, slots=True)
class Ruling:
    """決定: so many are lent in each slot (0: none), and why not as many as were asked for."""

    number: int
    reason: str = ""


@again
@transaction.atomic(durable=True)
def ask(booking_id: int, wanted: Mapping[str, int], *, by: Actor, at: datetime) -> Booking:
    """附帯設備・楽屋を頼む: of each thing (by code) so many in each slot of the booking.

    What is named replaces what was asked before (0: no longer); sent again it has one effect.
    Raises Refusal ``equipment.*``; then nothing is stored.
    """
    booking = steps.locked(booking_id)
    refuse_if(objections(booking, by, at))
    if along.ask(booking, wanted, by, at):
        lines = [in_words(each) for each in queries.lines(booking.number)]
        steps.tell("equipment.asked", booking, at, lines=lines)
        record("equipment.ask", booking, by=by, at=at, wanted=dict(wanted))
    return booking


@again
@transaction.atomic(durable=True)
def decide(booking_id: int, rulings: Mapping[str, Ruling], *, by: Actor, at: datetime) -> Booking:
    """附帯設備・楽屋を決める: confirmed, lowered or refused, line by line; the group is told once.

    What is not named stays as it is; the same again has no effect. Raises Refusal
    ``equipment.reason`` where less is lent than was asked for and no reason is given, or as
    ``ask`` does.
    """
    booking = steps.locked(booking_id)
    if not by.is_staff:
        raise Refusal("equipment.not_staff")
    refuse_if(objections(booking, by, at))
    order = queries.order_of(booking.number)
    mine = along.locked_lines(order) if order else {}
    changes = {code: each for code, each in rulings.items() if _differs(mine.get(code), each)}
    refuse_if(_without_reason(mine, changes))
    found: list[Refusal] = []
    told = []
    for code, ruling in sorted(changes.items(), key=lambda each: each[1].number):
        try:
            along.give(booking, code, ruling.number, mine.get(code), at)
        except Refusal as refusal:
            found.append(refusal)
            continue
        told.append(in_words(_write(booking, code, mine.get(code), ruling, by, at)))
    refuse_if(found)
    if told:
        steps.tell("equipment.decided", booking, at, lines=told)
        record("equipment.decide", booking, by=by, at=at, lines=told)
    return booking


@again
@transaction.atomic(durable=True)
def repair(
    item_id: int, away: Less, reason: str, *, by: Actor, at: datetime, lowering: bool = False
) -> Repair:
    """故障・修理を記録する: so many pieces fewer for a time. Sent again it has one effect.

    ``lowering``: where too much is promised already, the last who asked get less and are told;
    else Refusal ``equipment.promised`` names the days. Raises also ``equipment.dates``.
    """
    item = shelves.locked([item_id])[0]
    lowered = _lower(item, away, reason, at) if lowering else []
    made = catalogue.put_away(item, away, reason, by, at)
    for line in lowered:
        booking = Booking.objects.select_related("room__hall", "application", "group").get(
            number=line.order.label
        )
        steps.tell("equipment.short", booking, at, lines=[in_words(line)])
        record("equipment.lower", booking, by=by, at=at, why=reason, item=item.code)
    return made


def objections(booking: Booking, by: Actor, at: datetime) -> Iterator[Refusal]:
    """頼めない理由: the booking does not stand, or the last day for it is over."""
    if booking.state not in CHANGEABLE:
        yield Refusal("equipment.not_standing", old=booking.state)
        return
    rules = queries.rules(clock.day(at))
    days = rules.counter_days if by.is_staff else rules.web_days
    last = last_day(booking.date, days)
    if clock.day(at) > last:
        if by.is_staff:
            yield Refusal("equipment.too_late_counter", last=last)
        else:
            yield Refusal("equipment.too_late", last=last, days=days)


def in_words(line: Line) -> str:
    """明細を言葉で: ``プロジェクター 1台（2台のご希望）：修理中``."""
    unit = line.item.unit
    if line.state == LineState.ASKED:
        waits = f"{line.item.name} {line.asked}{unit}（確認待ち）"
        return f"{waits}：{line.reason}" if line.reason else waits
    words = (
        f"{line.item.name} {line.number}{unit}"
        if line.number
        else f"{line.item.name} お貸しできません"
    )
    if line.number < line.asked:
        words += f"（{line.asked}{unit}のご希望）"
    return f"{words}：{line.reason}" if line.reason else words


def _differs(line: Line | None, ruling: Ruling) -> bool:
    if line is None:
        return ruling.number > 0
    return line.given != ruling.number or line.reason != ruling.reason


def _without_reason(mine: Mapping[str, Line], rulings: Mapping[str, Ruling]) -> Iterator[Refusal]:
    for code, ruling in rulings.items():
        line = mine.get(code)
        if line and ruling.number < line.asked and not ruling.reason:
            yield Refusal("equipment.reason", item=line.item.name)


def _write(
    booking: Booking, code: str, line: Line | None, ruling: Ruling, by: Actor, at: datetime
) -> Line:
    if line is None:
        item = Item.objects.get(hall=booking.room.hall_id, code=code)
        order = queries.order_of(booking.number)
        line = Line(order=order, item=item, asked=ruling.number, asked_at=at, asked_by=by.name)
    line.decided_by = by.name
    along.lower(line, ruling.number, ruling.reason, at)
    return line


def _lower(item: Item, away: Less, reason: str, at: datetime) -> list[Line]:
    """多すぎる約束を減らす: on each day too full for what is left, the last who asked first."""
    lowered = []
    first = max(away.starts, clock.day(at))
    days = Shelf.objects.filter(item=item, date__range=(first, away.ends), promised__gt=0)
    for on in sorted(set(days.values_list("date", flat=True))):
        over = {
            each.slot: each.promised - max(each.number - away.number, 0)
            for each in Shelf.objects.filter(item=item, date=on)
        }
        lines = Line.objects.filter(item=item, order__date=on, order__released=False)
        for line in lines.select_related("order", "item").order_by("-asked_at", "-pk"):
            slots = line.order.slot_codes
            less = min(max(over[slot] for slot in slots), line.number)
            if less <= 0:
                continue
            shelves.shift(on, slots, {item.pk: -less})
            along.less(line, line.number - less, reason, at)
            over |= {slot: over[slot] - less for slot in slots}
            lowered.append(line)
    return lowered
