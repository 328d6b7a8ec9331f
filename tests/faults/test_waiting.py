"""空き待ち under a crowd: one cell, one owner, whoever books, cancels, waits, accepts at once."""

import os
import random
import signal
from contextlib import suppress
from pathlib import Path
from time import sleep

import pytest

from tests.faults.crowd import Crowd, count_up, crowd
from tests.stress import STRESS

ROUNDS = 400 if STRESS else 60
KILLS = 40 if STRESS else 4
# Both days are taken and waited for, so that the first who gives back sets it going.
WAITED_FOR = """
import django; django.setup()
from tests import make
from tests.faults.workers import DAYS
from uketsuke.groups.models import Group
holder, *others = Group.objects.order_by("pk")
for day in DAYS[5:7]:
    use = make.use("am", "pm", on=day)
    make.booking(holder, use)
    for other in others[:6]:
        make.wait(other, use)
"""


@pytest.fixture
def office(tmp_path: Path):
    with crowd(tmp_path, groups=12) as one:
        one.python(WAITED_FOR)
        yield one


def test_whatever_happens_at_once_a_cell_is_offered_to_one(office: Crowd):
    told = count_up(office.go("waiting", 8, ROUNDS))

    assert office.faults() == []
    assert "deadlock" not in office.errors()
    assert told["pass_on"] > 0
    assert told["accept"] + told["decline"] + told["lapse"] > 0


def test_a_worker_that_is_killed_leaves_nothing_half_offered(office: Crowd, tmp_path: Path):
    dice = random.Random(20261128)
    for _ in range(KILLS):
        parent = office.start("waiting", 4, ROUNDS)
        pids = office.pids("waiting")
        sleep(dice.uniform(0.3, 1.2))
        for pid in pids:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        parent.wait(timeout=60)
        (tmp_path / "waiting.pids").unlink()
        assert office.faults() == []
