"""Firefox と WebKit: a citizen and a clerk do their main tasks there as well, with a script and
without. Chromium has all journeys (the other files); these show that nothing needs Chromium."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from tests.journeys import people
from tests.journeys.driven import Driven
from tests.journeys.engines import ENGINES
from tests.journeys.server import Server
from uketsuke.kernel import clock

CASES = [(name, script) for name in ENGINES for script in (True, False)]
KEY_BLUE = "rgb(0, 23, 193)"


@pytest.fixture(
    scope="module", params=CASES, ids=lambda one: f"{one[0]}-{'script' if one[1] else 'plain'}"
)
def case(request: pytest.FixtureRequest) -> tuple[str, bool]:
    return request.param  # type: ignore[no-any-return]


@pytest.fixture(scope="module")
def browser_window(
    case: tuple[str, bool], server: Server, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Driven]:
    name, script = case
    with ENGINES[name](tmp_path_factory.mktemp(name), script=script) as call:
        call("WebDriver:SetWindowRect", {"width": 1280, "height": 960})
        yield Driven(call, server.url)


@pytest.fixture
def someone(browser_window: Driven) -> Driven:
    """Somebody whom nobody knows yet."""
    browser_window.start()
    browser_window.forget()
    return browser_window.start()


def enter(someone: Driven, who: str) -> Driven:
    someone.type("利用者番号または|ログイン名|職員", who).type("パスワード", people.PASSWORD)
    return someone.press("^ログイン")


def test_a_stranger_finds_a_free_cell_and_its_price(someone: Driven):
    someone.follow("空きを見る").follow("四谷区民ホール ホール", 2).sees("空き")
    someone.click("css", "table.grid td a", 5).sees("予約する枠を選ぶ", "見本料金")

    assert someone.style("main .button", "backgroundColor") == KEY_BLUE


def test_a_group_books_sees_and_cancels(someone: Driven, server: Server, case: tuple[str, bool]):
    title = f"見本の会 {case[0]} {int(case[1])}"
    someone.follow("空きを見る").follow("角筈区民ホール ホール", 2)
    someone.click("css", "table.grid td a", 7).press("ログインして").sees("ログイン")
    enter(someone, server.people["midori"]).press("使い方の入力へ")

    someone.type("催しの名前", title).type("来場する人数", "百人").press("確認へ進む")
    someone.sees("入力をご確認ください").focused("errors")
    assert someone.value("催しの名前") == title
    assert someone.value("来場する人数") == "百人"

    someone.tick("^ ?音楽").type("来場する人数", "１２０").press("確認へ進む").sees("120人")
    someone.press("この内容で申し込む").sees("申込を受け付けました")
    someone.click("css", "main dl.facts a").sees(title)
    someone.follow("予約の取消へ").press("この予約を取り消す")
    someone.sees("予約を取り消しました")


def test_a_clerk_books_by_phone(someone: Driven, case: tuple[str, bool]):
    day = clock.day(clock.now()) + timedelta(days=110 + 7 * CASES.index(case))
    enter(someone.start("/staff/"), "mado").sees("移動・検索")
    someone.type("移動・検索", f"{day:%Y/%m/%d}").press("^ ?移る ?$")
    someone.enter("a.ledger__entry--free")

    someone.type("利用者", "みどり").type("催しの名前", f"窓口の会 {case[0]}")
    someone.choose("音楽").type("人数", "五十").press("予約する", -1)
    assert someone.focused("errors").value("催しの名前") == f"窓口の会 {case[0]}"
    someone.type("人数", "５０").press("予約する", -1).sees("電話の相手に伝えること", "見本料金")


def test_the_single_keys_are_the_scripts(someone: Driven, case: tuple[str, bool]):
    enter(someone.start("/staff/"), "mado")

    someone.key("/")

    told = someone.run("return document.activeElement.getAttribute('data-key')")
    assert told == ("/" if case[1] else None)
