"""来訪の数: how many requests, how long they took, by kind of page and answer.

Several processes serve, and any of them may be asked: each keeps its numbers in a small file of
its own, mapped into memory (counting costs no call of the system), and who is asked reads all
files. A file is locked by its process for as long as that lives; what nobody locks is swept away.
"""

import fcntl
import mmap
import os
import struct
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

from django.conf import settings

BOUNDS = (0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)  # seconds
ROW = struct.Struct(f"<64s{len(BOUNDS) + 1}Qd")  # family|method|status, counts by bound, seconds
ROWS = 600
FOLDER = "traffic"
Key = tuple[str, str, str]  # family, method, status


@dataclass(slots=True)
class Numbers:
    """このプロセスの数: rows of a mapped file, found by their key."""

    pid: int
    file: int
    mapped: mmap.mmap
    places: dict[Key, int] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)

    def add(self, key: Key, seconds: float) -> None:
        with self.lock:
            place = self.places.get(key)
            if place is None:
                if len(self.places) == ROWS:
                    return
                place = self.places[key] = len(self.places) * ROW.size
                ROW.pack_into(self.mapped, place, "|".join(key).encode(), *[0] * ROW_COUNTS, 0.0)
            name, *counts, total = ROW.unpack_from(self.mapped, place)
            nth = next((n for n, bound in enumerate(BOUNDS) if seconds <= bound), len(BOUNDS))
            counts[nth] += 1
            ROW.pack_into(self.mapped, place, name, *counts, total + seconds)


ROW_COUNTS = len(BOUNDS) + 1
_mine: Numbers | None = None
_opening = Lock()


def count(key: Key, seconds: float) -> None:
    """数える. A full disk or a folder that cannot be made keeps nobody from being served."""
    global _mine
    mine = _mine
    if mine is None or mine.pid != os.getpid():  # a process parted from the one that opened it
        with _opening, suppress(OSError):
            if _mine is None or _mine.pid != os.getpid():
                _mine = _opened()
            mine = _mine
    if mine is not None and mine.pid == os.getpid():
        mine.add(key, seconds)


def _opened() -> Numbers:
    folder = settings.HOME / FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    path = folder / f"{os.getpid()}-{os.urandom(4).hex()}"
    file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    os.ftruncate(file, ROW.size * ROWS)
    return Numbers(os.getpid(), file, mmap.mmap(file, ROW.size * ROWS))


@dataclass(frozen=True, slots=True)
class Row:
    """一つの数: of one process; ``counts`` by bound, the last one beyond all."""

    process: str
    key: Key
    counts: tuple[int, ...]
    seconds: float


def rows() -> Iterator[Row]:
    """Every living process's numbers; files of those that are gone are removed."""
    folder = settings.HOME / FOLDER
    if not folder.exists():
        return
    for path in sorted(folder.iterdir()):
        if (content := _living(path)) is not None:
            process = path.name.partition("-")[0]
            for place in range(0, len(content) - ROW.size + 1, ROW.size):
                name, *counts, seconds = ROW.unpack_from(content, place)
                family, _, rest = name.rstrip(b"\0").decode().partition("|")
                method, _, status = rest.partition("|")
                if not family:
                    break
                yield Row(process, (family, method, status), tuple(counts), seconds)


def _living(path: Path) -> bytes | None:
    if _mine is not None and path.name.startswith(f"{os.getpid()}-"):
        return bytes(_mine.mapped)  # to open it a second time would give up its lock
    try:
        with path.open("rb") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                return file.read()
            path.unlink()
    except OSError:
        pass
    return None
