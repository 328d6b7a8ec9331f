"""料金の見直し: what a version means for the bookings that there are, however many."""

from datetime import date

import pytest

from tests import make
from uketsuke.bookings import decisions, repricing
from uketsuke.bookings.models import Booking
from uketsuke.halls.queries import atlas
from uketsuke.tariffs import queries
from uketsuke.tariffs.quote import Use
from uketsuke.tariffs.simulation import lines

pytestmark = pytest.mark.usefixtures("world")

APRIL = date(2027, 4, 3)


def dearer(change_over: str = "by_use") -> queries.Version:
    made = make.new_tariff("2027-04", date(2027, 4, 1), 110, change_over=change_over)
    return queries.version(made.pk)


def numbers(found: list[repricing.Repriced]) -> list[str]:
    return [each.number for each in found]


def copies(of: Booking, count: int) -> None:
    """Many bookings like that one, on other days, without holds."""
    days = [date(2027, 4, 1 + n % 28) for n in range(count)]
    Booking.objects.bulk_create(
        Booking(
            number=f"M{n:07}",
            application_id=of.application_id,
            group_id=of.group_id,
            room_id=of.room_id,
            date=day,
            slots=("am", "pm", "am,pm", "am,pm,night")[n % 4],
            created_at=make.NOON,
            tariff_id=of.tariff_id,
            quote=of.quote,
            price=of.price,
        )
        for n, day in enumerate(days)
    )


@pytest.mark.parametrize("change_over", ["by_use", "by_approval"])
def test_what_waits_and_is_used_from_its_first_day_on_would_change(change_over):
    first = make.booking(None, make.use(on=date(2027, 4, 1)))
    make.booking(None, make.use(on=date(2027, 3, 31)))
    make.booking(None, make.use("pm", on=APRIL), approved=True)
    make.cancel(make.booking(None, make.use(on=APRIL)))

    (found,) = repricing.running(dearer(change_over), make.NOON)

    assert (found.number, found.old, found.new) == (first.number, 12_000, 13_200)


def test_what_costs_the_same_is_not_in_the_list():
    make.booking(None, make.use(on=APRIL))
    same = make.new_tariff("2027-04", date(2027, 4, 1), 100)

    assert repricing.running(queries.version(same.pk), make.NOON) == []


def test_what_has_no_fee_is_told():
    make.booking(None, make.use(on=APRIL))
    made = make.new_tariff("2027-04", date(2027, 4, 1), 100, without="yotsuya/hall")
    version = queries.version(made.pk)

    (found,) = repricing.running(version, make.NOON)

    assert found.new is None
    assert repricing.of_year(version, 2027) == ([], 1)


def test_the_preview_says_what_approval_then_fixes():
    made = make.booking(None, make.use("am", "night", on=APRIL))
    (told,) = repricing.running(dearer(), make.NOON)

    approved = decisions.approve(made.pk, by=make.manager(), at=make.NOON)

    assert approved.price == told.new


def test_the_lines_of_a_trial_add_up_to_the_quotes():
    one = make.booking(None, make.use("am", "pm", on=APRIL), approved=True)
    copies(one, 40)
    version = dearer()

    priced, unpriced = repricing.of_year(version, 2027)

    of_april = Booking.objects.filter(date__gte=date(2027, 4, 1))
    quoted = [
        queries.quote_for(Use("yotsuya/hall", each.date, each.slot_codes), date(2027, 4, 1)).total
        for each in of_april
    ]
    made = lines(priced)
    assert unpriced == 0
    assert sum(line.new for line in made) == sum(quoted)
    assert sum(line.old for line in made) == sum(each.price for each in of_april)


def test_ten_thousand_bookings_take_one_query(django_assert_num_queries):
    copies(make.booking(None, make.use(on=APRIL)), 10_000)
    version = dearer()
    queries.versions()
    atlas()

    with django_assert_num_queries(1):
        found = repricing.running(version, make.NOON)
    with django_assert_num_queries(1):
        priced, _ = repricing.of_year(version, 2027)
        made = lines(priced)

    assert len(found) == len(priced) == 10_001
    assert made
