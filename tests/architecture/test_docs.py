"""文書: every link of a page leads to a file, and to a place in it, that is there."""

import re

import pytest

from tests.architecture.source import ROOT, tracked

PAGES = [path for path in tracked() if path.suffix == ".md"]
LINK = re.compile(r"(?<!`)\[[^\]\n]*\]\(([^)\s]+)\)")
CODE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)


def places(page):
    """What an address may name in that page: its anchors, and its headings as GitHub names them."""
    text = page.read_text("utf-8")
    headings = re.findall(r"(?m)^#+ (.+)$", text)
    named = {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in headings}
    return named | set(re.findall(r'<a id="([\w-]+)"></a>', text))


def leads_nowhere(page, link):
    path, _, place = link.partition("#")
    target = (page.parent / path).resolve() if path else page
    if target.parent == ROOT / "docs/shots":
        return False  # made by a command; tests/architecture/test_manuals.py knows which
    if not target.exists():
        return True
    return bool(place) and target.suffix == ".md" and place not in places(target)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page):
    text = CODE.sub("", page.read_text("utf-8"))
    links = [link for link in LINK.findall(text) if not re.match(r"\w+:", link)]

    assert [link for link in links if leads_nowhere(page, link)] == []
