"""二重クリック: the same form sent several times at the same moment has one effect."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.urls import reverse

from tests import make
from uketsuke.bookings import drafts
from uketsuke.bookings.models import Booking, Draft
from uketsuke.groups.models import Group
from uketsuke.registration.models import Application

pytestmark = pytest.mark.django_db(transaction=True)
CLICKS = 6
CELL = "yotsuya/hall|2027-02-06|am"
TYPED = {"title": "見本の会", "purpose": "music", "attendance": "100", "admission": "0"}


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    with time_machine.travel(make.NOON, tick=False):
        make.world()
        yield


@pytest.fixture
def clients() -> list[Client]:
    """One group at several windows."""
    found = [Client() for _ in range(CLICKS)]
    user = make.group().user
    for client in found:
        client.force_login(user)
    return found


def at_once(clients: list[Client], path: str, form: dict[str, str]) -> list[Any]:
    """The answers to the same POST."""

    def click(client: Client) -> Any:
        try:
            return client.post(path, form)
        finally:
            connection.close()

    with ThreadPoolExecutor(CLICKS) as pool:
        return list(pool.map(click, clients))


def draft() -> Draft:
    group = Group.objects.get()
    by = make.actor(group)
    made = drafts.hold(group.pk, [make.use()], uuid4(), by=by, at=make.NOON)
    return drafts.keep(made.pk, TYPED, by=by, at=make.NOON)


def test_a_choice_makes_one_draft(clients: list[Client]) -> None:
    form = {"cell": CELL, "token": str(uuid4()), "do": "go"}

    answers = at_once(clients, reverse("portal:choose"), form)

    assert {answer["Location"] for answer in answers} == {
        reverse("portal:describe", args=[Draft.objects.get().token])
    }


def test_an_application_makes_one_booking(clients: list[Client]) -> None:
    made = draft()
    confirm = reverse("portal:confirm", args=[made.token])
    seen = clients[0].get(confirm).context["seen"]

    answers = at_once(clients, confirm, {"seen": seen})

    assert {answer["Location"] for answer in answers} == {reverse("portal:done", args=[made.token])}
    assert Booking.objects.count() == 1


def test_a_dropped_draft_is_dropped_once(clients: list[Client]) -> None:
    made = draft()

    answers = at_once(clients, reverse("portal:drop", args=[made.token]), {})

    assert {answer.status_code for answer in answers} <= {302, 404}
    assert not Draft.objects.exists()


def test_a_cancel_happens_once(clients: list[Client]) -> None:
    booking = make.booking(Group.objects.get())

    answers = at_once(clients, reverse("portal:cancel", args=[booking.number]), {"refund": "0"})

    assert {answer.status_code for answer in answers} == {302}
    assert booking.group.notices.filter(kind="booking.cancelled").count() == 1


def test_a_registration_is_received_once() -> None:
    form = {
        "group_name": "見本の会",
        "claimed": "resident",
        "rep_name": "見本 太郎",
        "rep_address": "東京都新宿区見本町1-2",
        "rep_home": "03-0000-0001",
        "same": "on",
        "token": str(uuid4()),
    }

    answers = at_once([Client() for _ in range(CLICKS)], reverse("portal:register"), form)

    assert {answer.status_code for answer in answers} == {302}
    assert Application.objects.count() == 1
