"""The database is the last judge: what must never be there cannot be stored, whoever tries."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from tests import make
from tests.make import NOON, SATURDAY
from uketsuke.bookings.models import Application, Block, Booking, Hold
from uketsuke.groups.models import Person
from uketsuke.halls.models import Closure, Space
from uketsuke.identity.models import User
from uketsuke.ledger.models import Entry, Receipt, ReceiptPrint
from uketsuke.registration.models import Application as Registration
from uketsuke.registration.models import ProposedPerson

pytestmark = pytest.mark.usefixtures("world")


@pytest.fixture
def booking() -> Booking:
    return make.paid_booking()


def impossible(constraint: str, write) -> None:
    """``write`` must fail by ``constraint`` (SQLite names the columns of a unique key instead)."""
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        write()
    assert constraint in str(caught.value) or "UNIQUE constraint" in str(caught.value)


def entry(booking: Booking, **values) -> Entry:
    given = {"account": booking.account, "by": "x", "hall": "yotsuya", "at": NOON}
    return Entry.objects.create(**given, day=make.TODAY, **values)


def test_a_cell_is_held_once(booking):
    taken = booking.holds.get()
    same = {"space": taken.space, "date": taken.date, "slot": taken.slot}

    impossible("hold_one_per_cell", lambda: Hold.objects.create(**same, booking=booking))


def test_a_hold_has_an_owner(booking):
    free = {"space": Space.objects.first(), "date": SATURDAY + timedelta(days=1), "slot": "am"}

    impossible("hold_has_one_owner", lambda: Hold.objects.create(**free))


def test_a_hold_has_not_two_owners(booking):
    block = make.block("tansu/hall")

    impossible("hold_has_one_owner", lambda: booking.holds.update(block=block))


def test_only_the_hold_of_a_draft_expires(booking):
    draft = make.draft(make.use("pm"))

    impossible("hold_has_one_owner", lambda: booking.holds.update(expires_at=NOON))
    impossible("hold_has_one_owner", lambda: draft.holds.update(expires_at=None))


def test_a_booking_is_in_a_known_state(booking):
    everyone = Booking.objects.filter(pk=booking.pk)

    impossible("booking_known_state", lambda: everyone.update(state="paid"))


@pytest.mark.parametrize("state", ["approved", "used", "no_show"])
def test_what_is_approved_has_an_account(booking, state):
    everyone = Booking.objects.filter(pk=booking.pk)

    impossible("booking_approved_has_account", lambda: everyone.update(account=None, state=state))


def test_a_form_makes_one_application(booking):
    again = Application.objects.get()
    again.pk = None

    impossible("application_once_per_form", lambda: again.save(force_insert=True))


def test_a_block_has_two_persons():
    block = make.block()
    everyone = Block.objects.filter(pk=block.pk)

    impossible("block_needs_two_persons", lambda: everyone.update(approved_by=block.proposed_by))


def test_a_block_ends_after_it_starts():
    block = make.block()
    everyone = Block.objects.filter(pk=block.pk)

    impossible("block_in_order", lambda: everyone.update(ends=block.starts - timedelta(days=1)))


@pytest.mark.parametrize(
    ("kind", "amount"), [("charge", -1), ("refund", -1), ("payment", 1), ("reduction", 1)]
)
def test_an_entry_has_the_sign_of_its_kind(booking, kind, amount):
    method = "cash" if kind in ("payment", "refund") else ""

    impossible(
        "entry_sign_of_kind", lambda: entry(booking, kind=kind, amount=amount, method=method)
    )


def test_a_correction_names_its_mistake(booking):
    mistake = booking.account.entries.first()

    impossible(
        "entry_correction_names_its_mistake", lambda: entry(booking, kind="correction", amount=1)
    )
    impossible(
        "entry_correction_names_its_mistake",
        lambda: entry(booking, kind="charge", amount=1, corrects=mistake),
    )


def test_money_has_a_way_in_which_it_came(booking):
    impossible("entry_payment_has_method", lambda: entry(booking, kind="payment", amount=-1))
    impossible(
        "entry_payment_has_method",
        lambda: entry(booking, kind="charge", amount=1, method="cash"),
    )


def test_a_form_pays_once(booking):
    token = booking.account.entries.get(kind="payment").token

    impossible(
        "token",
        lambda: entry(booking, kind="payment", amount=-1, method="cash", token=token),
    )


def test_a_payment_has_one_receipt_and_a_number_is_given_once(booking):
    payment = booking.account.entries.get(kind="payment")
    number = payment.receipt.number
    other = entry(booking, kind="payment", amount=-1, method="cash", token=uuid4())

    impossible(
        "payment",
        lambda: Receipt.objects.create(number="N", payment=payment, issued_at=NOON, content={}),
    )
    impossible(
        "number",
        lambda: Receipt.objects.create(number=number, payment=other, issued_at=NOON, content={}),
    )


def test_a_print_is_counted_once(booking):
    receipt = Receipt.objects.get()
    ReceiptPrint.objects.create(receipt=receipt, nth=1, at=NOON, by="x")

    impossible(
        "receipt_print_once",
        lambda: ReceiptPrint.objects.create(receipt=receipt, nth=1, at=NOON, by="x"),
    )


def test_only_the_contact_has_a_mail_address(booking):
    representative = Person.objects.filter(group=booking.group, role="representative")
    proposed = ProposedPerson.objects.filter(role="representative")

    impossible("person_mail_only_of_contact", lambda: representative.update(mail="a@example.jp"))
    impossible("proposed_mail_only_of_contact", lambda: proposed.update(mail="a@example.jp"))


def test_a_group_has_one_person_of_each_role(booking):
    contact = Person.objects.filter(group=booking.group, role="contact")

    impossible("person_one_per_role", lambda: contact.update(role="representative", mail=""))


def test_a_change_is_asked_for_by_a_group(booking):
    everyone = Registration.objects.all()

    impossible("application_change_has_group", lambda: everyone.update(kind="change", group=None))


def test_an_account_has_a_known_role(booking):
    everyone = User.objects.filter(pk=booking.group.user_id)

    impossible("user_known_role", lambda: everyone.update(role="root"))


def test_master_data_have_sense():
    impossible(
        "closure_in_order",
        lambda: Closure.objects.create(
            starts=SATURDAY, ends=SATURDAY - timedelta(days=1), label="x"
        ),
    )
    draft = make.tariff_draft()
    impossible("base_fee_day_kind", lambda: draft.base_fees.all().update(day_kind="monday"))
    impossible("refund_step_at_most_all", lambda: draft.refund_steps.all().update(percent=101))
