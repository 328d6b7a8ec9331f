"""A scratch database of the kind the tests run on, and a crowd of processes that use it."""

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import sleep
from typing import Any, NamedTuple

from tests import copies

ROOT = Path(__file__).resolve().parents[2]
PREPARE = """
from tests import make
make.world()
for nth in range(int(__import__("sys").argv[1])): make.group(f"見本の会{nth}")
"""
CHECK = """
import django, json; django.setup()
from tests import invariants
print(json.dumps(invariants.faults(), ensure_ascii=False))
"""


class Said(NamedTuple):
    """One line of a worker: what was done, with its ids."""

    what: str
    facts: dict[str, int]


@dataclass
class Crowd:
    """Processes on one scratch database."""

    url: str
    folder: Path
    running: list[subprocess.Popen[str]] = field(default_factory=list)

    def python(self, code: str, *words: str) -> str:
        """What ``code`` prints, run in a process of its own on the scratch database."""
        done = subprocess.run(
            [sys.executable, "-c", code, *words],
            cwd=ROOT,
            env=self.surroundings(),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr[-2000:]
        return done.stdout.strip()

    def start(self, task: str, processes: int, count: int) -> subprocess.Popen[str]:
        """The crowd sets out; what it says is written into the folder."""
        words = [sys.executable, "-m", "tests.faults.workers", str(self.folder), task]
        one = subprocess.Popen(
            [*words, str(processes), str(count)], cwd=ROOT, env=self.surroundings(), text=True
        )
        self.running.append(one)
        return one

    def go(self, task: str, processes: int, count: int) -> list[Said]:
        """All start at the same moment; what they said, when all have ended well."""
        assert self.start(task, processes, count).wait(timeout=3600) == 0, self.errors()
        return self.said(task)

    def said(self, task: str) -> list[Said]:
        """What all of them said; half a last line of a killed one was not said."""
        lines: list[Said] = []
        for path in sorted(self.folder.glob(f"{task}-*.out")):
            text = path.read_text()
            whole = text[: text.rfind("\n") + 1]
            lines += [Said(*json.loads(line)) for line in whole.splitlines()]
        return lines

    def pids(self, task: str) -> list[int]:
        """The processes of the crowd, once all have set out."""
        path = self.folder / f"{task}.pids"
        while not path.exists() or not path.read_text():
            sleep(0.05)
        found: list[int] = json.loads(path.read_text())
        return found

    def faults(self) -> list[str]:
        found: list[str] = json.loads(self.python(CHECK))
        return found

    def ask(self, expression: str) -> Any:
        """The value of an expression over the models, from the scratch database."""
        return json.loads(self.python(ASK.format(expression=expression)))

    def errors(self) -> str:
        texts = [path.read_text() for path in sorted(self.folder.glob("*.err"))]
        return "\n".join(text[-1500:] for text in texts if text)[-6000:]

    def surroundings(self) -> dict[str, str]:
        return {**os.environ, "UKETSUKE_DATABASE_URL": self.url, "PYTHONPATH": f"{ROOT}/src:{ROOT}"}


ASK = """
import django, json; django.setup()
from django.db.models import Count, Sum
from uketsuke.bookings.models import *
from uketsuke.groups.models import Group
from uketsuke.ledger.models import Entry, Receipt, Refund
from uketsuke.lottery.models import Draw, Round, Win
from uketsuke.notices.models import Delivery, Notice
print(json.dumps({expression}, default=str))
"""


def count_up(said: list[Said]) -> Counter[str]:
    """How often what was done and how often what was refused."""
    told: Counter[str] = Counter()
    for line in said:
        told.update(line.facts if line.what == "end" else [line.what])
    return told


@contextmanager
def crowd(folder: Path, groups: int = 40) -> Iterator[Crowd]:
    """A scratch database with the three halls and some groups, gone afterwards."""
    with scratch(folder, PREPARE, str(groups)) as url:
        one = Crowd(url, folder)
        try:
            yield one
        finally:
            for process in one.running:
                process.kill()
                process.wait()


@contextmanager
def scratch(folder: Path, code: str = "", *words: str) -> Iterator[str]:
    """A database of the kind the tests run on, as migrations and ``code`` leave it: its address."""
    server = copies.server_of(os.environ["UKETSUKE_DATABASE_URL"])
    with copies.copied(server, folder / "scratch.sqlite3", code, *words) as url:
        yield url
