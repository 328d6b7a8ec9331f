"""見本の空き待ち: some wait for popular cells, one has just been offered hers."""

from datetime import datetime, timedelta
from uuid import uuid5

from uketsuke.bookings import actions, rests
from uketsuke.bookings.availability import Wish
from uketsuke.bookings.models import Block, Booking
from uketsuke.bookings.reception import UseDay
from uketsuke.bookings.states import State
from uketsuke.groups.models import Group, GroupState
from uketsuke.halls.models import RoomKind
from uketsuke.kernel.actors import SYSTEM, Actor, Who
from uketsuke.kernel.clock import day
from uketsuke.kernel.refusals import Refusal
from uketsuke.seed.demo.past import SPACE
from uketsuke.waiting import actions as waiting
from uketsuke.waiting import offers, searches

WANTED, EACH = 5, 3
HOUR = timedelta(hours=1)


def join(now: datetime) -> None:
    """For some booked days a few groups wait each; the first of these days was given back this
    morning, and it is somebody's turn; the second is resting."""
    at, today = now - 3 * HOUR, day(now)
    coming = Booking.objects.filter(
        state__in=(State.TENTATIVE, State.APPROVED),
        date__range=(today + timedelta(days=25), today + timedelta(days=90)),
        date__week_day__in=(1, 7),
        room__kind=RoomKind.HALL,
    ).select_related("room", "group")
    bookings = list(coming.order_by("date", "pk")[:WANTED])
    groups = list(Group.objects.filter(state=GroupState.ACTIVE).order_by("pk")[: WANTED * EACH])
    for nth, booking in enumerate(bookings):
        for group in groups[nth::WANTED]:
            _join(group, booking, at)
    for booking, since in zip(bookings, (2 * HOUR, timedelta(minutes=5)), strict=False):
        herself = Actor(Who.GROUP, booking.group.number, "192.0.2.203")
        actions.cancel(booking.pk, by=herself, at=now - since)
    Block.objects.filter(returned_by=bookings[0]).update(releases_at=now)
    for room, on in rests.due(now):
        offers.pass_on(room, on, by=SYSTEM, at=now)
    for group in groups[:2]:
        wish = Wish(today + timedelta(days=14), today + timedelta(days=100), frozenset({5, 6}))
        token = uuid5(SPACE, f"search {group.number}")
        searches.keep(group.pk, wish, token, by=_herself(group), at=at)


def _join(group: Group, booking: Booking, at: datetime) -> None:
    use = UseDay(booking.room.key, booking.date, booking.slot_codes)
    token = uuid5(SPACE, f"wait {group.number} {use}")
    try:
        waiting.join(group.pk, use, token, by=_herself(group), at=at)
    except Refusal:  # it is her own day, or not yet hers to ask for
        return


def _herself(group: Group) -> Actor:
    return Actor(Who.GROUP, group.number, "192.0.2.203")
