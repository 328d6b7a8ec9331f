"""約束と規則の変更: what somebody was told stays as she was told it, whatever changes meanwhile."""

from datetime import date, datetime, time, timedelta

import pytest

from tests import lots, make
from tests.make import SATURDAY, TODAY, refused
from tests.rulebook import changed
from uketsuke.bookings import decisions, queries, returns
from uketsuke.bookings.models import Block, Booking
from uketsuke.bookings.opening import Klass
from uketsuke.bookings.reception import WEB
from uketsuke.day import queries as day
from uketsuke.kernel.actors import SYSTEM
from uketsuke.kernel.clock import TOKYO, at_time
from uketsuke.lottery import awards, rounds
from uketsuke.lottery import queries as lottery
from uketsuke.registration import terms

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]
SINCE = date(2026, 12, 15)
LATE = datetime(2026, 12, 14, 23, 50, tzinfo=TOKYO)  # ten minutes before the figures change
MINUTE = timedelta(minutes=1)


def test_until_when_a_cancel_may_be_undone_was_said_when_it_was_made():
    changed("reception", SINCE, undo_minutes=5)
    booking = make.cancel(make.booking(), LATE)

    assert make.undo(booking, LATE + 29 * MINUTE).state == "tentative"


def test_a_longer_time_helps_nobody_afterwards():
    changed("reception", SINCE, undo_minutes=90)
    booking = make.cancel(make.booking(), LATE)

    with refused("undo.too_late") as caught:
        make.undo(booking, LATE + 31 * MINUTE)
    assert caught.value.facts["minutes"] == 30


def test_within_the_time_that_was_said_all_is_returned():
    changed("reception", SINCE, undo_minutes=5)
    booking = make.booking(None, make.use(), approved=True, at=LATE)
    make.pay(booking, at=LATE)

    booking = make.cancel(booking, LATE + 29 * MINUTE)

    notice = booking.group.notices.get(kind="booking.cancelled")
    assert notice.facts["refund"] == booking.price


def test_the_cells_of_a_winner_are_handed_on_when_her_own_time_is_over():
    win, _ = lots.winner_and_loser()
    changed("reception", SINCE, undo_minutes=5)
    make.cancel(win.booking, LATE)

    assert returns.to_pass_on(LATE + 29 * MINUTE) == []
    assert returns.to_pass_on(LATE + 31 * MINUTE) == [win.booking_id]


def test_a_hold_lasts_as_long_as_it_was_said():
    changed("reception", SINCE, hold_minutes=1)
    draft = make.draft(at=LATE)

    draft.refresh_from_db()

    assert draft.expires_at == LATE + 10 * MINUTE
    assert make.draft(make.use("pm"), at=LATE + 15 * MINUTE).expires_at == LATE + 16 * MINUTE


def test_a_payment_deadline_stays_and_the_next_approval_has_the_new_one():
    old = make.booking(approved=True)
    changed("reception", SINCE, payment_days=30)
    new = make.booking(None, make.use("pm"))

    new = decisions.approve(new.pk, by=make.manager(), at=at_time(SINCE, time(10)))
    old.refresh_from_db()

    assert old.payment_due == TODAY + timedelta(days=14)
    assert new.payment_due >= SINCE + timedelta(days=30)


def test_what_stops_an_application_is_the_figure_of_the_day_on_which_it_is_made():
    changed("reception", SINCE, web_days=60)
    group, use = make.group(), make.use(on=date(2027, 2, 6))

    with refused("reception.too_late"):
        make.application(group, [use], at=at_time(SINCE, time(10)))
    assert make.application(group, [use], at=LATE)


def test_a_coming_rule_of_outages_moves_nothing_before_its_day():
    changed("outages", SINCE, window_hours=48, grace_minutes=120)

    assert queries.rules(SINCE - timedelta(days=1)).extension.window == timedelta(hours=24)
    assert queries.rules(SINCE).extension.window == timedelta(hours=48)
    assert queries.rules(SINCE).web_days == 14


def test_a_round_that_is_made_keeps_its_days_and_its_rules():
    made = lots.round_of()
    closes = made.dates.closes_at
    changed("reception", date(2026, 11, 25), entries_close=time(8), draw_nth=2)
    changed("lottery", date(2026, 11, 25), wishes_most=1, confirm_days=3)
    later = at_time(date(2026, 11, 26), time(12))

    month = next(each for each in queries.rules(later.date()).opening.rounds)
    made.refresh_from_db()

    assert (month.month, month.closes_at) == (lots.JUNE, closes)
    assert lottery.facts(made).wishes_most == 3
    assert rounds.make(lots.JUNE, Klass.RESIDENTS, by=SYSTEM, at=later).pk == made.pk
    next_one = rounds.make(date(2027, 7, 1), Klass.RESIDENTS, by=SYSTEM, at=later)
    assert lottery.facts(next_one).wishes_most == 1
    assert next_one.dates.closes_at.astimezone(TOKYO).time() == time(8)


def test_what_is_released_is_collected_at_the_hour_that_was_announced():
    lots.entry(lots.apart())
    lots.settled()
    booking = Booking.objects.get()
    lots.give_back(booking, LATE - timedelta(hours=3))
    awards.pass_on(booking.pk, by=SYSTEM, at=LATE)
    block = Block.objects.get(releases_at__isnull=False)
    changed("reception", SINCE, web_opens=time(11))
    use, group = make.use("am", on=lots.SATURDAY), make.group()

    assert block.releases_at == at_time(SINCE, time(9))
    assert queries.window([use], group, WEB, block.releases_at + MINUTE)
    assert queries.window([use], group, WEB, block.releases_at + 120 * MINUTE) is None


def test_a_record_may_be_put_right_as_long_as_it_was_said_on_its_day():
    booking = make.booking(approved=True)
    changed("day", SATURDAY + timedelta(days=1), correct_days=3)

    found = [day.unrecorded("yotsuya", SATURDAY + timedelta(days=n)) for n in (31, 32)]

    assert found == [[booking], []]


def test_who_was_told_that_her_registration_ends_may_renew_it():
    group = make.group()
    told = at_time(group.valid_until - timedelta(days=60), time(9))
    assert terms.remind(group.pk, by=SYSTEM, at=told)
    changed("term", told.date() + timedelta(days=1), renew_days=20, first_days=20)
    later = told + timedelta(days=10)

    assert terms.may_renew(group, later)
    assert not terms.may_renew(make.group(), later)


def test_an_offer_lasts_as_long_as_it_was_said():
    make.booking()
    wait = make.wait()
    make.cancel(Booking.objects.get())
    make.rest_over()
    offer = make.offer(wait)
    until = offer.until

    changed("waiting", TODAY + timedelta(days=1), offer_hours=1)
    offer.refresh_from_db()

    assert offer.until == until
