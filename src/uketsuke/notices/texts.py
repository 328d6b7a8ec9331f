"""通知の文章: what a notice says, filled from its facts when it is read or sent.

A kind is a folder (``booking.paid`` is ``templates/notices/booking/paid/``) with ``subject.txt``
and ``body.txt``; another language is another folder of the same shape (``notices-en``). The facts
are written by ``told.py``, in the same language. Readings of やさしい日本語 stand in brackets in a
mail (its subject has none) and over the kanji on a page.
"""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.template import Context, Engine
from django.utils.translation import gettext as _
from django.utils.translation import override

from uketsuke.groups.models import Group
from uketsuke.kernel import languages, ruby
from uketsuke.kernel.languages import EASY, JAPANESE
from uketsuke.kernel.practice import is_practice
from uketsuke.notices import told, wording
from uketsuke.notices.folders import FOLDER, PARTS
from uketsuke.notices.models import Notice


@dataclass(frozen=True, slots=True)
class Text:
    """文章: one line, and the rest of it."""

    subject: str
    body: str


def render(notice: Notice, *, for_mail: bool = False, language: str = JAPANESE) -> Text:
    """文章にする. A one-time link works only in the mail: my page says where it went.

    Where the language has no text of this kind it is Japanese.
    """
    speaks = _language(notice.kind, language)
    with override(speaks):
        words = told.words(notice, for_mail=for_mail)
    replaced = wording.written(notice.kind, words) if speaks == JAPANESE else None
    subject, body = (
        (replaced[0], framed(replaced[1], words))
        if replaced
        else (_part(notice.kind, part, words, speaks) for part in PARTS)
    )
    if is_practice():
        with override(speaks):
            mark, note = _("【練習用】"), _("（練習用：作りもののお知らせです）")
        subject, body = f"{mark}{subject}", f"{note}\n\n{body}"
    if for_mail:
        subject, body = ruby.plain(subject), ruby.bracketed(body)
    # A part that says nothing leaves empty lines behind: one between paragraphs is enough.
    return Text(" ".join(subject.split()), re.sub(r"\n{3,}", "\n\n", body.strip()) + "\n")


def subject(notice: Notice, language: str = JAPANESE) -> str:
    """件名 alone, for lists: asks the database nothing about the notice."""
    speaks = _language(notice.kind, language)
    with override(speaks):
        words = told.of_subject(notice)
    replaced = wording.written(notice.kind, words) if speaks == JAPANESE else None
    line = replaced[0] if replaced else _part(notice.kind, "subject", words, speaks)
    return ruby.plain(" ".join(line.split()))


def framed(body: str, words: dict[str, Any]) -> str:
    """文章の枠: what somebody wrote between the greeting and the offices; it is never executed."""
    return _filled("_wording", words | {"wording": body}, JAPANESE)


def sample(given: dict[str, Any], group: Group) -> dict[str, Any]:
    """見本の言葉: what a text of these facts would know, for a preview."""
    with override(JAPANESE):
        return told.words(Notice(group=group, facts=given), for_mail=True)


def _part(kind: str, part: str, words: dict[str, Any], language: str) -> str:
    return _filled(f"{kind.replace('.', '/')}/{part}", words, language)


def _filled(name: str, words: dict[str, Any], language: str) -> str:
    context = Context(words, autoescape=False, use_l10n=False)
    text = str(_engine(language).get_template(f"{name}.txt").render(context))
    return ruby.marked(text) if language == EASY else languages.counted(text, language)


def _language(kind: str, wanted: str) -> str:
    return wanted if _speaks(wanted, kind.replace(".", "/")) else JAPANESE


def kinds() -> set[str]:
    """文章のある通知の種類."""
    return {
        path.parent.relative_to(FOLDER).as_posix().replace("/", ".")
        for path in FOLDER.glob("*/*/body.txt")
    }


@cache
def _engine(language: str) -> Engine:
    # Plain text: nothing is escaped, and nothing but our own templates is loaded.
    return Engine(dirs=[str(_folder(language)), str(FOLDER)], autoescape=False)


@cache
def _speaks(language: str, kind: str) -> bool:
    """Whether there is a whole text of this kind in that language."""
    return all((_folder(language) / kind / f"{part}.txt").exists() for part in PARTS)


def _folder(language: str) -> Path:
    """``templates/notices`` for Japanese, ``templates/notices-en`` for English."""
    return FOLDER if language == JAPANESE else FOLDER.parent / f"{FOLDER.name}-{language}"
