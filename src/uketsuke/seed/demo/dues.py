"""見本の減免と第二の請求: what waits at the counter about money."""

from datetime import datetime, timedelta

from uketsuke.bookings import extras, reductions
from uketsuke.bookings.models import Booking
from uketsuke.bookings.states import State
from uketsuke.kernel.actors import Actor, Who
from uketsuke.kernel.clock import day
from uketsuke.seed.demo.actors import MANAGER, office

TOWN, ASKED, GRANTED, USED = "町会", 3, 2, 2
USED_THINGS = {"lectern": 1, "music-stand": 10}


def ask(now: datetime) -> None:
    """Some 町会 ask for less to pay; some uses of the last days have their equipment billed."""
    at = now - timedelta(hours=3)
    towns = Booking.objects.filter(
        group__name__contains=TOWN, date__gt=day(now), reductions=None, group__state="active"
    )
    waiting = towns.filter(state__in=(State.TENTATIVE, State.APPROVED)).order_by("date", "pk")
    for nth, booking in enumerate(waiting[: ASKED + GRANTED]):
        herself = Actor(Who.GROUP, booking.group.number, "192.0.2.201")
        paper = "見本の町会認定書"
        asked = reductions.ask(booking.pk, "neighbourhood", paper, by=herself, at=at)
        if nth >= ASKED:
            later = at + timedelta(hours=1)
            reductions.grant(asked.pk, None, "書類を確認", by=MANAGER, at=later)
    used = Booking.objects.filter(state=State.USED, date__lt=day(now)).select_related("room__hall")
    for booking in used.order_by("-date", "pk")[:USED]:
        over = booking.extras.get("overtime", 0)
        extras.bill(booking.pk, USED_THINGS, over, by=office(booking.room.hall.code), at=at)
