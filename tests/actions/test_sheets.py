"""明日の利用予定表: made each evening, whole or not there, locked, and gone after some days."""

import os
import subprocess
import sys
from datetime import date, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from tests import make
from tests.make import NOON, SATURDAY
from uketsuke.audit.models import Entry
from uketsuke.bookings.models import Booking
from uketsuke.day import folder as files
from uketsuke.day import sheets
from uketsuke.day.models import DayRules, Sheet, SheetKey
from uketsuke.doors.cli import chores
from uketsuke.kernel import revision
from uketsuke.kernel.actors import SYSTEM
from uketsuke.kernel.clock import TOKYO

pytestmark = pytest.mark.usefixtures("world")
EVENING = datetime(2027, 2, 5, 18, 0, tzinfo=TOKYO)
NAME = "2027-02-06_yotsuya.pdf"


@pytest.fixture
def folder(tmp_path: Path, settings: object) -> Path:
    where = tmp_path / "sheets"
    settings.SHEET_FOLDER = str(where)  # type: ignore[attr-defined]
    return where


def run(at: datetime) -> None:
    for piece in chores.make_sheets(at):
        piece()


def password() -> str:
    return str(SheetKey.objects.get(hall__code="yotsuya").password)


def words(path: Path) -> str:
    reader = PdfReader(path)
    assert reader.decrypt(password())
    return "".join(page.extract_text() for page in reader.pages)


def shelf(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def draw(content: dict[str, object]) -> bytes:
    """A page that is quickly made."""
    made = BytesIO()
    from pypdf import PdfWriter

    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    writer.write(made)
    return made.getvalue()


def test_from_the_hour_of_the_evening_each_hall_has_tomorrows_sheet(folder: Path):
    booking = make.booking(approved=True)
    make.note("鍵は2番")

    run(EVENING - timedelta(minutes=1))
    before = folder.exists()
    run(EVENING)

    assert not before
    assert shelf(folder) == [f"2027-02-06_{hall}.pdf" for hall in ("tansu", "tsunohazu", "yotsuya")]
    said = words(folder / NAME)
    for word in (booking.group.name, booking.number, "090-0000-0001", "来場者", "鍵は2番", "空き"):
        assert word in said


def test_the_hour_is_a_row(folder: Path):
    DayRules.objects.create(in_force_from=date(2027, 1, 1), sheet_from="20:30")
    revision.changed()

    run(EVENING)

    assert not folder.exists()


def test_it_opens_with_its_password_only_and_belongs_to_its_owner_only(folder: Path):
    make.booking(approved=True)
    run(EVENING)

    reader = PdfReader(folder / NAME)

    assert reader.is_encrypted
    assert not reader.decrypt("")
    assert b"090-0000-0001" not in (folder / NAME).read_bytes()
    assert (folder / NAME).stat().st_mode & 0o777 == 0o600
    assert folder.stat().st_mode & 0o777 == 0o700


def test_it_is_made_once_and_again_when_something_changed(folder: Path):
    booking = make.booking(approved=True)
    run(EVENING)
    first = (folder / NAME).read_bytes()
    run(EVENING + timedelta(minutes=10))
    same = (folder / NAME).read_bytes()

    make.cancel(booking, EVENING + timedelta(minutes=15))
    run(EVENING + timedelta(minutes=20))

    assert same == first
    assert "予約はありません" in words(folder / NAME)
    assert Entry.objects.filter(action="day.sheet").count() == 4


def test_what_goes_with_a_use_is_on_it_and_a_change_of_it_makes_it_anew(folder: Path):
    booking = make.ask(make.booking(approved=True), lectern=1)
    run(EVENING)
    before = words(folder / NAME)

    make.decide(booking, EVENING, lectern=1)
    run(EVENING + timedelta(minutes=10))

    assert "演台" in before
    assert "確認待ち" in before
    assert "確認待ち" not in words(folder / NAME)


def test_what_somebody_took_away_is_made_again(folder: Path):
    run(EVENING)
    (folder / NAME).unlink()

    run(EVENING + timedelta(minutes=10))

    assert (folder / NAME).exists()


def test_a_new_password_makes_the_sheet_anew(folder: Path):
    run(EVENING)
    old = password()
    sheets.key("yotsuya", by=make.manager(), at=EVENING, renew=True)

    run(EVENING + timedelta(minutes=10))

    reader = PdfReader(folder / NAME)
    assert not reader.decrypt(old)
    assert reader.decrypt(password())


def test_after_some_days_it_is_gone_and_nothing_else(folder: Path):
    run(EVENING)
    (folder / "2027-02-06_list.xlsx").write_text("somebody's own")

    run(datetime(2027, 2, 9, 12, tzinfo=TOKYO))
    kept = shelf(folder)
    run(datetime(2027, 2, 10, 12, tzinfo=TOKYO))

    assert NAME in kept
    assert shelf(folder) == ["2027-02-06_list.xlsx"]


def test_without_a_folder_there_is_none(settings: object):
    settings.SHEET_FOLDER = ""  # type: ignore[attr-defined]

    run(EVENING)

    assert not Sheet.objects.exists()


KILLED = """
import os, signal
from datetime import date
from pathlib import Path
from uketsuke.day import folder
{when} = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
folder.write(Path({where!r}), {name!r}, b"%PDF-" + b"x" * 100_000)
"""


@pytest.mark.parametrize("when", ["os.fsync", "Path.replace"])
def test_whoever_is_killed_while_writing_leaves_no_half_sheet(folder: Path, when: str):
    code = KILLED.format(when=when, where=str(folder), name=NAME)
    killed = subprocess.run([sys.executable, "-c", code], check=False, env=os.environ.copy())
    half = shelf(folder)

    run(EVENING)

    assert killed.returncode == -9
    assert NAME not in half
    assert [name for name in half if name.endswith(".part")]
    assert PdfReader(folder / NAME).is_encrypted


def test_what_a_killed_writer_left_is_cleared_away(folder: Path):
    folder.mkdir()
    left, fresh = folder / f".{NAME}.1.part", folder / f".{NAME}.2.part"
    for each in (left, fresh):
        each.write_bytes(b"half")
    old = (EVENING - timedelta(hours=1)).timestamp()
    os.utime(left, (old, old))
    os.utime(fresh, (EVENING.timestamp(), EVENING.timestamp()))

    assert files.clear(folder, SATURDAY, EVENING) == [left.name]
    assert fresh.exists()


def test_whoever_is_killed_before_it_is_written_down_makes_it_once_more(folder: Path):
    make.booking(approved=True)
    run(EVENING)
    Sheet.objects.all().delete()  # as if it had never come so far

    assert sheets.make(folder, "yotsuya", SATURDAY, draw, by=SYSTEM, at=EVENING)
    assert not sheets.make(folder, "yotsuya", SATURDAY, draw, by=SYSTEM, at=EVENING)
    assert Sheet.objects.count() == 1


def test_the_open_sheet_holds_no_person():
    booking: Booking = make.booking(approved=True)

    from uketsuke.doors.shared.drawing import papers

    content = sheets.content("yotsuya", SATURDAY, NOON, phones=False)
    plain = PdfReader(BytesIO(papers.day_sheet(content)))
    said = "".join(page.extract_text() for page in plain.pages)

    assert booking.group.name in said
    assert "0000-0001" not in said
    assert "髙橋" not in said
