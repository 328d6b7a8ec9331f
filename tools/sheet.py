#!/usr/bin/env python3
"""画面の見本帳: every screen beside the others, in every width, colour and state, in var/sheet/.

Two worlds are looked at: a demo, where there is something of everything, and the small one of
the journeys: with somebody who has nothing yet, and with the scenes that only a mailed link, a
second factor, an offer or an act leads to. All are scratch, so forms are really sent.
"""

import argparse
import shutil
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import shots
import walk
from contact import Picture, write
from demo import demo
from playwright.sync_api import Browser, Error, Page, sync_playwright
from walk import Screen

from tests.journeys import people, scenes_staff
from tests.journeys.scenes import Cast
from tests.journeys.server import serving

FOLDER = shots.ROOT / "var" / "sheet"
TALLEST = 2400
# Of the time: what the empty world and the scenes get, and what the two outer widths alone get.
FOR_NOTHING, FOR_SCENES, WIDTHS_ONLY = 0.1, 0.2, 0.35
Open = Callable[[str], Page]
STATES = {
    "full": "見本の一式",
    "other": "同じ画面の、ほかの状態",
    "steps": "手続きの途中と終わり",
    "waiting": "待っている",
    "empty": "まだ何もない",
    "refused": "間違いのある入力",
    "closed": "休館・受付の前と後",
    "failed": "行けない画面",
}


@dataclass(frozen=True)
class Look:
    """見かた: as wide as that, in these colours; ``first``: only for the states of WHOLE."""

    width: int
    media: dict[str, str] = field(default_factory=dict)
    first: bool = True


WHOLE = {"full", "waiting"}  # what is looked at in every way
# 320 is a small telephone, and a screen of 1280 at 400 %; 794 is a sheet of A4.
LOOKS = {
    "320": Look(320, first=False),
    "1280": Look(1280, first=False),
    "768": Look(768),
    "dark": Look(768, {"color_scheme": "dark"}),
    "forced": Look(768, {"forced_colors": "active"}),
    "print": Look(794, {"media": "print"}),
}
LIGHT = {"color_scheme": "light", "forced_colors": "none", "media": "screen"}
LIGHT |= {"reduced_motion": "reduce"}  # no colour half way to another
NEXT_YEAR = date.today().year + 1  # noqa: DTZ011
# state, door, who, where
PLACES = [
    ("closed", "portal", "", f"/availability/day/{NEXT_YEAR}-01-01/"),
    ("closed", "portal", "", f"/availability/week/{NEXT_YEAR}-01-01/"),
    ("closed", "portal", "", f"/availability/day/{date.today()}/"),  # noqa: DTZ011
    ("closed", "portal", "", f"/availability/day/{date.today() + timedelta(days=500)}/"),  # noqa: DTZ011
    ("closed", "portal", "", f"/price/?room=yotsuya/hall&date={NEXT_YEAR}-01-01&slots=am"),
    ("closed", "portal", "group", f"/book/?cell=yotsuya%2Fhall%7C{NEXT_YEAR}-01-01%7Cam"),
    ("closed", "counter", "manager", f"/staff/?view=day&date={NEXT_YEAR}-01-01"),
    ("closed", "counter", "manager", f"/staff/today/?hall=yotsuya&date={NEXT_YEAR}-01-01"),
    ("failed", "portal", "group", "/nothing/"),
    ("failed", "counter", "manager", "/staff/networks/"),
]
# Empties what was filled in, and sends the first form that asks for something.
SEND = """() => {
  const asks = "input:not([type=hidden]), select, textarea";
  const forms = [...document.querySelectorAll("main form")];
  const form = forms.find(one => one.method === "post" && one.querySelector(asks));
  for (const each of document.querySelectorAll("main details")) each.open = true;
  const button = form && [...form.querySelectorAll("button:not([disabled])")]
    .find(one => one.checkVisibility({ visibilityProperty: true }) && one.offsetWidth > 1);
  if (!button) return false;
  form.noValidate = true;
  for (const each of form.querySelectorAll(asks)) {
    if (each.type === "checkbox" || each.type === "radio") each.checked = false;
    else if (each.tagName === "SELECT") each.selectedIndex = 0;
    else each.value = "";
  }
  for (const each of document.querySelectorAll("[data-sent]")) delete each.dataset.sent;
  button.dataset.sent = "1";
  return true;
}"""


@dataclass
class Taking:
    """撮影: what is wanted, what has been taken, and until when."""

    doors: list[str]
    looks: list[str]
    states: list[str]
    until: float
    seconds: float
    kept: float  # how many seconds of it what comes later gets
    made: list[Picture] = field(default_factory=list)
    left: int = 0

    def is_over(self, before: float = 0) -> bool:
        """Whether the time is over, or that share of it short of its end; then one more is left
        out."""
        over = time.monotonic() > self.until - self.kept - before * self.seconds
        self.left += over
        return over

    def take(self, page: Page, state: str, screen: Screen) -> None:
        """The page as it stands now, in each look that is wanted."""
        for name in self.looks:
            look = LOOKS[name]
            if look.first and state not in WHOLE:
                continue
            if self.is_over(WIDTHS_ONLY if look.first else 0):
                continue
            path = FOLDER / "pictures" / f"{screen.door}-{state}-{screen.name}-{name}.jpg"
            page.set_viewport_size({"width": look.width, "height": 800})
            page.emulate_media(**{**LIGHT, **look.media})  # type: ignore[arg-type]
            high = page.evaluate("document.documentElement.scrollHeight")
            clip = {"x": 0, "y": 0, "width": look.width, "height": min(high, TALLEST)}
            page.screenshot(path=path, type="jpeg", quality=70, full_page=True, clip=clip)  # type: ignore[arg-type]
            self.made.append(Picture(screen, state, name, path))
        page.emulate_media(**LIGHT)  # type: ignore[arg-type]


def main() -> None:
    """Take all that is asked for, and lay it out."""
    taking = asked()
    shutil.rmtree(FOLDER, ignore_errors=True)
    (FOLDER / "pictures").mkdir(parents=True)
    try:
        with sync_playwright() as driver:
            browser = driver.chromium.launch(executable_path=shots.CHROMIUM, args=shots.QUIET)
            full = with_something(taking, browser) if taking.states != ["empty"] else []
            if "empty" in taking.states:
                with_nothing(taking, browser, full)
            taking.kept = 0
            if taking.states != ["empty"]:
                with_scenes(taking, browser)
            browser.close()
    finally:  # what has been taken is worth looking at, whatever came then
        count = write(FOLDER, taking.made, STATES, list(LOOKS))
        print(f"{len(taking.made)} pictures on {count} sheets: {FOLDER / 'index.html'}")
    if taking.left:
        print(f"{taking.left} were left out, the time was over: --minutes, or less by --only")
    if full and set(walk.LOOKERS) <= set(taking.doors):
        print(
            "nobody found a way to:",
            *walk.unseen([*full, *(each.screen for each in taking.made)]),
            sep="\n  ",
        )


def asked() -> Taking:
    parser = argparse.ArgumentParser(description="画面を並べて見ます。")
    parser.add_argument("--only", action="append", choices=list(walk.LOOKERS), help="一方だけ")
    parser.add_argument("--width", action="append", choices=list(LOOKS), help="幅・配色・印刷")
    parser.add_argument("--state", action="append", choices=list(STATES), help="状態")
    parser.add_argument("--minutes", type=float, default=8, help="撮影を打ち切る時間（分）")
    told = parser.parse_args()
    return Taking(
        told.only or list(walk.LOOKERS),
        told.width or list(LOOKS),
        told.state or list(STATES),
        time.monotonic() + told.minutes * 60,
        told.minutes * 60,
        told.minutes * 60 * kept_of(told.state or list(STATES)),
    )


def kept_of(states: list[str]) -> float:
    """The share of the time that the demo leaves to the small world."""
    return ("empty" in states) * FOR_NOTHING + (states != ["empty"]) * FOR_SCENES


def with_something(taking: Taking, browser: Browser) -> list[Screen]:
    """The demo: the screens as they are, the steps of shots.py, then what is refused."""
    with demo() as (address, accounts), opened(browser, address, accounts) as enter:
        screens = []
        for each in found(enter, address, taking.doors):
            screens.append(each)
            state = "other" if each.nth else "full"
            if state in taking.states and not taking.is_over():
                enter(each.who).goto(address + each.path)
                taking.take(enter(each.who), state, each)
        if "steps" in taking.states:
            steps(taking, enter, address)
            acted(taking, enter, address)
        placed(taking, enter, address)
        if "refused" in taking.states:
            refused(taking, enter, address, screens)
    return screens


def with_nothing(taking: Taking, browser: Browser, full: list[Screen]) -> None:
    """The small world: somebody without bookings, a counter on its first day."""
    known = {(each.page, walk.look_of(each)) for each in full}
    taking.kept -= taking.seconds * FOR_NOTHING
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder) / "home") as server:
        logins = {role: login for login, role in reversed(people.CLERKS.items())}
        logins["group"] = server.people["haru"]
        accounts = {role: (login, people.PASSWORD) for role, login in logins.items()}
        with opened(browser, server.url, accounts) as enter:
            for each in found(enter, server.url, taking.doors):
                if (each.page, walk.look_of(each)) not in known and not each.nth:
                    enter(each.who).goto(server.url + each.path)
                    taking.take(enter(each.who), "empty", each)


def with_scenes(taking: Taking, browser: Browser) -> None:
    """The small world again, and whatever no link leads to."""
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder) / "home") as server:
        cast = Cast(server, browser)
        for each in cast.play(scenes_staff.ALL):
            if each.door in taking.doors and each.state in taking.states and not taking.is_over():
                screen = here(each.page, each.door, each.who, each.name)
                taking.take(each.page, each.state, screen)
        cast.close()


@contextmanager
def opened(browser: Browser, address: str, accounts: dict[str, tuple[str, str]]) -> Iterator[Open]:
    """Somebody's window, logged in; one for each role."""
    windows: dict[str, Page] = {}

    def enter(role: str) -> Page:
        if role not in windows:
            windows[role] = shots.visitor(browser, address, accounts, role, "desk")
        return windows[role]

    yield enter
    for page in windows.values():
        page.context.close()


def found(enter: Open, address: str, doors: Iterable[str]) -> Iterator[Screen]:
    """Every screen of the doors, by the first who may see it."""
    for door in doors:
        seen: set[str] = set()
        for who in walk.LOOKERS[door]:
            more = [path for _, _, role, _, path in shots.SCREENS if role == who]
            before = frozenset(seen)
            for each in walk.walk(enter(who).request, address, door, who, more):
                seen.add(each.page)
                if each.page not in before:
                    yield each


def steps(taking: Taking, enter: Open, address: str) -> None:
    """What only an act leads to."""
    acts = {"portal": (shots.book, "group"), "counter": (shots.serve, "manager")}
    for door in taking.doors:
        act, who = acts[door]
        for name, _ in act(enter(who), address):
            taking.take(enter(who), "steps", here(enter(who), door, who, name))
            enter(who).set_viewport_size({"width": 1280, "height": 900})


def acted(taking: Taking, enter: Open, address: str) -> None:
    """What only a form leads to, and the pages behind it."""
    for door, who, start, typed, button, further in scenes_staff.ACTS:
        if door not in taking.doors or taking.is_over():
            continue
        page = enter(who)
        page.goto(address + start)
        scenes_staff.act(page, typed, button)
        taking.take(page, "steps", here(page, door, who, f"after {start}"))
        for path in further:
            page.goto(address + path)
            taking.take(page, "steps", here(page, door, who, path))


def placed(taking: Taking, enter: Open, address: str) -> None:
    """Where it is closed, where there is nothing, and where one may not go."""
    for state, door, who, path in PLACES:
        if state in taking.states and door in taking.doors and not taking.is_over():
            enter(who).goto(address + path)
            taking.take(enter(who), state, here(enter(who), door, who, path))


def refused(taking: Taking, enter: Open, address: str, screens: list[Screen]) -> None:
    """Each form sent empty; what is done in spite of that is no matter, the demo is scratch."""
    for each in screens:
        page = enter(each.who)
        if 'method="post"' not in each.main or taking.is_over():
            continue
        try:
            page.goto(address + each.path)
            if page.evaluate(SEND):
                with page.expect_navigation(timeout=5000):
                    page.evaluate("document.querySelector('[data-sent]').click()")
                if page.locator(".field__errors, .notice--error[role=alert]").count():
                    taking.take(page, "refused", each)
        except Error as error:  # a file, or a page that has gone by what was sent before
            print(f"not sent: {each.path} {str(error).splitlines()[0]}")


def here(page: Page, door: str, who: str, name: str) -> Screen:
    """What is open now."""
    return Screen(door, name, 0, who, page.url, page.content())


if __name__ == "__main__":
    main()
