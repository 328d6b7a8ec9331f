"""設定の検査: what was written, or forgotten, in the installation's settings."""

import ipaddress
from collections.abc import Iterator
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings

from uketsuke.protection.checkup.trouble import Check, Trouble

SHORTEST = 40  # signs of a key
WIDEST = {4: 16, 6: 48}  # a proxy's network: wider than this it is no proxy but a part of the world
RESTART = "書いたら uketsuke-restart としてください。"


def keys(at: datetime) -> Iterator[Trouble]:
    make = "uketsuke prepare が作った uketsuke.env の行を消してしまっていないか確かめてください。"
    if len(settings.SECRET_KEY) < SHORTEST:
        yield Trouble(
            "UKETSUKE_SECRET_KEY が短すぎます。", f"{SHORTEST}文字以上のでたらめな文字にします。"
        )
    if settings.AUDIT_KEY == settings.SECRET_KEY:
        yield Trouble("監査の鍵（UKETSUKE_AUDIT_KEY）がありません。", make)
    for name, keys in (("DATA", settings.DATA_KEYS), ("BACKUP", settings.BACKUP_KEYS)):
        if any(key.partition(":")[2] == settings.SECRET_KEY for key in keys):
            yield Trouble(f"鍵（UKETSUKE_{name}_KEYS）がありません。", make)


def debug(at: datetime) -> Iterator[Trouble]:
    if settings.DEBUG:
        yield Trouble(
            "開発用の表示（UKETSUKE_DEBUG）が入っています。内部のことが外に見えます。",
            f"UKETSUKE_DEBUG の行を消し、{RESTART}",
        )


def hosts(at: datetime) -> Iterator[Trouble]:
    host = urlsplit(settings.BASE_URL).hostname or ""
    if "*" in settings.ALLOWED_HOSTS:
        yield Trouble(
            "どの名前で呼ばれても答える設定です（UKETSUKE_HOSTS=*）。",
            f"UKETSUKE_HOSTS={host} のように、画面のアドレスだけにします。{RESTART}",
        )
    elif host not in settings.ALLOWED_HOSTS:
        yield Trouble(
            f"メールに書くアドレス（{settings.BASE_URL}）の名前が UKETSUKE_HOSTS にありません。",
            f"UKETSUKE_HOSTS か UKETSUKE_BASE_URL を直し、{RESTART}",
        )


def https(at: datetime) -> Iterator[Trouble]:
    if not settings.HTTPS:
        yield Trouble(
            "HTTPS だけで使う設定になっていません。", f"UKETSUKE_HTTPS=1 と書き、{RESTART}"
        )
    elif not settings.BASE_URL.startswith("https://"):
        yield Trouble(
            f"メールに書くアドレス（{settings.BASE_URL}）が https:// で始まりません。",
            f"UKETSUKE_BASE_URL を直し、{RESTART}",
        )


def proxies(at: datetime) -> Iterator[Trouble]:
    if settings.HTTPS and not settings.TRUSTED_PROXIES:
        yield Trouble(
            "手前の中継機が書かれていません。来訪者がみな同じ接続元に見えます。",
            f"UKETSUKE_TRUSTED_PROXIES=unix（deploy/ の nginx のとき）と書き、{RESTART}",
        )
    for each in settings.TRUSTED_PROXIES:
        yield from _proxy(each)


def _proxy(written: str) -> Iterator[Trouble]:
    fix = f"中継機のアドレスだけを書き、{RESTART}"
    if written == "unix":
        return
    try:
        network = ipaddress.ip_network(written)
    except ValueError:
        yield Trouble(f"UKETSUKE_TRUSTED_PROXIES の「{written}」は読めません。", fix)
        return
    if network.prefixlen < WIDEST[network.version]:
        yield Trouble(f"信じる中継機（{written}）が広すぎます。だれでも接続元を名乗れます。", fix)


def place(at: datetime) -> Iterator[Trouble]:
    for name, value, why in (
        ("UKETSUKE_PLACE", settings.PLACE, "設置場所（点検の報告書に出ます）"),
        ("UKETSUKE_SECURITY_CONTACT", settings.SECURITY_CONTACT, "弱点の知らせ先（security.txt）"),
    ):
        if not value:
            yield Trouble(f"{why}が書かれていません。", f"{name} を書き、{RESTART}")


CHECKS = (
    Check("keys", "鍵", keys),
    Check("debug", "開発用の表示", debug),
    Check("hosts", "画面のアドレス", hosts),
    Check("https", "暗号化した通信", https),
    Check("proxies", "手前の中継機", proxies),
    Check("place", "設置場所と知らせ先", place),
)
