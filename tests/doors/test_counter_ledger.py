"""台帳: what a clerk reads in the cells, and how she gets to a day."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from tests import make
from tests.architecture.source import ROOT
from uketsuke.bookings import decisions, drafts, till
from uketsuke.bookings.actions import book
from uketsuke.doors.counter.keys import KEYS
from uketsuke.doors.counter.ledger.jump import Meant, meant, meant_day
from uketsuke.identity.models import Role

pytestmark = pytest.mark.usefixtures("noon", "world")

DAY = "/staff/?view=day&date=2027-02-06"
WEEK = "/staff/?view=week&date=2027-02-06"
MONTH = "/staff/?view=month&date=2027-02-06"


@pytest.fixture
def clerk(client: Client) -> Client:
    client.force_login(make.staff(Role.COUNTER))
    return client


def entries(client: Client, url: str) -> list[Any]:
    """All entries of the table, row by row."""
    rows = client.get(url).context["rows"]
    return [entry for row in rows for cell in row.cells for entry in cell]


def words(client: Client, url: str) -> list[str]:
    return [entry.words for entry in entries(client, url)]


@pytest.mark.parametrize("url", [DAY, WEEK, MONTH])
def test_a_booking_shows_its_state_group_and_event_and_no_person(clerk: Client, url: str):
    make.booking(make.group("みどり合唱団"), make.use("am", "pm"))

    page = clerk.get(url).content.decode()
    entry = next(entry for entry in entries(clerk, url) if entry.group)

    assert (entry.group, entry.title, entry.look) == ("みどり合唱団", "見本の音楽会", "tentative")
    assert entry.words == "午前・午後 仮予約"
    assert "見本 太郎" not in page
    assert "髙橋 見本" not in page


def test_payments_are_marked(clerk: Client):
    first, second, third = (
        make.booking(None, make.use(slot), approved=True) for slot in ("am", "pm", "night")
    )
    for booking, yen in ((second, 1_000), (third, third.price)):
        till.take_payment(
            booking.pk, yen, "cash", uuid4(), by=make.manager(), at=make.NOON, tendered=yen
        )

    marks = [entry.payment[0] for entry in entries(clerk, WEEK) if entry.payment]

    assert first.price > 0
    assert marks == ["unpaid", "part_paid", "paid"]


def test_an_overdue_payment_is_marked(clerk: Client):
    booking = make.booking(None, make.use("am"), approved=True)

    with time_machine.travel(make.NOON + timedelta(days=20), tick=False):
        clerk.force_login(make.staff(Role.COUNTER))
        found = [entry.overdue for entry in entries(clerk, WEEK) if entry.group]

    assert booking.payment_due < make.TODAY + timedelta(days=20)
    assert found == [True]


def test_what_waits_for_something_is_marked(clerk: Client):
    booking = make.booking(None, make.use("am"))
    decisions.wait(booking.pk, "入場料の確認", by=make.manager(), at=make.NOON)

    assert "保留" in clerk.get(WEEK).content.decode()


def test_a_block_shows_its_reason_and_whether_it_is_approved(clerk: Client):
    block = make.block(slots=("am", "pm", "night"))

    entry = next(entry for entry in entries(clerk, MONTH) if entry.look == "blocked")

    assert (entry.words, entry.title) == ("終日 休止（承認待ち）", "舞台保守点検（見本）")
    assert entry.url == f"/staff/blocks/{block.pk}/"


def test_cells_that_somebody_is_typing_for_are_not_free(clerk: Client):
    group = make.group("つくし会")
    drafts.hold(group.pk, [make.use("pm")], uuid4(), by=make.actor(group), at=make.NOON)

    typed = next(entry for entry in entries(clerk, WEEK) if entry.group == "つくし会")
    with time_machine.travel(make.NOON + timedelta(minutes=11), tick=False):
        later = [entry for entry in entries(clerk, WEEK) if entry.group == "つくし会"]

    assert (typed.words, typed.note, typed.url) == ("午後 入力中", "12:10まで", "")
    assert later == []


def test_a_free_cell_leads_to_its_booking_form(clerk: Client):
    free = next(entry for entry in entries(clerk, WEEK) if entry.is_free)

    page = clerk.get(free.url)

    assert page.context["form"]["date"].value() == "2027-02-01"
    assert page.context["form"]["slots"].value() == ["am"]
    assert page.context["form"]["room"].value() == "yotsuya/hall"


@pytest.mark.parametrize(
    ("day", "word"),
    [
        ("2026-11-23", "午前 利用なし"),
        ("2026-11-26", "午前 受付終了"),
        ("2026-11-27", "午前 空き"),
        ("2027-01-01", "終日 休館"),
        ("2027-04-10", "午前 空き"),
        ("2027-05-10", "午前 空き（区民のみ）"),
        ("2027-06-10", "午前 抽選期間"),
        ("2027-07-10", "午前 受付前"),
    ],
)
def test_what_nobody_has_says_why_it_is_or_is_not_free(clerk: Client, day: str, word: str):
    rows = clerk.get(f"/staff/?view=week&date={day}").context["rows"]

    row = next(row for row in rows if row.current)

    assert row.cells[0][0].words == word


def test_dressing_rooms_show_what_is_taken_in_the_week_and_all_on_the_day(clerk: Client):
    uses = [make.use("am", room="yotsuya/dressing-2")]
    book(make.group().pk, uses, make.what(5), uuid4(), by=make.counter(), at=make.NOON)

    week, day = words(clerk, WEEK), words(clerk, DAY)

    assert "楽屋2 午前 仮予約" in week
    assert not [word for word in week if word.startswith("楽屋1")]
    assert {"楽屋1 空き", "楽屋2 仮予約"} <= set(day)


def test_one_hall_has_a_column_for_each_room(clerk: Client):
    columns = clerk.get(f"{WEEK}&hall=tsunohazu").context["columns"]

    assert [column.label for column in columns] == ["ホール", "楽屋1", "楽屋2"]


@pytest.mark.parametrize("url", [DAY, WEEK, MONTH, f"{MONTH}&hall=tansu"])
def test_the_number_of_queries_does_not_grow(clerk: Client, url: str):
    clerk.get(url)
    for day in range(1, 4):
        make.booking(None, make.use("am", on=date(2027, 2, 2 * day + 1)), approved=True)
    make.booking(None, make.use("pm", room="tansu/hall"), approved=True)

    with CaptureQueriesContext(connection) as asked:
        clerk.get(url)

    # address, session, account, holds with all that owns them, balances
    assert len(asked) == 4


def test_the_keyboard_starts_on_the_day_that_was_asked_for(clerk: Client):
    rows = clerk.get(WEEK).context["rows"]

    focused = [
        (row.head, entry.words)
        for row in rows
        for cell in row.cells
        for entry in cell
        if entry.focus
    ]

    assert focused == [("6日（土）", "午前 空き")]
    assert clerk.get("/staff/").context["rows"][1].sub == "今日"


def test_the_ward_reads_and_books_nothing(client: Client):
    client.force_login(make.staff(Role.WARD))

    page = client.get(WEEK)

    assert page.status_code == 200
    assert "/staff/book/" not in page.content.decode()
    assert "/staff/find/" not in page.content.decode()


@pytest.mark.parametrize(
    "written", ["2027-02-30", "きのうごろ", "9999-12-31", "0001-01-01", "\x00"]
)
def test_a_day_that_cannot_be_read_is_said_and_today_shown(clerk: Client, written: str):
    answer = clerk.get("/staff/", {"date": written})

    assert answer.status_code == 400
    assert answer.context["wanted"].day == make.TODAY
    assert "読み取れませんでした" in answer.content.decode()


@pytest.mark.parametrize("view", ["day", "week", "month", "year"])
def test_every_view_has_a_before_and_an_after(clerk: Client, view: str):
    page = clerk.get(f"/staff/?view={view}&date=2027-02-28").context

    assert clerk.get(page["before"]).status_code == 200
    assert clerk.get(page["after"]).context["wanted"].day > date(2027, 2, 28)


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2027/4/10", date(2027, 4, 10)),
        ("2027-04-10", date(2027, 4, 10)),
        ("20270410", date(2027, 4, 10)),
        ("令和9年4月10日", date(2027, 4, 10)),
        ("R9.4.10", date(2027, 4, 10)),
        ("２０２７／４／１０", date(2027, 4, 10)),
        ("4/10", date(2027, 4, 10)),
        ("４月１０日（土）", date(2027, 4, 10)),
        ("11/20", date(2026, 11, 20)),
        ("9/1", date(2027, 9, 1)),
        ("2/29", date(2028, 2, 29)),
        ("明日", date(2026, 11, 25)),
        ("4-10", date(2027, 4, 10)),
        ("四月十日", date(2027, 4, 10)),
        ("令和九年十二月二十三日", date(2027, 12, 23)),
        ("一昨日", date(2026, 11, 22)),
        ("10日", date(2026, 12, 10)),
        ("２４日", date(2026, 11, 24)),
        ("31日", date(2026, 12, 31)),
        ("来月10日", date(2026, 12, 10)),
        ("来月32日", None),
        ("来週土曜", date(2026, 12, 5)),
        ("来週の土曜日", date(2026, 12, 5)),
        ("再来週月", date(2026, 12, 7)),
        ("今週月曜", date(2026, 11, 23)),
        ("土曜", date(2026, 11, 28)),
        ("火曜日", date(2026, 11, 24)),
        ("土", None),
        ("3日後", date(2026, 11, 27)),
        ("2週間前", date(2026, 11, 10)),
        ("三日月", None),
        ("2/30", None),
        ("13/1", None),
        ("みどり合唱団", None),
        ("03-1234", None),
    ],
)
def test_a_day_is_read_in_the_ways_it_is_written(written: str, day: date | None):
    assert meant_day(written, make.TODAY) == day


@pytest.mark.parametrize(
    ("written", "where"),
    [
        ("来月", Meant(date(2026, 12, 1), "month")),
        ("4月", Meant(date(2027, 4, 1), "month")),
        ("2027-04", Meant(date(2027, 4, 1), "month")),
        ("令和9年4月", Meant(date(2027, 4, 1), "month")),
        ("来週", Meant(date(2026, 12, 1), "week")),
        ("明日", Meant(date(2026, 11, 25))),
        ("13月", None),
        ("四月会", None),
    ],
)
def test_a_week_or_a_month_is_meant_as_such(written: str, where: Meant | None):
    assert meant(written, make.TODAY) == where


@pytest.mark.parametrize(
    ("words", "url"),
    [
        ("四谷 4/10", "/staff/?view=day&date=2027-04-10&hall=yotsuya"),
        ("来月　角筈", "/staff/?view=month&date=2026-12-01&hall=tsunohazu"),
        ("牛込箪笥区民ホール 明日", "/staff/?view=day&date=2026-11-25&hall=tansu"),
    ],
)
def test_a_hall_may_be_named_beside_the_day(clerk: Client, words: str, url: str):
    assert clerk.get("/staff/find/", {"q": words})["Location"] == url


def test_forty_days_are_shown_from_the_day_on(clerk: Client):
    page = clerk.get("/staff/?view=ahead&date=2026-11-24").context

    assert (page["first"], page["last"]) == (date(2026, 11, 24), date(2027, 1, 2))
    assert len(page["rows"]) == 40
    assert [row.sub for row in page["rows"] if row.sub] == [
        "11月 今日",
        "12月",
        "1月 元日",
    ]
    assert page["after"] == "/staff/?view=ahead&date=2027-01-03"


@pytest.mark.parametrize(
    ("view", "day", "era"),
    [
        ("day", "2027-04-29", "令和9年4月29日・令和9年度・昭和の日"),
        ("day", "2027-02-06", "令和9年2月6日・令和8年度"),
        ("month", "2027-02-06", "令和9年・令和8年度"),
    ],
)
def test_days_are_told_as_offices_do(clerk: Client, view: str, day: str, era: str):
    page = clerk.get(f"/staff/?view={view}&date={day}")

    assert era in page.content.decode()


@pytest.mark.parametrize("encoding", ["utf-8", "cp932"])
def test_the_ledger_can_be_opened_with_a_spreadsheet(clerk: Client, encoding: str):
    booking = make.booking(make.group("髙橋合唱団"), make.use("am", "pm"), approved=True)

    answer = clerk.get(f"{DAY}&hall=yotsuya&file={encoding}")

    lines = answer.content.decode(encoding).removeprefix("\ufeff").split("\r\n")
    assert lines[0].startswith("利用日,和暦,曜日,祝日,年度,館,施設,区分,開始,終了,状態,予約番号")
    assert lines[1] == (
        "2027-02-06,令和9年2月6日,土,,令和8年度,四谷,ホール,午前・午後,09:00,17:00,承認,"
        f"{booking.number},髙橋合唱団,見本の音楽会,未納"
    )
    assert "見本 太郎" not in answer.content.decode(encoding)
    assert answer["Content-Disposition"].startswith("attachment")


def test_the_list_of_keys_is_a_page_and_the_manual_says_the_same(clerk: Client):
    page = clerk.get("/staff/keys/").content.decode()
    manual = (ROOT / "docs" / "counter-keys.md").read_text()

    for _, keys in KEYS:
        for key in keys:
            assert f"<dd>{escape(key.does)}" in page
            named = [f"`{cap}`" for cap in key.caps] or [key.plain]
            assert [name for name in named if name not in manual] == []


def test_the_jump_field_keeps_the_view(clerk: Client):
    answer = clerk.get("/staff/find/", {"q": "4/10", "view": "month", "hall": "tansu"})

    assert answer["Location"] == "/staff/?view=month&date=2027-04-10&hall=tansu"
