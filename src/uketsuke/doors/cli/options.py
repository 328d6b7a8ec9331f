"""Options that several commands share, and how their values are read."""

import argparse
import json
from datetime import date
from typing import Any

from uketsuke.doors.shared.inputs.dates import YEARS
from uketsuke.kernel.text import digits

PORTS = range(1, 65536)


def day(text: str) -> date:
    """YYYY-MM-DD."""
    return _in_our_time(text, text, "YYYY-MM-DD の日付")


def month(text: str) -> date:
    """YYYY-MM, as its first day."""
    return _in_our_time(f"{text}-01", text, "YYYY-MM の月")


def _in_our_time(day: str, text: str, what: str) -> date:
    try:
        found = date.fromisoformat(day)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text}: {what}ではありません") from error
    if found.year not in YEARS:
        span = f"{YEARS[0]}年から{YEARS[-1]}年まで"
        raise argparse.ArgumentTypeError(f"{text}: {span}で指定してください")
    return found


def port(text: str) -> int:
    """1 to 65535."""
    number = _whole(text)
    if number not in PORTS:
        span = f"{PORTS[0]}から{PORTS[-1]}まで"
        raise argparse.ArgumentTypeError(f"{text}: ポートは{span}の番号です")
    return number


def count(text: str) -> int:
    """A number of things of which there must be one."""
    number = _whole(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text}: 1 以上の整数ではありません")
    return number


def count_or_none(text: str) -> int:
    """A number of things, 0 or more."""
    number = _whole(text)
    if number < 0:
        raise argparse.ArgumentTypeError(f"{text}: 0 以上の整数ではありません")
    return number


def _whole(text: str) -> int:
    """-1, which is right nowhere, for what is no whole number."""
    try:
        return int(text)
    except ValueError:
        return -1


def yen(text: str) -> int:
    """Whole yen, 0 or more."""
    amount = _whole(text)
    if amount < 0 or not digits(text):
        raise argparse.ArgumentTypeError(f"{text}: 0 以上の円（整数）ではありません")
    return amount


def add_json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="JSON で出力します")


def show(document: Any, lines: list[str], as_json: bool) -> None:
    """Print the document as JSON, or its lines for a person."""
    if as_json:
        print(json.dumps(document, ensure_ascii=False))
    else:
        print("\n".join(lines))


def set_up() -> None:
    """Load the program (settings, apps)."""
    import django  # noqa: PLC0415

    django.setup()
