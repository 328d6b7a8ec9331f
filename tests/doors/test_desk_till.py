"""収納窓口: cash with change, cards with their slip, receipts, money back, and who may."""

from io import BytesIO
from typing import Any
from uuid import UUID, uuid4

import pytest
from pypdf import PdfReader

from tests import make
from tests.clients import staff
from uketsuke.bookings.models import Booking
from uketsuke.identity.models import Role
from uketsuke.ledger.models import Entry, Kind, Receipt, ReceiptPrint
from uketsuke.ledger.queries import balance

pytestmark = pytest.mark.usefixtures("noon", "world")

PRICE = 14_400


def till(booking: Booking) -> str:
    return f"/staff/bookings/{booking.number}/till/"


def typed(token: UUID | None = None, **more: Any) -> dict[str, Any]:
    return {"amount": PRICE, "method": "cash", "token": token or uuid4()} | more


def approved() -> Booking:
    return make.booking(approved=True)


def text(paper: bytes) -> str:
    return PdfReader(BytesIO(paper)).pages[0].extract_text()


def test_the_page_says_in_large_figures_what_is_owed():
    page = staff().get(till(approved()))

    assert '<p class="large largest">14,400円</p>' in page.content.decode()
    assert "見本料金" in page.content.decode()
    assert "no-store" in page["Cache-Control"]


def test_the_field_for_the_money_has_the_cursor_and_cash_is_chosen():
    page = staff().get(till(approved()))

    assert page.context["form"]["tendered"].field.widget.attrs["autofocus"]
    assert page.context["form"]["method"].value() == "cash"


def test_money_handed_over_gives_change():
    booking, client = approved(), staff()

    page = client.post(till(booking), typed(tendered="２０，０００円"), follow=True)

    assert "お釣り" in page.content.decode()
    assert '<p class="large largest">5,600円</p>' in page.content.decode()
    assert balance(booking.account_id) == 0
    assert Receipt.objects.get().content["tendered"] == 20_000


def test_nothing_typed_is_the_exact_amount():
    booking = approved()

    page = staff().post(till(booking), typed(), follow=True)

    assert '<p class="large largest">0円</p>' in page.content.decode()
    assert balance(booking.account_id) == 0


def test_a_form_sent_twice_is_paid_once():
    booking, client, token = approved(), staff(), uuid4()

    first = client.post(till(booking), typed(token))
    second = client.post(till(booking), typed(token))

    assert first["Location"] == second["Location"]
    assert Entry.objects.filter(kind=Kind.PAYMENT).count() == 1


def test_too_little_is_told_and_what_was_typed_stays():
    booking = approved()

    page = staff().post(till(booking), typed(tendered="10000"))

    assert page.status_code == 422
    assert "お預かりした額（10,000円）が、領収額（14,400円）に足りません。" in page.content.decode()
    assert 'value="10000"' in page.content.decode()
    assert balance(booking.account_id) == PRICE


def test_what_is_no_number_is_told_beside_the_field():
    page = staff().post(till(approved()), typed(tendered="一万円"))

    assert page.status_code == 422
    assert 'value="一万円"' in page.content.decode()


@pytest.mark.parametrize("method", ["card", "qr"])
def test_a_card_needs_its_slip(method):
    booking = approved()

    page = staff().post(till(booking), typed(method=method))

    assert page.status_code == 422
    assert "伝票番号を入力してください" in page.content.decode()
    assert balance(booking.account_id) == PRICE


def test_a_card_with_its_slip_is_taken_without_change():
    booking = approved()

    page = staff().post(till(booking), typed(method="card", reference="A-1"), follow=True)

    assert Entry.objects.get(kind=Kind.PAYMENT).reference == "A-1"
    assert "<h2>お釣り</h2>" not in page.content.decode()
    assert Receipt.objects.get().content["change"] is None


def test_cash_and_a_card_at_once_is_asked_about():
    page = staff().post(till(approved()), typed(method="card", reference="1", tendered="20000"))

    assert page.status_code == 422
    assert "現金のときだけ" in page.content.decode()


def test_what_another_till_took_meanwhile_is_not_taken_again():
    booking = approved()
    make.pay(booking)

    page = staff().post(till(booking), typed())

    assert page.status_code == 422
    assert "お支払いいただく額は0円です" in page.content.decode()
    assert Entry.objects.filter(kind=Kind.PAYMENT).count() == 1


def test_after_a_part_elsewhere_the_page_offers_the_rest():
    booking = approved()
    make.pay(booking, 4_400)

    page = staff().post(till(booking), typed())

    assert 'name="amount" value="10000"' in page.content.decode()


def test_what_is_not_approved_takes_no_money():
    booking = make.booking()

    page = staff().get(till(booking))
    answer = staff().post(till(booking), typed())

    assert "まだ承認していない" in page.content.decode()
    assert answer.status_code == 422
    assert not Entry.objects.exists()


def test_the_first_print_is_the_original_and_the_next_says_so():
    booking, client = approved(), staff()
    url = f"/staff/receipts/{make.pay(booking).number}.pdf"

    first, second = client.post(url), client.post(url)

    assert first["Content-Type"] == "application/pdf"
    assert "no-store" in first["Cache-Control"]
    assert "再発行" not in text(first.content)
    assert "再発行" in text(second.content)
    assert [each.nth for each in ReceiptPrint.objects.order_by("nth")] == [1, 2]


def test_looking_at_the_address_of_a_receipt_prints_nothing():
    answer = staff().get(f"/staff/receipts/{make.pay(approved()).number}.pdf")

    assert answer.status_code == 405
    assert not ReceiptPrint.objects.exists()


def test_the_page_lists_receipts_and_says_which_were_printed():
    booking, client = approved(), staff()
    number = make.pay(booking).number
    before = client.get(till(booking)).content.decode()
    client.post(f"/staff/receipts/{number}.pdf")

    after = client.get(till(booking)).content.decode()

    assert number in before
    assert "再発行する" not in before
    assert "再発行する" in after


def test_money_due_back_is_given_back_once():
    booking = make.cancel(make.paid_booking())
    client, token = staff(), uuid4()
    page = client.get(till(booking))
    due = -balance(booking.account_id)
    back = typed(token, amount=due, back="1")

    first = client.post(till(booking), back, follow=True)
    client.post(till(booking), back)

    assert "お返しする額" in page.content.decode()
    assert "お返しした額" in first.content.decode()
    assert balance(booking.account_id) == 0
    assert Entry.objects.filter(kind=Kind.REFUND).count() == 1


def test_more_than_is_due_back_is_refused():
    booking = make.cancel(make.paid_booking())

    page = staff().post(till(booking), typed(amount=1_000_000, back="1"))

    assert page.status_code == 422
    assert "お返しする額は" in page.content.decode()
    assert not Entry.objects.filter(kind=Kind.REFUND).exists()


def test_the_permit_opens_for_staff():
    booking = approved()

    answer = staff().get(f"/staff/bookings/{booking.number}/permit.pdf")

    assert booking.number in text(answer.content)


def test_without_approval_there_is_no_permit():
    answer = staff().get(f"/staff/bookings/{make.booking().number}/permit.pdf")

    assert answer.status_code == 409
    assert "利用承認書はありません" in answer.content.decode()


@pytest.mark.parametrize("role", [Role.WARD, Role.ADMINISTRATOR, Role.VENDOR])
def test_others_have_nothing_to_do_with_money(role):
    booking, client = approved(), staff(role)
    receipt = make.pay(booking).number

    assert client.get(till(booking)).status_code == 404
    assert client.post(till(booking), typed()).status_code == 404
    assert client.post(f"/staff/receipts/{receipt}.pdf").status_code == 404
    assert client.get(f"/staff/bookings/{booking.number}/permit.pdf").status_code == 404


@pytest.mark.parametrize("number", ["00000000", "x", "123456789012345678901234567890"])
def test_a_booking_that_is_not_there(number):
    assert staff().get(f"/staff/bookings/{number}/till/").status_code == 404


def test_the_page_costs_the_same_with_many_payments(django_assert_num_queries):
    booking, client = approved(), staff()
    for _ in range(4):
        make.pay(booking, 1_000)
    client.get(till(booking))

    with django_assert_num_queries(6):
        client.get(till(booking))
