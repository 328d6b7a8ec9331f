"""窓: an address shows wherever the sheet has slid to, and its lines fit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from uketsuke.notices.letter.window import (
    FOLDS,
    SHEET_WIDTH,
    SIZES,
    Area,
    Window,
    area,
    is_usable,
    size,
)

NAGA3 = Window(235, 120, 22, 18, 90, 45)
DL = Window(220, 110, 20, 50, 90, 45)
WINDOWS = st.builds(
    Window,
    st.integers(200, 260),
    st.integers(95, 130),
    st.integers(0, 120),
    st.integers(0, 90),
    st.integers(0, 130),
    st.integers(0, 80),
)


@pytest.mark.parametrize(
    ("window", "found"), [(NAGA3, Area(22, 18, 65, 24)), (DL, Area(20, 50, 80, 34))]
)
def test_the_place_of_an_address(window, found):
    assert area(window) == found
    assert is_usable(window)


@given(WINDOWS, st.floats(0, 1), st.floats(0, 1))
def test_it_shows_however_the_sheet_lies(window, right, down):
    if not is_usable(window):
        return
    found = area(window)
    slid_right = right * (window.width - SHEET_WIDTH)
    slid_down = down * (window.height - FOLDS[0])

    assert window.left <= found.left + slid_right
    assert found.left + found.width + slid_right <= window.left + window.window_width
    assert window.top <= found.top + slid_down
    assert found.top + found.height + slid_down <= window.top + window.window_height


@pytest.mark.parametrize(
    "window",
    [
        Window(200, 120, 22, 18, 90, 45),
        Window(235, 90, 22, 18, 60, 45),
        Window(235, 120, 200, 18, 90, 45),
        Window(235, 120, 22, 18, 70, 45),
        Window(235, 120, 22, 18, 90, 30),
        Window(0, 0, 0, 0, 0, 0),
    ],
)
def test_an_envelope_that_does_not_do(window):
    assert not is_usable(window)


def test_a_short_address_is_large_and_a_long_one_smaller():
    short = ["東京都新宿区見本町1-2-3", "見本の会", "見本　太郎　様"]
    long = [
        "東京都新宿区見本町一丁目2番3号見本マンション見本棟1234号室" * 2,
        "見本の会",
        "見本　様",
    ]

    assert size(short, area(NAGA3)) == SIZES[0]
    assert SIZES[-1] < size(long, area(NAGA3)) < SIZES[0]


@given(st.lists(st.integers(0, 80), min_size=1, max_size=4))
def test_what_fits_stays_within(lengths):
    lines, within = ["見" * length for length in lengths], area(NAGA3)
    points = size(lines, within)
    on_a_line = int(within.width / (points * 25.4 / 72))
    rows = sum(max(-(-length // on_a_line), 1) for length in lengths)

    assert rows * points * 1.3 * 25.4 / 72 <= within.height or points == SIZES[-1]
