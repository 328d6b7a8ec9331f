"""kill -9 while the lottery is closed, drawn and told: it goes on to the same result."""

import json
import os
import random
import signal
from contextlib import suppress
from pathlib import Path
from time import sleep

from tests.copies import START
from tests.faults.crowd import crowd
from tests.stress import STRESS

KILLS = 60 if STRESS else 5
GROUPS = 60
ENTER = f"""{START}
from random import Random
from datetime import timedelta
from tests import lots
dice = Random(7)
days = [lots.JUNE + timedelta(days=n) for n in range(6)]
for _ in range({GROUPS}):
    rooms = ["yotsuya/hall", "tansu/hall", "tsunohazu/hall"]
    wishes = [
        lots.wish(*dice.sample(["am", "pm", "night"], dice.randint(1, 2)), room=room, on=day)
        for room, day in zip(dice.sample(rooms, 3), dice.sample(days, 3))
    ]
    lots.entry(lots.apart(), *wishes)
"""
TOLD = """{what: Notice.objects.filter(kind="lottery." + what).count()
 for what in ("frozen", "won", "lost", "withheld")}"""


def test_a_lottery_that_is_killed_goes_on_to_the_same_result(tmp_path: Path):
    dice = random.Random(20261202)
    with crowd(tmp_path, groups=0) as office:
        office.python(ENTER)
        records = set()
        for _ in range(KILLS):
            parent = office.start("lottery", 2, 1)
            pids = office.pids("lottery")
            sleep(dice.uniform(0.02, 0.8))
            for pid in pids:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            parent.wait(timeout=60)
            (tmp_path / "lottery.pids").unlink()
            records |= set(office.ask("list(Draw.objects.values_list('record', flat=True))"))
        office.go("lottery", 2, 1)
        records |= set(office.ask("list(Draw.objects.values_list('record', flat=True))"))

        told = office.ask(TOLD)
        (record,) = records
        winners = sum(row["wish"] is not None for row in json.loads(record)["results"])
        assert told == {
            "frozen": GROUPS,
            "won": winners,
            "lost": GROUPS - winners,
            "withheld": 0,
        }
        assert office.ask("Round.objects.filter(dates__finished_at=None).count()") == 0
        assert office.faults() == []
