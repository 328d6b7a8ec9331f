"""抽選の速さ: a draw of a million entries beside the barest loop that does as much.

``python -m bench.lots`` prints one JSON document. Nothing of the program is loaded but the draw.
"""

import json
import random
import resource
import statistics
import time
from collections.abc import Callable
from hashlib import sha256
from typing import Any

from uketsuke.lottery import draw

ENTRIES, WISHES, CELLS, TURNS = 1_000_000, 3, 100_000, 3
SEED = draw.H("bench")


def main() -> dict[str, Any]:
    """Seconds of both, in turns; the ratio is the median of the turns' ratios."""
    cells = [
        f"yotsuya/hall|{2000 + n // 1000:04d}-{n // 100 % 10:02d}-{n % 100:02d}|am"
        for n in range(CELLS)
    ]
    entries = _entries(cells)
    before = _megabytes()
    ours, bare, same = [], [], True
    for _ in range(TURNS):
        seconds, drawn = _timed(lambda: draw.allot(draw.order(entries, SEED), cells, 1))
        ours.append(seconds)
        drawn_mb = _megabytes()
        seconds, won = _timed(lambda: _bare(entries, cells))
        bare.append(seconds)
        same = same and won == {receipt: wish for receipt, wish in drawn.items() if wish}
    assert same, "the bare loop draws otherwise"
    digest, _ = _timed(lambda: draw.entries_digest("bench", 1, cells, entries))
    return {
        "ratio": statistics.median(a / b for a, b in zip(ours, bare, strict=True)),
        "draw_s": ours,
        "bare_s": bare,
        "digest_s": digest,
        "mb": {"entries": before, "and the draw": drawn_mb},
    }


def _entries(cells: list[str]) -> list[draw.Entry]:
    chance = random.Random(1)
    wishes = [(cell,) for cell in cells]
    return [
        draw.Entry(
            f"R{n:010d}", 0, 1, f"{n:016x}", "yotsuya", tuple(chance.choices(wishes, k=WISHES))
        )
        for n in range(ENTRIES)
    ]


def _bare(entries: list[draw.Entry], cells: list[str]) -> dict[str, int]:
    """One hash for each entry, one sort, one greedy pass: no tiers, tickets, groups or caps."""
    keyed = sorted(
        (sha256(f"{SEED}|{entry.receipt}|1".encode()).digest(), n)
        for n, entry in enumerate(entries)
    )
    free, won = set(cells), {}
    for _, n in keyed:
        entry = entries[n]
        for nth, wish in enumerate(entry.wishes, start=1):
            if free.issuperset(wish):
                free.difference_update(wish)
                won[entry.receipt] = nth
                break
    return won


def _timed(what: Callable[[], Any]) -> tuple[float, Any]:
    began = time.perf_counter()
    answer = what()
    return time.perf_counter() - began, answer


def _megabytes() -> int:
    """The most that this process has had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    print(json.dumps(main()))
