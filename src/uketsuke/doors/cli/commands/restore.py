"""``uketsuke restore``: proves that a backup can be restored, or restores it."""

import argparse
from pathlib import Path
from typing import Any

from uketsuke.doors.cli.options import add_json, set_up, show

SCHEMES = ("sqlite://", "postgres://", "postgresql://")


def configure(parser: argparse.ArgumentParser) -> None:
    """Either proves, or fills the empty database that is named."""
    parser.add_argument("file", type=Path, metavar="FILE", help="バックアップのファイル")
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument(
        "--prove", action="store_true", help="仮の場所に戻して、件数・合計・監査を確かめます"
    )
    what.add_argument(
        "--to", type=_database, metavar="DATABASE_URL", help="空のデータベースに戻します"
    )
    add_json(parser)


def _database(text: str) -> dict[str, Any]:
    """Where an empty database is, as ``UKETSUKE_DATABASE_URL`` names it."""
    import environ  # noqa: PLC0415

    if not text.startswith(SCHEMES):
        schemes = "、".join(SCHEMES)
        raise argparse.ArgumentTypeError(
            f"{text}: {schemes} のどれかで始まるアドレスではありません"
        )
    return dict(environ.Env.db_url_config(text))


def run(options: argparse.Namespace) -> None:
    set_up()
    import psycopg  # noqa: PLC0415
    from django.db import OperationalError  # noqa: PLC0415

    from uketsuke.kernel import clock  # noqa: PLC0415
    from uketsuke.kernel.actors import SYSTEM  # noqa: PLC0415
    from uketsuke.protection.backups import actions  # noqa: PLC0415

    if options.prove:
        figures = actions.prove(options.file, by=SYSTEM, at=clock.now())
        said = "仮の場所に戻し、件数・合計・監査の記録が取ったときと同じことを確かめました"
    else:
        try:
            figures = actions.restore(options.file, options.to)
        except psycopg.OperationalError as error:
            raise OperationalError(str(error)) from error
        said = "戻しました"
    rows = sum(figures["rows"].values())
    show(figures, [f"{said}（{len(figures['rows'])}表、{rows:,}件）。"], options.json)
