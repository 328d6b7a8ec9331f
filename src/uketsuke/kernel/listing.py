"""一覧のファイル: a table as CSV that the spreadsheets of Japanese offices open.

In UTF-8 it begins with the mark by which Excel knows it. In CP932 (「シフトJIS」) not every sign
can be written: it becomes 〓, and after the table may stand which sign of which line it was. A cell
that a spreadsheet would take for a formula gets an apostrophe in front.
"""

import csv
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO
from typing import Any

UTF_8, CP932 = "utf-8-sig", "cp932"
GETA = "〓"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_csv(rows: Iterable[Sequence[Any]], encoding: str = UTF_8, *, tell: bool = True) -> bytes:
    """``rows``, the first of them its heading, in that encoding; ``tell``: what was not written."""
    safe = [[_safe(value) for value in row] for row in rows]
    lost = list(_lost(safe, encoding))
    if lost:
        safe = [[_written(value, encoding) for value in row] for row in safe]
    if lost and tell:
        safe += [[], ["この文字コードでは書けない文字（〓にしました）"], *lost]
    out = StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(safe)
    return out.getvalue().encode(encoding)


def _safe(value: Any) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(_FORMULA) else text


def _writes(sign: str, encoding: str) -> bool:
    try:
        sign.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _written(text: str, encoding: str) -> str:
    return "".join(sign if _writes(sign, encoding) else GETA for sign in text)


def _lost(rows: Iterable[Sequence[str]], encoding: str) -> Iterator[list[str]]:
    """Each sign that cannot be written: line and column, its number in Unicode."""
    for nth, row in enumerate(rows, start=1):
        for column, text in enumerate(row, start=1):
            for sign in dict.fromkeys(text):
                if not _writes(sign, encoding):
                    yield [f"{nth}行目", f"{column}列目", f"U+{ord(sign):04X}"]
