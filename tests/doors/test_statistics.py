"""統計: counted right, compared with the year before, every figure opens; small ones hidden."""

import csv
import re
from datetime import datetime, time, timedelta
from io import BytesIO, StringIO

import pytest
import time_machine
from django.test import Client
from openpyxl import load_workbook
from pypdf import PdfReader

from tests import make
from tests.clients import staff
from tests.make import NOON, SATURDAY
from uketsuke.bookings import blocks
from uketsuke.bookings.models import Booking
from uketsuke.day import actions as day
from uketsuke.day.models import DayRules
from uketsuke.identity.models import Role
from uketsuke.kernel import revision
from uketsuke.kernel.clock import TOKYO
from uketsuke.reports import monthly, records, uses
from uketsuke.reports.monthly import month_of, year_of
from uketsuke.reports.open import published

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon", "world")]
FEBRUARY = SATURDAY.replace(day=1)
SUNDAY = SATURDAY + timedelta(days=1)
PAGE = "/staff/statistics/"
MONTH = {"month": "2027-02", "hall": "yotsuya"}
AFTER = datetime(2027, 3, 2, 10, 0, tzinfo=TOKYO)


@pytest.fixture
def ward() -> Client:
    client = Client()
    client.force_login(make.staff(Role.WARD))
    return client


def approved(*slots: str, eligibility: str = "resident") -> Booking:
    return make.booking(make.group(eligibility=eligibility), make.use(*slots), approved=True)


def row(rows: list[uses.Row], key: str) -> uses.Row:
    return next(each for each in rows if each.key == key)


def test_slots_of_approved_bookings_are_counted_against_what_was_open():
    approved("am", "pm")
    make.booking(make.group(), make.use("night"))  # nobody has approved it

    found = uses.counted(month_of(FEBRUARY, "yotsuya"))

    hall = row(uses.by_room(found), "yotsuya/hall")
    days = 28 - len([d for d in range(1, 29) if _is_closed(d)])
    assert (hall.cells, hall.bookings, hall.people) == (2, 1, 100)
    assert hall.offered == days * 3
    assert hall.rate == round(200 / (days * 3), 1)
    assert found.ended == {"approved": 1, "tentative": 1}
    assert found.days == 1


def _is_closed(day: int) -> bool:
    from uketsuke.halls.queries import atlas

    return bool(atlas().closed("yotsuya", FEBRUARY.replace(day=day)))


def test_what_is_blocked_was_not_offered():
    before = uses.counted(month_of(FEBRUARY)).total.offered
    blocks.approve(make.block().pk, by=make.manager("second"), at=NOON)

    assert uses.counted(month_of(FEBRUARY)).total.offered == before - 3


def test_every_way_of_counting_gives_the_same_bookings():
    approved("am", "pm")
    approved("night", eligibility="other")
    found = uses.counted(year_of(2026))

    for made in (
        uses.by_room,
        uses.by_month,
        uses.by_weekday,
        uses.by_purpose,
        uses.by_eligibility,
        uses.by_channel,
    ):
        assert sum(each.bookings for each in made(found)) == 2, made
        assert sum(each.cells for each in made(found)) == 3, made
    assert sum(each.cells for each in uses.by_slot(found)) == 3
    assert row(uses.by_eligibility(found), "other").cells == 1
    assert row(uses.by_month(found), "2027-02").cells == 3
    assert row(uses.by_weekday(found), "5").cells == 3


def test_the_class_is_that_of_then_not_of_now():
    booking = approved("am")
    type(booking.group).objects.update(eligibility="other")

    assert row(uses.by_eligibility(uses.counted(year_of(2026))), "resident").cells == 1


def test_the_year_before_stands_beside_it():
    old = approved("am")
    Booking.objects.filter(pk=old.pk).update(date=SATURDAY.replace(year=2026))
    approved("pm")

    made = monthly.report(month_of(FEBRUARY))

    whole = dict(zip(made.tables[0].headings, made.tables[0].rows[0][1], strict=True))
    assert (whole["利用枠"], whole["前年の利用枠"]) == (1, 1)


@pytest.mark.parametrize(
    "only",
    [
        {"room": "yotsuya/hall"},
        {"month": "2027-02"},
        {"weekday": "5"},
        {"slot": "am"},
        {"purpose": "music"},
        {"eligibility": "resident"},
        {"channel": "counter"},
        {"state": "approved"},
    ],
)
def test_every_figure_opens_to_what_it_counts(ward, only):
    booking = approved("am", "pm")
    channel = booking.application.channel
    only = {"channel": channel} if "channel" in only else only

    page = ward.get(f"{PAGE}bookings/", {"year": "2026", **only})

    assert booking.number in page.text


@pytest.mark.parametrize("only", [{"room": "x"}, {"slot": "night"}, {"state": "used"}])
def test_and_to_nothing_else(ward, only):
    booking = approved("am", "pm")

    assert booking.number not in ward.get(f"{PAGE}bookings/", {"year": "2026", **only}).text


@pytest.mark.parametrize(
    "wrong",
    [
        {"month": "x"},
        {"weekday": "x"},
        {"month": "2026-13"},
        {"weekday": "7"},
        {"weekday": "9" * 30},
    ],
)
def test_what_makes_no_sense_is_no_page(ward, wrong):
    assert ward.get(f"{PAGE}bookings/", {"year": "2026", **wrong}).status_code == 404


@pytest.mark.parametrize("only", [{"room": "a\0b"}, {"purpose": "\0"}, {"slot": "(["}])
def test_odd_signs_find_nothing_and_break_nothing(ward, only):
    approved("am")

    assert ward.get(f"{PAGE}bookings/", {"year": "2026", **only}).status_code == 200


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"year": "2026"},
        {"year": "２０２６"},
        {"of": "2027-02-01"},
        {"of": "2027-02"},
        {"of": "2026-12", "to": "2027-02"},
        {"hall": "yotsuya"},
    ],
)
def test_a_period_that_there_is_opens(ward, asked):
    assert ward.get(PAGE, asked).status_code == 200


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"year": "x"}, "その年度の統計はありません"),
        ({"year": "1999"}, "2020年度から"),
        ({"of": "2027-02-31"}, "「2027-02-31」という月はありません"),
        ({"of": "2027-13"}, "「2027-13」という月はありません"),
        ({"of": "2027-02", "to": "2027-01"}, "始めの月か、それよりあとの月"),
        ({"of": "2020-01", "to": "2027-01"}, "36か月まで"),
        ({"hall": "x"}, "その館はありません"),
    ],
)
@pytest.mark.parametrize("page", ["", "bookings/", "report.pdf"])
def test_an_impossible_period_is_said_plainly(ward, page, asked, said):
    answer = ward.get(f"{PAGE}{page}", asked)

    assert answer.status_code == 409
    assert said in answer.text
    assert 'href="/staff/"' in answer.text  # the way back is the staff's


def test_a_figure_of_the_year_before_opens_to_its_bookings(ward):
    old = approved("am")
    Booking.objects.filter(pk=old.pk).update(date=SATURDAY.replace(year=2026))
    page = ward.get(PAGE, {"year": "2026"}).text
    url = next(each for each in re.findall(r'href="([^"]+)"', page) if "month=2026-02" in each)

    assert "before=1" in url
    assert old.number in ward.get(url.replace("&amp;", "&")).text


def test_every_link_behind_a_figure_opens(ward):
    make.booking(make.group(), make.use("am", "pm"), approved=True)
    page = ward.get(PAGE, {"of": "2027-02", "to": "2027-03"}).text
    urls = {
        each.replace("&amp;", "&")
        for each in re.findall(r'<td class="number"><a href="([^"]+)"', page)
    }

    assert len(urls) >= 10
    assert {ward.get(url).status_code for url in urls} == {200}


def test_the_csv_says_the_same_and_opens_in_excel(ward):
    approved("am", "pm")

    answer = ward.get(PAGE, {"of": "2027-02", "file": "csv"})

    assert answer.content.startswith("\ufeff".encode())
    rows = list(csv.reader(StringIO(answer.content.decode("utf-8-sig"))))
    assert ["全体", "合計", "利用枠", "2"] in rows


def test_page_workbook_and_report_say_the_same(ward):
    approved("am", "pm")

    page = ward.get(PAGE, {"of": "2027-02-01"}).text
    book = load_workbook(BytesIO(ward.get(PAGE, {"of": "2027-02-01", "file": "xlsx"}).content))
    paper = PdfReader(BytesIO(ward.get(f"{PAGE}report.pdf", {"of": "2027-02-01"}).content))

    rate = uses.counted(month_of(FEBRUARY)).total.rate
    assert str(rate) in page
    assert book["全体"]["D2"].value == rate
    assert str(rate) in "".join(each.extract_text() for each in paper.pages)


def test_it_costs_the_same_however_much_there_is(ward, django_assert_num_queries):
    approved("am")
    ward.get(PAGE)
    ward.get(PAGE, {"year": "2026"})
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as one:
        ward.get(PAGE, {"year": "2026"})
    approved("pm")
    approved("night")
    with django_assert_num_queries(len(one)):
        ward.get(PAGE, {"year": "2026"})


def test_in_public_nobody_is_recognised():
    approved("am")

    found = published(2026)

    assert found["total"]["bookings"] is None
    assert all(each["bookings"] in (None, 0) for table in found["tables"] for each in table["rows"])
    page = Client().get("/statistics/?year=2026")
    assert page.status_code == 200
    assert "—" in page.text


@pytest.fixture
def in_march():
    """The month is over; who logs in now is logged in."""
    booking = approved("am", "pm")
    with time_machine.travel(AFTER, tick=False):
        yield booking


def test_the_report_of_a_month_is_out_with_one_click(in_march):
    ward, manager = staff(Role.WARD), staff(Role.MANAGER)

    answer = manager.post(f"{PAGE}issue/", MONTH)
    page = ward.get(PAGE, {"of": "2027-02", "hall": "yotsuya"}).text
    urls = re.findall(r'href="(/staff/statistics/reports/[^"]+)"', page)
    paper, book = (ward.get(url) for url in sorted(urls))

    assert answer.status_code == 302
    assert "いまの数は、いちばん新しい報告と同じです。" in page
    assert "月次報告書" in PdfReader(BytesIO(paper.content)).pages[0].extract_text()
    assert load_workbook(BytesIO(book.content))["全体"]["B2"].value == 2


def test_a_figure_that_changed_after_the_report_is_shown(in_march):
    manager = staff(Role.MANAGER)

    manager.post(f"{PAGE}issue/", MONTH)
    Booking.objects.filter(pk=in_march.pk).update(slots="am")
    page = manager.get(PAGE, {"of": "2027-02", "hall": "yotsuya"}).text
    refused = manager.post(f"{PAGE}issue/", MONTH)
    done = manager.post(f"{PAGE}issue/", MONTH | {"reason": "見本の訂正"})
    after = manager.get(PAGE, {"of": "2027-02", "hall": "yotsuya"}).text

    assert "つの数が変わりました" in page
    assert (refused.status_code, done.status_code) == (422, 302)
    assert "個人の名前は書かないでください。" in page
    assert "第2報" in after
    assert "見本の訂正" in after


def test_only_who_answers_for_a_hall_reports(in_march):
    ward = staff(Role.WARD)

    assert ward.post(f"{PAGE}issue/", MONTH).status_code == 404
    assert "月次報告を出す" not in ward.get(PAGE, {"of": "2027-02"}).text


@pytest.mark.parametrize("url", ["reports/1.pdf", "reports/0.doc", "reports/999999999999.xlsx"])
def test_a_report_that_is_not_there_is_no_page(ward, url):
    assert ward.get(f"{PAGE}{url}").status_code == 404


# 当日の記録


def came(slot: str, arrived: time, left: time, visitors: int | None, number: int = 0) -> Booking:
    """A use (of the n-th Saturday) with what was written down of it."""
    on = SATURDAY + timedelta(days=7 * number)
    made = make.booking(make.group(), make.use(slot, on=on), approved=True)
    clerk, at = make.counter(), datetime.combine(on, time(23), TOKYO)
    day.check_in(made.pk, 0, by=clerk, at=at, when=arrived)
    day.check_out(made.pk, 1, visitors, by=clerk, at=at, when=left)
    return made


def figures(title: str, key: str = "") -> tuple[object, ...]:
    found = next(each for each in monthly.report(year_of(2026)).tables if each.title == title)
    return next(row[1:] for known, row in found.rows if known == key)


def test_what_the_day_recorded_is_counted_beside_what_was_planned():
    came("am", time(8, 50), time(12, 5), 80)
    came("pm", time(13, 30), time(18, 40), 0)  # late, and over by two hours that have begun
    came("night", time(17, 30), time(21), None)  # nobody counted
    missed = make.booking(make.group(), make.use("am", on=SUNDAY), approved=True)
    day.no_show(missed.pk, by=make.counter(), at=datetime.combine(SUNDAY, time(20), TOKYO))

    told = figures("当日の記録（施設ごと）", "yotsuya/hall")

    assert told == (2, 200, 80, 1, 1, 2, 1)
    assert figures("当日の記録（施設ごと）", "tansu/hall") == (0, 0, 0, 0, 0, 0, 0)
    for title in ("当日の記録（月ごと）", "当日の記録（施設ごと）"):
        assert figures(title) == told
    assert figures("当日の記録（月ごと）", "2027-02") == told


def test_late_and_over_time_follow_the_rules_of_the_day():
    came("pm", time(13, 30), time(17, 20), 10)
    DayRules.objects.create(in_force_from=FEBRUARY, late_minutes=40, overtime_minutes=30)
    revision.changed()

    assert figures("当日の記録（施設ごと）")[3:6] == (0, 0, 0)


def test_the_day_is_read_in_two_queries_however_much_was_written(django_assert_num_queries):
    for slot in ("am", "pm"):
        came(slot, time(9), time(12), 10)
    records.recorded(year_of(2026))

    with django_assert_num_queries(2):
        records.recorded(year_of(2026))


@pytest.mark.parametrize(("column", "number"), [(1, 2), (3, 2), (4, 1), (5, 1), (6, 1), (7, 1)])
def test_each_figure_of_the_day_opens_to_its_bookings(ward, column, number):
    came("am", time(8, 50), time(12, 5), 80)
    came("pm", time(13, 30), time(18, 40), 5)
    missed = make.booking(make.group(), make.use("am", on=SUNDAY), approved=True)
    day.no_show(missed.pk, by=make.counter(), at=datetime.combine(SUNDAY, time(20), TOKYO))

    tables = ward.get(PAGE, {"year": "2026"}).context["tables"]
    table = next(each for each in tables if each.title == "当日の記録（月ごと）")
    cell = next(cells for _, cells in table.rows if cells[0].value)[column - 1]

    assert ward.get(cell.url).context["page"].paginator.count == number


def test_a_record_that_there_is_none_of_opens_nothing(ward):
    assert ward.get(f"{PAGE}bookings/", {"year": "2026", "record": "x"}).status_code == 404


def test_visitors_of_few_are_hidden_in_public_and_no_difference_tells_them(client):
    for number in range(5):
        came("am", time(9), time(12), 10, number)

    told = published(2026)["visitors"]
    by_month = {row["key"]: row["visitors"] for row in told["tables"][1]["rows"]}

    assert (told["total"]["recorded"], told["total"]["visitors"]) == (5, 50)
    assert by_month["2027-02"] is None
    assert by_month["2027-03"] is None
    assert by_month["2027-01"] == 0
    page = client.get("/statistics/", {"year": "2026"})
    assert "来場者数" in page.content.decode()


def test_a_single_hidden_count_is_not_told_by_the_total():
    came("am", time(9), time(12), 10)

    assert published(2026)["visitors"]["total"]["visitors"] is None
