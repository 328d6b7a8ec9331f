"""抽選の記録の検証: is a public record true? Pure; names the first difference.

What is checked, in this order: the form of every field, the lists and what stands in them, the
commitment, the digest, the order, the results.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from uketsuke.lottery import draw

HEX = frozenset("0123456789abcdef")
DIGEST_DIGITS = 64
_FIELDS = {
    "format": str,
    "round": str,
    "commitment": str,
    "entries_digest": str,
    "public_value": str,
    "secret": str,
    "cap": int,
    "offered": list,
    "entries": list,
    "order": list,
    "results": list,
}
_OF_ENTRY = {
    "receipt": str,
    "tier": int,
    "tickets": int,
    "group": str,
    "hall": str,
    "wishes": list,
}
_OF_RESULT = {"receipt": str, "wish": (int, type(None))}
MOST_TICKETS = 10_000  # a record that asks for more work than that is no true one
_PARTS = frozenset("|;+\n")  # what separates cells, wishes and lines where they are digested


@dataclass(frozen=True, slots=True)
class Difference:
    """相違: ``code`` says what is wrong, ``where`` in the record; what it should say and says."""

    code: str
    where: str
    expected: Any = None
    found: Any = None


def difference(document: Any) -> Difference | None:
    """最初の相違 of a record, None where it holds. Takes any JSON value, raises nothing."""
    return next(_differences(document), None)


def _differences(document: Any) -> Iterator[Difference]:
    """The caller takes the first: what comes later relies on what came before."""
    yield from _shape(document, _FIELDS, "")
    yield from _frame(document)
    yield from _offered(document["offered"])
    yield from _entries(document["entries"], document)
    yield from _drawn(document)


def _shape(value: Any, fields: Mapping[str, Any], where: str) -> Iterator[Difference]:
    """An object with exactly these fields, each of its type."""
    if not isinstance(value, dict):
        yield Difference("not_an_object", where, found=_short(value))
        return
    for name, kind in fields.items():
        place = f"{where}.{name}".lstrip(".")
        if name not in value:
            yield Difference("missing", place)
        elif not isinstance(value[name], kind) or isinstance(value[name], bool):
            yield Difference("wrong_type", place, found=_short(value[name]))
    if extra := sorted(set(value) - set(fields)):
        yield Difference("unknown_field", f"{where}.{extra[0]}".lstrip("."))


def _frame(document: dict[str, Any]) -> Iterator[Difference]:
    if document["format"] != draw.FORMAT:
        yield Difference("format", "format", draw.FORMAT, _short(document["format"]))
    for name in ("round", "public_value"):
        if not _is_text(document[name]):
            yield Difference("malformed", name)
    for name in ("commitment", "entries_digest", "secret"):
        if not _is_hex(document[name], DIGEST_DIGITS):
            yield Difference("not_hex", name, found=_short(document[name]))
    if not document["public_value"].strip():
        yield Difference("empty", "public_value")
    if not document["round"] or _PARTS & set(document["round"]):
        yield Difference("malformed", "round", found=_short(document["round"]))
    if not 1 <= document["cap"] <= MOST_TICKETS:
        yield Difference("out_of_range", "cap", found=document["cap"])
    expected = draw.commitment(document["secret"])
    if document["commitment"] != expected:
        yield Difference("commitment", "commitment", expected, document["commitment"])


def _offered(cells: list[Any]) -> Iterator[Difference]:
    for number, cell in enumerate(cells):
        if not _is_cell(cell):
            yield Difference("malformed", f"offered[{number}]", found=_short(cell))
            return
    yield from _sorted_once(cells, "offered")


def _entries(entries: list[Any], document: dict[str, Any]) -> Iterator[Difference]:
    offered = set(document["offered"])
    for number, entry in enumerate(entries):
        where = f"entries[{number}]"
        yield from _shape(entry, _OF_ENTRY, where)
        for name in ("receipt", "hall"):
            if not _is_text(entry[name]) or not entry[name] or _PARTS & set(entry[name]):
                yield Difference("malformed", f"{where}.{name}", found=_short(entry[name]))
        if not _is_hex(entry["group"], draw.PSEUDONYM_DIGITS):
            yield Difference("not_hex", f"{where}.group", found=_short(entry["group"]))
        if entry["tier"] < 0:
            yield Difference("out_of_range", f"{where}.tier", found=_short(entry["tier"]))
        if not 1 <= entry["tickets"] <= MOST_TICKETS:
            yield Difference("out_of_range", f"{where}.tickets", found=_short(entry["tickets"]))
        if not entry["wishes"]:
            yield Difference("empty", f"{where}.wishes")
        yield from _wishes(entry["wishes"], offered, where)
    yield from _sorted_once([entry["receipt"] for entry in entries], "entries")


def _wishes(wishes: list[Any], offered: set[str], where: str) -> Iterator[Difference]:
    for nth, cells in enumerate(wishes):
        place = f"{where}.wishes[{nth}]"
        if not isinstance(cells, list) or not cells:
            yield Difference("empty", place)
            return
        for cell in cells:
            if not _is_cell(cell):
                yield Difference("malformed", place, found=_short(cell))
                return
            if cell not in offered:
                yield Difference("unknown_cell", place, found=cell)
        if len(set(cells)) < len(cells):
            yield Difference("twice", place)


def _drawn(document: dict[str, Any]) -> Iterator[Difference]:
    """Make the draw again, and compare."""
    entries = [
        draw.Entry(
            receipt=entry["receipt"],
            tier=entry["tier"],
            tickets=entry["tickets"],
            group=entry["group"],
            hall=entry["hall"],
            wishes=tuple(tuple(cells) for cells in entry["wishes"]),
        )
        for entry in document["entries"]
    ]
    digest = draw.entries_digest(document["round"], document["cap"], document["offered"], entries)
    if document["entries_digest"] != digest:
        yield Difference("digest", "entries_digest", digest, document["entries_digest"])
    seed = draw.seed(document["secret"], digest, document["public_value"])
    ordered = draw.order(entries, seed)
    yield from _same("order", [entry.receipt for entry in ordered], document["order"])
    for number, row in enumerate(document["results"]):
        yield from _shape(row, _OF_RESULT, f"results[{number}]")
    wishes = draw.allot(ordered, document["offered"], document["cap"])
    results = [{"receipt": entry.receipt, "wish": wishes[entry.receipt]} for entry in entries]
    yield from _same("results", results, document["results"])


def _same(name: str, expected: Sequence[Any], found: Sequence[Any]) -> Iterator[Difference]:
    for number, (right, written) in enumerate(zip(expected, found, strict=False)):
        if right != written:
            yield Difference(name, f"{name}[{number}]", right, _short(written))
    if len(expected) != len(found):
        yield Difference("length", name, len(expected), len(found))


def _sorted_once(texts: list[str], where: str) -> Iterator[Difference]:
    for number, (before, text) in enumerate(pairwise(texts), start=1):
        if text == before:
            yield Difference("twice", f"{where}[{number}]", found=text)
        if text < before:
            yield Difference("unsorted", f"{where}[{number}]", found=text)


def _is_hex(text: str, digits: int) -> bool:
    return len(text) == digits and HEX.issuperset(text)


def _is_text(value: Any) -> bool:
    """Text that has a UTF-8 form (half a surrogate pair has none)."""
    return isinstance(value, str) and not any("\ud800" <= sign <= "\udfff" for sign in value)


def _is_cell(value: Any) -> bool:
    """``yotsuya/hall|2027-04-10|pm``."""
    if not _is_text(value) or {";", "+", "\n"} & set(value):
        return False
    parts = value.split("|")
    return len(parts) == len(("room", "date", "slot")) and all(parts)


def _short(value: Any) -> str:
    """As it is shown: a long value by its beginning."""
    return repr(value)[:80]
