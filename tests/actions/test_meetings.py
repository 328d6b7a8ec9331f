"""打合せ: each place to one, moved, given up, reminded once; the sheet is nobody's to overwrite."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, time, timedelta
from threading import Barrier

import pytest
from django.db import IntegrityError, connection

from tests import make
from tests.make import NOON, refused
from uketsuke.kernel.actors import SYSTEM
from uketsuke.kernel.refusals import Refusal
from uketsuke.meetings import actions, offering, queries
from uketsuke.meetings.actions import Agreed, Prepared
from uketsuke.meetings.models import Meeting, Offer
from uketsuke.notices.models import Notice

pytestmark = pytest.mark.usefixtures("world")
TUESDAY, TEN, ELEVEN = date(2026, 12, 15), time(10), time(11)


def meet(booking, day=TUESDAY, starts=TEN, *, at=NOON, by=None):
    return actions.book(booking.pk, day, starts, by=by or make.actor(booking.group), at=at)


def told(kind):
    return Notice.objects.filter(kind=kind).count()


def test_a_time_belongs_to_the_first_who_books_it():
    one, other = make.booking(), make.booking(None, make.use("pm"))
    meet(one)

    with refused("meetings.taken"):
        meet(other)
    meet(other, starts=ELEVEN)

    assert Meeting.objects.filter(state="booked").count() == 2


def test_as_many_at_once_as_there_are_places():
    Offer.objects.update(places=2)
    bookings = [make.booking(None, make.use(slot)) for slot in ("am", "pm", "night")]
    seats = [meet(bookings[0]).seat, meet(bookings[1]).seat]

    with refused("meetings.taken"):
        meet(bookings[2])

    assert seats == [1, 2]


def test_moved_the_old_time_is_free_and_a_second_click_does_nothing():
    booking, other = make.booking(), make.booking(None, make.use("pm"))
    meet(booking)

    moved = meet(booking, starts=ELEVEN)
    again = meet(booking, starts=ELEVEN)
    meet(other)

    assert moved.pk == again.pk
    assert (told("meeting.booked"), told("meeting.moved")) == (2, 1)


def test_moved_to_a_taken_time_the_old_one_stands():
    booking, other = make.booking(), make.booking(None, make.use("pm"))
    meet(booking)
    meet(other, starts=ELEVEN)

    with refused("meetings.taken"):
        meet(booking, starts=ELEVEN)

    assert queries.standing(booking).starts == TEN


@pytest.mark.parametrize(
    ("day", "starts"),
    [
        (TUESDAY + timedelta(days=1), TEN),
        (TUESDAY, time(10, 30)),
        (date(2026, 11, 24), time(15)),
        (date(2027, 2, 2), TEN),
    ],
    ids=["another weekday", "between two", "too soon on the web", "too near the use"],
)
def test_what_is_not_offered_cannot_be_had(day, starts):
    with refused("meetings.not_offered"):
        meet(make.booking(), day, starts)


def test_staff_may_still_write_down_one_of_today():
    made = meet(make.booking(), make.TODAY, time(15), by=make.counter())

    assert made.date == make.TODAY
    with refused("meetings.not_offered"):
        meet(make.booking(None, make.use("pm")), make.TODAY, TEN, by=make.counter())


def test_a_room_that_needs_none_has_none():
    booking = make.booking()
    need = offering.Need(make.TODAY, False, 30, 2, 3)
    offering.need(booking.room_id, need, by=make.manager(), at=NOON)

    with refused("meetings.not_needed"):
        meet(booking)


def test_an_ended_booking_is_in_nobodys_way():
    gone, booking = make.booking(), make.booking(None, make.use("pm"))
    meet(gone)
    make.cancel(gone)

    with refused("meetings.not_standing"):
        meet(gone, starts=ELEVEN)
    meet(booking)

    assert list(queries.coming(make.TODAY).values_list("booking", flat=True)) == [booking.pk]


def test_the_worker_clears_away_what_nobody_comes_to():
    gone = make.booking()
    made = meet(gone)
    make.cancel(gone)

    assert queries.to_end(NOON) == []
    later = NOON + timedelta(hours=2)
    assert queries.to_end(later) == [made.pk]
    assert actions.end(made.pk, by=SYSTEM, at=later)
    assert not actions.end(made.pk, by=SYSTEM, at=later)


def test_a_meeting_after_a_use_that_was_moved_is_given_up_and_told():
    booking = make.booking()
    made = meet(booking, date(2027, 1, 26))
    booking.__class__.objects.update(date=date(2027, 1, 20))

    assert queries.to_end(NOON) == [made.pk]
    assert actions.end(made.pk, by=SYSTEM, at=NOON)

    assert told("meeting.cancelled") == 1


def test_given_up_it_is_free_and_told_once():
    booking, other = make.booking(), make.booking(None, make.use("pm"))
    made = meet(booking)

    actions.cancel(made.pk, by=make.counter(), at=NOON)
    actions.cancel(made.pk, by=make.counter(), at=NOON)
    meet(other)

    assert told("meeting.cancelled") == 1


def test_held_from_its_day_on_and_then_not_given_up():
    made = meet(make.booking())
    day = NOON + timedelta(days=21)

    with refused("meetings.not_yet"):
        actions.hold(made.pk, by=make.counter(), at=NOON)
    actions.hold(made.pk, by=make.counter(), at=day)
    actions.hold(made.pk, by=make.counter(), at=day)

    with refused("meetings.held"):
        actions.cancel(made.pk, by=make.counter(), at=day)


def test_reminded_once_some_days_before():
    made = meet(make.booking())

    assert queries.to_remind(TUESDAY - timedelta(days=4)) == []
    assert queries.to_remind(TUESDAY - timedelta(days=3)) == [made.pk]
    soon = NOON + timedelta(days=18)
    assert actions.remind(made.pk, by=SYSTEM, at=soon)
    assert not actions.remind(made.pk, by=SYSTEM, at=soon)

    assert told("meeting.reminder") == 1


def test_who_has_none_is_listed_until_she_has():
    booking = make.booking(approved=True)
    make.booking(None, make.use(room="yotsuya/hall", on=date(2027, 4, 10)), approved=True)

    assert list(queries.without(make.TODAY)) == [booking]
    meet(booking)
    assert list(queries.without(make.TODAY)) == []


@pytest.mark.django_db
def test_the_database_itself_gives_no_place_twice():
    one, other = meet(make.booking()), make.booking(None, make.use("pm"))
    again = Meeting(booking=other, hall=one.hall, date=one.date, starts=one.starts, minutes=60)
    again.seat, again.made_at, again.made_by = one.seat, NOON, "x"

    with pytest.raises(IntegrityError):
        again.save()


def test_overlapping_times_are_not_offered():
    hours = offering.Hours(make.TODAY, 1, time(15), time(17), 60, 1, 90, 7)

    with refused("meetings.overlaps"):
        offering.offer("yotsuya", hours, by=make.manager(), at=NOON)
    old = Offer.objects.filter(hall__code="yotsuya", weekday=1).get()
    offering.withdraw(old.pk, by=make.manager(), at=NOON)
    tomorrow = offering.Hours(make.TODAY + timedelta(days=1), 1, time(15), time(17), 60, 1, 90, 7)
    made = offering.offer("yotsuya", tomorrow, by=make.manager(), at=NOON)

    assert offering.offer("yotsuya", tomorrow, by=make.manager(), at=NOON).pk == made.pk
    with refused("meetings.not_manager"):
        offering.offer("yotsuya", tomorrow, by=make.counter(), at=NOON)


def test_a_group_prepares_the_hall_agrees_and_then_it_stands():
    booking = make.booking(None, make.use("pm"))
    group, clerk = make.actor(booking.group), make.counter()
    hers = Prepared(doors=time(13, 30), begins=time(14), visitors=120)
    actions.write(booking.pk, hers, Agreed(stage=9), 0, by=group, at=NOON)

    sheet = actions.write(booking.pk, hers, Agreed(stage=2), 1, by=clerk, at=NOON)

    assert (sheet.stage, sheet.visitors, sheet.revision) == (2, 120, 2)
    with refused("meetings.agreed"):
        actions.write(booking.pk, Prepared(visitors=1), None, 2, by=group, at=NOON)


def test_nobody_writes_over_what_she_has_not_seen():
    booking, clerk = make.booking(), make.counter()
    actions.write(booking.pk, Prepared(visitors=1), Agreed(), 0, by=clerk, at=NOON)

    actions.write(booking.pk, Prepared(visitors=1), Agreed(), 0, by=clerk, at=NOON)
    with refused("meetings.changed"):
        actions.write(booking.pk, Prepared(visitors=2), Agreed(), 0, by=clerk, at=NOON)


def test_hours_outside_the_use_are_refused():
    with refused("meetings.hours"):
        hers = Prepared(move_out=time(22))
        actions.write(make.booking().pk, hers, None, 0, by=make.counter(), at=NOON)


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_one_gets_the_time():
    make.world()
    rooms = [make.use(room=room.key) for room in make.more_rooms(5)]
    bookings = [make.booking(None, use) for use in [make.use(), *rooms]]
    for booking in bookings:
        need = offering.Need(make.TODAY, True, 30, 2, 3)
        offering.need(booking.room_id, need, by=make.manager(), at=NOON)
    ready = Barrier(len(bookings))

    def one(booking):
        ready.wait()
        try:
            return meet(booking).pk
        except Refusal as refusal:
            return refusal.code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(bookings)) as pool:
        said = list(pool.map(one, bookings))

    assert said.count("meetings.taken") == len(bookings) - 1
    assert Meeting.objects.filter(state="booked").count() == 1
