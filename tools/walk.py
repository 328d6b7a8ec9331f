"""画面を巡る: every screen there is, with the keys that the pages themselves lead to.

The resolver says which pages there are; those with a hole are filled with what is linked, as
somebody would get there. A page that nobody finds a way to is told, for it is a fault.
"""

import html
import os
import random
import re
import secrets
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlsplit

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "uketsuke.settings")
os.environ.setdefault("UKETSUKE_SECRET_KEY", secrets.token_urlsafe(50))

import django

django.setup()  # what is imported next knows the models

from django.urls import ResolverMatch, get_resolver  # noqa: E402
from django.urls.exceptions import Resolver404  # noqa: E402
from playwright.sync_api import APIRequestContext  # noqa: E402

from tests.architecture.test_pages import allows, is_read, pages  # noqa: E402

ADDRESSES = "uketsuke.urls"
# Who looks, in this order: what one has shown, the next need not show again.
LOOKERS = {
    "portal": ("", "group"),
    "counter": ("manager", "ward", "administrator", "counter", "vendor"),
}
ROLES = {"": "everyone"}
TRIED, KEPT = 8, 3  # addresses of one page that are asked for, and that are different enough
LINK = re.compile(r'href="([^"#]+)')
NO_PAGE = re.compile(
    r"^/(logout|healthz|readyz|metrics|api|calendar)\b|/logout/|\.(pdf|csv|ics|json|txt|<.*)$"
)
# What no sheet can show, and why.
NO_SCREEN = {"/staff/registrations/<slug:number>/photos/<int:pk>/": "a photograph, no page"}
MAIN = re.compile(r"<main.*?</main>", re.DOTALL)
# What makes two addresses of one page two screens: what they are about and what one can do there.
LOOK = re.compile(
    r'notice--\w+|class="empty|<h[123][^>]*>.*?</h|<button[^>]*>.*?</b|field__errors', re.DOTALL
)


@dataclass(frozen=True)
class Screen:
    """画面: ``page`` is its place in the resolver, ``nth`` counts its states, ``who`` looks."""

    door: str
    page: str
    nth: int
    who: str
    path: str
    source: str

    @property
    def name(self) -> str:
        words = re.sub(r"<\w+:(\w+)>", r"\1", self.page)
        return (re.sub(r"\W+", "-", words).strip("-") or "front") + (
            f"-{self.nth}" if self.nth else ""
        )

    @cached_property
    def title(self) -> str:
        found = re.search(r"<title>(.*?)</title>", self.source, re.DOTALL)
        return html.unescape(found[1]).strip().split("｜")[0] if found else self.page

    @property
    def main(self) -> str:
        found = MAIN.search(self.source)
        return found[0] if found else self.source


def walk(
    asker: APIRequestContext, origin: str, door: str, who: str, more: Iterable[str] = ()
) -> Iterator[Screen]:
    """Every screen that ``who`` finds; ``more``: addresses that say more in their question."""
    waiting, links, seen = deque([*more, *plain(door)]), list[str](), set[str]()
    chance = random.Random(0)  # noqa: S311 - any will do, and the same each time
    tried, kept = Counter[str](), dict[str, list[frozenset[str]]]()
    while waiting or links:
        path = waiting.popleft() if waiting else links.pop(chance.randrange(len(links)))
        page = page_of(path, door, who)
        if path in seen or page is None or tried[page] >= TRIED:
            continue
        seen.add(path)
        answer = asker.get(origin + path, max_redirects=0)
        if answer.status != 200 or "text/html" not in answer.headers["content-type"]:
            continue
        tried[page] += 1
        source = answer.text()
        screen = Screen(door, page, len(kept.setdefault(page, [])), who, path, source)
        look = look_of(screen)
        if look not in kept[page] and len(kept[page]) < KEPT:
            kept[page].append(look)
            yield screen
        links += [html.unescape(each) for each in LINK.findall(source) if each.startswith("/")]


def plain(door: str) -> list[str]:
    """The addresses of that door that are asked for without anything more."""
    return [
        f"/{address}"
        for address, _ in pages(get_resolver(ADDRESSES))
        if "<" not in address and address.startswith("staff/") is (door == "counter")
    ]


def page_of(path: str, door: str, who: str) -> str | None:
    """The page behind ``path``, if it is one of that door and ``who`` may enter."""
    bare = path.split("?", maxsplit=1)[0]
    if NO_PAGE.search(bare) or bare.startswith("/staff/") is not (door == "counter"):
        return None
    try:
        match: ResolverMatch = get_resolver(ADDRESSES).resolve(bare)
    except Resolver404:
        return None
    entering = {f"{role}" for role in allows(match.func)}
    return f"/{match.route}" if entering & {ROLES.get(who, who), "everyone"} else None


def look_of(screen: Screen) -> frozenset[str]:
    """What is on the page, its figures aside."""
    return frozenset(re.sub(r"[\d０-９]+|<[^>]*>", "", one) for one in LOOK.findall(screen.main))


def unseen(screens: Iterable[Screen]) -> list[str]:
    """Pages that one reads and that nobody found a way to."""
    found = {page_of(urlsplit(each.path).path, each.door, each.who) for each in screens}
    every = {f"/{address}" for address, view in pages(get_resolver(ADDRESSES)) if is_read(view)}
    return sorted(each for each in every - found - set(NO_SCREEN) if not NO_PAGE.search(each))
