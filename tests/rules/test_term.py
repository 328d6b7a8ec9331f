"""登録の有効期間: until when it holds, when its end is told; renewing early costs nothing."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from uketsuke.registration.term import Term, end, renewable_from, renewed, to_tell

TERM = Term(years=3, ends_month=3, ends_day=31, renew_days=90, first_days=60, last_days=14)
UNTIL = date(2027, 3, 31)
DAYS = st.dates(date(2020, 1, 1), date(2100, 1, 1))
TERMS = st.builds(
    Term,
    years=st.integers(1, 10),
    ends_month=st.integers(1, 12),
    ends_day=st.integers(1, 31),
    renew_days=st.just(90),
    first_days=st.just(60),
    last_days=st.just(14),
)


@pytest.mark.parametrize(
    ("start", "until"),
    [
        (date(2026, 11, 24), date(2029, 3, 31)),
        (date(2027, 3, 31), date(2030, 3, 31)),
        (date(2027, 4, 1), date(2030, 3, 31)),
    ],
)
def test_it_ends_with_the_year_of_the_office(start, until):
    assert end(TERM, start) == until


def test_a_day_that_the_year_has_not_is_the_last_of_its_month():
    leap = Term(1, 2, 29, 90, 60, 14)

    assert end(leap, date(2026, 5, 1)) == date(2027, 2, 28)
    assert end(leap, date(2027, 5, 1)) == date(2028, 2, 29)


@pytest.mark.parametrize(
    ("days_left", "told"),
    [(61, 0), (60, 60), (15, 60), (14, 14), (1, 14), (0, 14), (-1, 0)],
)
def test_the_end_is_told_twice_and_never_after_it(days_left, told):
    assert to_tell(TERM, UNTIL, UNTIL - timedelta(days=days_left)) == told


def test_it_can_be_renewed_so_many_days_before():
    assert renewable_from(TERM, UNTIL) == date(2026, 12, 31)


@given(TERMS, DAYS, DAYS)
def test_who_renews_never_loses_a_day(term, old, today):
    assert renewed(term, old, today) > old or term.years == 1
    assert renewed(term, old, today) >= end(term, old)


@given(TERMS, DAYS, st.integers(0, 80))
def test_renewing_on_any_day_before_the_end_gives_the_same_new_end(term, old, early):
    assert renewed(term, old, old - timedelta(days=early)) == end(term, old)
