"""API: what its document says is what it answers, and nobody stands in it."""

import csv
import json
from datetime import timedelta
from io import StringIO

import jsonschema
import pytest
import time_machine
from django.test import Client

from tests import lots, make
from tests.make import NOON, SATURDAY
from uketsuke.doors.api.endpoints import ENDPOINTS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon", "world")]
API = "/api/v1/"
DAY = SATURDAY.isoformat()
ASKED = {
    "halls": {},
    "availability": {"room": "yotsuya/hall", "first": DAY, "last": DAY},
    "availability.csv": {"room": "yotsuya/hall", "first": DAY, "last": DAY},
    "price": {"room": "yotsuya/hall", "date": DAY, "slots": "am,pm", "admission": "1000"},
    "statistics": {"year": "2026"},
    "lottery/rounds": {},
}


def ask(path: str, **more: str):
    return Client().get(f"{API}{path}", ASKED.get(path, {}) | more)


def document() -> dict:
    return json.loads(Client().get(f"{API}openapi.json").content)


def test_every_address_is_asked_here_and_stands_in_the_document():
    assert {each.path for each in ENDPOINTS} == set(ASKED)
    assert set(document()["paths"]) == {f"/{path}" for path in ASKED}


@pytest.mark.parametrize("path", [path for path in ASKED if not path.endswith(".csv")])
def test_the_answer_is_what_the_document_says(path):
    lots.drawn()
    schema = document()["paths"][f"/{path}"]["get"]["responses"]["200"]["content"]
    found = ask(path)

    jsonschema.validate(found.json(), schema["application/json"]["schema"])
    assert found.headers["Content-Type"] == "application/json; charset=utf-8"
    assert "public" in found.headers["Cache-Control"]


def test_a_cell_that_is_taken_is_so_here_too_without_a_name():
    booking = make.booking(make.group("みどり合唱団"), make.use("am"))

    found = ask("availability")

    states = {cell["slot"]: cell["state"] for cell in found.json()["cells"]}
    assert (states["am"], states["pm"]) == ("taken", "free")
    for secret in ("みどり", booking.number, booking.group.number):
        assert secret not in found.text


def test_the_csv_says_the_same():
    text = ask("availability.csv").content.decode("utf-8-sig")

    rows = list(csv.DictReader(StringIO(text)))
    assert [row["slot"] for row in rows] == [c["slot"] for c in ask("availability").json()["cells"]]
    assert {row["state"] for row in rows} == {"free"}


def test_the_price_is_that_of_the_booking():
    told = ask("price", admission="0", slots="am").json()

    booking = make.booking(make.group(), make.use("am"))
    assert told["total"] == booking.price
    assert told["official"] is False


def test_who_has_it_already_is_told_so_until_something_changes():
    first = ask("availability")
    again = Client().get(
        f"{API}availability", ASKED["availability"], headers={"If-None-Match": first["ETag"]}
    )
    make.booking(make.group(), make.use("am"))
    then = Client().get(
        f"{API}availability", ASKED["availability"], headers={"If-None-Match": first["ETag"]}
    )

    assert (again.status_code, again.content) == (304, b"")
    assert then.status_code == 200


@pytest.mark.parametrize(
    ("path", "wrong", "field"),
    [
        ("availability", {"room": "x"}, "room"),
        ("availability", {"first": "2027-02-30"}, "first"),
        ("availability", {"last": (SATURDAY - timedelta(days=1)).isoformat()}, "last"),
        ("availability", {"last": (SATURDAY + timedelta(days=62)).isoformat()}, "last"),
        ("availability", {"nothing": "1"}, "nothing"),
        ("price", {"slots": "x"}, ""),
        ("price", {"admission": "-1"}, "admission"),
        ("price", {"date": "1899-01-01"}, "date"),
        ("halls", {"x": "1"}, "x"),
    ],
)
def test_a_wrong_question_is_told_by_field(path, wrong, field):
    answer = ask(path, **wrong)

    assert answer.status_code == 422
    assert list(answer.json()["errors"]) == [field]
    assert all(answer.json()["errors"][field])


@pytest.mark.parametrize("path", [*ASKED, "openapi.json", "nothing"])
def test_pages_of_other_sites_may_read_it_and_no_cookie_comes_along(path):
    answer = ask(path)

    assert answer["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in answer
    assert not answer.cookies


@pytest.mark.parametrize("path", [*ASKED, "openapi.json"])
def test_every_answer_may_be_kept_and_asked_for_again(path):
    first = ask(path)
    again = Client().get(
        f"{API}{path}", ASKED.get(path, {}), headers={"If-None-Match": first["ETag"]}
    )

    assert "max-age=30" in first["Cache-Control"]
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_can_be_changed(method):
    answer = getattr(Client(enforce_csrf_checks=True), method)(f"{API}halls")

    assert answer.status_code == 405
    assert answer.headers["Allow"] == "GET, HEAD"
    assert answer.json()["errors"]


def test_what_is_not_there_is_told_in_json():
    answer = Client().get("/api/v2/halls")

    assert answer.status_code == 404
    assert "openapi.json" in answer.text


def test_a_question_costs_the_same_however_long(django_assert_max_num_queries):
    for on in (SATURDAY, SATURDAY + timedelta(days=7)):
        make.booking(make.group(), make.use("am", on=on))
    ask("availability")

    with django_assert_max_num_queries(4):
        ask("availability", last=(SATURDAY + timedelta(days=61)).isoformat())


class TestCalendars:
    """What other calendars subscribe to."""

    def lines(self, path: str) -> list[str]:
        answer = Client().get(path)
        assert answer.status_code == 200, answer.status_code
        assert answer.headers["Content-Type"].startswith("text/calendar")
        return answer.content.decode().replace("\r\n ", "").split("\r\n")

    def test_a_room_says_when_it_is_taken_and_not_by_whom(self):
        make.booking(make.group("みどり合唱団"), make.use("am", "pm"))

        lines = self.lines("/calendar/yotsuya/hall.ics")

        assert "SUMMARY:予約済" in lines
        assert not any("みどり" in line or "見本の音楽会" in line for line in lines)
        uids = [line for line in lines if line.startswith("UID:")]
        assert len(uids) == len(set(uids))

    def test_a_room_that_is_none(self):
        assert Client().get("/calendar/yotsuya/nothing.ics").status_code == 404

    def test_a_group_has_its_own_under_a_secret_address_that_can_be_made_anew(self):
        group = make.group()
        make.booking(group, make.use("am"))
        mine = Client()
        mine.force_login(group.user)
        mine.post("/my/calendar/", {"do": "renew"})
        old = self.address(mine)
        assert "SUMMARY:見本の音楽会" in self.lines(old)

        mine.post("/my/calendar/", {"do": "renew"})
        assert Client().get(old).status_code == 404
        new = self.address(mine)
        assert "SUMMARY:見本の音楽会" in self.lines(new)
        mine.post("/my/calendar/", {"do": "close"})
        assert Client().get(new).status_code == 404

    def test_what_is_made_up_opens_nothing(self):
        make.booking(make.group())

        for key in ("x", "WzEsMF0:1abc:x", "%00", "a" * 500):
            answer = Client().get(f"/calendar/groups/{key}.ics")
            assert (answer.status_code, answer["Content-Type"][:10]) == (404, "text/plain")
            assert "マイページ" in answer.text

    def test_who_has_it_already_is_told_so_all_day_until_something_changes(self):
        make.booking(make.group())
        path = "/calendar/yotsuya/hall.ics"
        first = Client().get(path)
        with time_machine.travel(NOON + timedelta(minutes=5), tick=False):
            again = Client().get(path, headers={"If-None-Match": first["ETag"]})
            make.booking(make.group(), make.use("pm"))
            then = Client().get(path, headers={"If-None-Match": first["ETag"]})

        assert (again.status_code, then.status_code) == (304, 200)
        assert first["Access-Control-Allow-Origin"] == "*"

    def test_another_groups_bookings_are_not_in_it(self):
        group = make.group()
        other = make.booking(make.group(), make.use("pm"))
        mine = Client()
        mine.force_login(group.user)
        mine.post("/my/calendar/", {"do": "renew"})

        assert not any(other.number in line for line in self.lines(self.address(mine)))

    def address(self, client: Client) -> str:
        page = client.get("/my/calendar/").text
        return "/calendar/groups/" + page.split("/calendar/groups/")[1].split("<")[0]
