"""カレンダーの配信, read by the library that other programs read calendars with."""

from datetime import date, datetime, timedelta

import icalendar
import pytest
import recurring_ical_events
import time_machine
from django.test import Client

from tests import make
from tests.make import NOON, SATURDAY
from uketsuke.bookings import decisions
from uketsuke.kernel.clock import TOKYO

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]
ROOM = "/calendar/yotsuya/hall.ics"
LONG = "区民による区民のための、とても長い名前の、見本の音楽会（第二部; 合唱\\朗読, 休憩あり）"


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOON, tick=False) as moved:
        yield moved


def read(path: str) -> icalendar.Calendar:
    answer = Client().get(path)
    assert answer.status_code == 200
    return icalendar.Calendar.from_ical(answer.content)


def on(calendar: icalendar.Calendar, day: date) -> list[icalendar.Event]:
    return recurring_ical_events.of(calendar).at(day)


def secret(group) -> str:
    mine = Client()
    mine.force_login(group.user)
    mine.post("/my/calendar/", {"do": "renew"})
    return (
        "/calendar/groups/"
        + mine.get("/my/calendar/").text.split("/calendar/groups/")[1].split("<")[0]
    )


def test_a_room_is_taken_when_it_is_taken():
    make.booking(None, make.use("am", "pm"))

    (event,) = on(read(ROOM), SATURDAY)

    assert event.start.astimezone(TOKYO) == datetime(2027, 2, 6, 9, 0, tzinfo=TOKYO)
    assert event.end.astimezone(TOKYO) == datetime(2027, 2, 6, 17, 0, tzinfo=TOKYO)
    assert event["SUMMARY"] == "予約済"


def test_nothing_else_stands_in_a_public_calendar():
    booking = make.booking(make.group("みどり合唱団"))

    text = Client().get(ROOM).text

    assert "みどり" not in text
    assert booking.number not in text


def test_a_long_title_with_signs_comes_back_as_it_was():
    group = make.group()
    make.actions.book(
        group.pk,
        [make.use()],
        make.Description(LONG, "music", 10),
        make.uuid4(),
        by=make.actor(group),
        at=NOON,
    )
    address = secret(group)

    (event,) = on(read(address), SATURDAY)

    assert event["SUMMARY"] == LONG
    lines = Client().get(address).content.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert all(line.decode() is not None for line in lines)  # no character is cut in two


def test_a_tentative_an_approved_and_a_cancelled_booking_say_what_they_are():
    group = make.group()
    tentative = make.booking(group, make.use("am"))
    gone = make.booking(group, make.use("pm", on=SATURDAY + timedelta(days=7)))
    make.cancel(gone)
    address = secret(group)
    before = {event["UID"]: event["STATUS"] for event in read(address).events}
    decisions.approve(tentative.pk, by=make.manager(), at=NOON)
    after = {event["UID"]: event["STATUS"] for event in read(address).events}

    assert sorted(before.values()) == ["CANCELLED", "TENTATIVE"]
    assert sorted(after.values()) == ["CANCELLED", "CONFIRMED"]
    assert set(before) == set(after)


def test_a_morning_and_an_evening_are_two_events():
    group = make.group()
    make.booking(group, make.use("am", "night"))

    events = on(read(secret(group)), SATURDAY)

    assert [event.start.astimezone(TOKYO).hour for event in events] == [9, 18]


@pytest.mark.parametrize("whose", ["room", "group"])
def test_whoever_has_it_already_is_told_so_as_long_as_nothing_changed(whose, clock):
    group = make.group()
    make.booking(group)
    path = ROOM if whose == "room" else secret(group)
    first = Client().get(path)
    clock.shift(timedelta(minutes=5))
    again = Client().get(path, headers={"If-None-Match": first["ETag"]})
    make.booking(group, make.use("pm", on=SATURDAY + timedelta(days=7)))
    then = Client().get(path, headers={"If-None-Match": first["ETag"]})

    assert (again.status_code, again.content) == (304, b"")
    assert then.status_code == 200


def test_a_proxy_keeps_no_groups_calendar():
    group = make.group()
    make.booking(group)

    answer = Client().get(secret(group))

    assert "private" in answer["Cache-Control"]
    assert answer["X-Robots-Tag"] == "noindex"
    assert "Access-Control-Allow-Origin" not in answer


def test_after_a_renewal_the_old_address_is_dead_and_says_so_plainly():
    group = make.group()
    old = secret(group)
    new = secret(group)

    gone = Client().get(old)

    assert read(new)
    assert (gone.status_code, gone["Content-Type"]) == (404, "text/plain; charset=utf-8")
    assert "マイページ" in gone.text


@pytest.mark.parametrize("key", ["x", "WzEsMF0:1abc:x", "%00", "a" * 500])
def test_a_wrong_key_opens_nothing_and_says_the_same(key):
    answer = Client().get(f"/calendar/groups/{key}.ics")

    assert answer.status_code == 404
    assert "マイページ" in answer.text


def test_other_sites_may_read_what_is_public():
    assert Client().get(ROOM)["Access-Control-Allow-Origin"] == "*"
