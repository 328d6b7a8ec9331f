"""A demo of one's own, in a scratch folder: for taking pictures, and for attacking it."""

import csv
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError

PATIENCE = 300


@contextmanager
def demo() -> Iterator[tuple[str, dict[str, tuple[str, str]]]]:
    """A demo in a scratch folder: its address, and login and password by role."""
    home = Path(tempfile.mkdtemp(prefix="uketsuke-demo-"))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    clean = {key: value for key, value in os.environ.items() if not key.startswith("UKETSUKE_")}
    process = subprocess.Popen(
        [sys.executable, "-m", "uketsuke", "demo", "--port", str(port)],
        env=clean | {"UKETSUKE_HOME": str(home)},
        stdout=subprocess.DEVNULL,
    )
    try:
        address = f"http://127.0.0.1:{port}"
        wait_for(address)
        with (home / "demo-accounts.csv").open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        yield address, {row["role"]: (row["login"], row["password"]) for row in reversed(rows)}
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)
        shutil.rmtree(home, ignore_errors=True)


def wait_for(address: str) -> None:
    """Until the server answers."""
    for _ in range(PATIENCE):
        try:
            urllib.request.urlopen(f"{address}/healthz", timeout=2)  # noqa: S310 - loopback
        except (URLError, OSError):
            time.sleep(1)
        else:
            return
    raise SystemExit("the demo did not start")
