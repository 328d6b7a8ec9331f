"""第二の請求: 附帯設備 and overtime, settled after the meeting or after the use."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from uketsuke.audit.actions import record
from uketsuke.bookings import steps
from uketsuke.bookings.models import Booking
from uketsuke.bookings.states import State
from uketsuke.halls.queries import atlas
from uketsuke.kernel import clock
from uketsuke.kernel.actors import Actor
from uketsuke.kernel.refusals import Refusal
from uketsuke.ledger import actions as ledger
from uketsuke.tariffs.queries import version

BILLABLE = (State.APPROVED, State.USED)
APART = ("overtime", "equipment", "dressing")  # the lines of a quote that are billed apart


@transaction.atomic(durable=True)
def bill(
    booking_id: int,
    quantities: Mapping[str, int],
    overtime_hours: int,
    *,
    by: Actor,
    at: datetime,
    dressing: Sequence[str] = (),
) -> Booking:
    """附帯設備・楽屋と超過を請求する: all that was used, by the booking's own tariff.

    ``dressing`` are the keys of the 楽屋 that were used with the booking's room.

    Said anew it replaces what was said before: the difference is charged or taken off. The same
    again has no effect. Raises Refusal ``extras.not_approved`` or ``quote.*``.
    """
    booking = steps.locked(booking_id)
    if booking.state not in BILLABLE or booking.account is None:
        raise Refusal("extras.not_approved", old=booking.state)
    used = {code: n for code, n in quantities.items() if n}
    before = booking.extras
    rooms = [room for room in atlas().halls[booking.room.hall.code].rooms if room.key in dressing]
    if _said(before) == (used, overtime_hours, [room.key for room in rooms]):
        return booking
    tariff = version(booking.tariff_id)
    names = {room.key: room.name for room in rooms}
    told = steps.priced(
        booking, tariff, equipment=used, overtime_hours=overtime_hours, beside=names
    )
    lines = [line for line in steps.as_json(told)["lines"] if line["code"] in APART]
    total = sum(line["amount"] for line in lines)
    booking.extras = {
        "equipment": used,
        "overtime": overtime_hours,
        "dressing": list(names),
        "lines": lines,
        "total": total,
    }
    booking.save(update_fields=["extras"])
    account = ledger.lock(booking.account.pk)
    if before:
        steps.settle(account.pk, booking.total, by=by, at=at, reason="附帯設備・超過の変更")
    elif total:
        ledger.charge(account, total, by=by, at=at, reason="附帯設備・超過")
    made = steps.issue_bill(booking, steps.extra_due_day(booking, clock.day(at)), at=at)
    due = made.due.isoformat() if made else None
    steps.tell("booking.extras", booking, at, yen=made.amount if made else 0, due=due)
    record("booking.bill_extras", booking, by=by, at=at, yen=total, overtime=overtime_hours)
    return booking


def _said(extras: Mapping[str, Any]) -> tuple[dict[str, int], int, list[str]]:
    """What was billed apart before: things by code, hours, 楽屋 by key."""
    rooms = list(extras.get("dressing", []))
    return dict(extras.get("equipment", {})), extras.get("overtime", 0), rooms
