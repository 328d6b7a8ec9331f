"""アクセシビリティ: every page at 320 px, dark, in forced colours, by keyboard, by reader."""

import re
from collections.abc import Callable, Iterator

import html5lib
import pytest
from django.urls import get_resolver
from playwright.sync_api import Browser, Page

from tests.architecture.test_pages import allows, pages
from tests.journeys import people, reach
from tests.journeys.measures import TONGUES
from tests.journeys.server import Server
from tests.journeys.visitor import wrong_html

XHTML = "{http://www.w3.org/1999/xhtml}"
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

    assert [*wrong_html(answer.text(), address), *reach.faults(page)] == []


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
    page.locator("#errors:focus").wait_for()
    assert reach.errors(page) == []
    assert reach.faults(page) == []


def parts(source: str) -> tuple[list[tuple[str, str]], list[str]]:
    """The links of the main navigation, and what stands in the page one after the other."""
    tree = html5lib.parse(source)
    main = [nav for nav in tree.iter(f"{XHTML}nav") if nav.get("class") == "nav"]
    links = [("".join(each.itertext()), each.get("href")) for each in main[0].iter(f"{XHTML}a")]
    body = tree.find(f"{XHTML}body")
    names = [f"{each.get('class')} {each.tag.removeprefix(XHTML)}".split()[0] for each in body]
    return links, [name for name in names if name not in {"script", "None"}]


ORDER = ["skip", "header", "page-help", "breadcrumb", "page", "footer"]


@pytest.mark.parametrize("who", ["", "midori", "sekinin"])
def test_the_way_about_is_the_same_everywhere(server: Server, enter: Enter, who: str):
    """3.2.3, 3.2.4, 3.2.6: navigation and help in the same order, under the same names."""
    asker, ways = enter(who).request, []
    for _, address in [each for each in looked_at() if each[0] == who]:
        answer = asker.get(server.url + address, max_redirects=0)
        if answer.status == 200 and 'class="nav"' in answer.text():
            ways.append((address, *parts(answer.text())))

    assert len(ways) > 5
    assert [address for address, links, _ in ways if links != ways[0][1] and links] == []
    assert [(a, order) for a, _, order in ways if order != [n for n in ORDER if n in order]] == []


def test_what_is_pasted_is_taken(server: Server, enter: Enter):
    """3.3.8: a password comes from wherever one keeps it, no test of memory."""
    page = enter("")
    page.goto(f"{server.url}/login/")
    page.locator("input[name=login]").fill("mihon-no-aikotoba")
    page.locator("input[name=login]").press("Control+a")
    page.locator("input[name=login]").press("Control+c")
    page.locator("input[name=password]").press("Control+v")

    assert page.locator("input[name=password]").input_value() == "mihon-no-aikotoba"


def test_keys_of_one_letter_can_be_switched_off(server: Server, enter: Enter):
    """2.1.4: who speaks to the computer, or strays onto a key, is not carried away."""
    page = enter("sekinin")

    def jumps(wanted: bool) -> bool:
        page.goto(f"{server.url}/staff/keys/")
        page.locator("[data-keys-switch]").set_checked(wanted)
        page.goto(f"{server.url}/staff/")
        page.keyboard.press("/")
        return bool(page.evaluate("document.activeElement.id === 'jump'"))

    assert (jumps(False), jumps(True)) == (False, True)


@pytest.mark.parametrize("language", ["ja", "ja-easy", "en", "zh-hans", "ko"])
def test_each_part_says_which_language_it_is(server: Server, browser: Browser, language: str):
    """3.1.2: on the pages where no group and no clerk has written anything."""
    page, found = browser.new_context(locale="ja-JP").new_page(), []
    page.goto(f"{server.url}/?language={language}")
    guide = ("/guide/", "/guide/pages/", "/guide/manual/", "/guide/manual/words/")
    for address in ("/", *guide, "/accessibility/", "/login/", "/register/"):
        page.goto(server.url + address)
        found += [f"{address} {each}" for each in page.evaluate(TONGUES)]
    page.context.close()

    assert found == []
