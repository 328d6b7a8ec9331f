"""予約の四つの画面, as a group walks through them and as things go wrong on the way."""

import re
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from tests import make
from uketsuke.bookings.models import Booking, Draft
from uketsuke.groups.models import Group

pytestmark = pytest.mark.usefixtures("world")

CELL = "yotsuya/hall|2027-02-06|am"
PM = "yotsuya/hall|2027-02-06|pm"
TYPED = {
    "title": "見本の音楽会",
    "purpose": "music",
    "attendance": "１００",
    "admission": "1,500",
}


@pytest.fixture(autouse=True)
def _noon() -> Any:
    with time_machine.travel(make.NOON, tick=False):
        yield


@pytest.fixture
def group() -> Group:
    return make.group("みどり合唱団", password=make.PASSWORD)


@pytest.fixture
def member(client: Client, group: Group) -> Client:
    client.force_login(group.user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def held(client: Client, *cells: str) -> Draft:
    """Chooses the cells on the page and goes on."""
    token = str(uuid4())
    answer = client.post(
        reverse("portal:choose"), {"cell": cells or [CELL], "token": token, "do": "go"}
    )
    assert answer.status_code == 302
    draft = Draft.objects.latest("pk")
    assert answer["Location"] == reverse("portal:describe", args=[draft.token])
    return draft


def seen(client: Client, draft: Draft) -> str:
    """The mark of what the page of confirmation shows."""
    page = client.get(reverse("portal:confirm", args=[draft.token])).content.decode()
    found = re.search(r'name="seen" value="(\w+)"', page)
    assert found
    return found[1]


def described(client: Client, draft: Draft, **more: str) -> Any:
    return client.post(reverse("portal:describe", args=[draft.token]), TYPED | more)


def test_from_a_free_cell_to_a_booking_and_back(client: Client, group: Group) -> None:
    choose = f"{reverse('portal:choose')}?cell={CELL}&cell={PM}"
    page = client.get(choose).content.decode()
    assert "2027年2月6日（土）" in page
    assert "見本料金" in page
    assert "33,600円" in page

    form = {"cell": [CELL, PM], "token": str(uuid4()), "do": "go"}
    to_login = client.post(reverse("portal:choose"), form)
    assert to_login["Location"].startswith(reverse("portal:login"))
    login = client.get(to_login["Location"])
    back = client.post(
        reverse("portal:login"),
        {
            "login": group.number,
            "password": make.PASSWORD,
            "next": login.context["form"]["next"].value(),
        },
    )
    assert client.get(back["Location"]).content.decode().count(" checked") == 2

    draft = held(client, CELL, PM)
    page = client.get(reverse("portal:describe", args=[draft.token])).content.decode()
    assert "あと10分（12:10まで）" in page
    to_confirm = described(client, draft)
    page = client.get(to_confirm["Location"]).content.decode()
    assert "50,400円" in page  # half as much again for 1,500 yen admission
    assert "90日前まで" in page
    to_done = client.post(to_confirm["Location"], {"seen": seen(client, draft)})
    assert to_done["Location"] == reverse("portal:done", args=[draft.token])
    booking = Booking.objects.get()
    page = client.get(to_done["Location"]).content.decode()
    assert booking.number in page
    assert "30分以内なら取り消せます" in page

    assert booking.number in client.get(reverse("portal:my")).content.decode()
    cancel = reverse("portal:cancel", args=[booking.number])
    assert "取り消しますか" in client.get(cancel).content.decode()
    client.post(cancel, {"refund": "0"})
    booking.refresh_from_db()
    assert booking.state == "cancelled"
    client.post(reverse("portal:undo", args=[booking.number]))
    booking.refresh_from_db()
    assert booking.state == "tentative"
