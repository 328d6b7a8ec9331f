"""Builders of the lottery: a round of June 2027 for residents, and what happens in it.

Its entries close on 2 December 2026 at 9:00; ``make.NOON`` lies within the time of entry.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from tests import make
from uketsuke.bookings.models import Booking
from uketsuke.bookings.opening import Klass
from uketsuke.bookings.reception import UseDay
from uketsuke.groups.models import Group
from uketsuke.kernel.actors import SYSTEM
from uketsuke.kernel.clock import TOKYO
from uketsuke.lottery import actions, awards, ceremony, rounds
from uketsuke.lottery.models import Draw, Entry, Round, Win

JUNE = date(2027, 6, 1)
SATURDAY = date(2027, 6, 12)
CLOSING = datetime(2026, 12, 2, 9, 0, tzinfo=TOKYO)
DRAWING = CLOSING + timedelta(minutes=30)
SETTLED = CLOSING + timedelta(hours=1)
DICE = "さいころ 3 5 1 6"


def round_of(month: date = JUNE, klass: Klass = Klass.RESIDENTS) -> Round:
    return rounds.make(month, klass, by=SYSTEM, at=make.NOON)


def wish(*slots: str, room: str = "yotsuya/hall", on: date = SATURDAY) -> UseDay:
    return make.use(*slots, room=room, on=on)


def entry(
    by_group: Group | None = None,
    *wishes: UseDay,
    token: UUID | None = None,
    at: datetime = make.NOON,
) -> Entry:
    """An entry in the round of June; one wish for a Saturday morning unless said."""
    by_group = by_group or make.group()
    return actions.enter(
        by_group.pk,
        round_of().pk,
        list(wishes) or [wish("am")],
        make.what(),
        token or uuid4(),
        by=make.actor(by_group),
        at=at,
    )


def apart(name: str = "") -> Group:
    """A group that shares no person, phone, address or mail with another."""
    number = next(make._count)
    persons = {
        role: make.Items(
            f"見本 {number}番{role}",
            f"東京都新宿区見本町{number}-{number}",
            f"03-{number:04}-0001",
            f"090-{number:04}-0001",
            f"mihon{number}@example.jp" if role == "contact" else "",
        )
        for role in make.PersonRole
    }
    made, _ = make.registration.register_at_counter(
        name or f"別々の会{number}",
        persons,
        make.ruling(),
        uuid4(),
        by=make.manager(),
        at=make.NOON,
    )
    return made


def frozen() -> Round:
    return ceremony.freeze(round_of().pk, by=make.manager(), at=CLOSING)


def drawn(value: str = DICE) -> Draw:
    return ceremony.draw(frozen().pk, value, by=make.manager(), at=DRAWING)


def settled() -> Round:
    """Drawn, settled, everybody told."""
    of = drawn().round
    ceremony.settle(of.pk, by=make.manager(), at=DRAWING)
    tell_all(of)
    return of


def tell_all(of: Round, at: datetime = SETTLED) -> None:
    """What the worker does."""
    for number in awards.untold(of.pk):
        awards.award(number, by=SYSTEM, at=at)
    awards.finish(of.pk, by=SYSTEM, at=at)


def winner_and_loser() -> tuple[Win, Entry]:
    """Two groups want the same morning; one has it."""
    first, second = entry(apart()), entry(apart())
    settled()
    win = Win.objects.select_related("booking__group", "entry").get()
    return win, second if win.entry_id == first.pk else first


def give_back(booking: Booking, at: datetime = SETTLED) -> None:
    make.cancel(booking, at)


def all_places(entries: Sequence[Entry]) -> dict[str, int]:
    return {each.receipt: each.outcome.place for each in entries}


def of_every_kind() -> Group:
    """A group of which there is something of every kind."""
    week_after = make.SATURDAY + timedelta(days=7)
    win, _ = winner_and_loser()
    group = win.entry.group
    paid = make.booking(group, approved=True)
    make.pay(paid)
    make.ask(paid, wireless_mic=2)
    make.reduction(make.booking(group, make.use("pm")))
    given_back = make.booking(group, make.use("night"), approved=True)
    make.pay(given_back)
    make.cancel(given_back)
    make.pay_back(given_back, given_back.price)
    taken = make.booking(apart(), make.use(on=week_after))
    make.wait(group, make.use(on=taken.date))
    make.draft(make.use("pm", on=week_after), by_group=group)
    return group
