"""バックアップ: made while others write, proved, and never half there."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from threading import Event, Thread
from time import sleep
from uuid import uuid4

import environ
import pytest
from django.conf import settings
from django.db import connection, connections

from tests import make
from tests.faults.crowd import ROOT
from tests.make import NOON, refused
from uketsuke.bookings import actions as booking
from uketsuke.bookings.models import Booking, Hold
from uketsuke.groups.actions import write_persons
from uketsuke.kernel.actors import SYSTEM
from uketsuke.kernel.refusals import Refusal
from uketsuke.protection.backups import actions, queries
from uketsuke.protection.backups.engines import engine
from uketsuke.protection.models import Backup

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("world")]


@pytest.fixture(autouse=True)
def _here(monkeypatch):
    """The database of this test, not the one that is named in the surroundings."""
    monkeypatch.setattr(settings, "DATABASE", connection.settings_dict)


def made(folder: Path) -> Path:
    return actions.make(folder, by=SYSTEM, at=NOON)


def test_it_holds_everything_and_is_proved(tmp_path):
    make.paid_booking()

    figures = actions.prove(made(tmp_path), by=SYSTEM, at=NOON)

    assert figures["rows"]["bookings_booking"] == 1
    assert figures["held_twice"] == "0"
    assert Backup.objects.get().proved_at == NOON


def test_only_its_owner_reads_it_and_nothing_in_it_is_clear(tmp_path):
    group = make.booking().group

    file = made(tmp_path / "new")

    assert file.stat().st_mode & 0o777 == 0o600
    assert group.number.encode() not in file.read_bytes()
    assert [path.name for path in file.parent.iterdir()] == [file.name]


def test_it_is_one_moment_though_others_write(tmp_path):
    """Every booking in it has its cells and its application: none is half there."""
    with crowd():
        files = [made(tmp_path / str(n)) for n in range(3)]

    for file in files:
        figures = actions.prove(file, by=SYSTEM, at=NOON)
        rows = figures["rows"]
        assert rows["bookings_booking"] >= 3
        assert rows["bookings_hold"] == rows["bookings_booking"] == rows["bookings_application"]


@contextmanager
def crowd() -> Iterator[None]:
    stop = Event()
    writers = [Thread(target=book_on, args=(stop, n)) for n in range(2)]
    for writer in writers:
        writer.start()
    while Booking.objects.count() < 3:
        sleep(0.02)
    yield
    stop.set()
    for writer in writers:
        writer.join()


def book_on(stop: Event, nth: int) -> None:
    day = date(2027, 2, 2) + timedelta(days=nth * 14)
    while not stop.is_set() and day < date(2027, 4, 28):
        group = make.group()
        try:
            uses = [make.use("am", on=day)]
            booking.book(group.pk, uses, make.what(), uuid4(), by=make.counter(), at=NOON)
        except Refusal:
            pass
        day += timedelta(days=1)
    connections.close_all()


def test_restored_it_is_the_same_database(tmp_path):
    make.booking(approved=True)
    file = made(tmp_path)
    with engine(connection.settings_dict).scratch() as place:
        into = environ.Env.db_url_config(place.address())

        actions.restore(file, into)

        with refused("backups.not_empty"):
            actions.restore(file, into)
        command = [sys.executable, "-m", "uketsuke", "audit", "verify"]
        surroundings = os.environ | {"UKETSUKE_DATABASE_URL": place.address()}
        assert subprocess.run(command, env=surroundings, check=False).returncode == 0


def test_a_copy_that_does_not_add_up_is_no_proof(tmp_path, monkeypatch):
    make.booking()
    file = made(tmp_path)
    place = engine(connection.settings_dict)
    kept = type(place).put_back

    def one_is_missing(self, pieces):
        found = kept(self, pieces)
        found["rows"]["bookings_hold"] -= 1
        return found

    monkeypatch.setattr(type(place), "put_back", one_is_missing)

    with refused("backups.differs"):
        actions.prove(file, by=SYSTEM, at=NOON)
    assert Backup.objects.get().proved_at is None


def test_a_chain_that_was_changed_is_no_proof(tmp_path):
    make.booking()
    with _unguarded(), connection.cursor() as cursor:
        cursor.execute("UPDATE audit_entry SET why = 'changed'")
    file = made(tmp_path)

    with refused("backups.chain"):
        actions.prove(file, by=SYSTEM, at=NOON)


@contextmanager
def _unguarded() -> Iterator[None]:
    """The audit without the trigger that refuses changes; it is there again afterwards."""
    lift, again = "ALTER TABLE audit_entry DISABLE TRIGGER USER", ""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(_TRIGGER)
            name, again = cursor.fetchone()
            lift = f"DROP TRIGGER {name}"
        cursor.execute(lift)
        yield
        cursor.execute(again or "ALTER TABLE audit_entry ENABLE TRIGGER USER")


_TRIGGER = (
    "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit_entry'"
    " AND sql LIKE '%BEFORE UPDATE%'"
)


def test_killed_in_the_middle_it_leaves_no_file_of_that_name(tmp_path):
    for _ in range(5):
        group = make.group()
        write_persons(group, make.persons(), at=make.NOON)
    command = [sys.executable, "-m", "uketsuke", "backup", "--to", str(tmp_path)]
    surroundings = os.environ | {
        "UKETSUKE_DATABASE_URL": engine(connection.settings_dict).address(),
        "PYTHONPATH": f"{ROOT}/src",
    }
    for seconds in (0.3, 0.5, 0.7, 0.9, 1.1):
        with subprocess.Popen(command, env=surroundings, stdout=subprocess.DEVNULL) as child:
            sleep(seconds)
            child.send_signal(signal.SIGKILL)

    whole = [path for path in tmp_path.iterdir() if not path.name.startswith(".")]
    for file in whole:
        actions.prove(file, by=SYSTEM, at=NOON)


def test_each_night_one_and_each_month_a_proof(tmp_path):
    assert queries.is_due(NOON)
    file = made(tmp_path)
    assert not queries.is_due(NOON + timedelta(hours=23))
    assert queries.is_due(NOON + timedelta(hours=25))
    assert queries.to_prove(NOON) == file.name

    actions.prove(file, by=SYSTEM, at=NOON)

    assert queries.to_prove(NOON + timedelta(days=30)) == ""
    assert queries.to_prove(NOON + timedelta(days=32)) == file.name


def test_after_its_term_it_goes(tmp_path):
    file = made(tmp_path)

    assert actions.clear(tmp_path, NOON + timedelta(days=34)) == 0
    assert file.exists()
    assert actions.clear(tmp_path, NOON + timedelta(days=36)) == 1
    assert not file.exists()
    assert Hold.objects.count() == 0
