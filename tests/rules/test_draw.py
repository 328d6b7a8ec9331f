"""抽選: the order and the passes, in tables that were worked out by hand."""

import ast
import hashlib
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules.lotteries import SAMPLE, SECRET, entry, orders, places, sample
from uketsuke.lottery import draw

A, B, C, D = "ABCD"


def test_the_sample_is_made_again_byte_for_byte():
    told = sample()

    made = draw.record(
        told["round"],
        told["secret"],
        told["public_value"],
        told["cap"],
        told["offered"],
        draw.entries_of(told),
    )

    assert draw.as_text(made) == SAMPLE.read_text(encoding="utf-8")


def test_the_draw_needs_nothing_but_the_standard_library():
    tree = ast.parse(Path(draw.__file__).read_text(encoding="utf-8"))
    imported = [node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    imported += [
        n.name for node in ast.walk(tree) if isinstance(node, ast.Import) for n in node.names
    ]

    assert {name.partition(".")[0] for name in imported} <= sys.stdlib_module_names


def test_the_hashed_lines_are_those_of_the_contract():
    entries = [entry("R2", "b+c", "a", group="g2", tier=1, tickets=3), entry("R1", "a", group="g1")]
    lines = "2027-04-others|2|a;b;c\nR1|0|1|g1|h|a\nR2|1|3|g2|h|b+c;a\n"

    digest = draw.entries_digest("2027-04-others", 2, ["c", "a", "b"], entries)

    assert digest == hashlib.sha256(lines.encode()).hexdigest() == draw.H(lines)


def test_a_group_has_another_pseudonym_in_each_round():
    names = {draw.pseudonym(SECRET, "00012345", f"2027-0{n}-residents") for n in range(1, 10)}

    assert len(names) == 9
    assert {len(name) for name in names} == {16}
    assert draw.pseudonym("s", "1", "r") == hashlib.sha256(b"s|1|r").hexdigest()[:16]


def test_a_tier_comes_before_the_next_whatever_is_drawn():
    entries = [entry(f"R{n:02d}", "a", tier=n % 3) for n in range(30)]

    drawn = draw.order(entries, draw.H("any"))

    assert [each.tier for each in drawn] == [0] * 10 + [1] * 10 + [2] * 10


def test_within_a_tier_the_smallest_hash_of_the_tickets_counts():
    entries = [entry(f"R{n}", "a", tickets=n) for n in (1, 2, 3)]
    seed = draw.H("any")
    keys = {n: min(draw.H(f"{seed}|R{n}|{j}") for j in range(1, n + 1)) for n in (1, 2, 3)}

    drawn = draw.order(entries, seed)

    assert [each.tickets for each in drawn] == sorted(keys, key=lambda n: keys[n])


# Entries in the order of the draw, what is offered, the cap, and the wish each wins.
CASES = {
    "each wins her first wish": ([entry(A, "a"), entry(B, "b")], "ab", 1, [1, 1]),
    "the earlier has it, the later her next": (
        [entry(A, "a"), entry(B, "a", "b"), entry(C, "a", "b")],
        "ab",
        1,
        [1, 2, None],
    ),
    "all cells of a wish must be free": (
        [entry(A, "b"), entry(B, "a+b", "a"), entry(C, "a")],
        "ab",
        1,
        [1, 2, None],
    ),
    "what is not offered cannot be won": ([entry(A, "z", "a")], "a", 1, [2]),
    "nothing is offered": ([entry(A, "a")], "", 1, [None]),
    "a group wins once in a hall": (
        [entry(A, "a", group="g"), entry(B, "b", group="g"), entry(C, "b")],
        "ab",
        1,
        [1, None, 1],
    ),
    "and once in each other hall": (
        [entry(A, "a", group="g"), entry(B, "b", group="g", hall="k")],
        "ab",
        1,
        [1, 1],
    ),
    "who could not win does not use up her group's win": (
        [entry(A, "a"), entry(B, "a", group="g"), entry(C, "b", group="g")],
        "ab",
        1,
        [1, None, 1],
    ),
    # cap 2, first pass: A wins a, C wins c; B and D are held back, both could have d.
    # The second pass goes backwards: D takes d, and nothing is left for B.
    "the second pass goes backwards": (
        [
            entry(A, "a", group="g"),
            entry(B, "d", group="g"),
            entry(C, "c", group="k"),
            entry(D, "d", group="k"),
        ],
        "acd",
        2,
        [1, None, 1, 1],
    ),
    "in the second pass others have been served before": (
        [entry(A, "a", group="g"), entry(B, "b", "c", group="g"), entry(C, "b")],
        "abc",
        2,
        [1, 2, 1],
    ),
    "the cap holds in every pass": (
        [entry(n, n.lower(), group="g") for n in "ABCD"],
        "abcd",
        3,
        [1, 1, None, 1],  # A forwards, D backwards, B forwards
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_the_passes(case):
    ordered, offered, cap, wins = CASES[case]

    assert list(draw.allot(ordered, offered, cap).values()) == wins


def by_the_letter(ordered, offered, cap):
    """The passes exactly as the contract words them, slow and plain."""
    free, wins, results = set(offered), [], dict.fromkeys(each.receipt for each in ordered)
    for number in range(1, cap + 1):
        for each in ordered if number % 2 else ordered[::-1]:
            place = (each.group, each.hall)
            if results[each.receipt] or wins.count(place) >= number:
                continue
            good = [n for n, wish in enumerate(each.wishes, 1) if free >= set(wish)]
            if good:
                results[each.receipt] = good[0]
                free -= set(each.wishes[good[0] - 1])
                wins.append(place)
    return results


@given(ordered=orders(), offered=st.sets(st.sampled_from("abcde")), cap=st.integers(1, 5))
def test_the_short_way_gives_what_the_letter_gives(ordered, offered, cap):
    assert draw.allot(ordered, offered, cap) == by_the_letter(ordered, offered, cap)


@given(ordered=orders(), cap=st.integers(1, 4))
def test_no_cell_is_given_twice_and_no_group_has_too_many(ordered, cap):
    results = draw.allot(ordered, "abcd", cap)
    won = [cell for each in ordered if (n := results[each.receipt]) for cell in each.wishes[n - 1]]
    wins = [(each.group, each.hall) for each in ordered if results[each.receipt]]

    assert len(won) == len(set(won))
    assert set(won) <= set("abcd")
    assert max(map(wins.count, wins), default=0) <= cap


@given(ordered=orders())
def test_nobody_later_holds_what_an_earlier_entrant_preferred_and_could_have_had(ordered):
    results = draw.allot(ordered, "abcd", 1)
    owners = places(ordered, results)
    place = {each.receipt: n for n, each in enumerate(ordered)}
    served = {(each.group, each.hall): n for n, each in enumerate(ordered) if results[each.receipt]}

    envied = [
        (each.receipt, wish)
        for n, each in enumerate(ordered)
        if served.get((each.group, each.hall), n) >= n  # the cap did not hold her back
        for wish in each.wishes[: (results[each.receipt] or 9) - 1]
        if set(wish) <= set("abcd")
        and all(place[owners.get(cell, each.receipt)] >= n for cell in wish)
    ]

    assert envied == []


@given(ordered=orders(own_groups=True), who=st.integers(0, 8), wish=st.integers(1, 2))
def test_raising_a_wish_never_hurts(ordered, who, wish):
    """With cap 1 a group's true ranking is her best answer."""
    me = ordered[who % len(ordered)]
    nth = wish % len(me.wishes)
    wished, others = me.wishes[nth], [*me.wishes[:nth], *me.wishes[nth + 1 :]]
    raised = entry(me.receipt, *["+".join(w) for w in [wished, *others]])
    again = [raised if each is me else each for each in ordered]

    before = draw.allot(ordered, "abcd", 1)[me.receipt]
    after = draw.allot(again, "abcd", 1)[me.receipt]

    assert (before is None) == (after is None)
    assert before is None or before != nth + 1 or after == 1


@given(ordered=orders(own_groups=True), who=st.integers(0, 8))
def test_a_true_ranking_is_never_worse_than_any_other(ordered, who):
    me = ordered[who % len(ordered)]
    turned = entry(me.receipt, *["+".join(wish) for wish in me.wishes[::-1]])
    again = [turned if each is me else each for each in ordered]

    true = draw.allot(ordered, "abcd", 1)[me.receipt]
    other = draw.allot(again, "abcd", 1)[me.receipt]
    in_truth = min(
        (n for n, w in enumerate(me.wishes, 1) if other and w == turned.wishes[other - 1]),
        default=9,
    )

    assert (true or 9) <= in_truth


def test_the_losers_are_the_runners_up_in_the_order_of_the_draw():
    ordered = [entry(C, "a"), entry(B, "a"), entry(D, "b"), entry(A, "b")]

    assert draw.runners_up(ordered, draw.allot(ordered, "ab", 1)) == [B, A]


@given(data=st.data())
def test_the_same_whatever_order_the_entries_come_in(data):
    told = sample()
    entries = draw.entries_of(told)
    mixed = data.draw(st.permutations(entries))
    cells = data.draw(st.permutations(told["offered"]))

    made = draw.record(told["round"], told["secret"], told["public_value"], 1, cells, mixed)

    assert made == told
