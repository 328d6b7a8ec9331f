"""``uketsuke backup``: the whole database, sealed, into one file, while everybody works on."""

import argparse
from pathlib import Path

from uketsuke.doors.cli.options import add_json, set_up, show


def configure(parser: argparse.ArgumentParser) -> None:
    """Without ``--to`` it goes where the worker puts them, else into the home's ``backups``."""
    parser.add_argument("--to", type=Path, metavar="FOLDER", help="置く場所")
    add_json(parser)


def run(options: argparse.Namespace) -> None:
    set_up()
    from django.conf import settings  # noqa: PLC0415

    from uketsuke.kernel import clock  # noqa: PLC0415
    from uketsuke.kernel.actors import SYSTEM  # noqa: PLC0415
    from uketsuke.protection.backups import actions  # noqa: PLC0415

    folder = options.to or Path(settings.BACKUP_FOLDER or settings.HOME / "backups")
    path = actions.make(folder, by=SYSTEM, at=clock.now())
    document = {"file": str(path), "bytes": path.stat().st_size}
    lines = [f"{path} に取りました（{document['bytes']:,}バイト）。"]
    show(document, lines, options.json)
