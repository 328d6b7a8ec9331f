"""全銀協の振込入金通知: what came in at the bank, from its file of records of 200 bytes.

Half-width kana in one byte each (JIS X 0201, as CP932 has them), with or without line ends. All
of the file is read, or every fault is told with its line and nothing is taken. Pure. 源: the
banks' published layout of 種別 01 (header, data, trailer, end).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

LENGTH = 200
LARGEST = 1024 * 1024
REIWA = 2018  # 和暦の年 in the file: 08 is 2026
KIND = "01"
HEADER, DATA, TRAILER, END = "1", "2", "8", "9"
CANCELLED = "1"
# What may stand in a field of letters: ASCII but control characters, and half-width kana.
LETTERS = re.compile(r"[ -~｡-ﾟ]*")


@dataclass(frozen=True, slots=True)
class Fault:
    """誤り in line ``line`` (from 1; 0: the file as a whole); ``code`` has its sentence."""

    line: int
    code: str
    given: str = ""


class Unreadable(Exception):
    """The file is not taken; ``faults`` are all that is wrong with it."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__(f"{len(faults)} faults")
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Line:
    """入金一件: ``amount`` yen on ``day`` (勘定日); ``payer`` and ``message`` (EDI情報) as the bank
    wrote them, ``number`` its own number of it."""

    line: int
    number: str
    day: date
    amount: int
    payer: str
    message: str


@dataclass(frozen=True, slots=True)
class Statement:
    """通知: the lines that came in and stand, and the days it is about."""

    first: date
    last: date
    lines: tuple[Line, ...]

    @property
    def total(self) -> int:
        return sum(line.amount for line in self.lines)


def read(content: bytes) -> Statement:
    """Read the file. Raises Unreadable with every fault. Lines the bank itself took back (取消区分)
    count for its sums, and are not among ``lines``."""
    records, faults = _records(content)
    if not faults:
        faults = [*_of_frame(records), *_of_fields(records)]
    if faults:
        raise Unreadable(sorted(faults, key=lambda fault: fault.line))
    data = [(nth, each) for nth, each in enumerate(records, 1) if each[0] == DATA]
    faults = list(_of_sums(records, [each for _, each in data]))
    if faults:
        raise Unreadable(faults)
    standing = [_line(nth, each) for nth, each in data if each[127] != CANCELLED]
    header = records[0]
    return Statement(_day(header[10:16]), _day(header[16:22]), tuple(standing))


def booking_numbers(line: Line) -> list[str]:
    """予約番号 that the payer named: every run of exactly eight digits, in letters of any width."""
    words = f"{line.payer} {line.message}"
    return list(dict.fromkeys(re.findall(r"(?<!\d)\d{8}(?!\d)", words)))


def _records(content: bytes) -> tuple[list[str], list[Fault]]:
    """The records as text, one letter a byte."""
    if len(content) > LARGEST:
        return [], [Fault(0, "too_large", f"{LARGEST // 1024}KB")]
    try:
        text = content.rstrip(b"\x1a").decode("cp932")
    except UnicodeDecodeError:
        return [], [Fault(0, "encoding")]
    lines = text.splitlines() if "\n" in text or "\r" in text else _cut(text)
    while lines and not lines[-1].strip():
        lines.pop()
    if not lines:
        return [], [Fault(0, "empty")]
    faults = [
        Fault(nth, "length", str(len(line)))
        for nth, line in enumerate(lines, 1)
        if len(line) != LENGTH
    ]
    faults += [
        Fault(nth, "letters")
        for nth, line in enumerate(lines, 1)
        if len(line) == LENGTH and not LETTERS.fullmatch(line)
    ]
    return lines, faults


def _cut(text: str) -> list[str]:
    return [text[start : start + LENGTH] for start in range(0, len(text), LENGTH)]


def _of_frame(records: list[str]) -> Iterator[Fault]:
    """見出し, data, 合計, 終わり: one each, in this order."""
    if records[0][0] != HEADER:
        yield Fault(1, "no_header")
    elif records[0][1:3] != KIND:
        yield Fault(1, "other_kind", records[0][1:3])
    elif records[0][3] != "0":
        yield Fault(1, "encoding")
    if len(records) < 3 or records[-2][0] != TRAILER or records[-1][0] != END:
        yield Fault(len(records), "no_end")
    for nth, record in enumerate(records[1:-2], 2):
        if record[0] != DATA:
            yield Fault(nth, "unknown_record", record[0])


def _of_fields(records: list[str]) -> Iterator[Fault]:
    """数字 and 日付 of every record that has them."""
    for nth, record in enumerate(records, 1):
        if record[0] == HEADER:
            yield from _of_days(nth, record, ((10, 16), (16, 22)))
        elif record[0] == DATA:
            yield from _of_days(nth, record, ((7, 13),))
            yield from _of_digits(nth, record, ((19, 29),))
            if record[127] not in " 01":
                yield Fault(nth, "unknown_mark", record[127])
        elif record[0] == TRAILER:
            yield from _of_digits(nth, record, ((1, 7), (7, 19), (19, 25), (25, 37)))


def _of_days(nth: int, record: str, fields: tuple[tuple[int, int], ...]) -> Iterator[Fault]:
    for start, end in fields:
        try:
            _day(record[start:end])
        except ValueError:
            yield Fault(nth, "no_day", record[start:end])


def _of_digits(nth: int, record: str, fields: tuple[tuple[int, int], ...]) -> Iterator[Fault]:
    for start, end in fields:
        if not re.fullmatch("[0-9]+", record[start:end]):
            yield Fault(nth, "no_number", record[start:end].strip())


def _of_sums(records: list[str], data: list[str]) -> Iterator[Fault]:
    """合計 of the trailer, of what came in and of what was taken back."""
    trailer, nth = records[-2], len(records) - 1
    told = {
        "": (int(trailer[1:7]), int(trailer[7:19])),
        CANCELLED: (int(trailer[19:25]), int(trailer[25:37])),
    }
    for mark, (count, total) in told.items():
        mine = [int(each[19:29]) for each in data if (each[127] == CANCELLED) == bool(mark)]
        if len(mine) != count:
            yield Fault(nth, "count", f"{count}／{len(mine)}")
        if sum(mine) != total:
            yield Fault(nth, "total", f"{total:,}／{sum(mine):,}")


def _line(nth: int, record: str) -> Line:
    return Line(
        line=nth,
        number=record[1:7].strip(),
        day=_day(record[7:13]),
        amount=int(record[19:29]),
        payer=record[49:97].strip(),
        message=record[128:148].strip(),
    )


def _day(written: str) -> date:
    """YYMMDD of the Reiwa era. Raises ValueError."""
    if not re.fullmatch("[0-9]{6}", written):
        raise ValueError(written)
    return date(REIWA + int(written[:2]), int(written[2:4]), int(written[4:]))
