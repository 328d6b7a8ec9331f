"""差し込み: the simple language in which staff write a text. Pure, and without any power.

``{納付期限}`` stands for a value. A line with a value that is not there is left out; a line with a
list (``{利用日時}``) comes once for each of its items. ``{ホールの都合のとき}`` at the beginning of
a line lets it stand only then, ``{ホールの都合でないとき}`` only else. There is nothing more.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

Value = str | Sequence[str] | bool | None
_TOKEN = re.compile(r"\{([^{}\n]*)\}")
_CONDITION = re.compile(r"(.+?)(があるとき|がないとき|のとき|でないとき)")
_IS = {"があるとき": True, "のとき": True, "がないとき": False, "でないとき": False}
_WIDE = str.maketrans("｛｝", "{}")


@dataclass(frozen=True, slots=True)
class Fault:
    """誤り: its code, the line it is in (from 1), and the words it is about."""

    code: str
    line: int
    words: str


def tidy(text: str) -> str:
    """As it is kept: full-width braces are braces, no spaces at the end of a line."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").translate(_WIDE).split("\n")
    return "\n".join(line.rstrip() for line in lines).strip("\n")


def faults(text: str, names: Mapping[str, bool]) -> Iterator[Fault]:
    """差し込みの誤り, line by line. ``names``: the placeholders; True: it can only be asked for."""
    for number, line in enumerate(text.split("\n"), start=1):
        if "{{" in line or "{%" in line or "{#" in line or "}}" in line:
            yield Fault("tag", number, line.strip()[:40])
            continue
        if re.search(r"[{}]", _TOKEN.sub("", line)):
            yield Fault("brace", number, line.strip()[:40])
            continue
        for found in _TOKEN.finditer(line):
            yield from _fault(found, line, number, names)


def used(text: str) -> set[str]:
    """差し込みの名前 that stand in the text as values."""
    return {found[1] for found in _TOKEN.finditer(text)}


def filled(text: str, values: Mapping[str, Value]) -> str:
    """文章にする: every line that applies, filled."""
    return "\n".join(line for each in text.split("\n") for line in _lines(each, values))


def _fault(
    found: re.Match[str], line: str, number: int, names: Mapping[str, bool]
) -> Iterator[Fault]:
    name = found[1]
    if name in names:
        if names[name]:
            yield Fault("only_asked", number, found[0])
        return
    asked = _CONDITION.fullmatch(name)
    if not asked or asked[1] not in names:
        yield Fault("unknown", number, found[0])
    elif _TOKEN.sub("", line[: found.start()]) or not _leads(line, found.start()):
        yield Fault("not_first", number, found[0])


def _leads(line: str, until: int) -> bool:
    """Whether everything before is a condition too."""
    return all(_CONDITION.fullmatch(each[1]) for each in _TOKEN.finditer(line[:until]))


def _lines(line: str, values: Mapping[str, Value]) -> Iterator[str]:
    rest = line
    while found := _TOKEN.match(rest):
        asked = _CONDITION.fullmatch(found[1])
        if found[1] in values or not asked:
            break
        if bool(values.get(asked[1])) is not _IS[asked[2]]:
            return
        rest = rest[found.end() :]
    yield from _repeated(rest, values)


def _repeated(line: str, values: Mapping[str, Value]) -> Iterator[str]:
    """One line, or one for each item of a list in it; none where a value is missing."""
    named = [found[1] for found in _TOKEN.finditer(line)]
    if any(not values.get(name) for name in named):
        return
    for nth in range(max((_length(values[name]) for name in named), default=1)):
        yield _TOKEN.sub(lambda found: _word(values[found[1]], nth), line)  # noqa: B023 - at once


def _word(value: Value, nth: int) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, Sequence):
        return value[nth] if nth < len(value) else ""
    return ""


def _length(value: Value) -> int:
    return 1 if isinstance(value, str) or not isinstance(value, Sequence) else len(value)
