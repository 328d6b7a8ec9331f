"""料金表のファイル: a version's content as CSV or JSON, and back, faults named by their line.

Both hold the same rows; a screen that sends rows is read by the same rules. Whoever reads a file
gets all of its content or none. A text that a spreadsheet would take for a formula is written
with an apostrophe before it, and refused where it comes without.
"""

import csv
import hashlib
import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from io import StringIO
from typing import Any

from uketsuke.kernel.refusals import Refusal
from uketsuke.tariffs.content import FIGURES, Content, Fault, Fee, faults
from uketsuke.tariffs.quote import AdmissionTier, EquipmentPrice, ReductionKind
from uketsuke.tariffs.refund import Step

MOST_BYTES = 200_000
MOST_ROWS = 2_000
MOST_FAULTS = 50

# The kind of a row: the part it belongs to, and its word in the file.
KINDS = {
    "head": "版",
    "base": "基本料金",
    "tiers": "入場料",
    "figures": "割合",
    "reductions": "減免",
    "equipment": "設備",
    "refund_steps": "還付",
}
HEAD = {"label": "名称", "in_force_from": "施行日", "change_over": "切替"}
COLUMNS = {
    "kind": "種別",
    "code": "コード",
    "slot": "区分",
    "day_kind": "曜日",
    "label": "名称",
    "unit": "単位",
    "value": "値",
}
_WORDS = {word: part for part, word in KINDS.items()}
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_NUMBER = re.compile(r"-?[0-9]{1,9}")
_DATE = re.compile(r"([0-9]{4})[-/]([0-9]{1,2})[-/]([0-9]{1,2})")


@dataclass(frozen=True, slots=True)
class Row:
    """一行: ``place`` is the line in the file (or the field on a screen); all else is text."""

    place: str
    kind: str
    code: str = ""
    slot: str = ""
    day_kind: str = ""
    label: str = ""
    unit: str = ""
    value: str = ""
    formula: str = ""  # what in it a spreadsheet would run


@dataclass(frozen=True, slots=True)
class Problem:
    """誤りの場所: ``place`` as in Row; empty: the file as a whole."""

    place: str
    reason: Refusal


@dataclass(frozen=True, slots=True)
class Reading:
    """読み取り: the content, or the problems that there are (then ``content`` is None)."""

    content: Content | None
    problems: list[Problem]


@dataclass(slots=True)
class _Parts:
    """Values by part, with the place of each."""

    values: dict[str, list[Any]] = field(default_factory=lambda: defaultdict(list))
    places: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    named: dict[str, Any] = field(default_factory=dict)
    named_places: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def rows(content: Content) -> list[Row]:
    """The rows of that content, in the order of a file."""
    found = [
        Row("", "版", "label", value=content.label),
        Row("", "版", "in_force_from", value=content.in_force_from.isoformat()),
        Row("", "版", "change_over", value=content.change_over),
    ]
    found += [
        Row("", "基本料金", fee.room, fee.slot, fee.day_kind, unit="円", value=str(fee.amount))
        for fee in content.base
    ]
    found += [
        Row("", "入場料", _written(tier.up_to), unit="%", value=str(tier.percent))
        for tier in content.tiers
    ]
    found += [
        Row("", "割合", name, label=label, unit=unit, value=str(getattr(content, name)))
        for name, (label, unit, _, _) in FIGURES.items()
    ]
    found += [
        Row("", "減免", kind.code, label=kind.label, unit="%", value=_written(kind.percent))
        for kind in content.reductions
    ]
    found += [
        Row("", "設備", item.code, label=item.label, unit=item.unit, value=str(item.amount))
        for item in content.equipment
    ]
    found += [
        Row("", "還付", str(step.min_days), unit="%", value=str(step.percent))
        for step in content.refund_steps
    ]
    return found


def as_csv(content: Content) -> bytes:
    """CSV in UTF-8 with BOM, one row a line."""
    out = StringIO()
    write = csv.writer(out, lineterminator="\r\n").writerow
    write(COLUMNS.values())
    for row in rows(content):
        write(_quoted(getattr(row, name)) for name in COLUMNS)
    return out.getvalue().encode("utf-8-sig")


def as_json(content: Content) -> bytes:
    """JSON: a list of rows, one a line."""
    lines = []
    for row in rows(content):
        named = {name: value for name, value in asdict(row).items() if value and name != "place"}
        lines.append(json.dumps(named, ensure_ascii=False))
    return ("[\n" + ",\n".join(lines) + "\n]\n").encode()


def fingerprint(content: Content) -> str:
    """指紋: the same for the same content; what a writer saw when she began."""
    return hashlib.sha256(as_json(content)).hexdigest()[:16]


def read(document: bytes, rooms: Mapping[str, Sequence[str]]) -> Reading:
    """読み取り of a CSV or JSON file (told by its first sign). Nothing is ever raised for what
    stands in it; ``rooms`` are the slots of every room that must have a fee."""
    if len(document) > MOST_BYTES:
        return _failed(Refusal("tariffs.file_too_large", most=MOST_BYTES // 1000))
    try:
        text = document.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = document[: error.start].count(b"\n") + 1
        return _failed(Refusal("tariffs.file_encoding"), line)
    reader = _from_json if text.lstrip()[:1] in ("[", "{") else _from_csv
    found: list[Row] = []
    try:
        for row in reader(text):
            found.append(row)
            if len(found) > MOST_ROWS:
                return _failed(Refusal("tariffs.file_too_long", most=MOST_ROWS))
    except _UnreadableError as error:
        return _failed(error.reason, error.line)
    return build(found, rooms)


def build(given: Iterable[Row], rooms: Mapping[str, Sequence[str]]) -> Reading:
    """版を組み立てる: the content that these rows say, or everything that is wrong with them."""
    parts = _Parts()
    for row in given:
        for reason in _take(row, parts):
            parts.problems.append(Problem(row.place, reason))
    for name in (*HEAD, *FIGURES):
        if name not in parts.named_places:
            what = HEAD.get(name) or FIGURES[name][0]
            parts.problems.append(Problem("", Refusal("tariffs.missing_row", what=what)))
    # A row that could not be read must not be called missing as well.
    if parts.problems:
        return Reading(None, parts.problems[:MOST_FAULTS])
    said: dict[str, Any] = {
        part: tuple(parts.values[part]) for part in KINDS if part not in ("head", "figures")
    }
    content = Content(**said, **parts.named)
    found = [Problem(_place(fault, parts), fault.reason) for fault in faults(content, rooms)]
    return Reading(None if found else content, found[:MOST_FAULTS])


def _take(row: Row, parts: _Parts) -> Iterator[Refusal]:
    """Put the row where it belongs, or say why not."""
    part = _WORDS.get(row.kind, row.kind)
    if row.formula:
        yield Refusal("tariffs.formula", given=row.formula[:20])
    if part not in KINDS:
        yield Refusal("tariffs.unknown_kind", given=row.kind[:20])
        return
    try:
        if part in ("head", "figures"):
            _take_named(part, row, parts)
        else:
            parts.values[part].append(_value(part, row))
            parts.places[part].append(row.place)
    except Refusal as refusal:
        if part in ("head", "figures"):
            parts.named_places.setdefault(row.code, row.place)
        yield refusal


def _take_named(part: str, row: Row, parts: _Parts) -> None:
    if row.code not in (HEAD if part == "head" else FIGURES):
        raise Refusal("tariffs.unknown_row", given=row.code[:20])
    if row.code in parts.named_places:
        raise Refusal("tariffs.double_code", given=row.code)
    parts.named_places[row.code] = row.place
    if part == "figures":
        parts.named[row.code] = _number(row.value)
    elif row.code == "in_force_from":
        parts.named[row.code] = _day(row.value)
    else:
        parts.named[row.code] = row.value


def _value(part: str, row: Row) -> Any:
    if part == "base":
        return Fee(row.code, row.slot, row.day_kind, _number(row.value))
    if part == "tiers":
        return AdmissionTier(_number(row.code) if row.code else None, _number(row.value))
    if part == "reductions":
        percent = _number(row.value) if row.value else None
        return ReductionKind(row.code, row.label, percent)
    if part == "equipment":
        return EquipmentPrice(row.code, row.label, row.unit, _number(row.value))
    return Step(_number(row.code), _number(row.value))


def _place(fault: Fault, parts: _Parts) -> str:
    if fault.nth is None:
        return ""
    if fault.part == "head":
        return parts.named_places[list(HEAD)[fault.nth]]
    if fault.part == "figures":
        return parts.named_places[list(FIGURES)[fault.nth]]
    return parts.places[fault.part][fault.nth]


def _number(cell: str) -> int:
    plain = unicodedata.normalize("NFKC", cell).replace(",", "").strip()
    if not plain:
        raise Refusal("tariffs.no_number")
    if not _NUMBER.fullmatch(plain):
        raise Refusal("tariffs.not_a_number", given=cell[:20])
    return int(plain)


def _day(cell: str) -> date:
    """ISO, or with the slashes and without the zeros that spreadsheets make of it."""
    written = _DATE.fullmatch(cell.strip())
    try:
        return date(*map(int, written.groups() if written else ()))
    except (TypeError, ValueError) as error:
        raise Refusal("tariffs.not_a_date", given=cell[:20]) from error


def _is_formula(cell: str) -> bool:
    return cell.startswith(_FORMULA) and not _NUMBER.fullmatch(cell)


def _quoted(cell: str) -> str:
    """A text that a spreadsheet would run, made one that it shows."""
    return f"'{cell}" if cell.startswith((*_FORMULA, "'")) else cell


def _written(number: int | None) -> str:
    return "" if number is None else str(number)


class _UnreadableError(Exception):
    """The file breaks off at ``line``; nothing after it can be read."""

    def __init__(self, reason: Refusal, line: int) -> None:
        super().__init__(reason.code)
        self.reason, self.line = reason, line


def _from_csv(text: str) -> Iterator[Row]:
    reader = csv.reader(StringIO(text, newline=""), strict=True)
    names = list(COLUMNS)
    line = 1
    try:
        for cells in reader:
            start, line = line, reader.line_num + 1
            if start == 1 and cells != list(COLUMNS.values()):
                raise _UnreadableError(Refusal("tariffs.file_heading"), 1)
            if start == 1 or not any(cells):
                continue
            if len(cells) != len(names):
                raise _UnreadableError(
                    Refusal("tariffs.file_columns", most=len(names), given=len(cells)), start
                )
            formula = next((cell for cell in cells if _is_formula(cell)), "")
            plain = [cell.removeprefix("'") for cell in cells]
            yield Row(str(start), **dict(zip(names, plain, strict=True)), formula=formula)
    except csv.Error as error:
        raise _UnreadableError(Refusal("tariffs.file_broken"), line) from error
    if line == 1:
        raise _UnreadableError(Refusal("tariffs.file_heading"), 1)


def _from_json(text: str) -> Iterator[Row]:
    """Row by row, so that each knows its line."""
    decoder, at = json.JSONDecoder(parse_constant=_no_constant), _skip(text, 0, "[")
    while text[at : at + 1] != "]":
        line = text.count("\n", 0, at) + 1
        try:
            item, at = decoder.raw_decode(text, at)
        except (ValueError, RecursionError) as error:
            raise _UnreadableError(Refusal("tariffs.file_broken"), line) from error
        yield _json_row(item, line)
        at = _skip(text, at, "")
        if text[at : at + 1] == "]":
            break
        at = _skip(text, at, ",")
    if text[at + 1 :].strip():
        raise _UnreadableError(Refusal("tariffs.file_broken"), text.count("\n", 0, at) + 1)


def _json_row(item: Any, line: int) -> Row:
    known = isinstance(item, dict) and set(item) <= set(COLUMNS)
    if not known or not all(_is_plain(value) for value in item.values()):
        raise _UnreadableError(Refusal("tariffs.file_row"), line)
    cells = {name: str(value) for name, value in item.items()}
    return Row(str(line), **({"kind": ""} | cells))


def _is_plain(value: Any) -> bool:
    if isinstance(value, bool):
        return False
    return isinstance(value, str) or (isinstance(value, int) and abs(value) < 10**9)


def _skip(text: str, at: int, sign: str) -> int:
    """The place of what follows ``sign``, which must come next after blanks."""
    blank = re.compile(r"\s*")
    here = blank.match(text, at)
    at = here.end() if here else at
    if text[at : at + len(sign)] != sign:
        raise _UnreadableError(Refusal("tariffs.file_broken"), text.count("\n", 0, at) + 1)
    here = blank.match(text, at + len(sign))
    return here.end() if here else at


def _no_constant(word: str) -> Any:
    raise ValueError(word)


def _failed(reason: Refusal, line: int | None = None) -> Reading:
    return Reading(None, [Problem("" if line is None else str(line), reason)])
