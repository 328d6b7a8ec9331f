"""見本の打合せ: some of the coming uses have a meeting, and some have prepared their sheet."""

from collections import Counter
from datetime import datetime, time, timedelta

from uketsuke.bookings.models import Booking
from uketsuke.halls.queries import atlas
from uketsuke.kernel.actors import Actor, Who
from uketsuke.kernel.clock import day
from uketsuke.meetings import actions, queries
from uketsuke.meetings.actions import Prepared
from uketsuke.meetings.models import Meeting, MeetingState

MOST = 24


def book(now: datetime) -> None:
    """The nearest uses have met; of the later ones every other makes an appointment, and every
    third of these writes its hours beforehand."""
    _have_met(now)
    at = now - timedelta(hours=1)
    waiting = queries.without(day(now)).filter(date__gte=day(now) + timedelta(days=24))
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


def _have_met(now: datetime) -> None:
    """打合せ済み: written as rows, as all that is older than the last days; a few are still due."""
    soon = queries.without(day(now)).filter(date__lt=day(now) + timedelta(days=24))
    made, seats = [], Counter[tuple[int, int]]()
    for nth, booking in enumerate(soon):
        if nth % 9 == 8:
            continue
        hall, back = booking.room.hall_id, 21 + nth % 14
        seats[hall, back] += 1
        made.append(
            Meeting(
                booking=booking,
                hall_id=hall,
                date=day(now) - timedelta(days=back),
                starts=time(10 + seats[hall, back] % 6),
                minutes=60,
                seat=1 + seats[hall, back] // 6,
                state=MeetingState.HELD,
                made_at=now - timedelta(days=back + 10),
                made_by=booking.group.number,
                ended_at=now - timedelta(days=back),
                ended_by=f"counter-{booking.room.hall.code}",
            )
        )
    Meeting.objects.bulk_create(made)
