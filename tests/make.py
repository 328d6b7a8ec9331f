"""Builders with sensible defaults, made through the real actions.

Say only what the test is about.
"""

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from uketsuke.bookings import actions, blocks, decisions
from uketsuke.bookings.models import Application, Block, Booking
from uketsuke.bookings.reception import Description, UseDay
from uketsuke.groups.actions import Items, Ruling
from uketsuke.groups.models import Group, PersonRole
from uketsuke.identity.actions import add_staff
from uketsuke.identity.models import Role, User
from uketsuke.kernel import revision
from uketsuke.kernel.actors import Actor, Who
from uketsuke.kernel.clock import TOKYO, day
from uketsuke.kernel.refusals import Refusal, reasons
from uketsuke.registration import actions as registration
from uketsuke.seed.load import load

# A quiet Tuesday noon: everything up to April 2027 is open to everybody, May to residents.
NOON = datetime(2026, 11, 24, 12, 0, tzinfo=TOKYO)
TODAY = day(NOON)
SATURDAY = date(2027, 2, 6)
PASSWORD = "mihon-no-himitsu-2026"
_count = itertools.count(1)


def world() -> None:
    """The three halls with their sample tariff, as ``uketsuke prepare`` loads them."""
    load()
    revision.forget()


def manager(name: str = "manager-1", hall: str = "") -> Actor:
    return Actor(Who.MANAGER, name, "127.0.0.1", hall)


def counter(name: str = "counter-1", hall: str = "") -> Actor:
    return Actor(Who.COUNTER, name, "127.0.0.1", hall)


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


def ruling(eligibility: str = "resident", until: date | None = None) -> Ruling:
    evidence = "none" if eligibility == "other" else "licence"
    return Ruling(eligibility, evidence, TODAY, TODAY, until)


def group(
    name: str = "",
    *,
    eligibility: str = "resident",
    mail: str = "mihon@example.jp",
    password: str | None = None,
    at: datetime = NOON,
) -> Group:
    """A group registered at the counter; with ``password`` it can log in."""
    name = name or f"見本団体{next(_count)}"
    made, _ = registration.register_at_counter(
        name, persons(mail), ruling(eligibility), uuid4(), by=manager(), at=at
    )
    if password:
        made.user.set_password(password)
        made.user.save()
    return made


def staff(role: Role = Role.MANAGER, *, hall: str = "", login: str = "") -> User:
    """A staff account that can log in with PASSWORD."""
    login = login or f"{role}-{next(_count)}"
    user = add_staff(login, role, hall, "見本 職員", by=manager("admin"), at=NOON)
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


def block(
    *rooms: str,
    starts: date = SATURDAY,
    days: int = 1,
    slots: tuple[str, ...] = ("am", "pm", "night"),
) -> Block:
    closing = blocks.Closing(
        rooms or ("yotsuya/hall",),
        starts,
        starts + timedelta(days=days - 1),
        slots,
        "maintenance",
        "舞台保守点検（見本）",
    )
    return blocks.propose(closing, by=manager("proposer"), at=NOON)


@contextmanager
def refused(code: str) -> Iterator[pytest.ExceptionInfo[Refusal]]:
    """The business says no inside, and ``code`` is among its reasons."""
    with pytest.raises(Refusal) as caught:
        yield caught
    assert code in [reason.code for reason in reasons(caught.value)]
