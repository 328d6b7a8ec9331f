"""測る相手: the product's own commands, started and stopped, with what they use of the machine."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


def surroundings(home: Path, database: str = "") -> dict[str, str]:
    """A home of its own, so that nothing of an installation is touched."""
    plain = {k: v for k, v in os.environ.items() if not k.startswith("UKETSUKE_")}
    mine = {
        "UKETSUKE_HOME": str(home),
        "UKETSUKE_DATABASE_URL": database or f"sqlite:///{home}/uketsuke.sqlite3",
        "UKETSUKE_SECRET_KEY": "only-for-benchmarks-" * 3,
        "DJANGO_SETTINGS_MODULE": "bench.settings",
        "PYTHONPATH": str(Path(__file__).resolve().parents[1]),
    }
    return plain | mine


@contextmanager
def running(*words: str, env: dict[str, str], port: int) -> Iterator[subprocess.Popen[bytes]]:
    """``uketsuke WORDS`` as long as the block runs, once it answers on ``port``."""
    command = [sys.executable, "-m", "uketsuke", *words]
    with subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL) as process:
        try:
            wait_for(port, process)
            yield process
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(30)


def wait_for(port: int, process: subprocess.Popen[bytes], seconds: float = 180) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2):
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("the server does not answer")


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


def family(pid: int) -> list[int]:
    """The process and all below it."""
    children = [
        int(child)
        for task in Path(f"/proc/{pid}/task").iterdir()
        for child in (task / "children").read_text().split()
    ]
    return [pid, *(each for child in children for each in family(child))]


def megabytes(pid: int) -> float:
    """PSS of the process and all below it."""
    total = 0
    for each in family(pid):
        lines = Path(f"/proc/{each}/smaps_rollup").read_text().splitlines()
        total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total / 1024


def cpu_seconds(pid: int) -> float:
    """CPU time of the process and all below it, so far."""
    total = 0
    for each in family(pid):
        fields = Path(f"/proc/{each}/stat").read_text().rpartition(")")[2].split()
        total += int(fields[11]) + int(fields[12])
    return total / TICKS
