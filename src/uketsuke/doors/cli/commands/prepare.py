"""``uketsuke prepare``: secrets, database and master data, made where they are missing."""

import argparse
import os
import secrets
from pathlib import Path

from uketsuke.doors.cli import dummy
from uketsuke.doors.cli.options import set_up

FILE = "uketsuke.env"


def configure(parser: argparse.ArgumentParser) -> None:
    """Contract: contracts.md, ``uketsuke prepare``."""
    parser.add_argument(
        "--practice",
        action="store_true",
        help="練習用にします。空のデータベースに作りもののデータを入れ、どの画面にもそう表示します",
    )


def run(options: argparse.Namespace) -> int:
    """Leave everything that is there as it is."""
    make_secrets()
    set_up()
    from django.core.management import call_command  # noqa: PLC0415

    from uketsuke.seed.load import load  # noqa: PLC0415

    call_command("migrate", verbosity=0, interactive=False)
    if load():
        print("施設・区分・見本料金を登録しました。")
    call_command("collectstatic", verbosity=0, interactive=False)
    return dummy.make() if options.practice else 0


def make_secrets() -> None:
    """The keys, without which nothing else can be loaded."""
    _secrets(_home())


def _home() -> Path:
    here = Path(__file__).resolve().parents[5] / "var"
    return Path(os.environ.get("UKETSUKE_HOME", here))


def _secrets(home: Path) -> None:
    """Keys in a file that only its owner reads."""
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = home / FILE
    if path.exists():
        return
    names = ("UKETSUKE_SECRET_KEY", "UKETSUKE_AUDIT_KEY")
    lines = [f"{name}={secrets.token_urlsafe(48)}" for name in names]
    lists = ("UKETSUKE_DATA_KEYS", "UKETSUKE_BACKUP_KEYS")
    lines += [f"{name}=1:{secrets.token_urlsafe(48)}" for name in lists]
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write("\n".join(lines) + "\n")
