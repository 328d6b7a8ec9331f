"""The pretended payment provider as a process of its own, asked over HTTP like the real one."""

import json
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from uketsuke.intake.online.stripe_provider import StripeProvider
from uketsuke.seed.provider import signed

KEY, SECRET = "sk_mihon", "whsec_mihon"


@dataclass(frozen=True)
class Pretended:
    """The provider, and what a person or the time does at it."""

    url: str

    def via(self) -> StripeProvider:
        return StripeProvider(KEY, SECRET, self.url)

    def post(self, path: str, data: bytes = b"") -> bytes:
        with urllib.request.urlopen(f"{self.url}{path}", data, timeout=10) as answer:  # noqa: S310
            return bytes(answer.read())

    def does(self, what: str, checkout: str) -> None:
        """``card``, ``konbini``, then ``store`` or ``never``; ``expire``."""
        self.post(f"/sim/{what}/{checkout}")

    def books(self) -> dict[str, Any]:
        with urllib.request.urlopen(f"{self.url}/sim/books", timeout=10) as answer:  # noqa: S310
            return dict(json.loads(answer.read()))

    def a_day_passes(self) -> None:
        """It has forgotten every key that was sent to it."""
        self.post("/sim/a-day-passes")

    def session(self, checkout: str) -> dict[str, Any]:
        """What it knows of one checkout."""
        return next(each for each in self.books()["sessions"] if each["id"] == checkout)

    def events(self, checkout: str) -> list[tuple[bytes, str]]:
        """What it would tell about that checkout, each signed, the oldest first."""
        told = [event.encode() for event in self.books()["events"] if checkout in event]
        return [(event, signed(event, SECRET)) for event in told]


@contextmanager
def pretended(notify: str = "") -> Iterator[Pretended]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = ["--port", str(port), "--key", KEY, "--secret", SECRET, "--notify", notify]
    process = subprocess.Popen([sys.executable, "-m", "uketsuke.seed.provider", *words])
    try:
        url = f"http://127.0.0.1:{port}"
        _wait(url)
        yield Pretended(url)
    finally:
        process.terminate()
        process.wait(10)


def _wait(url: str) -> None:
    for _ in range(100):
        try:
            urllib.request.urlopen(f"{url}/sim/books", timeout=5).close()  # noqa: S310
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("the pretended provider does not answer")
