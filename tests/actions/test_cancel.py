"""取消, what comes back of the money, and thirty minutes in which it can be taken back."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from tests import make
from tests.make import NOON, SATURDAY, refused
from uketsuke.bookings import actions, decisions, steps
from uketsuke.bookings.models import Hold
from uketsuke.kernel.actors import SYSTEM
from uketsuke.ledger.queries import balance, paid
from uketsuke.notices.models import Notice

pytestmark = pytest.mark.usefixtures("world")
MINUTE = timedelta(minutes=1)


def days_before(days: int):
    """Noon, so many days before the use."""
    return NOON + (SATURDAY - make.TODAY) - timedelta(days=days)


@pytest.mark.parametrize(
    ("days", "refund"),
    [(74, 10_800), (60, 10_800), (59, 7_200), (30, 7_200), (29, 0), (0, 0)],
)
def test_the_refund_follows_the_table_of_days(days, refund):
    booking = make.paid_booking()
    at = max(days_before(days), NOON + 31 * MINUTE)

    terms = steps.cancel_terms(booking, at)
    cancelled = make.cancel(booking, at)

    assert (terms.refund, terms.kept) == (refund, 14_400 - refund)
    assert (cancelled.state, balance(booking.account_id)) == ("cancelled", -refund)


def test_the_cells_are_free_when_they_have_rested():
    make.cancel(make.booking())
    make.rest_over()

    assert make.booking().state == "tentative"


def test_within_thirty_minutes_of_booking_everything_comes_back():
    booking = make.paid_booking()

    make.cancel(booking, NOON + 30 * MINUTE)

    assert balance(booking.account_id) == -14_400


def test_what_was_never_paid_is_owed_no_longer():
    booking = make.booking(approved=True)

    make.cancel(booking, days_before(10))

    assert (balance(booking.account_id), paid(booking.account_id)) == (0, 0)


def test_of_a_part_that_was_paid_the_table_counts_that_part():
    booking = make.booking(approved=True)
    make.pay(booking, 1001)

    make.cancel(booking, days_before(45))

    assert balance(booking.account_id) == -500


def test_where_the_hall_cancels_everything_comes_back_even_late():
    booking = make.paid_booking()

    cancelled = actions.cancel(
        booking.pk, by=make.manager(), at=days_before(-2), reason="停電（見本）", by_hall=True
    )

    assert (cancelled.ended_by_hall, cancelled.reason) == (True, "停電（見本）")
    assert balance(booking.account_id) == -14_400


def test_after_the_use_a_group_cancels_nothing():
    booking = make.paid_booking()

    with refused("refund.after_use"):
        make.cancel(booking, days_before(-1))

    booking.refresh_from_db()
    assert booking.state == "approved"
    assert Hold.objects.filter(booking=booking).exists()


def test_cancelling_twice_has_one_effect():
    booking = make.paid_booking()
    make.cancel(booking, days_before(45))

    make.cancel(booking, days_before(10))

    assert balance(booking.account_id) == -7_200
    assert Notice.objects.filter(kind="booking.cancelled").count() == 1


def test_the_group_is_told_what_comes_back():
    make.cancel(make.paid_booking(), days_before(45))

    facts = Notice.objects.get(kind="booking.cancelled").facts
    assert (facts["refund"], facts["minutes"]) == (7_200, 30)


def test_the_table_of_the_booking_counts_not_todays():
    booking = make.paid_booking()
    make.new_tariff("2026-12", date(2026, 12, 1), percent=100, refund_steps=((0, 0),))

    make.cancel(booking, days_before(45))

    assert balance(booking.account_id) == -7_200


def test_for_thirty_minutes_a_cancel_can_be_taken_back():
    booking = make.paid_booking()
    cancelled_at = days_before(45)
    make.cancel(booking, cancelled_at)

    back = make.undo(booking, cancelled_at + 30 * MINUTE)

    assert (back.state, back.ended_at, back.ended_from) == ("approved", None, "")
    assert (balance(booking.account_id), paid(booking.account_id)) == (0, 14_400)
    assert Hold.objects.filter(booking=booking).count() == 1


def test_a_tentative_one_is_tentative_again():
    booking = make.booking()
    make.cancel(booking)

    assert make.undo(booking, NOON).state == "tentative"


def test_after_thirty_minutes_it_stays_cancelled():
    booking = make.booking()
    make.cancel(booking)

    with refused("undo.too_late") as caught:
        make.undo(booking, NOON + 31 * MINUTE)

    assert caught.value.facts["minutes"] == 30


def test_not_when_the_hall_needed_the_cells_meanwhile():
    booking = make.booking(approved=True)
    make.cancel(booking)
    make.block()

    with refused("cells.taken"):
        make.undo(booking, NOON + MINUTE)

    booking.refresh_from_db()
    assert (booking.state, balance(booking.account_id)) == ("cancelled", 0)


def test_not_when_the_money_has_gone_back():
    booking = make.paid_booking()
    make.cancel(booking)
    make.pay_back(booking, 14_400)

    with refused("undo.refunded"):
        make.undo(booking, NOON + MINUTE)


def test_what_the_hall_cancelled_only_the_hall_takes_back():
    booking = make.booking(approved=True)
    actions.cancel(booking.pk, by=make.manager(), at=NOON, reason="見本", by_hall=True)

    with refused("undo.by_hall"):
        make.undo(booking, NOON)

    assert make.undo(booking, NOON, by=make.manager()).state == "approved"


def test_what_is_not_cancelled_cannot_be_taken_back():
    with refused("undo.not_cancelled"):
        make.undo(make.booking(), NOON)


def test_cancelling_and_taking_back_may_go_on_for_as_long_as_one_likes():
    booking = make.paid_booking()
    at = days_before(45)
    for nth in range(3):
        make.cancel(booking, at + nth * MINUTE)
        make.undo(booking, at + nth * MINUTE)

    booking.refresh_from_db()
    assert (booking.state, balance(booking.account_id)) == ("approved", 0)


def test_a_cancel_in_the_same_moment_as_taking_back_is_one_of_its_own():
    booking, at = make.booking(approved=True), days_before(45)
    make.cancel(booking, at)
    make.undo(booking, at)
    make.cancel(booking, at)

    make.undo(booking, at)

    assert balance(booking.account_id) == booking.price


def test_taking_back_does_not_lead_beyond_the_cap():
    group = make.group()
    days = [date(2027, 2, day) for day in (2, 9, 16, 23)]
    first = make.application(group, [make.use(on=day) for day in days]).bookings.first()
    make.cancel(first)
    make.application(group, [make.use(on=date(2027, 2, 27))])

    with refused("reception.cap"):
        make.undo(first, NOON)


def test_what_has_lapsed_is_not_cancelled_any_more():
    booking = make.booking(approved=True)
    decisions.lapse(booking.pk, by=SYSTEM, at=NOON + timedelta(days=15))

    with refused("states.forbidden"):
        make.cancel(booking, NOON + timedelta(days=15))


def test_a_use_that_was_is_not_cancelled_even_by_the_hall():
    booking = make.paid_booking()
    decisions.close_use(booking.pk, came=True, by=make.counter(), at=days_before(-1))

    with refused("states.forbidden"):
        actions.cancel(booking.pk, by=make.manager(), at=days_before(-1), by_hall=True)


def test_one_day_of_several_can_be_cancelled_alone():
    uses = [make.use(), make.use(on=SATURDAY + timedelta(days=7))]
    first, second = make.application(uses=uses, token=uuid4()).bookings.order_by("date")

    make.cancel(first)

    second.refresh_from_db()
    assert second.state == "tentative"
    assert Hold.objects.get(booking__isnull=False).booking == second


def test_only_staff_cancel_for_the_hall():
    booking = make.booking(approved=True)

    with refused("cancel.not_staff"):
        actions.cancel(booking.pk, by=make.actor(booking.group), at=NOON, by_hall=True)
