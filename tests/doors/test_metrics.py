"""計測: for the monitor at a listed address; nothing personal, the same cost for any number."""

import json
import re
import subprocess
import sys
import threading
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests import make
from tests.make import NOON
from uketsuke.doors.shared.machine import traffic
from uketsuke.doors.shared.machine.metrics import GAUGES, REQUESTS
from uketsuke.kernel import heartbeat

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon", "world")]
LABELS = r"\{(\w+=\"[^\"]*\",?)+\}"
LINE = re.compile(rf"^(# (HELP|TYPE) \w+ .+|\w+({LABELS})? -?[\d.e+]+)$")
ROOT = Path(__file__).resolve().parents[2]
MONITORING = ROOT / "deploy/monitoring"


def values() -> dict[str, float]:
    text = Client().get("/metrics").text
    lines = [line for line in text.splitlines() if not line.startswith("#") and "{" not in line]
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
    make.booking(make.group())
    with CaptureQueriesContext(connection) as asked:
        Client().get("/metrics")
    for _ in range(3):
        make.booking(make.group(), make.use("am", on=make.SATURDAY.replace(day=7 + _ * 7)))
    with django_assert_num_queries(len(asked)):
        Client().get("/metrics")


def test_how_long_things_wait_is_told():
    make.booking(make.group())
    later = NOON + timedelta(hours=3)
    with time_machine.travel(later, tick=False):
        found = values()

    assert found["uketsuke_audit_unsealed_seconds"] == 3 * 3600
    assert found["uketsuke_mail_oldest_seconds"] == 3 * 3600
    assert found["uketsuke_database_bytes"] > 100_000
    assert found["uketsuke_disk_free_bytes"] > 0
    with time_machine.travel(NOON + timedelta(days=200), tick=False):
        assert values()["uketsuke_worker_backlog"] == 1


@pytest.fixture
def fresh_numbers(settings, tmp_path, monkeypatch):
    settings.HOME = tmp_path
    monkeypatch.setattr(traffic, "_mine", None)


def requests_told() -> dict[str, int]:
    text = Client().get("/metrics").text
    found = re.findall(r'seconds_count\{process="(\d+)",(.+)\} (\d+)', text)
    return {labels: int(count) for _, labels, count in found}


@pytest.mark.usefixtures("fresh_numbers")
def test_requests_are_counted_by_kind_of_page_and_answer():
    visitor = Client()
    for path in ("/", "/availability/", "/availability/yotsuya/hall/2027-04/", "/nowhere/1234/"):
        visitor.get(path)
    visitor.post("/login/", {"login": "12345678", "password": "himitsu"})

    told = requests_told()

    assert told['family="front",method="GET",status="200"'] == 1
    assert told['family="availability",method="GET",status="200"'] == 2
    assert told['family="none",method="GET",status="404"'] == 1
    assert told['family="login",method="POST",status="422"'] == 1
    assert "1234" not in str(told)


@pytest.mark.usefixtures("fresh_numbers")
def test_what_another_process_counts_is_told_while_it_lives():
    code = """
import os, sys, django; django.setup()
from django.conf import settings
from pathlib import Path
settings.HOME = Path(sys.argv[1])
from uketsuke.doors.shared.machine import traffic
for seconds in (0.01, 0.3, 99): traffic.count(("other", "GET", "200"), seconds)
print(os.getpid(), flush=True)
sys.stdin.read()
"""
    from django.conf import settings

    command = [sys.executable, "-c", code, str(settings.HOME)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, cwd=ROOT) as other:
        number = other.stdout.readline().strip()
        text = Client().get("/metrics").text
        other.stdin.close()
    gone = Client().get("/metrics").text

    bucket = rf'uketsuke_request_seconds_bucket{{process="{number}",family="other"'
    assert f'{bucket},method="GET",status="200",le="0.05"}} 1' in text
    assert f'{bucket},method="GET",status="200",le="0.5"}} 2' in text
    assert f'{bucket},method="GET",status="200",le="+Inf"}} 3' in text
    assert number not in gone
    assert len(list((settings.HOME / "traffic").iterdir())) == 1


@pytest.mark.usefixtures("fresh_numbers")
def test_threads_lose_no_count():
    def many() -> None:
        for _ in range(2000):
            traffic.count(("page", "GET", "200"), 0.01)

    threads = [threading.Thread(target=many) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()

    assert [sum(row.counts) for row in traffic.rows()] == [8000]


@pytest.mark.usefixtures("fresh_numbers")
def test_a_full_table_and_a_missing_folder_harm_nobody(settings):
    for n in range(traffic.ROWS + 5):
        traffic.count((f"page-{n}", "GET", "200"), 0.01)
    assert len(list(traffic.rows())) == traffic.ROWS
    settings.HOME = settings.HOME / "nowhere"
    traffic._mine = None

    traffic.count(("page", "GET", "200"), 0.01)

    assert list(traffic.rows()) == []


def told_of() -> set[str]:
    """Every metric's name that there is, with those that a histogram makes."""
    return {gauge.name for gauge in GAUGES} | {
        f"{REQUESTS}_{part}" for part in ("bucket", "sum", "count")
    }


def test_rules_and_dashboard_ask_for_what_there_is():
    dashboard = json.loads((MONITORING / "dashboard.json").read_text(encoding="utf-8"))
    shown = " ".join(target["expr"] for panel in dashboard["panels"] for target in panel["targets"])
    rules = (MONITORING / "alerts.yml").read_text(encoding="utf-8")
    names = set(re.findall(r"\buketsuke_\w+", shown + rules))

    assert names - told_of() == set()
    assert {gauge.name for gauge in GAUGES} - set(re.findall(r"\w+", shown)) == set()


@pytest.mark.parametrize(
    "words",
    [
        ("check", "rules", "alerts.yml"),
        ("test", "rules", "alerts-test.yml"),
        ("check", "config", "prometheus.yml"),
    ],
    ids=" ".join,
)
def test_prometheus_understands_the_rules(words: tuple[str, ...]):
    said = subprocess.run(
        ["promtool", *words], cwd=MONITORING, capture_output=True, text=True, check=False
    )

    assert said.returncode == 0, said.stdout + said.stderr
