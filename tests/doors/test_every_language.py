"""言語: every page of a group in each language: no sentence, day, hour or sum left Japanese."""

import re
from collections.abc import Iterator
from datetime import timedelta
from itertools import chain

import pytest
import time_machine
from django.test import Client

from tests import lots, make
from tests.architecture.test_pages import pages_of_staff
from tests.doors.test_another_group import BY_KEY, filled
from tests.doors.test_languages import PUBLIC
from uketsuke.groups.models import Group
from uketsuke.identity.models import Role
from uketsuke.protection.portrait import portrait

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world"), pytest.mark.drawn]
WEEK_AFTER = make.SATURDAY + timedelta(days=7)
KANJI = re.compile(r"[一-鿿々]+")
READ = re.compile(r"<ruby>.*?</ruby>|[\d一-鿿々]+（[ぁ-んァ-ンー]+）")
KANA = re.compile(r"[ぁ-んァ-ヴ]")
WRITTEN = re.compile(r"[ぁ-んァ-ヴ一-鿿]")
QUOTED = ("简体中文", "再発行")  # the name of a language, and a word that stands on a paper
# A number with a unit of Japanese, or the weekday that stands beside its days.
UNITS = re.compile(
    r"\d+\s*(?:年|月|日|時|分|円|人|件|枠|席|つ|区分)|[（(][月火水木金土日][）)]|\d{4}-\d\d-\d\d"
)
CHINESE = re.compile(r"\d+\s*(?:円|つ|区分)|[（(][月火水木金土日][）)]|\d{4}-\d\d-\d\d")
BY_HAND = re.compile(r'<(?!html)(\w+)[^>]*\blang="ja"[^>]*>.*?</\1>', re.DOTALL)
APART = re.compile(
    r'<(script|style|head|svg)\b.*?</\1>|<nav class="languages".*?</nav>|<input[^>]*>', re.DOTALL
)
TAG = re.compile(r"<[^>]*>")
NAMES = re.compile(r"\([^()]*[ぁ-んァ-ヴ一-鿿][^()]*\)|（[^（）]*[ぁ-んァ-ヶー一-鿿]{2}[^（）]*）")


@pytest.fixture
def owner() -> Iterator[Group]:
    """A group of which there is something of every kind."""
    group = lots.of_every_kind()
    with time_machine.travel(make.NOON, tick=False):
        yield group


@pytest.mark.parametrize(
    ("code", "units", "words"),
    [("en", UNITS, WRITTEN), ("ko", UNITS, WRITTEN), ("zh-hans", CHINESE, KANA)],
    ids=["en", "ko", "zh-hans"],
)
def test_no_page_of_a_group_is_left_japanese(owner, code, units, words):
    left, seen = [], set()
    for address, path, said in pages(owner, code):
        seen.add(address)
        left += [
            (path, found) for each in (units, words) for found in around(each, NAMES.sub("", said))
        ]

    assert len(seen) > 25
    assert left == []


def test_every_kanji_of_an_easy_page_has_its_reading(owner):
    bare, seen = [], set()
    for address, path, said in pages(owner, "ja-easy"):
        seen.add(address)
        bare += [(path, found) for found in around(KANJI, said)]

    assert len(seen) > 25
    assert bare == []


@pytest.mark.parametrize("path", PUBLIC)
def test_every_kanji_of_a_public_page_has_its_reading(client, path):
    page = client.get(path, {"language": "ja-easy"}).content.decode()

    assert around(KANJI, shown(READ.sub(" ", page), [])) == []


def pages(owner, code):
    """Every page of a group: its address, its path, and what it says."""
    client, kept = Client(), portrait(owner)
    client.force_login(owner.user)
    client.cookies["language"] = code
    typed = sorted(set(typed_by(kept)), key=len, reverse=True)
    for address, view in pages_of_staff(False):
        if Role.GROUP not in view.allows or address.startswith(
            (*BY_KEY, "components", "guide/manual/<")
        ):
            continue
        for path in sorted(filled(address, kept)) if "<" in address else [f"/{address}"]:
            page = client.get(path)
            if page.status_code == 200 and page["Content-Type"].startswith("text/html"):
                text = page.content.decode()
                yield (
                    address,
                    path,
                    shown(READ.sub(" ", text) if code == "ja-easy" else text, typed),
                )


def typed_by(kept):
    """What people wrote themselves, whatever the language of the page."""
    values = chain.from_iterable(row.values() for row in chain.from_iterable(kept.values()))
    return (value for value in values if isinstance(value, str) and WRITTEN.search(value))


def shown(page, typed):
    """The text of a page, without what was written by hand."""
    for each in (*typed, *QUOTED):
        page = page.replace(each, " ")
    return TAG.sub(" ", APART.sub(" ", BY_HAND.sub(" ", page)))


def around(what, text):
    return [text[max(0, each.start() - 20) : each.end() + 20] for each in what.finditer(text)]
