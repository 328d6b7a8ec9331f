"""``uketsuke erase-all``: the end of a contract. Everything goes; the report stays."""

import argparse
from pathlib import Path

from uketsuke.doors.cli.options import add_json, set_up, show
from uketsuke.protection.closing import carrying
from uketsuke.protection.closing.carrying import Journal


def configure(parser: argparse.ArgumentParser) -> None:
    """The order comes from two persons, on the page 「契約終了時の消去」."""
    parser.add_argument("number", help="承認された指図の番号（例：EA-2026-0001）")
    parser.add_argument("--report", type=Path, required=True, metavar="FOLDER", help="報告書の場所")
    parser.add_argument("--yes", default="", metavar="NUMBER", help="番号をもう一度。消去します")
    parser.add_argument(
        "--keys-by-hand",
        action="store_true",
        help="環境変数に直接書いた鍵は、あとで人が消します（報告書に残ります）",
    )
    add_json(parser)


def run(options: argparse.Namespace) -> int:
    """Said once it only tells what would go; with the number said again it goes."""
    journal = carrying.read(options.report, options.number)
    if journal is None:
        journal = _begun(options)
        if journal is None:
            return 0
    if not journal.database_gone:
        set_up()
        from django.conf import settings  # noqa: PLC0415

        carrying.drop(settings.DATABASE)
        journal.database_gone = True
        carrying.write(options.report, journal)
    report = carrying.finish(options.report, journal)
    lines = [f"すべて消去しました。消去報告書：{report}"]
    lines += [f"環境変数 {name} に書いた鍵を、いま消してください。" for name in journal.by_hand]
    show({"report": str(report), "by_hand": journal.by_hand}, lines, options.json)
    return 0


def _begun(options: argparse.Namespace) -> Journal | None:
    """The order is asked for, all is counted, and journal and report are on the disk."""
    set_up()
    import os  # noqa: PLC0415

    from django.conf import settings  # noqa: PLC0415

    from uketsuke.audit.actions import seal  # noqa: PLC0415
    from uketsuke.doors.shared.drawing import papers  # noqa: PLC0415
    from uketsuke.kernel import clock  # noqa: PLC0415
    from uketsuke.kernel.actors import SYSTEM  # noqa: PLC0415
    from uketsuke.kernel.refusals import Refusal  # noqa: PLC0415
    from uketsuke.protection.closing import actions, counted  # noqa: PLC0415

    at, folder, home = clock.now(), options.report.resolve(), Path(settings.HOME).resolve()
    if home == folder or home in folder.parents or not folder.is_dir():
        raise Refusal("closing.folder", folder=str(folder))
    backups = {home / "backups", Path(settings.BACKUP_FOLDER or home / "backups")}
    files = carrying.files_of(home, backups, settings.DATABASE)
    keys, by_hand = carrying.keys_of(home, dict(os.environ))
    if by_hand and not options.keys_by_hand:
        raise Refusal("closing.keys", names="、".join(by_hand))
    order = actions.standing(options.number, at)
    if options.yes != options.number:
        lines = [
            f"{order.number}：{order.proposed_by} が起案し、{order.approved_by} が承認しました。",
            f"データベース、ファイル{len(files)}件、鍵のファイル{len(keys)}件を消します。戻せません。",
            f"消去するには --yes {order.number} を付けてください。",
        ]
        show({"number": order.number, "files": len(files)}, lines, options.json)
        return None
    _let_go()
    carrying.alone(settings.DATABASE)
    actions.begin(order.number, by=SYSTEM, at=at)
    seal(by=SYSTEM, at=at)
    report = papers.closing(counted.gather(order, len(files), by_hand, at))
    _let_go()
    journal = Journal(order.number, [str(path) for path in files], [str(key) for key in keys])
    journal.by_hand = by_hand
    carrying.keep_report(folder, order.number, report)
    carrying.write(folder, journal)
    return journal


def _let_go() -> None:
    """Our own connections, those that PostgreSQL's pool keeps too."""
    from django.db import connection  # noqa: PLC0415

    connection.close()
    if hasattr(connection, "close_pool"):
        connection.close_pool()
