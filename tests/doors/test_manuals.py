"""手引き: each chapter is a page, its pictures are ours and small, and screens lead to it."""

import re

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client

from tests.clients import staff
from uketsuke.doors.shared.words.manuals import manual
from uketsuke.identity.models import Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world"), pytest.mark.drawn]
CITIZEN, STAFF = "/guide/manual/", "/staff/manual/"
PAGE_BYTES, PICTURE_BYTES = 60_000, 90_000
CHAPTERS = [(CITIZEN, each.word) for each in manual("citizen").chapters] + [
    (STAFF, each.word) for each in manual("counter").chapters
]
LANGUAGES = [code for code, _ in settings.LANGUAGES]


@pytest.mark.parametrize(("book", "word"), CHAPTERS)
def test_a_chapter_is_a_light_page_with_light_pictures(book, word):
    answer = staff().get(f"{book}{word}/")
    pictures = re.findall(r"<img [^>]*>", answer.text)
    names = re.findall(r"uketsuke/manual/([\w/-]+)(?:\.[0-9a-f]+)?\.webp", answer.text)

    assert answer.status_code == 200
    assert len(answer.content) < PAGE_BYTES
    assert len(names) == len(pictures)
    assert [
        one for one in pictures if not re.search(r'alt="[^"]+".* width=.*loading="lazy"', one)
    ] == []
    sizes = [open_picture(name) for name in names]
    assert [size for size in sizes if not 0 < size < PICTURE_BYTES] == []


def open_picture(name: str) -> int:
    path = finders.find(f"uketsuke/manual/{name}.webp")
    assert path, name
    with open(path, "rb") as file:  # noqa: PTH123 (the finder gives a name)
        return len(file.read())


@pytest.mark.parametrize(("book", "word"), CHAPTERS)
def test_every_link_of_a_chapter_leads_to_its_place(book, word):
    client = staff()
    html = client.get(f"{book}{word}/").text
    links = re.findall(r'href="\.\./([\w-]+)/#([\w-]+)"', html)

    assert [
        link for link in links if f'id="{link[1]}"' not in client.get(f"{book}{link[0]}/").text
    ] == []


@pytest.mark.parametrize(("book", "client"), [(CITIZEN, Client), (STAFF, staff)])
def test_the_contents_lead_to_every_chapter(book, client):
    html = client().get(book).text

    listed = [word for place, word in CHAPTERS if place == book]
    assert [word for word in listed if f'href="{book}{word}/"' not in html] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("word", [word for book, word in CHAPTERS if book == CITIZEN])
def test_a_chapter_stays_at_its_address_in_every_language(word, language):
    japanese = Client().get(f"{CITIZEN}{word}/").text
    page = Client().get(f"{CITIZEN}{word}/", {"language": language}).text

    assert re.findall(r'id="([\w-]+)"', page) == re.findall(r'id="([\w-]+)"', japanese)
    assert [code for code in LANGUAGES if f'href="?language={code}"' not in page] == []
    assert (said(page) == said(japanese)) == (language == "ja")


def said(page: str) -> str:
    chapter = page.partition("<h1")[2].partition("manual__beside")[0]
    return re.sub("<r[pt]>.*?</r[pt]>|<[^>]*>", "", chapter)


def test_help_leads_to_the_guide_in_the_language_of_the_screen():
    client = Client()
    screen = client.get("/availability/search/", {"language": "en"}).text
    help_at = re.search(r'href="([^"]+)">How to use this page<', screen)[1]

    page = client.get(help_at).text

    assert help_at == f"{CITIZEN}find/#search"
    assert re.search(r'<a id="search"></a></p>\s*<h2>Searching by date', page)


def test_anybody_reads_the_manual_of_the_groups_and_only_staff_that_of_the_counter():
    assert Client().get(f"{CITIZEN}find/").status_code == 200
    assert Client().get(f"{STAFF}till/").status_code == 302
    assert staff(Role.WARD).get(f"{STAFF}till/").status_code == 200


@pytest.mark.parametrize("address", [f"{CITIZEN}nothing/", f"{STAFF}nothing/"])
def test_a_chapter_that_is_not_there_is_a_page_that_is_not_there(address):
    assert staff().get(address).status_code == 404


@pytest.mark.parametrize(
    ("address", "help_at"),
    [
        ("/availability/search/", f"{CITIZEN}find/#search"),
        ("/login/", f"{CITIZEN}login/"),
        ("/staff/queue/", f"{STAFF}approval/"),
        ("/staff/close/?hall=yotsuya", f"{STAFF}till/#close"),
    ],
)
def test_a_screen_leads_to_the_place_that_helps_there(address, help_at):
    client = staff(Role.MANAGER) if address.startswith("/staff/") else Client()

    assert f'<a href="{help_at}">この画面の使い方</a>' in client.get(address).text
