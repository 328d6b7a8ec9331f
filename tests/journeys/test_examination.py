"""The examination itself: what is wrong on a page is found, with a script and without."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Route

from tests.journeys import reach, visitor
from tests.journeys.measures import MEASURES, measured, spaced
from tests.journeys.server import Server
from tests.journeys.visitor import Visitor

WRONG = """<!doctype html><html lang="ja"><head><title>x</title></head><body><main><h1>x</h1>
<img src="http://other.example/x.png"><p style="width: 900px">x</p></main></span></body></html>"""


@pytest.fixture(autouse=True)
def _nothing_seen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(visitor, "seen", lambda: tmp_path)


POLICY = {"content-security-policy": "default-src 'self'", "content-type": "text/html"}


def test_what_is_wrong_is_found(server: Server, browser: Browser, script: bool):
    context = browser.new_context(java_script_enabled=script)
    someone = Visitor(context, server.url)

    def answer(route: Route) -> None:
        route.fulfill(body=WRONG, headers=POLICY)

    context.route("**/wrong", answer)
    someone.start("/wrong")
    context.close()

    told = "\n".join(someone.faults)
    assert "html unexpected-end-tag" in told
    assert "axe image-alt" in told
    assert "Content Security Policy" in told


def test_a_wide_page_and_a_foreign_request_are_found(
    server: Server, browser: Browser, script: bool
):
    context = browser.new_context(java_script_enabled=script)
    someone = Visitor(context, server.url)
    context.route("**/wide", lambda route: route.fulfill(body=WRONG, content_type="text/html"))
    context.route("http://other.example/**", lambda route: route.abort())

    someone.start("/wide")
    context.close()

    told = "\n".join(someone.faults)
    assert "wider than 320" in told
    assert "left the origin: http://other.example/x.png" in told


FAULTY = """<!doctype html><html lang="ja"><head><title>x</title><style>
.tight { height: 20px; overflow: hidden; width: 9em; font-size: 16px; line-height: 1.2; }
.pale { border: 1px solid #ddd; background: #fff; }
.tiny { display: block; height: 10px; font-size: 8px; line-height: 10px; }
</style></head><body><main><h1>x</h1>
<h3>見出し</h3><p class="tight">ちょうど入る文字。</p>
<label for="nothing">x</label><input class="pale" type="email" aria-label="x" autocomplete="mail">
<a class="tiny" href="/a">x</a><a class="tiny" href="/b">y</a>
<button aria-label="閉じる">送信</button><p>한국어 <a href="/c">こちら</a></p>
<table><tr><th>x</th><td>y</td></tr></table></main></body></html>"""


def test_what_is_measured_wrong_is_found(browser: Browser):
    """Each measure finds its own fault, or it would be worth nothing."""
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    page.set_content(FAULTY)

    told = [each.split(":")[0] for each in (*measured(page), *spaced(page))]
    page.context.close()

    assert set(told) == {*MEASURES, "1.4.12 cut"}


COVERED = """<!doctype html><html lang="ja"><head><title>x</title><style>
div { position: fixed; inset: 0; background: #fff; }
</style></head><body><main><h1>x</h1><p><a href="/a">x</a> <a href="/b">y</a></p></main>
<div>おおい</div></body></html>"""


def test_a_focus_that_is_covered_is_found(browser: Browser):
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    page.set_content(COVERED)

    found, again = reach.keyboard(page), reach.keyboard(page)
    page.context.close()

    assert [each.split(":")[0] for each in found] == ["focus not seen"]
    assert again == found
