"""既定の文章: a built-in text as staff would have written it, to begin from.

It is drawn with the names of the placeholders in place of values, once with everything there and
once without each thing on which a part of it depends; lines that differ become conditions.
"""

from collections.abc import Iterator
from difflib import SequenceMatcher
from functools import cache
from types import SimpleNamespace
from typing import Any

from django.template import Context, Engine

from uketsuke.notices.folders import FOLDER
from uketsuke.notices.wording.names import FLAGS, NAMES, asked

_LISTS = ("uses", "days", "wishes", "lines")


@cache
def subject(kind: str) -> str:
    """件名: the line that says most first; the first one of which all is there is taken."""
    return "\n".join(dict.fromkeys([_plain(kind, "subject", "")[0], *_without(kind)]))


@cache
def body(kind: str) -> str:
    """本文, between greeting and offices."""
    lines: list[str] = _plain(kind, "body", "")
    marked = [(line, line) for line in lines]
    for fact in sorted(asked(kind)):
        marked = list(_marked(marked, _plain(kind, "body", fact), fact))
    return "\n".join(line for _, line in marked).strip("\n")


def _without(kind: str) -> Iterator[str]:
    for fact in sorted(asked(kind)):
        yield from _plain(kind, "subject", fact)[:1]


def _marked(before: list[tuple[str, str]], off: list[str], fact: str) -> Iterator[tuple[str, str]]:
    """The lines (as drawn, as written) with those of a drawing without ``fact`` put in."""
    shown = [drawn for drawn, _ in before]
    there, missing = _conditions(fact)
    for what, a, b, c, d in SequenceMatcher(None, shown, off, autojunk=False).get_opcodes():
        if what == "equal":
            yield from before[a:b]
            continue
        for drawn, written in before[a:b]:
            own = not drawn.strip() or _named(fact) in drawn
            yield drawn, written if own else there + written
        for line in off[c:d]:
            if line.strip():
                yield "", missing + line  # drawn as nothing: it stands in no other drawing


def _conditions(fact: str) -> tuple[str, str]:
    if fact in FLAGS:
        return f"{{{FLAGS[fact]}のとき}}", f"{{{FLAGS[fact]}でないとき}}"
    return f"{{{NAMES[fact]}があるとき}}", f"{{{NAMES[fact]}がないとき}}"


def _named(fact: str) -> str:
    return f"{{{NAMES[fact]}}}" if fact in NAMES else "\0"


def _plain(kind: str, part: str, without: str) -> list[str]:
    """The built-in text with names for values; ``without`` one fact."""
    words: dict[str, Any] = {fact: f"{{{name}}}" for fact, name in NAMES.items() if "." not in fact}
    words |= {fact: [words[fact]] for fact in _LISTS}
    words |= dict.fromkeys(FLAGS, True)
    words["channel"] = "" if without == "at_counter" else "counter"
    words["group"] = SimpleNamespace(
        name=f"{{{NAMES['group.name']}}}", number=f"{{{NAMES['group.number']}}}"
    )
    words["round"] = {
        "label": f"{{{NAMES['round.label']}}}",
        "url": f"{{{NAMES['round.url']}}}",
    }
    if without != "at_counter" and without:
        words[without] = ""
    template = _engine().get_template(f"{kind.replace('.', '/')}/{part}.txt")
    drawn = str(template.render(Context(words, autoescape=False, use_l10n=False)))
    return [line.rstrip() for line in drawn.strip("\n").split("\n")]


@cache
def _engine() -> Engine:
    """The built-in texts without their frame."""
    return Engine(dirs=[str(FOLDER.parent / "bare"), str(FOLDER)], autoescape=False)
