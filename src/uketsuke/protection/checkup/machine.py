"""装置の検査: files, disk, clock, certificate, mail server."""

import json
import os
import shutil
import smtplib
import stat
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from cryptography import x509
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core import mail

from uketsuke.kernel.calendar import date_ja
from uketsuke.protection.checkup import reach
from uketsuke.protection.checkup.trouble import Check, Trouble

LEAST_BYTES, LEAST_SHARE = 2 * 1024**3, 0.1
CERTIFICATE_DAYS = 21
WAYS = {"read": "読めます", "write": "書き換えられます"}


def files(at: datetime) -> Iterator[Trouble]:
    """Only who runs the program reads what it keeps."""
    runner = reach.runs_as(settings.HOME)
    for path in _private():
        if not path.exists():
            continue
        if way := reach.open_to_others(path, runner):
            yield Trouble(f"{path} を、ほかの利用者も{WAYS[way]}。", f"chmod go= {path}")
        if reach.is_anothers(path, runner):
            yield Trouble(
                f"{path} の持ち主が、動かす利用者ではありません。", f"chown uketsuke: {path}"
            )
    key = Path(settings.CERTIFICATE).with_name("privkey.pem") if settings.CERTIFICATE else None
    # Who runs the program need not see the key at all; who sees it sees whether others do.
    seen = key and os.access(key.parent, os.X_OK) and key.exists()
    if key and seen and key.stat().st_mode & stat.S_IRWXO:
        yield Trouble(f"証明書の鍵（{key}）を、だれでも読めます。", f"chmod o= {key}")


def _private() -> Iterator[Path]:
    yield from (settings.HOME, settings.HOME / "uketsuke.env", settings.HOME / "mail")
    if settings.BACKUP_FOLDER:
        yield Path(settings.BACKUP_FOLDER)
    if settings.DATABASE["ENGINE"].endswith("sqlite3"):
        name = str(settings.DATABASE["NAME"])
        yield from (Path(name), Path(f"{name}-wal"))


def disk(at: datetime) -> Iterator[Trouble]:
    """Room for what is written, and for the nights to come."""
    places = {settings.HOME, Path(settings.BACKUP_FOLDER or settings.HOME)}
    for place in sorted(place for place in places if place.exists()):
        room = shutil.disk_usage(place)
        if room.free < LEAST_BYTES or room.free < LEAST_SHARE * room.total:
            yield Trouble(
                f"{place} の空きが{room.free / 1024**3:.1f}GB"
                f"（{room.free * 100 // room.total}%）です。",
                "古い記録や写しを片付けるか、大きな装置に移してください。"
                "いっぱいになると受付が止まります。",
            )


def clock(at: datetime) -> Iterator[Trouble]:
    """Whether the machine keeps its clock by others; without systemd nobody can say."""
    program = shutil.which("timedatectl")
    if program is None:
        return
    said = subprocess.run(  # noqa: S603 - a fixed command
        [program, "show", "--property=NTPSynchronized", "--value"],
        capture_output=True,
        text=True,
        check=False,
        timeout=10,
    )
    if said.stdout.strip() == "no":
        yield Trouble(
            "装置の時計が、時刻を配るサーバーに合っていません。締切の時刻がずれます。",
            "timedatectl set-ntp true としてください。",
        )


def certificate(at: datetime) -> Iterator[Trouble]:
    """The certificate that the web server in front shows."""
    if not settings.CERTIFICATE:
        return
    try:
        shown = x509.load_pem_x509_certificate(Path(settings.CERTIFICATE).read_bytes())
    except (OSError, ValueError):
        yield Trouble(
            f"証明書（{settings.CERTIFICATE}）を読めません。",
            "場所（UKETSUKE_CERTIFICATE）とファイルの権限を確かめてください。",
        )
        return
    left = shown.not_valid_after_utc - at
    if left < timedelta(days=CERTIFICATE_DAYS):
        until = date_ja(shown.not_valid_after_utc.astimezone(UTC).date())
        yield Trouble(
            f"証明書は{until}まで（残り{left.days}日）です。",
            "新しい証明書に置き換え、systemctl reload nginx としてください。",
        )
    if shown.issuer == shown.subject:
        yield Trouble(
            "証明書が自作です。利用者の画面に警告が出ます。",
            "認証局の証明書に置き換え、systemctl reload nginx としてください。",
        )
    if (host := urlsplit(settings.BASE_URL).hostname or "") not in _names(shown):
        yield Trouble(
            f"証明書が {host} のものではありません。", f"{host} の証明書に置き換えてください。"
        )


def _names(shown: x509.Certificate) -> set[str]:
    try:
        found = shown.extensions.get_extension_for_class(x509.SubjectAlternativeName)
    except x509.ExtensionNotFound:
        return set()
    return set(found.value.get_values_for_type(x509.DNSName))


def static(at: datetime) -> Iterator[Trouble]:
    """What pages are made with lies where they name it."""
    fix = "uketsuke prepare を実行し、uketsuke-restart としてください。"
    manifest = settings.STATIC_ROOT / "staticfiles.json"
    if not manifest.exists():
        yield Trouble("画面の部品（スタイルシートなど）が集められていません。", fix)
        return
    named = json.loads(manifest.read_text())["paths"]
    wanted = {path for finder in get_finders() for path, _ in finder.list([])}
    there = {name for name, stored in named.items() if (settings.STATIC_ROOT / stored).exists()}
    if missing := sorted(wanted - there):
        yield Trouble(f"画面の部品が{len(missing)}個足りません（{missing[0]} など）。", fix)


def mails(at: datetime) -> Iterator[Trouble]:
    """Whether a mail would get out."""
    backend = settings.EMAIL_BACKEND
    if not backend.endswith("smtp.EmailBackend"):
        yield Trouble(
            "メールはファイルに書くだけで、だれにも届きません。",
            "UKETSUKE_MAIL_URL にメールサーバーを書き、uketsuke-restart としてください。",
        )
        return
    if not (settings.EMAIL_USE_TLS or settings.EMAIL_USE_SSL):
        yield Trouble(
            "メールサーバーとの通信が暗号化されていません。",
            "UKETSUKE_MAIL_URL を smtp+tls:// で始めてください。",
        )
    connection = mail.get_connection(timeout=5)
    try:
        connection.open()
        connection.close()
    except (OSError, smtplib.SMTPException) as error:
        yield Trouble(
            f"メールサーバー（{settings.EMAIL_HOST}:{settings.EMAIL_PORT}）に入れません"
            f"（{type(error).__name__}）。",
            "アドレス・パスワードと、ファイアウォール（mail4、IPAddressAllow）を確かめてください。"
            "届かなかったメールは、つながってから送られます。",
        )


CHECKS = (
    Check("files", "ファイルの権限", files),
    Check("disk", "空き容量", disk),
    Check("clock", "時計", clock),
    Check("certificate", "証明書", certificate),
    Check("static", "画面の部品", static),
    Check("mail", "メールサーバー", mails),
)
