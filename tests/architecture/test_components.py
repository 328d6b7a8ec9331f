"""見本帳: every class of a screen has its rule, and is shown on the page of the components."""

import re

import pytest
from django.template.loader import render_to_string

from tests.architecture.source import modules, parts
from uketsuke.doors.shared.drawing import components

# What belongs to one screen alone, or to the frame that every page shows anyway.
ONE_SCREEN = {
    "beside": "the ledger with a page beside it",
    "call__": "the call screen",
    "languages": "the frame: the switch of languages",
    "over": "the window above the ledger",
    "page-help": "the frame: the way to the manual",
    "practice": "the frame: what says that all is made up",
    "side": "what opens beside the ledger",
    "signage": "the screen in the lobby",
    "today": "the list of the halls' day",
}
# Found by a test or a script, not by the stylesheet.
NAMED_ONLY = {"codes", "badge--quiet"}
# Put together in a template or in Python: cell--STATE, badge--TONE, notice--KIND and the like.
FAMILIES = ("badge--", "cell--", "grid__", "ledger__entry--", "notice--")
ON_THE_BODY = {"counter", "signage", "page--wide"}
BY_SCRIPT = {"is-open"}

TEMPLATES = [
    path for path in parts(".html") if "papers" not in path.parts and path.name != "components.html"
]
ATTRIBUTE = re.compile(r'class="((?:\{\{.*?\}\}|\{%.*?%\}|[^"{])*)"')
IN_PYTHON = re.compile(r'class"?(?:: ?|=)\\?"([\w -]+)')


def of_templates():
    """Every class written in a template, with one file that has it."""
    found = {}
    for path in TEMPLATES:
        text = re.sub(r"\{#.*?#\}", "", path.read_text("utf-8"))
        for words in ATTRIBUTE.findall(text):
            whole = re.sub(r"\{%.*?%\}", " ", re.sub(r"[\w-]*\{\{.*?\}\}", " ", words))
            found |= dict.fromkeys(whole.split(), path.name)
    return found


def of_python():
    texts = [each.text for each in modules() if each.place.startswith("doors/")]
    return {word for text in texts for words in IN_PYTHON.findall(text) for word in words.split()}


def of_styles():
    sheets = [
        p.read_text("utf-8") for p in parts(".css") if p.name in ("uketsuke.css", "counter.css")
    ]
    bare = [re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL) for text in sheets]
    chosen = [part for text in bare for part in re.findall(r"([^{}]+)\{", text)]
    return {word for part in chosen for word in re.findall(r"\.([a-zA-Z][\w-]*)", part)}


@pytest.fixture(scope="module")
def shown():
    page = render_to_string("shared/components.html", components.context())
    return {word for words in re.findall(r'class="([^"]*)"', page) for word in words.split()}


def test_every_part_of_a_screen_is_shown(shown):
    used = set(of_templates()) | of_python()

    assert len(used) > 100
    assert (
        sorted(
            word
            for word in used - shown - NAMED_ONLY
            if word in of_styles() and not word.startswith(tuple(ONE_SCREEN))
        )
        == []
    )


def test_no_class_is_without_a_rule():
    used, styled = of_templates(), of_styles()

    def has_a_rule(word):
        # "badge--{% if … %}good{% endif %}" leaves an ending, and a beginning.
        whole = {word, *(family + word for family in FAMILIES)}
        return whole & (styled | NAMED_ONLY) or word in FAMILIES

    assert {word: where for word, where in used.items() if not has_a_rule(word)} == {}


def test_no_rule_is_without_a_class(shown):
    used = set(of_templates()) | of_python() | ON_THE_BODY | BY_SCRIPT

    assert sorted(word for word in of_styles() - used if not word.startswith(FAMILIES)) == []
