"""名寄せ: entries of parties that look like one. Pure: facts in, parties with their reasons out.

Who shares a person, a phone, an address or a mail with another may be the same party under two
names. Nothing is merged by itself: staff look at each party and decide. 源: product.md R6, L5.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

KINDS = ("person", "phone", "mail", "address")


@dataclass(frozen=True, slots=True)
class Traits:
    """見分けるもの of one entry: for each kind of ``KINDS`` its values, as they are compared."""

    receipt: str
    group: int
    values: Mapping[str, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Party:
    """同一と思われる申込: the receipts (sorted), and the kinds in which some of them agree."""

    receipts: tuple[str, ...]
    alike: tuple[str, ...]

    @property
    def key(self) -> str:
        return ",".join(self.receipts)


def parties(entries: Iterable[Traits]) -> list[Party]:
    """Entries of different groups that are linked by any value, also through a third."""
    entries = list(entries)
    leader = {entry.receipt: entry.receipt for entry in entries}
    alike: dict[str, set[str]] = defaultdict(set)
    for kind, sharing in _shared(entries):
        roots = sorted({_root(leader, entry.receipt) for entry in sharing})
        for other in roots[1:]:
            leader[other] = roots[0]
        for entry in sharing:
            alike[entry.receipt].add(kind)
    members: dict[str, list[str]] = defaultdict(list)
    for receipt in leader:
        members[_root(leader, receipt)].append(receipt)
    return [
        Party(tuple(sorted(found)), tuple(k for k in KINDS if any(k in alike[r] for r in found)))
        for _, found in sorted(members.items())
        if len(found) > 1
    ]


def plain(text: str) -> str:
    """As addresses are compared: width, spaces and dashes do not matter."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    for written in ("丁目", "番地", "番", "号"):
        folded = folded.replace(written, "-")
    kept = "".join(sign for sign in folded if sign.isalnum() or sign == "-")
    return "-".join(part for part in kept.split("-") if part)


def _shared(entries: list[Traits]) -> Iterable[tuple[str, list[Traits]]]:
    """Every value that entries of more than one group have, with those entries."""
    for kind in KINDS:
        having: dict[str, list[Traits]] = defaultdict(list)
        for entry in entries:
            for value in entry.values.get(kind, ()):
                having[value].append(entry)
        for sharing in having.values():
            if len({entry.group for entry in sharing}) > 1:
                yield kind, sharing


def _root(leader: dict[str, str], receipt: str) -> str:
    while leader[receipt] != receipt:
        leader[receipt] = leader[leader[receipt]]
        receipt = leader[receipt]
    return receipt
