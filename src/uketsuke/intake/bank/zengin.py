"""全銀協の振込入金通知: what came in at the bank, from its file of records of 200 bytes.

Half-width kana in one byte each (JIS X 0201, as CP932 has them), with or without line ends. All
of the file is read, or every fault is told with its line and nothing is taken. Pure. 源: the
banks' published layout of 種別 01 (header, data, trailer, end).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

LENGTH = 200
LARGEST = 1024 * 1024
REIWA = 2018  # 和暦の年 in the file: 08 is 2026
KIND = "01"
HEADER, DATA, TRAILER, END = "1", "2", "8", "9"
KINDS = (HEADER, DATA, TRAILER, END)
CANCELLED = "1"
SAME_DAY = (" " * 6, "0" * 6)  # 起算日 where the bank leaves it out
BEGIN = date(2019, 5, 1)  # 令和元年5月1日
# What one byte may be: ASCII but control characters, and half-width kana.
LETTERS = re.compile(rb"[ -~\xa1-\xdf]*")


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
    """入金一件: ``amount`` yen on ``day`` (勘定日); ``value_day`` is the 起算日, ``payer`` and
    ``message`` (EDI情報) as the bank wrote them, ``number`` its own number of it."""

    line: int
    number: str
    day: date
    value_day: date
    amount: int
    payer: str
    message: str


@dataclass(frozen=True, slots=True)
class Statement:
    """通知: the lines that came in and stand, and the days it is about. ``taken_back``: transfers
    that the bank cancelled (取消区分), of this file or an earlier one. ``account`` is our own."""

    first: date
    last: date
    lines: tuple[Line, ...]
    taken_back: tuple[Line, ...]
    account: str = field(repr=False)

    @property
    def total(self) -> int:
        return sum(line.amount for line in self.lines)


def read(content: bytes) -> Statement:
    """Read the file. Raises Unreadable with every fault."""
    records, faults = _records(content)
    if not faults:
        faults = [*_of_frame(records), *_of_fields(records)]
    if not faults:
        faults = [*_of_sums(records)]
    if faults:
        raise Unreadable(sorted(faults, key=lambda fault: fault.line))
    header, data = records[0], list(enumerate(records, 1))[1:-2]
    return Statement(
        first=_day(header[10:16]),
        last=_day(header[16:22]),
        lines=tuple(_line(nth, each) for nth, each in data if each[127] != CANCELLED),
        taken_back=tuple(_line(nth, each) for nth, each in data if each[127] == CANCELLED),
        account=header[22:26] + header[41:44] + header[59:67],
    )


def booking_numbers(line: Line) -> list[str]:
    """予約番号 that the payer named: every run of exactly eight digits, in letters of any width."""
    words = f"{line.payer} {line.message}"
    return list(dict.fromkeys(re.findall(r"(?<!\d)\d{8}(?!\d)", words)))


def _records(content: bytes) -> tuple[list[str], list[Fault]]:
    """The records as text, one letter a byte."""
    if len(content) > LARGEST:
        return [], [Fault(0, "too_large", f"{LARGEST // 1024}KB")]
    lines = _cut(content.rstrip(b"\x1a\r\n"))
    while lines and not lines[-1].strip():
        lines.pop()
    if not lines:
        return [], [Fault(0, "empty")]
    if not any(len(line) == LENGTH for line in lines):
        return [], [Fault(0, "other_file")]
    faults = [fault for nth, line in enumerate(lines, 1) for fault in _of_bytes(nth, line)]
    return ([] if faults else [line.decode("cp932") for line in lines]), faults


def _cut(content: bytes) -> list[bytes]:
    if b"\n" in content or b"\r" in content:
        return re.split(rb"\r\n|\r|\n", content)
    return [content[start : start + LENGTH] for start in range(0, len(content), LENGTH)]


def _of_bytes(nth: int, line: bytes) -> Iterator[Fault]:
    good = LETTERS.match(line)
    reached = good.end() if good else 0
    if len(line) != LENGTH:
        yield Fault(nth, "length", str(len(line)))
    elif reached < LENGTH:
        yield Fault(nth, "letters", str(reached + 1))


def _of_frame(records: list[str]) -> Iterator[Fault]:
    """見出し, data, 合計, 終わり: one of each but data, in this order."""
    if records[0][0] != HEADER:
        yield Fault(1, "no_header")
    elif records[0][1:3] != KIND:
        yield Fault(1, "other_kind", records[0][1:3])
    elif records[0][3] != "0":
        yield Fault(1, "encoding")
    yield from _of_order("".join(record[0] for record in records))


def _of_order(kinds: str) -> Iterator[Fault]:
    """``kinds``: the first letter of every record, from the header's on."""
    last = kinds.find(END) if END in kinds else len(kinds)
    trailer = kinds.find(TRAILER, 0, last)
    if last == len(kinds):
        yield Fault(last, "no_end")
    if trailer < 0:
        yield Fault(min(last + 1, len(kinds)), "no_trailer")
    for nth, kind in enumerate(kinds[1:], 2):
        if kind not in KINDS:
            yield Fault(nth, "unknown_record", kind)
        elif kind == HEADER:
            yield Fault(nth, "second_header")
        elif nth > last + 1:
            yield Fault(nth, "after_end")
        elif 0 <= trailer < nth - 1 < last:
            yield Fault(nth, "after_trailer")


def _of_fields(records: list[str]) -> Iterator[Fault]:
    """数字 and 日付 of every record that has them."""
    for nth, record in enumerate(records, 1):
        if record[0] == HEADER:
            days = list(_of_days(nth, record, ((4, 10), (10, 16), (16, 22))))
            yield from days
            if not days and _day(record[10:16]) > _day(record[16:22]):
                yield Fault(nth, "days_turned")
        elif record[0] == DATA:
            days_of_line = ((7, 13),) if record[13:19] in SAME_DAY else ((7, 13), (13, 19))
            yield from _of_days(nth, record, days_of_line)
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


def _of_sums(records: list[str]) -> Iterator[Fault]:
    """合計 of the trailer, of what came in and of what was taken back."""
    *data, trailer, _ = records[1:]
    nth = len(records) - 1
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
        value_day=_day(record[7:13] if record[13:19] in SAME_DAY else record[13:19]),
        amount=int(record[19:29]),
        payer=record[49:97].strip(),
        message=record[128:148].strip(),
    )


def _day(written: str) -> date:
    """YYMMDD of the Reiwa era. Raises ValueError."""
    if not re.fullmatch("[0-9]{6}", written):
        raise ValueError(written)
    day = date(REIWA + int(written[:2]), int(written[2:4]), int(written[4:]))
    if day < BEGIN:
        raise ValueError(written)
    return day
