"""ふりがな: readings above kanji, carried through plain text by three invisible marks.

The catalogue of やさしい日本語 writes ``抽選《ちゅうせん》``. Compiled, it is ANCHOR 抽選 SEPARATOR
ちゅうせん END: the marks that Unicode has for this and nobody can type, so a text stays text (it is
escaped, put together and cut like any other) until the very end, where a page gets ``<ruby>`` and
everything that cannot show it gets the kanji alone.

Only then is it known how many there are, so a counter (「%(days)s日《にち》」) is read after its
number here: 7日 is なのか, 30分 is ぷん, 2人 is ふたり.
"""

import re

ANCHOR, SEPARATOR, END = "\ufff9", "\ufffa", "\ufffb"
_WRITTEN = re.compile(r"(?:｜([^《｜]+)|([一-鿿々〆ヶ]+))《([ぁ-んァ-ンー]+)》")
_MARKED = re.compile(f"{ANCHOR}([^{SEPARATOR}]*){SEPARATOR}([^{END}]*){END}")
# Words side by side that no okurigana ends share brackets: 四谷区民（よつやくみん）ホール.
_RUN = re.compile(f"(?:{ANCHOR}[^{SEPARATOR}\\d]*{SEPARATOR}[^{END}]*{END}){{2,}}(?![ぁ-ん])")
_TAG = re.compile(r"""(<!--.*?-->|<[a-zA-Z/!](?:[^>"']|"[^"]*"|'[^']*')*>)""", re.DOTALL)
_PLAIN = frozenset({"title", "textarea", "script", "desc", "text"})  # no markup inside
_BRACKETS = "option"  # no markup either, but a reading helps to choose
# Days that are not read as their number and にち; the first of a month is ついたち.
DAYS = {
    2: "ふつか", 3: "みっか", 4: "よっか", 5: "いつか", 6: "むいか", 7: "なのか", 8: "ようか",
    9: "ここのか", 10: "とおか", 14: "じゅうよっか", 20: "はつか", 24: "にじゅうよっか",
}  # fmt: skip
# Counters by how the catalogue writes them: numbers that swallow them, last digits that bend them.
_SWALLOWED = {"にち": DAYS | {1: "いちにち"}, "にん": {1: "ひとり", 2: "ふたり"}}
_BENT = {
    "ふん": dict.fromkeys("013468", "ぷん"),
    "ほん": dict.fromkeys("0168", "ぽん") | {"3": "ぼん"},
}
_COUNTED = re.compile(
    rf"(?<![\d.,])(\d[\d,]*){ANCHOR}([^{SEPARATOR}]*){SEPARATOR}(にち|にん|ふん|ほん)([^{END}]*){END}"
)
_NAME = re.compile(r"<(/?)([a-zA-Z]+)")


def over(base: str, reading: str) -> str:
    """``base`` with its reading, as text with marks."""
    return f"{ANCHOR}{base}{SEPARATOR}{reading}{END}"


def marked(written: str) -> str:
    """The text of a catalogue with marks: ``抽選《ちゅうせん》``, or ``｜10日《とおか》`` where
    the base is not kanji alone."""
    return _WRITTEN.sub(lambda found: over(found[1] or found[2], found[3]), written)


def plain(text: str) -> str:
    """Without readings: for a title, an attribute, the subject of a mail, a file."""
    return _MARKED.sub(r"\1", text) if ANCHOR in text else text


def bracketed(text: str) -> str:
    """``抽選（ちゅうせん）``: for a choice in a list."""
    return _MARKED.sub(r"\1（\2）", _RUN.sub(_joined, counted(text))) if ANCHOR in text else text


def counted(text: str) -> str:
    """助数詞: each counter read as it is read after its number."""
    return _COUNTED.sub(_read, text)


def _joined(found: re.Match[str]) -> str:
    words = _MARKED.findall(found[0])
    return over("".join(base for base, _ in words), "".join(reading for _, reading in words))


def _read(found: re.Match[str]) -> str:
    number, counter, reading, rest = found.groups()
    if whole := _SWALLOWED.get(reading, {}).get(int(number.replace(",", ""))):
        return over(number + counter, whole + rest)
    return number + over(counter, _BENT.get(reading, {}).get(number[-1], reading) + rest)


def html(page: str) -> str:
    """A finished page: ``<ruby>`` in running text, brackets in choices, kanji alone elsewhere."""
    if ANCHOR not in page:
        return page
    done: list[str] = []
    inside = ""
    for part in _TAG.split(counted(page)):
        if part.startswith("<") and (tag := _NAME.match(part)):
            name = tag[2].lower()
            if tag[1]:
                inside = "" if name == inside else inside
            elif not inside and (name in _PLAIN or name == _BRACKETS):
                inside = name
        done.append(_shown(part, inside))
    return "".join(done)


def _shown(part: str, inside: str) -> str:
    if part.startswith("<") or inside in _PLAIN:
        return plain(part)
    if inside == _BRACKETS:
        return bracketed(part)
    return _MARKED.sub(r"<ruby>\1<rp>（</rp><rt>\2</rt><rp>）</rp></ruby>", part)
