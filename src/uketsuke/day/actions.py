"""当日: what the office writes down about a use. Each is one action, and none counts twice.

``seen`` is the version of the record that stood on the page: what somebody else has changed
meanwhile is changed by nobody who has not seen it. The same again is done already.
"""

from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import datetime, time

from django.db import transaction

from uketsuke.audit.actions import record
from uketsuke.bookings import decisions, extras, steps
from uketsuke.bookings.models import Booking
from uketsuke.bookings.states import State
from uketsuke.day import hours, queries
from uketsuke.day.hours import Happened
from uketsuke.day.models import UseRecord
from uketsuke.kernel import clock
from uketsuke.kernel.actors import Actor
from uketsuke.kernel.refusals import Refusal, refuse_if

Change = Callable[[Happened, Booking], Happened]
WRITABLE = (State.APPROVED, State.USED)


@transaction.atomic(durable=True)
def check_in(
    booking_id: int, seen: int, *, by: Actor, at: datetime, when: time | None = None
) -> UseRecord:
    """入館, now or at the time ``when`` of the day of use. Raises Refusal ``day.*``."""

    def change(was: Happened, booking: Booking) -> Happened:
        if when is None:
            return was if was.arrived else replace(was, arrived=_now(booking, at))
        return replace(was, arrived=hours.moment(booking.date, when))

    return _write("day.check_in", booking_id, seen, change, by=by, at=at)


@transaction.atomic(durable=True)
def check_out(
    booking_id: int,
    seen: int,
    visitors: int | None = None,
    *,
    by: Actor,
    at: datetime,
    when: time | None = None,
) -> UseRecord:
    """退館, with the visitors where they are known by then. Raises Refusal ``day.*``."""

    def change(was: Happened, booking: Booking) -> Happened:
        counted = was if visitors is None else replace(was, visitors=visitors)
        if when is None:
            return counted if was.left else replace(counted, left=_now(booking, at))
        return replace(counted, left=hours.moment(booking.date, when, was.arrived))

    return _write("day.check_out", booking_id, seen, change, by=by, at=at)


@transaction.atomic(durable=True)
def count(booking_id: int, seen: int, visitors: int, *, by: Actor, at: datetime) -> UseRecord:
    """来場者数. Raises Refusal ``day.*``."""

    def change(was: Happened, _: Booking) -> Happened:
        return replace(was, visitors=visitors)

    return _write("day.count", booking_id, seen, change, by=by, at=at)


@transaction.atomic(durable=True)
def correct(booking_id: int, seen: int, right: Happened, *, by: Actor, at: datetime) -> UseRecord:
    """当日の記録を直す: all of it at once; what is None there was never so. Raises ``day.*``."""

    def change(_: Happened, __: Booking) -> Happened:
        return right

    return _write("day.correct", booking_id, seen, change, by=by, at=at)


@transaction.atomic(durable=True)
def take_back(booking_id: int, seen: int, what: str, *, by: Actor, at: datetime) -> UseRecord:
    """入館・退館・人数の取消: ``what`` is ``arrived``, ``left``, ``visitors``, ``expected``."""

    def change(was: Happened, _: Booking) -> Happened:
        return replace(was, **{what: None})

    return _write("day.take_back", booking_id, seen, change, by=by, at=at)


@transaction.atomic(durable=True)
def no_show(booking_id: int, *, by: Actor, at: datetime) -> Booking:
    """無断不使用, once her time has long begun. Sent again it has one effect.

    Raises Refusal ``day.*`` or ``states.forbidden``.
    """
    booking = steps.locked(booking_id)
    if booking.state == State.NO_SHOW:
        return booking
    _may(booking, by, at)
    rules = queries.rules(booking.date)
    first = hours.no_show_from(queries.span_of(booking).starts, rules.no_show_minutes)
    if at < first:
        raise Refusal("day.too_early", since=first, minutes=rules.no_show_minutes)
    written = UseRecord.objects.filter(booking=booking).first()
    if written and written.arrived_at:
        raise Refusal("day.has_come", arrived=written.arrived_at)
    decisions.end_use(booking, False, by=by, at=at)
    return booking


@transaction.atomic(durable=True)
def reopen(booking_id: int, *, by: Actor, at: datetime) -> Booking:
    """利用の結果の取消: the booking stands as on its day. Raises ``day.*`` or ``states.*``."""
    booking = steps.locked(booking_id)
    _may(booking, by, at)
    decisions.reopen_use(booking, by=by, at=at)
    return booking


@transaction.atomic(durable=True)
def close(booking_id: int, *, by: Actor, at: datetime) -> bool:
    """利用済とする: the day is over and she was there. Returns whether it was so."""
    booking = steps.locked(booking_id)
    came = UseRecord.objects.filter(booking=booking, arrived_at__isnull=False).exists()
    if booking.state != State.APPROVED or booking.date >= clock.day(at) or not came:
        return False
    decisions.end_use(booking, True, by=by, at=at)
    return True


def bill_overtime(booking_id: int, *, by: Actor, at: datetime) -> Booking:
    """超過を請求する: the hours of the record go to the second bill, beside its equipment.

    Raises Refusal ``day.*``, ``extras.*`` or ``quote.*``. The same again has no effect.
    """
    booking = Booking.objects.select_related("room__hall", "record").get(pk=booking_id)
    _may(booking, by, at)
    over = queries.overtime_of(booking)
    said = booking.extras
    things, rooms = said.get("equipment", {}), said.get("dressing", ())
    return extras.bill(booking.pk, things, over, by=by, at=at, dressing=rooms)


def _write(
    action: str, booking_id: int, seen: int, change: Change, *, by: Actor, at: datetime
) -> UseRecord:
    """One change of the record, of a locked booking, with its trace."""
    booking = steps.locked(booking_id)
    _may(booking, by, at)
    if booking.state not in WRITABLE:
        raise Refusal("day.not_standing", old=booking.state)
    found = UseRecord.objects.filter(booking=booking).first() or UseRecord(booking=booking)
    was = queries.happened(found)
    now = change(was, booking)
    if now == was:
        return found
    if found.version != seen:
        raise Refusal("day.changed", by=found.changed_by)
    refuse_if(hours.objections(now, queries.span_of(booking), at))
    found.expected_at, found.arrived_at = now.expected, now.arrived
    found.left_at, found.visitors = now.left, now.visitors
    found.version, found.changed_at, found.changed_by = found.version + 1, at, by.name
    found.save()
    record(action, booking, by=by, at=at, was=_told(was), now=_told(now))
    return found


def _may(booking: Booking, by: Actor, at: datetime) -> None:
    """Her own hall, on the day of use or some days after it."""
    hall = booking.room.hall.code
    if by.hall and by.hall != hall:
        raise Refusal("day.another_hall", hall=hall)
    today = clock.day(at)
    if today < booking.date:
        raise Refusal("use.not_yet", date=booking.date)
    if today > queries.correctable(booking.date):
        raise Refusal("day.too_late", days=queries.rules(booking.date).correct_days)


def _now(booking: Booking, at: datetime) -> datetime:
    """いま, to the minute. On a later day the clock says nothing: raises ``day.when``."""
    if at - queries.span_of(booking).ends > hours.EARLY:
        raise Refusal("day.when", date=booking.date)
    return at.replace(second=0, microsecond=0)


def _told(of: Happened) -> dict[str, str | int | None]:
    """The record as the audit keeps it."""
    return {
        name: value.astimezone(clock.TOKYO).isoformat() if isinstance(value, datetime) else value
        for name, value in asdict(of).items()
    }
