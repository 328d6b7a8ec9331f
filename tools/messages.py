"""訳: finds the messages, keeps the catalogues in step with them, finds what is wrong.

``make messages`` writes new messages into every catalogue and takes out what is no longer used;
``make check`` runs ``--check``, which changes nothing and says what is missing. How to translate:
docs/translations.md. What the readers' pages can say is in PLACES; the staff side is Japanese only.
"""

import argparse
import ast
import difflib
import json
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import chain
from pathlib import Path

import jpholiday
import polib
from compile_messages import LOCALE, compile_all
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "src" / "uketsuke"
# What nobody but staff reads: Japanese only (docs/decisions/0043).
STAFF_ONLY = (
    "doors/counter/",
    "doors/cli/",
    "doors/api/",
    "doors/shared/drawing/components.py",
    "doors/shared/machine/metrics.py",
    "doors/shared/drawing/papers.py",
    "doors/shared/templates/papers/",
    "doors/shared/templates/shared/components.html",
    "intake/bank/",
    "ledger/",
    "protection/",
    "rulebook/",
    "seed/",
    "migrations/",
)
# Refusals that only staff and the command line can meet, by the first word of their codes.
STAFF_REFUSALS = frozenset(
    [
        "audit",
        "backups",
        "bank",
        "blocks",
        "close",
        "closing",
        "day",
        "erasure",
        "export",
        "identity",
        "incident",
        "letters",
        "move",
        "networks",
        "outages",
        "protection",
        "refunds",
        "rulebook",
        "reports",
        "retention",
        "tariffs",
        "till",
        "undo",
        "wording",
        "work",
    ]
)
# Words of the business that stand in the rules and are shown by their names.
WORDS = {
    "bookings/along.py": r"(?:ROOM_UNIT|SHORT) = \"(.+)\"",
    "bookings/rests.py": r"BlockReason\.\w+: \"(.+)\"",
    "bookings/opening.py": r"Kind\.\w+: \"(.+)\"",
    "bookings/states.py": r"State\.\w+: \"(.+)\"",
    "tariffs/quote.py": r"(?:WEEKDAY|HOLIDAY): \"(.+?)\"",
    "reports/monthly.py": r"\(\"(.+)\", \"(?:room|month|slot|weekday|purpose)\"",
    "bookings/returns.py": r"public_reason=\"(.+)\"",
}
CALLS = {
    "_": "m",
    "translate": "m",
    "gettext": "m",
    "gettext_lazy": "m",
    "ngettext": "mp",
    "ngettext_lazy": "mp",
    "pgettext": "cm",
    "pgettext_lazy": "cm",
    "npgettext": "cmp",
}
NAME = "name"  # the context of names that are rows of data (halls/spoken.py)
HEADS = {
    "ja-easy": ("ja_Easy", "nplurals=1; plural=0;"),
    "en": ("en", "nplurals=2; plural=(n != 1);"),
    "zh-hans": ("zh_Hans", "nplurals=1; plural=0;"),
    "ko": ("ko", "nplurals=1; plural=0;"),
}
EASY = "ja-easy"
WEEKDAYS = "月火水木金土日"
HOLIDAY_YEARS = range(2024, 2036)
_CALL = re.compile(r"\b(gettext|ngettext|pgettext|npgettext|_)\(")
_STRING = re.compile(r"""\s*,?\s*u?('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")""", re.DOTALL)
# Words for which a language has others here (docs/translations.md), and the others.
AVOIDED = {
    "en": {
        r"\bmy page\b": "My page",
        r"(?<![{(|\w])[Ww]ish(es)?\b(?![)}])": "choice",
        r"\bask the counter\b": "ask at the counter",
        r"\b[Ww]e tell you\b": "we will let you know",
        r"with this content": "with these details",
        r"in My page": "on My page",
    },
    "ko": {
        r"세요(?![가-힣])": "십시오",
        r"(?<![가-힣])관(?:[은이을의에])?(?![가-힣])": "홀",
        r"[이그] 날": "이날, 그날",
        r"지불": "납부",
        r"부탁": "요청, 신청",
    },
}
# A Korean particle depends on the word before it: right only where that always ends alike.
_PARTICLE = re.compile(
    r"(?:%\((\w+)\)s|\{(\w+)\})’?(은|는|이|가|을|를|과|와|로|으로|이라는|라는)(?![가-힣(])"
)
_ENDS_ALIKE = frozenset({"date", "day", "january", "last", "month", "yen"})
_AFTER_THEM = frozenset({"은", "이", "을", "과", "로"})
_PERCENT = re.compile(r"%(?!%|\(\w+\)[sd])")
_PLACES = re.compile(r"%\((\w+)\)[sd]|\{(\w*)\}|%%")
_TAGS = re.compile(r"</?[a-z]+")
_JAPANESE = re.compile(r"[\u3041-\u30ff\u4e00-\u9fff]")
_BARE_KANJI = re.compile(r"[一-鿿々]")
_READ = re.compile(r"(?:｜[^《｜]+|[一-鿿々〆ヶ]+)《[ぁ-んァ-ンー]+》")


@dataclass
class Message:
    """文言: what a page says, and in which files."""

    context: str
    text: str
    plural: str = ""
    places: set[str] = field(default_factory=set)

    @property
    def key(self) -> tuple[str, str]:
        return self.context, self.text


def found() -> dict[tuple[str, str], Message]:
    """Every message that a reader's page can say."""
    known: dict[tuple[str, str], Message] = {}
    for path in _files():
        each = _in_python(path) if path.suffix == ".py" else _in_template(path)
        for context, text, plural in each:
            message = known.setdefault((context, text), Message(context, text, plural))
            message.plural = message.plural or plural
            message.places.add(path.relative_to(PACKAGE).as_posix())
    for name in _names():
        message = known.setdefault((NAME, name), Message(NAME, name))
        message.places.add("seed")
    return known


def _files() -> Iterator[Path]:
    for path in sorted(PACKAGE.rglob("*")):
        place = path.relative_to(PACKAGE).as_posix()
        if path.suffix in (".py", ".html") and not any(part in place for part in STAFF_ONLY):
            yield path


def _in_python(path: Path) -> Iterator[tuple[str, str, str]]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    staff = set(map(id, _of_staff(tree))) if path.stem.startswith("sentences") else set()
    for node in ast.walk(tree):
        if id(node) in staff:
            continue
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            given = [each.value for each in node.args if isinstance(each, ast.Constant)]
            yield from _called(node.func.id, given)


def _of_staff(tree: ast.AST) -> Iterator[ast.AST]:
    """The sentences of STAFF_REFUSALS."""
    for node in ast.walk(tree):
        for key, said in (
            zip(node.keys, node.values, strict=True) if isinstance(node, ast.Dict) else ()
        ):
            if isinstance(key, ast.Constant) and str(key.value).partition(".")[0] in STAFF_REFUSALS:
                yield from ast.walk(said)


def _in_template(path: Path) -> Iterator[tuple[str, str, str]]:
    source = templatize(path.read_text(encoding="utf-8"), origin=str(path))
    for call in _CALL.finditer(source):
        given, at = [], call.end()
        while string := _STRING.match(source, at):
            given.append(ast.literal_eval(string[1]))
            at = string.end()
        yield from _called(call[1], given)


def _called(name: str, given: Iterable[object]) -> Iterator[tuple[str, str, str]]:
    kinds = CALLS.get(name)
    words = [str(each) for each in given if isinstance(each, str)]
    if not kinds or len(words) < len(kinds):
        return
    said = dict(zip(kinds, words, strict=False))
    if said["m"]:
        yield said.get("c", ""), said["m"], said.get("p", "")


def _names() -> set[str]:
    """Names of the seed and of holidays: rows of data that a page shows."""
    strings: set[str] = set()
    for file in ("halls.json", "tariff.json"):
        _collect(json.loads((PACKAGE / "seed" / file).read_text(encoding="utf-8")), strings)
    loader = (PACKAGE / "seed" / "load.py").read_text(encoding="utf-8")
    strings |= {"ホール", *(f"楽屋{n}" for n in range(1, 5))} if "楽屋" in loader else set()
    for year in HOLIDAY_YEARS:
        strings |= {name.split()[-1] for _, name in jpholiday.year_holidays(year)}
    for file, form in WORDS.items():
        strings |= set(re.findall(form, (PACKAGE / file).read_text(encoding="utf-8")))
    strings |= {f"{day}曜日" for day in WEEKDAYS}
    return {text for text in strings if _JAPANESE.search(text)}


def _collect(row: object, into: set[str]) -> None:
    match row:
        case dict():
            for each in row.values():
                _collect(each, into)
        case list():
            for each in row:
                _collect(each, into)
        case str():
            into.add(row)


def path_of(language: str) -> Path:
    return LOCALE / HEADS[language][0] / "LC_MESSAGES" / "django.po"


def merge(language: str, messages: dict[tuple[str, str], Message]) -> int:
    """Bring the catalogue in step; returns how many messages wait for a translation."""
    old = (
        {(e.msgctxt or "", e.msgid): e for e in polib.pofile(str(path_of(language)))}
        if (path_of(language).exists())
        else {}
    )
    gone = {key[1]: entry for key, entry in old.items() if key not in messages}
    new = polib.POFile(wrapwidth=100)
    new.metadata = {
        "Language": HEADS[language][0],
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": HEADS[language][1],
    }
    for message in sorted(messages.values(), key=lambda each: (min(each.places), each.key)):
        new.append(_entry(message, old.get(message.key), gone))
    path_of(language).parent.mkdir(parents=True, exist_ok=True)
    new.save(str(path_of(language)))
    return sum(not entry.translated() for entry in new)


def _entry(
    message: Message, known: polib.POEntry | None, gone: dict[str, polib.POEntry]
) -> polib.POEntry:
    entry = polib.POEntry(
        msgid=message.text,
        msgctxt=message.context or None,
        occurrences=[(place, "") for place in sorted(message.places)],
    )
    flags = ["python-format"] if "%(" in message.text else []
    if known is None and (near := difflib.get_close_matches(message.text, gone, 1, 0.75)):
        known = gone[near[0]]
        flags.append("fuzzy")  # what was said before a change: to be looked at
    if message.plural:
        entry.msgid_plural = message.plural
        entry.msgstr_plural = known.msgstr_plural if known else {0: "", 1: ""}
    elif known:
        entry.msgstr = known.msgstr
    if known and "fuzzy" in known.flags:
        flags.append("fuzzy")
    entry.flags = sorted(set(flags))
    return entry


def faults(
    language: str, messages: dict[tuple[str, str], Message], catalogue: Iterable[polib.POEntry]
) -> Iterator[str]:
    """What is wrong with a catalogue, one line each."""
    known = {(e.msgctxt or "", e.msgid): e for e in catalogue}
    for key in messages.keys() - known.keys():
        yield f"{language}: not in the catalogue: {key[1]}  ({min(messages[key].places)})"
    for key, entry in known.items():
        if key not in messages:
            yield f"{language}: no longer used: {key[1]}"
        elif "fuzzy" in entry.flags:
            yield f"{language}: the text has changed, look at the translation: {key[1]}"
        elif not entry.translated():
            yield f"{language}: not translated: {key[1]}"
        else:
            told = chain(_broken(language, entry), *map(partial(unlike, language), _texts(entry)))
            yield from (f"{language}: {each}: {key[1]}" for each in told)


def _broken(language: str, entry: polib.POEntry) -> Iterator[str]:
    sources = [entry.msgid, *([entry.msgid_plural] if entry.msgid_plural else [])]
    for text in _texts(entry):
        wanted = {_places(source) for source in sources}
        if _places(text) not in wanted and not (entry.msgid_plural and _places(text) < max(wanted)):
            yield f"placeholders differ: {text}"
        if sorted(_TAGS.findall(text)) != sorted(_TAGS.findall(entry.msgid)):
            yield f"markup differs: {text}"
        if "python-format" in entry.flags and _PERCENT.search(text.replace("%%", "")):
            yield f"a % that stands for nothing: {text}"
        if '"' in text:
            yield f"a straight quotation mark, which would end an attribute: {text}"
        if language == EASY and (bare := _BARE_KANJI.search(_READ.sub("", text))):
            yield f"no reading over {bare[0]}: {text}"


def unlike(language: str, text: str) -> Iterator[str]:
    """What is not said as the rest of the language says it (notices are asked the same)."""
    for avoided, better in AVOIDED.get(language, {}).items():
        if found := re.search(avoided, text):
            yield f"“{found[0].strip()}” is “{better}” here: {text}"
    for found in _PARTICLE.finditer(text) if language == "ko" else ():
        if (found[1] or found[2]) not in _ENDS_ALIKE or found[3] not in _AFTER_THEM:
            yield f"the particle {found[3]} does not fit every word: {text}"


def _texts(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def _places(text: str) -> frozenset[str]:
    return frozenset(found[0] for found in _PLACES.finditer(text))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing, say what is wrong")
    options = parser.parse_args()
    messages, languages = found(), [each for each in HEADS if path_of(each).exists()]
    if options.check:
        return _report(
            line
            for each in languages
            for line in faults(each, messages, polib.pofile(str(path_of(each))))
        )
    for language in HEADS:
        print(f"{language}: {merge(language, messages)} of {len(messages)} to translate")
    compile_all()
    return 0


def _report(lines: Iterable[str]) -> int:
    told = list(lines)
    for line in told:
        print(line)
    if told:
        print(
            f"{len(told)} faults. Run `make messages`, then fill the empty msgstr in"
            " src/uketsuke/locale/*/LC_MESSAGES/django.po (docs/translations.md)."
        )
    return 1 if told else 0


if __name__ == "__main__":
    sys.exit(main())
