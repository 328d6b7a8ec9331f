"""納入通知書・減免・第二の請求・還付・利用日の変更: what is owed follows, and papers say it."""

from datetime import date, timedelta

import pytest

from tests import invariants, make
from tests.make import NOON, SATURDAY, TODAY, refused
from uketsuke.bookings import actions, blocks, decisions, extras, moves, reductions, refunds
from uketsuke.bookings import reminders as due_soon
from uketsuke.bookings.blocks import Closing
from uketsuke.bookings.models import Booking, ReceptionRules
from uketsuke.kernel import revision
from uketsuke.kernel.actors import SYSTEM
from uketsuke.ledger.models import Refund
from uketsuke.ledger.queries import balance
from uketsuke.notices.models import Notice

pytestmark = pytest.mark.usefixtures("world")
CLOSING = Closing(("yotsuya/hall",), SATURDAY, SATURDAY, ("am", "pm", "night"), "works", "見本工事")


@pytest.fixture(autouse=True)
def _whatever_is_done_it_adds_up(world: None):
    yield
    assert invariants.faults() == []


def fresh(booking):
    return Booking.objects.select_related("account").get(pk=booking.pk)


def bills(booking):
    return [bill.amount for bill in fresh(booking).account.bills.order_by("pk")]


def open_refund(booking):
    return Refund.objects.get(account=fresh(booking).account_id, state__in=["asked", "decided"])


# 納入通知書


def test_an_approval_makes_a_bill_with_its_day():
    booking = make.booking(approved=True)

    bill = booking.account.bills.get()

    assert (bill.amount, bill.due, bill.number) == (14_400, booking.payment_due, "YOT-B2026-000001")
    assert bill.content["payer"] == booking.group.name


def test_nothing_to_pay_makes_no_bill_and_no_deadline():
    booking = make.booking()
    make.grant(make.reduction(booking, "ward-host"))

    approved = decisions.approve(booking.pk, by=make.manager(), at=NOON)

    assert (approved.price, approved.payment_due, bills(booking)) == (0, None, [])
    assert Notice.objects.get(kind="booking.approved").facts["due"] is None


def test_who_has_not_paid_is_reminded_once_shortly_before():
    booking = make.booking(approved=True)
    early, soon = booking.payment_due - timedelta(days=4), booking.payment_due - timedelta(days=3)
    assert due_soon.to_remind(early) == []

    told = [
        due_soon.remind(number, by=SYSTEM, at=NOON)
        for number in due_soon.to_remind(soon)
        for _ in range(2)
    ]

    assert told == [True, False]
    assert due_soon.to_remind(soon) == []
    assert Notice.objects.filter(kind="booking.reminder").count() == 1


def test_who_has_paid_is_not_reminded():
    booking = make.paid_booking()

    assert due_soon.to_remind(booking.payment_due) == []
    assert due_soon.remind(booking.account.bills.get().pk, by=SYSTEM, at=NOON) is False


# 減免


def test_before_the_approval_it_lowers_the_price():
    booking = make.booking()

    make.grant(make.reduction(booking))

    assert fresh(booking).price == 7_200
    assert decisions.approve(booking.pk, by=make.manager(), at=NOON).price == 7_200
    assert bills(booking) == [7_200]


def test_after_the_approval_it_lowers_the_bill():
    booking = make.booking(approved=True)

    made = make.grant(make.reduction(booking))

    assert made.amount == 7_200
    assert balance(booking.account_id) == 7_200
    assert bills(booking) == [14_400, 7_200]


def test_after_the_payment_it_becomes_a_refund():
    booking = make.paid_booking()

    make.grant(make.reduction(booking))

    assert open_refund(booking).amount == 7_200
    make.pay_back(booking, 7_200)
    assert balance(booking.account_id) == 0


def test_a_kind_without_percent_needs_one_said():
    asked = make.reduction(kind="other")

    with refused("quote.reduction_percent_needed"):
        make.grant(asked)

    assert make.grant(asked, 30).percent == 30


def test_only_who_may_decides_as_the_rules_say():
    asked = make.reduction()
    with refused("reductions.not_yours"):
        reductions.grant(asked.pk, None, "", by=make.ward(), at=NOON)
    ReceptionRules.objects.update(reductions_by="ward")
    revision.changed()

    with refused("reductions.not_yours"):
        make.grant(asked)

    assert reductions.grant(asked.pk, None, "", by=make.ward(), at=NOON).state == "granted"


def test_a_refusal_has_a_reason_that_is_told():
    asked = make.reduction()
    with refused("reductions.no_reason"):
        reductions.refuse(asked.pk, "", by=make.manager(), at=NOON)

    reductions.refuse(asked.pk, "見本の理由", by=make.manager(), at=NOON)

    assert Notice.objects.get(kind="booking.reduction_refused").facts["reason"] == "見本の理由"
    assert make.reduction(asked.booking).pk != asked.pk  # she may ask again


def test_one_request_at_a_time():
    booking = make.booking()
    first = make.reduction(booking)

    assert make.reduction(booking).pk == first.pk
    with refused("reductions.one"):
        make.reduction(booking, "disability")

    reductions.withdraw(first.pk, by=make.actor(booking.group), at=NOON)
    assert make.reduction(booking, "disability").pk != first.pk


def test_without_a_paper_only_who_has_a_certificate():
    booking = make.booking()

    def ask():
        by = make.actor(booking.group)
        return reductions.ask(booking.pk, "disability", "", by=by, at=NOON)

    with refused("reductions.no_evidence"):
        ask()
    certify(booking, SATURDAY - timedelta(days=1))  # over before the day of use
    with refused("reductions.no_evidence"):
        ask()

    kept = certify(booking, SATURDAY)

    assert ask().certificate == kept


def certify(booking, until):
    return reductions.certify(
        booking.group_id, "disability", "見本の認定書", until, by=make.counter(), at=NOON
    )


def test_a_certificate_that_is_over_is_not_taken():
    with refused("reductions.certificate_over"):
        certify(make.booking(), TODAY - timedelta(days=1))


def test_after_the_day_of_use_it_is_too_late():
    booking = make.paid_booking()
    asked = make.reduction(booking)

    with refused("reductions.too_late"):
        reductions.grant(
            asked.pk, None, "", by=make.manager(), at=NOON + (SATURDAY - TODAY) + timedelta(days=1)
        )


# 第二の請求


def test_equipment_and_overtime_make_a_second_bill():
    booking = make.paid_booking()

    extras.bill(booking.pk, {"lectern": 2}, 1, by=make.counter(), at=NOON)

    assert fresh(booking).extras["total"] == 1_000 + 4_320
    assert bills(booking) == [14_400, 5_320]
    make.pay(fresh(booking), 5_320)
    assert balance(booking.account_id) == 0


def test_said_anew_it_replaces_what_was_said():
    booking = make.paid_booking()
    extras.bill(booking.pk, {"lectern": 2}, 0, by=make.counter(), at=NOON)
    make.pay(fresh(booking), 1_000)

    for _ in range(2):
        extras.bill(booking.pk, {"lectern": 1}, 0, by=make.counter(), at=NOON)

    assert open_refund(booking).amount == 500


def test_after_the_use_the_deadline_is_a_counter_day_ahead():
    booking = make.paid_booking()
    after = NOON + (SATURDAY - TODAY) + timedelta(days=1)
    decisions.close_use(booking.pk, True, by=make.manager(), at=after)

    extras.bill(booking.pk, {"lectern": 1}, 0, by=make.counter(), at=after)

    assert fresh(booking).payment_due >= SATURDAY + timedelta(days=15)


def test_nothing_is_billed_apart_before_the_approval():
    with refused("extras.not_approved"):
        extras.bill(make.booking().pk, {"lectern": 1}, 0, by=make.counter(), at=NOON)


def test_overtime_has_its_bound():
    with refused("quote.overtime_too_long"):
        extras.bill(make.paid_booking().pk, {}, 2, by=make.counter(), at=NOON)


# 還付


def test_a_cancel_asks_for_the_refund_and_it_is_decided_and_paid():
    booking = make.paid_booking()
    make.cancel(booking, NOON + timedelta(days=1))
    asked = open_refund(booking)

    decided = refunds.decide(asked.pk, 10_800, by=make.counter("first"), at=NOON)
    make.pay_back(booking, 10_800, at=NOON + timedelta(days=2))

    asked.refresh_from_db()
    assert (asked.state, asked.decided_by, asked.entry.amount) == ("paid", "first", 10_800)
    assert decided.amount == 10_800
    assert Notice.objects.filter(kind="booking.refund_decided").count() == 1


def test_an_amount_that_has_changed_is_not_decided():
    booking = make.paid_booking()
    make.cancel(booking, NOON + timedelta(days=1))

    with refused("refunds.changed"):
        refunds.decide(open_refund(booking).pk, 14_400, by=make.counter(), at=NOON)


def test_an_undone_cancel_withdraws_the_refund():
    booking = make.paid_booking()
    make.cancel(booking)
    asked = open_refund(booking)

    make.undo(booking)

    asked.refresh_from_db()
    assert asked.state == "withdrawn"
    with refused("refunds.over"):
        refunds.decide(asked.pk, asked.amount, by=make.counter(), at=NOON)


def test_too_much_from_the_bank_is_due_back():
    booking = make.booking(approved=True)

    make.receive(booking, 20_000)

    assert open_refund(booking).amount == 5_600


def test_money_for_a_lapsed_booking_is_due_back():
    booking = make.overdue()
    decisions.lapse(booking.pk, by=SYSTEM, at=NOON + timedelta(days=30))

    make.receive(booking, booking.price)

    assert open_refund(booking).amount == booking.price


def test_what_came_beyond_the_price_comes_back_whole_with_a_cancel():
    booking = make.booking(approved=True)
    make.receive(booking, 20_000)

    make.cancel(booking, NOON + timedelta(days=1))

    assert open_refund(booking).amount == 10_800 + 5_600


def test_a_closing_cancels_all_in_its_way_and_returns_everything():
    first, second = make.paid_booking(), make.booking(None, make.use("pm"), approved=True)

    blocks.propose(CLOSING, by=make.manager(), at=NOON, cancelling="見本の工事")

    assert {fresh(each).state for each in (first, second)} == {"cancelled"}
    assert open_refund(first).amount == first.price
    assert balance(second.account_id) == 0
    assert Notice.objects.filter(kind="booking.cancelled", facts__by_hall=True).count() == 2


def test_only_a_manager_cancels_all_and_a_closing_that_fails_cancels_nothing():
    booking = make.paid_booking()
    with refused("blocks.not_manager"):
        blocks.propose(CLOSING, by=make.counter(), at=NOON, cancelling="見本")
    make.block(starts=SATURDAY + timedelta(days=1))
    longer = Closing(
        CLOSING.rooms,
        SATURDAY,
        SATURDAY + timedelta(days=1),
        CLOSING.slots,
        "works",
        "見本",
    )

    with refused("cells.taken"):
        blocks.propose(longer, by=make.manager(), at=NOON, cancelling="見本")

    assert fresh(booking).state == "approved"


# 利用日の変更


def test_what_was_paid_counts_for_the_new_day():
    booking = make.paid_booking()

    moves.move(booking.pk, make.use("pm"), "見本", by=make.counter(), at=NOON)

    assert fresh(booking).price == 19_200
    assert bills(booking) == [14_400, 4_800]


def test_a_cheaper_day_returns_the_rest():
    booking = make.paid_booking()
    monday = date(2027, 2, 8)

    moves.move(booking.pk, make.use("am", on=monday), "見本", by=make.counter(), at=NOON)

    assert open_refund(booking).amount == 2_400


def test_the_old_cells_are_free_and_the_new_are_taken():
    booking = make.booking()
    moves.move(booking.pk, make.use("pm"), "見本", by=make.counter(), at=NOON)
    make.rest_over()

    make.booking(None, make.use("am"))

    with refused("cells.taken"):
        make.booking(None, make.use("pm"))


def test_a_move_onto_taken_cells_changes_nothing():
    booking, other = make.paid_booking(), make.booking(None, make.use("pm"))

    with refused("cells.taken"):
        moves.move(booking.pk, make.use("pm"), "見本", by=make.counter(), at=NOON)

    assert (fresh(booking).slots, fresh(other).slots) == ("am", "pm")


def test_a_move_keeps_the_rules_of_reception():
    booking = make.booking()
    far = make.use("am", on=date(2027, 7, 3))

    with refused("reception.not_yet"):
        moves.move(booking.pk, far, "見本", by=make.counter(), at=NOON)
    with refused("move.other_hall"):
        to = make.use("am", room="tansu/hall")
        moves.move(booking.pk, to, "見本", by=make.counter(), at=NOON)
    with refused("move.not_staff"):
        by = make.actor(booking.group)
        moves.move(booking.pk, make.use("pm"), "見本", by=by, at=NOON)


def test_the_price_is_told_before_and_nothing_written():
    booking = make.paid_booking()

    told = moves.price(booking.pk, make.use("pm"), by=make.counter(), at=NOON)

    assert (told, fresh(booking).slots) == (19_200, "am")


def test_a_reduction_moves_along():
    booking = make.booking(approved=True)
    make.grant(make.reduction(booking))

    moves.move(booking.pk, make.use("pm"), "見本", by=make.counter(), at=NOON)

    assert fresh(booking).price == 9_600
    assert balance(booking.account_id) == 9_600


def test_a_cancelled_booking_moves_no_more():
    booking = make.booking()
    actions.cancel(booking.pk, by=make.actor(booking.group), at=NOON)

    with refused("move.not_standing"):
        moves.move(booking.pk, make.use("pm"), "見本", by=make.counter(), at=NOON)
