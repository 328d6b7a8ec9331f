"""収納・還付・領収書: what is owed is the sum of the entries, and every paper says what they do."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError

from tests import make
from tests.make import NOON, SATURDAY, refused
from uketsuke.bookings import actions, decisions, till
from uketsuke.ledger.models import Entry, Kind, Receipt
from uketsuke.ledger.queries import balance, balances, paid
from uketsuke.notices.models import Notice

pytestmark = pytest.mark.usefixtures("world")


def test_a_payment_lowers_what_is_owed():
    booking = make.booking(approved=True)

    make.pay(booking, 4_400)

    assert (balance(booking.account_id), paid(booking.account_id)) == (10_000, 4_400)


def test_paid_in_parts_each_part_has_its_receipt():
    booking = make.booking(approved=True)

    amounts = [make.pay(booking, yen).content["amount"] for yen in (4_400, 10_000)]

    assert amounts == [4_400, 10_000]
    assert balance(booking.account_id) == 0


def test_the_receipt_says_what_was_paid_for_what_and_the_tax_in_it():
    booking = make.booking(approved=True)

    content = make.pay(booking).content

    assert (content["amount"], content["tax_percent"], content["tax"]) == (14_400, 10, 1_310)
    assert (content["booking"], content["payer"]) == (booking.number, booking.group.name)
    assert (content["hall"], content["date"]) == ("四谷区民ホール", SATURDAY.isoformat())
    assert (content["official"], content["slots"]) == (False, ["午前"])


def test_the_receipt_names_what_was_handed_over_and_the_change():
    booking = make.booking(approved=True)

    receipt = till.take_payment(
        booking.pk, 14_400, "cash", uuid4(), by=make.counter(), at=NOON, tendered=20_000
    )

    assert (receipt.content["tendered"], receipt.content["change"]) == (20_000, 5_600)


def test_less_handed_over_than_is_paid_is_not_taken():
    booking = make.booking(approved=True)

    with refused("till.too_little"):
        till.take_payment(
            booking.pk, 14_400, "cash", uuid4(), by=make.counter(), at=NOON, tendered=10_000
        )

    assert balance(booking.account_id) == 14_400


@pytest.mark.parametrize("amount", [0, -1, 14_401])
def test_nothing_no_minus_and_not_more_than_is_owed(amount):
    booking = make.booking(approved=True)

    with refused("ledger.not_owed") as caught:
        make.pay(booking, amount)

    assert caught.value.facts == {"owed": 14_400, "amount": amount}


def test_what_is_paid_is_not_paid_again():
    booking = make.paid_booking()

    with refused("ledger.not_owed"):
        make.pay(booking)

    assert paid(booking.account_id) == 14_400


def test_the_same_form_sent_again_pays_once():
    booking, token = make.booking(approved=True), uuid4()

    first = make.pay(booking, 4_400, token=token)
    again = make.pay(booking, 4_400, token=token)

    assert again == first
    assert paid(booking.account_id) == 4_400
    assert Notice.objects.filter(kind="booking.paid").count() == 1


def test_a_form_of_one_booking_pays_no_other():
    first, second, token = make.paid_booking(), make.booking(None, make.use("pm")), uuid4()
    second = decisions.approve(second.pk, by=make.manager(), at=NOON)
    make.cancel(first)
    make.pay(second, 1_000, token=token)

    with pytest.raises(IntegrityError):
        till.pay_back(first.pk, 1_000, "cash", token, by=make.counter(), at=NOON)


def test_before_the_approval_nothing_is_taken():
    with refused("till.not_approved"):
        make.pay(make.booking())


def test_nothing_is_paid_back_before_the_approval():
    with refused("till.not_approved"):
        make.pay_back(make.booking(), 100)


def test_after_a_cancel_nothing_more_is_taken():
    booking = make.booking(approved=True)
    make.cancel(booking)

    with refused("ledger.not_owed"):
        make.pay(booking)


def test_a_card_needs_the_number_of_its_slip():
    booking = make.booking(approved=True)

    with refused("till.reference_needed"):
        till.take_payment(booking.pk, 14_400, "card", uuid4(), by=make.counter(), at=NOON)

    receipt = till.take_payment(
        booking.pk, 14_400, "card", uuid4(), by=make.counter(), at=NOON, reference="000123"
    )
    assert receipt.payment.reference == "000123"


def test_what_is_due_back_goes_out_once():
    booking = make.paid_booking()
    make.cancel(booking)

    entry = make.pay_back(booking, 14_400)

    assert entry.kind == Kind.REFUND
    assert (balance(booking.account_id), paid(booking.account_id)) == (0, 0)
    with refused("ledger.not_due"):
        make.pay_back(booking, 14_400)


@pytest.mark.parametrize("amount", [0, -1, 14_401])
def test_never_more_goes_back_than_is_due(amount):
    booking = make.paid_booking()
    make.cancel(booking)

    with refused("ledger.not_due") as caught:
        make.pay_back(booking, amount)

    assert caught.value.facts == {"due": 14_400, "amount": amount}


def test_where_nothing_was_cancelled_nothing_goes_back():
    with refused("ledger.not_due"):
        make.pay_back(make.paid_booking(), 1)


def test_the_same_refund_sent_again_goes_out_once():
    booking, token = make.paid_booking(), uuid4()
    make.cancel(booking)

    first = till.pay_back(booking.pk, 4_400, "cash", token, by=make.counter(), at=NOON)
    again = till.pay_back(booking.pk, 4_400, "cash", token, by=make.counter(), at=NOON)

    assert again == first
    assert balance(booking.account_id) == -10_000


def test_receipts_are_numbered_without_gaps_by_hall_and_year():
    yotsuya = [make.paid_booking(None, make.use(slot)) for slot in ("am", "pm")]
    tansu = make.paid_booking(None, make.use(room="tansu/hall"))
    with refused("ledger.not_owed"):
        make.pay(yotsuya[0])
    make.paid_booking(None, make.use("night"))

    numbers = Receipt.objects.order_by("number").values_list("number", flat=True)
    assert list(numbers) == [
        "TAN-2026-000001",
        "YOT-2026-000001",
        "YOT-2026-000002",
        "YOT-2026-000003",
    ]
    assert tansu.account.hall == "tansu"


def test_a_new_fiscal_year_begins_with_number_one():
    booking = make.booking(None, make.use(on=SATURDAY.replace(month=4, day=10)))
    make.paid_booking()
    april = NOON.replace(year=2027, month=4, day=1)
    decisions.approve(booking.pk, by=make.manager(), at=april)
    booking.refresh_from_db()

    assert make.pay(booking, at=april).number == "YOT-2027-000001"


def test_the_second_print_is_a_second_print():
    receipt = make.pay(make.booking(approved=True))

    prints = [till.print_receipt(receipt.pk, by=make.counter(), at=NOON).nth for _ in range(3)]

    assert prints == [1, 2, 3]


def test_the_balance_of_many_accounts_and_of_a_past_moment():
    booking, other = make.paid_booking(), make.booking(None, make.use("pm"), approved=True)

    found = balances([booking.account_id, other.account_id, 999])

    assert found == {booking.account_id: 0, other.account_id: other.price, 999: 0}
    assert balance(booking.account_id, until=NOON.replace(hour=11)) == 0


def test_the_sums_of_the_ledger_are_those_of_the_papers():
    booking = make.booking(approved=True)
    for yen in (1_000, 2_000, 3_000):
        make.pay(booking, yen)
    make.cancel(booking)
    make.pay_back(booking, 6_000)

    papers = sum(receipt.content["amount"] for receipt in Receipt.objects.all())
    payments = Entry.objects.filter(account=booking.account, kind=Kind.PAYMENT)
    assert papers == -sum(entry.amount for entry in payments) == 6_000
    assert balance(booking.account_id) == 0


def test_a_refund_has_a_paper_that_adds_up_and_names_what_is_kept():
    booking = make.paid_booking()
    make.cancel(booking, NOON + timedelta(days=1))

    note = make.pay_back(booking, 10_800, at=NOON + timedelta(days=2)).note

    assert note.number == "YOT-R2026-000001"
    assert (note.content["price"], note.content["kept"]) == (14_400, 3_600)
    assert (note.content["tax"], note.content["amount"]) == (1_310, 10_800)
    assert note.content["receipts"] == [{"number": "YOT-2026-000001", "day": "2026-11-24"}]


def test_what_is_kept_stands_on_the_first_paper_only():
    booking = make.paid_booking()
    make.cancel(booking, NOON + timedelta(days=1))

    first = make.pay_back(booking, 800, at=NOON + timedelta(days=2)).note
    second = make.pay_back(booking, 10_000, at=NOON + timedelta(days=3)).note

    assert (first.content["price"], first.content["kept"]) == (4_400, 3_600)
    assert (second.content["price"], second.content["kept"]) == (10_000, 0)


def test_what_the_hall_cancels_keeps_nothing():
    booking = make.paid_booking()
    actions.cancel(booking.pk, by=make.manager(), at=NOON, reason="工事（見本）", by_hall=True)

    note = make.pay_back(booking, booking.price).note

    assert (note.content["price"], note.content["kept"]) == (14_400, 0)
