"""見本の打合せ: some of the coming uses have a meeting, and some have prepared their sheet."""

from datetime import datetime, time, timedelta

from uketsuke.bookings.models import Booking
from uketsuke.halls.queries import atlas
from uketsuke.kernel.actors import Actor, Who
from uketsuke.kernel.clock import day
from uketsuke.meetings import actions, queries
from uketsuke.meetings.actions import Prepared

MOST = 24


def book(now: datetime) -> None:
    """Every other booking without a meeting makes one; every third writes its hours beforehand."""
    at = now - timedelta(hours=1)
    waiting = queries.without(day(now)).filter(date__gte=day(now) + timedelta(days=12))
    for nth, booking in enumerate(waiting[: 2 * MOST : 2]):
        herself = Actor(Who.GROUP, booking.group.number, "192.0.2.203")
        free = [x for x in queries.openings_for(booking, at, is_staff=False) if x.left]
        if not free:
            continue
        chosen = free[min(nth, len(free) - 1)]
        actions.book(booking.pk, chosen.date, chosen.starts, by=herself, at=at)
        if nth % 3 == 0:
            actions.write(booking.pk, _hours(booking), None, 0, by=herself, at=at)


def _hours(booking: Booking) -> Prepared:
    spans = atlas().room(booking.room.key).hours(booking.slot_codes)
    starts, ends = spans[0][0], spans[-1][1]
    return Prepared(
        move_in=starts,
        doors=time(starts.hour + 1),
        begins=time(starts.hour + 1, 30),
        ends=time(ends.hour - 1, 30),
        move_out=ends,
        visitors=booking.application.attendance,
        notes="ピアノの位置を相談したいです（見本）。",
    )
