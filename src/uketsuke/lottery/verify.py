"""記録の検算: does a public record hold, and if not, what is the first thing that is wrong?

Pure, and with ``draw.py`` all that is needed. Nothing is trusted: any JSON value may come in, and
none makes it fail. The checks are generators of differences, of which only the first is asked
for, so each may rely on what was checked before it. ``verify.js`` says the same in a browser.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn

from uketsuke.lottery import draw

MOST = 1_000_000  # of any number in a record; so that nobody can make us count for ever
SHOWN = 80  # letters of what was found

WORD = re.compile(r"[A-Za-z0-9._-]+")  # nothing that separates parts of a hashed line
CELL = re.compile(r"([A-Za-z0-9._-]+)/[A-Za-z0-9._-]+\|[0-9]{4}-[0-9]{2}-[0-9]{2}\|[A-Za-z0-9._-]+")
SECRET = re.compile(r"[0-9a-f]{64}")
PSEUDONYM = re.compile(r"[0-9a-f]{16}")
NAME = re.compile(r"[^|\x00-\x1f\x7f\ud800-\udfff]+")
TEXT = re.compile(r"[^\ud800-\udfff]*")
BLANK = re.compile(r"[ \t\r\n\u3000]*")

KINDS = {
    dict: "object",
    list: "list",
    str: "text",
    int: "integer",
    float: "number",
    bool: "boolean",
    type(None): "null",
}
DOCUMENT = {
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
ENTRY = {"receipt": str, "tier": int, "tickets": int, "group": str, "hall": str, "wishes": list}
RESULT = {"receipt": str, "wish": object}


@dataclass(frozen=True, slots=True)
class Difference:
    """相違: ``where`` in the record, what stands there and what should; for people to read."""

    code: str
    where: str
    expected: str
    found: str


def difference(document: object, patience: int | None = None) -> Difference | None:
    """最初の相違 of a record (as JSON gives it) from what it should be; None: it holds.

    ``patience``: the most hashes and looks at an entry to spend on it (None: as many as needed).
    """
    return next(_differences(document, patience), None)


def difference_of_file(raw: bytes, patience: int | None = None) -> Difference | None:
    """最初の相違 of a record as it is published, from its first byte to its last."""
    try:
        document = json.loads(raw.decode(), object_pairs_hook=_object, parse_constant=_not_a_number)
    except UnicodeDecodeError as error:
        return Difference("not_utf8", str(error.start), "", "")
    except json.JSONDecodeError as error:
        return Difference("not_json", f"{error.lineno}:{error.colno}", "", _shown(error.msg))
    except _Unreadable as error:
        return error.difference
    except RecursionError:
        return Difference("too_deep", "", "", "")
    except ValueError:  # a number of thousands of digits
        return Difference("not_a_number", "", "", "")
    return difference(document, patience)


class _Unreadable(Exception):
    """Why the text of a record cannot be read in only one way."""

    def __init__(self, code: str, found: str) -> None:
        super().__init__(code)
        self.difference = Difference(code, "", "", _shown(found))


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        counted = Counter(name for name, _ in pairs)
        raise _Unreadable("field_twice", next(name for name in counted if counted[name] > 1))
    return made


def _not_a_number(word: str) -> NoReturn:
    raise _Unreadable("not_a_number", word)


def _differences(document: Any, patience: int | None) -> Iterator[Difference]:
    if type(document) is not dict:
        yield _wrong("type", "", "object", document)
    if "format" in document and document["format"] != draw.FORMAT:
        yield _wrong("format", "format", draw.FORMAT, document["format"])
    yield from _fields(document, DOCUMENT, "")
    yield from _of_head(document)
    yield from _of_offered(document["offered"])
    yield from _of_receipts(document["entries"])
    offered = frozenset(document["offered"])
    for row in document["entries"]:
        yield from _of_entry(row, offered, f"entries[{row['receipt']}]")
    yield from _of_lists(document["order"], document["results"])
    entries = draw.entries_of(document)
    needed = _work(entries, document["cap"])
    if patience is not None and needed > patience:
        yield Difference("too_much", "entries", str(patience), str(needed))
    yield from _of_draw(document, entries)


def _of_head(document: Mapping[str, Any]) -> Iterator[Difference]:
    if not NAME.fullmatch(document["round"]):
        yield _wrong("text", "round", "", document["round"])
    if not TEXT.fullmatch(document["public_value"]):
        yield _wrong("text", "public_value", "", document["public_value"])
    if BLANK.fullmatch(document["public_value"]):
        yield _wrong("empty_public_value", "public_value", "", document["public_value"])
    if not SECRET.fullmatch(document["secret"]):
        yield _wrong("secret", "secret", "64", document["secret"])
    yield from _number(document["cap"], 1, "cap")


def _of_offered(cells: Sequence[Any]) -> Iterator[Difference]:
    yield from _sorted(cells, CELL, "cell", "offered", "")


def _of_receipts(rows: Sequence[Any]) -> Iterator[Difference]:
    for n, row in enumerate(rows):
        if type(row) is not dict:
            yield _wrong("type", f"entries[{n}]", "object", row)
        yield from _fields(row, ENTRY, f"entries[{n}].")
    yield from _sorted([row["receipt"] for row in rows], WORD, "receipt", "entries", ".receipt")


def _of_entry(row: Mapping[str, Any], offered: frozenset[str], where: str) -> Iterator[Difference]:
    yield from _number(row["tier"], 0, f"{where}.tier")
    yield from _number(row["tickets"], 1, f"{where}.tickets")
    if not PSEUDONYM.fullmatch(row["group"]):
        yield _wrong("group", f"{where}.group", "16", row["group"])
    # Which hall it is cannot be told from the wishes: the first may have become impossible.
    if not WORD.fullmatch(row["hall"]):
        yield _wrong("hall", f"{where}.hall", "", row["hall"])
    if not row["wishes"]:
        yield _wrong("no_wish", f"{where}.wishes", "", row["wishes"])
    for n, cells in enumerate(row["wishes"]):
        yield from _of_wish(cells, offered, f"{where}.wishes[{n}]")


def _of_wish(cells: Any, offered: frozenset[str], where: str) -> Iterator[Difference]:
    if type(cells) is not list:
        yield _wrong("type", where, "list", cells)
    if not cells:
        yield _wrong("empty_wish", where, "", cells)
    seen: set[str] = set()
    for n, cell in enumerate(cells):
        if type(cell) is not str:
            yield _wrong("type", f"{where}[{n}]", "text", cell)
        if cell not in offered:
            yield _wrong("unknown_cell", f"{where}[{n}]", "", cell)
        if cell in seen:
            yield _wrong("cell_twice", f"{where}[{n}]", "", cell)
        seen.add(cell)


def _of_lists(order: Sequence[Any], results: Sequence[Any]) -> Iterator[Difference]:
    for n, receipt in enumerate(order):
        if type(receipt) is not str:
            yield _wrong("type", f"order[{n}]", "text", receipt)
    for n, row in enumerate(results):
        if type(row) is not dict:
            yield _wrong("type", f"results[{n}]", "object", row)
        yield from _fields(row, RESULT, f"results[{n}].")
        if row["wish"] is not None and type(row["wish"]) is not int:
            yield _wrong("type", f"results[{n}].wish", "integer", row["wish"])


def _of_draw(document: Mapping[str, Any], entries: Sequence[draw.Entry]) -> Iterator[Difference]:
    """All that is computed, in the order in which it was made public."""
    secret, cap, cells = document["secret"], document["cap"], document["offered"]
    digest = draw.entries_digest(document["round"], cap, cells, entries)
    for name, expected in (("commitment", draw.commitment(secret)), ("entries_digest", digest)):
        if document[name] != expected:
            yield _wrong(name, name, expected, document[name])
    ordered = draw.order(entries, draw.seed(secret, digest, document["public_value"]))
    receipts = [entry.receipt for entry in ordered]
    yield from _same("order", "order[{}]", receipts, document["order"])
    results = draw.allot(ordered, cells, cap)
    listed, rows = sorted(results), document["results"]
    yield from _same("results", "results[{}].receipt", listed, [row["receipt"] for row in rows])
    for row in rows:
        receipt = row["receipt"]
        if row["wish"] != results[receipt]:
            where = f"results[{receipt}].wish"
            yield _wrong("results", where, _shown(results[receipt]), row["wish"])


def _fields(row: Mapping[str, Any], kinds: Mapping[str, type], where: str) -> Iterator[Difference]:
    """Exactly the fields of ``kinds``, each of its kind (``object``: any)."""
    for name, kind in kinds.items():
        if name not in row:
            yield Difference("missing", f"{where}{name}", "", "")
        if kind is not object and type(row[name]) is not kind:
            yield _wrong("type", f"{where}{name}", KINDS[kind], row[name])
    for name in row:
        if name not in kinds:
            yield Difference("unknown_field", f"{where}{_shown(name)}", "", "")


def _number(value: int, least: int, where: str) -> Iterator[Difference]:
    if not least <= value <= MOST:
        yield _wrong("number", where, f"{least}–{MOST}", value)


def _sorted(
    values: Sequence[Any], pattern: re.Pattern[str], code: str, where: str, field: str
) -> Iterator[Difference]:
    """Texts of that shape in rising order, none twice."""
    seen: set[str] = set()
    last = ""
    for n, value in enumerate(values):
        place = f"{where}[{n}]{field}"
        if type(value) is not str:
            yield _wrong("type", place, "text", value)
        if not pattern.fullmatch(value):
            yield _wrong(code, place, "", value)
        if value in seen:
            yield _wrong(f"duplicate_{code}", place, "", value)
        if value < last:
            yield _wrong("unsorted", place, "", value)
        seen.add(value)
        last = value


def _same(
    code: str, where: str, expected: Sequence[str], found: Sequence[str]
) -> Iterator[Difference]:
    """Two lists, place by place; what one of them lacks is shown as nothing."""
    for n in range(max(len(expected), len(found))):
        should, stands = expected[n : n + 1], found[n : n + 1]
        if should != stands:
            yield Difference(code, where.format(n), *map(_listed, (should, stands)))


def _work(entries: Iterable[draw.Entry], cap: int) -> int:
    """How much there is to count: a hash for each ticket, a look at each entry in each pass."""
    entries = list(entries)
    most = max(Counter((entry.group, entry.hall) for entry in entries).values(), default=0)
    return sum(entry.tickets for entry in entries) + min(cap, most) * len(entries)


def _wrong(code: str, where: str, expected: str, found: object) -> Difference:
    return Difference(code, where, expected, _shown(found))


def _listed(one: Sequence[str]) -> str:
    return _shown(one[0]) if one else ""


def _shown(value: object) -> str:
    """What was found, short and printable: anything may stand in a file."""
    if type(value) is str:
        short = value if len(value) <= SHOWN else f"{value[:SHOWN]}…"
        return "".join(letter if letter.isprintable() else "?" for letter in short)
    if type(value) is int and abs(value) < 10**15:
        return str(value)
    return KINDS.get(type(value), "unknown")
