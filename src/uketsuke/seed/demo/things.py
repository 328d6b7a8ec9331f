"""見本の附帯設備: what groups have asked for, what the halls have decided, and what is broken."""

from datetime import datetime, timedelta

from uketsuke.bookings import ordering
from uketsuke.bookings.models import Booking
from uketsuke.bookings.ordering import Ruling
from uketsuke.bookings.states import State
from uketsuke.equipment.counting import Less
from uketsuke.equipment.models import Item
from uketsuke.halls.models import RoomKind
from uketsuke.kernel.actors import Actor, Who
from uketsuke.kernel.clock import day
from uketsuke.kernel.refusals import Refusal
from uketsuke.seed.demo.actors import MANAGER, office

SOME = 48
WANTED = (
    {"dressing-1": 1, "lectern": 1, "wireless-mic": 2, "projector": 1, "screen": 1},
    {"dressing-1": 1, "dressing-2": 1, "concert-piano": 1, "acoustic-shell": 1},
    {"lectern": 1, "wired-mic": 3},
    {"dressing-1": 1, "dressing-2": 1, "riser": 12, "spotlight": 8, "centre-spot": 1},
)


def ask(now: datetime) -> None:
    """Some of the coming uses have asked for things; the nearest of them are decided."""
    at = now - timedelta(hours=2)
    _break(at)
    first, last = day(now) + timedelta(days=8), day(now) + timedelta(days=120)
    coming = Booking.objects.filter(
        state__in=(State.APPROVED, State.TENTATIVE),
        date__range=(first, last),
        room__kind=RoomKind.HALL,
        group__state="active",
    ).select_related("room__hall", "group")
    for nth, booking in enumerate(coming.order_by("date", "pk")[:SOME:2]):
        herself = Actor(Who.GROUP, booking.group.number, "192.0.2.202")
        wanted = _there(booking, WANTED[nth % len(WANTED)])
        try:
            ordering.ask(booking.pk, wanted, by=herself, at=at)
        except Refusal:  # somebody has the 楽屋 already
            continue
        if nth % 3 == 0:
            _decide(booking, wanted, at + timedelta(hours=1))


def _decide(booking: Booking, wanted: dict[str, int], at: datetime) -> None:
    rulings = {code: Ruling(number) for code, number in wanted.items()}
    if "projector" in rulings:
        rulings["projector"] = Ruling(0, "会場の備え付けの画面をお使いいただけます（見本）")
    ordering.decide(booking.pk, rulings, by=office(booking.room.hall.code), at=at)


def _there(booking: Booking, wanted: dict[str, int]) -> dict[str, int]:
    """What of it the hall has at all."""
    items = Item.objects.filter(hall=booking.room.hall_id, code__in=wanted)
    has = {item.code for item in items if item.room_id or item.stocks.filter(number__gt=0).exists()}
    return {code: number for code, number in wanted.items() if code in has}


def _break(at: datetime) -> None:
    item = Item.objects.get(hall__code="yotsuya", code="wireless-mic")
    away = Less(day(at), day(at) + timedelta(days=20), 1)
    ordering.repair(item.pk, away, "充電池の交換（見本）", by=MANAGER, at=at)
