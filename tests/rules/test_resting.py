"""空き枠の準備と空き待ちの順番: when a cell is free again, and whose turn it is."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.make import NOON
from uketsuke.bookings.resting import RestRule, rests_until
from uketsuke.kernel.clock import TOKYO, day
from uketsuke.waiting.turn import Waiting, is_over, offered_until, order

RULE = RestRule(10, 60, time(9), time(20))
LOTS = st.floats(0, 1, exclude_max=True)
YEARS = timedelta(days=700)
MOMENTS = st.timedeltas(timedelta(0), YEARS).map(lambda later: NOON + later)


def at(hour: int, minute: int = 0, days: int = 0) -> datetime:
    return NOON.replace(hour=hour, minute=minute) + timedelta(days=days)


@pytest.mark.parametrize(
    ("since", "lot", "free"),
    [
        (at(12), 0.0, at(12, 10)),
        (at(12), 0.5, at(12, 35)),
        (at(0, 0), 0.0, at(9, 10)),  # what lapses at midnight is free in the morning
        (at(8, 55), 0.0, at(9, 10)),  # early in the morning it is still night
        (at(19, 30), 0.0, at(19, 40)),
        (at(19, 30), 0.9, at(9, 55, days=1)),
        (at(23), 0.5, at(9, 35, days=1)),
    ],
)
def test_a_cell_is_free_within_the_bounds_and_by_day(since, lot, free):
    assert rests_until(since, lot, RULE) == free


@given(since=MOMENTS, lot=LOTS)
def test_never_at_night_never_sooner_than_the_least_never_after_the_next_morning(since, lot):
    free = rests_until(since, lot, RULE)

    assert time(9) <= free.astimezone(TOKYO).time() < time(20)
    assert since + timedelta(minutes=10) <= free
    assert day(free) <= day(since) + timedelta(days=1)


@given(since=MOMENTS, lots=st.tuples(LOTS, LOTS))
@example(since=at(8, 3) + timedelta(seconds=8), lots=(0.0, 0.9375))
def test_who_knows_when_it_was_given_back_knows_no_more_than_the_bounds(since, lots):
    low, high = sorted(lots)

    assert rests_until(since, low, RULE) <= rests_until(since, high, RULE)


def waiting(key: int, joined: int, lot: int, turned: int | None = None) -> Waiting:
    turned_at = None if turned is None else at(turned)
    return Waiting(key, ("am",), at(joined), lot, turned_at)


@pytest.mark.parametrize(
    ("waits", "expected"),
    [
        ([waiting(1, 8, 50), waiting(2, 9, 10), waiting(3, 7, 30)], [2, 3, 1]),
        ([waiting(1, 8, 50), waiting(2, 13, 10)], [1, 2]),  # joined after it fell free: behind
        ([waiting(1, 12, 1), waiting(2, 11, 9)], [2, 1]),  # in that very moment: behind, too
        ([waiting(1, 8, 1, turned=13), waiting(2, 8, 2)], [2]),  # her turn has been
        ([waiting(1, 8, 1, turned=11), waiting(2, 8, 2)], [1, 2]),  # of an earlier time
    ],
)
def test_the_lot_decides_among_those_who_waited_before(waits, expected):
    assert [each.key for each in order(waits, NOON)] == expected


@given(st.permutations(range(6)))
def test_the_order_does_not_depend_on_who_came_first(arrival):
    waits = [waiting(key, 6 + nth // 2, lot=key) for nth, key in enumerate(arrival)]

    assert [each.key for each in order(waits, NOON)] == list(range(6))


def test_an_offer_lasts_its_hours_but_not_beyond_the_last_day_to_apply():
    assert offered_until(NOON, 24, date(2027, 2, 6), 14) == NOON + timedelta(hours=24)
    last = offered_until(NOON, 24, day(NOON) + timedelta(days=14), 14)
    assert last == at(0, days=1)


def test_waiting_is_over_after_the_last_day_to_apply():
    use = day(NOON) + timedelta(days=14)

    assert not is_over(NOON, use, 14)
    assert is_over(NOON + timedelta(days=1), use, 14)
