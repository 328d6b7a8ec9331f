"""見出しと設定: what every answer carries, and what a setting for HTTPS changes."""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.test import Client

from tests import make
from uketsuke.identity.models import Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]
PAGES = ("/", "/login/", "/nothing/", "/availability/", "/register/", "/healthz", "/staff/login/")
ASKED = (
    *("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME"),
    *("COOKIE_PREFIX", "SECURE_HSTS_SECONDS", "SECURE_HSTS_INCLUDE_SUBDOMAINS", "DEBUG"),
    *("SESSION_COOKIE_AGE", "PASSWORD_HASHERS"),
)
NOT_SHOWN = ("/static/", "/static/uketsuke/", "/.git/config", "/../settings.py")


def settings_with(**more: str) -> dict[str, object]:
    """The settings as a process of its own reads them, of a real installation."""
    code = (
        "import json; from django.conf import settings;"
        f"print(json.dumps({{name: getattr(settings, name) for name in {ASKED}}}))"
    )
    env = {key: text for key, text in os.environ.items() if not key.startswith("UKETSUKE_FAST")}
    told = subprocess.run(
        [sys.executable, "-c", code], env=env | more, capture_output=True, text=True, check=True
    )
    return json.loads(told.stdout)


@pytest.mark.parametrize("page", PAGES)
def test_every_answer_carries_them(page):
    headers = Client().get(page).headers

    policy = headers["Content-Security-Policy"]
    for rule in (
        "default-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "form-action 'self'",
    ):
        assert rule in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "charset=utf-8" in headers["Content-Type"]
    assert "Access-Control-Allow-Origin" not in headers
    assert "Server" not in headers


def test_cookies_are_for_this_site_and_for_no_script():
    group, user = make.group(password=make.PASSWORD), make.staff(Role.COUNTER)
    portal, counter = Client(), Client()
    portal.post("/login/", {"login": group.number, "password": make.PASSWORD})
    portal.get("/availability/?view=list")
    counter.post("/staff/login/", {"login": user.login, "password": make.PASSWORD})

    cookies = [*portal.cookies.values(), *counter.cookies.values()]

    assert {cookie.key for cookie in cookies} >= {"session", "csrf", "known"}
    for cookie in cookies:
        assert cookie["httponly"], cookie.key
        assert cookie["samesite"] == "Lax", cookie.key
        assert cookie["path"] == "/", cookie.key
        assert not cookie["domain"], cookie.key


def test_with_https_cookies_are_bound_and_browsers_told_for_a_year():
    found = settings_with(UKETSUKE_HTTPS="1")

    assert found["SESSION_COOKIE_SECURE"]
    assert found["CSRF_COOKIE_SECURE"]
    names = ("SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "COOKIE_PREFIX")
    assert all(str(found[name]).startswith("__Host-") for name in names)
    assert found["SECURE_HSTS_SECONDS"] >= 31_536_000
    assert found["SECURE_HSTS_INCLUDE_SUBDOMAINS"]


def test_a_real_installation_hashes_slowly_and_never_debugs():
    found = settings_with(DEBUG="1", UKETSUKE_DEBUG="1", UKETSUKE_HTTPS="1")

    assert not found["DEBUG"]
    assert found["PASSWORD_HASHERS"][0].endswith("Argon2PasswordHasher")
    assert found["SESSION_COOKIE_AGE"] <= 12 * 60 * 60


@pytest.mark.parametrize("page", ["/", "/login/", "/staff/"])
def test_trace_shows_nobody_what_was_sent(page):
    answer = Client().trace(page, headers={"X-Told": "a word of its own"})

    assert b"a word of its own" not in answer.content


@pytest.mark.parametrize("page", NOT_SHOWN)
def test_no_folder_is_shown(page):
    assert Client().get(page).status_code == 404


def test_the_session_cookie_is_read_from_the_settings():
    assert settings.SESSION_COOKIE_NAME == "session"


@pytest.mark.parametrize("page", PAGES)
def test_an_address_with_too_many_words_is_refused_in_words(page):
    client = Client(raise_request_exception=False)

    answer = client.get(page, {f"word{n}": "1" for n in range(501)})

    assert answer.status_code in (200, 400, 404)
    if answer.status_code == 400:
        assert "<h1" in answer.content.decode()
