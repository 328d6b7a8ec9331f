"""枠の見え方: what a visitor is told of a cell, and why."""

from datetime import date, datetime, timedelta

import pytest

from uketsuke.bookings.cells import Cell, CellState, Taken, Viewer, cell
from uketsuke.bookings.opening import Kind, OpeningRule, Phase, phase
from uketsuke.kernel.clock import TOKYO

TODAY = date(2026, 11, 24)
DAY = date(2027, 2, 6)
SOON = datetime(2026, 12, 3, 9, tzinfo=TOKYO)
LATER = datetime(2027, 1, 14, 9, tzinfo=TOKYO)


def _phase(kind: Kind) -> Phase:
    return Phase(kind, SOON, SOON, LATER)


def _seen(kind: Kind = Kind.OPEN, *, resident: bool | None = None, day: date = DAY) -> Cell:
    return cell(day, "", None, _phase(kind), Viewer(TODAY, 14, 3, resident))


@pytest.mark.parametrize(
    ("kind", "resident", "state"),
    [
        (Kind.BEFORE, None, CellState.BEFORE),
        (Kind.BEFORE, True, CellState.BEFORE),
        (Kind.DRAW_RESIDENTS, True, CellState.LOTTERY),
        (Kind.RESIDENTS, None, CellState.FREE),
        (Kind.RESIDENTS, True, CellState.FREE),
        (Kind.RESIDENTS, False, CellState.BEFORE),
        (Kind.DRAW_OTHERS, False, CellState.LOTTERY),
        (Kind.DRAW_OTHERS, True, CellState.LOTTERY),
        (Kind.OPEN, None, CellState.FREE),
        (Kind.OPEN, False, CellState.FREE),
    ],
)
def test_a_cell_nobody_has_follows_its_month(kind, resident, state):
    assert _seen(kind, resident=resident).state is state


def test_before_reception_both_dates_are_told():
    seen = _seen(Kind.BEFORE)

    assert (seen.residents_from, seen.others_from) == (SOON, LATER)


def test_a_stranger_is_told_that_a_free_cell_is_for_residents_only():
    assert _seen(Kind.RESIDENTS).others_from == LATER
    assert _seen(Kind.RESIDENTS, resident=True).others_from is None


def test_a_closed_day_is_closed_whoever_has_it():
    seen = cell(DAY, "年末年始", Taken(), _phase(Kind.OPEN), Viewer(TODAY, 14, 3))

    assert (seen.state, seen.reason) == (CellState.CLOSED, "年末年始")


@pytest.mark.parametrize(
    ("taken", "state"),
    [
        (Taken("舞台保守点検"), CellState.BLOCKED),
        (Taken(), CellState.TAKEN),
        (Taken(mine=True), CellState.MINE),
    ],
)
def test_a_taken_cell_says_by_whom_as_far_as_that_is_public(taken, state):
    assert cell(DAY, "", taken, _phase(Kind.OPEN), Viewer(TODAY, 14, 3)).state is state


@pytest.mark.parametrize(
    ("days", "state"), [(-1, CellState.PAST), (0, CellState.LATE), (13, CellState.LATE)]
)
def test_what_comes_too_soon_is_no_longer_for_the_web(days, state):
    assert _seen(day=TODAY + timedelta(days=days)).state is state


@pytest.mark.parametrize(
    ("days", "web", "state", "at_counter"),
    [
        (14, True, CellState.FREE, False),
        (13, True, CellState.LATE, True),
        (3, True, CellState.LATE, True),
        (2, True, CellState.LATE, False),
        (14, False, CellState.FREE, True),
        (3, False, CellState.FREE, True),
        (2, False, CellState.LATE, False),
    ],
)
def test_the_counter_goes_on_when_the_web_has_closed(days, web, state, at_counter):
    day = TODAY + timedelta(days=days)

    seen = cell(day, "", None, _phase(Kind.OPEN), Viewer(TODAY, 14, 3), web=web)

    assert (seen.state, seen.at_counter) == (state, at_counter)


def test_the_last_day_of_the_web_is_free():
    assert _seen(day=TODAY + timedelta(days=14)).state is CellState.FREE


def test_the_residents_only_evening_ends_at_seven():
    rule, month = OpeningRule(), date(2027, 4, 1)
    evening = datetime(2026, 11, 3, 18, 59, 59, tzinfo=TOKYO)
    seen = [
        cell(
            date(2027, 4, 10),
            "",
            None,
            phase(month, at, rule, "web"),
            Viewer(at.date(), 14, 3, True),
        )
        for at in (evening, evening + timedelta(seconds=1))
    ]

    assert [each.state for each in seen] == [CellState.FREE, CellState.LOTTERY]
