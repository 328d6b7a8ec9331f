"""期限: when a booking must be paid, until when one applies and may undo."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from uketsuke.bookings.deadlines import payment_due, undo_until
from uketsuke.kernel.clock import TOKYO

DECIDED = date(2026, 11, 24)


def closed(*days: int):
    """窓口日: every day but these days of November (or, above 30, of December)."""
    shut = {date(2026, 11, 1) + timedelta(days=number - 1) for number in days}
    return lambda day: day not in shut


@pytest.mark.parametrize(
    ("date_of_use", "shut", "due"),
    [
        # Far away: 14 days after the approval, moved to the next counter day.
        (date(2027, 3, 1), [], date(2026, 12, 8)),
        (date(2027, 3, 1), [38], date(2026, 12, 9)),
        (date(2027, 3, 1), [38, 39, 40], date(2026, 12, 11)),
        # Just before, at and after the bound of the day before use.
        (date(2026, 12, 10), [], date(2026, 12, 8)),
        (date(2026, 12, 10), [38], date(2026, 12, 9)),
        (date(2026, 12, 9), [], date(2026, 12, 8)),
        (date(2026, 12, 8), [], date(2026, 12, 7)),
        (date(2026, 12, 1), [], date(2026, 11, 30)),
        # The move would pass the day before use: the last counter day before it.
        (date(2026, 12, 9), [38], date(2026, 12, 7)),
        (date(2026, 12, 10), [38, 39], date(2026, 12, 7)),
        (date(2026, 12, 1), [30, 29], date(2026, 11, 28)),
        (date(2026, 11, 28), [26, 27], date(2026, 11, 25)),
        # None is left: the day of the approval.
        (date(2026, 11, 27), [25, 26], DECIDED),
        (date(2026, 11, 27), [24, 25, 26], DECIDED),
        (date(2026, 11, 25), [], DECIDED),
        (DECIDED, [], DECIDED),
        (date(2026, 11, 20), [], DECIDED),
    ],
)
def test_payment_is_due_in_14_days_and_before_the_day_of_use(date_of_use, shut, due):
    assert payment_due(DECIDED, date_of_use, 14, closed(*shut)) == due


@given(
    ahead=st.integers(1, 60),
    days=st.integers(0, 30),
    shut=st.sets(st.integers(24, 90)),
)
def test_payment_is_never_due_before_the_approval_nor_on_the_day_of_use(ahead, days, shut):
    date_of_use = DECIDED + timedelta(days=ahead)
    is_counter_day = closed(*shut)

    due = payment_due(DECIDED, date_of_use, days, is_counter_day)

    assert DECIDED <= due < date_of_use
    assert is_counter_day(due) or due == DECIDED


def test_a_hall_closed_for_good_still_has_a_deadline():
    assert payment_due(DECIDED, date(2027, 3, 1), 14, lambda day: False) == DECIDED


def test_a_cancel_can_be_undone_for_some_minutes():
    late = datetime(2026, 11, 23, 23, 45, tzinfo=TOKYO)

    assert undo_until(late, 30) == datetime(2026, 11, 24, 0, 15, tzinfo=TOKYO)
