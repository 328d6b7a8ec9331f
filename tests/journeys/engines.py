"""ほかのブラウザー: Firefox by its Marionette, WebKit by its WebDriver. Both speak the commands of
W3C WebDriver, one on a plain socket, one by HTTP; Playwright would need builds of its own."""

import json
import os
import signal
import socket
import subprocess
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep
from typing import Any, TypeVar

from tests.journeys.server import free_port

FIREFOX = "/usr/bin/firefox-esr"
WEBKIT = "/usr/bin/WebKitWebDriver"
MINI = "webkit2gtk-4.1/MiniBrowser"
PATIENCE = 30  # seconds for a start or a command on a busy machine
PREFERENCES = {
    "app.update.enabled": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "intl.accept_languages": "ja",
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "network.proxy.type": 0,
    "services.settings.server": "",
    "toolkit.telemetry.enabled": False,
    "browser.safebrowsing.downloads.remote.enabled": False,
    "extensions.update.enabled": False,
}
T = TypeVar("T")
Call = Callable[[str, dict[str, Any]], Any]
# command: where it is by HTTP ({id} is taken from its parameters)
PLACES = {
    "WebDriver:Navigate": "/url",
    "WebDriver:ExecuteScript": "/execute/sync",
    "WebDriver:ElementClick": "/element/{id}/click",
    "WebDriver:ElementClear": "/element/{id}/clear",
    "WebDriver:ElementSendKeys": "/element/{id}/value",
    "WebDriver:DeleteAllCookies": "/cookie",
    "WebDriver:SetWindowRect": "/window/rect",
}


@contextmanager
def firefox(home: Path, *, script: bool) -> Iterator[Call]:
    """Firefox without a window, with a home that is thrown away."""
    home.mkdir(parents=True, exist_ok=True)
    port = free_port()
    wanted = PREFERENCES | {"marionette.port": port, "javascript.enabled": script}
    lines = [f'user_pref("{name}", {json.dumps(value)});\n' for name, value in wanted.items()]
    (home / "user.js").write_text("".join(lines))
    words = [FIREFOX, "--headless", "--marionette", "--no-remote", "--profile", f"{home}"]
    with (
        _running(words, home, {"MOZ_CRASHREPORTER_DISABLE": "1"}),
        _soon(lambda: socket.create_connection(("127.0.0.1", port), 2)) as line,
    ):
        line.settimeout(PATIENCE)
        incoming = line.makefile("rb")
        _packet(incoming)  # its greeting

        def call(name: str, facts: dict[str, Any]) -> Any:
            body = json.dumps([0, 1, name, facts]).encode()
            line.sendall(b"%d:%s" % (len(body), body))
            _, _, error, told = _packet(incoming)
            assert error is None, error
            return told["value"] if set(told) == {"value"} else told

        call("WebDriver:NewSession", {"capabilities": {"alwaysMatch": {}}})
        yield call


@contextmanager
def webkit(home: Path, *, script: bool) -> Iterator[Call]:
    """WebKitGTK's small browser, on a screen that nobody sees."""
    home.mkdir(parents=True, exist_ok=True)
    port = free_port()
    with _screen(home) as display:
        more = {"DISPLAY": display, "GDK_BACKEND": "x11", "XDG_RUNTIME_DIR": f"{home}"}
        with _running([WEBKIT, "--host=127.0.0.1", f"--port={port}"], home, more):
            _soon(lambda: _http("GET", f"http://127.0.0.1:{port}/status"))
            mini = next(Path("/usr/lib").glob(f"*/{MINI}"))
            words = ["--automation", *([] if script else ["--enable-javascript-markup=FALSE"])]
            wanted = {"webkitgtk:browserOptions": {"binary": f"{mini}", "args": words}}
            root = f"http://127.0.0.1:{port}/session"
            made = _http("POST", root, {"capabilities": {"alwaysMatch": wanted}})
            one = f"{root}/{made['sessionId']}"

            def call(name: str, facts: dict[str, Any]) -> Any:
                method = "DELETE" if name.startswith("WebDriver:Delete") else "POST"
                rest = {key: value for key, value in facts.items() if key != "id"}
                return _http(method, one + PLACES[name].format(id=facts.get("id")), rest)

            try:
                yield call
            finally:
                _http("DELETE", one)  # ends the small browser as well


ENGINES = {"firefox": firefox, "webkit": webkit}


@contextmanager
def _running(words: list[str], home: Path, more: dict[str, str]) -> Iterator[None]:
    """A program and its children, all of which end with it."""
    surroundings = {**os.environ, "HOME": f"{home}", "NO_AT_BRIDGE": "1", **more}
    with (home / "engine.log").open("ab") as log:
        one = subprocess.Popen(
            words, env=surroundings, stdout=log, stderr=log, start_new_session=True
        )
    try:
        yield
    finally:
        os.killpg(one.pid, signal.SIGKILL)
        one.wait()


@contextmanager
def _screen(home: Path) -> Iterator[str]:
    """A screen in memory; it says itself which number was free."""
    told, tell = os.pipe()
    words = ["Xvfb", "-displayfd", f"{tell}", "-screen", "0", "1280x1000x24", "-nolisten", "tcp"]
    with (home / "screen.log").open("wb") as log:
        one = subprocess.Popen(words, pass_fds=[tell], stderr=log, start_new_session=True)
    os.close(tell)
    try:
        with os.fdopen(told) as line:
            yield f":{line.readline().strip()}"
    finally:
        one.terminate()
        one.wait()


def _soon(act: Callable[[], T]) -> T:
    """What ``act`` gives, as soon as somebody answers."""
    until = monotonic() + PATIENCE
    while True:
        try:
            return act()
        except OSError:
            assert monotonic() < until, "nobody answers"
            sleep(0.1)


def _packet(incoming: Any) -> Any:
    length = b""
    while (sign := incoming.read(1)) != b":":
        assert sign, "the browser is gone"
        length += sign
    return json.loads(incoming.read(int(length)))


def _http(method: str, url: str, facts: dict[str, Any] | None = None) -> Any:
    body = None if facts is None or method == "DELETE" else json.dumps(facts).encode()
    kind = {"content-type": "application/json"}
    request = urllib.request.Request(url, body, kind, method=method)  # noqa: S310
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(request, timeout=PATIENCE) as answer:
            return json.loads(answer.read())["value"]
    except urllib.error.HTTPError as error:
        raise AssertionError(error.read().decode()) from error
