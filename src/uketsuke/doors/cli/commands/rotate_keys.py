"""``uketsuke rotate-keys``: seal everything personal with the newest key, while we serve."""

import argparse
import secrets

from uketsuke.doors.cli.options import add_json, set_up, show


def configure(parser: argparse.ArgumentParser) -> None:
    """``--new`` only shows a key to put into UKETSUKE_DATA_KEYS."""
    parser.add_argument("--new", action="store_true", help="新しい鍵を一つ作って表示します")
    add_json(parser)


def run(options: argparse.Namespace) -> None:
    """Go through every model; say which keys nobody needs any more."""
    set_up()
    from django.conf import settings  # noqa: PLC0415

    from uketsuke.kernel import clock, vault  # noqa: PLC0415
    from uketsuke.kernel.actors import SYSTEM  # noqa: PLC0415
    from uketsuke.protection.sealing import reseal, sealed  # noqa: PLC0415

    names = [entry.partition(":")[0].strip() for entry in settings.DATA_KEYS]
    if options.new:
        fresh = max((int(name) for name in names if name.isdecimal()), default=0) + 1
        print(f"{fresh}:{secrets.token_urlsafe(48)}")
        return
    done = 0
    for model, _ in sealed():
        while rows := reseal(model._meta.label, by=SYSTEM, at=clock.now()):
            done += rows
    document = {"key": vault.current(), "rows": done, "not_needed": names[1:]}
    lines = [f"鍵 {vault.current()} で{done}件に封をし直しました。"]
    if names[1:]:
        lines.append(
            f"これまでの鍵（{'、'.join(names[1:])}）は、バックアップの保存期間が終われば外せます。"
        )
    show(document, lines, options.json)
