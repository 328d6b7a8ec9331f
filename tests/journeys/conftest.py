"""A real server and a browser for the journeys of a worker, each without and with a script.

All workers take journeys, so no file may lean on what another one did.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.journeys import people, visitor
from tests.journeys.server import Server, serving
from tests.journeys.visitor import Visitor

DESKTOP, PHONE = {"width": 1280, "height": 900}, {"width": 360, "height": 740}
CHROMIUM = "/usr/bin/chromium"
Come = Callable[..., Visitor]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "journeys" in item.path.parts:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(tmp_path_factory.mktemp("journeys") / "home") as one:
        yield one


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=visitor.ARGS)
        yield chromium
        chromium.close()


@pytest.fixture(params=[True, False], ids=["script", "plain"])
def script(request: pytest.FixtureRequest) -> bool:
    """Whether the browser runs scripts."""
    return bool(request.param)


@pytest.fixture
def come(server: Server, browser: Browser, script: bool) -> Iterator[Come]:
    """A person comes with a browser of her own; at the end nothing was wrong on any page."""
    with ExitStack() as leaving:
        visitors: list[Visitor] = []

        def one(size: dict[str, int] | None = None, **more: Any) -> Visitor:
            context = browser.new_context(
                viewport=size or DESKTOP,
                java_script_enabled=script,
                locale="ja-JP",
                timezone_id="Asia/Tokyo",
                **more,
            )
            leaving.callback(context.close)
            visitors.append(Visitor(context, server.url))
            return visitors[-1]

        yield one
        assert [fault for each in visitors for fault in each.faults] == []


@pytest.fixture
def guest(come: Come) -> Visitor:
    return come()


@pytest.fixture(scope="session")
def sessions() -> dict[str, Any]:
    """Who has logged in once goes on with the same cookie: logging in is a journey of its own."""
    return {}


@pytest.fixture
def login(server: Server, sessions: dict[str, Any]) -> Callable[[Visitor, str], Visitor]:
    """A group, or a member of the staff, logs in through the form."""

    def enter(visitor: Visitor, who: str) -> Visitor:
        clerk = who in people.CLERKS
        if who in sessions and who != "kanri":  # she is led to a page of her own
            visitor.context.add_cookies(sessions[who])
            return visitor.start("/staff/" if clerk else "/my/")
        visitor.start("/staff/" if clerk else "/my/")
        visitor.page.locator("input[name=login]").fill(who if clerk else server.people[who])
        visitor.type("パスワード", people.PASSWORD).press(re.compile("^ログイン"), -1)
        sessions[who] = visitor.context.cookies()
        return visitor

    return enter
