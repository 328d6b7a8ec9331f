"""スクリプト: small, ours, and without what lets data become code or stay in a browser."""

import re

import pytest

from tests.architecture.source import ROOT

SCRIPTS = sorted((ROOT / "src").rglob("*.js"))
NOT_THERE = re.compile(
    r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function"
    r"|sessionStorage|indexedDB|postMessage|__proto__|https?://(?!www\.w3\.org)"
)
LARGEST = 18 * 1024
# What one script keeps in the browser: whether the keys are off.
KEEPS = {"counter.js"}


def test_there_are_scripts_to_look_at():
    assert SCRIPTS


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_nothing_of_this_is_in_a_script(script):
    text = script.read_text()
    assert NOT_THERE.findall(text) == []
    assert ("localStorage" in text) is (script.name in KEEPS)
    assert script.stat().st_size <= LARGEST
