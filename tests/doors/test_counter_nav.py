"""おもな案内 of the counter: whatever page is open, the entry it belongs to is the current one."""

import re
from importlib import import_module

import pytest
from django.urls import URLResolver

from tests.clients import staff
from uketsuke.doors.counter.templatetags.counter import NAV
from uketsuke.identity.models import Role

# What belongs to nobody's work: to log in, to read the manual, papers on a page of their own.
APART = {"login", "logout", "password", "security", "unlock", "keys", "manual", "pages"}
APART |= {"bills", "receipts"}


def words(patterns, before=""):
    """The first word of every address of the counter."""
    for each in patterns:
        route = before + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from words(each.url_patterns, route)
        else:
            yield route.split("/")[0]


def test_every_address_belongs_to_an_entry():
    known = {word for *_, names in NAV for word in names}
    found = set(words(import_module("uketsuke.doors.counter.urls").urlpatterns))

    assert found - known - APART == set()
    assert known - found == set()


def test_no_address_belongs_to_two_entries():
    named = [word for *_, names in NAV for word in names]

    assert len(named) == len(set(named))


@pytest.mark.django_db
@pytest.mark.usefixtures("world")
@pytest.mark.parametrize(
    ("address", "entry"),
    [
        ("/staff/", "台帳"),
        ("/staff/exports/", "管理"),
        ("/staff/erasure/terms/", "管理"),
        ("/staff/equipment/items/", "設備・打合せ"),
        ("/staff/unreached/", "通知書"),
        ("/staff/keys/", None),
    ],
)
def test_the_entry_of_the_page_is_marked(address, entry):
    page = staff(Role.MANAGER).get(address).text
    nav = page[page.index('<nav class="nav"') :].partition("</nav>")[0]

    assert re.findall(r'aria-current="page">([^<]*)<', nav) == ([entry] if entry else [])
