"""描いただけ: what is shown is the same from either database, so it is asked on SQLite only.

``@pytest.mark.drawn`` is for tests of wording, drawing and markup that read what they show. Where
the databases may differ nothing is left out: this watches what a marked test does, and refuses a
sending, a search, a count of queries, a real commit. ``drawn(sends="why")`` says why what is sent
is no question to the database.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qs

import pytest
from django.core.signals import request_started

READS = {"GET", "HEAD", "OPTIONS"}
SEARCHES = {"q", "number", "name"}
COUNTS = {"django_assert_num_queries", "django_assert_max_num_queries", "transactional_db"}


def against(item: pytest.Item) -> list[str]:
    """What a test that is marked may not ask for."""
    commits = [mark for mark in item.iter_markers("django_db") if mark.kwargs.get("transaction")]
    asked = COUNTS & set(getattr(item, "fixturenames", ()))
    return [*sorted(asked), *("it really commits" for _ in commits)]


@contextmanager
def watched(*, sends: str = "") -> Iterator[list[str]]:
    """What was asked of the product meanwhile that is more than reading."""
    found: list[str] = []

    def look(environ: dict[str, Any] | None = None, **_: Any) -> None:
        asked = environ or {}
        method, words = asked.get("REQUEST_METHOD", "GET"), parse_qs(asked.get("QUERY_STRING", ""))
        if not sends and method not in READS:
            found.append(f"{method} {asked.get('PATH_INFO')}")
        if not sends and SEARCHES & set(words):
            found.append(f"search {asked.get('PATH_INFO')}")

    request_started.connect(look)
    try:
        yield found
    finally:
        request_started.disconnect(look)
