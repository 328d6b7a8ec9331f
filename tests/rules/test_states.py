"""予約の状態: which moves exist, and who makes them."""

from itertools import product

import pytest

from uketsuke.bookings.states import (
    ENDED,
    LABELS,
    MOVES,
    OCCUPYING,
    WHO_LABELS,
    State,
    may_move,
    mermaid,
    move,
)
from uketsuke.kernel.actors import Who

# As the rulebook prints it: G 利用者, C 窓口職員, M 館責任者, S システム.
PRINTED = """
tentative approved   C M
tentative refused    C M
tentative lapsed     S
tentative cancelled  G C M
approved  used       C M S
approved  no_show    C M
approved  cancelled  G C M
approved  lapsed     S
cancelled tentative  G C M
cancelled approved   G C M
used      approved   C M
no_show   approved   C M
"""
LETTERS = {"G": Who.GROUP, "C": Who.COUNTER, "M": Who.MANAGER, "S": Who.SYSTEM}
ALLOWED = {
    (State(old), State(new), LETTERS[letter])
    for old, new, *letters in map(str.split, PRINTED.strip().split("\n"))
    for letter in letters
}


@pytest.mark.parametrize(("old", "new", "who"), sorted(product(State, State, Who)))
def test_exactly_the_printed_moves_exist(old, new, who):
    assert may_move(old, new, who) is ((old, new, who) in ALLOWED)


def test_a_move_may_be_named_by_its_stored_words():
    move("tentative", "approved", "counter")


@pytest.mark.parametrize(
    ("old", "new", "who"),
    [
        ("tentative", "approved", "group"),
        ("lapsed", "tentative", "manager"),
        ("used", "cancelled", "manager"),
        ("tentative", "tentative", "counter"),
        ("approved", "cancelled", "ward"),
    ],
)
def test_every_other_move_is_refused(old, new, who, refused):
    with refused("states.forbidden") as caught:
        move(old, new, who)

    assert caught.value.facts == {"old": State(old), "new": State(new)}


def test_a_word_that_is_no_state_is_a_bug():
    with pytest.raises(ValueError, match="approvd"):
        move("tentative", "approvd", "counter")


def test_a_booking_keeps_its_cells_while_it_lives_and_after_its_day():
    assert {"tentative", "approved", "used", "no_show"} == OCCUPYING


def test_from_an_end_a_cancel_comes_back_and_what_the_office_wrote_wrongly():
    backs = {State.CANCELLED, State.USED, State.NO_SHOW}
    assert {old for old, _ in MOVES if old in ENDED} == backs
    assert {old for old, _ in MOVES} | ENDED == set(State)


def test_every_state_and_everybody_who_moves_one_has_a_name():
    assert set(LABELS) == set(State)
    assert set(WHO_LABELS) == frozenset.union(*MOVES.values())


def test_the_diagram_draws_every_state_and_every_move():
    drawn = mermaid().split("\n")

    assert drawn[0] == "stateDiagram-v2"
    assert '    state "無断不使用" as no_show' in drawn
    assert "    tentative --> approved: 窓口職員・館責任者" in drawn
    assert "    approved --> used: 窓口職員・館責任者・システム" in drawn
    assert "    cancelled --> [*]" in drawn
    assert len(drawn) == 1 + len(State) + 1 + len(MOVES) + len(ENDED) + 1
