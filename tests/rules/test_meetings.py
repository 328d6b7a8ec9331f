"""打合せ: which times are offered, how many places are left, and hours in their order."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from uketsuke.meetings.appointments import OfferFacts, openings, times
from uketsuke.meetings.timetable import objections

USE = date(2027, 2, 6)
TUESDAY = date(2026, 12, 15)


def offer(starts="10:00", ends="12:00", minutes=60, places=1, *, weekday=1, first=90, last=7):
    hours = time.fromisoformat(starts), time.fromisoformat(ends)
    since = date(2025, 10, 1)
    return OfferFacts(1, "yotsuya", since, None, weekday, *hours, minutes, places, first, last)


@pytest.mark.parametrize(
    ("starts", "ends", "minutes", "expected"),
    [
        ("10:00", "12:00", 60, ["10:00", "11:00"]),
        ("10:00", "12:00", 50, ["10:00", "10:50"]),
        ("10:00", "10:30", 60, []),
        ("22:00", "23:59", 60, ["22:00"]),
    ],
)
def test_one_after_the_other_as_long_as_a_whole_one_fits(starts, ends, minutes, expected):
    found = times(offer(starts, ends, minutes))

    assert [f"{each:%H:%M}" for each in found] == expected


def test_only_on_its_weekday_and_so_many_days_before_the_use():
    found = openings([offer(first=60, last=30)], USE, date(2026, 11, 24), {})

    days = sorted({each.date for each in found})
    assert days == [TUESDAY + timedelta(days=7 * n) for n in range(-1, 4)]


def test_full_times_are_told_and_closed_days_left_out():
    taken = {(TUESDAY, time(10)): 2}
    closed = [TUESDAY + timedelta(days=7)]

    found = openings([offer(places=2)], USE, TUESDAY, taken, closed)

    assert [(each.date, each.left) for each in found[:3]] == [
        (TUESDAY, 0),
        (TUESDAY, 2),
        (TUESDAY + timedelta(days=14), 2),
    ]


@given(
    ahead=st.integers(0, 120),
    places=st.integers(1, 3),
    gone=st.integers(0, 5),
    minutes=st.integers(1, 240),
)
def test_never_before_the_first_day_nor_after_the_last_nor_more_places_than_there_are(
    ahead, places, gone, minutes
):
    first = USE - timedelta(days=ahead)
    taken = {(first, time(10)): gone}

    found = openings([offer(minutes=minutes, places=places)], USE, first, taken)

    assert all(first <= each.date <= USE - timedelta(days=7) for each in found)
    assert all(0 <= each.left <= places for each in found)
    assert found == sorted(found, key=lambda each: (each.date, each.starts))


@pytest.mark.parametrize(
    ("hours", "codes"),
    [
        ({}, []),
        ({"move_in": time(9), "doors": time(10), "ends": time(12)}, []),
        ({"doors": time(11), "begins": time(10)}, ["meetings.order"]),
        ({"move_in": time(8, 30), "ends": time(13)}, ["meetings.hours", "meetings.hours"]),
    ],
)
def test_hours_go_on_and_stay_inside_the_use(hours, codes):
    said = objections(hours, [(time(9), time(12))])

    assert [each.code for each in said] == codes
