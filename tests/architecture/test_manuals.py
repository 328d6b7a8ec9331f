"""手引き: what the manuals say stands in the product, and every main screen knows its chapter."""

import ast
import re
from datetime import date

import pytest
from django.urls import resolve

from tests.architecture.source import ROOT, modules, parts
from uketsuke.doors.counter.manual import HELP as OF_STAFF
from uketsuke.doors.portal.manual import HELP as OF_GROUPS
from uketsuke.doors.shared.words.manuals import manual

TEXTS = {
    name: (ROOT / f"docs/manual/{name}.md").read_text("utf-8") for name in ("citizen", "counter")
}
HELP = {"portal": ("citizen", OF_GROUPS), "counter": ("counter", OF_STAFF)}
SHOTS = ast.parse((ROOT / "tools/shots.py").read_text("utf-8"))
# Looked at, not worked with: lists of pages, a failure, a lobby screen, the manuals themselves.
WITHOUT_HELP = {
    "/accessibility/",
    "/guide/pages/",
    "/staff/pages/",
    "/nothing/",
    "/signage/yotsuya/",
    "/guide/manual/book/",
    "/staff/manual/till/",
}
TRANSLATED = re.compile(
    r"""\{% translate (?:"([^"]*)"|'([^']*)')"""
    r"""|\{% blocktranslate[^%]*%\}(.*?)\{% endblocktranslate""",
    re.DOTALL,
)
# Between what is filled in, and beside arrows and brackets, stands what a reader quotes.
SEAMS = re.compile(r"\{\{.*?\}\}|%\(\w+\)s|</?\w[^>]*>|[（）：]")


def tuples(name):
    """The rows of that list of tools/shots.py, without what is computed in them."""
    [found] = [
        node.value
        for node in SHOTS.body
        if isinstance(node, ast.Assign) and node.targets[0].id == name
    ]
    return found.elts


def text(node):
    """A string of tools/shots.py as far as it is written there, its dates made up."""
    if isinstance(node, ast.JoinedStr):
        return "".join(
            part.value if isinstance(part, ast.Constant) else made_up(part.value.id)
            for part in node.values
        )
    return made_up(node.id) if isinstance(node, ast.Name) else node.value


def made_up(name):
    today = date.today().isoformat()  # noqa: DTZ011
    return {"DAY": today, "MONTH": today[:7]}.get(name, f"/availability/yotsuya/hall/{today[:7]}/")


def pictures():
    listed = [row.elts[0].value for name in ("SCREENS", "LINKED") for row in tuples(name)]
    kept = [
        node.value.elts[0].value
        for node in ast.walk(SHOTS)
        if isinstance(node, ast.Yield) and isinstance(node.value, ast.Tuple)
    ]
    return {*listed, *kept}


def said_on_screens():
    """Every sentence and label of the product, and the pieces of those that are filled in."""
    in_code = (
        node.value
        for module in modules()
        if not module.place.endswith("/manual.py")
        for node in module.nodes
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )
    in_pages = (
        " ".join(next(filter(None, found.groups()), "").split())
        for path in parts(".html")
        for found in TRANSLATED.finditer(path.read_text("utf-8"))
    )
    whole = {*in_code, *in_pages}
    return whole | {piece.strip() for each in whole for piece in SEAMS.split(each)}


SAID = said_on_screens()


@pytest.mark.parametrize("name", TEXTS)
def test_every_picture_is_one_that_is_made(name):
    shown = re.findall(r"!\[[^\]]+\]\(\.\./shots/([\w-]+)\.png\)", TEXTS[name])

    assert shown
    assert len(shown) == TEXTS[name].count("![")
    assert set(shown) - pictures() == set()


@pytest.mark.parametrize("name", TEXTS)
def test_every_word_in_brackets_stands_on_a_screen(name):
    words = set(re.findall("「([^」]+)」", TEXTS[name]))

    assert words
    assert words - SAID == set()


@pytest.mark.parametrize("name", TEXTS)
def test_an_anchor_stands_once(name):
    anchors = re.findall(r'<a id="([\w-]+)"></a>', TEXTS[name])

    assert sorted(anchors) == sorted(set(anchors))


@pytest.mark.parametrize("door", HELP)
def test_every_help_leads_to_a_place_of_the_manual(door):
    name, table = HELP[door]
    places = {each.word: each.html for each in manual(name).chapters}
    wanted = [place.partition("#") for place in table.values()]

    assert [word for word, _, _ in wanted if word not in places] == []
    assert [
        f"{word}#{at}" for word, _, at in wanted if at and f'id="{at}"' not in places[word]
    ] == []


def test_every_main_screen_has_its_help():
    addresses = {text(row.elts[4]).partition("?")[0] for row in tuples("SCREENS")} - WITHOUT_HELP
    found = [(address, resolve(address, "uketsuke.urls")) for address in sorted(addresses)]

    assert found
    assert [
        address for address, match in found if match.url_name not in HELP[match.app_name][1]
    ] == []


def test_every_help_is_of_a_page_that_exists():
    for door, (_, table) in HELP.items():
        text_of = "".join(
            m.text
            for m in modules()
            if m.place.startswith(f"doors/{door}/") and m.path.name.startswith("urls")
        )
        assert [name for name in table if f'"{name}"' not in text_of] == []
