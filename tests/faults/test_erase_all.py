"""契約終了時の消去: an installation goes, on either database, whatever happens half way."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import environ
import pytest
from pypdf import PdfReader

from tests.faults.crowd import ROOT, scratch
from uketsuke.protection.backups.engines import Engine, engine

LIFE = """
import django; django.setup()
from datetime import timedelta
from pathlib import Path
from django.conf import settings
from tests import make
from uketsuke.kernel import clock
from uketsuke.kernel.actors import SYSTEM
from uketsuke.protection.backups import actions as backing
from uketsuke.protection.closing import actions
at = clock.now()
make.group("見本消去の会", at=at)
(settings.HOME / "mail").mkdir()
(settings.HOME / "mail" / "1.eml").write_text("見本 太郎 様")
backing.make(settings.HOME / "backups", by=SYSTEM, at=at)
until = clock.day(at) + timedelta(days=3)
order = actions.propose("最後のバックアップ", until, by=make.manager(), at=at)
actions.approve(order.pk, by=make.ward(), at=at)
print(order.number)
"""
KILLED = """
import os, sys
from pathlib import Path
from uketsuke.protection.closing import carrying
real, left = carrying.wipe, [int(sys.argv.pop(1))]
def wipe(path):
    if not left[0]:
        os._exit(9)
    left[0] -= 1
    real(path)
carrying.wipe = wipe
from uketsuke.doors.cli.entry import main
sys.exit(main())
"""


class Installation:
    """One of its own: a home, a database, a place for the report."""

    def __init__(self, folder: Path, place: Engine) -> None:
        self.place, self.home, self.folder = place, folder / "home", folder / "report"
        self.folder.mkdir()
        shell = {name: value for name, value in os.environ.items() if "UKETSUKE" not in name}
        self.surroundings = shell | {
            "UKETSUKE_HOME": str(self.home),
            "UKETSUKE_DATABASE_URL": place.address(),
            "UKETSUKE_PLAIN_STATIC": "1",
            "PYTHONPATH": str(ROOT),
        }
        self.run("-m", "uketsuke", "prepare")
        self.number = self.run("-c", LIFE).stdout.split()[-1]

    def run(self, *words: str, wanted: int = 0, **more: str) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [sys.executable, *words],
            env=self.surroundings | more,
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == wanted, done.stderr
        return done

    def erase(self, *words: str, wanted: int = 0, **more: str) -> str:
        given = ["erase-all", self.number, "--report", str(self.folder), *words]
        done = self.run("-m", "uketsuke", *given, wanted=wanted, **more)
        return done.stdout + done.stderr

    def erase_killed(self, after: int) -> None:
        given = ["erase-all", self.number, "--report", str(self.folder), "--yes", self.number]
        self.run("-c", KILLED, str(after), *given, wanted=9)

    def left(self) -> list[Path]:
        kinds = ("*.env", "*.uketsuke", "*.eml", "*.sqlite3*")
        return [path for kind in kinds for path in self.home.rglob(kind)]


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Installation]:
    with scratch(tmp_path) as url:
        yield Installation(tmp_path, engine(environ.Env.db_url_config(url)))


def gone(here: Installation) -> bool:
    return here.place.is_empty() and here.left() == []


def test_said_once_it_only_tells(here):
    told = here.erase()

    assert f"--yes {here.number}" in told
    assert not here.place.is_empty()
    assert len(here.left()) >= 3
    assert list(here.folder.iterdir()) == []


def test_everything_goes_and_the_report_stays(here):
    backup = next(here.home.rglob("*.uketsuke"))
    kept = here.folder.parent / "elsewhere.uketsuke"
    kept.write_bytes(backup.read_bytes())

    told = here.erase("--yes", here.number)

    assert gone(here)
    assert [path.name for path in here.folder.iterdir()] == [f"{here.number}.pdf"]
    assert f"{here.number}.pdf" in told
    pages = PdfReader(here.folder / f"{here.number}.pdf").pages
    text = "".join("".join(page.extract_text().split()) for page in pages)
    for words in (
        "消去報告書",
        here.number,
        "manager-1",
        "ward-1",
        "代表者・連絡担当者",
        backup.name,
    ):
        assert words in text
    assert "見本消去の会" not in text
    assert "太郎" not in text
    here.run("-m", "uketsuke", "prepare", wanted=0)
    refused = here.run("-m", "uketsuke", "restore", str(kept), "--prove", wanted=1)
    assert "鍵" in refused.stderr or "壊れている" in refused.stderr


@pytest.mark.parametrize("after", [0, 1, 2])
def test_killed_half_way_it_is_started_again_and_ends(here, after):
    here.erase_killed(after)
    assert not (here.folder / f"{here.number}.pdf").exists()

    here.erase("--yes", here.number)

    assert gone(here)
    assert [path.name for path in here.folder.iterdir()] == [f"{here.number}.pdf"]


def test_while_somebody_works_nothing_goes(here):
    with held_open(here):
        told = here.erase("--yes", here.number, wanted=1)

    assert "止めて" in told
    assert not here.place.is_empty()
    assert list(here.folder.iterdir()) == []


def held_open(here: Installation):
    program = "import django; django.setup()\nfrom django.db import connection\n"
    program += "connection.ensure_connection(); print(connection.cursor().execute('SELECT 1'),"
    program += "flush=True); input()"
    child = subprocess.Popen(
        [sys.executable, "-c", program],
        env=here.surroundings | {"DJANGO_SETTINGS_MODULE": "uketsuke.settings"},
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    child.stdout.readline()
    return child


def test_keys_in_the_surroundings_are_named_or_it_does_not_begin(here):
    keys = {"UKETSUKE_BACKUP_KEYS": "7:" + "x" * 40}

    told = here.erase("--yes", here.number, wanted=1, **keys)
    assert "UKETSUKE_BACKUP_KEYS" in told
    assert not here.place.is_empty()

    told = here.erase("--yes", here.number, "--keys-by-hand", **keys)
    assert "UKETSUKE_BACKUP_KEYS" in told
    assert gone(here)


def test_without_an_order_or_with_the_report_inside_it_is_refused(here):
    given = ["-m", "uketsuke", "erase-all", "EA-2026-0099", "--report", str(here.folder)]
    assert "承認" in here.run(*given, wanted=1).stderr

    given = ["-m", "uketsuke", "erase-all", here.number, "--report", str(here.home)]
    assert "外" in here.run(*given, wanted=1).stderr
    assert not here.place.is_empty()
