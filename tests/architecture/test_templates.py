"""画面: nothing comes from elsewhere, and nothing stands in a page that its policy forbids."""

import re

import pytest

from tests.architecture.source import lines_with, parts

TEMPLATES = parts(".html")
# An address of another host, with or without a scheme. Names of XML vocabularies fetch nothing.
ELSEWHERE = r"""(?:https?:|["'(\s=])//(?!www\.w3\.org/)[\w-]+(\.[\w-]+)+"""


def test_nothing_is_fetched_from_another_host():
    shown = parts(".html", ".css", ".js", ".svg", ".json", ".xml", ".webmanifest")

    assert TEMPLATES
    assert lines_with(shown, ELSEWHERE) == []


@pytest.mark.parametrize(
    "forbidden",
    [
        r"(?i)<style\b",
        r"(?i)\sstyle\s*=",
        r"(?i)<script\b(?![^>]*\ssrc=)",
        r"(?i)\son[a-z]+\s*=\s*[\"']",
        r"(?i)javascript:",
    ],
)
def test_a_page_carries_no_style_and_no_script_of_its_own(forbidden):
    assert lines_with(TEMPLATES, forbidden) == []


def test_what_is_wrong_stands_right_under_the_heading():
    """Where a page has one form, nothing but tabs comes between its heading and the summary."""
    late = []
    for path in TEMPLATES:
        page = path.read_text("utf-8")
        summaries = list(re.finditer(r'{% include "shared/_errors.html"', page))
        heading = page.rfind("</h1>", 0, summaries[0].start()) if summaries else -1
        if len(summaries) != 1 or heading < 0:
            continue
        between = page[heading : summaries[0].start()]
        own = re.search(r"<(section|details|h2|table|form)\b", between)  # a form of a part
        if not own and "tab" not in between and re.search(r"<(?!/)(?!p><a)\w+", between):
            late.append(path.name)

    assert late == []


def test_the_way_back_comes_first_where_an_act_is_dangerous():
    rows = re.compile(r'class="actions">(?:(?!</p>).)*?</p>', re.DOTALL)
    told = [
        row
        for path in TEMPLATES
        for row in rows.findall(path.read_text("utf-8"))
        if "button--danger" in row and "戻る" in row
    ]

    assert told
    assert [row for row in told if row.index("戻る") > row.index("button--danger")] == []


def test_who_finds_nothing_is_told_what_to_do_next():
    uses = [
        use
        for path in TEMPLATES
        for use in re.findall(r'include "shared/_empty.html"[^%]*', path.read_text("utf-8"))
    ]

    assert uses
    assert [use for use in uses if "text=" not in use and "url=" not in use] == []
