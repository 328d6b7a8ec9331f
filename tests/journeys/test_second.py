"""ログインの安全: with an app, and with a passkey (the browser pretends to have one)."""

from typing import Any

import pyotp
import pytest
from playwright.sync_api import Browser

from tests.journeys.conftest import PHONE, Come
from tests.journeys.people import PASSWORD
from tests.journeys.server import Server
from tests.journeys.visitor import Visitor

MEMBER = """
from uuid import uuid4
from tests import make
group = make.group(f"見本の会{uuid4().hex[:4]}", password=make.PASSWORD)
result = group.number
"""
KEYS = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def number(server: Server) -> str:
    """A group of her own: what it sets up changes nobody else's way in."""
    return str(server.python(MEMBER))


def log_in(someone: Visitor, number: str) -> Visitor:
    someone.start("/login/").type("利用者番号またはメールアドレス", number)
    return someone.type("パスワード", PASSWORD).press("ログイン")


def prove(someone: Visitor) -> Visitor:
    return someone.type("いまのパスワード", PASSWORD).press("パスワードを確かめて進む")


def secret_of(someone: Visitor) -> str:
    return someone.page.locator("figure code").inner_text().replace(" ", "")


def test_she_sets_up_an_app_and_needs_it_from_then_on(come: Come, number: str):
    someone = log_in(come(PHONE), number).sees("マイページ").start("/my/security/")
    prove(someone)
    secret = secret_of(someone)
    someone.type("この端末の呼び名", "見本の電話")
    someone.type("アプリに表示された6桁の数字", pyotp.TOTP(secret).now()).press("アプリを登録する")
    codes = someone.page.locator("ul.codes code").all_inner_texts()
    assert len(codes) == 10
    someone.follow("控えたので、次へ進む").sees("見本の電話", "回復コードはあと10個使えます")

    again = log_in(come(PHONE), number).sees("ログインの確認")
    again.type("確認コード", "000000").press("確認してログインする").sees("確認コードが違います")
    again.type("確認コード", codes[0]).press("確認してログインする").sees("マイページ")


def test_she_logs_in_with_a_passkey(server: Server, browser: Browser, number: str):
    context = browser.new_context(viewport=PHONE, locale="ja-JP")
    someone = Visitor(context, server.url.replace("127.0.0.1", "localhost"))
    keys: Any = context.new_cdp_session(someone.page)
    keys.send("WebAuthn.enable")
    keys.send("WebAuthn.addVirtualAuthenticator", {"options": KEYS})
    prove(log_in(someone, number).start("/my/security/"))
    someone.page.get_by_label("このパスキーの呼び名").fill("見本の指紋")
    with someone.page.expect_navigation():
        someone.page.get_by_role("button", name="パスキーを登録する").click()
    someone.look().sees("回復コード").follow("控えたので、次へ進む").sees("見本の指紋")

    someone.press("ログアウト")
    log_in(someone, number).sees("ログインの確認")
    with someone.page.expect_navigation():
        someone.page.get_by_role("button", name="パスキーで確認する").click()

    someone.look().sees("マイページ")
    assert someone.faults == []
    context.close()
