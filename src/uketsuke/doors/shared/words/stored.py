"""書かれた文: sentences that stand in rows (a line of a quote, why a cell is closed), as the page's
language says them.

A row keeps what was said in Japanese, and documents print it so. The forms in which our own rules
write them are known here; what staff typed freely stays as it is.
"""

import re
from datetime import date

from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _

from uketsuke.doors.shared.words import written
from uketsuke.halls.spoken import named
from uketsuke.kernel import languages
from uketsuke.tariffs.quote import EquipmentPrice

# How tariffs/quote.py and lottery/awards.py write, and how it is said. Groups are said in turn.
FORMS: list[tuple[re.Pattern[str], Promise]] = [
    (re.compile(form), said)
    for form, said in [
        (r"基本料金 (?P<slot>.+)（(?P<kind>.+)）", _("基本料金 {slot}（{kind}）")),
        (r"練習利用（(?P<percent>\d+)%）", _("練習利用（{percent}%）")),
        (r"減免 (?P<kind>.+)（(?P<percent>\d+)%減額）", _("減免 {kind}（{percent}%減額）")),
        (r"営利利用（(?P<percent>\d+)%加算）", _("営利利用（{percent}%加算）")),
        (
            r"入場料加算（最高(?P<yen>[\d,]+)円、(?P<percent>\d+)%加算）",
            _("入場料加算（最高{yen}、{percent}%加算）"),
        ),
        (
            r"超過 (?P<hours>\d+)時間（(?P<slot>.+)の(?P<percent>\d+)%）",
            _("超過 {hours}時間（{slot}の{percent}%）"),
        ),
        (
            r"附帯設備 (?P<item>.+) (?P<n>\d+)(?P<unit>\D+)×(?P<slots>\d+)区分",
            _("附帯設備 {item} {n}{unit}×{slots}区分"),
        ),
        (
            r"(?P<day>\d+月\d+日)(?P<time>\d+:\d\d)から先着順",
            _("{day} {time}から先着順"),
        ),
        (r"(?P<kind>.+)（(?P<percent>\d+)%減額）", _("{kind}（{percent}%減額）")),
    ]
]
_A_LEAP_YEAR = 2000  # a day without its year
_DAY = re.compile(r"(\d+)月(\d+)日")


def said(text: object) -> str:
    """The sentence of a row in the language of the page; unchanged where it has no known form."""
    stored = str(text or "")
    if (get_language() or languages.JAPANESE) == languages.JAPANESE:
        return stored
    for form, words in FORMS:
        if found := form.fullmatch(stored):
            parts = {name: _part(name, value) for name, value in found.groupdict().items()}
            return str(words).format(**parts)
    return named(stored)


def as_written(text: object) -> str:
    """The sentence of a row; what stays Japanese on another language's page is marked so."""
    stored = str(text or "")
    words = said(stored)
    language = get_language() or languages.JAPANESE
    if not words or words != stored or languages.TAGS.get(language, language) == languages.JAPANESE:
        return words
    return format_html('<span lang="ja">{}</span>', words)


def piece(price: EquipmentPrice) -> str:
    """附帯設備 with the price of one: 「グランドピアノ（1台 5,000円）」."""
    return translate("{name}（1{unit} {yen}）").format(
        name=named(price.label), unit=named(price.unit), yen=written.yen(price.amount)
    )


def _part(name: str, value: str) -> str:
    if name == "yen":
        return written.yen(int(value.replace(",", "")))
    if day := _DAY.fullmatch(value):
        return written.short_day(date(_A_LEAP_YEAR, int(day[1]), int(day[2])))
    return named(value)
