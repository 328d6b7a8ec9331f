"""通知の文章: what a notice says, filled from its facts when it is read or sent.

A kind is a folder (``booking.paid`` is ``templates/notices/booking/paid/``) with ``subject.txt``
and ``body.txt``; another language is another folder of the same shape (``notices-en``). Facts come
in as JSON and go out as Japanese offices write them: dates with weekday, yen with commas.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template import Context, Engine

from uketsuke.groups.models import Eligibility, Group
from uketsuke.halls.facts import HallFacts
from uketsuke.halls.queries import atlas
from uketsuke.identity import links
from uketsuke.identity.models import OneTimeLink
from uketsuke.kernel import clock
from uketsuke.kernel.calendar import date_ja
from uketsuke.kernel.languages import JAPANESE
from uketsuke.kernel.practice import LABEL, is_practice
from uketsuke.kernel.yen import yen
from uketsuke.notices import wording
from uketsuke.notices.folders import FOLDER, PARTS
from uketsuke.notices.models import Notice

KLASS_LABELS = {"residents": "区民", "others": "区民以外を含むすべての方"}
_MONEY = ("yen", "refund")
PASSWORD_PATH = "/password/"  # noqa: S105 - the address of a page; a test compares it with it


@dataclass(frozen=True, slots=True)
class Text:
    """文章: one line, and the rest of it."""

    subject: str
    body: str


def render(notice: Notice, *, for_mail: bool = False, language: str = JAPANESE) -> Text:
    """文章にする. A one-time link works only in the mail: my page says where it went.

    Where the language has no text of this kind it is Japanese.
    """
    words = _words(notice, for_mail=for_mail)
    speaks = _language(notice.kind, language)
    replaced = wording.written(notice.kind, words) if speaks == JAPANESE else None
    subject, body = (
        (replaced[0], framed(replaced[1], words))
        if replaced
        else (_part(notice.kind, part, words, speaks) for part in PARTS)
    )
    if is_practice():
        subject, body = f"【{LABEL}】{subject}", f"（{LABEL}：作りもののお知らせです）\n\n{body}"
    # A part that says nothing leaves empty lines behind: one between paragraphs is enough.
    return Text(" ".join(subject.split()), re.sub(r"\n{3,}", "\n\n", body.strip()) + "\n")


def subject(notice: Notice, language: str = JAPANESE) -> str:
    """件名 alone, for lists: asks the database nothing about the notice."""
    facts = {name: value for name, value in notice.facts.items() if name != "link"}
    words = {name: _written(name, value) for name, value in facts.items()}
    words["group"] = notice.group
    speaks = _language(notice.kind, language)
    replaced = wording.written(notice.kind, words) if speaks == JAPANESE else None
    line = replaced[0] if replaced else _part(notice.kind, "subject", words, speaks)
    return " ".join(line.split())


def framed(body: str, words: dict[str, Any]) -> str:
    """文章の枠: what somebody wrote between the greeting and the offices; it is never executed."""
    return _filled("_wording", words | {"wording": body}, JAPANESE)


def sample(facts: dict[str, Any], group: Group) -> dict[str, Any]:
    """見本の言葉: what a text of these facts would know, for a preview."""
    return _words(Notice(group=group, facts=facts), for_mail=True)


def _part(kind: str, part: str, words: dict[str, Any], language: str) -> str:
    return _filled(f"{kind.replace('.', '/')}/{part}", words, language)


def _filled(name: str, words: dict[str, Any], language: str) -> str:
    context = Context(words, autoescape=False, use_l10n=False)
    return str(_engine(language).get_template(f"{name}.txt").render(context))


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


def _words(notice: Notice, *, for_mail: bool) -> dict[str, Any]:
    facts = notice.facts
    words = {name: _written(name, value) for name, value in facts.items()}
    words |= {
        "for_mail": for_mail,
        "group": notice.group,
        "offices": [_office(hall) for hall in _halls_of(facts)],
        "sample": facts.get("official") is False and any(facts.get(name) for name in _MONEY),
        "my_page": f"{settings.BASE_URL}/my/",
        "site": f"{settings.BASE_URL}/",
    }
    if "link" in facts:
        words |= _link(facts["link"], for_mail=for_mail)
    return words


def _written(name: str, value: Any) -> Any:
    """A fact as the text writes it; the name says what it is."""
    match name:
        case "yen" | "refund":
            return value and yen(value)
        case "due":
            return value and date_ja(date.fromisoformat(value))
        case "confirm_by" | "valid_until":
            return date_ja(date.fromisoformat(value))
        case "until" | "when":
            return _moment(datetime.fromisoformat(value))
        case "round":
            return _round(value)
        case "wishes":
            return [_wish(number, each) for number, each in enumerate(value, start=1)]
        case "days":
            return [_when_and_where(each) for each in value]
        case "uses":
            return [_use(each) for each in value]
        case "eligibility":
            return Eligibility(value).label
    return value


def _use(use: dict[str, Any]) -> str:
    """``2027年2月6日（土） 午前（09:00〜12:00） 四谷区民ホール ホール［予約番号 12345678］``."""
    return f"{_when_and_where(use)}［予約番号 {use['number']}］"


def _wish(number: int, wish: dict[str, Any]) -> str:
    """``第1希望 2027年4月10日（土） 午後（13:00〜17:00） 四谷区民ホール ホール``."""
    return f"第{number}希望 {_when_and_where(wish)}"


def _when_and_where(use: dict[str, Any]) -> str:
    day = date_ja(date.fromisoformat(use["date"]))
    slots, hours = "・".join(use["slots"]), "、".join(use["hours"])
    return f"{day} {slots}（{hours}） {use['hall']} {use['room']}"


def _moment(at: datetime) -> str:
    """``2026年12月2日（水）9:00``."""
    there = at.astimezone(clock.TOKYO)
    return f"{date_ja(there.date())}{there:%-H:%M}"


def _round(code: str) -> dict[str, str]:
    """``2027年4月利用分（区民）`` and the address of the round's page."""
    year, month, klass = code.split("-")
    label = f"{year}年{int(month)}月利用分（{KLASS_LABELS[klass]}）"
    return {"label": label, "url": f"{settings.BASE_URL}/lottery/{code}/"}


def _halls_of(facts: dict[str, Any]) -> list[HallFacts]:
    """The halls the notice is about; where it names none, all of them."""
    about = facts.get("uses") or facts.get("wishes") or facts.get("days") or ()
    named = {use["hall"] for use in about}
    return [hall for hall in atlas().halls.values() if not named or hall.name in named]


def _office(hall: HallFacts) -> str:
    hours = f"{hall.counter_opens:%H:%M}〜{hall.counter_closes:%H:%M}"
    phone = f" 電話 {hall.phone}" if hall.phone else ""
    return f"{hall.name}（{hall.office}、窓口 {hours}）{phone}"


def _link(number: int, *, for_mail: bool) -> dict[str, str]:
    """The address and its last day; it is made here from the secret key and kept nowhere."""
    link = OneTimeLink.objects.filter(pk=number).first()
    if link is None:
        return {"link": "", "link_until": ""}
    address = f"{settings.BASE_URL}{PASSWORD_PATH}{links.text(link)}/" if for_mail else ""
    return {"link": address, "link_until": date_ja(clock.day(link.expires_at))}
