"""手引き: the guide of the groups says in every language what it says in Japanese, and quotes the
screens as their own translation words them."""

import re
import sys
from functools import cache

import polib
import pytest
from django.conf import settings
from markdown_it import MarkdownIt

from tests.architecture.source import ROOT
from tests.architecture.test_manuals import SEAMS
from uketsuke.doors.portal.manual import HELP

sys.path.insert(0, str(ROOT / "tools"))

from messages import path_of, unlike

TITLE = "利用者の手引き"
JAPANESE = (ROOT / "docs/manual/citizen.md").read_text("utf-8")
OTHERS = [code for code, _ in settings.LANGUAGES if code != "ja"]
# How each language quotes what stands on a screen. やさしい日本語 quotes inside of a quotation too.
QUOTES = {
    "ja-easy": re.compile(r"「((?:[^「」]|「[^「」]*」)+)」"),
    "en": re.compile(r"“([^”]+)”"),
    "zh-hans": re.compile(r"“([^”]+)”"),
    "ko": re.compile(r"‘([^’]+)’"),
}
UNSAID = {"枠"}  # a word that the guide explains; no screen says it alone
NUMERALS = {"1": "一", "2": "二", "3": "三", "4": "四"}
ANCHOR = re.compile(r'<a id="([\w-]+)"></a>')
BARE = re.compile(r"[一-鿿々]")
READ = re.compile(r"(?:｜[^《｜]+|[一-鿿々〆ヶ]+)《[ぁ-んァ-ンー]+》")


def guide(code):
    path = ROOT / f"docs/manual/citizen.{code}.md"
    return path.read_text("utf-8") if path.exists() else ""


def blocks(text):
    """What it is made of: each heading, paragraph, item and cell, with the words in it."""
    return [
        (token.type, token.tag, token.content)
        for token in MarkdownIt("commonmark").enable("table").parse(text)
    ]


def beside(code, text):
    """The words of each block in Japanese, and in that language."""
    both = zip(blocks(JAPANESE), blocks(text), strict=True)
    return [(ours[2], theirs[2]) for ours, theirs in both if ours[0] == "inline"]


def pieces(message):
    """A message, and what a reader quotes of one that is filled in or has words in brackets."""
    return [message, *(piece.strip(" ()") for piece in SEAMS.split(message.replace("(", "（")))]


@cache
def said(code):
    """By a Japanese label or a piece of one: what the screens of that language say for it."""
    labels = {}
    for entry in polib.pofile(str(path_of(code))):
        parts = list(zip(pieces(entry.msgid), pieces(entry.msgstr), strict=False))
        for ours, theirs in parts:
            labels.setdefault(ours, set()).add(theirs)
    return labels


def misquoted(code, text):
    """Blocks that quote another label than the Japanese one does, leave one out, or add one."""
    labels = said(code)
    for ours, theirs in beside(code, text):
        wanted = [labels[word] for word in re.findall("「([^」]+)」", ours) if word not in UNSAID]
        quoted = set(QUOTES[code].findall(theirs))
        missing = [sorted(each) for each in wanted if not each & quoted]
        more = quoted - set().union(*wanted)
        if missing or more:
            yield theirs[:40], missing, sorted(more)


def other_figures(code, text):
    """Blocks with another number than those in quotation marks. A numeral of the Japanese (四つ)
    may be a figure elsewhere."""
    for ours, theirs in beside(code, text):
        wanted = re.findall(r"\d+", re.sub("「[^」]+」", "", ours))
        found = re.findall(r"\d+", QUOTES[code].sub("", theirs))
        left = [figure for figure in found if figure not in wanted]
        if set(wanted) - {*found} or any(NUMERALS.get(each, "?") not in ours for each in left):
            yield theirs[:40], wanted, found


def of(text, folder=""):
    """What a reader of another language must find again, in order."""
    return {
        "anchors": ANCHOR.findall(text),
        "pictures": re.findall(rf"\]\(\.\./shots/{folder}([^)]+)\)", text),
        "blocks": [(kind, tag) for kind, tag, _ in blocks(text)],
    }


@pytest.mark.parametrize("code", OTHERS)
def test_the_guide_has_the_same_parts_in_every_language(code):
    assert of(guide(code), f"{code}/") == of(JAPANESE)


@pytest.mark.parametrize("code", OTHERS)
def test_every_word_in_quotation_marks_stands_on_a_screen(code):
    assert list(misquoted(code, guide(code))) == []


@pytest.mark.parametrize("code", OTHERS)
def test_every_figure_is_the_same(code):
    assert list(other_figures(code, guide(code))) == []


@pytest.mark.parametrize("code", OTHERS)
def test_the_guide_is_called_as_links_call_it(code):
    catalogue = polib.pofile(str(path_of(code)))
    title = guide(code).partition("\n")[0].removeprefix("# ")

    assert title == catalogue.find(TITLE).msgstr


@pytest.mark.parametrize("code", OTHERS)
def test_the_guide_speaks_as_the_screens_do(code):
    assert [told for line in guide(code).splitlines() for told in unlike(code, line)] == []


def test_every_kanji_of_the_easy_guide_has_its_reading():
    assert BARE.findall(READ.sub("", guide("ja-easy"))) == []


@pytest.mark.parametrize("code", ["en", "ko", "zh-hans"])
def test_no_japanese_is_left_but_what_says_so(code):
    text = re.sub(r'<span lang="ja">.*?</span>', "", guide(code))

    assert re.findall(r"[ぁ-んァ-ヴ・]" + ("" if code == "zh-hans" else "|[一-鿿]"), text) == []


def test_help_leads_to_a_place_in_every_language():
    places = set(ANCHOR.findall(JAPANESE))

    assert {part for place in HELP.values() for part in place.split("#")} <= places


WRONG = {
    "a button that no screen shows": ("“See availability”", "“Show availability”"),
    "a button of another block": ("“See availability”", "“Calculate”"),
    "a button left out": ("press “Send the link”", "send it"),
    "a button too many": ("press “Send the link”", "press “Send the link” or “Log out”"),
    "another figure": ("about 10 minutes", "about 15 minutes"),
    "a figure too many": ("The email arrives within a few minutes", "It takes 5 minutes"),
    "a place that moved": ('<a id="find"></a>', '<a id="finding"></a>'),
    "a picture of another language": ("shots/en/search.png", "shots/ko/search.png"),
    "another picture": ("en/search.png", "en/price.png"),
    "a paragraph left out": ("Pressing the button twice does not make two bookings.\n\n", ""),
    "an item left out": ("4. Until entries close", "Until entries close"),
}


@pytest.mark.parametrize(("right", "wrong"), WRONG.values(), ids=WRONG)
def test_a_guide_that_says_something_else_would_be_seen(right, wrong):
    text = guide("en").replace(right, wrong)

    assert text != guide("en")
    assert of(text, "en/") != of(JAPANESE) or [*misquoted("en", text), *other_figures("en", text)]
