"""結果の理由: why each wish won or fell."""

import pytest
from hypothesis import given

from tests.rules.lotteries import entry, orders, records, sample
from uketsuke.lottery import draw
from uketsuke.lottery.explain import Fate, explain, explain_all

WON, TAKEN, NOT_NEEDED = Fate.WON, Fate.TAKEN, Fate.NOT_NEEDED
CAP, NOT_OFFERED = Fate.CAP, Fate.NOT_OFFERED


def recorded(ordered, offered, cap=1):
    """As much of a record as is explained, with this order."""
    results = draw.allot(ordered, offered, cap)
    return {
        "offered": sorted(offered),
        "entries": [
            {
                "receipt": each.receipt,
                "tier": each.tier,
                "tickets": each.tickets,
                "group": each.group,
                "hall": each.hall,
                "wishes": [list(cells) for cells in each.wishes],
            }
            for each in ordered
        ],
        "order": [each.receipt for each in ordered],
        "results": [{"receipt": each, "wish": wish} for each, wish in sorted(results.items())],
    }


def fates(record, receipt):
    return [(wish.fate, wish.place) for wish in explain(record, receipt).wishes]


ORDER = [
    entry("A", "a", "b"),
    entry("B", "a+b", "b", "c", group="g"),
    entry("C", "a+c", "z", "b", group="k"),
    entry("D", "b", "d", group="g"),
]


@pytest.mark.parametrize(
    ("receipt", "told"),
    [
        ("A", [(WON, None), (NOT_NEEDED, None)]),
        ("B", [(TAKEN, 1), (WON, None), (NOT_NEEDED, None)]),
        ("C", [(TAKEN, 1), (NOT_OFFERED, None), (TAKEN, 2)]),
        ("D", [(TAKEN, 2), (CAP, None)]),
    ],
)
def test_each_wish_has_its_fate(receipt, told):
    assert fates(recorded(ORDER, "abcd"), receipt) == told


def test_each_entrant_has_her_place_and_the_losers_their_turn():
    told = explain_all(recorded(ORDER, "abcd"))

    assert [(each.place, each.of, each.runner_up) for each in told.values()] == [
        (1, 4, None),
        (2, 4, None),
        (3, 4, 1),
        (4, 4, 2),
    ]


def test_who_wins_in_the_second_pass_sees_what_the_cap_cost_her():
    """B waits for the second pass; until then C has taken what B would have liked more."""
    ordered = [entry("A", "a", group="g"), entry("B", "b", "c", group="g"), entry("C", "b")]

    assert fates(recorded(ordered, "abc", cap=2), "B") == [(CAP, None), (WON, None)]


def test_what_is_won_in_a_later_pass_was_not_taken_before():
    """When D's turn came, b was free and her group had c: that B got it later is not why."""
    ordered = [
        entry("A", "a", group="g"),
        entry("K", "c", group="k"),
        entry("B", "b", group="g"),
        entry("D", "b", group="k"),
        entry("E", "d", group="k"),
    ]
    record = recorded(ordered, "abcd", cap=2)

    assert (fates(record, "B"), fates(record, "E")) == ([(WON, None)], [(WON, None)])
    assert fates(record, "D") == [(CAP, None)]


def test_of_two_takers_the_earlier_is_named():
    ordered = [entry("A", "b"), entry("B", "a"), entry("C", "a+b")]

    assert fates(recorded(ordered, "ab"), "C") == [(TAKEN, 1)]


def test_an_unknown_receipt_is_not_explained():
    with pytest.raises(KeyError):
        explain(sample(), "R0")


@given(record=records())
def test_the_reasons_fit_the_results(record):
    results = {row["receipt"]: row["wish"] for row in record["results"]}

    told = explain_all(record)

    assert list(told) == record["order"]
    assert {
        receipt: next((wish.number for wish in each.wishes if wish.fate == WON), None)
        for receipt, each in told.items()
    } == results
    assert [each.runner_up is None for each in told.values()] == [
        results[receipt] is not None for receipt in told
    ]


@given(ordered=orders())
def test_who_has_taken_it_was_earlier_and_has_it(ordered):
    record = recorded(ordered, "abcd", cap=2)
    results = {row["receipt"]: row["wish"] for row in record["results"]}

    taken = [
        (each.place, wish.place, wish.cells)
        for each in explain_all(record).values()
        for wish in each.wishes
        if wish.fate == TAKEN
    ]

    assert [place for place, taker, _ in taken if taker >= place] == []
    assert [
        cells
        for _, taker, cells in taken
        if not set(cells)
        & set(ordered[taker - 1].wishes[results[f"{ordered[taker - 1].receipt}"] - 1])
    ] == []


@given(ordered=orders())
def test_with_cap_one_nothing_else_holds_anybody_back(ordered):
    """A wish that fell to the cap: her group has won for that hall at an earlier place."""
    record = recorded(ordered, "abcd")
    results = {row["receipt"]: row["wish"] for row in record["results"]}
    told = explain_all(record)

    capped = [each for each in ordered if CAP in {w.fate for w in told[each.receipt].wishes}]

    assert [
        each
        for each in capped
        if not any(
            (other.group, other.hall) == (each.group, each.hall) and results[other.receipt]
            for other in ordered[: told[each.receipt].place - 1]
        )
    ] == []
