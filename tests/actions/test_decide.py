"""承認・不承認・保留, and how a use ends."""

from datetime import date, timedelta

import pytest

from tests import make
from tests.make import NOON, SATURDAY, refused
from uketsuke.bookings import decisions, queries
from uketsuke.bookings.models import Hold
from uketsuke.kernel.actors import SYSTEM
from uketsuke.ledger.queries import balance, paid
from uketsuke.notices.models import Notice

pytestmark = pytest.mark.usefixtures("world")
AFTER = NOON + (SATURDAY - make.TODAY) + timedelta(days=1)


def test_the_price_is_owed_from_the_approval_on():
    booking = make.booking(approved=True)

    assert (booking.state, booking.decided_by) == ("approved", "manager-1")
    assert balance(booking.account_id) == booking.price == 14_400


def test_the_tariff_in_force_at_approval_stays_with_the_booking():
    booking = make.booking()
    make.new_tariff("2026-12", date(2026, 12, 1), percent=110)
    december = NOON + timedelta(days=7)

    approved = decisions.approve(booking.pk, by=make.manager(), at=december)
    make.new_tariff("2026-12b", date(2026, 12, 5), percent=200)

    approved.refresh_from_db()
    assert booking.price == 14_400
    assert (approved.tariff.code, approved.price) == ("2026-12", 15_840)
    assert approved.quote["total"] == balance(approved.account_id) == 15_840


def test_a_tariff_of_the_future_is_not_yet_in_force():
    booking = make.booking()
    make.new_tariff("2026-12", date(2026, 12, 1), percent=110)

    approved = decisions.approve(booking.pk, by=make.manager(), at=NOON)

    assert (approved.tariff.code, approved.price) == ("2025-10", 14_400)


def test_it_is_paid_within_fourteen_days():
    assert make.booking(approved=True).payment_due == make.TODAY + timedelta(days=14)


def test_a_deadline_on_a_closed_day_moves_to_the_next_counter_day():
    booking = make.booking()

    approved = decisions.approve(booking.pk, by=make.manager(), at=NOON.replace(month=12, day=16))

    assert approved.payment_due == date(2027, 1, 4)


def test_it_is_paid_the_day_before_use_at_the_latest():
    booking = make.booking()

    approved = decisions.approve(booking.pk, by=make.manager(), at=AFTER - timedelta(days=5))

    assert approved.payment_due == SATURDAY - timedelta(days=1)


def test_approving_twice_charges_once():
    booking = make.booking(approved=True)

    decisions.approve(booking.pk, by=make.counter(), at=NOON)

    assert booking.account.entries.count() == 1
    assert Notice.objects.filter(kind="booking.approved").count() == 1


def test_a_refused_booking_gives_its_cells_back_and_says_why():
    booking = make.booking()

    refused_one = decisions.refuse(
        booking.pk, "利用目的が条例に合いません（見本）", by=make.manager(), at=NOON
    )

    assert (refused_one.state, refused_one.account) == ("refused", None)
    assert not Hold.objects.exclude(block__reason_class="resting").exists()
    assert "条例" in Notice.objects.get(kind="booking.refused").facts["reason"]


def test_what_is_refused_is_not_approved_any_more():
    booking = make.booking()
    decisions.refuse(booking.pk, "見本", by=make.manager(), at=NOON)

    with refused("states.forbidden") as caught:
        decisions.approve(booking.pk, by=make.manager(), at=NOON)

    assert (caught.value.facts["old"], caught.value.facts["new"]) == ("refused", "approved")


@pytest.mark.parametrize("approved", [False, True])
def test_what_the_group_cancelled_meanwhile_is_not_approved_any_more(approved):
    booking = make.cancel(make.booking(approved=approved))
    make.rest_over()
    make.booking()

    with refused("states.forbidden"):
        decisions.approve(booking.pk, by=make.manager(), at=NOON)

    booking.refresh_from_db()
    assert booking.state == "cancelled"


def test_a_decision_may_wait_and_the_group_is_told_for_what():
    booking = make.booking()

    waiting = decisions.wait(booking.pk, "企画書をお持ちください", by=make.counter(), at=NOON)

    assert (waiting.state, waiting.waiting_for) == ("tentative", "企画書をお持ちください")
    assert Notice.objects.filter(kind="booking.waiting").exists()
    assert decisions.approve(booking.pk, by=make.manager(), at=NOON).waiting_for == ""


def test_what_is_approved_waits_for_nothing():
    booking = make.booking(approved=True)

    with refused("states.forbidden"):
        decisions.wait(booking.pk, "見本", by=make.counter(), at=NOON)


@pytest.mark.parametrize("who", ["group", "ward", "system"])
def test_only_the_hall_approves(who):
    booking = make.booking()
    others = {"group": make.actor(booking.group), "ward": make.ward(), "system": SYSTEM}

    with refused("states.forbidden"):
        decisions.approve(booking.pk, by=others[who], at=NOON)

    assert booking.group.bookings.get().state == "tentative"


def test_a_use_ends_as_used_or_as_not_come():
    came = make.booking(None, make.use("am"), approved=True)
    missed = make.booking(None, make.use("pm"), approved=True)

    decisions.close_use(came.pk, came=True, by=make.counter(), at=AFTER)
    decisions.close_use(missed.pk, came=False, by=make.counter(), at=AFTER)

    came.refresh_from_db()
    missed.refresh_from_db()
    assert (came.state, missed.state) == ("used", "no_show")
    assert Hold.objects.count() == 2


def test_what_was_never_approved_cannot_have_been_used():
    with refused("states.forbidden"):
        decisions.close_use(make.booking().pk, came=True, by=make.counter(), at=AFTER)


def test_what_is_not_paid_in_time_lapses():
    booking = make.booking(approved=True)
    late = NOON + timedelta(days=15)

    assert queries.to_lapse(late.date()) == [booking.pk]
    assert decisions.lapse(booking.pk, by=SYSTEM, at=late)

    booking.refresh_from_db()
    assert (booking.state, balance(booking.account_id)) == ("lapsed", 0)
    assert not Hold.objects.exclude(block__reason_class="resting").exists()
    assert Notice.objects.get(kind="booking.lapsed").facts["overdue"] is True


def test_on_the_last_day_it_does_not_lapse_yet():
    booking = make.booking(approved=True)

    assert not decisions.lapse(booking.pk, by=SYSTEM, at=NOON + timedelta(days=14))


def test_what_is_paid_even_in_part_does_not_lapse():
    booking = make.booking(approved=True)
    make.pay(booking, 1000)
    late = NOON + timedelta(days=15)

    assert queries.to_lapse(late.date()) == []
    assert not decisions.lapse(booking.pk, by=SYSTEM, at=late)
    assert paid(booking.account_id) == 1000


def test_what_nobody_decided_before_its_day_lapses_after_it():
    booking = make.booking()

    assert not decisions.lapse(booking.pk, by=SYSTEM, at=AFTER - timedelta(days=1))
    assert decisions.lapse(booking.pk, by=SYSTEM, at=AFTER)

    booking.refresh_from_db()
    assert (booking.state, booking.account) == ("lapsed", None)


def test_lapsing_twice_has_one_effect():
    booking = make.booking(approved=True)
    late = NOON + timedelta(days=15)
    decisions.lapse(booking.pk, by=SYSTEM, at=late)

    assert not decisions.lapse(booking.pk, by=SYSTEM, at=late)
    assert Notice.objects.filter(kind="booking.lapsed").count() == 1


def test_nobody_but_the_system_lets_a_booking_lapse():
    booking = make.booking(approved=True)

    with refused("states.forbidden"):
        decisions.lapse(booking.pk, by=make.manager(), at=NOON + timedelta(days=15))


def test_a_use_without_a_price_is_never_overdue():
    make.new_tariff("free", date(2026, 11, 24), percent=0)
    booking = make.booking(approved=True)

    assert not decisions.lapse(booking.pk, by=SYSTEM, at=NOON + timedelta(days=15))
    assert balance(booking.account_id) == 0
