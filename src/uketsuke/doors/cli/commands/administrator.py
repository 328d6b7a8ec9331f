"""``uketsuke administrator``: the first administrator of a new installation."""

import argparse

from uketsuke.doors.cli.options import add_json, set_up, show


def configure(parser: argparse.ArgumentParser) -> None:
    """Once: the next ones are let in by her, on the screen."""
    parser.add_argument("login", metavar="LOGIN", help="ログイン名")
    parser.add_argument("--name", default="", help="氏名")
    parser.add_argument(
        "--network", required=True, metavar="CIDR", help="最初の接続元（例 192.0.2.0/28）"
    )
    add_json(parser)


def run(options: argparse.Namespace) -> None:
    set_up()
    from django.conf import settings  # noqa: PLC0415
    from django.urls import reverse  # noqa: PLC0415

    from uketsuke.identity import beginning, links  # noqa: PLC0415
    from uketsuke.kernel import clock  # noqa: PLC0415
    from uketsuke.kernel.actors import SYSTEM  # noqa: PLC0415

    now = clock.now()
    link = beginning.begin(options.login, options.name, options.network, by=SYSTEM, at=now)
    page = reverse("portal:password", args=[links.text(link)])
    address = f"{settings.BASE_URL}{page}"
    lines = [
        f"{options.login} をシステム管理者として登録しました（接続元 {options.network}）。",
        f"{links.DAYS}日以内に次のページを開き、パスワードを決めてください。",
        f"  {address}",
        "そのあと /staff/login/ からログインし、二つ目の確認を登録してください。",
    ]
    show({"login": options.login, "address": address}, lines, options.json)
