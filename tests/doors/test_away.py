"""離席: after half an hour a staff page asks for the password, and nothing typed is lost."""

import re
from datetime import timedelta
from html import unescape

import pytest
import time_machine

from tests import make
from tests.make import NOON, PASSWORD
from uketsuke.bookings.states import State
from uketsuke.identity.models import Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]


@pytest.fixture
def clock():
    with time_machine.travel(NOON, tick=False) as moment:
        yield moment


@pytest.fixture
def staff(client, clock):
    user = make.staff(Role.MANAGER)
    client.post("/staff/login/", {"login": user.login, "password": PASSWORD})
    return user


def hidden(page: str) -> dict[str, str]:
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page)
    return {name: unescape(value) for name, value in found if name != "csrfmiddlewaretoken"}


def test_who_works_on_is_never_asked(client, clock, staff):
    for _ in range(5):
        clock.shift(timedelta(minutes=29))
        assert client.get("/staff/").status_code == 200


def test_who_was_away_sees_nothing_but_the_question(client, clock, staff):
    make.booking()
    clock.shift(timedelta(minutes=31))

    answer = client.get("/staff/queue/")

    assert answer.status_code == 403
    assert "もう一度パスワード" in answer.content.decode()
    assert "見本の音楽会" not in answer.content.decode()


def test_with_the_password_she_is_where_she_was(client, clock, staff):
    clock.shift(timedelta(minutes=31))
    kept = hidden(client.get("/staff/queue/?page=1").content.decode())

    answer = client.post("/staff/unlock/", kept | {"password": PASSWORD})

    assert answer["Location"] == "/staff/queue/?page=1"
    assert client.get("/staff/queue/").status_code == 200


def test_a_form_that_came_too_late_does_nothing_until_it_is_sent_again(client, clock, staff):
    booking = make.booking()
    clock.shift(timedelta(minutes=31))
    address = f"/staff/bookings/{booking.number}/refuse/"

    late = client.post(address, {"reason": "見本の「理由」&<b>", "reason_kind": "other"})
    booking.refresh_from_db()
    assert booking.state == State.TENTATIVE

    kept = hidden(late.content.decode())
    wrong = client.post("/staff/unlock/", kept | {"password": "not-hers"})
    assert "パスワードが違います" in wrong.content.decode()
    kept = hidden(wrong.content.decode())
    page = client.post("/staff/unlock/", kept | {"password": PASSWORD}).content.decode()

    assert hidden(page) == {"reason": "見本の「理由」&<b>", "reason_kind": "other"}
    assert f'action="{address}"' in page


def test_the_way_on_is_a_page_of_hers(client, clock, staff):
    clock.shift(timedelta(minutes=31))

    for elsewhere in ("https://elsewhere.example/", "//elsewhere.example/staff/", "/my/", "/x"):
        clock.shift(timedelta(minutes=31))
        given = {"password": PASSWORD, "next": elsewhere, "carried": "a=1"}
        assert client.post("/staff/unlock/", given)["Location"] == "/staff/"


def test_guessing_at_the_question_is_sent_away(client, clock, staff):
    clock.shift(timedelta(minutes=31))

    answers = [client.post("/staff/unlock/", {"password": f"wrong{n}"}) for n in range(12)]

    assert answers[-1].status_code == 429


def test_a_stranger_is_sent_to_the_login(client):
    assert client.post("/staff/unlock/", {"password": "x"})["Location"] == "/staff/login/"
