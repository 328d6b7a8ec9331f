"""収納の取消: a payment written by mistake is taken back by a correction that names it."""

import pytest

from tests import invariants, make
from tests.make import NOON, refused
from uketsuke.bookings import till
from uketsuke.ledger import closing
from uketsuke.ledger.models import Entry, Kind
from uketsuke.ledger.queries import balance, paid

pytestmark = pytest.mark.usefixtures("world")


def void(entry_id, *, by=None, reason="見本の打ち間違い"):
    return till.void(entry_id, reason, by=by or make.manager(), at=NOON)


def test_it_is_owed_again_and_the_day_has_nothing():
    booking = make.booking(approved=True)
    receipt = make.pay(booking)

    entry = void(receipt.payment_id)

    assert (entry.kind, entry.corrects_id) == (Kind.CORRECTION, receipt.payment_id)
    assert (balance(booking.account_id), paid(booking.account_id)) == (booking.price, 0)
    assert sum(total.net for total in closing.day_totals("yotsuya", make.TODAY)) == 0
    assert invariants.faults() == []


def test_twice_it_has_one_effect():
    receipt = make.pay(make.booking(approved=True))

    assert void(receipt.payment_id) == void(receipt.payment_id)
    assert Entry.objects.filter(kind=Kind.CORRECTION).count() == 1


def test_its_receipt_is_printed_no_more():
    receipt = make.pay(make.booking(approved=True))
    void(receipt.payment_id)

    with refused("till.voided"):
        till.print_receipt(receipt.pk, by=make.counter(), at=NOON)


def test_only_a_manager_with_a_reason():
    receipt = make.pay(make.booking(approved=True))

    with refused("till.not_manager"):
        void(receipt.payment_id, by=make.counter())
    with refused("till.no_reason"):
        void(receipt.payment_id, reason="")


def test_not_what_has_gone_back_already():
    booking = make.paid_booking()
    payment = booking.account.entries.get(kind=Kind.PAYMENT)
    make.cancel(booking)
    make.pay_back(booking, booking.price)

    with refused("till.went_back"):
        void(payment.pk)


def test_only_what_came_in_at_the_till():
    booking = make.booking(approved=True)
    charge = booking.account.entries.get(kind=Kind.CHARGE)
    transfer = make.receive(booking, booking.price)

    for entry in (charge, transfer):
        with refused("till.not_payment"):
            void(entry.pk)
