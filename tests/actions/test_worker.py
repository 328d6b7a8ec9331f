"""自動処理: what is done without anybody asking, again and again, whatever fails."""

import argparse
import os
import signal
import subprocess
import sys
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.core import mail

from tests import lots, make
from tests.make import NOON, SATURDAY
from uketsuke.audit.models import Entry, Seal
from uketsuke.bookings import decisions, drafts, queries, till
from uketsuke.bookings.models import Booking, Hold
from uketsuke.doors.cli.commands import worker
from uketsuke.identity.models import Session
from uketsuke.intake.online import actions as paying
from uketsuke.intake.online import queries as online
from uketsuke.intake.online.provider import Hosted, Status, Unavailable
from uketsuke.kernel import heartbeat
from uketsuke.ledger.queries import balance
from uketsuke.lottery import ceremony
from uketsuke.lottery.models import Outcome, Round
from uketsuke.notices.models import Delivery

pytestmark = pytest.mark.usefixtures("world")
ONCE = argparse.Namespace(once=True)


def work(at):
    with time_machine.travel(at, tick=False):
        worker.run(ONCE)


def test_mails_that_are_due_go_out():
    make.group()

    work(NOON)

    assert len(mail.outbox) == 1
    assert not Delivery.objects.filter(done_at=None).exists()


def test_what_is_not_paid_in_time_lapses_and_frees_its_cells():
    booking = make.booking(approved=True)

    work(NOON + timedelta(days=15))

    booking.refresh_from_db()
    assert booking.state == "lapsed"
    assert balance(booking.account_id) == 0
    assert not booking.holds.exists()


def test_sessions_that_are_over_are_forgotten():
    for name, hours in (("over", -1), ("lives", 1)):
        until = NOON + timedelta(hours=hours)
        Session.objects.create(session_key=name, session_data="", expire_date=until)

    work(NOON)

    assert [session.session_key for session in Session.objects.all()] == ["lives"]


def test_a_silent_provider_is_asked_once_at_a_look_and_keeps_nobody_waiting(monkeypatch):
    silent = Silent()
    monkeypatch.setattr(online, "provider", lambda: silent)
    first, second = make.booking(approved=True), make.booking(None, make.use("pm"), approved=True)
    for nth, each in enumerate((first, second)):
        made = paying.begin(each.pk, uuid4(), by=make.actor(each.group), at=NOON)
        paying.note_page(made.pk, Hosted(f"cs_{nth}", ""), by=make.actor(each.group), at=NOON)

    work(NOON + timedelta(minutes=6))
    work(NOON + timedelta(minutes=7))
    work(NOON + timedelta(minutes=8))

    assert silent.asked == ["cs_0", "cs_1"]  # each in its turn, and not again for a while


class Silent:
    """A provider that takes every question and answers none."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def look_up(self, checkout: str) -> Status:
        self.asked.append(checkout)
        raise Unavailable


def test_rounds_make_themselves_and_end_by_themselves_where_nobody_entered():
    work(NOON)
    before = Round.objects.filter(dates__finished_at=None).count()

    work(lots.CLOSING)

    assert before == 2
    assert not Round.objects.filter(dates__closes_at__lte=lots.CLOSING, dates__finished_at=None)


def test_the_results_of_a_lottery_are_told_and_what_nobody_wants_is_released():
    lots.entry(lots.apart())
    of = lots.drawn().round
    ceremony.settle(of.pk, by=make.manager(), at=lots.DRAWING)

    work(lots.SETTLED)
    assert Outcome.objects.get().wish == 1
    booking = Booking.objects.get()
    lots.give_back(booking, lots.SETTLED)
    work(lots.SETTLED + timedelta(hours=1))
    assert Hold.objects.count() == 1
    work(lots.SETTLED + timedelta(days=1))

    assert not Hold.objects.exists()


def test_what_is_paid_or_not_due_yet_stays():
    booking = make.booking(approved=True)
    due = booking.payment_due

    assert queries.to_lapse(due) == []
    assert queries.to_lapse(due + timedelta(days=1)) == [booking.pk]

    till.take_payment(booking.pk, booking.price, "cash", uuid4(), by=make.counter(), at=NOON)
    assert queries.to_lapse(due + timedelta(days=1)) == []


def test_nobody_decides_about_a_day_that_is_over():
    booking = make.booking()

    work(make.NOON.replace(year=2027, month=2, day=7))

    booking.refresh_from_db()
    assert (booking.state, booking.date) == ("lapsed", SATURDAY)


def test_holds_that_ran_out_an_hour_ago_are_cleared_away():
    group = make.group()
    drafts.hold(group.pk, [make.use("am")], uuid4(), by=make.actor(group), at=NOON)

    work(NOON + timedelta(minutes=69))
    assert Hold.objects.count() == 1

    work(NOON + timedelta(minutes=71))
    assert Hold.objects.count() == 0


def test_what_was_recorded_is_sealed():
    make.group()

    work(NOON)

    assert Seal.objects.latest("pk").last == Entry.objects.latest("pk").pk


def test_it_says_that_it_is_alive():
    work(NOON)

    assert heartbeat.is_alive("worker", NOON + timedelta(seconds=30))
    assert not heartbeat.is_alive("worker", NOON + timedelta(minutes=5))


def test_one_fault_does_not_stop_the_rest(monkeypatch, capsys):
    first, second = make.booking(approved=True), make.booking(None, make.use("pm"), approved=True)
    real = decisions.lapse

    def lapse(number, **how):
        if number == first.pk:
            raise ValueError("見本 花子 03-0000-0000")
        return real(number, **how)

    monkeypatch.setattr(decisions, "lapse", lapse)
    work(NOON + timedelta(days=15))

    second.refresh_from_db()
    assert second.state == "lapsed"
    said = capsys.readouterr().err
    assert "lapse_bookings failed: ValueError at" in said
    assert "見本" not in said


def test_it_stops_when_told_to(tmp_path):
    surroundings = os.environ | {"UKETSUKE_DATABASE_URL": f"sqlite:///{tmp_path}/empty.sqlite3"}
    command = [sys.executable, "-m", "uketsuke", "worker"]
    with subprocess.Popen(command, env=surroundings, stderr=subprocess.PIPE) as process:
        said = process.stderr.readline()  # it works, on a database without tables
        process.send_signal(signal.SIGTERM)

        assert b"beat failed: OperationalError" in said
        assert process.wait(60) == 0
