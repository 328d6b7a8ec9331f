"""確認事項: what whoever decides about a booking is told to look at."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from uketsuke.bookings.review import Level, ReviewFacts, points, run

TODAY = date(2026, 11, 24)
USE = date(2027, 2, 6)
PLAIN = ReviewFacts(
    today=TODAY,
    use=USE,
    state="tentative",
    eligibility="resident",
    eligibility_until=date(2029, 3, 31),
    residents_only=False,
    group_state="active",
    valid_until=date(2029, 3, 31),
    attendance=100,
    capacity=450,
    admission=0,
    commercial=False,
    neighbours=(),
    consecutive_days=3,
    near_percent=90,
    short_days=7,
    told=14_400,
    price=14_400,
    due=date(2026, 12, 8),
    dressing=True,
)
STOP, LOOK, NOTE = Level.STOP, Level.LOOK, Level.NOTE
ENDED = TODAY - timedelta(days=1)
BEFORE_USE = USE - timedelta(days=1)


def found(**changed):
    return {point.code: point.level for point in points(replace(PLAIN, **changed))}


def test_a_plain_booking_has_nothing_to_look_at():
    assert points(PLAIN) == []


@pytest.mark.parametrize(
    ("changed", "point"),
    [
        ({"group_state": "suspended"}, {"group.state": STOP}),
        ({"residents_only": True, "eligibility": "other"}, {"eligibility.window": STOP}),
        (
            {"residents_only": True, "eligibility_until": ENDED},
            {"eligibility.window": STOP, "eligibility.ends": LOOK},
        ),
        ({"eligibility_until": BEFORE_USE}, {"eligibility.ends": LOOK}),
        ({"eligibility": "delegated", "eligibility_until": BEFORE_USE}, {"eligibility.ends": LOOK}),
        ({"valid_until": BEFORE_USE}, {"registration.ends": LOOK}),
        ({"first": True}, {"group.first": NOTE}),
        ({"unpaid": 2, "overdue": 2}, {"unpaid.late": STOP}),
        ({"unpaid": 2, "overdue": 1}, {"unpaid.late": STOP, "unpaid.open": LOOK}),
        ({"unpaid": 1}, {"unpaid.open": LOOK}),
        ({"price": 16_000}, {"price.differs": LOOK}),
        ({"price": None}, {"price.unknown": STOP}),
        ({"due": TODAY + timedelta(days=6)}, {"deadline.short": LOOK}),
        ({"due": TODAY + timedelta(days=7)}, {}),
        ({"due": TODAY + timedelta(days=7), "short_days": 8}, {"deadline.short": LOOK}),
        ({"attendance": 404}, {}),
        ({"attendance": 404, "near_percent": 89}, {"attendance.near": LOOK}),
        ({"attendance": 405}, {"attendance.near": LOOK}),
        ({"commercial": True}, {"use.commercial": LOOK}),
        ({"admission": 500}, {"use.admission": NOTE}),
        ({"dressing": False}, {"dressing.none": NOTE}),
    ],
)
def test_what_is_to_be_looked_at(changed, point):
    assert found(**changed) == point


@pytest.mark.parametrize(
    "changed",
    [
        {"residents_only": True},
        {"residents_only": True, "eligibility_until": TODAY, "use": TODAY},
        {"residents_only": True, "eligibility_until": None},
        {"eligibility": "other", "eligibility_until": BEFORE_USE},
        {"eligibility_until": USE},
        {"valid_until": USE},
        {"due": TODAY + timedelta(days=7)},
        {"attendance": 404},
        {"dressing": None, "attendance": 450},
        {"price": 0, "told": 0, "due": TODAY},
        {"state": "approved", "price": 16_000},
        {"neighbours": (USE, USE + timedelta(days=1))},
        {"neighbours": (USE - timedelta(days=2), USE + timedelta(days=2))},
    ],
)
def test_what_needs_no_look(changed):
    assert found(**changed) == {}


@pytest.mark.parametrize("around", [(-2, -1), (-1, 1), (1, 2)])
def test_the_third_day_in_a_row_is_told(around):
    neighbours = [USE + timedelta(days=n) for n in around]

    (point,) = points(replace(PLAIN, neighbours=neighbours))

    assert point.code == "days.consecutive"
    assert point.facts == {"days": 3, "most": 3}


def test_the_weightiest_comes_first():
    levels = [
        point.level
        for point in points(
            replace(PLAIN, first=True, commercial=True, overdue=1, unpaid=1, dressing=False)
        )
    ]

    assert levels == [STOP, LOOK, NOTE, NOTE]


@given(st.sets(st.integers(-6, 6)))
def test_a_run_is_as_long_as_its_days_without_a_gap(around):
    days = {USE + timedelta(days=n) for n in around} | {USE}

    length = run(USE, days)

    spans = [
        [USE + timedelta(days=start + n) for n in range(length)] for start in range(-length + 1, 1)
    ]
    assert any(set(span) <= days and USE in span for span in spans)
    assert length <= len(days)
