"""来訪者 in Firefox or WebKit: clicks and writes as a person does, by what she reads."""

import re
from time import monotonic, sleep
from typing import Any

from tests.journeys.engines import PATIENCE, Call

# Of what can be seen: the link, button or field whose words match. Old syntax, as in our scripts.
FIND = """
var kind = arguments[0], words = new RegExp(arguments[1]), nth = arguments[2], found;
var all = function (what) {
  return Array.prototype.slice.call(document.querySelectorAll(what));
};
var seen = function (node) {
  return node && (node.tagName === "OPTION" || node.getClientRects().length > 0);
};
var reads = function (node) { return words.test(node.textContent.replace(/\\s+/g, " ").trim()); };
if (kind === "css") {
  found = all(arguments[1]);
} else if (kind === "field") {
  found = all("main label").filter(reads).map(function (label) { return label.control; });
} else {
  found = all(kind).filter(reads);
}
found = found.filter(seen);
return found[nth < 0 ? found.length + nth : nth] || null;
"""
LOOK = """
var root = document.documentElement;
var main = document.querySelector("main");
return {
  come: document.readyState === "complete" && !root.hasAttribute("data-left"),
  url: location.href, title: document.title, lang: root.lang,
  text: main ? main.innerText : "", wide: root.scrollWidth - root.clientWidth,
  styled: document.styleSheets.length
};
"""
LEAVE = "document.documentElement.setAttribute('data-left', '')"
FOCUSED = "return document.activeElement"


class Driven:
    """One person; every page that comes must be whole, in Japanese, and not too wide."""

    def __init__(self, call: Call, origin: str) -> None:
        self._call = call
        self.origin = origin
        self.page: dict[str, Any] = {}

    def start(self, path: str = "/") -> "Driven":
        self.run(LEAVE)
        self._call("WebDriver:Navigate", {"url": self.origin + path})
        return self.look()

    def follow(self, words: str, nth: int = 0) -> "Driven":
        return self.click("a", words, nth)

    def press(self, words: str, nth: int = 0) -> "Driven":
        return self.click("button", words, nth)

    def click(self, kind: str, words: str, nth: int = 0) -> "Driven":
        """Click what leads to another page, and wait for it."""
        found = self._find(kind, words, nth)
        self.run(LEAVE)
        self._call("WebDriver:ElementClick", {"id": found})
        return self.look()

    def enter(self, css: str) -> "Driven":
        """Go on with the Enter key where such a link has the focus."""
        found = self._find("css", css)
        self.run(LEAVE)
        self._call("WebDriver:ElementSendKeys", {"id": found, "text": "\ue007"})
        return self.look()

    def type(self, label: str, text: str) -> "Driven":
        found = self._find("field", label)
        self._call("WebDriver:ElementClear", {"id": found})
        self._call("WebDriver:ElementSendKeys", {"id": found, "text": text})
        return self

    def key(self, text: str) -> "Driven":
        """Press keys where the focus is."""
        (found,) = self.run(FOCUSED).values()
        self._call("WebDriver:ElementSendKeys", {"id": found, "text": text})
        return self

    def tick(self, label: str) -> "Driven":
        found = self._find("field", label)
        self._call("WebDriver:ElementClick", {"id": found})
        return self

    def choose(self, option: str) -> "Driven":
        """Choose the option that reads so: by hand, for WebKitGTK's list is a window of its own."""
        code = f"var found = (function () {{ {FIND} }}).apply(null, arguments);"
        chosen = self.run(f"{code} found.selected = true; return found.value;", "option", option, 0)
        assert chosen
        return self

    def forget(self) -> "Driven":
        """Be somebody whom nobody knows."""
        self._call("WebDriver:DeleteAllCookies", {})
        return self

    def value(self, label: str) -> str:
        return str(self.ask("field", label, "value"))

    def ask(self, kind: str, words: str, name: str) -> Any:
        """A property of what is found."""
        code = f"var found = (function () {{ {FIND} }}).apply(null, arguments);"
        return self.run(f"{code} return found && found[arguments[3]];", kind, words, 0, name)

    def style(self, css: str, name: str) -> str:
        code = "return getComputedStyle(document.querySelector(arguments[0]))[arguments[1]]"
        return str(self.run(code, css, name))

    def sees(self, *words: str) -> "Driven":
        missing = [each for each in words if each not in self.text]
        assert missing == [], f"{missing} not on {self.page['url']}\n{self.text[:800]}"
        return self

    def focused(self, name: str) -> "Driven":
        """The focus goes to what is called so, as soon as the page is drawn."""
        until = monotonic() + PATIENCE
        while (there := self.run("return document.activeElement.id")) != name:
            assert monotonic() < until, f"the focus is on {there!r}"
            sleep(0.05)
        return self

    @property
    def text(self) -> str:
        return re.sub(r"[ \t]+", " ", self.page["text"])

    def look(self) -> "Driven":
        until = monotonic() + PATIENCE
        while not (seen := self._seen())["come"]:
            assert monotonic() < until, f"no page came: {seen}"
            sleep(0.05)
        self.page = seen
        assert seen["lang"].startswith("ja"), seen
        assert "区民ホール" in seen["title"], seen
        assert seen["styled"] > 0, seen
        assert seen["wide"] <= 0, f"{seen['wide']} px too wide: {seen['url']}"
        return self

    def run(self, code: str, *given: Any) -> Any:
        return self._call("WebDriver:ExecuteScript", {"script": code, "args": list(given)})

    def _seen(self) -> dict[str, Any]:
        try:
            return dict(self.run(LOOK) or {"come": False})
        except AssertionError as error:  # between two pages there is none, or nothing is said
            return {"come": False, "error": f"{error}"}

    def _find(self, kind: str, words: str, nth: int = 0) -> str:
        found = self.run(FIND, kind, words, nth)
        assert found, f"no {kind} {words!r} on {self.page.get('url')}\n{self.text[:800]}"
        (name,) = found.values()
        return str(name)
