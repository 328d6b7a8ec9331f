"""``uketsuke audit``: is the audit chain whole, also by what another machine has kept of it?"""

import argparse
import sys
from pathlib import Path

from uketsuke.doors.cli.options import add_json, set_up, show


def configure(parser: argparse.ArgumentParser) -> None:
    """Contract: contracts.md, ``uketsuke audit verify``."""
    what = parser.add_subparsers(dest="what", required=True, metavar="verify|seals")
    verify = what.add_parser("verify", help="監査記録が変えられていないか確かめます")
    verify.add_argument("--seals", type=Path, metavar="FILE", help="別に保管した封印の控え")
    add_json(verify)
    seals = what.add_parser("seals", help="封印の控えを書き出します（別の装置で保管します）")
    seals.add_argument("--since", type=int, default=0, metavar="N", help="この番号より後の分だけ")


def run(options: argparse.Namespace) -> int:
    """Recompute everything; 1 and the first bad entry where it does not hold."""
    set_up()
    if options.what == "seals":
        from uketsuke.audit.seals import written  # noqa: PLC0415

        for line in written(options.since):
            print(line)
        return 0
    return _verify(options)


def _verify(options: argparse.Namespace) -> int:
    from uketsuke.audit.queries import verify  # noqa: PLC0415

    verdict = verify()
    fault = verdict.fault or (_copied(options.seals) if options.seals else "")
    document = {
        "entries": verdict.entries,
        "sealed": verdict.sealed,
        "whole": not fault,
        "fault": fault,
    }
    lines = [f"監査記録 {verdict.entries}件（封印済 {verdict.sealed}件）に異常はありません。"]
    if options.json or not fault:
        show(document, lines, options.json)
    if fault:
        print(f"監査記録に異常があります: {fault}", file=sys.stderr)
    return 1 if fault else 0


def _copied(path: Path) -> str:
    from uketsuke.audit import seals  # noqa: PLC0415
    from uketsuke.kernel.refusals import Refusal  # noqa: PLC0415

    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        raise Refusal("audit.no_seals") from error
    return seals.fault(text.splitlines())
