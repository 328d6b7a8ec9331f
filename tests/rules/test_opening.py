"""受付開始: the calendar of the two monthly rounds as it is printed, and who may book when."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from uketsuke.bookings.opening import (
    LABELS,
    Kind,
    OpeningRule,
    UseMonth,
    draw_day,
    entries_from,
    first_come_from,
    may_book,
    phase,
    use_month,
)
from uketsuke.kernel.calendar import add_months, is_holiday
from uketsuke.kernel.clock import TOKYO

RULE = OpeningRule()
MONTHS = st.builds(date, st.integers(2024, 2035), st.integers(1, 12), st.just(1))

# 源: facts 3.2. Month of use, residents' draw, residents only until 19:00 of, others' draw.
PRINTED = """
2026-04 2025-10-01 2025-11-04 2025-11-05
2026-05 2025-11-05 2025-12-02 2025-12-03
2026-06 2025-12-03 2026-01-13 2026-01-14
2026-07 2026-01-14 2026-02-03 2026-02-04
2026-08 2026-02-04 2026-03-03 2026-03-04
2026-09 2026-03-04 2026-03-31 2026-04-01
2026-10 2026-04-01 2026-05-12 2026-05-13
2026-11 2026-05-13 2026-06-02 2026-06-03
2026-12 2026-06-03 2026-06-30 2026-07-01
2027-01 2026-07-01 2026-08-04 2026-08-05
2027-02 2026-08-05 2026-09-01 2026-09-02
2027-03 2026-09-02 2026-10-06 2026-10-07
2027-04 2026-10-07 2026-11-03 2026-11-04
2027-05 2026-11-04 2026-12-01 2026-12-02
2027-06 2026-12-02 2027-01-12 2027-01-13
2027-07 2027-01-13 2027-02-02 2027-02-03
2027-08 2027-02-03 2027-03-02 2027-03-03
2027-09 2027-03-03 2027-04-06 2027-04-07
2027-10 2027-04-07 2027-05-11 2027-05-12
2027-11 2027-05-12 2027-06-01 2027-06-02
2027-12 2027-06-02 2027-07-06 2027-07-07
2028-01 2027-07-07 2027-08-03 2027-08-04
2028-02 2027-08-04 2027-08-31 2027-09-01
2028-03 2027-09-01 2027-10-05 2027-10-06
"""
ROWS = [line.split() for line in PRINTED.split("\n") if line]


def tokyo(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=TOKYO)


@pytest.mark.parametrize(("month", "residents", "only_until", "others"), ROWS)
def test_the_printed_calendar(month, residents, only_until, others):
    first = date.fromisoformat(f"{month}-01")

    assert use_month(first, RULE) == UseMonth(
        use_month=first,
        residents_draw=date.fromisoformat(residents),
        residents_only_until=tokyo(f"{only_until} 19:00"),
        others_draw=date.fromisoformat(others),
    )


@pytest.mark.parametrize(
    ("month", "day"),
    [
        (date(2023, 5, 1), date(2023, 5, 10)),  # published: 3 May is a holiday
        (date(2023, 6, 1), date(2023, 6, 7)),  # published
        (date(2026, 1, 1), date(2026, 1, 14)),
        (date(2026, 5, 1), date(2026, 5, 13)),  # 6 May is 振替休日
        (date(2025, 1, 1), date(2025, 1, 8)),  # the first Wednesday is 元日: still the second
    ],
)
def test_the_draw_is_on_the_first_wednesday_or_a_week_later(month, day):
    assert draw_day(month, RULE) == day


@pytest.mark.parametrize(
    ("month", "change", "day"),
    [
        # Mondays: the second one in January is 成人の日, so the third.
        (date(2027, 1, 1), {"draw_weekday": 0}, date(2027, 1, 18)),
        (date(2026, 11, 1), {"draw_nth": 3}, date(2026, 11, 18)),
        (date(2026, 11, 1), {"draw_weekday": 0, "draw_nth": 4}, date(2026, 11, 30)),
        (date(2027, 1, 1), {"january_nth": 3}, date(2027, 1, 20)),
    ],
)
def test_another_ward_draws_on_another_day(month, change, day):
    assert draw_day(month, replace(RULE, **change)) == day


@given(month=MONTHS, weekday=st.integers(0, 6))
def test_a_draw_is_never_on_a_holiday_and_always_on_its_weekday(month, weekday):
    day = draw_day(month, replace(RULE, draw_weekday=weekday))

    assert day.weekday() == weekday
    assert not is_holiday(day)


@given(month=MONTHS)
def test_what_is_the_others_draw_is_the_next_months_residents_draw(month):
    assert use_month(month, RULE).others_draw == (
        use_month(add_months(month, 1), RULE).residents_draw
    )


# The month of use 2027-06: draws on 2026-12-02 (residents) and 2027-01-13 (others).
JUNE = date(2027, 6, 1)
PHASES = [
    ("counter", "2026-11-17 23:59", Kind.BEFORE, "2026-11-18 00:00"),
    ("counter", "2026-11-18 00:00", Kind.DRAW_RESIDENTS, "2026-12-02 13:00"),
    ("counter", "2026-12-02 12:59", Kind.DRAW_RESIDENTS, "2026-12-02 13:00"),
    ("counter", "2026-12-02 13:00", Kind.RESIDENTS, "2027-01-12 19:00"),
    ("counter", "2027-01-12 18:59", Kind.RESIDENTS, "2027-01-12 19:00"),
    ("counter", "2027-01-12 19:00", Kind.DRAW_OTHERS, "2027-01-13 13:00"),
    ("counter", "2027-01-13 12:59", Kind.DRAW_OTHERS, "2027-01-13 13:00"),
    ("counter", "2027-01-13 13:00", Kind.OPEN, None),
    ("web", "2026-12-02 13:00", Kind.DRAW_RESIDENTS, "2026-12-03 09:00"),
    ("web", "2026-12-03 08:59", Kind.DRAW_RESIDENTS, "2026-12-03 09:00"),
    ("web", "2026-12-03 09:00", Kind.RESIDENTS, "2027-01-12 19:00"),
    ("web", "2027-01-12 19:00", Kind.DRAW_OTHERS, "2027-01-14 09:00"),
    ("web", "2027-01-14 08:59", Kind.DRAW_OTHERS, "2027-01-14 09:00"),
    ("web", "2027-01-14 09:00", Kind.OPEN, None),
]


@pytest.mark.parametrize(("channel", "at", "kind", "until"), PHASES)
def test_the_phases_of_a_month_follow_each_other(channel, at, kind, until):
    now = phase(JUNE, tokyo(at), RULE, channel)

    assert now.kind == kind
    assert now.until == (until and tokyo(until))


@pytest.mark.parametrize(
    ("channel", "residents", "others"),
    [
        ("counter", "2026-12-02 13:00", "2027-01-13 13:00"),
        ("web", "2026-12-03 09:00", "2027-01-14 09:00"),
    ],
)
def test_a_phase_says_from_when_each_may_book(channel, residents, others):
    now = phase(JUNE, tokyo("2026-11-01 12:00"), RULE, channel)

    assert (now.residents_from, now.others_from) == (tokyo(residents), tokyo(others))


def test_a_cut_off_may_fall_on_a_holiday():
    april = date(2027, 4, 1)

    assert phase(april, tokyo("2026-11-03 18:59"), RULE, "web").kind == Kind.RESIDENTS
    assert phase(april, tokyo("2026-11-03 19:00"), RULE, "web").kind == Kind.DRAW_OTHERS


def test_the_moment_counts_not_its_time_zone():
    at = datetime(2026, 12, 3, 0, 0, tzinfo=UTC)  # 09:00 in Tokyo

    assert phase(JUNE, at, RULE, "web").kind == Kind.RESIDENTS
    assert phase(JUNE, at - timedelta(seconds=1), RULE, "web").kind == Kind.DRAW_RESIDENTS


def test_the_hours_and_days_are_the_rules():
    rule = OpeningRule(
        residents_months=12,
        others_months=11,
        residents_close=time(17),
        counter_opens=time(10),
        web_opens=time(8, 30),
        entry_days=7,
    )
    draw = draw_day(date(2026, 6, 1), rule)

    assert phase(JUNE, tokyo("2026-05-26 23:59"), rule, "web").until == tokyo("2026-05-27 00:00")
    assert entries_from(draw, rule) == tokyo("2026-05-27 00:00")
    assert first_come_from(draw, rule, "counter") == tokyo("2026-06-03 10:00")
    assert first_come_from(draw, rule, "web") == tokyo("2026-06-04 08:30")
    assert use_month(JUNE, rule).residents_only_until == tokyo("2026-06-30 17:00")


@pytest.mark.parametrize(
    ("at", "resident", "expected"),
    [
        ("2026-11-17 12:00", True, False),
        ("2026-12-01 12:00", True, False),
        ("2026-12-10 12:00", True, True),
        ("2026-12-10 12:00", False, False),
        ("2027-01-13 12:00", True, False),
        ("2027-01-13 12:00", False, False),
        ("2027-02-01 12:00", True, True),
        ("2027-02-01 12:00", False, True),
    ],
)
def test_only_residents_book_between_the_draws(at, resident, expected):
    assert may_book(phase(JUNE, tokyo(at), RULE, "counter"), resident) is expected


@given(
    month=MONTHS,
    minutes=st.integers(0, 400 * 24 * 60),
    channel=st.sampled_from(["web", "counter"]),
)
def test_who_is_no_resident_never_books_earlier(month, minutes, channel):
    at = tokyo(f"{add_months(month, -12)}T00:00") + timedelta(minutes=minutes)

    now = phase(month, at, RULE, channel)

    assert may_book(now, resident=True) or not may_book(now, resident=False)
    assert may_book(now, resident=False) is (at >= now.others_from)


def test_with_one_draw_for_all_nobody_is_first():
    together = replace(RULE, residents_months=5)

    assert phase(JUNE, tokyo("2027-01-13 12:59"), together, "counter").kind == Kind.DRAW_RESIDENTS
    assert phase(JUNE, tokyo("2027-01-13 13:00"), together, "counter").kind == Kind.OPEN


def test_every_phase_has_a_name():
    assert set(LABELS) == set(Kind)
