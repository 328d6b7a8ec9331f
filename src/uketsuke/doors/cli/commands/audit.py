"""``uketsuke audit``: is the audit chain whole?"""

import argparse
import sys

from uketsuke.doors.cli.options import add_json, set_up, show


def configure(parser: argparse.ArgumentParser) -> None:
    """Contract: contracts.md, ``uketsuke audit verify``."""
    what = parser.add_subparsers(dest="what", required=True, metavar="verify")
    add_json(what.add_parser("verify", help="監査記録が変えられていないか確かめます"))


def run(options: argparse.Namespace) -> int:
    """Recompute everything; 1 and the first bad entry where it does not hold."""
    set_up()
    from uketsuke.audit.queries import verify  # noqa: PLC0415

    verdict = verify()
    document = {
        "entries": verdict.entries,
        "sealed": verdict.sealed,
        "whole": not verdict.fault,
        "fault": verdict.fault,
    }
    lines = [f"監査記録 {verdict.entries}件（封印済 {verdict.sealed}件）に異常はありません。"]
    if options.json or not verdict.fault:
        show(document, lines, options.json)
    if verdict.fault:
        print(f"監査記録に異常があります: {verdict.fault}", file=sys.stderr)
    return 1 if verdict.fault else 0
