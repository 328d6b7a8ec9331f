"""The one command line. 0: done; 1: refused, with one clear line on stderr; 2: wrong usage."""

import argparse
import importlib
import os
import sys
from collections.abc import Sequence
from typing import NoReturn

from uketsuke.doors.cli import spoken

# Each is a module of ``commands/`` with ``configure(parser)`` and ``run(options) -> int | None``.
COMMANDS = {
    "prepare": "データベースと施設の登録を整えます",
    "serve": "ウェブサーバーを動かします",
    "worker": "通知の送付などの自動処理を動かします",
    "demo": "見本データで一式を動かします",
    "quote": "料金を計算します",
    "refund-quote": "取り消したときの返還額を計算します",
    "tariff": "料金表の版を書き出し、ファイルを確かめます",
    "lottery": "抽選の日程などを示します",
    "administrator": "最初のシステム管理者を登録します",
    "audit": "監査記録を確かめます",
    "backup": "暗号化したバックアップを取ります",
    "restore": "バックアップを戻せるか確かめ、または戻します",
    "doctor": "動いている一式を調べ、直すことを示します",
    "rotate-keys": "個人の項目に新しい鍵で封をし直します",
    "erase-all": "契約の終わりに、すべてのデータと鍵を消します",
    "manage": "Django の管理コマンドを呼びます",
}


class Parser(argparse.ArgumentParser):
    """A parser that says in one line what is wrong."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {message}。使い方は {self.prog} --help で見られます。\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Parse, set the program up, call one command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "uketsuke.settings")
    words = list(sys.argv[1:] if arguments is None else arguments)
    spoken.speak()
    parser = Parser(prog="uketsuke", description="区民ホール受付システム")
    commands = parser.add_subparsers(dest="command", metavar="命令", required=True)
    chosen = next((word for word in words if not word.startswith("-")), "")
    for name, help_text in COMMANDS.items():
        sub = commands.add_parser(name, help=help_text, description=help_text)
        if name == chosen:
            module = importlib.import_module(_path(name))
            module.configure(sub)
            sub.set_defaults(module=module)
    if chosen == "manage":  # its words are Django's, not ours
        options = argparse.Namespace(words=words[words.index("manage") + 1 :])
        return int(importlib.import_module(_path("manage")).run(options) or 0)
    options = parser.parse_args(words)
    return _run(options)


def _run(options: argparse.Namespace) -> int:
    from django.core.exceptions import ImproperlyConfigured  # noqa: PLC0415 - settings may be missing
    from django.db import DatabaseError  # noqa: PLC0415

    from uketsuke.kernel.refusals import Refusal  # noqa: PLC0415

    try:
        return int(options.module.run(options) or 0)
    except Refusal as refusal:
        from uketsuke.doors.shared.words.sentences import sentences  # noqa: PLC0415 - needs the apps

        print(" ".join(sentences(refusal)), file=sys.stderr)
        return 1
    except ImproperlyConfigured as error:
        print(f"設定が足りません（{error}）。先に make setup を実行してください。", file=sys.stderr)
        return 1
    except DatabaseError as error:
        first = str(error).splitlines()[0]
        print(f"データベースを使えません（{first}）。", file=sys.stderr)
        return 1


def _path(name: str) -> str:
    return f"uketsuke.doors.cli.commands.{name.replace('-', '_')}"
