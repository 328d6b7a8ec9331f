"""A real server in processes of its own, with a small dummy world made for today."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic, sleep
from typing import Any

from tests import copies, provider
from tests.provider import Pretended

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 40  # seconds until a server must answer on a busy machine
DUE = """
from uketsuke.kernel import clock
from uketsuke.notices import delivery
result = delivery.due(clock.now())
"""
DJANGO = "import django, json, sys; django.setup()\n"


@dataclass
class Server:
    """``uketsuke serve`` on a free port, with its own home, database and mails."""

    home: Path
    database: str
    port: int
    workers: int = 1
    process: subprocess.Popen[bytes] | None = None
    people: dict[str, Any] = field(default_factory=dict)
    shop: Pretended | None = None  # where people pay online

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Serve; returns when it answers."""
        words = ["serve", "--port", str(self.port), "--workers", str(self.workers)]
        with (self.home / "server.log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "uketsuke", *words],
                cwd=ROOT,
                env=self.surroundings(),
                stdout=log,
                stderr=log,
                start_new_session=True,  # so that a test may end all of it at once
            )
        until = monotonic() + PATIENCE
        while not self.answers():
            assert self.process.poll() is None, self.log()
            assert monotonic() < until, self.log()
            sleep(0.1)

    def answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/healthz", timeout=2) as answer:  # noqa: S310
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    def stop(self) -> None:
        """End it as an operator would."""
        if self.process and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(15)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()

    def kill(self) -> None:
        """All of it ends at this moment, as when the power fails."""
        assert self.process
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def command(self, *words: str) -> str:
        """What ``uketsuke WORDS`` prints here."""
        return self._run([sys.executable, "-m", "uketsuke", *words])

    def python(self, code: str, *words: str) -> Any:
        """What ``code`` has left in ``result``, run on the server's database."""
        last = "\nprint(json.dumps(result, default=str))"
        told = self._run([sys.executable, "-c", f"{DJANGO}{code}{last}", *words])
        return json.loads(told.splitlines()[-1])

    def mails(self, to: str) -> str:
        """Everything that was sent to ``to``, after the worker has done all there is to do."""
        self.command("worker", "--once")
        while self.python(DUE):  # it sends fifty at a look
            self.command("worker", "--once")
        texts = [path.read_text() for path in (self.home / "mail").glob("*.log")]
        mails = [mail for text in texts for mail in text.split(f"{'-' * 79}\n")]
        return "\n".join(mail for mail in mails if f"\nTo: {to}\n" in mail)

    def log(self) -> str:
        return (self.home / "server.log").read_text(errors="replace")[-4000:]

    def surroundings(self) -> dict[str, str]:
        return {
            **{name: text for name, text in os.environ.items() if not name.startswith("UKETSUKE_")},
            "DJANGO_SETTINGS_MODULE": "uketsuke.settings",
            "PYTHONPATH": f"{ROOT}/src:{ROOT}",
            "UKETSUKE_HOME": str(self.home),
            "UKETSUKE_SECRET_KEY": "only-for-tests-only-for-tests-only-for-tests-only",
            "UKETSUKE_DATABASE_URL": self.database,
            "UKETSUKE_FAST_PASSWORDS": "1",
            "UKETSUKE_PLAIN_STATIC": "1",
            "UKETSUKE_SECOND_FACTOR": "0",  # a journey of its own
            "UKETSUKE_PAPERS": "1",
            "UKETSUKE_BASE_URL": self.url,
            **(self._shop(self.shop.url) if self.shop else {}),
        }

    def _shop(self, url: str) -> dict[str, str]:
        return {
            "UKETSUKE_STRIPE_KEY": provider.KEY,
            "UKETSUKE_STRIPE_WEBHOOK_SECRET": provider.SECRET,
            "UKETSUKE_STRIPE_API": url,
            "UKETSUKE_STRIPE_PAGES": url,
        }

    def _run(self, words: list[str]) -> str:
        done = subprocess.run(
            words, cwd=ROOT, env=self.surroundings(), capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr[-3000:]
        return done.stdout


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def serving(home: Path, database: str = "", workers: int = 1) -> Iterator[Server]:
    """A server with its dummy world, ended afterwards."""
    home.mkdir(parents=True, exist_ok=True)
    (home / "static").mkdir(exist_ok=True)
    if not database:
        database = f"sqlite:///{home}/uketsuke.sqlite3"
        shutil.copyfile(copies.original(), home / "uketsuke.sqlite3")
    one = Server(home, database, free_port(), workers)
    with provider.pretended(f"{one.url}/pay/events/") as one.shop:
        world = "from tests.journeys.world import make_world\nresult = make_world()"
        one.people = one.python(world)
        one.start()
        try:
            yield one
        finally:
            one.stop()
