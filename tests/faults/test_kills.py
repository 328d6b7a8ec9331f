"""kill -9 at any moment: what was said to be done is there, what was half done is gone."""

import os
import random
import shutil
import signal
import socket
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path
from time import sleep

import pytest

from tests.copies import MIGRATE, START
from tests.faults.crowd import PREPARE, Crowd, Said, crowd
from tests.stress import STRESS

KILLS = 200 if STRESS else 12
PROCESSES = 4
ENDLESS = 10**6
AS_ROOT = os.geteuid() == 0  # PostgreSQL refuses to run as root
POSTGRES = Path("/usr/lib/postgresql/15/bin")


@pytest.fixture
def office(tmp_path: Path):
    with crowd(tmp_path, groups=120) as one:
        yield one


def acknowledged(said: list[Said], what: str) -> set[int]:
    return {line.facts["pk"] for line in said if line.what == what}


def nothing_is_lost(office: Crowd, said: list[Said]) -> None:
    """All that was said is stored, and all that is stored is whole."""
    there = set(office.ask("list(Application.objects.values_list('pk', flat=True))"))
    paid = set(office.ask("list(Receipt.objects.values_list('pk', flat=True))"))
    decided = set(
        office.ask("list(Booking.objects.exclude(account=None).values_list('pk', flat=True))")
    )
    assert acknowledged(said, "book") - there == set()
    assert acknowledged(said, "pay") - paid == set()
    assert acknowledged(said, "approve") - decided == set()
    assert office.faults() == []


def test_writers_killed_at_random_moments_lose_nothing(office: Crowd, tmp_path: Path):
    dice, said = random.Random(7), []
    rounds = KILLS // PROCESSES
    for nth in range(10 * rounds):  # a busy machine gets less done before each kill
        if nth >= rounds and len(acknowledged(said, "book")) > KILLS:
            break
        parent = office.start("load", PROCESSES, ENDLESS)
        for pid in office.pids("load"):
            sleep(dice.uniform(0.1, 0.5))
            os.kill(pid, signal.SIGKILL)
        parent.wait(timeout=60)
        said += office.said("load")
        (tmp_path / "load.pids").unlink()

    assert len(acknowledged(said, "book")) > KILLS
    assert acknowledged(said, "pay")
    nothing_is_lost(office, said)


@pytest.mark.skipif(not POSTGRES.exists(), reason="needs PostgreSQL 15")
@pytest.mark.skipif(
    not os.environ.get("UKETSUKE_DATABASE_URL", "").startswith("postgres"),
    reason="about the PostgreSQL server",
)
def test_a_database_killed_under_load_loses_nothing(tmp_path: Path):
    with Cluster() as cluster:
        office = Crowd(cluster.url, tmp_path)
        office.python(START + MIGRATE + PREPARE, "120")
        said: list[Said] = []
        for _ in range(20 if STRESS else 2):
            parent = office.start("load", PROCESSES, ENDLESS)
            office.pids("load")
            sleep(2)
            cluster.kill()
            parent.wait(timeout=60)
            said += office.said("load")
            (tmp_path / "load.pids").unlink()
            cluster.start()

        assert acknowledged(said, "book")
        nothing_is_lost(office, said)


class Cluster:
    """A server of its own, for a test that kills it."""

    def __init__(self) -> None:
        # Not below pytest's folder: another user owns this one. Short, for the socket in it.
        self.folder = Path(tempfile.mkdtemp(prefix="uketsuke-kill-"))
        self.port = _free_port()
        self.url = f"postgres://postgres@127.0.0.1:{self.port}/postgres"

    def __enter__(self) -> "Cluster":
        if AS_ROOT:
            shutil.chown(self.folder, "postgres", "postgres")
        self.run("initdb", "-D", self.data, "-U", "postgres", "-A", "trust", "-N")
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.run("pg_ctl", "-D", self.data, "-m", "immediate", "stop")
        shutil.rmtree(self.folder)

    @property
    def data(self) -> str:
        return str(self.folder / "data")

    def start(self) -> None:
        options = f"-p {self.port} -k {self.folder} -c listen_addresses=127.0.0.1"
        log = str(self.folder / "log")
        self.run("pg_ctl", "-D", self.data, "-l", log, "-o", options, "-w", "start")

    def kill(self) -> None:
        """kill -9 of the postmaster; its children see it and go."""
        pid = int((self.folder / "data" / "postmaster.pid").read_text().split()[0])
        os.kill(pid, signal.SIGKILL)
        with suppress(ProcessLookupError):
            while True:
                os.kill(pid, 0)
                sleep(0.05)
        sleep(1)
        (self.folder / "data" / "postmaster.pid").unlink(missing_ok=True)

    def run(self, program: str, *words: str) -> None:
        other_user = ["runuser", "-u", "postgres", "--"] if AS_ROOT else []
        subprocess.run(
            [*other_user, str(POSTGRES / program), *words],
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd="/",
        )


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port
