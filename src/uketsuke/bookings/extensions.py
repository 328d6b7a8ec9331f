"""期限の延長: payment and confirmation of a win, where an outage touched their last day."""

from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.db import transaction

from uketsuke.audit.actions import record
from uketsuke.bookings import steps
from uketsuke.bookings.models import Booking
from uketsuke.bookings.states import State
from uketsuke.halls.queries import atlas
from uketsuke.kernel import clock
from uketsuke.kernel.actors import Actor
from uketsuke.ledger.queries import balance
from uketsuke.outages import actions as outages
from uketsuke.outages import queries
from uketsuke.outages.models import Outage
from uketsuke.outages.moving import due_day_after_outages

A_DAY = timedelta(days=1)
KINDS = {"payment": ("payment_due", State.APPROVED), "confirm": ("confirm_by", State.TENTATIVE)}


class Wanted(NamedTuple):
    """延ばすかもしれない期限: ``move`` looks at each once more, locked."""

    booking: int
    kind: str


def to_move(outage: Outage) -> list[Wanted]:
    """延長の候補: deadlines whose last day the outage may have touched."""
    window = queries.rule(clock.day(outage.ends_at)).window
    first, last = clock.day(outage.starts_at) - A_DAY, clock.day(outage.ends_at + window)
    wanted = []
    for kind, (field, state) in KINDS.items():
        found = Booking.objects.filter(state=state, **{f"{field}__range": (first, last)})
        moved = set(outage.moves.filter(kind=kind).values_list("subject", flat=True))
        rows = found.order_by("pk").values_list("pk", "number")
        wanted += [Wanted(pk, kind) for pk, number in rows if number not in moved]
    return wanted


@transaction.atomic(durable=True)
def move(booking_id: int, kind: str, outage_id: int, *, by: Actor, at: datetime) -> date | None:
    """期限を延ばす, once for each outage; the group is told. Returns the new day, if it moved."""
    booking = steps.locked(booking_id)
    outage = Outage.objects.get(pk=outage_id)
    field, state = KINDS[kind]
    old: date | None = getattr(booking, field)
    if old is None or booking.state != state or _is_settled(booking, kind):
        return None
    if queries.is_moved(outage.pk, kind, booking.number):
        return None
    new = _moved(booking, old, outage)
    if new == old:
        return None
    due = new.isoformat()
    if kind == "payment":
        steps.issue_bill(booking, new, at=at)  # the newest one is in force
        steps.tell("booking.payment_moved", booking, at, due=due)
    else:
        booking.confirm_by = new
        booking.save(update_fields=["confirm_by"])
        steps.tell("booking.confirm_moved", booking, at, due=due)
    outages.note_move(outage, kind, booking.number, old.isoformat(), due, at)
    record("outages.move", booking, by=by, at=at, kind=kind, old=str(old), new=str(new))
    return new


def _is_settled(booking: Booking, kind: str) -> bool:
    return kind == "payment" and (not booking.account_id or balance(booking.account_id) <= 0)


def _moved(booking: Booking, old: date, outage: Outage) -> date:
    hall, known = booking.room.hall.code, atlas()
    return due_day_after_outages(
        old,
        [queries.span(outage)],
        queries.rule(clock.day(outage.ends_at)),
        latest=booking.date - A_DAY,
        is_counter_day=lambda day: known.is_counter_day(hall, day),
    )
