"""試験結果: the table is whole, and each test that it names is there and holds what it says."""

import ast
import re

import pytest

from tests.architecture.source import ROOT, lines_with, parts
from uketsuke.doors.portal.looking.accessible import JIS, MET, NONE, OPEN, WCAG22

# JIS X 8341-3:2016: how many criteria of levels A and AA each guideline has.
GUIDELINES = {"1.1": 1, "1.2": 5, "1.3": 3, "1.4": 5, "2.1": 2, "2.2": 2, "2.3": 1, "2.4": 7}
GUIDELINES |= {"3.1": 2, "3.2": 4, "3.3": 4, "4.1": 2}
BOTH = [*JIS, *WCAG22]


def test_all_38_criteria_stand_there_once():
    numbers = [each.number for each in JIS]
    counted = [number.rpartition(".")[0] for number in numbers]

    assert {each: counted.count(each) for each in counted} == GUIDELINES
    assert len(set(numbers)) == sum(GUIDELINES.values()) == 38
    assert [each.level for each in JIS].count("A") == 25


def test_what_is_newer_is_of_no_older_number():
    assert len({each.number for each in BOTH}) == len(BOTH)


@pytest.mark.parametrize("one", [each for each in BOTH if each.test], ids=lambda one: one.number)
def test_the_test_that_is_named_is_there(one):
    path, _, name = one.test.partition("::")
    tree = ast.parse((ROOT / path).read_text())

    assert name in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def test_nothing_is_claimed_without_a_test_or_a_look():
    assert [one.number for one in BOTH if one.result in (MET, NONE) and not one.test] == []
    assert [one.number for one in BOTH if (one.on is None) != (one.result == OPEN)] == []
    assert [
        one.number for one in BOTH if one.result not in (MET, NONE, OPEN) and not one.note
    ] == []


def test_nothing_moves_or_sounds():
    """No film, no sound, no picture of letters, nothing that blinks or holds the screen upright."""
    assert lines_with(parts(".html"), r"(?i)<(video|audio|img|object|embed|iframe|marquee)\b") == []
    assert lines_with(parts(".css"), r"(?i)@keyframes|animation|orientation|url\(") == []


def test_no_script_acts_before_it_is_asked():
    """Focus and choice lead nowhere; no drag, no gesture, no shaking, nothing on pressing down."""
    heard = re.compile(r"addEventListener\(\"(\w+)\"")
    found = {name for path in parts(".js") for name in heard.findall(path.read_text())}

    assert found <= {"click", "keydown", "submit", "change", "toggle"}
    changes = lines_with(parts(".js"), r"addEventListener\(\"change\"")
    assert len(changes) == 1  # the switch of the keys, which leads nowhere


def test_nothing_comes_by_hovering():
    """What one points at changes its colour and its line; no box opens, no title floats."""
    rules = re.findall(
        r"([^{}]*:hover[^{}]*)\{([^}]*)\}", "".join(path.read_text() for path in parts(".css"))
    )
    changed = {
        name for _, body in rules for name in re.findall(r"([\w-]+)\s*:", body) if name[:2] != "--"
    }

    assert rules
    assert changed <= {
        *("color", "background", "border-color", "border-bottom-color", "text-decoration"),
        *("text-decoration-thickness", "min-height", "border-left-color"),
    }
    assert lines_with(parts(".html"), r"<(?!svg|link)[a-z][^>]*\stitle=") == []


def test_no_words_lead_by_place_or_colour():
    """Not 「右の一覧」: on a telephone it is below, and who listens has no right and left."""
    sources = [*parts(".html"), *(ROOT / "src").rglob("sentences*.py")]
    sources += [*(ROOT / "src").rglob("*forms*.py"), *(ROOT / "docs/manual").glob("*.md")]

    # What is named besides, in 「」, may stand there.
    place = r"[右左](の(?!端)|に|側|上|下)(?!に?ある「|の「)|赤い|青い|緑の|丸い"
    assert lines_with(sources, place) == []


def test_what_a_script_says_is_said_aloud():
    """4.1.3: where a script writes or shows something without a new page, it is a status."""
    places = lines_with(parts(".html"), r"data-(result|passkey-failed)")

    assert places
    assert [line for line in places if 'role="status"' not in line] == []
