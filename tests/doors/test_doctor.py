"""健診: each fault that is planted is told, with what to do; where all is well nothing is."""

import json
import socket
import subprocess
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from cryptography import x509
from django.db import connection
from django.db.utils import OperationalError

from tests import make
from tests.make import NOON
from uketsuke.audit.actions import seal
from uketsuke.doors.cli.entry import main
from uketsuke.identity import factors
from uketsuke.identity.models import Network, Role, User
from uketsuke.kernel import append_only, clock, heartbeat, vault
from uketsuke.kernel.actors import SYSTEM
from uketsuke.protection import checkup
from uketsuke.protection.backups.actions import note_made, note_proved
from uketsuke.protection.checkup.run import CHECKS, results

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("well")]
LATER = NOON + timedelta(minutes=5)
KEY = "only-for-tests-only-for-tests-only-for-tests-another"


@pytest.fixture
def mail_server():
    """Answers a greeting and nothing else."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


@pytest.fixture
def well(world, settings, tmp_path: Path):
    """An installation as it should be."""
    tmp_path.chmod(0o700)
    (tmp_path / "backups").mkdir(mode=0o700)
    settings.HOME = tmp_path
    settings.AUDIT_KEY = KEY
    settings.DATA_KEYS, settings.BACKUP_KEYS = [f"1:{KEY}"], [f"1:{KEY}"]
    vault.forget()
    settings.BACKUP_FOLDER = str(tmp_path / "backups")
    settings.DEBUG = False
    settings.HTTPS = True
    settings.BASE_URL, settings.ALLOWED_HOSTS = "https://mihon.example", ["mihon.example"]
    settings.TRUSTED_PROXIES = ["unix"]
    settings.PLACE, settings.SECURITY_CONTACT = "東京都", "mihon@mihon.example"
    settings.PAPERS = False
    settings.SECOND_FACTOR = True
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATIC_ROOT.mkdir()
    place = tmp_path / "uketsuke.sqlite3"
    place.touch(0o600)
    settings.DATABASE = settings.DATABASE | {"HOST": "", "NAME": str(place)}
    admin = make.staff(Role.ADMINISTRATOR)
    admin.set_password(make.PASSWORD)
    admin.save()
    factors.add_passkey(admin.pk, "c", "k", "見本", by=SYSTEM, at=NOON)
    Network.objects.get_or_create(cidr="127.0.0.1/32", defaults={"label": "見本"})
    with time_machine.travel(LATER, tick=False):
        heartbeat.beat(heartbeat.WORKER, LATER)
        note_made("newest", "d" * 64, 1, "1", by=SYSTEM, at=NOON)
        note_proved("newest", "d" * 64, by=SYSTEM, at=NOON)
        (tmp_path / "backups/newest").write_text("")
        seal(by=SYSTEM, at=LATER)
        yield
    vault.forget()


def told(code: str, at=LATER) -> str:
    """What the check says; nothing: it is well."""
    found = next(each for each in results(at) if each.check.code == code)
    assert found.asked
    assert all(trouble.todo for trouble in found.troubles)
    return " ".join(trouble.words for trouble in found.troubles)


WELL_ALONE = [
    each.code
    for each in CHECKS
    if each.code not in {"static", "mail", "certificate", "clock", "sealed"}
]


@pytest.mark.parametrize("code", WELL_ALONE)
def test_where_all_is_well_nothing_is_told(code: str):
    travelled = code == "database_clock" and connection.vendor == "postgresql"

    # PostgreSQL has a clock of its own, which has not travelled with us: that is what it tells.
    assert ("ずれています" in told(code)) if travelled else (told(code) == "")


@pytest.mark.parametrize(
    ("code", "name", "bad", "words"),
    [
        ("keys", "SECRET_KEY", "short", "短すぎます"),
        ("keys", "DATA_KEYS", ["0:{secret}"], "UKETSUKE_DATA_KEYS"),
        ("keys", "BACKUP_KEYS", ["0:{secret}"], "UKETSUKE_BACKUP_KEYS"),
        ("debug", "DEBUG", True, "UKETSUKE_DEBUG"),
        ("hosts", "ALLOWED_HOSTS", ["*"], "どの名前で呼ばれても"),
        ("hosts", "ALLOWED_HOSTS", ["other.example"], "UKETSUKE_HOSTS にありません"),
        ("https", "HTTPS", False, "HTTPS"),
        ("https", "BASE_URL", "http://mihon.example", "https://"),
        ("proxies", "TRUSTED_PROXIES", [], "同じ接続元"),
        ("proxies", "TRUSTED_PROXIES", ["0.0.0.0/0"], "広すぎます"),
        ("proxies", "TRUSTED_PROXIES", ["::/0"], "広すぎます"),
        ("proxies", "TRUSTED_PROXIES", ["nginx"], "読めません"),
        ("place", "PLACE", "", "設置場所"),
        ("place", "SECURITY_CONTACT", "", "弱点の知らせ先"),
        ("staff", "SECOND_FACTOR", False, "二つ目の確認"),
        ("certificate", "CERTIFICATE", "/nowhere.pem", "読めません"),
        ("scanner", "PAPERS", True, "検査が設定されていません"),
        ("mail", "EMAIL_BACKEND", "django.core.mail.backends.filebased.EmailBackend", "ファイル"),
    ],
)
def test_a_setting_that_is_wrong_is_told(settings, code, name, bad, words):
    if isinstance(bad, list):
        bad = [each.format(secret=settings.SECRET_KEY) for each in bad]
    setattr(settings, name, bad)

    assert words in told(code)


def test_one_key_for_everything_is_told(settings):
    settings.AUDIT_KEY = settings.SECRET_KEY

    assert "監査の鍵" in told("keys")


@pytest.mark.parametrize("name", ["", "uketsuke.env", "backups", "uketsuke.sqlite3"])
def test_a_file_that_others_can_read_is_told(settings, open_folder: Path, name: str):
    settings.HOME, settings.BACKUP_FOLDER = open_folder, str(open_folder / "backups")
    place = {"ENGINE": "django.db.backends.sqlite3", "NAME": str(open_folder / "uketsuke.sqlite3")}
    settings.DATABASE = settings.DATABASE | place
    path = open_folder / name
    path.mkdir(exist_ok=True) if name in ("", "backups") else path.touch()
    path.chmod(0o755)

    assert f"{path} を、ほかの利用者も読めます" in told("files")


def test_a_file_in_a_folder_of_one_s_own_is_well_however_its_mode_is_written(settings):
    (settings.HOME / "uketsuke.env").touch()
    (settings.HOME / "uketsuke.env").chmod(0o644)

    assert told("files") == ""


def test_a_full_disk_is_told(monkeypatch):
    monkeypatch.setattr(checkup.machine, "LEAST_BYTES", 10**18)

    assert "空きが" in told("disk")


def test_a_certificate_that_ends_soon_or_is_another_s_is_told(settings, tmp_path: Path):
    def make_one(days: int, name: str) -> None:
        subject = ["-subj", f"/CN={name}", "-addext", f"subjectAltName=DNS:{name}"]
        files = ["-keyout", f"{tmp_path}/privkey.pem", "-out", f"{tmp_path}/c.pem"]
        command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", *subject, *files]
        subprocess.run([*command, "-days", str(days)], check=True, capture_output=True)

    settings.CERTIFICATE = str(tmp_path / "c.pem")
    make_one(90, "mihon.example")
    shown = x509.load_pem_x509_certificate((tmp_path / "c.pem").read_bytes())
    first, last = shown.not_valid_before_utc, shown.not_valid_after_utc
    assert clock.day(first) < clock.day(last)

    assert told("certificate", first) == "証明書が自作です。利用者の画面に警告が出ます。"
    assert "残り9日" in told("certificate", last - timedelta(days=9, hours=1))
    settings.BASE_URL = "https://other.example"
    assert "other.example のものではありません" in told("certificate", first)


def test_parts_of_pages_that_are_not_there_are_told(settings):
    assert "集められていません" in told("static")
    manifest = settings.STATIC_ROOT / "staticfiles.json"
    manifest.write_text(json.dumps({"paths": {"uketsuke/uketsuke.css": "nowhere.css"}}))

    assert "足りません" in told("static")


def test_a_mail_server_that_is_away_or_speaks_in_clear_is_told(settings, mail_server):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", mail_server
    settings.EMAIL_USE_TLS, settings.EMAIL_USE_SSL = False, False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""

    said = told("mail")

    assert "暗号化されていません" in said
    assert f"127.0.0.1:{mail_server}）に入れません" in said


def test_a_database_behind_the_program_is_told():
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'halls'")

    assert "古いままです" in told("migrations")


@pytest.mark.skipif(connection.vendor != "sqlite", reason="its own settings")
def test_a_database_that_may_forget_is_told():
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA recursive_triggers=OFF")
    try:
        assert "recursive_triggers が 0" in told("durability")
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA recursive_triggers=ON")


@pytest.mark.skipif(connection.vendor != "postgresql", reason="its own settings")
def test_a_server_that_may_forget_is_told():
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit = off")

    assert "synchronous_commit が off" in told("durability")


def test_a_guard_that_somebody_took_away_is_told():
    with connection.cursor() as cursor:
        on = "" if connection.vendor == "sqlite" else " ON audit_entry"
        cursor.execute(f"DROP TRIGGER audit_entry_no_delete{on}")
    assert append_only.missing(connection) == ["audit_entry_no_delete"]

    assert "audit_entry_no_delete" in told("triggers")


def test_a_clock_that_was_set_back_is_told():
    assert "時計が戻されています" in told("database_clock", NOON - timedelta(days=1))


def test_a_silent_worker_and_an_old_backup_are_told():
    later = LATER + timedelta(days=2)

    assert "自動処理" in told("worker", later)
    assert "最後のバックアップ" in told("backups", later)


def test_a_backup_whose_file_is_gone_is_told(settings):
    (Path(settings.BACKUP_FOLDER) / "newest").unlink()

    assert "newest" in told("backups")


def test_staff_without_a_second_factor_and_no_administrator_are_told():
    make.staff(Role.COUNTER)
    assert "1人が、二つ目の確認を登録していません" in told("staff")
    User.objects.filter(role=Role.ADMINISTRATOR).update(is_active=False)

    assert "システム管理者がいません" in told("staff")


def test_no_address_at_all_is_told():
    Network.objects.all().delete()

    assert "許可した接続元がありません" in told("networks")


def test_where_the_database_is_away_the_rest_is_still_asked(monkeypatch, settings):
    def away(*_: object) -> None:
        raise OperationalError("away")

    settings.DEBUG = True
    monkeypatch.setattr(connection, "cursor", away)

    made = list(results(LATER))

    assert "つながりません" in made[0].troubles[0].words
    assert [each.check.code for each in made if not each.asked] == [
        check.code for check in CHECKS if check.stored
    ]
    assert next(each for each in made if each.check.code == "debug").troubles


def test_the_command_says_it_and_ends_with_1(capsys):
    assert main(["doctor"]) == 1
    said = capsys.readouterr().out
    assert "× メールサーバー\n    メールはファイルに書くだけ" in said
    assert "→ UKETSUKE_MAIL_URL に" in said

    assert main(["doctor", "--json"]) == 1
    document = json.loads(capsys.readouterr().out)
    assert document["well"] is False
    assert {check["code"] for check in document["checks"]} == {
        "database",
        *(check.code for check in CHECKS),
    }
