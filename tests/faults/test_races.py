"""Sixteen processes at once: each cell to exactly one, each bill paid once, no errors."""

from collections import Counter
from pathlib import Path

import pytest

from tests.faults.crowd import Crowd, count_up, crowd
from tests.stress import STRESS

PROCESSES = 16
# bar.md: 100,000 attempts and 10,000 replays; every day a smaller crowd asks the same.
ROUNDS = 6_250 if STRESS else 30
REPLAYS = 625 if STRESS else 20
CELLS = 252  # three halls, 28 days, three slots
DROP = """
import django; django.setup()
from django.db import connection
from uketsuke.bookings.models import Hold
key = next(c for c in Hold._meta.constraints if c.name == "hold_one_per_cell")
Hold._meta.constraints.remove(key)  # SQLite makes the table anew from the model
with connection.schema_editor() as editor: editor.remove_constraint(Hold, key)
"""
APPROVED = """
import django; django.setup()
from datetime import date
from tests import make
for nth in range({count}):
    use = make.use(("am", "pm", "night")[nth % 3], on=date(2027, 3, 1 + nth // 3))
    make.booking(make.Group.objects.all()[nth], use, approved=True)
"""

FROM_EVERYWHERE = """
from uuid import uuid4
from tests import bankfile
from uketsuke.bookings.models import Booking
from uketsuke.intake.bank import actions as bank
from uketsuke.intake.online import actions as online
bookings = Booking.objects.filter(account__isnull=False).order_by("pk")
for each in bookings:
    online.begin(each.pk, uuid4(), by=make.actor(each.group), at=make.NOON)
came = [bankfile.Came(each.price, "ﾐﾎﾝ", f"{nth:06d}") for nth, each in enumerate(bookings)]
bank.import_file(bankfile.written(came), "mihon.txt", by=make.counter(), at=make.NOON)
"""


@pytest.fixture
def office(tmp_path: Path):
    with crowd(tmp_path) as one:
        yield one


def test_a_cell_belongs_to_exactly_one_of_sixteen(office: Crowd):
    said = office.go("race", PROCESSES, ROUNDS)

    lasting = Counter(line.facts["nth"] for line in said if line.what in ("book", "block"))
    wanted = {nth % CELLS for nth in range(ROUNDS)}
    assert office.faults() == []
    # A draft may be left for the group's next choice, a booking and a block may not.
    assert set(lasting.values()) == {1}
    assert {line.facts["nth"] % CELLS for line in said if line.what != "end"} == wanted
    assert count_up(said)["cells.taken"] > ROUNDS


def test_without_the_unique_key_the_same_test_fails(office: Crowd):
    office.python(DROP)

    office.go("race", PROCESSES, 24)

    assert [fault for fault in office.faults() if "is held" in fault]


def test_wishes_in_opposite_orders_never_wait_in_a_ring(office: Crowd):
    told = count_up(office.go("opposite", 8, ROUNDS // 2))

    assert office.faults() == []
    assert told["book"] > 0
    assert "deadlock" not in office.errors()


def test_approve_cancel_pay_and_lapse_at_once(office: Crowd):
    office.python(APPROVED.format(count=4))

    told = count_up(office.go("decide", 8, ROUNDS // 2))

    assert office.faults() == []
    assert told["pay"] + told["ledger.not_owed"] > 0


def test_the_same_form_from_everywhere_has_one_effect(office: Crowd):
    office.python(APPROVED.format(count=1))

    told = count_up(office.go("replay", 8, REPLAYS))

    assert office.faults() == []
    assert told["book"] == 8 * office.ask("Application.objects.count() - 1")
    assert office.ask("Entry.objects.filter(kind='payment').count()") == REPLAYS


def test_a_double_click_registers_one_group(office: Crowd):
    groups = office.ask("Group.objects.count()")

    told = count_up(office.go("register", 8, 10))

    assert (told["apply"], told["register"]) == (80, 80)
    assert office.ask("Group.objects.count()") == groups + 10
    assert office.faults() == []


def test_a_bill_is_paid_once_by_however_many_tills(office: Crowd):
    office.python(APPROVED.format(count=8))

    told = count_up(office.go("tills", 8, 8))

    assert (told["pay"], told["ledger.not_owed"]) == (8, 56)
    assert office.faults() == []


def test_a_bill_is_paid_once_whatever_comes_from_everywhere(office: Crowd):
    """Two tills, one event at two servers and the bank's line: what is too much is due back."""
    office.python(APPROVED.format(count=8) + FROM_EVERYWHERE)

    office.go("from_everywhere", 6, 8)

    methods = office.ask(
        "dict(Entry.objects.filter(kind='payment').values_list('method').annotate(Count('pk')))"
    )
    assert (methods["online"], methods["bank"]) == (8, 8)  # it has come in: it is recorded, once
    assert methods.get("cash", 0) <= 8
    assert office.faults() == []


def test_the_bank_and_the_tills_never_wait_in_a_ring(office: Crowd):
    """A file holds the numbers of receipts until it is read; a till wants them for one booking."""
    office.python(APPROVED.format(count=16))

    told = count_up(office.go("bank_and_tills", 6, 16))

    assert "deadlock" not in office.errors()
    assert told["pay"] > 0
    assert told["bank"] > 0
    assert office.ask("Entry.objects.filter(method='bank').count()") > 0
    assert office.ask("Refund.objects.count()") == 0  # nobody paid in between what was exact
    assert office.faults() == []
