"""施行日のある決まり: which version holds on a day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from uketsuke.kernel.versions import begun

NEW_YEAR, APRIL = date(2027, 1, 1), date(2027, 4, 1)


@pytest.mark.parametrize(
    ("on", "holds"),
    [
        (date(2026, 12, 31), None),
        (NEW_YEAR, "old"),
        (date(2027, 3, 31), "old"),
        (APRIL, "new"),
        (date(2030, 1, 1), "new"),
    ],
)
def test_a_version_holds_from_its_day_until_the_next_begins(on, holds):
    assert begun([(NEW_YEAR, "old"), (APRIL, "new")], on) == holds


@given(st.permutations(range(8)), st.integers(0, 9))
def test_the_order_in_which_versions_are_read_does_not_matter(days, on):
    versions = [(NEW_YEAR + timedelta(days=day), day) for day in days]

    assert begun(versions, NEW_YEAR + timedelta(days=on)) == min(on, 7)
