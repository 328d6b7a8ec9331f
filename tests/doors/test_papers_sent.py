"""書類の写真: only pixels pass, only where the ward said so, only while nothing is decided."""

import os
import subprocess
import time
from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from PIL import Image

from tests import make
from tests.make import NOON, refused
from uketsuke.audit.models import Entry
from uketsuke.identity.models import Role
from uketsuke.kernel import vault
from uketsuke.registration import actions, papers, photos
from uketsuke.registration.models import Application, Paper

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("world")]
# The file every virus scanner knows, backwards, so that none finds it in this one.
EICAR = "*H+H$!ELIF-TSET-SURIVITNA-DRADNATS-RACIE$}7)CC7)^P(45XZP\\4[PA@%P!O5X"[::-1]
SIGNATURE = f"Eicar-Test:0:*:{EICAR.encode().hex()}\n"


@pytest.fixture(autouse=True)
def _taken(settings):
    settings.PAPERS = True


def picture(size: tuple[int, int] = (300, 200), kind: str = "JPEG", mode: str = "RGB") -> bytes:
    made, exif = BytesIO(), Image.Exif()
    exif[0x010E] = "where it was taken"
    Image.new(mode, size, "gray" if mode == "L" else None).save(made, kind, exif=exif)
    return made.getvalue()


def applied(claimed: str = "resident") -> Application:
    return actions.apply("見本の会", claimed, make.persons(), uuid4(), by=make.counter(), at=NOON)


def send(made: Application, content: bytes, name: str = "a.jpg") -> tuple[int, str]:
    file = SimpleUploadedFile(name, content)
    answer = Client().post(f"/register/{made.token}/photo/", {"photo": file})
    return answer.status_code, answer.text


def kept(made: Application) -> list[bytes]:
    return [papers.seen(each) for each in made.papers.order_by("pk")]


class TestPixels:
    """photos.redrawn."""

    @pytest.mark.parametrize(
        ("kind", "mode"),
        [
            ("JPEG", "RGB"),
            ("JPEG", "L"),
            ("JPEG", "CMYK"),
            ("PNG", "RGBA"),
            ("PNG", "P"),
            ("PNG", "I;16"),
            ("WEBP", "RGB"),
        ],
    )
    def test_every_kind_of_photo_becomes_a_plain_one(self, kind, mode):
        plain = photos.redrawn(picture(kind=kind, mode=mode))

        with Image.open(BytesIO(plain)) as again:
            assert (again.format, again.mode, again.size) == ("JPEG", "RGB", (300, 200))
            assert not again.getexif()
        assert b"where it was taken" not in plain

    def test_a_large_one_is_made_smaller(self):
        with Image.open(BytesIO(photos.redrawn(picture((6000, 3000))))) as again:
            assert again.size == (2000, 1000)

    def test_what_is_hidden_behind_the_picture_is_gone(self):
        assert b"<script>" not in photos.redrawn(picture() + b"<script>alert(1)</script>")

    @pytest.mark.parametrize(
        "content",
        [
            b"",
            b"%PDF-1.7 x",
            b"<svg xmlns='http://www.w3.org/2000/svg'/>",
            picture()[:200],
            b"GIF89a" + b"\0" * 50,
            b"\xff\xd8\xff" + os.urandom(500),
        ],
        ids=["nothing", "pdf", "svg", "half", "gif", "noise"],
    )
    def test_what_is_no_photo_is_none(self, content):
        with refused("paper.no_photo"):
            photos.redrawn(content)

    def test_a_bomb_does_not_go_off(self):
        with refused("paper.too_many_pixels"):
            photos.redrawn(picture((9000, 9000), "PNG", "1"))

    def test_too_many_bytes(self):
        with refused("paper.too_large"):
            photos.redrawn(picture() + b"\0" * photos.LARGEST)


def test_sent_seen_by_who_decides_and_gone_with_the_decision():
    made = applied()
    assert send(made, picture())[0] == 302
    page = f"/staff/registrations/{made.number}/"
    counter, ward = Client(), Client()
    counter.force_login(make.staff(Role.COUNTER))
    ward.force_login(make.staff(Role.WARD))
    address = f"{page}photos/{Paper.objects.get().pk}/"
    assert address in counter.get(page).text

    shown = counter.get(address)

    assert (shown.status_code, shown.headers["Content-Type"]) == (200, "image/jpeg")
    assert "no-store" in shown.headers["Cache-Control"]
    assert shown.headers["X-Content-Type-Options"] == "nosniff"
    assert Entry.objects.filter(action="registration.paper_view").count() == 1
    assert ward.get(address).status_code == 404
    actions.approve(made.pk, make.ruling(), by=make.counter(), at=NOON)
    assert counter.get(address).status_code == 404
    assert not Paper.objects.exists()


@pytest.mark.parametrize("end", ["refuse", "withdraw"])
def test_gone_with_every_other_end_too(end):
    made = applied()
    send(made, picture())

    if end == "refuse":
        actions.refuse(made.pk, "見本", by=make.counter(), at=NOON)
    else:
        actions.withdraw(made.pk, by=make.counter(), at=NOON)

    assert not Paper.objects.exists()


def test_the_database_holds_no_picture_in_clear():
    made = applied()
    send(made, picture())

    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM registration_paper")
        stored = cursor.fetchone()[0]
    assert "/9j/" not in stored[:200]  # how a JPEG begins in base64
    assert stored.startswith(f"{vault.current()}{vault.MARK}")


def test_four_and_no_more_and_the_same_once():
    made = applied()
    for width in (10, 10, 20, 30, 40):
        assert send(made, picture((width, 10)))[0] == 302

    status, text = send(made, picture((50, 10)))

    assert (status, made.papers.count()) == (422, papers.MOST)
    assert "4枚まで" in text


def test_taken_back():
    made = applied()
    send(made, picture())

    Client().post(f"/register/{made.token}/photo/{made.papers.get().pk}/back/")

    assert kept(made) == []


def test_another_ones_cannot_be_taken_back():
    mine, other = applied(), applied()
    send(other, picture())

    Client().post(f"/register/{mine.token}/photo/{other.papers.get().pk}/back/")

    assert len(kept(other)) == 1


def test_where_the_ward_has_not_said_so_none_is_taken(settings):
    settings.PAPERS = False
    made = applied()

    assert "写真を送る" not in Client().get(f"/register/{made.token}/").text
    assert send(made, picture())[0] == 422
    assert kept(made) == []


def test_who_needs_no_paper_is_not_asked_for_one():
    made = applied("other")

    assert "写真を送る" not in Client().get(f"/register/{made.token}/").text
    assert send(made, picture())[0] == 422


@pytest.mark.parametrize(
    "content",
    [b"x" * 100, b"", b"\0" * (13 * 1024 * 1024)],
    ids=["no photo", "nothing", "too large"],
)
def test_bad_files_are_told_kindly(content):
    status, text = send(applied(), content)

    assert status == 422
    assert "写真" in text
    assert not Paper.objects.exists()


def test_what_nobody_decided_is_gone_after_its_time():
    made = applied()
    papers.send(made.pk, picture(), by=make.counter(), at=NOON)

    assert papers.clear(NOON - timedelta(days=90)) == 0
    assert papers.clear(NOON + timedelta(seconds=1)) == 1


@pytest.fixture(scope="module")
def clamd() -> Iterator[Path]:
    """The real daemon, with a signature of ours for the EICAR file and no other."""
    with TemporaryDirectory(prefix="clamd-") as folder:
        home = Path(folder)
        (home / "ours.ndb").write_text(SIGNATURE)
        lines = {
            "DatabaseDirectory": home,
            "LocalSocket": home / "ctl",
            "Foreground": "yes",
            "TemporaryDirectory": home,
            "StreamMaxLength": "20M",
        }
        told = "".join(f"{name} {value}\n" for name, value in lines.items())
        (home / "clamd.conf").write_text(told)
        command = ["clamd", "--config-file", str(home / "clamd.conf")]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL) as daemon:
            for _ in range(300):
                if (home / "ctl").exists() or daemon.poll() is not None:
                    break
                time.sleep(0.1)
            yield home / "ctl"
            daemon.terminate()


class TestScanned:
    """kernel.clamav, with the daemon itself."""

    def test_what_is_clean_passes(self, clamd, settings):
        settings.CLAMD = str(clamd)
        made = applied()

        assert send(made, picture())[0] == 302
        assert len(kept(made)) == 1

    @pytest.mark.parametrize("before", [b"", b"\xff\xd8\xff\xe0 x "], ids=["alone", "hidden"])
    def test_what_is_found_does_not(self, clamd, settings, before):
        settings.CLAMD = str(clamd)

        status, text = send(applied(), before + EICAR.encode())

        assert status == 422
        assert "安全を確かめられなかった" in text
        assert not Paper.objects.exists()

    def test_where_the_daemon_is_away_nothing_passes(self, settings, tmp_path):
        settings.CLAMD = str(tmp_path / "nobody")

        status, text = send(applied(), picture())

        assert status == 422
        assert "いまファイルの安全を確かめられない" in text
        assert not Paper.objects.exists()
