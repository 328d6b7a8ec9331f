"""抽選の統計と試算: what records tell, and what other rules would have done."""

import pytest
from hypothesis import given

from tests.rules.lotteries import SECRET, entry, records
from uketsuke.lottery import draw, report
from uketsuke.lottery.report import CellDemand, Change, Rate, Streak


def held(code, *entries, cap=1, offered="ab", public="dice 1"):
    return draw.record(code, SECRET, public, cap, offered, entries)


def one_cell(code, *receipts, **more):
    """A round in which everybody wants the one cell."""
    return held(code, *[entry(each, "a", **more) for each in receipts], offered="a")


ROUND = held(
    "2027-04-residents",
    entry("R1", "a", "b"),
    entry("R2", "a+b", tier=1),
    entry("R3", "b", tier=1),
)


def test_a_round_is_counted():
    told = report.of_round(ROUND)

    assert (told.code, told.klass, told.rate) == ("2027-04-residents", "residents", Rate(3, 2))
    assert told.tiers == ((0, Rate(1, 1)), (1, Rate(2, 1)))
    assert (told.won_at, told.wish_counts) == ((2, 0), (2, 1))
    assert told.demand == (CellDemand("a", 2, 2, "R1"), CellDemand("b", 3, 2, "R3"))


def test_a_round_without_entries_has_no_rates():
    told = report.of_round(held("2027-05-others"))

    assert (told.rate.share, told.won_at) == (0.0, (0,))
    assert {each.wished for each in told.demand} == {0}


def loser_of(record):
    return next(row["receipt"] for row in record["results"] if row["wish"] is None)


def test_a_streak_goes_over_rounds_and_ends_with_a_win():
    april, may = one_cell("2027-04-others", "R1", "R2"), one_cell("2027-05-others", "R3", "R4")
    june = one_cell("2027-06-others", "R5")
    parties = {
        ("2027-04-others", loser_of(april)): "P",
        ("2027-05-others", loser_of(may)): "P",
        ("2027-06-others", "R5"): "P",
    }

    assert report.streaks([april, may], parties)[0] == Streak("P", 2, 0, 2, 2)
    assert report.streaks([april, may, june], parties)[0] == Streak("P", 3, 1, 2, 0)


def test_who_wins_with_one_of_her_entries_has_not_lost():
    record = one_cell("2027-04-others", "R1", "R2")
    parties = {("2027-04-others", "R1"): "P", ("2027-04-others", "R2"): "P"}

    assert report.streaks([record], parties) == [Streak("P", 1, 1, 0, 0)]


@given(record=records())
def test_under_its_own_rules_a_round_comes_out_as_it_was(record):
    again = report.replay(record)

    assert list(again.order) == record["order"]
    assert report.compare(record, again).changes == ()


def test_another_cap_lets_others_win():
    record = held("2027-04-others", *[entry(f"R{n}", "a", "b", group="g") for n in (1, 2)])

    compared = report.compare(record, report.replay(record, cap=2))

    assert (compared.before, compared.after) == (Rate(2, 1), Rate(2, 2))
    assert (compared.first_before, compared.first_after) == (1, 1)
    assert compared.changes == (Change(loser_of(record), None, 2),)


def test_with_fewer_wishes_a_second_choice_is_not_won():
    record = held("2027-04-others", *[entry(f"R{n}", "a", "b") for n in (1, 2)])

    compared = report.compare(record, report.replay(record, wishes=1))

    assert [(each.before, each.after) for each in compared.changes] == [(2, None)]


@pytest.mark.parametrize("as_function", [True, False])
def test_enough_tickets_turn_the_order(as_function):
    record = one_cell("2027-04-others", "R1", "R2")
    loser = loser_of(record)
    tickets = (lambda e: 1000 if e.receipt == loser else 1) if as_function else {loser: 1000}

    assert report.replay(record, tickets=tickets).order[0] == loser


def test_past_losers_get_more_tickets_until_they_win():
    """The one who loses to a new rival each month, with a hundred tickets more for each loss."""
    months = [one_cell(f"2027-{n:02d}-others", f"R{n}1", f"R{n}2") for n in range(1, 10)]
    parties = {(month["round"], loser_of(month)): "P" for month in months}
    assert report.streaks(months, parties)[0].longest == 9

    replayed = report.replay_all(months, parties, extra_tickets=100, most_tickets=1000)

    wins = [each.results[loser_of(month)] for month, each in zip(months, replayed, strict=True)]
    assert wins[:2] == [None, 1]
    assert wins.count(1) >= 4


def test_without_other_rules_the_months_come_out_as_they_were():
    months = [one_cell(f"2027-{n:02d}-others", f"R{n}1", f"R{n}2") for n in range(1, 4)]

    replayed = report.replay_all(months, {})

    assert [report.compare(*pair).changes for pair in zip(months, replayed, strict=True)] == [
        ()
    ] * 3
