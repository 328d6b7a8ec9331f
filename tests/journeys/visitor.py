"""来訪者: a person in a browser who clicks what she reads. Every page she sees is examined."""

import hashlib
import re
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import html5lib
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Error,
    Page,
    Request,
    Response,
)
from pypdf import PdfReader

from tests import copies, summaries
from tests.journeys import axe

ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NARROW, PHONE = 320, 360
PARTS = re.compile(r'<\w+|(?:class|role|type|aria-\w+)="\D*?"')
HTML = {"content-type": "text/html; charset=utf-8"}
examiners: dict[Browser, Page] = {}


@dataclass
class Visitor:
    """One browser context, one page, and everything it complained about."""

    context: BrowserContext
    origin: str
    page: Page = field(init=False)
    pages: list[str] = field(default_factory=list)  # what she saw, in order
    faults: list[str] = field(default_factory=list)
    keys: int = 0
    elsewhere: tuple[str, ...] = ()  # where else her way may lead
    _answer: Response | None = None
    _examined: Response | None = None

    def __post_init__(self) -> None:
        self.context.set_default_timeout(20_000)  # a busy machine is no fault
        self.page = self.context.new_page()
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))
        self.page.on("response", self._response)
        self.context.on("request", self._request)

    # --- what a person does -----------------------------------------------------------------

    def start(self, path: str = "/") -> "Visitor":
        """The one address that is typed: the start."""
        self.page.goto(self.origin + path)
        return self.look()

    def follow(self, name: str | re.Pattern[str], nth: int = 0) -> "Visitor":
        """Click the link that reads so."""
        self.page.get_by_role("link", name=name).nth(nth).click()
        return self.look()

    def press(self, name: str | re.Pattern[str], nth: int = 0) -> "Visitor":
        """Click the button that reads so."""
        self.page.get_by_role("button", name=name).nth(nth).click()
        return self.look()

    def type(self, label: str | re.Pattern[str], text: str, *, exact: bool = False) -> "Visitor":
        """Fill the field with that label."""
        self.page.locator("main").get_by_label(label, exact=exact).first.fill(text)
        return self

    def tick(self, label: str | re.Pattern[str]) -> "Visitor":
        """Tick the box, or the choice, with that label."""
        self.page.locator("main").get_by_label(label).first.check()
        return self

    def untick(self, label: str | re.Pattern[str]) -> "Visitor":
        self.page.locator("main").get_by_label(label).first.uncheck()
        return self

    def choose(self, label: str, option: str | re.Pattern[str]) -> "Visitor":
        """Choose the option that reads so."""
        box = self.page.locator("main").get_by_label(label).first
        texts = box.locator("option").all_inner_texts()
        found = next(text for text in texts if re.search(option, text))
        box.select_option(label=found)
        return self

    def key(self, name: str) -> "Visitor":
        """One key action."""
        self.keys += 1
        self.page.keyboard.press(name)
        return self

    def write(self, text: str) -> "Visitor":
        """Typing into the field that has the focus: one key action (docs/counter-keys.md)."""
        self.keys += 1
        self.page.keyboard.type(text)
        return self

    def enter(self) -> "Visitor":
        """Enter, which leads on."""
        with self.page.expect_navigation():
            self.key("Enter")
        return self.look()

    def print(self, name: str | re.Pattern[str]) -> str:
        """The text of the paper that the link or button gives."""
        found = self.page.locator("main").locator("a, button").filter(has_text=name).first
        if found.evaluate("node => node.tagName") == "A":
            answer = self.context.request.get(urljoin(self.page.url, found.get_attribute("href")))
        else:
            form = found.locator("xpath=ancestor::form")
            fields = form.locator("input").all()
            answer = self.context.request.post(
                urljoin(self.page.url, form.get_attribute("action")),
                form={each.get_attribute("name"): each.input_value() for each in fields},
                headers={"Referer": self.page.url},
            )
        assert answer.headers["content-type"] == "application/pdf", answer.text()[:500]
        pages = PdfReader(BytesIO(answer.body())).pages
        return re.sub(r"\s", "", "".join(page.extract_text() for page in pages))

    # --- what she sees ----------------------------------------------------------------------

    @property
    def h1(self) -> str:
        return self.page.locator("h1").first.inner_text()

    @property
    def text(self) -> str:
        return self.page.locator("main").inner_text()

    @property
    def status(self) -> int:
        return self._answer.status if self._answer else 0

    def value(self, label: str | re.Pattern[str]) -> str:
        return self.page.locator("main").get_by_label(label).first.input_value()

    def sees(self, *words: str) -> "Visitor":
        for word in words:
            assert word in self.text, f"{word!r} is not on {self.page.url}:\n{self.text[:1500]}"
        return self

    # --- what is examined on every page -----------------------------------------------------

    def look(self) -> "Visitor":
        """Examine the page that has just come, unless its like was examined already."""
        self.page.wait_for_load_state("load")
        if self._answer is None or self._answer is self._examined:
            return self
        self._examined = self._answer
        source = self._answer.text() if self._is_page() else ""
        self.pages.append(self.h1 if source else urlsplit(self.page.url).path)
        self._focus(source)
        assert self.status < 500, f"{self.status} {self.page.url}"
        kind = f"{re.sub('[0-9]', '', self.page.title())} {sorted(set(PARTS.findall(source)))}"
        if source and _is_new(kind):
            self.faults += wrong_html(source, self.page.url)
            self._reflow()
            self._axe(source)
        return self

    def _is_page(self) -> bool:
        assert self._answer
        return "text/html" in self._answer.headers.get("content-type", "")

    def _focus(self, source: str) -> None:
        """What went wrong is read out first, without a script too: the summary has the focus."""
        if summaries.MARK.decode() in source:
            try:
                self.page.locator("#errors:focus").wait_for(timeout=5_000)
            except Error:
                self.faults.append(f"the summary has no focus: {self._where()}")

    def _reflow(self) -> None:
        size = self.page.viewport_size
        assert size
        self.page.set_viewport_size({"width": NARROW, "height": 800})
        wide = self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        if wide > 0:
            self.faults.append(f"{self._where()}: {wide} px wider than {NARROW}")
        self.page.set_viewport_size(size)

    def _axe(self, source: str) -> None:
        """axe needs a clock, which a browser without scripts does not have: the same page is
        examined in another one."""
        page = _examiner(self.context.browser)
        page.route(self.page.url, lambda route: route.fulfill(body=source, headers=HTML))
        page.goto(self.page.url)
        for width in sorted({(self.page.viewport_size or {})["width"], PHONE}, reverse=True):
            page.set_viewport_size({"width": width, "height": 800})
            self.faults += axe.violations(page, f"on {self._where()} ({width})")
        page.unroute(self.page.url)

    def _where(self) -> str:
        return f"{urlsplit(self.page.url).path} {self.h1}"

    def _console(self, message: ConsoleMessage) -> None:
        """An answer of 4xx is told by Chromium as an error; it is none of ours."""
        if (
            message.type == "error"
            and "the server responded with a status of 4" not in message.text
        ):
            self.faults.append(f"console: {message.text}")

    def _request(self, request: Request) -> None:
        if not request.url.startswith(
            (self.origin, *self.elsewhere, "data:", "blob:", "about:", "chrome:")
        ):
            self.faults.append(f"left the origin: {request.url}")

    def _response(self, response: Response) -> None:
        request = response.request
        main = request.is_navigation_request() and response.frame == self.page.main_frame
        if main and not 300 <= response.status < 400:
            self._answer = response


def seen() -> Path:
    """Where it is noted which kinds of pages have been examined, by whichever worker."""
    return copies.shelf() / "seen"


def _is_new(kind: str) -> bool:
    """Whether nobody in this run has examined its like; whoever asks does it now."""
    seen().mkdir(exist_ok=True)
    try:
        (seen() / hashlib.sha256(kind.encode()).hexdigest()).touch(exist_ok=False)
    except FileExistsError:
        return False
    return True


def _examiner(browser: Browser | None) -> Page:
    """The page in which axe runs, one for each browser."""
    assert browser
    if browser not in examiners:
        examiners[browser] = browser.new_context(bypass_csp=True).new_page()
    return examiners[browser]


def wrong_html(source: str, url: str) -> list[str]:
    """What a strict reader of HTML finds wrong."""
    parser = html5lib.HTMLParser()
    parser.parse(source)
    lines = source.splitlines()
    return [
        f"html {code} {facts} on {url}: {lines[place[0] - 1][:160]}"
        for place, code, facts in parser.errors[:5]
    ]
