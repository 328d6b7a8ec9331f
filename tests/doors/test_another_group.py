"""よその団体: every page of groups is tried with the keys of another group; nothing is hers."""

import re
from collections.abc import Iterator
from itertools import chain
from typing import Any
from uuid import UUID, uuid4

import pytest
import time_machine
from django.test import Client

from tests import lots
from tests.architecture.test_pages import pages_of_staff
from tests.make import NOON
from uketsuke.groups.models import Group
from uketsuke.identity.models import Role
from uketsuke.protection.portrait import portrait

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]
HOLE = re.compile(r"<(\w+):(\w+)>")
# Whose key is the right itself: whoever has the address of an application has not logged in.
BY_KEY = ("register/",)


@pytest.fixture
def theirs() -> Iterator[Group]:
    """A group of which there is something of every kind."""
    group = lots.of_every_kind()
    with time_machine.travel(NOON, tick=False):
        yield group


def test_no_page_of_groups_shows_or_takes_what_is_another_groups(theirs):
    before, nosy = portrait(theirs), Client()
    nosy.force_login(lots.apart("のぞく会").user)
    secrets, shown, walked = hers(theirs), [], []
    for address, view in pages_of_staff(False):
        if Role.GROUP not in view.allows or "<" not in address or address.startswith(BY_KEY):
            continue
        for path in filled(address, before):
            walked += [(address, path)]
            got, sent = nosy.get(path), nosy.post(path, {"token": str(uuid4()), "seen": "0"})
            told = got.content.decode(errors="replace") + sent.content.decode(errors="replace")
            shown += [(path, one) for one in secrets if one in told]

    assert shown == []
    assert portrait(theirs) == before
    owner = Client()  # opens them: the walk has tried real keys
    owner.force_login(theirs.user)
    opened = {
        address
        for address, path in walked
        if owner.get(path).status_code == 200
        or (path.endswith(".pdf") and owner.post(path).status_code == 200)
    }
    assert {
        "my/bookings/<own_number:number>/",
        "my/receipts/<slug:number>.pdf",
        "my/refunds/<slug:number>.pdf",
        "my/notices/<int:pk>/",
        "my/entries/<slug:receipt>/",
        "book/<uuid:token>/",
    } <= opened


def hers(group: Group) -> list[str]:
    """What nobody else may read: persons, and the name of the group."""
    persons = group.persons.all()
    items = ((each.name, each.address, each.phone_home, each.mail) for each in persons)
    return [group.name, group.number, *filter(None, chain.from_iterable(items))]


def filled(address: str, kept: dict[str, list[dict[str, Any]]]) -> set[str]:
    """``address`` with every key of the group that fits into its hole."""
    rows = list(chain.from_iterable(kept.values()))
    values = {
        "int": {row[name] for row in rows for name in ("id", "batch_id") if row.get(name)},
        "slug": {str(row[name]) for row in rows for name in ("number", "receipt") if row.get(name)},
        "uuid": {value for row in rows for value in row.values() if isinstance(value, UUID)},
    }
    values["own_number"] = {value for value in values["slug"] if value.isdigit()}
    values["str"] = values["slug"]
    kind = HOLE.findall(address)[0][0]
    return {"/" + HOLE.sub(str(value), address) for value in values[kind]}


def test_whoever_is_logged_in_leaves_no_page_in_the_browser(theirs):
    stranger, owner = Client(), Client()
    owner.force_login(theirs.user)

    for page in ("/", "/availability/", "/events/", "/price/", "/lottery/", "/statistics/"):
        assert theirs.name in owner.get(page).text
        assert "no-store" in owner.get(page)["Cache-Control"], page
        assert "no-store" not in stranger.get(page).get("Cache-Control", ""), page
