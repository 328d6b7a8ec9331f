"""A dummy file of a bank, written as the banks publish its layout."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Came:
    """One transfer as the bank writes it."""

    amount: int
    payer: str
    number: str = "000001"
    day: date = date(2026, 11, 24)
    message: str = ""
    cancelled: bool = False


def day(on: date) -> str:
    return f"{on.year - 2018:02d}{on:%m%d}"


def letters(text: str, length: int) -> str:
    return text.ljust(length)[:length]


def written(
    lines: Iterable[Came],
    first: date = date(2026, 11, 24),
    *,
    ends: str = "\r\n",
    kind: str = "01",
    account: str = "0000000",
) -> bytes:
    lines = list(lines)
    header = "1" + kind + "0" + day(first) * 3
    header += "9999" + letters("ﾐﾎﾝｷﾞﾝｺｳ", 15) + "999" + letters("ﾐﾎﾝｼﾃﾝ", 15) + "1" + account
    records = [letters(header, 200), *map(_record, lines)]
    stand = [line.amount for line in lines if not line.cancelled]
    gone = [line.amount for line in lines if line.cancelled]
    sums = f"8{len(stand):06d}{sum(stand):012d}{len(gone):06d}{sum(gone):012d}"
    records += [letters(sums, 200), letters("9", 200)]
    return (ends.join(records) + ends).encode("cp932")


def _record(line: Came) -> str:
    record = "2" + line.number.rjust(6, "0") + day(line.day) * 2
    record += f"{line.amount:010d}" + "0" * 10 + "0" * 10
    record += letters(line.payer, 48) + letters("ﾐﾎﾝｷﾞﾝｺｳ", 15) + letters("ﾐﾎﾝｼﾃﾝ", 15)
    record += ("1" if line.cancelled else " ") + letters(line.message, 20)
    return letters(record, 200)
