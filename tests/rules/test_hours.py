"""当日の時刻: late, over time, and what may be written down."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from uketsuke.day.hours import (
    Happened,
    Span,
    Stage,
    late_by,
    moment,
    objections,
    overtime,
    span,
    stage,
)
from uketsuke.kernel.clock import TOKYO

DAY = date(2027, 2, 6)
MINUTES = st.integers(0, 24 * 60)


def at(hour: int, minute: int = 0, days: int = 0) -> datetime:
    return datetime(2027, 2, 6, hour, minute, tzinfo=TOKYO) + timedelta(days=days)


USE = Span(at(13), at(17))


def test_a_use_runs_from_its_first_slot_to_the_end_of_its_last():
    morning_and_night = [(time(9), time(12)), (time(18), time(22))]
    assert span(DAY, morning_and_night) == Span(at(9), at(22))


@pytest.mark.parametrize(
    ("left", "hours"),
    [
        (at(16, 59), 0),
        (at(17), 0),
        (at(17, 10), 0),
        (at(17, 11), 1),
        (at(18), 1),
        (at(18, 1), 2),
        (at(0, 20, days=1), 8),
    ],
)
def test_each_hour_that_has_begun_is_over_time_but_for_the_first_minutes(left, hours):
    assert overtime(at(17), left, 10) == hours


@given(over=MINUTES, grace=st.integers(0, 120))
def test_over_time_is_never_more_than_an_hour_too_much_nor_any_too_little(over, grace):
    hours = overtime(at(17), at(17) + timedelta(minutes=over), grace)
    assert hours == 0 if over <= grace else 0 <= hours * 60 - over < 60


@given(MINUTES, MINUTES, st.integers(0, 120))
def test_who_leaves_later_never_owes_fewer_hours(one, other, grace):
    first, second = sorted((one, other))
    hours = [overtime(at(17), at(17) + timedelta(minutes=n), grace) for n in (first, second)]
    assert hours[0] <= hours[1]


@pytest.mark.parametrize(
    ("arrived", "minutes"), [(at(12, 30), 0), (at(13, 10), 0), (at(13, 11), 11), (at(14, 5), 65)]
)
def test_late_is_told_in_minutes_from_the_start(arrived, minutes):
    assert late_by(at(13), arrived, 10) == minutes


def test_a_time_after_midnight_belongs_to_the_night_of_the_use():
    assert moment(DAY, time(0, 20), at(18)) == at(0, 20, days=1)
    assert moment(DAY, time(17, 5), at(13)) == at(17, 5)
    assert moment(DAY, time(12, 30), at(13)) == at(12, 30)  # a slip, refused by the rule
    assert moment(DAY, time(8, 50)) == at(8, 50)


@pytest.mark.parametrize(
    ("state", "happened", "now", "expected"),
    [
        ("tentative", Happened(), at(13), Stage.TENTATIVE),
        ("approved", Happened(), at(13, 10), Stage.AWAITED),
        ("approved", Happened(), at(13, 11), Stage.LATE),
        ("approved", Happened(expected=at(14)), at(13, 11), Stage.CALLED),
        ("approved", Happened(arrived=at(13)), at(13, 5), Stage.INSIDE),
        ("approved", Happened(arrived=at(13)), at(17, 1), Stage.OVER),
        ("approved", Happened(arrived=at(13), left=at(17)), at(17, 1), Stage.GONE),
        ("approved", Happened(), at(17), Stage.LATE),
        ("approved", Happened(), at(17, 1), Stage.OPEN),
        ("approved", Happened(expected=at(14)), at(9, days=1), Stage.OPEN),
        ("used", Happened(), at(9, days=1), Stage.GONE),
        ("used", Happened(arrived=at(13)), at(9, days=1), Stage.GONE),
        ("no_show", Happened(), at(15), Stage.NO_SHOW),
    ],
)
def test_the_stage_of_a_use(state, happened, now, expected):
    assert stage(state, happened, USE, now, 10) == expected


@pytest.mark.parametrize(
    ("happened", "codes"),
    [
        (Happened(arrived=at(12, 50), left=at(17, 5)), []),
        (Happened(visitors=3), []),
        (Happened(left=at(17)), ["day.not_arrived"]),
        (Happened(arrived=at(17, 36)), ["day.future"]),
        (Happened(arrived=at(17, 35)), []),
        (Happened(arrived=at(17), left=at(13)), ["day.left_before"]),
        (Happened(arrived=at(0)), ["day.another_day"]),
    ],
)
def test_what_cannot_be_true_is_refused(happened, codes):
    now = at(17, 30)
    assert [each.code for each in objections(happened, USE, now)] == codes
