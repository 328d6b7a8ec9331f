"""見本データ and who can log in with it, for the demo and for a practice installation."""

import csv
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from uketsuke.seed.demo.roster import Login

ACCOUNTS = "demo-accounts.csv"


def make() -> int:
    """Fill the prepared, empty database; what is filled already is only shown."""
    from django.conf import settings  # noqa: PLC0415

    from uketsuke.kernel import clock, practice  # noqa: PLC0415
    from uketsuke.seed.demo import fill, roster  # noqa: PLC0415

    if not fill.is_filled():
        if not fill.is_empty():
            print(
                "このデータベースには、見本でないデータか、作りかけの見本データがあります。"
                "作りかけの見本データは uketsuke demo --reset で作り直せます。",
                file=sys.stderr,
            )
            return 1
        print("見本データを作っています（30秒ほどかかります）。", flush=True)
        fill.fill(clock.now())
    practice.mark()
    path = settings.HOME / ACCOUNTS
    if not path.exists():
        _write(path, roster.choose(clock.now()))
    _show(path)
    return 0


def _write(path: Path, logins: "list[Login]") -> None:
    """The accounts with their password, in a file that only its owner reads."""
    from uketsuke.seed.demo import roster  # noqa: PLC0415

    password = roster.new_password()
    roster.give_password(logins, password)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["role", "login", "password"])
        rows.writerows([each.role, each.login, password] for each in logins)


def _show(path: Path) -> None:
    from uketsuke.kernel import clock  # noqa: PLC0415
    from uketsuke.seed.demo import roster  # noqa: PLC0415

    notes = {each.login: each.note for each in roster.choose(clock.now())}
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    print("\nログインできる見本のアカウント（利用者は /login/、職員は /staff/login/）")
    for row in rows:
        print(f"  {row['login']:<18} {row['password']}  {notes.get(row['login'], row['role'])}")
    print(f"この一覧は {path} にもあります。", flush=True)
