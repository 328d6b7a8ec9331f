"""日締めと月計: what the drawer must hold, and figures that open to their entries."""

import csv
from datetime import date, timedelta

import pytest
from django.urls import reverse

from tests import make
from tests.clients import staff
from tests.make import NOON, TODAY
from uketsuke.bookings import till
from uketsuke.identity.models import Role
from uketsuke.ledger.models import DailyClose, Kind
from uketsuke.ledger.months import entries_of, months, year_of

pytestmark = pytest.mark.usefixtures("noon", "world")
CLOSE, MONTHS = "/staff/close/", "/staff/months/"


def count(**more: str) -> dict[str, str]:
    return {"hall": "yotsuya", "day": TODAY.isoformat(), "change_money": "２０，０００", **more}


def test_the_drawer_is_counted_in_any_width_and_closed():
    make.paid_booking()
    client = staff()

    answer = client.post(CLOSE, count(face_10000="３", face_1000="4", face_100="4"), follow=True)

    assert "日計表" in answer.text
    made = DailyClose.objects.get()
    assert (made.expected_cash, made.difference, made.change_money) == (14_400, 0, 20_000)


def test_a_difference_is_said_and_nothing_typed_is_lost():
    make.paid_booking()

    answer = staff().post(CLOSE, count(face_10000="2"))

    assert answer.status_code == 422
    assert "差が-14,400円あります" in answer.text
    assert 'value="２０，０００"' in answer.text or 'value="20,000"' in answer.text
    assert not DailyClose.objects.exists()


def test_who_belongs_to_a_hall_closes_that_one():
    staff(hall="tansu").post(CLOSE, count(face_10000="2"))

    assert DailyClose.objects.get().hall == "tansu"


def test_the_ward_reads_and_does_not_close():
    ward = staff(Role.WARD)

    assert ward.get(CLOSE).status_code in (403, 404)
    assert ward.get(MONTHS).status_code == 200


def test_a_month_says_what_was_charged_paid_and_given_back():
    make.paid_booking()
    back = make.paid_booking(None, make.use("pm"))
    make.cancel(back)
    make.pay_back(back, back.price)
    make.booking(None, make.use("night"), approved=True)

    november = next(row for row in months("yotsuya", 2026) if row.first.month == 11)

    assert november.paid == 14_400 + back.price
    assert november.refunded == back.price
    assert november.charged == 14_400 + november.unpaid
    assert november.unpaid > 0
    assert sum(e.amount for e in entries_of("yotsuya", 2026, november.first, Kind.REFUND)) == (
        back.price
    )


def test_figures_open_to_their_entries():
    booking = make.paid_booking()
    client = staff(Role.WARD)

    page = client.get(MONTHS, {"hall": "yotsuya"}).text
    query = "?hall=yotsuya&year=2026&month=2026-11-01&kind=payment"
    entries = client.get(reverse("counter:entries") + query).text

    assert query.replace("&", "&amp;") in page
    assert booking.number in entries


@pytest.mark.parametrize(
    ("charged", "on", "year"),
    [
        (date(2026, 4, 1), date(2027, 3, 31), 2026),
        (date(2027, 3, 31), date(2027, 5, 31), 2026),
        (date(2027, 3, 31), date(2027, 6, 1), 2027),
        (date(2027, 4, 1), date(2027, 5, 1), 2027),
    ],
)
def test_april_and_may_still_settle_the_year_before(charged, on, year):
    assert year_of(charged, on) == year


def test_a_payment_in_april_counts_for_the_year_of_its_charge():
    booking = make.booking(None, make.use(on=date(2027, 4, 24)), approved=True)
    make.pay(booking, at=NOON + timedelta(days=140))  # 13 April

    rows = {row.first: row for row in months("yotsuya", 2026)}

    assert rows[date(2027, 4, 1)].settling
    assert rows[date(2027, 4, 1)].paid == booking.price
    assert rows[date(2027, 3, 1)].unpaid == booking.price
    assert rows[date(2027, 4, 1)].unpaid == 0


@pytest.mark.parametrize(("kind", "encoding"), [("utf-8", "utf-8-sig"), ("cp932", "cp932")])
def test_the_table_leaves_as_csv_that_opens(kind, encoding):
    make.paid_booking()

    answer = staff().get(MONTHS, {"hall": "yotsuya", "csv": kind})

    lines = answer.content.decode(encoding).splitlines()
    assert lines[0].startswith("年度,館,年月")
    assert "2026,四谷区民ホール,2026-11,年度内,14400,0,14400,0,0,0" in lines


def test_the_months_take_a_constant_number_of_queries(django_assert_num_queries):
    client = staff()
    client.get(MONTHS)
    for slot in ("am", "pm", "night"):
        make.paid_booking(None, make.use(slot))

    with django_assert_num_queries(4):
        client.get(MONTHS)


@pytest.mark.parametrize(
    "query", ["?hall=nowhere&year=99999", "?year=abc", "?year=１９９９", "?csv=evil"]
)
def test_impossible_questions_are_answered_with_this_year(query):
    assert staff().get(MONTHS + query).status_code == 200


@pytest.mark.parametrize(
    "query", ["", "?month=2026-11-02&kind=payment", "?month=2026-11-01&kind=x"]
)
def test_entries_of_nothing_are_not_there(query):
    assert staff().get(reverse("counter:entries") + query).status_code == 404


def test_what_is_unpaid_opens_to_its_accounts():
    unpaid, paid = make.booking(approved=True), make.paid_booking(None, make.use("pm"))
    over = make.paid_booking(None, make.use("night"))
    make.cancel(over)
    month = {"hall": "yotsuya", "month": "2026-11-01"}

    owed = staff().get(f"{MONTHS}open/", {**month, "kind": "unpaid"})
    back = staff().get(f"{MONTHS}open/", {**month, "kind": "due_back"})

    assert [(each.label, yen) for each, yen in owed.context["accounts"]] == [
        (unpaid.number, 14_400)
    ]
    assert [each.label for each, _ in back.context["accounts"]] == [over.number]
    assert paid.number not in owed.text
    row = next(each for each in months("yotsuya", 2026) if each.first == date(2026, 11, 1))
    assert (row.unpaid, row.due_back) == (owed.context["total"], back.context["total"])


@pytest.mark.parametrize(("kind", "encoding"), [("utf-8", "utf-8-sig"), ("cp932", "cp932")])
def test_the_journal_leaves_entry_by_entry_and_never_as_a_formula(kind, encoding):
    booking = make.booking(approved=True)
    payment = make.pay(booking).payment_id
    till.void(payment, "=1+1 𠮷", by=make.manager(), at=NOON)

    answer = staff().get(f"{MONTHS}journal.csv", {"month": "2026-11-01", "csv": kind})

    head, *lines = list(csv.reader(answer.content.decode(encoding).splitlines()))
    assert head[0] == "計上日"
    assert [(line[2], line[5]) for line in lines] == [
        ("調定", "14400"),
        ("収納", "-14400"),
        ("訂正", "14400"),
    ]
    assert lines[2][9] == ("'=1+1 𠮷" if kind == "utf-8" else "'=1+1 〓")
    assert lines[2][4] == "現金"


@pytest.mark.parametrize("query", ["", "?month=2026-11-02", "?month=abc", "?month=9999-99-01"])
def test_no_month_no_journal(query):
    assert staff().get(f"{MONTHS}journal.csv{query}").status_code == 404
    assert staff().get(f"{MONTHS}open/{query}").status_code == 404
