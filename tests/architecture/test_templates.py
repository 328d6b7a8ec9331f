"""画面: nothing comes from elsewhere, and nothing stands in a page that its policy forbids."""

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
