"""The examination itself: what is wrong on a page is found, with a script and without."""

import pytest
from playwright.sync_api import Browser, Route

from tests.journeys import visitor
from tests.journeys.server import Server
from tests.journeys.visitor import Visitor

WRONG = """<!doctype html><html lang="ja"><head><title>x</title></head><body><main><h1>x</h1>
<img src="http://other.example/x.png"><p style="width: 900px">x</p></main></span></body></html>"""


@pytest.fixture(autouse=True)
def _nothing_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(visitor, "seen_already", set())


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
