"""抽選の公平: over many draws everybody has the chance that the rules give her.

The seeds are fixed, so the figures are the same each time; a limit is what chance alone passes
in 999 of 1,000 cases.
"""

from collections import Counter
from itertools import permutations

import pytest

from tests.rules.lotteries import entry
from uketsuke.lottery import draw
from uketsuke.lottery.draw import H

DRAWS = 100_000
LIMITS = {1: 10.83, 2: 13.82, 5: 20.52, 23: 49.73}  # chi-square by degrees of freedom


def chi_square(counted, expected):
    """How far from what was ``expected`` (in shares) the counts are."""
    total = sum(counted.values())
    wanted = {each: share * total / sum(expected.values()) for each, share in expected.items()}
    return sum((counted[each] - want) ** 2 / want for each, want in wanted.items())


def firsts(entries, draws, name):
    """Who comes first, how often."""
    return Counter(draw.order(entries, H(f"{name} {n}"))[0].receipt for n in range(draws))


def test_over_100_000_draws_every_order_is_equally_frequent():
    entries = [entry(f"R270401{n:02d}", "a") for n in range(4)]
    counted = Counter(
        "".join(each.receipt[-1] for each in draw.order(entries, H(f"draw {n}")))
        for n in range(DRAWS)
    )

    assert chi_square(counted, {"".join(each): 1 for each in permutations("0123")}) < LIMITS[23]


def test_the_measure_notices_an_order_that_favours_the_first_receipt():
    """One draw in a hundred in the order of the receipts is enough to be seen."""
    counted = Counter({"".join(each): 4125 for each in permutations("0123")})
    counted["0123"] += 1000

    assert chi_square(counted, dict.fromkeys(counted, 1)) > LIMITS[23]


def test_a_chance_is_in_proportion_to_the_tickets():
    tickets = {"R1": 1, "R2": 2, "R3": 3}
    entries = [entry(receipt, "a", tickets=count) for receipt, count in tickets.items()]

    counted = firsts(entries, 20_000, "tickets")

    assert chi_square(counted, tickets) < LIMITS[2]


@pytest.mark.parametrize(("kept", "chance"), [(1, 1), (3, 3)])
def test_aliases_that_are_merged_have_the_chance_of_one(kept, chance):
    """Five strangers and one party. Its three entries not merged would have the chance of three:
    that is why parties are looked for before the draw."""
    strangers = [entry(f"R{n}", "a") for n in range(5)]
    party = [entry(f"P{n}", "a") for n in range(kept)]

    counted = firsts([*strangers, *party], 20_000, "aliases")
    together = {each.receipt: counted[each.receipt] for each in strangers}
    together["party"] = sum(counted[each.receipt] for each in party)

    assert chi_square(Counter(together), dict.fromkeys(together, 1) | {"party": chance}) < LIMITS[5]


def test_who_knows_all_but_the_public_value_cannot_tell_the_order():
    """Another throw of the dice, or one more entry, is another draw altogether."""
    entries = [entry(f"R{n}", "a") for n in range(2)]
    digests = [H(f"list {n}") for n in range(5_000)]

    by_dice = Counter(
        draw.order(entries, draw.seed("s", digests[0], f"dice {n}"))[0].receipt
        for n in range(5_000)
    )
    by_list = Counter(draw.order(entries, draw.seed("s", each, "1"))[0].receipt for each in digests)

    assert chi_square(by_dice, {"R0": 1, "R1": 1}) < LIMITS[1]
    assert chi_square(by_list, {"R0": 1, "R1": 1}) < LIMITS[1]
