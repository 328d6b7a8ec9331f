"""Options that several commands share, and how their values are read."""

import argparse
import json
from datetime import date
from typing import Any

from uketsuke.kernel.text import digits


def day(text: str) -> date:
    """YYYY-MM-DD."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text}: YYYY-MM-DD の日付ではありません") from error


def month(text: str) -> date:
    """YYYY-MM, as its first day."""
    return day(f"{text}-01")


def yen(text: str) -> int:
    """Whole yen, 0 or more."""
    try:
        amount = int(text)
    except ValueError:
        amount = -1
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
