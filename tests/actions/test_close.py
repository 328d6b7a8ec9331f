"""日締め: the drawer is counted once a day, and the day is closed for good."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from tests import make
from tests.make import NOON, TODAY, refused
from uketsuke.ledger import closing
from uketsuke.ledger.models import DailyClose, Entry
from uketsuke.ledger.queries import balance

pytestmark = pytest.mark.usefixtures("world")
CHANGE = 20_000  # what lies in the drawer every morning


def close(counted=None, *, on=TODAY, note="", hall="yotsuya", by=None, at=NOON):
    return closing.close_day(
        hall, on, counted or {10_000: 2}, CHANGE, note, by=by or make.counter(), at=at
    )


def test_the_drawer_holds_what_came_in_and_the_change_money():
    make.paid_booking()  # 14,400 yen
    back = make.paid_booking(None, make.use("pm"))
    make.cancel(back)
    make.pay_back(back, back.price)

    made = close({10_000: 3, 1_000: 4, 100: 4})

    assert (made.expected_cash, made.difference) == (14_400, 0)
    assert made.totals[0] == ["cash", 14_400 + back.price, back.price, 3]


def test_a_difference_needs_a_reason_and_is_kept():
    make.paid_booking()

    with refused("close.difference"):
        close()
    made = close(note="釣銭の渡し間違い（見本）")

    assert made.difference == -14_400


def test_the_same_count_again_has_one_effect_and_another_is_refused():
    first = close()

    assert close() == first
    with refused("close.closed"):
        close({10_000: 3})
    assert DailyClose.objects.count() == 1


def test_a_closed_day_takes_no_more_entries_they_come_to_the_next():
    booking = make.booking(approved=True)
    close()

    receipt = make.pay(booking)

    assert receipt.payment.day == TODAY + timedelta(days=1)
    assert balance(booking.account_id) == 0


def test_the_database_itself_refuses_entries_of_a_closed_day():
    booking = make.booking(approved=True)
    close()
    entry = booking.account.entries.get()
    values = {f.attname: getattr(entry, f.attname) for f in Entry._meta.concrete_fields}

    with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
        Entry(**{**values, "id": None}).save(force_insert=True)


def test_the_next_close_has_all_days_since_the_last():
    close(on=TODAY - timedelta(days=3), at=NOON)
    make.paid_booking()

    made = close(
        {10_000: 3, 1_000: 4, 100: 4}, on=TODAY + timedelta(days=1), at=NOON + timedelta(1)
    )

    assert made.expected_cash == 14_400


def test_other_halls_stay_open():
    close(hall="tansu")
    booking = make.booking(approved=True)

    assert make.pay(booking).payment.day == TODAY


@pytest.mark.parametrize(
    ("code", "how"),
    [
        ("close.other_hall", {"by": make.counter(hall="tansu")}),
        ("close.future", {"on": TODAY + timedelta(days=1)}),
        ("close.bad_count", {"counted": {10_000: -1}}),
        ("close.bad_count", {"counted": {3: 1}}),
    ],
)
def test_what_cannot_be_closed(code, how):
    with refused(code):
        close(**how)

    assert not DailyClose.objects.exists()


def test_days_are_closed_in_their_order():
    close()

    with refused("close.closed"):
        close(on=TODAY - timedelta(days=1))
