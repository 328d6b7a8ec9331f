"""延びる期限: as a table, and what must hold for any outages."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from uketsuke.kernel import clock
from uketsuke.kernel.clock import TOKYO
from uketsuke.outages.moving import (
    Rule,
    Span,
    counted_day,
    deadline_after_outages,
    due_day_after_outages,
    last_day_after_outages,
)

RULE = Rule()
DAY = date(2026, 12, 2)
HOUR = timedelta(hours=1)


def at(hour: float, day: date = DAY) -> datetime:
    return datetime.combine(day, datetime.min.time(), TOKYO) + timedelta(hours=hour)


def span(start: float, end: float, day: date = DAY) -> Span:
    return Span(at(start, day), at(end, day))


@pytest.mark.parametrize(
    ("start", "end", "due", "moved"),
    [
        (10, 12, 13, 15),  # two hours lost, shortly before
        (12, 14, 13, 15),  # it fell into it: all two hours back
        (12.5, 13, 13, 14),  # at least an hour is left after the end
        (12.9, 13, 13, 13),  # too short to count
        (13, 15, 13, 13),  # began when it was over
        (-14, -11.5, 13, 13),  # more than a day before
        (-14, -10, 13, 14),  # only what was lost of the last day
        (-30, 14, 13, 13 + 25),
    ],
)
def test_a_moment_moves_by_what_was_lost(start: float, end: float, due: float, moved: float):
    assert deadline_after_outages(at(due), [span(start, end)], RULE) == at(moved)


@pytest.mark.parametrize(
    ("start", "end", "moved"),
    [
        (9, 9.1, 0),
        (9, 11, 1),  # any hours of the last day give the whole next one
        (23, 23.5, 1),
        (-5, 30, 2),
        (24, 26, 0),
        (-5, -2, 0),
    ],
)
def test_a_last_day_moves_by_whole_days(start: float, end: float, moved: int):
    assert last_day_after_outages(DAY, [span(start, end)], RULE) == DAY + timedelta(days=moved)


def test_a_due_day_moves_to_a_counter_day_and_never_beyond_the_latest():
    def due(latest: int) -> date:
        last = DAY + timedelta(days=latest)
        closed = {DAY + timedelta(days=1), DAY + timedelta(days=2)}
        return due_day_after_outages(DAY, [span(9, 11)], RULE, last, lambda day: day not in closed)

    assert due(9) == DAY + timedelta(days=3)
    assert due(2) == DAY + timedelta(days=2)
    assert due(-5) == DAY, "never earlier than it was"


moments = st.integers(-2000, 2000).map(lambda n: at(n / 10))
outages = st.lists(
    st.builds(
        lambda start, length: Span(start, start + timedelta(minutes=length)),
        moments,
        st.integers(1, 5000),
    ),
    max_size=5,
)
rules = st.builds(
    Rule,
    st.integers(0, 120).map(lambda n: timedelta(minutes=n)),
    st.integers(1, 72).map(lambda n: timedelta(hours=n)),
    st.integers(0, 300).map(lambda n: timedelta(minutes=n)),
)


@given(moments, outages, rules)
def test_no_deadline_ever_moves_to_before_itself(due, down, rule):
    assert deadline_after_outages(due, down, rule) >= due


@given(moments, outages, rules)
def test_the_order_in_which_they_are_told_does_not_matter(due, down, rule):
    assert deadline_after_outages(due, down, rule) == deadline_after_outages(due, down[::-1], rule)


@given(moments, outages, rules)
def test_no_deadline_is_left_inside_an_outage_that_counts(due, down, rule):
    moved = deadline_after_outages(due, down, rule)

    assert [
        each
        for each in down
        if each.end - each.start >= rule.least
        and each.start < due < each.end + rule.grace
        and due - rule.window < each.end
        and moved < each.end + rule.grace
    ] == []


@given(
    moments, moments, st.lists(outages.filter(bool).map(lambda found: found[0]), max_size=1), rules
)
def test_a_later_deadline_is_never_overtaken(one, other, down, rule):
    first, second = sorted((one, other))

    moved = deadline_after_outages(first, down, Rule(rule.least, rule.window, timedelta(0)))
    later = deadline_after_outages(second, down, Rule(rule.least, rule.window, timedelta(0)))

    assert moved <= later


@given(moments, outages, rules)
def test_the_day_that_counts_is_the_first_that_reaches_today(now, down, rule):
    today, counted = clock.day(now), counted_day(now, down, rule)

    assert counted <= today
    reached = [
        day
        for day in (today - timedelta(days=n) for n in range(1, 30))
        if last_day_after_outages(day, down, rule) >= today
    ]
    assert (counted < today) == (today - timedelta(days=1) in reached)
    if counted < today:
        assert counted in reached


@given(moments, rules)
def test_without_outages_everything_is_as_it_was(now, rule):
    assert deadline_after_outages(now, [], rule) == now
    assert counted_day(now, [], rule) == clock.day(now)
