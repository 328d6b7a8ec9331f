"""計測: for the monitor at a listed address; nothing personal, the same cost for any number."""

import re

import pytest
import time_machine
from django.test import Client

from tests import make
from tests.make import NOON
from uketsuke.doors.shared.metrics import GAUGES
from uketsuke.kernel import heartbeat

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]
LINE = re.compile(r"^(# (HELP|TYPE) \w+ .+|\w+ -?[\d.e+]+)$")


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOON, tick=False):
        yield


def values() -> dict[str, float]:
    text = Client().get("/metrics").text
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    return {name: float(value) for name, value in (line.split() for line in lines)}


def test_every_line_is_of_the_format_and_every_gauge_is_there():
    answer = Client().get("/metrics")

    assert answer.headers["Content-Type"].startswith("text/plain; version=0.0.4")
    assert [line for line in answer.text.splitlines() if not LINE.match(line)] == []
    assert set(values()) == {gauge.name for gauge in GAUGES}


def test_what_happens_is_seen():
    make.booking(make.group("みどり合唱団"))
    heartbeat.beat(heartbeat.WORKER, NOON)

    found = values()

    assert found["uketsuke_bookings_waiting"] == 1
    assert found["uketsuke_worker_silent_seconds"] == 0
    assert found["uketsuke_backup_age_seconds"] == -1
    assert found["uketsuke_audit_unsealed"] == 1
    assert found["uketsuke_mails_due"] > 0
    assert "みどり" not in Client().get("/metrics").text


def test_from_elsewhere_it_is_a_page_that_does_not_exist():
    elsewhere = Client(REMOTE_ADDR="203.0.113.9")

    assert elsewhere.get("/metrics").status_code == 404


def test_it_costs_the_same_for_any_number(django_assert_num_queries):
    with django_assert_num_queries(len(GAUGES) + 2):
        Client().get("/metrics")
    for _ in range(3):
        make.booking(make.group(), make.use("am", on=make.SATURDAY.replace(day=7 + _ * 7)))
    with django_assert_num_queries(len(GAUGES) + 2):
        Client().get("/metrics")
