"""個人情報の持出し: locked, once, by who asked; what nobody fetched goes by itself."""

import subprocess
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from uuid import uuid4

import msoffcrypto
import pytest
from msoffcrypto.exceptions import InvalidKeyError
from openpyxl import load_workbook

from tests import make
from tests.make import NOON, SATURDAY, refused
from uketsuke.audit.models import Entry
from uketsuke.kernel import sheets
from uketsuke.protection.exports import actions
from uketsuke.protection.exports.actions import WAITS, Wish
from uketsuke.protection.exports.kinds import Scope
from uketsuke.protection.models import Export, ExportForm

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("world")]
GROUPS = Wish("groups", Scope(), "見本の理由", "見本の課")


def uses(hall: str = "", days: int = 0) -> Wish:
    scope = Scope(hall, SATURDAY, SATURDAY + timedelta(days=days))
    return Wish("uses", scope, "見本の理由", "見本の課")


def asked(wish: Wish = GROUPS) -> Export:
    return actions.ask(wish, uuid4(), by=make.manager(), at=NOON)


def opened(locked: bytes, password: str) -> list[tuple[object, ...]]:
    file, plain = msoffcrypto.OfficeFile(BytesIO(locked)), BytesIO()
    file.load_key(password=password, verify_password=True)
    file.decrypt(plain)
    sheet = load_workbook(plain).worksheets[0]
    return [tuple(cell.value for cell in row) for row in sheet.iter_rows()]


def test_with_its_password_it_is_the_list_without_it_nothing():
    group = make.group()
    made = asked()
    by = make.manager()

    locked = actions.take(made.pk, by=by, at=NOON)
    password = actions.show(made.pk, by=by, at=NOON)

    heading, row = opened(locked, password)
    assert heading[:2] == ("利用者番号", "団体名")
    assert row[:2] == (group.number, group.name)
    assert "髙橋 見本" in row
    assert b"worksheet" not in locked
    with pytest.raises(InvalidKeyError):
        opened(locked, f"{password}x")


def unpacked(locked: bytes, password: str, folder: Path) -> tuple[int, str]:
    """What 7-Zip itself says, and what it takes out."""
    (folder / "locked.zip").write_bytes(locked)
    command = ["7zz", "x", f"-p{password}", "-y", f"-o{folder}", str(folder / "locked.zip")]
    done = subprocess.run(command, capture_output=True, check=False)
    told = "".join(path.read_text("utf-8-sig") for path in folder.glob("*.csv"))
    return done.returncode, told


def test_7_zip_opens_the_parcel_with_its_password_and_with_no_other(tmp_path):
    group = make.group()
    made, by = asked(replace(GROUPS, form=ExportForm.PARCEL)), make.manager()
    locked = actions.take(made.pk, by=by, at=NOON)
    password = actions.show(made.pk, by=by, at=NOON)

    wrong, nothing = unpacked(locked, "chigau", tmp_path)
    right, told = unpacked(locked, password, tmp_path)

    assert (wrong, nothing) == (2, "")
    assert right == 0
    assert told.startswith("利用者番号,団体名")
    assert group.number in told
    assert "髙橋 見本" in told
    listed = subprocess.run(
        ["7zz", "l", "-slt", str(tmp_path / "locked.zip")], capture_output=True, check=True
    )
    assert b"AES-256" in listed.stdout


def test_the_uses_of_the_days_and_of_the_hall():
    booking = make.booking(make.group())
    by = make.manager()
    hall = booking.room.hall.code
    others = {"yotsuya", "tansu", "tsunohazu"} - {hall}

    made = asked(uses(hall))

    rows = opened(actions.take(made.pk, by=by, at=NOON), actions.show(made.pk, by=by, at=NOON))
    assert [row[0] for row in rows[1:]] == [booking.number]
    with refused("export.nothing"):
        asked(uses(others.pop()))


@pytest.mark.parametrize(
    "scope",
    [
        Scope("", SATURDAY, SATURDAY + timedelta(days=31)),
        Scope("", SATURDAY, SATURDAY - timedelta(days=1)),
        Scope("", None, SATURDAY),
    ],
)
def test_days_out_of_order_or_too_many(scope):
    with refused("export.days"):
        asked(Wish("uses", scope, "見本", "見本"))

    assert not Export.objects.exists()


def test_of_another_hall_a_manager_takes_nothing():
    make.booking(make.group())

    with refused("export.place"):
        actions.ask(uses(""), uuid4(), by=make.manager(hall="yotsuya"), at=NOON)


def test_the_file_once_the_password_once_after_it():
    make.group()
    made, by = asked(), make.manager()

    with refused("export.first_take"):
        actions.show(made.pk, by=by, at=NOON)
    actions.take(made.pk, by=by, at=NOON)
    with refused("export.gone"):
        actions.take(made.pk, by=by, at=NOON)
    actions.show(made.pk, by=by, at=NOON)
    with refused("export.shown"):
        actions.show(made.pk, by=by, at=NOON)
    assert Export.objects.get().locked is None
    assert Export.objects.get().password == ""


def test_only_who_asked_gets_it():
    make.group()
    made = asked()

    for get in (actions.take, actions.show):
        with refused("export.another"):
            get(made.pk, by=make.manager("manager-2"), at=NOON)


def test_what_nobody_fetched_is_gone_after_a_day():
    make.group()
    made = asked()

    assert actions.clear(NOON - WAITS) == 0
    assert actions.clear(NOON + timedelta(seconds=1)) == 1

    with refused("export.gone"):
        actions.take(made.pk, by=make.manager(), at=NOON)


def test_sent_again_it_is_one_and_the_reason_is_on_record():
    make.group()
    token, by = uuid4(), make.manager()

    first = actions.ask(GROUPS, token, by=by, at=NOON)

    assert actions.ask(GROUPS, token, by=by, at=NOON) == first
    entry = Entry.objects.get(action="export.ask")
    assert (entry.why, entry.facts["rows"], entry.facts["to"]) == ("見本の理由", 1, "見本の課")
    assert first.password not in str(entry.facts)


def test_its_end_is_said_once():
    make.group()
    made, by = asked(), make.ward()

    with refused("export.how"):
        actions.finish(made.pk, "", by=by, at=NOON)
    actions.finish(made.pk, "消した", by=by, at=NOON)
    with refused("export.ended"):
        actions.finish(made.pk, "返された", by=by, at=NOON)


@pytest.mark.parametrize("text", ["=1+1", "+81", "-5", "@SUM(A1)", "\x0b鐘"])
def test_no_text_is_a_formula(text):
    plain = sheets.workbook({"見本": [("見出し",), (text,)]})

    cell = load_workbook(BytesIO(plain)).worksheets[0]["A2"]
    assert cell.data_type in ("s", "inlineStr")
    assert cell.value == text.replace("\x0b", "")
