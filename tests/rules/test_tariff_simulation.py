"""試算: the table adds up to the bookings, and everybody is counted once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from uketsuke.tariffs.simulation import (
    CHANGES,
    Priced,
    affected,
    change_class,
    lines,
    shares,
    summed,
)

PRICED = st.builds(
    Priced,
    hall=st.sampled_from(["yotsuya", "tansu"]),
    room=st.sampled_from(["yotsuya/hall", "tansu/hall"]),
    klass=st.sampled_from(["resident", "other"]),
    group=st.integers(1, 5),
    slots=st.lists(
        st.tuples(st.sampled_from(["am", "pm", "night"]), st.integers(0, 30_000)),
        min_size=1,
        max_size=3,
        unique_by=lambda slot: slot[0],
    ).map(tuple),
    old=st.integers(0, 200_000),
    new=st.integers(0, 200_000),
)


@given(priced=st.lists(PRICED, max_size=20))
def test_the_lines_add_up_to_the_prices(priced):
    made = lines(priced)

    assert sum(line.old for line in made) == sum(each.old for each in priced)
    assert sum(line.new for line in made) == sum(each.new for each in priced)


@given(priced=st.lists(PRICED, max_size=20), places=st.sets(st.integers(0, 3)))
def test_every_sum_of_lines_is_the_same_money(priced, places):
    made = lines(priced)

    assert sum(line.new for line in summed(made, *sorted(places))) == sum(line.new for line in made)


@given(priced=st.lists(PRICED, max_size=20))
def test_every_booking_falls_into_one_class_of_change(priced):
    found = affected(priced)

    assert [each.label for each in found] == list(CHANGES)
    assert sum(each.bookings for each in found) == len(priced)
    assert sum(each.change for each in found) == sum(each.new - each.old for each in priced)


@pytest.mark.parametrize(
    ("amount", "weights", "found"),
    [
        (100, [1, 1], [50, 50]),
        (100, [1, 1, 1], [33, 33, 34]),
        (48_000, [12_000, 16_000, 20_000], [12_000, 16_000, 20_000]),
        (5, [0, 0], [2, 3]),
        (0, [3, 4], [0, 0]),
    ],
)
def test_a_price_is_shared_as_the_base_fees_were(amount, weights, found):
    assert shares(amount, weights) == found


@pytest.mark.parametrize(
    ("old", "new", "nth"),
    [
        (100, 79, 0),
        (100, 80, 1),
        (100, 89, 1),
        (100, 90, 2),
        (100, 99, 2),
        (100, 100, 3),
        (0, 0, 3),
        (100, 101, 4),
        (100, 110, 4),
        (100, 111, 5),
        (100, 120, 5),
        (100, 121, 6),
        (0, 1, 6),
        (100, 0, 0),
    ],
)
def test_a_change_falls_into_its_class(old, new, nth):
    assert change_class(old, new) == nth
