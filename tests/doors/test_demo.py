"""見本: the dummy world agrees with itself, and one command runs all of it."""

import argparse
import csv
import http.client
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.test import TestCase
from django.urls import reverse

from tests import make
from tests.make import NOON, TODAY
from uketsuke.bookings.models import Block, Booking, Hold
from uketsuke.doors.cli.commands import serve
from uketsuke.groups.models import Group
from uketsuke.identity.models import Role, User
from uketsuke.kernel import heartbeat
from uketsuke.ledger.models import Receipt
from uketsuke.lottery import queries
from uketsuke.notices.told import PASSWORD_PATH
from uketsuke.registration.models import Application
from uketsuke.rulebook.models import Change
from uketsuke.seed.check import faults
from uketsuke.seed.demo import fill, roster
from uketsuke.waiting.models import Offer, Wait


class TestDummies(TestCase):
    """Filling takes long: once for all that is asked of it."""

    @classmethod
    def setUpTestData(cls):
        make.world()
        fill.fill(NOON, past_days=120)

    def test_the_dummy_world_is_complete_and_agrees_with_itself(self):
        assert faults() == []
        assert fill.is_filled()
        assert Group.objects.count() == 648
        assert 0.55 < Group.objects.filter(eligibility="resident").count() / 648 < 0.65
        assert set(User.objects.values_list("role", flat=True)) == set(Role.values)
        assert Application.objects.filter(state="received").count() == 10
        states = Counter(Booking.objects.values_list("state", flat=True))
        assert set(states) == {
            "tentative", "approved", "used", "cancelled", "lapsed", "refused", "no_show",
        }  # fmt: skip
        assert Booking.objects.exclude(waiting_for="").exists()
        assert set(Block.objects.values_list("state", flat=True)) >= {"approved", "proposed"}
        assert Wait.objects.filter(ended_at=None).count() > 5
        assert Offer.objects.filter(ended_at=None).exists()
        assert set(Change.objects.values_list("state", flat=True)) == {"approved", "proposed"}
        coming = Booking.objects.filter(date__gte=TODAY)
        assert coming.filter(date__gte=TODAY + timedelta(days=150)).count() > 20
        assert coming.values("room__hall").distinct().count() == 3
        assert Receipt.objects.count() > 300
        finished, *others = queries.rounds()
        assert queries.stage(finished, NOON) is queries.Stage.FINISHED
        assert finished.entries.exclude(win=None).count() > 10
        assert all(queries.stage(each, NOON) is queries.Stage.OPEN for each in others)
        assert {each.dates.klass for each in others} == {"residents", "others"}
        assert all(each.entries.count() > 10 for each in others)

    def test_the_checks_find_what_does_not_agree(self):
        used = Booking.objects.filter(state="used").latest("pk")
        used.holds.all().delete()
        standing = Booking.objects.filter(state="approved").latest("pk")
        Booking.objects.filter(pk=standing.pk).update(price=standing.price + 10)
        Hold.objects.filter(block=Block.objects.first()).delete()

        found = " / ".join(faults())

        assert f"booking {used.number} (used) does not hold its cells" in found
        assert f"booking {standing.number}: the price is not the sum of its lines" in found
        assert f"booking {standing.number}: {standing.price} yen charged" in found
        assert f"block {Block.objects.first().pk} does not hold its cells" in found

    def test_who_can_log_in_has_something_to_see(self):
        logins = roster.choose(NOON)

        staff = {each.role for each in logins if each.role != Role.GROUP}
        assert staff == set(Role.values) - {Role.GROUP}
        groups = [each.login for each in logins if each.role == Role.GROUP]
        assert len(groups) == len(set(groups)) >= 6
        assert Booking.objects.filter(group__number=groups[0], date__gte=TODAY).count() > 1


@pytest.mark.usefixtures("world")
def test_the_same_day_makes_the_same_world():
    chance = fill.random.Random(fill.SEED)
    again = fill.random.Random(fill.SEED)
    parties = fill.people.parties(chance, ["yotsuya"], NOON - timedelta(days=99), NOON)

    assert parties == fill.people.parties(again, ["yotsuya"], NOON - timedelta(days=99), NOON)
    assert all(party.name.startswith("見本") for party in parties)


@pytest.mark.usefixtures("world")
def test_it_never_fills_what_somebody_uses():
    make.group()

    assert not fill.is_empty()
    assert not fill.is_filled()


def test_the_mail_leads_to_the_page_for_the_password():
    assert reverse("portal:password", args=["TEXT"]) == f"{PASSWORD_PATH}TEXT/"


@pytest.mark.usefixtures("world")
def test_ready_means_that_the_worker_is_there_too(client):
    with time_machine.travel(NOON, tick=False):
        alone = client.get("/readyz")
        heartbeat.beat(heartbeat.WORKER, NOON)
        together = client.get("/readyz")

    assert (alone.status_code, alone.content) == (503, b"worker is away\n")
    assert together.status_code == 200
    assert client.get("/healthz").status_code == 200


def test_a_port_in_use_is_refused(capsys):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        options = argparse.Namespace(host="127.0.0.1", port=taken.getsockname()[1])

        assert serve.run(options) == 1

    assert "すでに使われています" in capsys.readouterr().err


def test_one_command_runs_all_of_it_and_keeps_what_was_there(tmp_path):
    surroundings = _surroundings(tmp_path)
    first = _run_demo(surroundings)
    accounts = tmp_path / "demo-accounts.csv"
    rows = list(csv.DictReader(accounts.open(encoding="utf-8")))
    marked = _entries(tmp_path)
    second = _run_demo(surroundings)

    assert first == second == {"home": 200, "healthz": 200, "staff": 200, "foreign": 400}
    assert accounts.stat().st_mode & 0o777 == 0o600
    assert list(rows[0]) == ["role", "login", "password"]
    assert {row["role"] for row in rows} == set(Role.values)
    assert rows == list(csv.DictReader(accounts.open(encoding="utf-8")))
    assert marked <= _entries(tmp_path) < marked + 20


def test_reset_refuses_any_other_database(tmp_path):
    surroundings = _surroundings(tmp_path)
    surroundings["UKETSUKE_DATABASE_URL"] = f"sqlite:///{tmp_path}/other.sqlite3"
    (tmp_path / "other.sqlite3").write_bytes(b"precious")
    command = [sys.executable, "-m", "uketsuke", "demo", "--reset", "--port", str(_free_port())]

    done = subprocess.run(command, env=surroundings, capture_output=True, text=True, check=False)

    assert done.returncode == 1
    assert "--reset" in done.stderr
    assert (tmp_path / "other.sqlite3").read_bytes() == b"precious"


def _surroundings(home: Path) -> dict[str, str]:
    plain = {k: v for k, v in os.environ.items() if not k.startswith("UKETSUKE_")}
    return plain | {"UKETSUKE_HOME": str(home), "UKETSUKE_LOG": "CRITICAL"}


def _run_demo(surroundings: dict[str, str]) -> dict[str, int]:
    """Start it, ask for some pages, stop it."""
    port = _free_port()
    command = [sys.executable, "-m", "uketsuke", "demo", "--port", str(port)]
    with subprocess.Popen(command, env=surroundings, stdout=subprocess.DEVNULL) as process:
        try:
            _wait_for(port, process)
            return {
                "home": _status(port, "/"),
                "healthz": _status(port, "/healthz"),
                "staff": _status(port, "/staff/login/"),
                "foreign": _status(port, "/", host="elsewhere.example"),
            }
        finally:
            process.send_signal(signal.SIGTERM)
            assert process.wait(20) == 0


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 300  # a busy machine is no fault of the demo
    while time.monotonic() < until and process.poll() is None:
        try:
            _status(port, "/healthz")
        except OSError:
            time.sleep(0.3)
        else:
            return
    raise AssertionError("the demo does not answer")


def _status(port: int, path: str, host: str = "") -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", path, headers={"Host": host or f"127.0.0.1:{port}"})
    status = connection.getresponse().status
    connection.close()
    return status


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return found.getsockname()[1]


def _entries(home: Path) -> int:
    with sqlite3.connect(home / "uketsuke.sqlite3") as connection:
        return connection.execute("SELECT count(*) FROM audit_entry").fetchone()[0]
