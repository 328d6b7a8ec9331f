"""行の読み書き: the fixed statements write and read what the ORM would."""

from datetime import date
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from tests import make
from tests.make import NOON
from uketsuke.bookings.models import Application, Draft, Hold
from uketsuke.groups.models import Group
from uketsuke.kernel import rows

pytestmark = pytest.mark.usefixtures("world")


def draft_of(group: Group) -> Draft:
    return Draft(
        token=uuid4(), group=group, uses=[["y/hall", "x", ["am"]]], created_at=NOON, expires_at=NOON
    )


def test_what_is_inserted_is_read_by_the_orm_as_it_was():
    draft = draft_of(make.group())

    rows.insert([draft])

    stored = Draft.objects.get(pk=draft.pk)
    for field in Draft._meta.concrete_fields:
        assert getattr(stored, field.attname) == getattr(draft, field.attname)
    assert not draft._state.adding


@pytest.mark.parametrize("model", [Group, Application, Hold])
def test_what_is_read_is_what_the_orm_reads(model):
    make.booking()
    stored = model.objects.get()

    (found,) = rows.where(model, id=stored.pk)

    for field in model._meta.concrete_fields:
        assert getattr(found, field.attname) == getattr(stored, field.attname)
    assert found == stored


def test_many_go_in_at_once_and_each_gets_its_own_key():
    group = make.group()
    drafts = [draft_of(group) for _ in range(3)]

    assert rows.insert(drafts) == 3

    assert {Draft.objects.get(pk=draft.pk).token for draft in drafts} == {d.token for d in drafts}


def test_where_a_key_is_taken_nothing_is_written():
    hold = make.booking().holds.get()
    free = Hold(space=hold.space, date=date(2027, 2, 7), slot="am", booking=hold.booking)
    taken = Hold(space=hold.space, date=hold.date, slot=hold.slot, booking=hold.booking)

    with transaction.atomic():
        assert rows.insert([free, taken], or_none=True) == 0

    assert Hold.objects.get() == hold
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.insert([taken])


def test_who_is_not_there_is_not_there():
    assert rows.where(Group, number="00000000") == []
    with pytest.raises(Group.DoesNotExist), transaction.atomic():
        rows.locked(Group, 0)


def test_the_row_a_key_leads_to_comes_with_it():
    held = make.booking().holds.get()
    drafted = make.draft(make.use("night")).holds.get()

    (booked,) = rows.beside(Hold, "booking", id=held.pk)
    (free,) = rows.beside(Hold, "booking", id=drafted.pk)

    assert booked == held
    for field in type(held.booking)._meta.concrete_fields:
        assert getattr(booked.booking, field.attname) == getattr(held.booking, field.attname)
    assert free == drafted
    assert free.booking is None
    assert rows.beside(Hold, "booking", id=0) == []


def test_what_is_rewritten_is_what_the_orm_would_rewrite():
    draft, other = make.draft(), make.draft(make.use("night"))
    assert rows.update(Draft, {"typed": {"title": "見本"}, "extended": 3}, id=draft.pk) == 1
    for each in (draft, other):
        each.refresh_from_db()
    assert (draft.typed, draft.extended) == ({"title": "見本"}, 3)
    assert (other.typed, other.extended) == ({}, 0)
    assert rows.update(Draft, {"extended": 4}, id=0) == 0
