"""間違いのまとめ: what must be true of every page on which something was refused."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

import html5lib

MARK = b'id="errors"'
FIRST = ("エラー：", "まちがい：")  # of the title, in Japanese and in やさしい日本語
CONTROLS = {"input", "select", "textarea"}


class Page:
    """A page as a tree, which knows what stands around a thing."""

    def __init__(self, source: str) -> None:
        self.root = html5lib.parse(source, namespaceHTMLElements=False)
        self.over = {child: node for node in self.root.iter() for child in node}
        self.nodes = list(self.root.iter())
        self.named = {node.get("id"): node for node in self.nodes if node.get("id")}

    def around(self, node: Element) -> Iterator[Element]:
        while node in self.over:
            node = self.over[node]
            yield node

    def described(self, node: Element) -> list[str]:
        """What the field, or the fieldset it stands in, is described by."""
        sets = [each for each in self.around(node) if each.tag == "fieldset"]
        return " ".join(each.get("aria-describedby", "") for each in [node, *sets]).split()


def faults(source: str) -> list[str]:
    """What a person who cannot see the page would miss; empty where all is well."""
    page = Page(source)
    summary = page.named["errors"]
    focused = [node for node in page.nodes if "autofocus" in node.attrib]
    title = next("".join(node.itertext()) for node in page.nodes if node.tag == "title")
    linked = [
        href[1:]
        for node in summary.iter("a")
        if (href := node.get("href", "")).startswith("#") and href != "#main"
    ]
    found = [*_doubled(page)]
    if focused != [summary] or summary.get("tabindex") != "-1":
        found.append(f"the focus goes to {[_name(node) for node in focused]}")
    if page.root.get("lang") == "ja" and not title.startswith(FIRST):
        found.append(f"the title is {title}")
    for name in linked:
        found += _of_link(page, name)
    return [*found, *_unlinked(page, linked)]


def _doubled(page: Page) -> Iterator[str]:
    names = [name for node in page.nodes if (name := node.get("id"))]
    yield from (f"two are called {name}" for name in {*names} if names.count(name) > 1)


def _of_link(page: Page, name: str) -> Iterator[str]:
    field = page.named.get(name)
    if field is None or field.tag not in CONTROLS or field.get("type") == "hidden":
        yield f"#{name} leads to no field"
        return
    if field.get("aria-invalid") != "true":
        yield f"#{name} is not said to be wrong"
    said = page.described(field)
    if not said or not all(each in page.named for each in said):
        yield f"#{name} is described by {said}"
    for node in page.around(field):
        if node.tag == "details" and "open" not in node.attrib:
            yield f"#{name} is folded away"


def _unlinked(page: Page, linked: list[str]) -> Iterator[str]:
    """Fields of one row may share one line of the summary, and so its link."""
    fields = [page.named[name] for name in linked if name in page.named]
    names = {node.get("name") for node in fields}
    said = {each for node in fields for each in page.described(node)}
    wrong = [node for node in page.nodes if node.get("aria-invalid") == "true"]
    for node in wrong:
        if node.get("name") not in names and said.isdisjoint(page.described(node)):
            yield f"no link leads to {node.get('name')}"


def _name(node: Element) -> str:
    return f"{node.tag} {node.get('id') or node.get('name') or node.get('class')}"
