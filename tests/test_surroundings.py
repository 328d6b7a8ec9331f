"""試験の足場: what conftest.py promises to every test."""

import socket
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, transaction
from django.test import TransactionTestCase

from tests import drawn, emptying, loaded
from tests.make import NOON, manager
from uketsuke.audit.actions import record_view
from uketsuke.audit.models import Entry


def test_nothing_beyond_this_machine_can_be_reached():
    with socket.socket() as outward, pytest.raises(OSError, match="may not connect"):
        outward.connect(("192.0.2.1", 80))


def test_no_installation_is_touched():
    assert settings.HOME.name.startswith("uketsuke-tests-")


@pytest.mark.django_db(transaction=True)
def test_a_scratch_database_is_emptied_and_guarded_again():
    record_view("group.view", "group:1", by=manager(), at=NOON)

    TransactionTestCase()._fixture_teardown()

    assert not Entry.objects.exists()
    record_view("group.view", "group:1", by=manager(), at=NOON)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Entry.objects.update(action="other")


@pytest.mark.django_db(transaction=True)
def test_the_copied_halls_are_the_loaded_ones(monkeypatch):
    monkeypatch.setattr(loaded, "_rows", [])
    monkeypatch.setattr(loaded, "_statements", [])
    first, second, third = (rows_of_the_halls() for _ in range(3))

    revisions = [each.pop("kernel_sequence") for each in (first, second, third)]
    assert len({f"{each}" for each in revisions}) == 3  # nothing is remembered
    assert first == second == third
    assert first["halls_room_spaces"]


def rows_of_the_halls():
    emptying.empty()
    loaded.load_again()
    models = apps.get_models(include_auto_created=True)
    return {
        model._meta.db_table: list(model._default_manager.order_by("pk").values())
        for model in models
        if model._meta.db_table not in emptying.KEPT
    }


def test_what_is_only_drawn_sends_nothing_and_searches_nothing(client, db):
    with drawn.watched() as found:
        client.get("/price/?hall=yotsuya")
        assert found == []
        client.get("/no-such-page/?q=x")
        client.post("/login/")

    assert found == ["search /no-such-page/", "POST /login/"]
    with drawn.watched(sends="a reason") as found:
        client.post("/login/")
    assert found == []


@pytest.mark.parametrize(("fixtures", "commits"), [(["transactional_db"], False), ([], True)])
def test_what_is_only_drawn_counts_nothing_and_commits_nothing(fixtures, commits):
    item = SimpleNamespace(
        fixturenames=fixtures,
        iter_markers=lambda _: [pytest.mark.django_db(transaction=commits).mark],
    )

    assert len(drawn.against(item)) == 1
