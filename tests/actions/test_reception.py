"""受付の規則: who may ask for which cells when; each refusal with the values its sentence needs."""

from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest

from tests import make
from tests.make import NOON, SATURDAY, refused
from uketsuke.bookings.actions import book
from uketsuke.kernel.clock import TOKYO

pytestmark = pytest.mark.usefixtures("world")


def test_nothing_asked_for_is_nothing_booked():
    group = make.group()

    with refused("reception.nothing"):
        book(group.pk, [], make.what(), uuid4(), by=make.actor(group), at=NOON)


def test_the_web_takes_applications_until_fourteen_days_before():
    last = make.TODAY + timedelta(days=14)

    with refused("reception.too_late") as caught:
        make.application(uses=[make.use(on=last - timedelta(days=1))])

    assert caught.value.facts["days"] == 14
    assert caught.value.facts["last"] == make.TODAY - timedelta(days=1)
    assert make.booking(None, make.use(on=last)).state == "tentative"


def test_the_counter_takes_applications_until_three_days_before():
    group, last = make.group(), make.TODAY + timedelta(days=3)

    with refused("reception.too_late_counter") as caught:
        book(
            group.pk,
            [make.use(on=last - timedelta(days=1))],
            make.what(),
            uuid4(),
            by=make.counter(),
            at=NOON,
        )

    assert caught.value.facts["days"] == 3
    assert book(
        group.pk, [make.use(on=last)], make.what(), uuid4(), by=make.counter(), at=NOON
    ).bookings.exists()


def test_a_day_gone_by_cannot_be_booked():
    with refused("reception.past") as caught:
        make.application(uses=[make.use(on=make.TODAY - timedelta(days=1))])

    assert caught.value.facts["date"] == make.TODAY - timedelta(days=1)


def test_over_new_year_the_halls_are_closed():
    with refused("reception.closed") as caught:
        make.application(uses=[make.use(on=date(2026, 12, 30))])

    assert caught.value.facts["label"] == "年末年始"


def test_in_may_only_residents_may_book_as_yet():
    may = make.use(on=date(2027, 5, 8))

    with refused("reception.not_yet") as caught:
        make.application(make.group(eligibility="other"), [may])

    assert caught.value.facts["opens"] == datetime(2026, 12, 3, 9, tzinfo=TOKYO)
    assert caught.value.facts["resident"] is False
    assert make.booking(make.group(eligibility="resident"), may).date == may.date


def test_a_resident_may_delegate():
    delegated = make.group(eligibility="delegated")

    assert make.booking(delegated, make.use(on=date(2027, 5, 8))).state == "tentative"


def test_residents_book_six_months_ahead_and_not_a_day_earlier():
    june = make.use(on=date(2027, 6, 5))
    opens = datetime(2026, 12, 3, 9, tzinfo=TOKYO)
    group = make.group()

    with refused("reception.draw"):
        make.application(group, [june], at=opens - timedelta(seconds=1))

    with refused("reception.window"):
        make.application(group, [june], at=opens)
    assert make.booking(group, june, at=opens + timedelta(minutes=10)).date == june.date


def test_before_the_entries_open_a_resident_is_told_from_when():
    with refused("reception.not_yet") as caught:
        make.application(uses=[make.use(on=date(2027, 8, 7))])

    assert caught.value.facts["opens"] == datetime(2027, 2, 4, 9, tzinfo=TOKYO)


def test_residents_are_alone_until_seven_in_the_evening_before_the_second_draw():
    may, evening = make.use(on=date(2027, 5, 8)), datetime(2026, 12, 1, 19, tzinfo=TOKYO)
    group = make.group()

    with refused("reception.draw"):
        make.application(group, [may], at=evening)

    assert make.booking(group, may, at=evening - timedelta(seconds=1)).state == "tentative"


def test_eligibility_that_has_run_out_counts_no_longer():
    group = make.group()
    type(group).objects.filter(pk=group.pk).update(eligibility_until=make.TODAY - timedelta(days=1))

    with refused("reception.not_yet"):
        make.application(group, [make.use(on=date(2027, 5, 8))])


def test_a_suspended_group_books_nothing():
    group = make.group()
    type(group).objects.filter(pk=group.pk).update(state="suspended")

    with refused("reception.suspended"):
        make.application(group)


def test_a_registration_that_has_run_out_books_nothing():
    group = make.group()
    type(group).objects.filter(pk=group.pk).update(valid_until=make.TODAY - timedelta(days=1))

    with refused("reception.registration_lapsed") as caught:
        make.application(group)

    assert caught.value.facts["valid_until"] == make.TODAY - timedelta(days=1)


def test_four_days_a_month_in_one_hall_and_no_fifth():
    group = make.group()
    days = [date(2027, 2, day) for day in (2, 9, 16, 23)]
    make.application(group, [make.use(on=day) for day in days])

    with refused("reception.cap") as caught:
        make.application(group, [make.use(on=date(2027, 2, 27))])

    assert caught.value.facts == {
        "hall": "yotsuya",
        "month": date(2027, 2, 1),
        "days": 5,
        "most": 4,
    }
    assert make.booking(group, make.use(room="tansu/hall", on=date(2027, 2, 27))).pk


def test_another_part_of_the_same_day_is_not_a_fifth_day():
    group = make.group()
    days = [date(2027, 2, day) for day in (2, 9, 16, 23)]
    make.application(group, [make.use("am", on=day) for day in days])

    assert make.booking(group, make.use("pm", on=days[0])).slots == "pm"


def test_a_cancelled_day_counts_no_longer():
    group = make.group()
    days = [date(2027, 2, day) for day in (2, 9, 16, 23)]
    first = make.application(group, [make.use(on=day) for day in days]).bookings.first()
    make.cancel(first)

    assert make.booking(group, make.use(on=date(2027, 2, 27))).pk


def test_three_days_in_a_row_and_no_fourth():
    group = make.group()
    make.application(group, [make.use(on=SATURDAY + timedelta(days=n)) for n in range(3)])

    with refused("reception.consecutive") as caught:
        make.application(group, [make.use(on=SATURDAY + timedelta(days=3))])

    assert (caught.value.facts["days"], caught.value.facts["most"]) == (4, 3)


def test_at_most_twelve_cells_at_once():
    halls = ("yotsuya/hall", "tansu/hall", "tsunohazu/hall")
    uses = [make.use("am", "pm", "night", room=room) for room in halls]
    two_more = [make.use("am", "pm", on=SATURDAY + timedelta(days=7))]

    with refused("reception.too_many_cells") as caught:
        make.application(uses=uses + two_more + [make.use("am", "pm", on=date(2027, 3, 6))])

    assert (caught.value.facts["cells"], caught.value.facts["most"]) == (13, 12)


def test_dressing_rooms_are_booked_at_the_counter():
    with refused("reception.counter_only") as caught:
        make.application(uses=[make.use(room="yotsuya/dressing-1")])

    assert caught.value.facts["room"] == "yotsuya/dressing-1"


@pytest.mark.parametrize("attendance", [0, 451])
def test_no_more_people_than_the_hall_has_seats_and_at_least_one(attendance):
    with refused("reception.attendance") as caught:
        make.application(attendance=attendance)

    assert caught.value.facts["capacity"] == 450


def test_a_rehearsal_has_no_admission():
    with refused("reception.rehearsal"):
        make.application(admission=500, rehearsal=True)


def test_on_a_draw_day_an_office_takes_nothing_for_another_hall():
    draw_day = datetime(2026, 12, 2, 14, tzinfo=TOKYO)
    group, tansu = make.group(), make.counter(hall="tansu")

    with refused("reception.other_hall_on_draw_day"):
        book(
            group.pk,
            [make.use(on=date(2027, 6, 5))],
            make.what(),
            uuid4(),
            by=tansu,
            at=draw_day,
        )

    own = [make.use(room="tansu/hall", on=date(2027, 6, 5))]
    assert book(group.pk, own, make.what(), uuid4(), by=tansu, at=draw_day).bookings.exists()


def test_all_reasons_are_told_at_once():
    with refused("reception.closed") as caught:
        make.application(
            uses=[make.use(on=date(2026, 12, 30)), make.use(on=make.TODAY + timedelta(days=2))]
        )

    codes = [reason.code for reason in caught.value.reasons]
    assert codes == ["reception.too_late", "reception.closed"]


@pytest.mark.parametrize(
    ("use", "code"),
    [
        (make.use(room="nowhere/hall"), "halls.unknown_room"),
        (make.use("dawn"), "halls.unknown_slot"),
    ],
)
def test_what_does_not_exist_cannot_be_booked(use, code):
    with refused(code):
        make.application(uses=[use])


def test_a_day_named_twice_is_told_so():
    with refused("reception.twice") as caught:
        make.application(uses=[make.use("am"), make.use("am", "pm")])

    assert caught.value.facts["room"] == "yotsuya/hall"
