"""打合せ at both doors: chosen at home, moved at the counter, listed, written, printed."""

from datetime import date, time, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import make
from tests.clients import herself, staff
from tests.make import NOON
from uketsuke.bookings.models import Booking
from uketsuke.doors.shared.inputs.meeting_forms import ClockField
from uketsuke.identity.models import Role
from uketsuke.meetings import actions, queries
from uketsuke.meetings.models import Meeting, Offer, Sheet

pytestmark = pytest.mark.usefixtures("noon", "world")
TEN, ELEVEN = "2026-12-15T10:00", "2026-12-15T11:00"
SHEET = {"sheet-seen": "0", "sheet-doors": "９時半", "sheet-begins": "1000"}


def mine(booking: Booking, more: str = "meeting/") -> str:
    return f"/my/bookings/{booking.number}/{more}"


def theirs(booking: Booking, more: str = "meeting/") -> str:
    return f"/staff/bookings/{booking.number}/{more}"


def meeting(booking: Booking) -> Meeting:
    by = make.actor(booking.group)
    return actions.book(booking.pk, date(2026, 12, 15), time(10), by=by, at=NOON)


def test_a_group_chooses_moves_and_gives_up_at_home():
    booking = make.booking(approved=True)
    client = herself(booking)
    assert "打合せの日時を選ぶ" in client.get("/my/").text

    booked = client.post(mine(booking), {"when": TEN}, follow=True)
    moved = client.post(mine(booking), {"when": ELEVEN}, follow=True)

    assert "2026年12月15日（火） 10:00" in booked.text
    assert "2026年12月15日（火） 11:00" in moved.text
    assert "打合せ 12月15日（火）11:00" in client.get("/my/").text
    gone = client.post(mine(booking, "meeting/cancel/"), follow=True)
    assert "日時を選んでください" in gone.text


def test_a_time_that_went_meanwhile_is_said():
    one, other = make.booking(), make.booking(None, make.use("pm"))
    meeting(one)

    answer = herself(other).post(mine(other), {"when": TEN})

    assert answer.status_code == 422
    assert "この時刻は、もう選べません" in answer.text


def test_what_is_anothers_is_not_there():
    booking, other = make.booking(), make.booking(None, make.use("pm"))
    meeting(booking)
    client = herself(other)

    for page in ("meeting/", "sheet/"):
        assert client.get(mine(booking, page)).status_code == 404
    assert client.post(mine(booking, "meeting/cancel/")).status_code == 404
    assert Meeting.objects.get().state == "booked"


def test_a_group_prepares_and_cannot_once_it_is_agreed():
    booking = make.booking()
    client = herself(booking)

    client.post(mine(booking, "sheet/"), SHEET)
    assert (Sheet.objects.get().doors, Sheet.objects.get().begins) == (time(9, 30), time(10))
    staff().post(theirs(booking, "sheet/"), SHEET | {"sheet-seen": "1", "sheet-stage": "2"})

    assert Sheet.objects.get().stage == 2
    assert client.get(mine(booking, "sheet/")).status_code == 302


def test_hours_in_the_wrong_order_are_said_and_kept():
    booking = make.booking()

    answer = herself(booking).post(mine(booking, "sheet/"), SHEET | {"sheet-begins": "9:10"})

    assert answer.status_code == 422
    assert "「開演」の時刻が、「開場」より前になっています" in answer.text
    assert 'value="9:10"' in answer.text


def test_the_counter_books_holds_and_gives_up():
    booking, clerk = make.booking(), staff()

    booked = clerk.post(theirs(booking, "meeting/book/"), {"when": TEN}, follow=True)
    assert "利用者にお知らせしました" in booked.text
    made = Meeting.objects.get()
    early = clerk.post(f"/staff/meetings/{made.pk}/hold/")
    assert early.status_code == 422
    assert "打合せの日（2026年12月15日（火））になってから" in early.text
    with time_machine.travel(NOON + timedelta(days=21), tick=False):
        later = staff()
        held = later.post(f"/staff/meetings/{made.pk}/hold/", follow=True)
        assert "打合せ済みにしました" in held.text
        refused = later.post(f"/staff/meetings/{made.pk}/cancel/")

    assert refused.status_code == 422


def test_the_list_shows_what_comes_and_who_has_none():
    booking, other = make.booking(), make.booking(None, make.use("pm"), approved=True)
    meeting(booking)
    make.ask(booking, lectern=1)

    listed = staff().get("/staff/meetings/")

    assert "12月15日（火） 10:00" in listed.text
    assert "附帯設備の確認待ち" in listed.text
    assert "打合せがまだの予約" in listed.text
    assert other.number in listed.text


def test_the_list_asks_a_fixed_number_of_questions():
    Offer.objects.update(places=3)
    clerk = staff()
    bookings = [make.booking(None, make.use(slot)) for slot in ("am", "pm", "night")]
    meeting(bookings[0])
    clerk.get("/staff/meetings/")
    with CaptureQueriesContext(connection) as few:
        clerk.get("/staff/meetings/")
    for booking in bookings[1:]:
        meeting(booking)

    with CaptureQueriesContext(connection) as more:
        assert clerk.get("/staff/meetings/").text.count("10:00") == 3

    assert len(few) == len(more)


def test_the_sheet_is_printed_even_empty():
    booking = make.booking()
    clerk = staff()

    empty = clerk.get(theirs(booking, "meeting.pdf"))
    meeting(booking)
    clerk.post(theirs(booking, "sheet/"), SHEET)
    filled = clerk.get(theirs(booking, "meeting.pdf"))

    assert empty.content.startswith(b"%PDF")
    assert filled["Content-Disposition"] == f'inline; filename="meeting-{booking.number}.pdf"'


def test_two_clerks_do_not_write_over_each_other():
    booking, clerk = make.booking(), staff()
    clerk.post(theirs(booking, "sheet/"), SHEET)

    answer = clerk.post(theirs(booking, "sheet/"), SHEET | {"sheet-visitors": "7"})

    assert answer.status_code == 422
    assert "ほかの人がこの打合せ票を変えました" in answer.text


def test_the_manager_offers_and_withdraws_times():
    manager, page = staff(Role.MANAGER), "/staff/meetings/offers/"
    offer = {"weekday": "0", "starts": "13:00", "ends": "15:00", "minutes": "30", "places": "2"}
    offer |= {"first_days": "60", "last_days": "10", "since": "2026-12-01"}
    sent = {f"offer-{name}": value for name, value in offer.items()}

    shown = manager.post(f"{page}tansu/add/", sent, follow=True)
    made = Offer.objects.get(weekday=0, places=2)
    manager.post(f"{page}{made.pk}/end/")
    again = manager.post(f"{page}tansu/add/", sent | {"offer-ends": "13:10"})

    assert "13:00〜15:00" in shown.text
    made.refresh_from_db()
    assert made.in_force_until == date(2026, 11, 30)
    assert again.status_code == 422


def test_a_room_can_do_without():
    manager, booking = staff(Role.MANAGER), make.booking()
    need = {"room": str(booking.room_id), "due_days": "20", "notice_days": "1"}
    need |= {"remind_days": "2", "since": "2026-11-24"}

    sent = {f"need-{name}": value for name, value in need.items()}
    manager.post("/staff/meetings/offers/yotsuya/need/", sent)

    assert queries.rule(booking.room_id, booking.date) is None
    assert "打合せの日時を選ぶ" not in herself(booking).get(mine(booking, "")).text


@pytest.mark.parametrize(
    ("role", "may"),
    [
        (Role.COUNTER, True),
        (Role.MANAGER, True),
        (Role.WARD, False),
        (Role.ADMINISTRATOR, False),
        (Role.VENDOR, False),
    ],
)
def test_who_writes_and_who_only_looks(role, may):
    booking = make.booking()

    staff(role).post(theirs(booking, "meeting/book/"), {"when": TEN})
    staff(role).post(theirs(booking, "sheet/"), SHEET)

    assert (Meeting.objects.exists(), Sheet.objects.exists()) == (may, may)


def test_the_ward_looks_and_the_counter_offers_nothing():
    booking = make.booking()
    ward, clerk = staff(Role.WARD), staff()

    assert ward.get(theirs(booking)).status_code == 200
    assert "打合せ票を保存する" not in ward.get(theirs(booking)).text
    assert clerk.get("/staff/meetings/offers/").status_code == 200
    assert clerk.post("/staff/meetings/offers/tansu/add/").status_code == 404


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("9:00", time(9)), ("９時半", time(9, 30)), ("0930", time(9, 30)), ("13時05分", time(13, 5))],
)
def test_hours_are_understood_as_they_are_typed(typed, meant):
    assert ClockField().clean(typed) == meant


@pytest.mark.parametrize("odd", ["25:00", "9:99", "あさ", "-1", "9" * 400, "🎻", "\x00", "999"])
def test_whatever_is_typed_is_answered(odd):
    booking, manager = make.booking(), staff(Role.MANAGER)
    sheet = dict.fromkeys(("sheet-doors", "sheet-seen", "sheet-stage", "sheet-notes"), odd)
    offer = {f"offer-{name}": odd for name in ("weekday", "starts", "ends", "since", "minutes")}

    answers = [
        herself(booking).post(mine(booking), {"when": odd}),
        herself(booking).post(mine(booking, "sheet/"), sheet),
        manager.post(theirs(booking, "meeting/book/"), {"when": odd}),
        manager.post(theirs(booking, "sheet/"), sheet),
        manager.post("/staff/meetings/offers/tansu/add/", offer),
        manager.post("/staff/meetings/offers/tansu/need/", {"need-room": odd}),
        manager.get("/staff/meetings/", {"page": odd, "hall": odd}),
        manager.post("/staff/meetings/99999999999999999999/hold/"),
    ]

    assert [each.status_code for each in answers if each.status_code >= 500] == []
    assert not Sheet.objects.exists()
