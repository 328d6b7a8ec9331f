"""還付: the table of days before use, and what no table can break."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from uketsuke.tariffs.refund import RefundQuote, Step, percent, refund, refund_quote

# As the table is printed: 90 days 100 %, 60 days 75 %, 30 days 50 %. 源: facts 2.7 [A].
STEPS = (Step(90, 100), Step(60, 75), Step(30, 50), Step(0, 0))
USE = date(2027, 3, 31)

TABLES = st.lists(st.builds(Step, st.integers(0, 365), st.integers(0, 100)))
PAID = st.integers(0, 10**7)


@pytest.mark.parametrize(
    ("days_before", "back"),
    [
        (400, 12000),
        (91, 12000),
        (90, 12000),
        (89, 9000),
        (61, 9000),
        (60, 9000),
        (59, 6000),
        (30, 6000),
        (29, 0),
        (1, 0),
        (0, 0),
    ],
)
def test_the_step_that_is_reached_counts(days_before, back):
    assert refund(12000, days_before, STEPS) == back


def test_below_every_step_nothing_goes_back():
    assert refund(12000, 6, [Step(7, 100)]) == 0
    assert refund(12000, 6, []) == 0


def test_the_order_of_the_steps_does_not_matter():
    assert [percent(days, STEPS[::-1]) for days in (90, 60, 30, 0)] == [100, 75, 50, 0]


@pytest.mark.parametrize(("paid", "back"), [(1, 0), (2, 1), (3, 2), (999, 749), (1001, 750)])
def test_a_refund_is_cut_down_to_whole_yen(paid, back):
    assert refund(paid, 60, STEPS) == back


@given(paid=PAID, days=st.integers(0, 400), steps=TABLES)
def test_never_more_than_was_paid_and_never_less_than_nothing(paid, days, steps):
    assert 0 <= refund(paid, days, steps) <= paid


@given(paid=PAID, days=st.integers(0, 400), earlier=st.integers(0, 400))
def test_who_cancels_earlier_never_gets_less(paid, days, earlier):
    assert refund(paid, days + earlier, STEPS) >= refund(paid, days, STEPS)


@pytest.mark.parametrize(
    ("cancel_on", "expected"),
    [
        (date(2026, 12, 31), RefundQuote(100, 12000, 0)),  # 90 days before
        (date(2027, 1, 1), RefundQuote(75, 9000, 3000)),
        (date(2027, 1, 30), RefundQuote(75, 9000, 3000)),
        (date(2027, 1, 31), RefundQuote(50, 6000, 6000)),
        (date(2027, 3, 1), RefundQuote(50, 6000, 6000)),
        (date(2027, 3, 2), RefundQuote(0, 0, 12000)),
        (USE, RefundQuote(0, 0, 12000)),
    ],
)
def test_days_are_counted_back_from_the_day_of_use(cancel_on, expected):
    assert refund_quote(12000, USE, cancel_on, STEPS, by_hall=False) == expected


def test_a_group_cannot_cancel_after_the_day_of_use(refused):
    with refused("refund.after_use") as caught:
        refund_quote(12000, USE, USE + timedelta(days=1), STEPS, by_hall=False)

    assert caught.value.facts == {"date": USE}


@pytest.mark.parametrize("days", [-400, -1, 0, 1, 30])
def test_where_the_hall_cancels_everything_goes_back(days):
    cancel_on = USE + timedelta(days=days)

    assert refund_quote(12001, USE, cancel_on, STEPS, by_hall=True) == RefundQuote(100, 12001, 0)


def test_less_than_nothing_was_never_paid(refused):
    with refused("refund.negative"):
        refund_quote(-1, USE, USE, STEPS, by_hall=True)


@given(paid=PAID, days=st.integers(0, 400), steps=TABLES, by_hall=st.booleans())
def test_what_goes_back_and_what_stays_is_what_was_paid(paid, days, steps, by_hall):
    result = refund_quote(paid, USE, USE - timedelta(days=days), steps, by_hall)

    assert result.refund + result.kept == paid
    assert result.refund == paid * result.percent // 100
