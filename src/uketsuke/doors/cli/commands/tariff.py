"""``uketsuke tariff``: a version of the tariff as a file, and is such a file without a fault?"""

import argparse
import sys
from pathlib import Path

from uketsuke.doors.cli.options import set_up
from uketsuke.kernel.unreadable import why_not


def configure(parser: argparse.ArgumentParser) -> None:
    """``tariff export CODE`` writes to standard output, ``tariff check FILE`` stores nothing."""
    what = parser.add_subparsers(dest="what", required=True, metavar="export|check")
    export = what.add_parser("export", help="料金表の版を書き出します")
    export.add_argument("code", metavar="CODE", help="版の記号 例 2025-10")
    export.add_argument("--format", choices=("csv", "json"), default="csv", help="形（省略: csv）")
    check = what.add_parser("check", help="料金表のファイルに誤りがないか確かめます")
    check.add_argument("file", metavar="FILE", type=Path, help="CSV か JSON のファイル")


def run(options: argparse.Namespace) -> int:
    """Raises Refusal ``tariffs.unknown_version``; a file with faults: all of them, and 1."""
    set_up()
    return _export(options) if options.what == "export" else _check(options.file)


def _export(options: argparse.Namespace) -> int:
    from uketsuke.kernel.refusals import Refusal  # noqa: PLC0415
    from uketsuke.tariffs import files, queries  # noqa: PLC0415

    found = queries.whole(options.code)
    if found is None:
        raise Refusal("tariffs.unknown_version", given=options.code)
    write = files.as_csv if options.format == "csv" else files.as_json
    sys.stdout.buffer.write(write(queries.content(found)))
    return 0


def _check(path: Path) -> int:
    from uketsuke.doors.shared.words.sentences import sentence  # noqa: PLC0415
    from uketsuke.tariffs import files, queries  # noqa: PLC0415

    try:
        with path.open("rb") as file:
            document = file.read(files.MOST_BYTES + 1)  # one more shows that it is too large
    except (OSError, ValueError) as error:
        print(f"{path}: 読めません（{why_not(error)}）。", file=sys.stderr)
        return 2
    reading = files.read(document, queries.priced_rooms())
    for problem in reading.problems:
        where = f"{problem.place}行目: " if problem.place else ""
        print(f"{path}: {where}{sentence(problem.reason)}", file=sys.stderr)
    if reading.content is None:
        return 1
    fees, items = len(reading.content.base), len(reading.content.equipment)
    print(f"誤りはありません（基本料金 {fees}件、附帯設備 {items}件）。")
    return 0
