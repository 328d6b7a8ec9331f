"""抽選の見本: entries, made-up rounds and records for the tests of the draw."""

import json
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from uketsuke.lottery import draw
from uketsuke.lottery.draw import Entry

SAMPLE = Path(__file__).with_name("lottery-sample.json")
SECRET = "0123456789abcdef" * 4
CELLS = tuple(
    f"yotsuya/hall|2027-04-{day:02d}|{slot}" for day in (1, 2, 3) for slot in ("am", "pm")
)
HALLS = ("yotsuya", "tansu")


def sample() -> dict[str, Any]:
    read: dict[str, Any] = json.loads(SAMPLE.read_text(encoding="utf-8"))
    return read


def entry(
    receipt: str, *wishes: str, group: str = "", hall: str = "h", tier: int = 0, tickets: int = 1
) -> Entry:
    """``wishes`` like "a" or "a+b"; without a group everybody is her own."""
    cells = tuple(tuple(wish.split("+")) for wish in wishes)
    return Entry(receipt, tier, tickets, group or receipt, hall, cells)


def places(entries: list[Entry], results: dict[str, int | None]) -> dict[str, str]:
    """Who has each cell."""
    return {
        cell: each.receipt
        for each in entries
        if (won := results[each.receipt])
        for cell in each.wishes[won - 1]
    }


@st.composite
def orders(take: st.DrawFn, own_groups: bool = False) -> list[Entry]:
    """Entries in the order of a draw, with few cells, groups and halls, so that they meet."""
    wishes = st.lists(
        st.lists(st.sampled_from("abcde"), min_size=1, max_size=2, unique=True).map(tuple),
        min_size=1,
        max_size=3,
    ).map(tuple)
    count = take(st.integers(1, 9))
    return [
        Entry(
            f"R{n}",
            0,
            1,
            f"R{n}" if own_groups else take(st.sampled_from("xyz")),
            "h" if own_groups else take(st.sampled_from("hk")),
            take(wishes),
        )
        for n in range(count)
    ]


@st.composite
def records(take: st.DrawFn) -> dict[str, Any]:
    """True records of small rounds."""
    halls = [take(st.sampled_from(HALLS)) for _ in range(take(st.integers(0, 7)))]
    entries = [
        Entry(
            f"R{n:03d}",
            take(st.integers(0, 2)),
            take(st.integers(1, 3)),
            draw.pseudonym(SECRET, take(st.sampled_from(["1", "2", "3"])), "2027-04-others"),
            hall,
            take(_wishes(hall)),
        )
        for n, hall in enumerate(halls)
    ]
    public = take(st.text(st.characters(codec="utf-8"), min_size=1, max_size=5))
    offered = [cell.replace("yotsuya", hall) for cell in CELLS for hall in HALLS]
    cap = take(st.integers(1, 3))
    return draw.record("2027-04-others", SECRET, f"3 {public}", cap, offered, entries)


def _wishes(hall: str) -> st.SearchStrategy[Any]:
    cells = st.sampled_from([cell.replace("yotsuya", hall) for cell in CELLS])
    wish = st.lists(cells, min_size=1, max_size=2, unique=True).map(tuple)
    return st.lists(wish, min_size=1, max_size=3).map(tuple)
