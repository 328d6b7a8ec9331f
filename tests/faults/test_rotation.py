"""鍵の更新: while others search and write, everything gets the new key and nothing is lost."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Event

import pytest
from django.db import connections, transaction

from tests import make
from tests.make import NOON
from uketsuke.groups.actions import write_persons
from uketsuke.groups.models import Group, Person, PersonRole
from uketsuke.groups.queries import search
from uketsuke.kernel import vault
from uketsuke.kernel.actors import SYSTEM
from uketsuke.protection.sealing import left, reseal, sealed

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("world")]
OLD, NEW = "1:the-old-key", "2:the-new-key"
GROUPS = 12


@pytest.fixture
def keys(settings):
    def use(*named: str) -> None:
        settings.DATA_KEYS = list(named)
        vault.forget()

    use(OLD)
    yield use
    vault.forget()


def rotate(over: Event) -> int:
    done = 0
    try:
        for model, _ in sealed():
            while rows := reseal(model._meta.label, by=SYSTEM, at=NOON, most=2):
                done += rows
    finally:
        over.set()
        connections.close_all()
    return done


def search_on(over: Event) -> int:
    """How often somebody was not found: never may it be."""
    missed = 0
    try:
        while not over.is_set():
            missed += len(search("鍵替野")) != GROUPS
    finally:
        connections.close_all()
    return missed


def write_on(over: Event, pk: int) -> int:
    """New addresses as fast as can be; the last one must stay."""
    nth = 0
    try:
        while not over.is_set() or nth == 0:
            nth += 1
            write(Group.objects.get(pk=pk), nth)
    finally:
        connections.close_all()
    return nth


def write(group: Group, nth: int) -> None:
    items = replace(make.items("鍵替野 守子"), address=f"新しい住所{nth}")
    with transaction.atomic():
        locked = Group.objects.select_for_update().get(pk=group.pk)
        write_persons(locked, dict.fromkeys(PersonRole, items), at=NOON)


def test_everybody_is_found_and_the_last_word_stays(keys):
    groups = [make.group() for _ in range(GROUPS)]
    for group in groups:
        write(group, 0)
    keys(NEW, OLD)
    over = Event()

    with ThreadPoolExecutor(4) as crowd:
        rotated = crowd.submit(rotate, over)
        searches = [crowd.submit(search_on, over) for _ in range(2)]
        written = crowd.submit(write_on, over, groups[0].pk)

    assert rotated.result() > GROUPS
    assert [each.result() for each in searches] == [0, 0]
    assert not any(left(model, names).exists() for model, names in sealed())
    keys(NEW)
    assert Person.objects.filter(group=groups[0])[0].address == f"新しい住所{written.result()}"
    assert len(search("鍵替野")) == GROUPS
