"""停止の記録: written by one, confirmed by another, told on the front page."""

import re
from uuid import uuid4

import pytest
from django.test import Client

from tests import make
from tests.clients import staff
from uketsuke.identity.models import Role
from uketsuke.outages.models import Outage

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon", "world")]
WRITTEN = {
    "starts_on": "2026-11-24",
    "starts_at": "9:00",
    "ends_on": "2026年11月24日",
    "ends_at": "11時",
    "reason": "見本の停止",
}


@pytest.fixture
def one() -> Client:
    return staff(Role.MANAGER)


def write(client: Client, **more: str):
    return client.post("/staff/outages/enter/", WRITTEN | {"token": str(uuid4())} | more)


def test_it_is_written_confirmed_by_another_and_told(one):
    assert write(one).status_code == 302
    found = Outage.objects.get()
    assert "使えない時間" not in Client().get("/").text
    own = one.post(f"/staff/outages/{found.pk}/confirm/")
    assert own.status_code == 422
    assert "別の人が確認" in own.text
    other = staff(Role.WARD)

    assert other.post(f"/staff/outages/{found.pk}/confirm/").status_code == 302

    assert "9:00から" in Client().get("/").text
    assert "見本の停止" in other.get("/staff/outages/").text


@pytest.mark.parametrize("language", ["en", "zh-hans", "ko"])
def test_the_front_page_tells_of_it_in_the_language_of_the_reader(one, language):
    write(one)
    staff(Role.WARD).post(f"/staff/outages/{Outage.objects.get().pk}/confirm/")

    page = Client().get("/", headers={"cookie": f"language={language}"}).text
    notice = page[page.index('<p class="notice">') :].split("</p>")[0]

    assert "9:00" in notice
    assert not re.search("[ぁ-んァ-ヴ]", notice)
    assert "見本の停止" not in page


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("ends_at", "8:00", "始まりより後"),
        ("ends_at", "25:00", "読み取れません"),
        ("ends_on", "2026-11-25", "いまより後"),
        ("ends_at", "9:05", "10分に満たない"),
        ("reason", "", "入力"),
    ],
)
def test_what_cannot_be_is_told_and_stays_in_the_form(one, name, value, words):
    answer = write(one, **{name: value})

    assert answer.status_code == 422
    assert words in answer.text
    assert 'value="9:00"' in answer.text
    assert not Outage.objects.exists()


def test_it_may_be_taken_back(one):
    write(one)
    found = Outage.objects.get()

    assert one.post(f"/staff/outages/{found.pk}/withdraw/").status_code == 302
    assert one.post(f"/staff/outages/{found.pk}/withdraw/").status_code == 422
    assert "取下げ" in one.get("/staff/outages/").text


@pytest.mark.parametrize("role", [Role.COUNTER, Role.VENDOR])
def test_others_do_not_get_in(role):
    client = Client()
    client.force_login(make.staff(role))

    assert client.get("/staff/outages/").status_code in (302, 404)
    assert write(client).status_code in (302, 404)
    assert not Outage.objects.exists()
