"""kill -9 of the worker while it sends to a real mail server: none is lost, none is sent twice."""

import os
import random
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path
from time import monotonic, sleep

import pytest

from tests.faults.crowd import ROOT, Crowd, crowd
from tests.smtp_server import Server, mail_server
from tests.stress import STRESS

KILLS = 200 if STRESS else 12
LEFT = "Delivery.objects.filter(done_at=None).count()"
NOW = """
import django; django.setup()
from uketsuke.kernel import clock
from uketsuke.notices.models import Delivery
Delivery.objects.filter(done_at=None).update(due_at=clock.now(), attempts=0)
"""
WORK = """
import django; django.setup()
from uketsuke.kernel import clock
from uketsuke.notices import delivery
print("on", flush=True)
while True:
    for number in delivery.due(clock.now()):
        delivery.deliver(number, at=clock.now())
"""


@pytest.fixture
def server(tmp_path: Path):
    with mail_server(tmp_path / "server") as one:
        yield one


@pytest.fixture
def office(tmp_path: Path):
    with crowd(tmp_path, groups=60 if STRESS else 30) as one:
        yield one


def worker(office: Crowd, server: Server) -> subprocess.Popen[str]:
    """A worker in the middle of its work."""
    surroundings = {**office.surroundings(), "UKETSUKE_MAIL_URL": server.url}
    surroundings["UKETSUKE_HOME"] = str(office.folder)
    words = [sys.executable, "-c", WORK]
    one = subprocess.Popen(words, cwd=ROOT, env=surroundings, text=True, stdout=subprocess.PIPE)
    office.running.append(one)
    assert one.stdout
    one.stdout.readline()
    return one


def test_workers_killed_at_random_moments_neither_lose_a_mail_nor_send_it_twice(
    office: Crowd, server: Server
):
    dice, kills = random.Random(33), 0
    notices = office.ask("Notice.objects.count()")
    until = monotonic() + (1800 if STRESS else 240)
    while kills < KILLS and monotonic() < until and (kills < 5 or office.ask(LEFT)):
        office.python(NOW)
        pair = [worker(office, server), worker(office, server)]
        for each in pair:
            sleep(dice.uniform(0.005, 0.08))
            os.kill(each.pid, signal.SIGKILL)
            each.wait()
            kills += 1
    office.python(NOW)
    last = worker(office, server)
    while office.ask(LEFT) and monotonic() < until:
        office.python(NOW)
    last.kill()

    sent = Counter(mail["Message-ID"] for mail in server.taken())
    assert kills >= 5
    assert office.ask(LEFT) == 0
    assert len(sent) == notices
    assert [which for which, times in sent.items() if times > 1] == []
