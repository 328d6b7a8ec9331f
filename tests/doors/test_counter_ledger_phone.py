"""電話での予約: one form, the same rules, nothing typed is lost."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.test import Client

from tests import make
from uketsuke.audit.models import Entry
from uketsuke.bookings.models import Application, Booking
from uketsuke.identity.models import Role

pytestmark = pytest.mark.usefixtures("noon", "world")

URL = "/staff/book/"
CELL = "yotsuya/hall|2027-02-06|am"


@pytest.fixture
def clerk(client: Client) -> Client:
    client.force_login(make.staff(Role.COUNTER, login="mado-1"))
    return client


def typed(**more: Any) -> dict[str, Any]:
    """The form as it is sent."""
    return {
        "group": "みどり合唱団",
        "title": "見本の音楽会",
        "purpose": "music",
        "attendance": "１００",
        "admission": "1,500",
        "room": "yotsuya/hall",
        "date": "2027/2/6",
        "slots": ["am", "pm"],
        "token": str(uuid4()),
    } | more


def errors(page: Any) -> str:
    return str(page.context["form"].errors)


def test_what_is_sent_is_booked_by_the_clerk_for_the_group(clerk: Client):
    group = make.group("みどり合唱団")

    answer = clerk.post(URL, typed())

    made = Application.objects.get()
    assert answer.status_code == 302
    assert (made.group, made.channel, made.received_by) == (group, "counter", "mado-1")
    assert (made.attendance, made.admission) == (100, 1_500)
    assert made.bookings.get().slots == "am,pm"
    assert Entry.objects.get(action="booking.book").actor == "mado-1"
    assert group.notices.filter(kind="booking.received").exists()


def test_the_dressing_rooms_come_with_the_hall(clerk: Client):
    make.group("みどり合唱団")

    clerk.post(URL, typed(dressing=["yotsuya/dressing-1", "yotsuya/dressing-2"]))

    assert sorted(Booking.objects.values_list("room__key", flat=True)) == [
        "yotsuya/dressing-1",
        "yotsuya/dressing-2",
        "yotsuya/hall",
    ]


def test_a_dressing_room_of_another_hall_does_not_come_with_it(clerk: Client):
    make.group("みどり合唱団")

    page = clerk.post(URL, typed(dressing=["tansu/dressing-1"]))

    assert page.status_code == 422
    assert "同じ館のもの" in errors(page)


def test_the_same_form_sent_twice_books_once(clerk: Client):
    make.group("みどり合唱団")
    form = typed()

    first, second = clerk.post(URL, form), clerk.post(URL, form)

    assert first["Location"] == second["Location"]
    assert Booking.objects.count() == 1


@pytest.mark.parametrize(("ahead", "status"), [(3, 302), (2, 422)])
def test_the_counter_books_until_three_days_before(clerk: Client, ahead: int, status: int):
    make.group("みどり合唱団")
    day = make.TODAY + timedelta(days=ahead)

    answer = clerk.post(URL, typed(date=day.isoformat()))

    assert answer.status_code == status


def test_on_a_draw_day_an_office_books_nothing_of_another_hall(client: Client):
    make.group("みどり合唱団")
    draw_day = datetime(2026, 12, 2, 14, 0, tzinfo=UTC)
    with time_machine.travel(draw_day - timedelta(hours=9), tick=False):
        client.force_login(make.staff(Role.COUNTER, hall="tansu"))
        other = client.post(URL, typed(date="2027-05-07", slots=["am"]))
        own = client.post(URL, typed(date="2027-05-07", slots=["am"], room="tansu/hall"))

    assert "抽選日のため、ほかの館の申込は受け付けられません" in errors(other)
    assert own.status_code == 302


def test_a_group_may_be_named_by_its_number_or_phone(clerk: Client):
    group = make.group("みどり合唱団")

    clerk.post(URL, typed(group=group.number))
    clerk.post(URL, typed(group="０３－００００－０００１", date="2027-02-09"))

    assert group.bookings.count() == 2


def test_among_several_the_clerk_chooses_and_the_rest_stays(clerk: Client):
    make.group("みどり合唱団")
    second = make.group("みどり合奏団")

    asked = clerk.post(URL, typed(group="みどり"))
    page = asked.content.decode()
    clerk.post(URL, typed(group="みどり", chosen=second.number))

    assert asked.status_code == 422
    assert page.count('name="chosen"') == 2
    assert 'value="見本の音楽会"' in page
    assert Entry.objects.get(action="group.search_view").subject == "hits:2"
    assert Booking.objects.get().group == second


def test_the_exact_name_wins_over_longer_ones(clerk: Client):
    group = make.group("みどり合唱団")
    make.group("みどり合唱団ＯＢ会")

    clerk.post(URL, typed())

    assert Booking.objects.get().group == group


def test_a_number_that_was_not_offered_cannot_be_slipped_in(clerk: Client):
    make.group("みどり合唱団")
    make.group("みどり合奏団")
    other = make.group("つくし会")

    clerk.post(URL, typed(group="みどり", chosen=other.number))

    assert not Booking.objects.exists()


def test_nobody_of_that_name_is_said_at_the_field(clerk: Client):
    page = clerk.post(URL, typed(group="いない会"))

    assert page.status_code == 422
    assert "見つかりません" in str(page.context["form"]["group"].errors)


def test_a_refusal_says_all_reasons_offers_others_and_keeps_what_was_typed(clerk: Client):
    make.group("みどり合唱団")
    make.booking(None, make.use("pm", "night"))

    page = clerk.post(URL, typed(attendance="100", slots=["am", "pm"]))
    text = page.content.decode()
    instead = re.findall(r'name="instead" value="([^"]+)"', text)

    assert page.status_code == 422
    assert "先にほかの方が申し込まれました" in text
    assert 'value="見本の音楽会"' in text
    assert 'value="みどり合唱団"' in text
    assert instead[0] == "tansu/hall|2027-02-06|am,pm"
    assert Booking.objects.count() == 1


def test_all_reasons_stand_there_at_once(clerk: Client):
    make.group("みどり合唱団")

    page = clerk.post(URL, typed(date="2026-11-25", attendance="99999"))

    assert "受付も終わりました" in errors(page)

    page = clerk.post(URL, typed(rehearsal="on", attendance="451"))

    assert "定員は450人" in errors(page)
    assert "練習利用では" in errors(page)


def test_taking_another_cell_changes_the_cell_and_nothing_else(clerk: Client):
    form = typed(instead="tansu/hall|2027-02-07|night")

    page = clerk.post(URL, form)
    shown = page.context["form"]

    assert page.status_code == 200
    assert shown["room"].value() == "tansu/hall"
    assert shown["date"].value() == "2027-02-07"
    assert shown["slots"].value() == ["night"]
    assert shown["title"].value() == "見本の音楽会"
    assert shown["token"].value() == form["token"]
    assert not Booking.objects.exists()


def test_the_form_says_what_each_slot_is(clerk: Client):
    make.booking(make.group("つくし会"), make.use("pm"))

    page = clerk.get(URL, {"cell": CELL}).content.decode()

    assert "午前（空き）" in page
    assert "午後（つくし会）" in page


def test_hands_start_in_the_first_field_and_the_cell_is_set(clerk: Client):
    page = clerk.get(URL, {"cell": CELL, "group": "12345678"})
    text = page.content.decode()

    assert re.search(r'<input[^>]*name="group"[^>]*autofocus', text)
    assert page.context["form"]["group"].value() == "12345678"
    assert re.search(r'value="am"[^>]*checked', text)
    # In the order of the phone call, with Enter sending the form from any text field.
    names = re.findall(r'name="(group|title|purpose|attendance|room|date)"', text)
    assert names == ["group", "title", "purpose", "attendance", "room", "date"]


@pytest.mark.parametrize(
    "cell",
    [
        "",
        "x",
        "||",
        "yotsuya/hall|2027-02-30|am",
        "no/room|2027-02-06|am",
        "yotsuya/hall|2027-02-06|x",
    ],
)
def test_a_cell_that_is_none_leaves_the_form_open(clerk: Client, cell: str):
    page = clerk.get(URL, {"cell": cell})

    assert page.status_code == 200
    assert page.context["form"]["slots"].value() in (None, [])


@pytest.mark.parametrize(
    "wrong",
    [
        {"date": "2027-02-30"},
        {"date": ""},
        {"slots": []},
        {"slots": ["dawn"]},
        {"room": "no/room"},
        {"attendance": "0"},
        {"attendance": "たくさん"},
        {"title": ""},
        {"title": "あ" * 81},
        {"purpose": "party"},
        {"token": "x"},
    ],
)
def test_what_cannot_be_understood_is_said_and_nothing_is_stored(clerk: Client, wrong: Any):
    make.group("みどり合唱団")

    page = clerk.post(URL, typed(**wrong))

    assert page.status_code == 422
    assert not Booking.objects.exists()


def test_a_ward_officer_books_nothing(client: Client):
    make.group("みどり合唱団")
    client.force_login(make.staff(Role.WARD))

    assert client.post(URL, typed()).status_code == 404
    assert not Booking.objects.exists()


def test_the_saturday_of_these_tests_is_open():
    assert date(2027, 2, 6) == make.SATURDAY
