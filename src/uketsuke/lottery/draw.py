"""抽選: the draw itself and its public record. Stands alone, so that anybody can run it.

Standard library only. The format is ``uketsuke-lottery/1``; ``docs/ideas/draw.md`` explains it.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from operator import attrgetter
from typing import Any

FORMAT = "uketsuke-lottery/1"
PSEUDONYM_DIGITS = 16


@dataclass(frozen=True, slots=True)
class Entry:
    """抽選申込 as recorded: ``group`` is a pseudonym, ``wishes`` are cells, the best first."""

    receipt: str
    tier: int
    tickets: int
    group: str
    hall: str
    wishes: tuple[tuple[str, ...], ...]


def H(text: str) -> str:  # noqa: N802 - the name it has in the published format
    """The lowercase hex SHA-256 of the UTF-8 text."""
    return sha256(text.encode()).hexdigest()


def commitment(secret: str) -> str:
    """約束の番号: published when the round opens; binds us to the secret."""
    return H(secret)


def pseudonym(secret: str, group_number: str, round_code: str) -> str:
    """A group within one round; nobody can follow it to the next."""
    return H(f"{secret}|{group_number}|{round_code}")[:PSEUDONYM_DIGITS]


def entries_digest(
    round_code: str, cap: int, offered: Iterable[str], entries: Iterable[Entry]
) -> str:
    """名簿の番号: published when the list is frozen; binds us to every entry and cell."""
    digest = sha256(f"{round_code}|{cap}|{';'.join(sorted(offered))}\n".encode())
    for entry in sorted(entries, key=attrgetter("receipt")):
        wishes = ";".join("+".join(cells) for cells in entry.wishes)
        line = f"{entry.receipt}|{entry.tier}|{entry.tickets}|{entry.group}|{entry.hall}|{wishes}\n"
        digest.update(line.encode())
    return digest.hexdigest()


def seed(secret: str, digest: str, public_value: str) -> str:
    """What all keys come from; nobody knows it before the public value is drawn."""
    return H(f"{secret}|{digest}|{public_value}")


def order(entries: Iterable[Entry], seed: str) -> list[Entry]:
    """抽選の順番: by tier, then by key: the smallest of one hash for each ticket."""
    prefix = f"{seed}|"

    def key(entry: Entry) -> bytes:  # bytes order as their hex digits do
        start = f"{prefix}{entry.receipt}|"
        if entry.tickets == 1:
            return sha256(f"{start}1".encode()).digest()
        return min(sha256(f"{start}{j}".encode()).digest() for j in range(1, entry.tickets + 1))

    return sorted(sorted(entries, key=key), key=attrgetter("tier"))  # the second sort is stable


def allot(ordered: Sequence[Entry], offered: Iterable[str], cap: int) -> dict[str, int | None]:
    """割当て: for each receipt the wish it wins (from 1), or None.

    In each of ``cap`` passes, every second one backwards, whoever has not won and whose group has
    fewer wins for that hall than the number of the pass gets the first wish that is still free.
    What is taken stays taken: only an entry whom nothing but the cap holds back comes again.
    """
    free = set(offered)
    results: dict[str, int | None] = dict.fromkeys([entry.receipt for entry in ordered])
    wins: dict[tuple[str, str], int] = {}
    coming: Iterable[Entry] = ordered
    for number in range(1, cap + 1):
        held: list[Entry] = []
        for entry in coming:
            for nth, cells in enumerate(entry.wishes, start=1):
                if not free.issuperset(cells):
                    continue
                place = (entry.group, entry.hall)
                if wins.get(place, 0) >= number:
                    held.append(entry)
                else:
                    free.difference_update(cells)
                    results[entry.receipt] = nth
                    wins[place] = wins.get(place, 0) + 1
                break
        if not held:
            break
        coming = reversed(held)
    return results


def runners_up(ordered: Iterable[Entry], results: Mapping[str, int | None]) -> list[str]:
    """補欠の順番: the receipts that won nothing, in the order of the draw."""
    return [entry.receipt for entry in ordered if results[entry.receipt] is None]


def record(
    round_code: str,
    secret: str,
    public_value: str,
    cap: int,
    offered: Iterable[str],
    entries: Iterable[Entry],
) -> dict[str, Any]:
    """公開の記録: the whole draw, so that anybody can make it again."""
    cells, listed = sorted(offered), sorted(entries, key=attrgetter("receipt"))
    digest = entries_digest(round_code, cap, cells, listed)
    ordered = order(listed, seed(secret, digest, public_value))
    results = allot(ordered, cells, cap)
    return {
        "format": FORMAT,
        "round": round_code,
        "commitment": commitment(secret),
        "entries_digest": digest,
        "public_value": public_value,
        "secret": secret,
        "cap": cap,
        "offered": cells,
        "entries": [_as_json(entry) for entry in listed],
        "order": [entry.receipt for entry in ordered],
        "results": [{"receipt": entry.receipt, "wish": results[entry.receipt]} for entry in listed],
    }


def entries_of(document: Mapping[str, Any]) -> list[Entry]:
    """抽選申込 of a record, as they stand in it."""
    return [
        Entry(
            row["receipt"],
            row["tier"],
            row["tickets"],
            row["group"],
            row["hall"],
            tuple(tuple(cells) for cells in row["wishes"]),
        )
        for row in document["entries"]
    ]


def as_text(document: Mapping[str, Any]) -> str:
    """The record as it is published: JSON in UTF-8, one space of indent, a newline at the end."""
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _as_json(entry: Entry) -> dict[str, Any]:
    return {
        "receipt": entry.receipt,
        "tier": entry.tier,
        "tickets": entry.tickets,
        "group": entry.group,
        "hall": entry.hall,
        "wishes": [list(cells) for cells in entry.wishes],
    }
