"""通知の言葉: the facts of a notice as its text writes them, in the language that is active.

Facts come in as JSON: dates and moments in ISO form, yen as numbers, names as rows have them. They
go out with weekday, with commas, and with the names of halls and slots in that language.
"""

import re
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from uketsuke.groups.models import Eligibility
from uketsuke.halls.facts import HallFacts
from uketsuke.halls.queries import atlas
from uketsuke.halls.spoken import named
from uketsuke.identity import links
from uketsuke.identity.models import OneTimeLink
from uketsuke.kernel import clock, languages
from uketsuke.notices.models import Notice

_MONEY = ("yen", "refund")
# A line of equipment as bookings/ordering.py and along.py put it into words.
_LINE = re.compile(
    r"(?P<item>.+?)(?: (?P<n>\d+)(?P<unit>[^\d（：→]+)(?:→(?P<left>\d+)[^\d（：→]+)?"
    r"|(?P<none> お貸しできません))?(?P<waits>（確認待ち）)?"
    r"(?:（(?P<asked>\d+)[^\d（）]+のご希望）)?(?:：(?P<why>.*))?"
)
_COLONS = {languages.ENGLISH: ": ", languages.KOREAN: ": "}
PASSWORD_PATH = "/password/"  # noqa: S105 - the address of a page; a test compares it with it


def words(notice: Notice, *, for_mail: bool) -> dict[str, Any]:
    """Everything that the text of ``notice`` may say."""
    facts = notice.facts
    found = {name: written(name, value) for name, value in facts.items()}
    found |= {
        "for_mail": for_mail,
        "group": notice.group,
        "offices": [_office(hall) for hall in _halls_of(facts)],
        "sample": facts.get("official") is False and any(facts.get(name) for name in _MONEY),
        "my_page": f"{settings.BASE_URL}/my/",
        "site": f"{settings.BASE_URL}/",
    }
    if "link" in facts:
        found |= _link(facts["link"], for_mail=for_mail)
    return found


def of_subject(notice: Notice) -> dict[str, Any]:
    """What a subject may say: the database is not asked."""
    facts = {name: value for name, value in notice.facts.items() if name != "link"}
    return {name: written(name, value) for name, value in facts.items()} | {"group": notice.group}


def written(name: str, value: Any) -> Any:
    """A fact as the text writes it; the name says what it is."""
    match name:
        case "yen" | "refund":
            return value and languages.yen(value, _now())
        case "due" | "confirm_by" | "valid_until":
            return value and _date(value)
        case "until" | "when":
            return languages.date_and_time(datetime.fromisoformat(value), _now())
        case "round":
            return _round(value)
        case "wishes" | "days" | "uses" | "lines":
            return _listed(name, value)
        case "eligibility":
            return str(Eligibility(value).label)
        case "label":
            return named(value)
    return value


def _listed(name: str, values: list[Any]) -> list[str]:
    if name == "wishes":
        return [_wish(number, each) for number, each in enumerate(values, start=1)]
    if name == "lines":
        return [_line(each) for each in values]
    return [_use(each) if name == "uses" else _when_and_where(each) for each in values]


def _now() -> str:
    return get_language() or languages.JAPANESE


def _date(written: str) -> str:
    return languages.date_and_weekday(date.fromisoformat(written), _now())


def _use(use: dict[str, Any]) -> str:
    """``2027年2月6日（土） 午前（09:00〜12:00） 四谷区民ホール ホール［予約番号 12345678］``."""
    return _("{use}［予約番号 {number}］").format(use=_when_and_where(use), number=use["number"])


def _wish(number: int, wish: dict[str, Any]) -> str:
    """``第1希望 2027年4月10日（土） 午後（13:00〜17:00） 四谷区民ホール ホール``."""
    return _("第{number}希望 {use}").format(number=number, use=_when_and_where(wish))


def _when_and_where(use: dict[str, Any]) -> str:
    slots = languages.joined((named(slot) for slot in use["slots"]), _now())
    hours = languages.spanned(languages.listed(use["hours"], _now()), _now())
    return _("{day} {slots}（{hours}） {hall} {room}").format(
        day=_date(use["date"]),
        slots=slots,
        hours=hours,
        hall=named(use["hall"]),
        room=named(use["room"]),
    )


def _line(line: str) -> str:
    """``ワイヤレスマイク 2本（3本のご希望）：修理中``; what staff wrote as the reason stays."""
    found = _LINE.fullmatch(line)
    if found is None or _now() == languages.JAPANESE:
        return line
    unit = named(found["unit"])
    counted = {"item": named(found["item"]), "n": found["n"], "unit": unit}
    words = _("%(item)s %(n)s%(unit)s") % counted if found["n"] else named(found["item"])
    if found["left"]:
        words += f" → {found['left']}"
    if found["none"]:
        words += _COLONS.get(_now(), "：") + _("お貸しできません")
    if found["waits"]:
        words += _("（確認待ち）")
    if found["asked"]:
        words += _("（%(n)s%(unit)sのご希望）") % {"n": found["asked"], "unit": unit}
    return words + (_COLONS.get(_now(), "：") + named(found["why"]) if found["why"] else "")


def _round(code: str) -> dict[str, str]:
    """``2027年4月利用分（区民）`` and the address of the round's page."""
    year, month, klass = code.split("-")
    words = (
        _("{month}利用分（区民）")
        if klass == "residents"
        else _("{month}利用分（区民以外を含むすべての方）")
    )
    label = words.format(month=languages.month(date(int(year), int(month), 1), _now()))
    return {"label": label, "url": f"{settings.BASE_URL}/lottery/{code}/"}


def _halls_of(facts: dict[str, Any]) -> list[HallFacts]:
    """The halls the notice is about; where it names none, all of them."""
    about = facts.get("uses") or facts.get("wishes") or facts.get("days") or ()
    meant = {use["hall"] for use in about}
    return [hall for hall in atlas().halls.values() if not meant or hall.name in meant]


def _office(hall: HallFacts) -> str:
    words = _("{hall}（{office}、窓口 {opens}〜{closes}）").format(
        hall=named(hall.name),
        office=named(hall.office),
        opens=f"{hall.counter_opens:%H:%M}",
        closes=f"{hall.counter_closes:%H:%M}",
    )
    return words + (_(" 電話 {phone}").format(phone=named(hall.phone)) if hall.phone else "")


def _link(number: int, *, for_mail: bool) -> dict[str, str]:
    """The address and its last day; it is made here from the secret key and kept nowhere."""
    link = OneTimeLink.objects.filter(pk=number).first()
    if link is None:
        return {"link": "", "link_until": ""}
    address = f"{settings.BASE_URL}{PASSWORD_PATH}{links.text(link)}/" if for_mail else ""
    until = languages.date_and_weekday(clock.day(link.expires_at), _now())
    return {"link": address, "link_until": until}
