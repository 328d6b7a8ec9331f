"""当日: what the office writes down, that none of it counts twice, and how it is put right."""

from datetime import datetime, time, timedelta
from threading import Barrier, Thread
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from tests import make
from tests.make import NOON, ON_THE_DAY, SATURDAY, refused
from uketsuke.audit.models import Entry
from uketsuke.bookings import extras
from uketsuke.bookings.models import Booking
from uketsuke.day import actions, handover, queries
from uketsuke.day.hours import Happened
from uketsuke.day.models import DayRules, Note, UseRecord
from uketsuke.doors.cli import chores
from uketsuke.kernel import revision
from uketsuke.kernel.actors import SYSTEM
from uketsuke.kernel.clock import TOKYO

pytestmark = pytest.mark.usefixtures("world")
CLERK = make.counter(hall="yotsuya")
HOUR = timedelta(hours=1)


def at(hour: int, minute: int = 0, days: int = 0) -> datetime:
    return datetime(2027, 2, 6, hour, minute, tzinfo=TOKYO) + timedelta(days=days)


def approved() -> Booking:
    return make.booking(approved=True)


def record(of: Booking) -> UseRecord:
    return UseRecord.objects.get(booking=of)


def run(chore: object, when: datetime) -> None:
    for piece in chore(when):  # type: ignore[operator]
        piece()


def state(of: Booking) -> str:
    of.refresh_from_db()
    return str(of.state)


def test_who_comes_in_and_goes_is_written_down_to_the_minute():
    booking = approved()

    actions.check_in(booking.pk, 0, by=CLERK, at=at(8, 55) + timedelta(seconds=31))
    actions.count(booking.pk, 1, 80, by=CLERK, at=at(10))
    actions.check_out(booking.pk, 2, 95, by=CLERK, at=at(12, 3))

    found = record(booking)
    assert (found.arrived_at, found.left_at, found.visitors) == (at(8, 55), at(12, 3), 95)


def test_the_same_again_has_one_effect():
    booking = approved()

    for minute in (0, 1, 2):
        actions.check_in(booking.pk, 0, by=CLERK, at=at(9, minute))

    assert (record(booking).arrived_at, record(booking).version) == (at(9), 1)
    assert Entry.objects.filter(action="day.check_in").count() == 1


def test_a_late_repeat_of_what_was_taken_back_meanwhile_is_refused():
    booking = make.came()
    actions.take_back(booking.pk, 1, "arrived", by=CLERK, at=at(9, 5))

    with refused("day.changed"):
        actions.check_in(booking.pk, 0, by=CLERK, at=at(9, 6))

    assert record(booking).arrived_at is None


def test_nobody_overwrites_what_she_has_not_seen():
    booking = make.came()
    actions.count(booking.pk, 1, 80, by=make.counter("counter-2"), at=at(10))

    with refused("day.changed") as caught:
        actions.count(booking.pk, 1, 90, by=CLERK, at=at(10, 1))

    assert caught.value.facts["by"] == "counter-2"
    assert record(booking).visitors == 80


def test_what_was_before_stays_in_the_audit():
    booking = make.came()
    right = Happened(arrived=at(9, 20), visitors=12)

    actions.correct(booking.pk, 1, right, by=CLERK, at=at(10))

    facts = Entry.objects.get(action="day.correct").facts
    assert (facts["was"]["arrived"], facts["was"]["visitors"]) == (at(9).isoformat(), None)
    assert (facts["now"]["arrived"], facts["now"]["visitors"]) == (at(9, 20).isoformat(), 12)


def test_another_hall_and_another_day_are_refused():
    booking = approved()

    with refused("day.another_hall"):
        actions.check_in(booking.pk, 0, by=make.counter(hall="tansu"), at=ON_THE_DAY)
    with refused("use.not_yet"):
        actions.check_in(booking.pk, 0, by=CLERK, at=at(23, 59, days=-1))
    with refused("day.too_late"):
        actions.check_in(booking.pk, 0, by=CLERK, at=at(9, days=32), when=time(9))

    assert not UseRecord.objects.exists()


def test_the_day_after_the_time_must_be_told():
    booking = approved()

    with refused("day.when"):
        actions.check_in(booking.pk, 0, by=CLERK, at=at(9, days=1))
    actions.check_in(booking.pk, 0, by=CLERK, at=at(9, days=1), when=time(8, 50))

    assert record(booking).arrived_at == at(8, 50)


def test_what_is_not_approved_has_no_day():
    with refused("day.not_standing"):
        actions.check_in(make.booking().pk, 0, by=CLERK, at=ON_THE_DAY)


def test_the_database_itself_refuses_a_use_that_ends_before_it_begins():
    booking = make.came()

    with pytest.raises(IntegrityError), transaction.atomic():
        UseRecord.objects.filter(booking=booking).update(left_at=at(8))


# 無断不使用


def test_nobody_is_a_no_show_before_her_hour_is_over():
    booking = approved()

    with refused("day.too_early") as caught:
        actions.no_show(booking.pk, by=CLERK, at=at(9, 59))
    actions.no_show(booking.pk, by=CLERK, at=at(10))
    actions.no_show(booking.pk, by=CLERK, at=at(10, 1))

    assert caught.value.facts == {"since": at(10), "minutes": 60}
    assert state(booking) == "no_show"
    assert Entry.objects.filter(action="booking.close_use").count() == 1


def test_who_has_come_is_no_no_show():
    booking = make.came()

    with refused("day.has_come"):
        actions.no_show(booking.pk, by=CLERK, at=at(10))


def test_a_no_show_written_by_mistake_is_taken_back_with_its_trace():
    booking = make.missed()

    actions.reopen(booking.pk, by=CLERK, at=at(11))
    actions.reopen(booking.pk, by=CLERK, at=at(11, 1))
    actions.check_in(booking.pk, 0, by=CLERK, at=at(11, 2))

    assert state(booking) == "approved"
    assert Entry.objects.get(action="booking.reopen_use").facts == {"old": "no_show"}


def test_taking_back_a_result_revives_no_cancelled_booking():
    booking = make.cancel(approved())

    with refused("states.forbidden"):
        actions.reopen(booking.pk, by=CLERK, at=ON_THE_DAY)


# 利用済


def test_when_the_day_is_over_who_was_there_has_used_it_and_nobody_else():
    came, silent = make.came(), make.booking(None, make.use("pm"), approved=True)

    run(chores.close_uses, at(23, 59))
    before = state(came)
    run(chores.close_uses, at(0, 1, days=1))
    run(chores.close_uses, at(0, 2, days=1))

    assert (before, state(came), state(silent)) == ("approved", "used", "approved")
    assert Entry.objects.filter(action="booking.close_use").get().who == "system"
    assert queries.unrecorded("yotsuya", SATURDAY + timedelta(days=1)) == [silent]


def test_who_was_taken_back_meanwhile_is_not_closed():
    booking = make.came()
    actions.take_back(booking.pk, 1, "arrived", by=CLERK, at=at(10))

    assert not actions.close(booking.pk, by=SYSTEM, at=at(9, days=1))


# 超過


def test_over_time_goes_to_the_second_bill_beside_its_equipment_and_follows_the_record():
    booking = make.came(make.paid_booking())
    extras.bill(booking.pk, {"lectern": 1}, 0, by=CLERK, at=at(11))
    actions.check_out(booking.pk, 1, by=CLERK, at=at(12, 30))

    for _ in range(2):
        actions.bill_overtime(booking.pk, by=CLERK, at=at(12, 31))
    booking.refresh_from_db()
    billed, lines = booking.extras, {line["code"] for line in booking.extras["lines"]}
    actions.check_out(booking.pk, 2, by=CLERK, at=at(13), when=time(12))
    actions.bill_overtime(booking.pk, by=CLERK, at=at(13))

    assert (billed["overtime"], billed["equipment"], lines) == (
        1,
        {"lectern": 1},
        {"overtime", "equipment"},
    )
    booking.refresh_from_db()
    assert (booking.extras["overtime"], booking.extras["equipment"]) == (0, {"lectern": 1})
    assert Entry.objects.filter(action="booking.bill_extras").count() == 3


def test_no_more_is_billed_than_the_tariff_knows():
    booking = make.came(make.paid_booking())

    actions.check_out(booking.pk, 1, by=CLERK, at=at(15, 30))
    (row,) = queries.of_day("yotsuya", SATURDAY, at(15, 31))

    assert (row.over, row.billable, row.billed) == (4, 1, 0)


def test_the_figures_are_rows_that_hold_from_their_day():
    DayRules.objects.create(in_force_from=SATURDAY, overtime_minutes=45, no_show_minutes=10)
    revision.changed()
    booking = make.came(make.paid_booking())
    actions.check_out(booking.pk, 1, by=CLERK, at=at(12, 40))

    (row,) = queries.of_day("yotsuya", SATURDAY, at(12, 41))

    assert row.over == 0
    assert queries.rules(SATURDAY - timedelta(days=1)).overtime_minutes == 10


# 引継ぎ


def test_a_note_stands_on_every_day_until_it_is_dealt_with():
    note, sunday = make.note(), SATURDAY + timedelta(days=1)
    seen = [queries.notes("yotsuya", SATURDAY), queries.notes("yotsuya", sunday)]

    handover.settle(note.pk, True, by=CLERK, at=at(9, days=1))
    handover.settle(note.pk, True, by=make.counter("other"), at=at(10, days=1))

    assert seen == [[note], [note]]
    assert queries.notes("yotsuya", sunday) == [note]
    assert queries.notes("yotsuya", sunday + timedelta(days=1)) == []
    assert queries.notes("tansu", SATURDAY) == []
    assert Note.objects.get().done_by == CLERK.name


def test_a_note_is_written_once_however_often_it_is_sent():
    token = uuid4()

    for _ in range(2):
        handover.write("yotsuya", SATURDAY, "見本", token, by=CLERK, at=ON_THE_DAY)

    assert Note.objects.count() == 1


def test_another_halls_notes_are_its_own():
    with refused("day.another_hall"):
        handover.settle(make.note(hall="tansu").pk, True, by=CLERK, at=ON_THE_DAY)
    with refused("day.another_hall"):
        handover.write("tansu", SATURDAY, "見本", uuid4(), by=CLERK, at=ON_THE_DAY)


def test_a_note_that_was_not_dealt_with_after_all_is_open_again():
    note = make.note()
    handover.settle(note.pk, True, by=CLERK, at=at(12))

    handover.settle(note.pk, False, by=CLERK, at=at(13))

    assert queries.notes("yotsuya", SATURDAY + timedelta(days=1)) == [note]


def test_a_day_is_read_in_as_many_queries_however_much_is_on(django_assert_num_queries):
    make.came()
    queries.of_day("yotsuya", SATURDAY, NOON)
    for slot in ("pm", "night"):
        make.came(make.booking(None, make.use(slot), approved=True))

    with django_assert_num_queries(4):
        assert len(queries.of_day("yotsuya", SATURDAY, at(22))) == 3


# 同時


@pytest.mark.django_db(transaction=True)
def test_two_clerks_at_once_make_one_record():
    booking, ready = approved(), Barrier(4)

    def click(name: str) -> None:
        ready.wait()
        try:
            actions.check_in(booking.pk, 0, by=make.counter(name), at=at(9))
        finally:
            connection.close()

    clerks = [Thread(target=click, args=(f"counter-{n}",)) for n in range(4)]
    for clerk in clerks:
        clerk.start()
    for clerk in clerks:
        clerk.join()

    assert record(booking).version == 1
    assert Entry.objects.filter(action="day.check_in").count() == 1
