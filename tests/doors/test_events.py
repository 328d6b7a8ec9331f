"""催し物案内: what everybody sees of a day: only what the group allows, never a person."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.test import Client

from tests import make
from tests.make import NOON, ON_THE_DAY, SATURDAY
from uketsuke.bookings import actions, blocks, decisions
from uketsuke.bookings.models import Application, Booking
from uketsuke.day.events import events
from uketsuke.identity.models import Role

pytestmark = pytest.mark.usefixtures("world")


@pytest.fixture(autouse=True)
def clock() -> Any:
    with time_machine.travel(ON_THE_DAY, tick=False) as traveller:
        yield traveller


def public(
    *slots: str, room: str = "yotsuya/hall", on: date = SATURDAY, approved: bool = True, **more: Any
) -> Booking:
    made = make.application(None, [make.use(*slots, room=room, on=on)], public=True, **more)
    booking: Booking = made.bookings.get()
    return decisions.approve(booking.pk, by=make.manager(), at=NOON) if approved else booking


def seen(path: str = "/signage/yotsuya/") -> str:
    answer = Client().get(path)
    assert answer.status_code == 200
    return str(answer.content.decode())


def titles(first: date = SATURDAY, last: date = SATURDAY, hall: str = "") -> list[str]:
    return [event.room for event in events(first, last, hall)]


def test_only_what_the_group_allows_and_the_hall_has_approved_is_told():
    public("am")
    public("pm", approved=False)
    make.booking(None, make.use("night"), approved=True)
    public("am", room="tansu/hall")

    assert titles(hall="yotsuya") == ["yotsuya/hall"]
    assert sorted(titles()) == ["tansu/hall", "yotsuya/hall"]


def test_what_is_cancelled_or_was_no_show_is_gone():
    make.cancel(public("am"))
    assert titles() == []


def test_a_dressing_room_is_no_event():
    group = make.group()
    uses = [make.use("am"), make.use("am", room="yotsuya/dressing-1")]
    made = actions.book(
        group.pk, uses, make.what(8, public=True), uuid4(), by=make.counter(), at=NOON
    )
    for booking in made.bookings.all():
        decisions.approve(booking.pk, by=make.manager(), at=NOON)

    assert titles() == ["yotsuya/hall"]


def test_the_halls_own_events_stand_beside_them_once_approved():
    closing = blocks.Closing(
        ("yotsuya/hall",), SATURDAY, SATURDAY, ("pm",), "own_event", "見本の名画座"
    )
    proposed = blocks.propose(closing, by=make.manager("proposer"), at=NOON)
    before = titles()
    blocks.approve(proposed.pk, by=make.manager("approver"), at=NOON)

    assert before == []
    assert [event.title for event in events(SATURDAY, SATURDAY)] == ["見本の名画座"]
    assert "主催" in seen()


def test_works_and_maintenance_are_no_events():
    made = make.block()
    blocks.approve(made.pk, by=make.manager("approver"), at=NOON)

    assert titles() == []


# 案内画面


def test_the_screen_in_the_lobby_shows_what_is_on_now_and_refreshes_itself(clock: Any):
    booking = public("am")
    public("pm")

    shown = seen()

    assert '<meta http-equiv="refresh" content="60">' in shown
    assert "<script" not in shown
    assert shown.count("現在") == 1
    assert "9:00〜12:00" in shown
    assert "見本の音楽会" in shown
    assert booking.group.name not in shown
    assert "見本 太郎" not in shown
    assert booking.number not in shown


def test_at_noon_one_is_over_and_the_next_has_not_begun(clock: Any):
    public("am")
    public("pm")
    clock.move_to(ON_THE_DAY + timedelta(hours=3))

    shown = seen()

    assert "現在" not in shown.partition("<main")[2]
    assert shown.count("終了") == 1


def test_at_night_it_says_that_all_is_over_and_what_comes_tomorrow(clock: Any):
    public("am")
    public("pm", on=SATURDAY + timedelta(days=1))
    clock.move_to(ON_THE_DAY + timedelta(hours=14))

    shown = seen()

    assert "本日の催し物は終了しました" in shown
    assert "明日の催し物" in shown


def test_when_nothing_is_on_it_says_so():
    assert "ご案内する催し物はありません" in seen()


def test_it_may_be_kept_for_half_a_minute_only():
    assert "max-age=30" in Client().get("/signage/yotsuya/")["Cache-Control"]


def test_what_a_title_holds_is_never_markup():
    made = public("am")
    Application.objects.filter(pk=made.application_id).update(title="<script>alert(1)</script>")

    assert "<script>alert" not in seen()


@pytest.mark.parametrize("path", ["/signage/nowhere/", "/events/2027-13/", "/events/1999-01/"])
def test_what_does_not_exist_is_a_404(path: str):
    assert Client().get(path).status_code == 404


# 月間


def test_the_month_lists_all_halls_or_one_by_day():
    public("am")
    public("am", room="tansu/hall", on=SATURDAY + timedelta(days=1))

    everything, one = seen("/events/2027-02/"), seen("/events/2027-02/?hall=tansu")

    assert everything.count("見本の音楽会") == 2
    assert one.count("見本の音楽会") == 1
    assert "2月6日（土）" in everything
    assert "ご案内する催し物はありません" in seen("/events/2027-03/")


def test_a_month_is_read_in_as_many_queries_however_much_is_on(django_assert_num_queries: Any):
    public("am")
    events(SATURDAY, SATURDAY)
    public("pm")
    public("night")

    with django_assert_num_queries(2):
        assert len(events(SATURDAY, SATURDAY)) == 3


# 載せる・載せない


def test_by_default_nothing_is_told():
    assert make.application().public is False


def test_a_group_puts_its_use_on_and_takes_it_off_again_whenever_it_likes():
    booking, client = make.booking(approved=True), Client()
    client.force_login(booking.group.user)
    page = f"/my/bookings/{booking.number}/announce/"

    client.post(page, {"public": "1"})
    client.post(page, {"public": "1"})
    shown = titles()
    client.post(page, {"public": "0"})

    assert shown == ["yotsuya/hall"]
    assert titles() == []
    assert client.post(page, {}).status_code == 400


def test_nobody_puts_another_groups_use_on():
    booking, client = make.booking(approved=True), Client()
    client.force_login(make.group().user)

    answer = client.post(f"/my/bookings/{booking.number}/announce/", {"public": "1"})

    assert answer.status_code == 404
    assert titles() == []


def test_the_office_does_it_on_the_phone():
    booking, client = make.booking(approved=True), Client()
    client.force_login(make.staff(Role.COUNTER))

    client.post(f"/staff/bookings/{booking.number}/announce/", {"public": "1"})

    assert titles() == ["yotsuya/hall"]
    shown = client.get(f"/staff/bookings/{booking.number}/").content.decode()
    assert "催し物案内に載せないことにする" in shown


def test_the_screen_in_the_lobby_can_be_held_still():
    """It renews itself, unless somebody wants to read it in her own time."""
    assert 'http-equiv="refresh"' in seen()
    assert 'href="/signage/yotsuya/?still"' in seen()

    held = seen("/signage/yotsuya/?still")
    assert 'http-equiv="refresh"' not in held
    assert 'href="/signage/yotsuya/"' in held
