"""空き待ち at home and at the counter: joining, the offer first on my page, answering, searches."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from tests import make
from tests.clients import member, staff
from tests.make import SATURDAY
from uketsuke.bookings.models import Booking
from uketsuke.identity.models import Role
from uketsuke.waiting.models import Search, Wait

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon", "world")]
MINE, STAFF = "/my/waiting/", "/staff/waiting/"
CELL = f"yotsuya/hall|{SATURDAY.isoformat()}|am"
JOIN = {
    "room": "yotsuya/hall",
    "day": "2027/2/6",
    "slots": ["am"],
    "token": "8b3f4f5e-6d0a-4b59-9c38-6c8dd3c6d0b1",
}
USE = {
    "title": "見本の音楽会",
    "purpose": "music",
    "attendance": "100",
    "admission": "0",
    "token": "0d7f1a3e-0f3b-4f0f-8d64-0e9a3b7c2a11",
}
MONTH = f"/availability/yotsuya/hall/{SATURDAY:%Y-%m}/"


def offered(group=None):
    booking = make.booking()
    wait = make.wait(group)
    make.cancel(booking)
    make.rest_over()
    return make.offer(wait)


def test_from_a_taken_cell_to_the_list():
    make.booking()
    group = make.group()
    client = member(group)
    page = client.get(MONTH).text
    assert "/my/waiting/join/?room=yotsuya/hall" in page

    seen = client.get(f"{MINE}join/", {"cell": CELL})
    assert "いま待っている団体はありません" in seen.text
    answer = client.post(f"{MINE}join/", JOIN)

    assert (answer.status_code, answer["Location"]) == (302, MINE)
    assert "いま1団体が待っています" in client.get(MINE).text
    assert Wait.objects.get().group == group


def test_a_stranger_is_asked_to_log_in_and_comes_back():
    answer = Client().get(f"{MINE}join/?cell={CELL}")

    assert answer.status_code == 302
    assert "/login/" in answer["Location"]
    assert "join" in answer["Location"]


def test_what_is_free_is_said_to_be_free():
    answer = member(make.group()).post(f"{MINE}join/", JOIN)

    assert answer.status_code == 422
    assert "いま空いています" in answer.text


@pytest.mark.parametrize("cell", ["", "x", "yotsuya/hall|2027-02-30|am", "a|b|c|d"])
def test_an_address_without_a_cell_asks_for_one(cell):
    answer = member(make.group()).get(f"{MINE}join/", {"cell": cell})

    assert answer.status_code == 200
    assert "利用日" in answer.text


@pytest.mark.parametrize("wrong", [{"day": "x"}, {"slots": []}, {"room": "x"}])
def test_what_is_wrong_is_said_and_what_was_typed_stays(wrong):
    answer = member(make.group()).post(f"{MINE}join/", JOIN | wrong)

    assert answer.status_code == 422
    assert not Wait.objects.exists()


def test_nobody_leaves_or_answers_for_another_group():
    offer = offered()
    other = member(make.group())

    assert other.post(f"{MINE}{offer.wait_id}/leave/").status_code == 404
    assert other.get(f"/my/offers/{offer.pk}/").status_code == 404
    assert other.post(f"/my/offers/{offer.pk}/decline/").status_code == 404


def test_who_leaves_waits_no_longer():
    make.booking()
    wait = make.wait()

    member(wait.group).post(f"{MINE}{wait.pk}/leave/")

    wait.refresh_from_db()
    assert wait.ended_as == "withdrawn"


def test_an_offer_is_the_first_thing_to_do():
    offer = offered()
    make.booking(offer.wait.group, make.use(on=SATURDAY + timedelta(days=14)), approved=True)

    page = member(offer.wait.group).get("/my/").text

    tasks = page.partition("まずすること")[2]
    assert tasks.index("空き待ちの枠が空きました") < tasks.index("お支払いください")
    assert f"/my/offers/{offer.pk}/" in tasks


def test_from_the_offer_to_the_booking():
    offer = offered()
    client, address = member(offer.wait.group), f"/my/offers/{offer.pk}/"
    assert "11月25日" in client.get(address).text
    shown = client.post(address, USE)
    assert "この内容で申し込む" in shown.text
    assert not Booking.objects.filter(group=offer.wait.group).exists()

    answer = client.post(address, USE | {"do": "confirm"})

    booking = Booking.objects.get(group=offer.wait.group)
    assert answer.status_code == 302
    assert booking.number in client.get(answer["Location"]).text
    assert client.get(address)["Location"] == f"/my/bookings/{booking.number}/"


def test_a_wrong_answer_keeps_what_was_typed():
    offer = offered()

    answer = member(offer.wait.group).post(
        f"/my/offers/{offer.pk}/", USE | {"attendance": "9999", "do": "confirm"}
    )

    assert answer.status_code == 422
    assert "見本の音楽会" in answer.text
    assert "定員" in answer.text


def test_after_the_deadline_the_page_says_so():
    offer = offered()

    with time_machine.travel(offer.until, tick=False):
        page = member(offer.wait.group).get(f"/my/offers/{offer.pk}/")
        answer = member(offer.wait.group).post(f"/my/offers/{offer.pk}/", USE | {"do": "confirm"})

    assert "終わっています" in page.text
    assert "終わっています" in answer.text
    assert not Booking.objects.filter(group=offer.wait.group).exists()


def test_who_declines_is_back_on_her_list():
    offer = offered()

    answer = member(offer.wait.group).post(f"/my/offers/{offer.pk}/decline/")

    offer.refresh_from_db()
    assert (answer["Location"], offer.ended_as) == (MINE, "declined")


def test_everybody_sees_in_words_what_becomes_of_the_cell():
    booking = make.booking()
    wait = make.wait()
    make.cancel(booking)
    assert "まもなく受付" in Client().get(MONTH).text
    make.rest_over()

    assert make.offer(wait)
    assert "空き待ちの方に案内中" in Client().get(MONTH).text
    choose = Client().get("/book/", {"cell": CELL}).text
    assert "空き待ちに入ると" in choose


class TestSearches:
    """保存した条件 on the page of the search."""

    ASKED = {"first": "2027/2/1", "last": "2027/2/28", "weekdays": ["5"], "slots": ["am"]}

    def test_a_search_is_kept_and_dropped(self):
        group = make.group()
        client = member(group)
        assert "この条件を保存する" in client.get("/availability/search/", self.ASKED).text

        answer = client.post("/my/searches/keep/", self.ASKED | {"token": JOIN["token"]})
        assert answer["Location"] == MINE
        assert "午前" in client.get(MINE).text
        client.post(f"/my/searches/{Search.objects.get().pk}/drop/")

        assert Search.objects.get().ended_at

    def test_a_stranger_is_not_offered_to_keep_it(self):
        assert "この条件を保存する" not in Client().get("/availability/search/", self.ASKED).text

    def test_too_many_is_said_on_the_list(self):
        client = member(make.group())
        for nth in range(4):
            token = JOIN["token"][:-1] + str(nth)
            answer = client.post("/my/searches/keep/", self.ASKED | {"token": token})

        assert answer.status_code == 409
        assert "3件まで" in answer.text

    def test_bad_conditions_are_shown_again(self):
        answer = member(make.group()).post(
            "/my/searches/keep/", {"first": "x", "last": "2027/2/28", "token": JOIN["token"]}
        )

        assert answer.status_code == 422
        assert not Search.objects.exists()


class TestCounter:
    """空き待ち by phone."""

    def test_a_clerk_enters_it_for_a_group(self):
        make.booking()
        group = make.group(mail="")
        wanted = {"group": group.number, "room": "yotsuya/hall", "date": "2027/2/6"}

        answer = staff().post(f"{STAFF}new/", wanted | JOIN)

        assert answer.status_code == 302
        wait = Wait.objects.get()
        assert (wait.group, wait.channel) == (group, "counter")

    def test_an_unknown_group_or_a_free_cell_is_said_plainly(self):
        client, wanted = staff(), {"room": "yotsuya/hall", "date": "2027/2/6"}

        unknown = client.post(f"{STAFF}new/", wanted | JOIN | {"group": "1"})
        free = client.post(f"{STAFF}new/", wanted | JOIN | {"group": make.group().number})

        assert (unknown.status_code, free.status_code) == (422, 422)
        assert "利用者はいません" in unknown.text
        assert "いま空いています" in free.text

    def test_the_list_says_whom_to_call(self):
        offer = offered(make.group(mail=""))

        page = staff().get(STAFF).text

        assert offer.wait.group.name in page
        assert "お電話でお知らせください" in page

    def test_the_list_costs_the_same_however_long(self, django_assert_max_num_queries):
        for slot in ("am", "pm", "night"):
            make.booking(None, make.use(slot))
            for _ in range(3):
                make.wait(wanted=make.use(slot))
        client = staff()
        client.get(STAFF)

        with django_assert_max_num_queries(14):
            client.get(STAFF)

    def test_a_clerk_books_for_who_calls_back(self):
        offer = offered()

        answer = staff().post(f"{STAFF}offers/{offer.pk}/", USE)

        booking = Booking.objects.get(group=offer.wait.group)
        assert booking.number in answer["Location"]
        assert booking.application.channel == "counter"

    def test_a_clerk_takes_a_no(self):
        offer = offered()

        staff().post(f"{STAFF}offers/{offer.pk}/decline/")

        offer.refresh_from_db()
        assert offer.ended_as == "declined"

    def test_the_ward_only_oversees(self):
        assert staff(Role.WARD).get(STAFF).status_code == 404

    def test_on_the_ledger_it_stands_in_words(self):
        offered()

        page = staff().get("/staff/", {"view": "day", "date": SATURDAY.isoformat()}).text

        assert "案内中" in page
