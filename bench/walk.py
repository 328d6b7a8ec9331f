"""申し込む: requests as a browser would send them, with what comes back."""

import re
import time
from typing import Any
from urllib.parse import urlencode, urlsplit

from bench import client
from bench.inside import SECRET, WHAT

BOOKED, REFUSED = 302, 409


def book(port: int, ready: dict[str, Any]) -> dict[str, Any]:
    """Winning and losing POSTs, and the whole way."""
    win = client.once_each(port, _confirmations(port, ready["win"][20:]))
    assert set(win.statuses) == {BOOKED}, win.statuses
    lose = client.once_each(port, _confirmations(port, ready["lose"]))
    assert set(lose.statuses) == {REFUSED}, lose.statuses
    return {"win": _told(win), "lose": _told(lose), "way": _ways(port, ready["way"])}


def after_change(port: int, ready: dict[str, Any], path: str) -> list[float]:
    """Milliseconds of the first view of a month in which a cell was just taken."""
    connection, times = client.Connection(port), []
    for request, each in zip(_confirmations(port, ready["win"][:20]), ready["win"], strict=False):
        connection.ask(request)
        month = re.sub(r"\d{4}-\d{2}", each["month"], path)
        began = time.perf_counter()
        status = connection.ask(client.get(month, port)).status
        times.append((time.perf_counter() - began) * 1000)
        assert status == 200, status
    return times


def _confirmations(port: int, drafts: list[dict[str, str]]) -> list[bytes]:
    return [client.post(each["path"], port, each["cookies"], each["body"]) for each in drafts]


def _ways(port: int, ways: list[dict[str, str]]) -> dict[str, float]:
    """Choose, describe, confirm, done, by eight people at a time."""
    run = client.each_way(port, [(walk, way) for way in ways])
    assert set(run.statuses) == {200}, run.statuses
    return _told(run)


def walk(connection: client.Connection, port: int, way: dict[str, str]) -> int:
    """One person's way; the status of the last page."""
    cookies, token = way["cookies"], way["token"]
    cell = urlencode({"cell": way["cell"]})

    def ask(path: str, **fields: str) -> client.Answer:
        form = urlencode({"csrfmiddlewaretoken": SECRET} | fields)
        if "cell" in fields or fields:
            return connection.ask(client.post(path, port, cookies, form))
        return connection.ask(client.get(path, port, cookies))

    assert ask(f"/book/?{cell}").status == 200
    answer = ask("/book/", cell=way["cell"], token=token, do="go")
    assert answer.status == 302, answer.status
    describe = urlsplit(answer.header("Location")).path
    assert ask(describe).status == 200
    answer = ask(describe, **WHAT)
    assert answer.status == 302, answer.status
    confirm = urlsplit(answer.header("Location")).path
    seen = re.search(rb'name="seen" value="([0-9a-f]+)"', ask(confirm).body)
    assert seen
    answer = ask(confirm, seen=seen[1].decode())
    assert answer.status == 302, answer.status
    return ask(urlsplit(answer.header("Location")).path).status


def _told(run: client.Run) -> dict[str, float]:
    return {
        "count": run.count,
        "rate": run.rate,
        "p50": run.percentile(50),
        "p99": run.percentile(99),
    }
