"""見張り: who is turned away at the staff entrance is noted, what is unusual is told, and read."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from pypdf import PdfReader

from tests.clients import staff
from tests.make import NOON
from uketsuke.audit.actions import record
from uketsuke.audit.models import Entry
from uketsuke.identity.models import Network, Role
from uketsuke.kernel.actors import Actor, Who
from uketsuke.protection import analysis, watch
from uketsuke.protection.models import Alert, Knock

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]
STRANGER = "203.0.113.9"
NIGHT = NOON - timedelta(hours=9)  # three in the morning


@pytest.fixture
def clock():
    with time_machine.travel(NOON, tick=False) as moment:
        yield moment


def knock(address: str = STRANGER, path: str = "/staff/") -> int:
    return Client(REMOTE_ADDR=address).get(path).status_code


def at_night() -> None:
    record("booking.approve", "b:1", by=Actor(Who.COUNTER, "mado", "192.0.2.1"), at=NIGHT)


def test_who_is_turned_away_is_counted_by_the_minute(clock):
    for _ in range(3):
        assert knock() == 404
        assert knock(path="/staff/login/") == 404
        clock.shift(timedelta(seconds=61))

    found = Knock.objects.get()
    assert (found.address, found.minutes) == (STRANGER, 3)


def test_who_is_listed_or_looks_elsewhere_is_not(clock):
    Network.objects.create(cidr="203.0.113.0/24", label="見本")

    knock()
    knock("203.0.114.1", "/")

    assert not Knock.objects.exists()


def test_a_flood_of_addresses_fills_no_table(clock):
    Knock.objects.bulk_create(
        Knock(day=NOON, address=f"2001:db8::{nth:x}", first=NOON, last=NOON)
        for nth in range(watch.MOST_A_DAY)
    )

    knock()

    assert Knock.objects.count() == watch.MOST_A_DAY


def test_what_is_unusual_today_is_told_once_and_until_read(clock):
    at_night()
    Knock.objects.create(day=NOON, address=STRANGER, minutes=3, first=NIGHT, last=NIGHT)
    assert watch.look(NOON) == 2
    assert watch.look(NOON) == 0
    ward = staff(Role.WARD)
    assert "いつもと違うことが2件あります" in ward.get("/staff/").text
    page = ward.get("/staff/analysis/").text
    assert "いつもと違うことが2件あります" in page
    assert "許可していない接続元：203.0.113.9" in page

    ids = list(Alert.objects.values_list("pk", flat=True))
    ward.post("/staff/analysis/read/", {"alert": [*ids, "x", "²", "", "99999", "9" * 50]})

    assert "いつもと違うこと" not in ward.get("/staff/").text
    assert Entry.objects.filter(action="protection.alerts_read").count() == 1
    ward.post("/staff/analysis/read/", {"alert": ids})
    assert Entry.objects.filter(action="protection.alerts_read").count() == 1


def test_only_knocks_that_go_on_are_findings():
    month = analysis.Span(NOON - timedelta(days=9), NOON + timedelta(days=1))
    Knock.objects.create(day=NOON, address=STRANGER, minutes=2, first=NOON, last=NOON)
    assert analysis.found_in(month) == []

    Knock.objects.update(minutes=3)

    assert [each.kind for each in analysis.found_in(month)] == ["knocks"]


def test_the_month_prints_with_its_findings(clock, tmp_path):
    last_month = NIGHT - timedelta(days=31)
    record("booking.approve", "b:1", by=Actor(Who.COUNTER, "mado"), at=last_month)

    answer = staff(Role.WARD).get("/staff/analysis/report.pdf?month=2026-10-01")

    (tmp_path / "log.pdf").write_bytes(answer.content)
    text = "".join(page.extract_text() for page in PdfReader(tmp_path / "log.pdf").pages)
    assert "時間外の操作" in text
    assert "mado" in text


@pytest.mark.parametrize("month", ["2026-13-01", "x", "2027-01-01", "2026-10-02"])
def test_a_month_that_is_none_is_no_page(clock, month):
    assert staff(Role.WARD).get(f"/staff/analysis/report.pdf?month={month}").status_code == 404
