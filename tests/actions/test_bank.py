"""銀行振込の消込: certain money is put to its booking once, whatever is imported how often."""

import pytest

from tests import invariants, make
from tests.bankfile import Came, written
from tests.make import NOON, refused
from uketsuke.audit.models import Entry as Audit
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


def back(amount: int = 14_400, payer: str = "ﾐﾎﾝﾀﾛｳ", number: str = "000009") -> Came:
    """The bank's word that it took a transfer back."""
    return Came(amount, payer, number, cancelled=True)


def undo(line: BankLine, why: str = "別の団体の振込") -> BankLine:
    return actions.undo(line.pk, why, by=make.manager(), at=NOON)


def test_a_number_of_a_booking_not_yet_approved_waits():
    take(payment(make.booking()))

    assert BankLine.objects.get().why == "bank.not_approved"


def test_money_for_a_cancelled_booking_waits_and_by_hand_it_is_due_back():
    booking = make.booking(approved=True)
    make.cancel(booking)
    take(payment(booking))
    line = BankLine.objects.get()
    assert (line.state, line.why) == ("open", "bank.over")

    actions.match(line.pk, booking.number, "取消の後の振込", by=make.counter(), at=NOON)

    assert Refund.objects.get().amount == 14_400


def test_by_hand_less_than_is_owed_leaves_the_rest_owed():
    booking = make.booking(approved=True)
    take(payment(booking, 4_400))

    actions.match(
        BankLine.objects.get().pk, booking.number, "残りは窓口", by=make.counter(), at=NOON
    )

    assert balance(booking.account_id) == 10_000


def test_a_transfer_that_the_bank_took_back_in_the_same_file_is_not_put_to_a_booking():
    booking = make.booking(approved=True)
    paid = payment(booking)

    file = take(paid, back(14_400, paid.payer))

    assert [(line.why, line.worth) for line in file.lines.order_by("nth")] == [
        ("bank.maybe_taken_back", 14_400),
        ("bank.taken_back", -14_400),
    ]
    assert (file.total, balance(booking.account_id)) == (14_400, 14_400)


def test_what_the_bank_took_back_later_waits_until_somebody_has_undone_the_match():
    booking = make.booking(approved=True)
    paid = payment(booking)
    take(paid)
    take(back(14_400, paid.payer))
    matched, gone = BankLine.objects.order_by("pk")
    assert (gone.state, gone.why, gone.booking) == ("open", "bank.taken_back", booking.number)

    undo(matched, "銀行の取消")
    for line in (matched, gone):
        actions.set_aside(line.pk, "銀行の取消", by=make.counter(), at=NOON)

    assert states() == ["aside", "aside"]
    assert balance(booking.account_id) == 14_400


def test_the_word_that_a_transfer_was_taken_back_is_no_money():
    booking = make.booking(approved=True)
    take(back())

    with refused("bank.taken_back"):
        actions.match(BankLine.objects.get().pk, booking.number, "見本", by=make.counter(), at=NOON)

    assert balance(booking.account_id) == 14_400


def test_the_same_cancellation_in_two_files_is_one():
    take(back())

    take(back(), Came(1, "ﾐﾎﾝ"))

    assert states() == ["open", "open", "known"]


def test_money_put_to_the_wrong_booking_is_put_to_the_right_one():
    wrong, right = make.booking(approved=True), make.booking(None, make.use("pm"), approved=True)
    take(payment(wrong))
    line = BankLine.objects.get()

    for _ in range(2):
        undo(line)
    line.refresh_from_db()
    assert (line.state, line.why, line.written, line.entry) == ("open", "bank.undone", "", None)
    actions.match(line.pk, right.number, "電話で確認", by=make.counter(), at=NOON)

    assert balance(wrong.account_id) == wrong.price
    assert balance(right.account_id) == right.price - 14_400


def test_undone_and_put_to_the_same_booking_again_it_is_paid_once_more():
    booking = make.booking(approved=True)
    take(payment(booking))
    line = BankLine.objects.get()

    for _ in range(3):
        undo(line)
        actions.match(line.pk, booking.number, "やはり", by=make.counter(), at=NOON)

    assert (balance(booking.account_id), states()) == (0, ["matched"])


def test_what_was_set_aside_by_mistake_waits_again():
    take(Came(20_000, "ﾐﾎﾝ"))
    line = BankLine.objects.get()
    actions.set_aside(line.pk, "見本", by=make.counter(), at=NOON)

    undo(line)

    assert states() == ["open"]


def test_only_the_manager_undoes_and_says_why():
    take(payment(make.booking(approved=True)), Came(1, "ﾐﾎﾝ"))
    matched, waiting = BankLine.objects.order_by("pk")

    with refused("bank.not_manager"):
        actions.undo(matched.pk, "見本", by=make.counter(), at=NOON)
    with refused("bank.no_reason"):
        undo(matched, "")
    with refused("bank.not_decided"):
        undo(waiting)

    assert states() == ["matched", "open"]


def test_what_went_back_already_is_not_undone():
    booking = make.booking(approved=True)
    take(payment(booking))
    make.cancel(booking)
    make.pay_back(booking, 14_400)

    with refused("till.went_back"):
        undo(BankLine.objects.get())

    assert states() == ["matched"]


def test_a_file_of_another_account_is_taken_only_where_that_is_meant():
    take(payment(make.booking(approved=True)))
    other = written([Came(5_000, "ﾐﾎﾝﾉｶｲ", "000002")], account="7654321")

    with refused("bank.other_account"):
        actions.import_file(other, "mihon.txt", by=make.counter(), at=NOON)
    assert BankFile.objects.count() == 1
    actions.import_file(other, "mihon.txt", by=make.counter(), at=NOON, new_account=True)

    assert not BankFile.objects.filter(account__contains="7654321").exists()
    again = written([Came(5_000, "ﾐﾎﾝﾉｶｲ", "000003")], account="7654321")
    assert actions.import_file(again, "mihon.txt", by=make.counter(), at=NOON).lines.count() == 1


def test_every_decision_leaves_its_reason_in_the_audit():
    booking = make.booking(approved=True)
    take(Came(14_400, "ﾐﾎﾝ"))
    line = BankLine.objects.get()

    actions.match(line.pk, booking.number, "電話で確認", by=make.counter(), at=NOON)
    undo(line, "番号の聞き違い")
    actions.set_aside(line.pk, "不明", by=make.counter(), at=NOON)

    about = (f"bookings.booking:{booking.pk}", f"bank.bankline:{line.pk}")
    said = Audit.objects.filter(subject__in=about).exclude(why="").order_by("pk")
    assert list(said.values_list("action", "why")) == [
        ("booking.pay", "電話で確認"),
        ("booking.void_payment", "番号の聞き違い"),
        ("bank.set_aside", "不明"),
    ]
