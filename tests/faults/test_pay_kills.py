"""kill -9 between the steps of a payment online: begun again, it is one checkout, paid once."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests import provider
from tests.faults.crowd import ROOT, Crowd, crowd

PAY = """
import django; django.setup()
import os, signal, sys
from uuid import uuid4
from tests import make
from uketsuke.bookings.models import Booking
from uketsuke.intake.online import actions
from uketsuke.intake.online.stripe_provider import StripeProvider

class Deadly(StripeProvider):
    def start(self, asked):
        if WHEN == "before": os.kill(os.getpid(), signal.SIGKILL)
        page = super().start(asked)
        if WHEN == "after": os.kill(os.getpid(), signal.SIGKILL)
        return page

    def send_back(self, payment, amount, token):
        number = super().send_back(payment, amount, token)
        if WHEN == "after": os.kill(os.getpid(), signal.SIGKILL)
        return number

    def look_up(self, checkout):
        status = super().look_up(checkout)
        if WHEN == "looking": os.kill(os.getpid(), signal.SIGKILL)
        return status

WHEN, url = sys.argv[1], sys.argv[2]
via = Deadly("sk_mihon", "whsec_mihon", url)
booking = Booking.objects.get()
me = make.actor(booking.group)
"""
MAKE = """
import django; django.setup()
from tests import make
make.booking(make.Group.objects.get(), approved=True)
"""
START = """
back = "http://127.0.0.1/"
print(actions.start(booking.pk, uuid4(), back, via, by=me, at=make.NOON).provider_id)
"""
LOOK = "actions.look_up(booking.checkouts.get().pk, via, at=make.NOON)"
CANCEL = """
make.cancel(booking)
refund = booking.account.refunds.get()
actions.send_back(refund.pk, refund.amount, by=make.counter(), at=make.NOON)
"""
SEND = """
from uketsuke.intake.online.models import Return
actions.send(Return.objects.get().pk, via, at=make.NOON)
"""
CAME_IN = "list(Entry.objects.filter(kind='payment').values_list('amount', flat=True))"


@pytest.fixture
def office(tmp_path: Path):
    with crowd(tmp_path, groups=1) as one:
        one.python(MAKE)
        yield one


@pytest.fixture
def shop():
    with provider.pretended() as there:
        yield there


def killed(office: Crowd, what: str, *words: str) -> bool:
    """Whether the process that does this was killed, at the moment it was told."""
    done = subprocess.run(
        [sys.executable, "-c", PAY + what, *words],
        cwd=ROOT,
        env=office.surroundings(),
        capture_output=True,
        check=False,
        text=True,
    )
    assert done.returncode in (0, -signal.SIGKILL), done.stderr[-2000:]
    return done.returncode != 0


@pytest.mark.parametrize("when", ["before", "after"])
def test_killed_while_it_begins_it_is_one_checkout_and_one_payment(office, shop, when):
    assert killed(office, START, when, shop.url)
    assert killed(office, START, when, shop.url)  # and again, from another window

    number = office.python(PAY + START, "never", shop.url)

    assert [each["id"] for each in shop.books()["sessions"]] == [number]
    shop.does("card", number)
    assert killed(office, LOOK, "looking", shop.url)
    office.python(PAY + LOOK, "never", shop.url)
    office.python(PAY + LOOK, "never", shop.url)
    assert office.ask(CAME_IN) == [-14_400]
    assert office.faults() == []


def test_killed_while_it_goes_back_it_goes_back_once(office, shop):
    shop.does("card", office.python(PAY + START, "never", shop.url))
    office.python(PAY + LOOK + CANCEL, "never", shop.url)

    assert killed(office, SEND, "after", shop.url)
    shop.a_day_passes()
    assert killed(office, SEND, "after", shop.url)
    office.python(PAY + SEND, "never", shop.url)

    assert len(shop.books()["refunds"]) == 1
    assert office.faults() == []
