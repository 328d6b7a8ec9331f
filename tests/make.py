"""Builders with sensible defaults, made through the real actions.

Say only what the test is about.
"""

import itertools
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import transaction

from tests import loaded
from uketsuke.bookings import (
    actions,
    blocks,
    decisions,
    drafts,
    intake,
    ordering,
    reductions,
    rests,
    steps,
    till,
)
from uketsuke.bookings.models import (
    Application,
    Block,
    BlockReason,
    Booking,
    Draft,
    ReductionRequest,
)
from uketsuke.bookings.reception import Description, UseDay
from uketsuke.day import actions as day_of_use
from uketsuke.day import handover
from uketsuke.day.models import Note
from uketsuke.groups.actions import Items, Ruling
from uketsuke.groups.models import Group, PersonRole
from uketsuke.halls.models import Room, Space
from uketsuke.identity.actions import add_staff
from uketsuke.identity.models import Role, User
from uketsuke.kernel import revision
from uketsuke.kernel.actors import SYSTEM, Actor, Who
from uketsuke.kernel.clock import TOKYO, day
from uketsuke.kernel.refusals import Refusal, reasons
from uketsuke.ledger.models import Entry, Receipt
from uketsuke.registration import actions as registration
from uketsuke.tariffs import versions
from uketsuke.tariffs.models import BaseFee, Tariff
from uketsuke.tariffs.models import State as TariffState
from uketsuke.waiting import actions as waiting
from uketsuke.waiting import offers as offering
from uketsuke.waiting.models import Offer, Wait

# A quiet Tuesday noon: everything up to April 2027 is open to everybody, May to residents.
NOON = datetime(2026, 11, 24, 12, 0, tzinfo=TOKYO)
TODAY = day(NOON)
SATURDAY = date(2027, 2, 6)
ON_THE_DAY = datetime(2027, 2, 6, 9, 0, tzinfo=TOKYO)  # when the first use of SATURDAY begins
PASSWORD = "mihon-no-himitsu-2026"
_count = itertools.count(1)


def world() -> None:
    """The three halls with their sample tariff, as ``uketsuke prepare`` loads them."""
    loaded.load_again()
    revision.forget()


def manager(name: str = "manager-1", hall: str = "") -> Actor:
    return Actor(Who.MANAGER, name, "127.0.0.1", hall)


def counter(name: str = "counter-1", hall: str = "") -> Actor:
    return Actor(Who.COUNTER, name, "127.0.0.1", hall)


def ward(name: str = "ward-1") -> Actor:
    return Actor(Who.WARD, name, "127.0.0.1")


def actor(group: Group) -> Actor:
    """The group itself, on the web."""
    return Actor(Who.GROUP, group.number, "192.0.2.7")


def items(name: str = "見本 太郎", mail: str = "") -> Items:
    return Items(name, "東京都新宿区見本町1-2-3", "03-0000-0001", "090-0000-0001", mail)


def persons(mail: str = "mihon@example.jp") -> dict[PersonRole, Items]:
    return {
        PersonRole.REPRESENTATIVE: items("見本 太郎"),
        PersonRole.CONTACT: items("髙橋 見本", mail),
    }


_persons = persons  # also the name of what a group is made of


def ruling(
    eligibility: str = "resident", until: date | None = None, *, at: datetime | None = None
) -> Ruling:
    evidence, seen_on = "none" if eligibility == "other" else "licence", day(at) if at else TODAY
    return Ruling(eligibility, evidence, seen_on, seen_on, until)


def group(
    name: str = "",
    *,
    eligibility: str = "resident",
    mail: str = "mihon@example.jp",
    password: str | None = None,
    persons: dict[PersonRole, Items] | None = None,
    at: datetime = NOON,
) -> Group:
    """A group registered at the counter; with ``password`` it can log in."""
    name = name or f"見本団体{next(_count)}"
    made, _ = registration.register_at_counter(
        name, persons or _persons(mail), ruling(eligibility, at=at), uuid4(), by=manager(), at=at
    )
    if password:
        made.user.set_password(password)
        made.user.save()
    return made


def staff(
    role: Role = Role.MANAGER, *, hall: str = "", login: str = "", name: str = "見本 職員"
) -> User:
    """A staff account that can log in with PASSWORD."""
    login = login or f"{role}-{next(_count)}"
    user = add_staff(login, role, hall, name, by=manager("admin"), at=NOON)
    user.set_password(PASSWORD)
    user.save()
    return user


def use(*slots: str, room: str = "yotsuya/hall", on: date = SATURDAY) -> UseDay:
    return UseDay(room, on, slots or ("am",))


def what(attendance: int = 100, **more: object) -> Description:
    return Description("見本の音楽会", "music", attendance, **more)  # type: ignore[arg-type]


def application(
    by_group: Group | None = None,
    uses: list[UseDay] | None = None,
    *,
    token: UUID | None = None,
    at: datetime = NOON,
    **more: object,
) -> Application:
    by_group = by_group or group()
    return actions.book(
        by_group.pk, uses or [use()], what(**more), token or uuid4(), by=actor(by_group), at=at
    )


def booking(
    by_group: Group | None = None, *uses: UseDay, approved: bool = False, at: datetime = NOON
) -> Booking:
    """A tentative (or approved) booking of one day."""
    made: Booking = application(by_group, list(uses) or None, at=at).bookings.get()
    return decisions.approve(made.pk, by=manager(), at=at) if approved else made


def cancel(made: Booking, at: datetime = NOON, *, by: Actor | None = None) -> Booking:
    """取消 by the group itself."""
    return actions.cancel(made.pk, by=by or actor(made.group), at=at)


def undo(made: Booking, at: datetime = NOON, *, by: Actor | None = None) -> Booking:
    """取消の取りやめ by the group itself."""
    return actions.undo_cancel(made.pk, by=by or actor(made.group), at=at)


def draft(
    *uses: UseDay, by_group: Group | None = None, token: UUID | None = None, at: datetime = NOON
) -> Draft:
    """Cells held while somebody types."""
    by_group = by_group or group()
    return drafts.hold(
        by_group.pk, list(uses) or [use()], token or uuid4(), by=actor(by_group), at=at
    )


def pay(
    made: Booking, amount: int | None = None, *, token: UUID | None = None, at: datetime = NOON
) -> Receipt:
    """Cash at the counter; all of the price unless said."""
    yen = made.price if amount is None else amount
    return till.take_payment(made.pk, yen, "cash", token or uuid4(), by=counter(), at=at)


def pay_back(made: Booking, amount: int, *, at: datetime = NOON) -> Entry:
    return till.pay_back(made.pk, amount, "cash", uuid4(), by=counter(), at=at)


def paid_booking(by_group: Group | None = None, *uses: UseDay) -> Booking:
    """An approved booking, paid in full."""
    made = booking(by_group, *uses, approved=True)
    pay(made)
    return made


def overdue() -> Booking:
    """Approved and never paid; thirty days after NOON its deadline is over."""
    return booking(None, use(on=date(2027, 3, 6)), approved=True)


def came(made: Booking | None = None, *, at: datetime = ON_THE_DAY) -> Booking:
    """An approved booking whose group has come in."""
    made = made or booking(approved=True)
    day_of_use.check_in(made.pk, 0, by=counter(), at=at)
    return made


def missed() -> Booking:
    """An approved booking to which nobody came."""
    made = booking(approved=True)
    return day_of_use.no_show(made.pk, by=counter(), at=ON_THE_DAY + timedelta(hours=2))


def note(text: str = "見本の引継ぎ", *, hall: str = "yotsuya", on: date = SATURDAY) -> Note:
    return handover.write(hall, on, text, uuid4(), by=counter(), at=ON_THE_DAY)


def reduction(made: Booking | None = None, kind: str = "ward-support") -> ReductionRequest:
    """減免申請 of a tentative booking, with its paper named."""
    of = made or booking()
    return reductions.ask(of.pk, kind, "見本の後援承認通知書", by=actor(of.group), at=NOON)


def grant(asked: ReductionRequest, percent: int | None = None) -> ReductionRequest:
    return reductions.grant(asked.pk, percent, "見本", by=manager(), at=NOON)


@transaction.atomic
def receive(made: Booking, amount: int, *, token: UUID | None = None, at: datetime = NOON) -> Entry:
    """Money that has come in through the bank."""
    return intake.receive(
        steps.locked(made.pk),
        amount,
        "bank",
        reference="見本 0001",
        by=SYSTEM,
        at=at,
        token=token or uuid4(),
    )


def new_tariff(
    code: str,
    starts: date,
    percent: int,
    refund_steps: Iterable[tuple[int, int]] | None = None,
    *,
    change_over: str = "by_approval",
    without: str = "",
    like_hall: Iterable[Room] = (),
) -> Tariff:
    """A released version that follows the sample tariff, with so many percent of its base fees.

    ``without``: a room for which it has no fee; ``like_hall``: new rooms that cost what the
    ホール of their hall costs.
    """
    old = Tariff.objects.get(code="2025-10")
    made = Tariff.objects.create(
        code=code, label=code, in_force_from=starts, change_over=change_over
    )
    BaseFee.objects.bulk_create(
        BaseFee(
            tariff=made,
            room_id=fee.room_id,
            slot=fee.slot,
            day_kind=fee.day_kind,
            amount=fee.amount * percent // 100,
        )
        for fee in old.base_fees.exclude(room__key=without)
    )
    for room in like_hall:
        for fee in old.base_fees.filter(room__key=f"{room.hall.code}/hall"):
            made.base_fees.create(
                room=room, slot=fee.slot, day_kind=fee.day_kind, amount=fee.amount
            )
    for thing in old.equipment.all():
        made.equipment.create(
            code=thing.code, label=thing.label, unit=thing.unit, amount=thing.amount
        )
    for tier in old.tiers.all():
        made.tiers.create(up_to=tier.up_to, percent=tier.percent)
    steps = [(step.min_days, step.percent) for step in old.refund_steps.all()]
    for min_days, share in refund_steps or steps:
        made.refund_steps.create(min_days=min_days, percent=share)
    made.state = TariffState.RELEASED
    made.save()
    revision.changed()
    return made


def tariff_draft(
    code: str = "2027-04", starts: date = date(2027, 4, 1), *, at: datetime = NOON
) -> Tariff:
    """A draft that says what the sample tariff says."""
    sample = Tariff.objects.get(code="2025-10")
    return versions.copy(sample.pk, code, f"見本料金 {code}", starts, by=manager("drafter"), at=at)


def tariff_proposed(code: str = "2027-04", starts: date = date(2027, 4, 1)) -> Tariff:
    """A version that waits for the second person."""
    return versions.propose(tariff_draft(code, starts).pk, by=manager("drafter"), at=NOON)


def more_rooms(number: int, hall: str = "yotsuya") -> list[Room]:
    """More halls of a building, lent with the same things as its ホール, and a fee for each."""
    first = Room.objects.select_related("hall").get(key=f"{hall}/hall")
    made = []
    for nth in range(2, number + 2):
        room = Room.objects.create(
            hall=first.hall,
            key=f"{hall}/hall-{nth}",
            name=f"第{nth}ホール",
            kind="hall",
            capacity=100,
            web_bookable=True,
            order=20 + nth,
        )
        room.spaces.add(Space.objects.create(hall=first.hall, code=f"hall-{nth}"))
        room.equipment.set(first.equipment.all())
        made.append(room)
    new_tariff("more-rooms", date(2025, 11, 1), 100, like_hall=made)
    revision.changed()
    return made


def ask(made: Booking, at: datetime = NOON, *, by: Actor | None = None, **wanted: int) -> Booking:
    """附帯設備を頼む: ``wing_mic=2`` is two of ``wing-mic``."""
    things = {code.replace("_", "-"): number for code, number in wanted.items()}
    return ordering.ask(made.pk, things, by=by or actor(made.group), at=at)


def decide(made: Booking, at: datetime = NOON, *, why: str = "", **given: int) -> Booking:
    """附帯設備を決める, each with the same reason."""
    rulings = {
        code.replace("_", "-"): ordering.Ruling(number, why) for code, number in given.items()
    }
    return ordering.decide(made.pk, rulings, by=counter(), at=at)


def block(
    *rooms: str,
    starts: date = SATURDAY,
    days: int = 1,
    slots: tuple[str, ...] = ("am", "pm", "night"),
    at: datetime = NOON,
) -> Block:
    closing = blocks.Closing(
        rooms or ("yotsuya/hall",),
        starts,
        starts + timedelta(days=days - 1),
        slots,
        "maintenance",
        "舞台保守点検（見本）",
    )
    return blocks.propose(closing, by=manager("proposer"), at=at)


@contextmanager
def refused(code: str) -> Iterator[pytest.ExceptionInfo[Refusal]]:
    """The business says no inside, and ``code`` is among its reasons."""
    with pytest.raises(Refusal) as caught:
        yield caught
    assert code in [reason.code for reason in reasons(caught.value)]


def rest_over(at: datetime = NOON) -> None:
    """What rests may be had: the worker has looked, long after."""
    Block.objects.filter(reason_class=BlockReason.RESTING, state="approved").update(releases_at=at)
    for room, on in rests.due(at):
        offering.pass_on(room, on, by=SYSTEM, at=at)


def wait(by_group: Group | None = None, wanted: UseDay | None = None, at: datetime = NOON) -> Wait:
    """空き待ち of a group for a cell that is taken."""
    by_group = by_group or group()
    return waiting.join(by_group.pk, wanted or use(), uuid4(), by=actor(by_group), at=at)


def offer(of: Wait) -> Offer:
    """What is offered to her just now."""
    return of.offers.get(ended_at=None)
