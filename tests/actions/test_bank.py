"""銀行振込の消込: certain money is put to its booking once, whatever is imported how often."""

import pytest

from tests import invariants, make
from tests.bankfile import Came, written
from tests.make import NOON, refused
from uketsuke.bookings.models import Booking
from uketsuke.intake.bank import actions
from uketsuke.intake.bank.models import BankFile, BankLine
from uketsuke.intake.bank.zengin import Unreadable
from uketsuke.ledger.models import Entry, Kind, Refund
from uketsuke.ledger.queries import balance

pytestmark = pytest.mark.usefixtures("world")


@pytest.fixture(autouse=True)
def _whatever_comes_it_adds_up(world: None):
    yield
    assert invariants.faults() == []


def take(*lines: Came) -> BankFile:
    return actions.import_file(written(lines), "mihon.txt", by=make.counter(), at=NOON)


def payment(booking: Booking, amount: int = 14_400, number: str = "000001") -> Came:
    return Came(amount, f"{booking.number} ﾐﾎﾝﾀﾛｳ", number)


def states() -> list[str]:
    return list(BankLine.objects.order_by("pk").values_list("state", flat=True))


def test_exact_money_is_put_to_its_booking_with_a_receipt():
    booking = make.booking(approved=True)

    take(payment(booking))

    assert balance(booking.account_id) == 0
    line = BankLine.objects.get()
    assert (line.state, line.written) == ("matched", "")
    assert line.entry.receipt.content["method"] == "銀行振込"


def test_the_same_file_again_is_the_same():
    booking = make.booking(approved=True)

    assert take(payment(booking)) == take(payment(booking))
    assert Entry.objects.filter(kind=Kind.PAYMENT).count() == 1


def test_a_line_that_another_file_had_counts_once():
    first, second = make.booking(approved=True), make.booking(None, make.use("pm"), approved=True)
    take(payment(first))

    take(payment(first), payment(second, second.price, "000002"))

    assert states() == ["matched", "known", "matched"]
    assert Entry.objects.filter(kind=Kind.PAYMENT).count() == 2


def test_two_lines_that_say_the_same_are_two():
    booking = make.booking(approved=True)

    take(payment(booking), payment(booking))

    assert states() == ["matched", "open"]
    assert BankLine.objects.last().why == "bank.nothing_owed"


@pytest.mark.parametrize(
    ("amount", "why"), [(14_399, "bank.too_little"), (14_401, "bank.too_much")]
)
def test_what_is_not_exact_waits(amount, why):
    booking = make.booking(approved=True)

    take(payment(booking, amount))

    line = BankLine.objects.get()
    assert (line.state, line.why, line.booking) == ("open", why, booking.number)
    assert line.written.endswith("ﾐﾎﾝﾀﾛｳ")
    assert balance(booking.account_id) == booking.price


def test_by_hand_too_much_is_taken_and_due_back_and_the_payer_forgotten():
    booking = make.booking(approved=True)
    take(Came(20_000, "ﾐﾎﾝﾀﾛｳ"))
    line = BankLine.objects.get()

    for _ in range(2):
        actions.match(line.pk, booking.number, "電話で確認", by=make.counter(), at=NOON)

    line.refresh_from_db()
    assert (line.state, line.written, line.booking) == ("matched", "", booking.number)
    assert Refund.objects.get().amount == 5_600


def test_by_hand_only_to_a_booking_that_was_approved():
    take(Came(20_000, "ﾐﾎﾝ"))
    line = BankLine.objects.get()

    with refused("bank.unknown_number"):
        actions.match(line.pk, "00000000", "", by=make.counter(), at=NOON)
    with refused("till.not_approved"):
        actions.match(line.pk, make.booking().number, "", by=make.counter(), at=NOON)

    assert states() == ["open"]


def test_what_is_none_of_ours_is_set_aside_with_a_reason():
    take(Came(20_000, "ﾐﾎﾝ"))
    line = BankLine.objects.get()
    with refused("bank.no_reason"):
        actions.set_aside(line.pk, "", by=make.counter(), at=NOON)

    actions.set_aside(line.pk, "振込先の誤り", by=make.counter(), at=NOON)

    with refused("bank.decided"):
        actions.match(line.pk, make.booking().number, "", by=make.counter(), at=NOON)
    assert BankLine.objects.get().written == ""


def test_a_broken_file_leaves_nothing():
    content = written([payment(make.booking(approved=True))]).replace(b"8000001", b"8000002")

    with pytest.raises(Unreadable):
        actions.import_file(content, "mihon.txt", by=make.counter(), at=NOON)

    assert not BankFile.objects.exists()
    assert not Entry.objects.filter(kind=Kind.PAYMENT).exists()


def test_a_file_of_many_lines_is_taken_whole():
    bookings = [
        make.booking(None, make.use(slot, room=room), approved=True)
        for room in ("yotsuya/hall", "tansu/hall")
        for slot in ("am", "pm", "night")
    ]

    take(*(payment(each, each.price, f"{nth:06d}") for nth, each in enumerate(bookings)))

    assert [balance(each.account_id) for each in bookings] == [0] * 6
