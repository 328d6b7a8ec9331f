"""変更の影響: which months get other days, lose their draw or close again, and what stays."""

from datetime import date, time

import pytest

from tests import lots
from tests.make import NOON
from tests.rulebook import changed
from uketsuke.bookings.opening import Klass
from uketsuke.kernel.actors import SYSTEM
from uketsuke.kernel.clock import at_time
from uketsuke.lottery import rounds
from uketsuke.rulebook import effects, queries
from uketsuke.rulebook.books import BOOKS
from uketsuke.rulebook.effects import Shift

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]


def of(since, code="reception", **new):
    values = queries.values_on(BOOKS[code], since) | new
    return effects.of(code, since, values, NOON)


def shifts(found):
    return {(each.month.isoformat()[:7], each.klass.value): each for each in found.months}


def test_a_draw_that_has_no_round_yet_moves():
    found = of(date(2027, 2, 1), residents_months=5, others_months=4)

    october = shifts(found)["2027-10", "residents"]
    assert october.shift is Shift.MOVED
    assert (october.before, october.after) == (
        at_time(date(2027, 4, 7), time(9)),
        at_time(date(2027, 5, 12), time(9)),
    )


def test_rounds_that_will_be_made_before_that_day_keep_their_days():
    found = of(date(2027, 2, 1), residents_months=5, others_months=4)

    assert (date(2027, 9, 1), Klass.RESIDENTS) in found.kept
    assert ("2027-09", "residents") not in shifts(found)
    assert ("2027-05", "residents") not in shifts(found)  # open by both


def test_a_month_whose_draw_would_lie_behind_has_none():
    found = shifts(of(date(2027, 1, 5), residents_months=9))

    assert found["2027-09", "residents"].shift is Shift.MISSED
    assert found["2027-10", "residents"].shift is Shift.MOVED


def test_a_month_that_has_begun_without_a_round_closes_again():
    found = shifts(of(date(2026, 12, 1), residents_months=3, others_months=2))

    may = found["2027-05", "residents"]
    assert may.shift is Shift.RUNNING
    assert may.before == at_time(date(2026, 11, 5), time(9))


def test_one_with_a_round_does_not():
    october = at_time(date(2026, 10, 10), time())
    rounds.make(date(2027, 5, 1), Klass.RESIDENTS, by=SYSTEM, at=october)
    lots.round_of()

    found = of(date(2026, 12, 1), residents_months=3, others_months=2)

    assert ("2027-05", "residents") not in shifts(found)
    assert {(lots.JUNE, Klass.RESIDENTS), (date(2027, 5, 1), Klass.RESIDENTS)} <= set(found.kept)


def test_the_end_of_what_only_residents_book_moves():
    (may,) = of(date(2026, 11, 26), residents_close=time(18)).months

    assert (may.month, may.shift) == (date(2027, 5, 1), Shift.UNTIL)
    assert (may.before, may.after) == (
        at_time(date(2026, 12, 1), time(19)),
        at_time(date(2026, 12, 1), time(18)),
    )


def test_other_figures_of_reception_move_no_month():
    found = of(date(2026, 12, 1), payment_days=20, web_opens=time(10), window_minutes=5)

    assert found.months == []


def test_rounds_keep_the_rules_of_the_lottery():
    assert of(date(2026, 12, 1), "lottery", cap=2).kept == []

    lots.round_of()

    assert of(date(2026, 12, 1), "lottery", cap=2).kept == [(lots.JUNE, Klass.RESIDENTS)]


def test_what_is_decided_for_later_is_told_with_what_it_takes_back():
    changed("day", date(2027, 4, 1), late_minutes=20)

    found = of(date(2027, 2, 1), "day", overtime_minutes=30)

    assert not found.replaces
    (later,) = found.later
    assert later.starts == date(2027, 4, 1)
    assert [(each.figure.field, each.before, each.after) for each in later.differences] == [
        ("late_minutes", "10分", "20分"),
        ("overtime_minutes", "30分", "10分"),
    ]


def test_the_same_day_again_replaces_what_was_decided():
    changed("day", date(2027, 4, 1), late_minutes=20)

    found = of(date(2027, 4, 1), "day", late_minutes=30)

    assert found.replaces
    assert found.later == []
