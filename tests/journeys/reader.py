"""文字だけの閲覧: a client that can only follow links and send forms as they stand in the HTML,
as a text browser does. It keeps cookies and knows nothing of addresses or scripts."""

import re
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from http.cookiejar import CookieJar
from typing import Any
from urllib.parse import urlencode, urljoin
from xml.etree.ElementTree import Element

import html5lib

NO_PROXY = urllib.request.ProxyHandler({})


@dataclass
class Form:
    """A form as it stands on the page; ``fields`` are what would be sent."""

    url: str
    method: str
    fields: list[tuple[str, str]]
    labels: dict[str, str]  # what a person reads: the field's name
    choices: dict[tuple[str, str], str] = field(default_factory=dict)

    def fill(self, label: str, text: str) -> "Form":
        """Write into the field that reads so."""
        name = next(name for words, name in self.labels.items() if words.startswith(label))
        self.fields = [each for each in self.fields if each[0] != name] + [(name, text)]
        return self

    def choose(self, label: str) -> "Form":
        """Choose the radio button, or tick the box, that reads so."""
        name, value = next(key for key, words in self.choices.items() if words.startswith(label))
        self.fields = [*self.fields, (name, value)]
        return self


class Reader:
    """Somebody with a text browser."""

    def __init__(self, origin: str) -> None:
        self.url = f"{origin}/"
        self.status = 0
        self.source = ""
        self.cookies = CookieJar()
        self._opener = self._with(self.cookies)

    def share(self, other: "Reader") -> None:
        """Be another tab of the same browser."""
        self.cookies = other.cookies
        self._opener = self._with(self.cookies)

    @staticmethod
    def _with(cookies: CookieJar) -> urllib.request.OpenerDirector:
        return urllib.request.build_opener(NO_PROXY, urllib.request.HTTPCookieProcessor(cookies))

    def open(self, url: str, fields: list[tuple[str, str]] | None = None) -> "Reader":
        """Ask for a page, or send a form; the answer, whatever it is, becomes the page."""
        body = None if fields is None else urlencode(fields).encode()
        request = urllib.request.Request(urljoin(self.url, url), body)  # noqa: S310
        try:
            answer = self._opener.open(request, timeout=60)
        except urllib.error.HTTPError as error:
            answer = error
        self.source = answer.read().decode()
        self.status, self.url = answer.status, answer.url
        return self

    def follow(self, words: str, nth: int = 0) -> "Reader":
        """Follow the link that reads so."""
        links = [link for link in self.tree.iter("a") if re.search(words, _text(link))]
        assert len(links) > nth, f"no link {words!r} on {self.url}\n{self.text[:800]}"
        return self.open(links[nth].get("href") or "")

    def form(self, button: str) -> Form:
        """The form whose button reads so; the button itself is pressed."""
        for each in self.tree.iter("form"):
            for pressed in each.iter("button"):
                if re.search(button, _text(pressed)):
                    return self._read(each, pressed)
        raise AssertionError(f"no button {button!r} on {self.url}\n{self.text[:800]}")

    def send(self, form: Form) -> "Reader":
        if form.method == "post":
            return self.open(form.url, form.fields)
        return self.open(f"{form.url.partition('?')[0]}?{urlencode(form.fields)}")

    def press(self, button: str) -> "Reader":
        return self.send(self.form(button))

    @property
    def tree(self) -> Element:
        found: Element = html5lib.parse(self.source, namespaceHTMLElements=False)
        return found

    @property
    def text(self) -> str:
        main = next(self.tree.iter("main"), None)
        return _text(main) if main is not None else ""

    def _read(self, form: Element, pressed: Element) -> Form:
        labels: dict[str, str] = {}
        choices: dict[tuple[str, str], str] = {}
        names = {node.get("id"): node.get("name") or "" for node in form.iter() if node.get("id")}
        for label in form.iter("label"):
            inside = next((node for node in label.iter("input") if node.get("name")), None)
            if inside is not None:
                choices[inside.get("name") or "", inside.get("value") or "on"] = _text(label)
            elif label.get("for") in names:
                labels[_text(label)] = names[label.get("for")]
        fields = [pair for node in form.iter() for pair in _sent(node)]
        if pressed.get("name"):
            fields.append((pressed.get("name") or "", pressed.get("value") or ""))
        method = (form.get("method") or "get").lower()
        return Form(urljoin(self.url, form.get("action") or ""), method, fields, labels, choices)


def _sent(node: Element) -> list[tuple[str, str]]:
    """What a field sends if nobody touches it."""
    name: Any = node.get("name")
    if not name or node.get("disabled") is not None:
        return []
    if node.tag == "textarea":
        return [(name, _text(node))]
    if node.tag == "select":
        options = list(node.iter("option"))
        chosen = [each for each in options if each.get("selected") is not None] or options[:1]
        return [(name, each.get("value") or "") for each in chosen]
    if node.tag != "input":
        return []
    if node.get("type") in ("checkbox", "radio"):
        return [(name, node.get("value") or "on")] if node.get("checked") is not None else []
    return [(name, node.get("value") or "")]


def _text(node: Element) -> str:
    return re.sub(r"\s+", " ", "".join(node.itertext())).strip()
