"""今日の画面: each button once, nothing typed lost, each hall its own."""

import re
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any

import pytest
import time_machine
from django.test import Client
from pypdf import PdfReader

from tests import make
from tests.clients import staff
from tests.make import ON_THE_DAY, SATURDAY
from uketsuke.audit.models import Entry
from uketsuke.bookings.models import Booking
from uketsuke.day.models import Note, UseRecord
from uketsuke.doors.counter.today.views import STAGES
from uketsuke.doors.shared.inputs.fields import TimeField
from uketsuke.identity.models import Role
from uketsuke.kernel import revision
from uketsuke.meetings import actions as meetings
from uketsuke.meetings.models import Meeting

pytestmark = pytest.mark.usefixtures("world")

MEETS = (date(2026, 12, 15), time(10))
DAY = f"/staff/today/?hall=yotsuya&date={SATURDAY.isoformat()}"
NEXT = SATURDAY + timedelta(days=1)


@pytest.fixture(autouse=True)
def clock() -> Any:
    with time_machine.travel(ON_THE_DAY, tick=False) as traveller:
        yield traveller


def as_staff(role: Role = Role.COUNTER, hall: str = "yotsuya") -> Client:
    return staff(role, hall=hall)


def text(answer: Any) -> str:
    return str(answer.content.decode())


def do(client: Client, booking: Booking, what: str, seen: int = 0, **more: object) -> Any:
    return client.post(f"/staff/today/{booking.number}/do/", {"do": what, "seen": seen, **more})


def sheet_text(client: Client) -> str:
    answer = client.get(DAY.replace("today/", "today/sheet.pdf"))
    return "".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages)


def record(of: Booking) -> UseRecord:
    return UseRecord.objects.get(booking=of)


def test_the_day_shows_its_bookings_in_the_order_of_time_and_no_person():
    late = make.booking(None, make.use("pm"), approved=True)
    early = make.paid_booking()
    make.booking(None, make.use("am", room="tansu/hall"), approved=True)

    answer = as_staff().get(DAY)

    assert [line.row.booking for line in answer.context["lines"]] == [early, late]
    assert "支払済" in text(answer)
    assert "見本 太郎" not in text(answer)
    assert "no-store" in answer["Cache-Control"]


def test_the_day_shows_what_goes_with_a_use_and_who_comes_to_talk_about_another():
    asked = make.ask(make.booking(None, make.use("am"), approved=True), lectern=1)
    decided = make.booking(None, make.use("pm"), approved=True)
    make.decide(make.ask(decided, wireless_mic=2), why="見本", wireless_mic=1)
    later = make.booking(
        make.group("打合せの会（見本）"), make.use(on=SATURDAY + timedelta(days=9))
    )
    meeting = meetings.book(later.pk, *MEETS, by=make.counter(), at=make.NOON)
    Meeting.objects.filter(pk=meeting.pk).update(date=SATURDAY)
    client = as_staff()

    first, second = client.get(DAY).context["lines"]
    page = text(client.get(DAY))
    paper = sheet_text(client)

    assert [(line.item.code, line.state) for line in first.row.things] == [("lectern", "asked")]
    assert [(line.item.code, line.number) for line in second.row.things] == [("wireless-mic", 1)]
    assert f"/staff/bookings/{later.number}/meeting/" in page
    for said in ("演台", "確認待ち", "打合せの会（見本）"):
        assert said in page
        assert said in paper
    record_page = text(client.get(f"/staff/today/{asked.number}/"))
    assert f"/staff/bookings/{asked.number}/things/" in record_page


def test_without_asking_it_is_today_in_her_own_hall():
    answer = as_staff(hall="tansu").get("/staff/today/")

    assert (answer.context["shown"].hall, answer.context["shown"].day) == ("tansu", SATURDAY)


def test_in_count_and_out_are_one_button_each(clock: Any):
    booking, client = make.booking(approved=True), as_staff()

    first = do(client, booking, "in")
    do(client, booking, "count", 1, visitors="８０人")
    clock.move_to(ON_THE_DAY + timedelta(hours=3))
    client = as_staff()
    do(client, booking, "out", 2, visitors="95")

    assert first["Location"].endswith(f"&done=in&row={booking.number}")
    found = record(booking)
    assert (found.left_at, found.visitors, found.version) == (
        ON_THE_DAY + timedelta(hours=3),
        95,
        3,
    )
    shown = text(client.get(DAY))
    assert "95人" in shown
    assert "退館済" in shown


def test_enter_in_the_field_of_visitors_counts_them_and_does_nothing_else():
    make.came()

    buttons = re.findall(r'name="do" value="(\w+)"', text(as_staff().get(DAY)))

    assert buttons[0] == "count"


def test_who_goes_without_a_count_leaves_the_count_open():
    booking = make.came()

    do(as_staff(), booking, "out", 1, visitors="")

    assert record(booking).left_at
    assert record(booking).visitors is None


@pytest.mark.parametrize("typed", ["たくさん", "-3", "1000000", ""])
def test_a_count_that_is_none_is_told_beside_the_row_and_kept(typed: str):
    booking = make.came()

    answer = do(as_staff(), booking, "count", 1, visitors=typed)

    assert answer.status_code == 422
    (line,) = answer.context["lines"]
    assert line.wrong
    assert line.typed == typed
    assert record(booking).visitors is None


def test_what_somebody_else_changed_is_told_and_the_page_shows_it():
    booking, client = make.came(), as_staff()
    do(client, booking, "count", 1, visitors="80")

    answer = do(client, booking, "count", 1, visitors="90")

    assert answer.status_code == 409
    assert "この画面を開いたあとに" in text(answer)
    assert 'value="90"' in text(answer)
    assert do(client, booking, "count", 2, visitors="90").status_code == 302


@pytest.mark.parametrize(
    ("what", "seen"), [("back_arrived", 1), ("back_visitors", 1), ("overtime", 1), ("in", 0)]
)
def test_each_button_may_be_pressed_twice(what: str, seen: int):
    booking, client = make.came(), as_staff()

    assert [do(client, booking, what, seen).status_code for _ in range(2)] == [302, 302]


def test_a_no_show_is_written_on_the_bookings_page_and_taken_back_there(clock: Any):
    booking = make.booking(approved=True)
    clock.move_to(ON_THE_DAY + timedelta(hours=2))
    client = as_staff()

    do(client, booking, "no_show")
    shown = text(client.get(DAY))
    do(client, booking, "reopen")
    booking.refresh_from_db()

    assert "無断不使用" in shown
    assert booking.state == "approved"


def test_over_time_is_billed_with_one_button_and_told(clock: Any):
    booking = make.came(make.paid_booking())
    clock.move_to(ON_THE_DAY + timedelta(hours=3, minutes=30))
    client = as_staff()
    do(client, booking, "out", 1)
    offered = text(client.get(DAY))

    do(client, booking, "overtime", 2)
    billed = text(client.get(DAY))

    assert "超過1時間を請求する" in offered
    assert "超過1時間を請求済" in billed
    assert "残り" in billed


def test_all_of_a_record_is_put_right_on_one_page(clock: Any):
    booking = make.booking(approved=True)
    page = f"/staff/today/{booking.number}/"
    clock.move_to(ON_THE_DAY + timedelta(days=1))
    client = as_staff()
    typed = {"seen": 0, "arrived": "８時５０分", "left": "1215", "visitors": "70", "expected": ""}

    answer = client.post(page, typed)
    again = client.post(page, typed)

    found = record(booking)
    assert (answer.status_code, again.status_code, found.version) == (302, 302, 1)
    assert found.arrived_at == ON_THE_DAY - timedelta(minutes=10)
    assert found.left_at == ON_THE_DAY + timedelta(hours=3, minutes=15)
    assert 'value="8:50"' in text(client.get(page))


def test_times_that_cannot_be_are_told_and_kept():
    booking, client = make.booking(approved=True), as_staff()
    page = f"/staff/today/{booking.number}/"

    wrong = client.post(page, {"seen": 0, "arrived": "25:00", "left": "いま"})
    future = client.post(page, {"seen": 0, "arrived": "11:00"})

    assert (wrong.status_code, future.status_code) == (422, 422)
    assert text(wrong).count("時刻として読み取れません") >= 2
    assert "まだ来ていない時刻" in text(future)
    assert 'value="11:00"' in text(future)
    assert not UseRecord.objects.exists()


@pytest.mark.parametrize(
    ("typed", "hour", "minute"),
    [("13:05", 13, 5), ("1305", 13, 5), ("９：０５", 9, 5), ("9時", 9, 0), ("905", 9, 5)],
)
def test_a_time_is_read_as_people_write_it(typed: str, hour: int, minute: int):
    read = TimeField().clean(typed)
    assert (read.hour, read.minute) == (hour, minute)


# 引継ぎ


def test_a_note_is_written_dealt_with_and_opened_again(clock: Any):
    client, page = as_staff(), {"hall": "yotsuya", "date": SATURDAY.isoformat()}
    token = "0d3f9d7e-7b55-4c58-9d1e-2f3f4f5f6f7f"
    for _ in range(2):
        client.post("/staff/today/notes/", {**page, "note-text": "鍵は2番", "note-token": token})
    note = Note.objects.get()
    clock.move_to(ON_THE_DAY + timedelta(days=1))
    client = as_staff()

    handed_over = text(client.get("/staff/today/"))
    client.post(f"/staff/today/notes/{note.pk}/", {"done": "1", "date": NEXT.isoformat()})
    settled = text(client.get("/staff/today/"))
    client.post(f"/staff/today/notes/{note.pk}/", {"done": "0"})

    assert "鍵は2番" in handed_over
    assert "が済みに" in settled
    note.refresh_from_db()
    assert note.done_at is None


def test_an_empty_note_is_asked_for_again():
    answer = as_staff().post(
        "/staff/today/notes/",
        {"hall": "yotsuya", "date": SATURDAY.isoformat(), "note-text": "", "note-token": "x"},
    )

    assert answer.status_code == 422
    assert not Note.objects.exists()


def test_a_note_of_a_booking_stands_in_its_row():
    booking, client = make.booking(approved=True), as_staff()
    token = "0d3f9d7e-7b55-4c58-9d1e-2f3f4f5f6f7f"

    client.post(f"/staff/today/{booking.number}/", {"note-text": "搬入は裏口", "note-token": token})

    assert Note.objects.get().booking == booking
    (line,) = client.get(DAY).context["lines"]
    assert [note.text for note in line.row.notes] == ["搬入は裏口"]


# 入室


@pytest.mark.parametrize(
    ("role", "hall", "sees", "acts"),
    [
        (Role.COUNTER, "yotsuya", 200, 302),
        (Role.MANAGER, "", 200, 302),
        (Role.COUNTER, "tansu", 200, 409),
        (Role.WARD, "", 200, 404),
        (Role.ADMINISTRATOR, "", 404, 404),
    ],
)
def test_each_hall_writes_its_own_day(role: Role, hall: str, sees: int, acts: int):
    booking, client = make.booking(approved=True), as_staff(role, hall)

    assert client.get(DAY).status_code == sees
    assert client.get(f"/staff/today/{booking.number}/").status_code == sees
    assert do(client, booking, "in").status_code == acts


def test_who_may_only_look_is_shown_no_button():
    make.booking(approved=True)

    shown = text(as_staff(Role.WARD, "").get(DAY))

    assert 'name="do"' not in shown
    assert "引継ぎに書く" not in shown


def test_a_group_finds_no_staff_page():
    client = Client()
    client.force_login(make.group(password=make.PASSWORD).user)

    assert client.get(DAY).status_code == 302


@pytest.mark.parametrize("query", ["hall=nowhere", "date=2027-13-01", "date=9999-12-31"])
def test_what_does_not_exist_is_a_404(query: str):
    assert as_staff().get(f"/staff/today/?{query}").status_code == 404


def test_an_unknown_button_or_booking_changes_nothing():
    booking, client = make.booking(approved=True), as_staff()

    assert do(client, booking, "explode").status_code == 400
    assert client.post("/staff/today/00000000/do/", {"do": "in"}).status_code == 404


def test_a_booking_that_stands_no_more_still_has_a_page():
    booking = make.cancel(make.booking(approved=True))

    answer = as_staff().get(f"/staff/today/{booking.number}/")

    assert answer.status_code == 200
    assert "当日の記録を付ける状態ではありません" in text(answer)


def test_tomorrow_can_be_looked_at_but_not_written():
    make.booking(None, make.use(on=NEXT), approved=True)

    shown = text(as_staff().get(f"/staff/today/?hall=yotsuya&date={NEXT.isoformat()}"))

    assert 'name="do"' not in shown


def test_what_was_forgotten_is_listed_until_somebody_writes_it_down(clock: Any):
    booking = make.booking(approved=True)
    clock.move_to(ON_THE_DAY + timedelta(days=3))

    assert as_staff().get("/staff/today/").context["open"] == [booking]


def test_once_her_time_is_over_the_list_offers_no_arrival_of_this_moment(clock: Any):
    booking = make.booking(approved=True)
    clock.move_to(ON_THE_DAY + timedelta(hours=4))

    shown = text(as_staff().get(DAY))

    assert 'value="in"' not in shown
    assert f'<a class="button button--secondary" href="/staff/today/{booking.number}/"' in shown


def test_every_stage_has_a_word():
    assert all(str(word) for _, word in STAGES.values())


def test_the_page_takes_as_many_queries_however_much_is_on(django_assert_num_queries: Any):
    client = as_staff()
    make.came()
    client.get(DAY)
    client.get(DAY)
    with django_assert_num_queries(11):
        client.get(DAY)
    for slot in ("pm", "night"):
        make.booking(None, make.use(slot), approved=True)
    revision.forget()
    client.get(DAY)
    with django_assert_num_queries(11):
        client.get(DAY)


def test_the_moment_is_in_tokyo():
    booking = make.booking(approved=True)
    with time_machine.travel(datetime.fromisoformat("2027-02-06T00:05:00+00:00"), tick=False):
        do(as_staff(), booking, "in")
        assert "9:05" in text(as_staff().get(DAY))


# 予定表

SHEET = f"hall=yotsuya&date={SATURDAY.isoformat()}"


def test_the_sheet_is_printed_with_one_key_and_without_persons():
    answer = as_staff().get(f"/staff/today/sheet.pdf?{SHEET}")

    assert answer["Content-Type"] == "application/pdf"
    assert not PdfReader(BytesIO(answer.content)).is_encrypted
    assert 'data-key="p"' in text(as_staff().get(DAY))


def test_with_telephone_numbers_it_is_locked_and_on_record():
    make.booking(approved=True)
    wanted = {"hall": "yotsuya", "date": SATURDAY.isoformat()}

    answer = as_staff().post("/staff/today/sheet/phones.pdf", wanted)

    assert PdfReader(BytesIO(answer.content)).is_encrypted
    assert Entry.objects.filter(action="day.sheet_view").count() == 1


def test_another_halls_numbers_are_not_given_out():
    wanted = {"hall": "tansu", "date": SATURDAY.isoformat()}

    assert as_staff().post("/staff/today/sheet/phones.pdf", wanted).status_code == 404
    assert as_staff(Role.WARD, "").post("/staff/today/sheet/phones.pdf", wanted).status_code == 404


def test_the_manager_reads_the_password_and_makes_another_each_on_record():
    client, page = as_staff(Role.MANAGER), "/staff/today/sheet/"
    wanted = {"hall": "yotsuya", "date": SATURDAY.isoformat()}

    looked = text(client.get(f"{page}?{SHEET}"))
    shown = client.post(page, {**wanted, "do": "show"}).context["password"]
    again = client.post(page, {**wanted, "do": "show"}).context["password"]
    renewed = client.post(page, {**wanted, "do": "renew"}).context["password"]

    assert shown == again != renewed
    assert shown not in looked
    assert Entry.objects.filter(action="day.sheet_key_view").count() == 3


def test_a_clerk_does_not_read_the_password():
    wanted = {"hall": "yotsuya", "date": SATURDAY.isoformat(), "do": "show"}

    assert as_staff().post("/staff/today/sheet/", wanted).status_code == 400
