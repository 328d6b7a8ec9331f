"""``uketsuke worker``: what happens without anybody asking for it.

Each task looks for itself what there is to do, so that a worker that was killed is simply
started again, and two of them do nothing twice.
"""

import argparse
import logging
import signal
import threading
import traceback
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from time import monotonic

from uketsuke.doors.cli.options import set_up
from uketsuke.kernel import clock

PAUSE = 1.0  # seconds between two looks
log = logging.getLogger("uketsuke.worker")


def configure(parser: argparse.ArgumentParser) -> None:
    """Contract: contracts.md, ``uketsuke worker``."""
    parser.add_argument("--once", action="store_true", help="いまある仕事だけをして終わります")


def run(options: argparse.Namespace) -> None:
    """Work until told to stop (SIGTERM or Ctrl-C), or until nothing is left (``--once``)."""
    stop = threading.Event()
    if not options.once:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
    set_up()
    from uketsuke.doors.cli.chores import CHORES  # noqa: PLC0415 - needs the apps

    tasks = [Task(seconds, pieces) for seconds, pieces in CHORES]
    while not stop.is_set():
        for task in tasks:
            task.run_if_due(stop)
        if options.once:
            return
        stop.wait(PAUSE)


@dataclass
class Task:
    """仕事: every ``seconds`` it says what is to be done, piece by piece. A piece that fails is
    tried again at the next look; the others go on."""

    seconds: float
    pieces: Callable[[datetime], Iterable[Callable[[], object]]]
    last: float = field(default=float("-inf"))

    def run_if_due(self, stop: threading.Event) -> None:
        if monotonic() - self.last < self.seconds:
            return
        self.last = monotonic()
        try:
            for piece in self.pieces(clock.now()):
                if stop.is_set():
                    return
                self._try(piece)
        except Exception as error:  # noqa: BLE001 - the one place: a worker outlives its faults
            self._note(error)

    def _try(self, piece: Callable[[], object]) -> None:
        try:
            piece()
        except Exception as error:  # noqa: BLE001 - see above
            self._note(error)

    def _note(self, error: Exception) -> None:
        """Where and what kind, not the message: that may hold personal data."""
        from django.db import DatabaseError, connection  # noqa: PLC0415 - needs the settings

        place = traceback.extract_tb(error.__traceback__)[-1]
        kind = f"{type(error).__name__} at {place.filename}:{place.lineno}"
        log.error("%s failed: %s", self.pieces.__name__, kind)
        if isinstance(error, DatabaseError) and not connection.in_atomic_block:
            connection.close()  # perhaps it is broken: the next piece opens a new one
