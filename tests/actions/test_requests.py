"""受付開始の申込: in the first minutes being quick is no use, and nobody is served twice."""

from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest

from tests import invariants, lots, make
from tests.make import refused
from uketsuke.bookings import drafts, queries, requests
from uketsuke.bookings.models import Block, Booking, Hold, Request
from uketsuke.bookings.opening import OpeningRule, window_end
from uketsuke.kernel.actors import SYSTEM
from uketsuke.kernel.clock import TOKYO
from uketsuke.lottery import awards
from uketsuke.notices.models import Notice

pytestmark = pytest.mark.usefixtures("world")
USE = make.use("am", on=date(2027, 6, 5))
OPENS = datetime(2026, 12, 3, 9, 0, tzinfo=TOKYO)  # on the web, for residents
ENDS = OPENS + timedelta(minutes=10)
OTHERS = datetime(2027, 1, 14, 9, 0, tzinfo=TOKYO)


def ask(group=None, use=USE, at=OPENS, token=None):
    group = group or make.group()
    return requests.ask(group.pk, [use], make.what(), token or uuid4(), by=make.actor(group), at=at)


def serve_all(at=ENDS):
    for number in requests.to_serve(at):
        requests.serve(number, by=SYSTEM, at=at)


@pytest.mark.parametrize(
    ("at", "resident", "ends"),
    [
        (OPENS - timedelta(seconds=1), True, None),
        (OPENS, True, ENDS),
        (ENDS - timedelta(seconds=1), True, ENDS),
        (ENDS, True, None),
        (OPENS, False, None),
        (OTHERS, False, OTHERS + timedelta(minutes=10)),
        (OTHERS, True, OTHERS + timedelta(minutes=10)),
    ],
)
def test_the_first_minutes_of_first_come_are_collected(at, resident, ends):
    assert window_end(date(2027, 6, 1), at, OpeningRule(), "web", resident) == ends


def test_nobody_goes_round_it():
    with refused("reception.window"):
        make.application(uses=[USE], at=OPENS)
    with refused("requests.not_now"):
        ask(at=ENDS)


def test_nothing_is_held_while_all_are_collected():
    group = make.group()

    draft = make.draft(USE, by_group=group, at=OPENS)
    drafts.keep(draft.pk, {"title": "見本"}, by=make.actor(group), at=OPENS)

    assert not Hold.objects.exists()
    kept = drafts.keep(draft.pk, {"title": "見本"}, by=make.actor(group), at=ENDS)
    assert drafts.is_held(kept, ENDS)


def test_the_lot_decides_and_not_who_was_first():
    early, late = ask(), ask(at=ENDS - timedelta(seconds=1))
    Request.objects.filter(pk=early.pk).update(lot=2)
    Request.objects.filter(pk=late.pk).update(lot=1)

    serve_all()

    assert Booking.objects.get().group_id == late.group_id
    early.refresh_from_db()
    assert early.refused == ["cells.taken"]
    assert Notice.objects.get(kind="booking.not_served").group_id == early.group_id
    assert invariants.faults() == []


def test_a_later_lot_waits_for_an_earlier_one_and_nobody_is_served_before_the_end():
    first, second = ask(), ask()
    Request.objects.filter(pk=first.pk).update(lot=1)
    Request.objects.filter(pk=second.pk).update(lot=2)

    assert not requests.serve(first.pk, by=SYSTEM, at=ENDS - timedelta(seconds=1))
    assert not requests.serve(second.pk, by=SYSTEM, at=ENDS)
    assert not Booking.objects.exists()


def test_served_twice_is_served_once():
    made = ask()

    for _ in range(2):
        assert requests.serve(made.pk, by=SYSTEM, at=ENDS)

    assert Booking.objects.count() == 1
    assert Notice.objects.filter(kind="booking.received").count() == 1


def test_a_request_sent_twice_is_one_and_a_group_asks_once():
    group, token = make.group(), uuid4()

    assert ask(group, token=token) == ask(group, token=token)
    with refused("requests.one"):
        ask(group, make.use("pm", on=date(2027, 6, 5)))


def test_who_withdraws_may_ask_anew_and_is_not_served():
    group = make.group()
    made = ask(group)
    for _ in range(2):
        requests.withdraw(made.pk, by=make.actor(group), at=OPENS)
    again = ask(group, make.use("pm", on=date(2027, 6, 5)))

    serve_all()

    assert [booking.slots for booking in Booking.objects.all()] == ["pm"]
    with refused("requests.served"):
        requests.withdraw(again.pk, by=make.actor(group), at=ENDS)


def test_what_was_asked_by_staff_counts_as_theirs():
    group = make.group()
    opens = datetime(2026, 12, 2, 13, 0, tzinfo=TOKYO)
    requests.ask(group.pk, [USE], make.what(), uuid4(), by=make.counter(hall="yotsuya"), at=opens)

    serve_all(opens + timedelta(minutes=10))

    made = Booking.objects.get().application
    assert (made.channel, made.received_by) == ("counter", "counter-1")


def test_the_rules_are_asked_again_when_it_is_served():
    group = make.group()
    made = ask(group)
    group.state = "suspended"
    group.save()

    serve_all()

    made.refresh_from_db()
    assert made.refused == ["reception.suspended"]
    assert not Booking.objects.exists()


def test_ordinary_times_have_no_window():
    assert queries.window([make.use()], make.group(), "web", make.NOON) is None


def test_what_is_released_is_collected_first_too():
    lots.entry(lots.apart())
    lots.settled()
    booking = Booking.objects.get()
    later = lots.SETTLED + timedelta(days=5)  # when the month's own opening is long over
    lots.give_back(booking, later)
    awards.pass_on(booking.pk, by=SYSTEM, at=later + timedelta(hours=1))
    block = Block.objects.get(releases_at__isnull=False)
    awards.release(block.pk, by=SYSTEM, at=block.releases_at)
    use, moment = make.use("am", on=lots.SATURDAY), block.releases_at + timedelta(minutes=1)

    with refused("reception.window"):
        make.application(lots.apart(), [use], at=moment)
    ask(lots.apart(), use, at=moment)
    serve_all(block.releases_at + timedelta(minutes=10))

    assert Booking.objects.filter(state="tentative").count() == 1
    assert make.booking(lots.apart(), make.use("pm", on=lots.SATURDAY), at=moment + timedelta(1)).pk
