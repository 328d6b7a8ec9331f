"""アクセシビリティ: every page at 320 px, dark, in forced colours, by keyboard, by reader."""

import re
from collections.abc import Callable, Iterator

import pytest
from django.urls import get_resolver
from playwright.sync_api import Browser, Page

from tests.architecture.test_pages import allows, pages
from tests.journeys import people, reach
from tests.journeys.server import Server

# Whoever may see most looks; a vendor sees only while a work order runs.
LOOKERS = {"manager": "sekinin", "ward": "kuyaku", "administrator": "kanri", "counter": "mado"}
Enter = Callable[[str], Page]


def looked_at() -> list[tuple[str, str]]:
    """(who, address) of every page that is asked for without anything more."""
    found = []
    for address, view in pages(get_resolver("uketsuke.urls")):
        roles = {f"{role}" for role in allows(view)}
        staff = next((who for role, who in LOOKERS.items() if role in roles), "")
        if "<" not in address and "logout" not in address:
            guest = "" if "everyone" in roles else "midori"
            found.append((staff if address.startswith("staff/") else guest, f"/{address}"))
    return sorted(found)


@pytest.fixture(scope="module")
def enter(server: Server, browser: Browser) -> Iterator[Enter]:
    """Somebody's page, logged in; one for each."""
    opened: dict[str, Page] = {}

    def page_of(who: str) -> Page:
        if who not in opened:
            page = opened[who] = browser.new_context(bypass_csp=True, locale="ja-JP").new_page()
            page.set_default_timeout(10_000)
            if who:
                page.goto(f"{server.url}{'/my/' if who in people.GROUPS else '/staff/'}")
                page.locator("input[name=login]").fill(server.people.get(who, who))
                page.locator("input[name=password]").fill(people.PASSWORD)
                page.locator("main form button").first.click()
        return opened[who]

    yield page_of
    for page in opened.values():
        page.context.close()


@pytest.mark.parametrize(("who", "address"), looked_at())
def test_everybody_can_use(server: Server, enter: Enter, who: str, address: str):
    page = enter(who)

    answer = page.request.get(server.url + address, max_redirects=0)
    if answer.status != 200 or "text/html" not in answer.headers["content-type"]:
        pytest.skip("no page: a file, a way on, or sent only")
    page.goto(server.url + address)

    assert reach.faults(page) == []


@pytest.mark.parametrize(
    ("who", "address", "button"),
    [
        ("", "/login/", "ログイン"),
        ("", "/register/", "申請する"),
        ("sekinin", "/staff/book/", "予約する"),
        ("sekinin", "/staff/blocks/new/", "起案する"),
        ("sekinin", "/staff/register/", "登録"),
    ],
)
def test_an_error_is_told_to_everybody(
    server: Server, enter: Enter, who: str, address: str, button: str
):
    """What is missing stands in a list at the top and at its field, for eyes and for ears."""
    page = enter(who)
    page.goto(server.url + address)
    page.locator("main form button").filter(has_text=re.compile(button)).last.click()

    assert page.locator(".field__errors").count() > 0
    assert reach.errors(page) == []
    assert reach.faults(page) == []
