"""見本の最近: what happened in the last days, done through the real actions."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid5

from django.db import transaction

from uketsuke.bookings import actions, decisions, rests, till
from uketsuke.bookings.models import Booking
from uketsuke.bookings.reception import Description, UseDay
from uketsuke.day import actions as day
from uketsuke.day import queries as days
from uketsuke.groups.models import Group
from uketsuke.kernel.actors import Actor
from uketsuke.ledger.queries import balance
from uketsuke.seed.demo.past import SPACE, actor_of
from uketsuke.seed.demo.story import Story


@dataclass
class Live:
    """最近: ``groups`` by 利用者番号. One method for each thing that happens to a booking."""

    groups: dict[str, Group]

    def happens(self, story: Story, what: str, at: datetime, how: dict[str, Any]) -> None:
        """What is done at ``at``, by who usually does it."""
        by = actor_of(story, what)
        if what == "book":
            self.book(story, by, at)
        else:
            getattr(self, what)(story.id, by, at, **how)

    def book(self, story: Story, by: Actor, at: datetime) -> None:
        kind = story.party.kind
        what = Description(
            story.title,
            kind.purpose,
            story.attendance,
            story.admission,
            commercial=kind.commercial,
            rehearsal=story.rehearsal,
            public=story.public,
        )
        _rest_is_over(story.use, at)
        group = self.groups[story.party.number]
        token = uuid5(SPACE, f"{story.use} {story.booked}")
        made = actions.book(group.pk, [story.use], what, token, by=by, at=at)
        story.id = made.bookings.get().pk

    def wait(self, booking: int, by: Actor, at: datetime, reason: str) -> None:
        decisions.wait(booking, reason, by=by, at=at)

    def refuse(self, booking: int, by: Actor, at: datetime, reason: str) -> None:
        decisions.refuse(booking, reason, by=by, at=at)

    def approve(self, booking: int, by: Actor, at: datetime) -> None:
        decisions.approve(booking, by=by, at=at)

    def pay(self, booking: int, by: Actor, at: datetime, method: str) -> None:
        price = Booking.objects.get(pk=booking).price
        receipt = till.take_payment(
            booking,
            price,
            method,
            uuid5(SPACE, f"live-pay-{booking}"),
            by=by,
            at=at,
            tendered=-(-price // 1000) * 1000 if method == "cash" else None,
            reference="" if method == "cash" else f"見本{booking}",
        )
        till.print_receipt(receipt.pk, by=by, at=at)

    def cancel(self, booking: int, by: Actor, at: datetime) -> None:
        actions.cancel(booking, by=by, at=at)

    def pay_back(self, booking: int, by: Actor, at: datetime) -> None:
        account = Booking.objects.values_list("account_id", flat=True).get(pk=booking)
        due = -balance(account) if account else 0
        if due > 0:
            token = uuid5(SPACE, f"live-back-{booking}")
            till.pay_back(booking, due, "cash", token, by=by, at=at)

    def lapse(self, booking: int, by: Actor, at: datetime) -> None:
        decisions.lapse(booking, by=by, at=at)

    def come(self, booking: int, by: Actor, at: datetime) -> None:
        day.check_in(booking, 0, by=by, at=at)

    def go(self, booking: int, by: Actor, at: datetime, visitors: int) -> None:
        gone = day.check_out(booking, 1, visitors, by=by, at=at)
        if days.overtime_of(gone.booking):
            day.bill_overtime(booking, by=by, at=at)

    def close(self, booking: int, by: Actor, at: datetime) -> None:
        day.close(booking, by=by, at=at)

    def no_show(self, booking: int, by: Actor, at: datetime) -> None:
        day.no_show(booking, by=by, at=at)


def _rest_is_over(use: UseDay, at: datetime) -> None:
    """What was given back there is free again by the time somebody asks for it."""
    with transaction.atomic():
        rests.close(rests.locked(use.room, use.date, at + timedelta(days=2)))
