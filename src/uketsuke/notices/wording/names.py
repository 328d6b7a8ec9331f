"""差し込みの名前: what staff call the facts of a notice, and which of them each kind knows.

A kind knows what its built-in text uses, so a new text brings its placeholders with it.
"""

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from uketsuke.notices.folders import FOLDER, PARTS
from uketsuke.notices.wording.syntax import Value

NAMES = {
    "group.name": "団体の名前",
    "group.number": "利用者番号",
    "title": "利用内容",
    "uses": "利用日時",
    "days": "日時",
    "wishes": "希望",
    "lines": "品目",
    "more": "ほかの件数",
    "yen": "金額",
    "refund": "返還額",
    "due": "納付期限",
    "reason": "理由",
    "number": "受付番号",
    "receipt": "番号",
    "round.label": "抽選の名前",
    "round.url": "抽選のページ",
    "until": "締切の日時",
    "when": "行われた日時",
    "confirm_by": "確認期限",
    "valid_until": "有効期限",
    "eligibility": "区分",
    "label": "減免の種類",
    "percent": "減額の割合",
    "minutes": "取消をやめられる分数",
    "wish": "希望の順",
    "place": "抽選の順番",
    "of": "抽選の件数",
    "runner_up": "補欠の順番",
    "digest": "名簿の番号",
    "commitment": "約束の番号",
    "ground": "停止の理由",
    "my_page": "マイページ",
    "site": "ホームページ",
}
# What can only be asked for: 「…のとき」「…でないとき」.
FLAGS = {
    "by_hall": "ホールの都合",
    "taken": "順番が先の方と重なった",
    "overdue": "納付期限を過ぎた",
    "papers": "書類が要る",
    "at_counter": "窓口での受付",
}
# A text that knows one of these must say it.
MUST = ("uses", "yen", "refund", "due", "reason", "confirm_by", "valid_until", "receipt", "number")
_PRINTED = re.compile(r"\{\{\s*([a-z_.]+)\s*\}\}")
_LISTED = re.compile(r"\{%\s*for \w+ in (\w+)\s*%\}")
_ASKED = re.compile(r"\{%\s*(?:if|elif) (?:not )?(\w+)( == \"counter\")?\s*%\}")
_INCLUDED = re.compile(r"\{%\s*include \"(\w+\.txt)\"\s*%\}")
_ITEMS = {"use", "day", "wish"}  # the words of the loops; ``wish`` is a fact too


def values(words: Mapping[str, Any]) -> dict[str, Value]:
    """What a text knows, under the names that staff use."""
    found: dict[str, Value] = {}
    for fact, name in NAMES.items():
        value = _looked_up(words, fact)
        found[name] = [str(each) for each in value] if isinstance(value, list) else _text(value)
    flags = dict(words) | {"at_counter": words.get("channel") == "counter"}
    return found | {name: bool(flags.get(flag)) for flag, name in FLAGS.items()}


@cache
def of_kind(kind: str) -> dict[str, bool]:
    """差し込みの名前 that a kind knows; True: it can only be asked for."""
    facts = printed(kind) | {"group.name", "group.number", "my_page", "site"}
    known = {name: False for fact, name in NAMES.items() if fact in facts}
    return known | {name: True for flag, name in FLAGS.items() if flag in asked(kind)}


@cache
def must_say(kind: str) -> tuple[str, ...]:
    """差し込みの名前 without which the text would not say what it is there for."""
    return tuple(NAMES[fact] for fact in MUST if fact in printed(kind))


@cache
def is_editable(kind: str) -> bool:
    """Whether staff may write it anew: every fact of it has a name, and it carries no way in."""
    facts = printed(kind) | asked(kind)
    return "link" not in facts and facts <= {*NAMES, *FLAGS, "for_mail"}


@cache
def printed(kind: str) -> frozenset[str]:
    """The facts whose value stands in the built-in text."""
    source = _source(kind)
    listed = set(_LISTED.findall(source))
    items = {each[:-1] for each in listed} | ({"wish"} if "wishes" in listed else set())
    alone = "\n".join(line for line in source.splitlines() if "{% for" not in line)
    found = {each for each in _PRINTED.findall(source) if each not in items | _ITEMS}
    return frozenset(found | listed | ({"wish"} if "{{ wish }}" in alone else set()))


@cache
def asked(kind: str) -> frozenset[str]:
    """The facts on which a part of the built-in text depends."""
    found = _ASKED.findall(_source(kind))
    return frozenset("at_counter" if counter else fact for fact, counter in found) - {"for_mail"}


def _source(kind: str) -> str:
    folder = FOLDER / kind.replace(".", "/")
    texts = [(folder / f"{part}.txt").read_text() for part in PARTS]
    parts = [(FOLDER / name).read_text() for text in texts for name in _INCLUDED.findall(text)]
    return "\n".join(texts + parts)


def _looked_up(words: Mapping[str, Any], fact: str) -> Any:
    first, _, rest = fact.partition(".")
    value = words.get(first)
    if not rest or value is None:
        return value
    return value.get(rest) if isinstance(value, Mapping) else getattr(value, rest)


def _text(value: Any) -> str:
    return "" if value is None or value is False else str(value)
