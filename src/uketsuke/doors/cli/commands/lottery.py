"""``uketsuke lottery``: the calendar of the monthly draws, and whether a public record holds."""

import argparse
import json
import sys
from pathlib import Path

from uketsuke.bookings.opening import use_month
from uketsuke.doors.cli.options import add_json, month, set_up, show
from uketsuke.kernel import clock
from uketsuke.kernel.calendar import add_months, date_ja
from uketsuke.kernel.refusals import Refusal
from uketsuke.kernel.unreadable import why_not
from uketsuke.lottery.verify import difference_of_file


def configure(parser: argparse.ArgumentParser) -> None:
    """Contract: contracts.md, ``uketsuke lottery calendar`` and ``verify``."""
    what = parser.add_subparsers(dest="what", required=True, metavar="calendar|verify")
    calendar = what.add_parser("calendar", help="利用月ごとの抽選日")
    calendar.add_argument("--from", dest="first", required=True, type=month, metavar="YYYY-MM")
    calendar.add_argument("--to", dest="last", required=True, type=month, metavar="YYYY-MM")
    add_json(calendar)
    verify = what.add_parser("verify", help="公開された抽選の記録を確かめます")
    verify.add_argument("file", type=Path, metavar="FILE", help="record.json")
    add_json(verify)


def run(options: argparse.Namespace) -> int:
    """Print what was asked for."""
    set_up()
    return _verify(options) if options.what == "verify" else _calendar(options)


def _verify(options: argparse.Namespace) -> int:
    """Recompute a public record; 1 and the first difference where it does not hold."""
    from uketsuke.doors.shared.words.differences import sentence  # noqa: PLC0415

    name = ascii(str(options.file))[1:-1] if not str(options.file).isprintable() else options.file
    try:
        raw = options.file.read_bytes()
    except (OSError, ValueError) as error:
        print(f"{name}: 読めません（{why_not(error)}）。", file=sys.stderr)
        return 1
    found = difference_of_file(raw)
    if found:
        difference = {
            "code": found.code,
            "where": found.where,
            "expected": found.expected,
            "found": found.found,
        }
        if options.json:
            show({"holds": False, "difference": difference}, [], as_json=True)
        print(f"{name}: {sentence(found)}", file=sys.stderr)
        return 1
    record = json.loads(raw)
    document = {
        "holds": True,
        "difference": None,
        "round": record["round"],
        "entries": len(record["entries"]),
        "commitment": record["commitment"],
        "entries_digest": record["entries_digest"],
    }
    lines = [
        f"抽選 {record['round']} の記録（申込 {len(record['entries'])}件）は正しいものです。",
        f"commitment      {record['commitment']}",
        f"entries_digest  {record['entries_digest']}",
    ]
    show(document, lines, options.json)
    return 0


def _calendar(options: argparse.Namespace) -> int:
    """Print one row for each month of use."""
    from uketsuke.bookings.queries import rules  # noqa: PLC0415

    if options.last < options.first:
        first, last = (f"{each:%Y-%m}" for each in (options.first, options.last))
        raise Refusal("lottery.months", first=first, last=last)
    opening = rules(clock.day(clock.now())).opening
    rows, lines = [], []
    current = options.first
    while current <= options.last:
        days = use_month(current, opening)
        until = days.residents_only_until
        rows.append(
            {
                "use_month": f"{current:%Y-%m}",
                "residents_draw": days.residents_draw.isoformat(),
                "residents_only_until": until.isoformat(),
                "others_draw": days.others_draw.isoformat(),
            }
        )
        lines.append(
            f"{current:%Y-%m}  区民 {date_ja(days.residents_draw)}"
            f"  区民のみ {date_ja(until.date())}{until:%H:%M}まで"
            f"  区民以外 {date_ja(days.others_draw)}"
        )
        current = add_months(current, 1)
    show(rows, lines, options.json)
    return 0
