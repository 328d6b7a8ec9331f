"""停止: measured or entered, and every deadline that fell into it moves, once."""

from datetime import date, datetime, time, timedelta
from functools import partial
from uuid import uuid4

import pytest
import time_machine

from tests import lots, make
from tests.make import NOON, refused
from uketsuke.audit.models import Entry
from uketsuke.bookings import actions, decisions, extensions, queries, steps
from uketsuke.bookings.models import Booking
from uketsuke.doors.cli import chores
from uketsuke.kernel import clock, heartbeat
from uketsuke.kernel.actors import SYSTEM
from uketsuke.lottery import entering
from uketsuke.lottery import extensions as closings
from uketsuke.lottery import queries as lottery
from uketsuke.notices.models import Notice
from uketsuke.outages import actions as outages
from uketsuke.outages import queries as down
from uketsuke.outages.models import Outage

pytestmark = pytest.mark.usefixtures("world")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ONE, OTHER = make.manager("manager-1"), make.ward("ward-1")


def outage(start: datetime, hours: float = 2) -> Outage:
    """Entered by one, confirmed by another, an hour after its end."""
    end = start + timedelta(hours=hours)
    made = outages.enter(start, end, "見本の停止", uuid4(), by=ONE, at=end + HOUR)
    return outages.confirm(made.pk, by=OTHER, at=end + HOUR)


def work(at: datetime, chore=chores.move_deadlines) -> None:
    """The worker at that moment."""
    with time_machine.travel(at, tick=False):
        for piece in chore(at):
            piece()


def on(day: date, hour: int) -> datetime:
    return clock.at_time(day, time(hour))


def test_a_payment_deadline_moves_and_the_group_is_told():
    booking = make.booking(approved=True)
    old = booking.payment_due
    cut = outage(on(old, 10))

    work(cut.ends_at + HOUR)
    work(cut.ends_at + 2 * HOUR)

    booking.refresh_from_db()
    cut.refresh_from_db()
    assert booking.payment_due > old
    assert booking.account.bills.latest("pk").due == booking.payment_due
    notice = Notice.objects.get(kind="booking.payment_moved")
    assert notice.facts["due"] == booking.payment_due.isoformat()
    assert Entry.objects.filter(action="outages.move").count() == cut.moves.count() == 1
    assert cut.applied_at is not None


def test_what_is_paid_or_was_due_at_another_time_stays():
    paid = make.booking(make.group(), make.use("am"), approved=True)
    make.pay(paid)
    cut = outage(on(paid.payment_due, 10))
    short = make.booking(make.group(), make.use("pm"), approved=True)
    Booking.objects.filter(pk=short.pk).update(payment_due=clock.day(cut.ends_at) + 3 * DAY)

    work(cut.ends_at + HOUR)

    assert cut.moves.count() == 0
    assert Outage.objects.get().applied_at


def test_the_day_to_confirm_what_was_won_moves():
    group = make.group()
    booking = make.booking(group)
    Booking.objects.filter(pk=booking.pk).update(confirm_by=clock.day(NOON) + 5 * DAY)
    booking.refresh_from_db()
    cut = outage(on(booking.confirm_by, 15))

    work(cut.ends_at + HOUR)

    moved = Booking.objects.get(pk=booking.pk)
    assert moved.confirm_by > booking.confirm_by
    assert Notice.objects.filter(kind="booking.confirm_moved", group=group).exists()
    assert queries.to_lapse(booking.confirm_by + DAY) == []


def test_the_closing_of_a_lottery_moves_and_the_draw_stays_after_it():
    entry = lots.entry()
    before = entry.round.dates
    cut = outage(lots.CLOSING - HOUR, hours=1.5)

    work(cut.ends_at + timedelta(minutes=5))

    found = lottery.rounds().get(pk=entry.round_id)
    assert found.dates.closes_at == lots.CLOSING + 1.5 * HOUR
    assert found.dates.counter_from - found.dates.closes_at == before.counter_from - lots.CLOSING
    assert found.dates.web_from > found.dates.counter_from or (
        found.dates.web_from >= found.dates.closes_at
    )
    again = entering.of_time(lottery.facts(found), lots.CLOSING + HOUR)
    assert list(again) == [], "one may enter again"
    assert Notice.objects.filter(kind="lottery.moved", group=entry.group).count() == 1


def test_a_list_that_is_frozen_does_not_open_again():
    lots.entry()
    found = lots.frozen()
    cut = outage(lots.CLOSING - HOUR, hours=1.5)

    work(cut.ends_at + HOUR)

    assert lottery.rounds().get(pk=found.pk).dates.closes_at == lots.CLOSING


def test_nothing_lapses_before_deadlines_have_moved():
    booking = make.booking(approved=True)
    late = on(booking.payment_due + DAY, 9)
    cut = outage(on(booking.payment_due, 22), hours=5)

    work(late, chores.lapse_bookings)
    assert Booking.objects.get(pk=booking.pk).state == "approved"
    work(late)
    work(late, chores.lapse_bookings)

    assert Booking.objects.get(pk=booking.pk).state == "approved"
    assert cut.ends_at < late


def test_nothing_lapses_while_nobody_can_reach_us():
    booking = make.booking(approved=True)
    late = on(booking.payment_due + DAY, 9)
    heartbeat.beat(down.WEB, late - HOUR)

    work(late, chores.lapse_bookings)
    assert Booking.objects.get(pk=booking.pk).state == "approved"
    heartbeat.beat(down.WEB, late)
    work(late, chores.lapse_bookings)

    assert Booking.objects.get(pk=booking.pk).state == "lapsed"


def test_silence_is_an_outage_as_soon_as_we_answer_again():
    assert outages.seen(by=SYSTEM, at=NOON) is None
    assert outages.seen(by=SYSTEM, at=NOON + timedelta(minutes=9)) is None

    made = outages.seen(by=SYSTEM, at=NOON + 3 * HOUR)

    assert made is not None
    assert down.span(made).start == NOON + timedelta(minutes=9)
    assert (made.confirmed_at, made.entered_by) == (NOON + 3 * HOUR, "")
    assert outages.seen(by=SYSTEM, at=NOON + 3 * HOUR) is None
    assert down.shown(NOON + DAY) == made
    assert down.shown(NOON + 9 * DAY) is None


def test_one_writes_and_another_confirms():
    start, token = NOON - 3 * HOUR, uuid4()
    write = partial(outages.enter, reason="見本", token=token, by=ONE, at=NOON)
    made = write(start, NOON - HOUR)

    assert write(start, NOON - HOUR) == made
    with refused("outages.same_person"):
        outages.confirm(made.pk, by=ONE, at=NOON)
    assert down.spans() == ()
    outages.confirm(made.pk, by=OTHER, at=NOON)
    with refused("outages.decided"):
        outages.withdraw(made.pk, by=OTHER, at=NOON)
    assert len(down.spans()) == 1


@pytest.mark.parametrize(
    ("start", "end", "code"),
    [(-1, -2, "order"), (-1, 1, "future"), (-1, -0.95, "short")],
)
def test_what_cannot_be_is_refused(start: float, end: float, code: str):
    with refused(f"outages.{code}"):
        outages.enter(NOON + start * HOUR, NOON + end * HOUR, "見本", uuid4(), by=ONE, at=NOON)


def test_who_could_not_apply_or_change_on_the_last_day_may_today():
    group = make.group()
    last = make.SATURDAY - timedelta(days=queries.rules(clock.day(NOON)).web_days)
    today = on(last + DAY, 10)
    book = partial(make.booking, group, at=today)
    with refused("reception.too_late"):
        book(make.use("am"))
    cut = outage(on(last, 15))

    booking = book(make.use("am"))
    actions.change(booking.application_id, "見本の新しい題", 10, by=make.actor(group), at=today)

    assert cut.ends_at < today
    with refused("reception.too_late"):
        book(make.use("pm"), at=today + DAY)


def test_who_could_not_cancel_gets_back_what_she_would_have():
    booking = make.booking(approved=True)
    make.pay(booking)
    booking.refresh_from_db()
    days = [n for n in range(1, 70) if _back(booking, n) != _back(booking, n + 1)]
    edge = days[0] + 1  # the last day of a better step
    last = booking.date - timedelta(days=edge)
    before = steps.cancel_terms(booking, on(last, 10)).refund
    after = steps.cancel_terms(booking, on(last + DAY, 10)).refund
    assert before > after
    outage(on(last, 20))

    assert steps.cancel_terms(booking, on(last + DAY, 10)).refund == before
    assert steps.cancel_terms(booking, on(last + 2 * DAY, 10)).refund == after


def _back(booking: Booking, days: int) -> int:
    return steps.cancel_terms(booking, on(booking.date - timedelta(days=days), 10)).refund


def test_two_workers_move_a_deadline_once():
    booking = make.booking(approved=True)
    cut = outage(on(booking.payment_due, 10))
    at = cut.ends_at + HOUR
    wanted = extensions.to_move(cut)

    first = [extensions.move(*each, cut.pk, by=SYSTEM, at=at) for each in wanted]
    second = [extensions.move(*each, cut.pk, by=SYSTEM, at=at) for each in wanted]

    assert first != [None]
    assert second == [None]
    assert closings.to_move(cut) == []
    assert decisions.lapse(booking.pk, by=SYSTEM, at=on(booking.payment_due + DAY, 1)) is False
