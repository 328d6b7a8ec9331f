"""古いブラウザー: what they do not understand stands after what they do; no page needs a script."""

import re
from collections.abc import Iterator

import pytest
import tinycss2

from tests.architecture.source import parts

STYLES = parts(".css")
SCRIPTS = parts(".js")
# Younger than the browsers of 2015: an old one drops the whole declaration.
YOUNG = re.compile(r"\b(?:var|clamp|min|max|env|color-mix|oklch|light-dark)\(|\b\d+[dsl]v[hw]\b")
# Selectors that make an old browser drop the whole rule, with everything else that is in its list.
YOUNG_SELECTOR = re.compile(r":is\(|:where\(|:has\(|::part|:focus-visible|::backdrop|:focus-within")
# Only a change of look while the mouse or the focus is there: without it nothing is lost.
PASSING = re.compile(r":hover|:visited|:focus-within")
YOUNG_RULES = {"layer", "container", "supports", "scope", "starting-style"}
YOUNG_SCRIPT = re.compile(
    r"=>|`|\?\.(?!\d)|\?\?|\.\.\.|\*\*"
    r"|\b(?:let|const|class|async|await|import|export|yield|super)\s+[\w$\"'{(*]|\bof\s+[\w$\[]+\)"
)
# Strings, comments and patterns of a script, in which any sign may stand.
TEXTS = re.compile(
    r"/\*.*?\*/|//[^\n]*|\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'"
    r"|(?<=[(=,:!&|?;{}])\s*/(?:[^/\\\n\[]|\\.|\[(?:[^\]\\\n]|\\.)*\])+/[gimu]*",
    re.DOTALL,
)


def rules(text: str) -> Iterator[tuple[str, str]]:
    """(selector, declarations) of what every screen gets; dark, print and forced colours are young
    themselves."""
    for rule in tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True):
        if rule.type == "qualified-rule":
            yield tinycss2.serialize(rule.prelude).strip(), tinycss2.serialize(rule.content)
        elif rule.at_keyword == "media" and "width" in tinycss2.serialize(rule.prelude):
            yield from rules(tinycss2.serialize(rule.content))


def without_plain_value(content: str) -> list[str]:
    """Declarations that an old browser drops, with nothing before them."""
    found, plain = [], set()
    for each in tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True):
        name, value = each.name, tinycss2.serialize(each.value)
        if name.startswith("--") or name == "accent-color":
            continue
        if not YOUNG.search(value):
            plain.add(name)
        elif not plain & {name, name.split("-")[0], name.rsplit("-", 1)[0]}:
            found.append(f"{name}:{value}")
    return found


def bare(script: str) -> str:
    return TEXTS.sub('""', script)


def test_there_is_something_to_look_at():
    assert STYLES
    assert SCRIPTS


@pytest.mark.parametrize("style", STYLES, ids=lambda path: path.name)
def test_a_young_value_stands_after_a_plain_one(style):
    found = [
        f"{selector} {{ {each} }}"
        for selector, content in rules(style.read_text())
        if not PASSING.search(selector)
        for each in without_plain_value(content)
    ]
    assert found == []


@pytest.mark.parametrize("style", STYLES, ids=lambda path: path.name)
def test_a_young_selector_takes_no_old_one_with_it(style):
    found = [
        selector
        for selector, _ in rules(style.read_text())
        if YOUNG_SELECTOR.search(selector)
        and not all(YOUNG_SELECTOR.search(each) for each in selector.split(","))
    ]
    assert found == []


@pytest.mark.parametrize("style", STYLES, ids=lambda path: path.name)
def test_no_rule_is_only_for_young_browsers(style):
    parsed = tinycss2.parse_stylesheet(style.read_text(), skip_comments=True, skip_whitespace=True)
    assert [rule for rule in parsed if rule.type == "error"] == []
    assert {rule.at_keyword for rule in parsed if rule.type == "at-rule"} & YOUNG_RULES == set()


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_a_script_is_read_by_a_browser_of_2009(script):
    """One young sign, and an old browser reads nothing of the whole file."""
    assert YOUNG_SCRIPT.findall(bare(script.read_text())) == []


@pytest.mark.parametrize(
    "young",
    [
        "var f = x => x;",
        "a = b?.c;",
        "let x = 1;",
        "for (var a of b) {}",
        "f(...rest);",
        "x ??= 1;",
    ],
)
def test_what_is_young_is_found(young):
    assert YOUNG_SCRIPT.search(bare(young))


def test_a_young_value_alone_is_found():
    assert without_plain_value("color: red; background: var(--ground)") == [
        "background: var(--ground)"
    ]
    assert without_plain_value("color: red; color: var(--text); width: 1px") == []


def test_only_a_passkey_needs_a_script():
    """The browser offers passkeys to scripts alone; beside them stand the app and the codes."""
    told = [path.name for path in parts(".html") if "<noscript" in path.read_text()]
    assert told == ["setup.html"]
