"""手引き: the manuals of ``docs/manual/`` as pages, one for each chapter.

In the language of the page: one address, and one file for each language of that door.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.http import Http404
from django.templatetags.static import static
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from uketsuke.kernel import languages

# Made by tools/compile_manuals.py from our own text, which may say everything.
FOLDER = Path(__file__).parents[1] / "manuals"
PICTURE = re.compile(r'src="picture:([\w/-]+)"')


@dataclass(frozen=True, slots=True)
class Chapter:
    """章: ``word`` names it in its address."""

    word: str
    title: str
    html: SafeString


@dataclass(frozen=True, slots=True)
class Manual:
    """手引き."""

    title: str
    lead: SafeString
    chapters: tuple[Chapter, ...]


@dataclass(frozen=True, slots=True)
class Opened:
    """開いた章, with those beside it (None at either end)."""

    manual: Manual
    chapter: Chapter
    before: Chapter | None
    after: Chapter | None


def manual(name: str) -> Manual:
    """The manual made of ``docs/manual/NAME.md``, or of ``NAME.LANGUAGE.md`` on a page in one."""
    language = get_language() or languages.JAPANESE
    return _manual(name if language == languages.JAPANESE else f"{name}.{language}")


@cache
def _manual(file: str) -> Manual:
    made = json.loads((FOLDER / f"{file}.json").read_text(encoding="utf-8"))
    chapters = tuple(Chapter(c["word"], c["title"], _shown(c["html"])) for c in made["chapters"])
    return Manual(made["title"], _shown(made["lead"]), chapters)


def opened(name: str, word: str) -> Opened:
    """The chapter ``word`` of that manual; a page that does not exist where there is none."""
    book = manual(name)
    for n, chapter in enumerate(book.chapters):
        if chapter.word == word:
            before = book.chapters[n - 1] if n else None
            after = book.chapters[n + 1] if n + 1 < len(book.chapters) else None
            return Opened(book, chapter, before, after)
    raise Http404


def _shown(html: str) -> SafeString:
    return mark_safe(PICTURE.sub(_source, html))  # noqa: S308 (ours, from the release)


def _source(found: re.Match[str]) -> str:
    return f'src="{static(f"uketsuke/manual/{found[1]}.webp")}"'


def help_url(context: Mapping[str, Any], door: str, table: Mapping[str, str]) -> str:
    """この画面の使い方: the place of ``door``'s manual that ``table`` names for the page shown."""
    match = getattr(context.get("request"), "resolver_match", None)
    if match is None or match.app_name != door or match.url_name not in table:
        return ""
    word, _, place = table[match.url_name].partition("#")
    return reverse(f"{door}:chapter", args=[word]) + (f"#{place}" if place else "")
