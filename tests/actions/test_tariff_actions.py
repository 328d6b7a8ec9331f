"""正式な料金: an administrator says so, it is on record, and every page knows at once."""

import pytest

from tests import make
from uketsuke.audit.models import Entry
from uketsuke.kernel.actors import Actor, Who
from uketsuke.tariffs.actions import mark_official, unmark_official
from uketsuke.tariffs.models import Tariff
from uketsuke.tariffs.queries import in_force

pytestmark = pytest.mark.usefixtures("world")

ADMIN = Actor(Who.ADMINISTRATOR, "admin-1", "127.0.0.1")


def sample() -> Tariff:
    return Tariff.objects.get(code="2025-10")


def test_the_seed_is_a_sample():
    assert not in_force(make.TODAY).facts.official


def test_what_is_marked_is_official_at_once():
    in_force(make.TODAY)

    mark_official(sample().pk, by=ADMIN, at=make.NOON)

    assert in_force(make.TODAY).facts.official


def test_it_can_be_taken_back():
    mark_official(sample().pk, by=ADMIN, at=make.NOON)

    unmark_official(sample().pk, by=ADMIN, at=make.NOON)

    assert not in_force(make.TODAY).facts.official


def test_both_are_on_record_once_however_often_they_are_said():
    mark_official(sample().pk, by=ADMIN, at=make.NOON)
    mark_official(sample().pk, by=ADMIN, at=make.NOON)
    unmark_official(sample().pk, by=ADMIN, at=make.NOON)
    unmark_official(sample().pk, by=ADMIN, at=make.NOON)

    said = Entry.objects.filter(action__startswith="tariffs.").order_by("pk")

    assert [(each.action, each.actor) for each in said] == [
        ("tariffs.mark_official", "admin-1"),
        ("tariffs.unmark_official", "admin-1"),
    ]


def test_a_receipt_of_the_sample_stays_a_sample():
    receipt = make.pay(make.booking(approved=True))

    mark_official(sample().pk, by=ADMIN, at=make.NOON)

    receipt.refresh_from_db()
    assert receipt.content["official"] is False


def test_other_versions_stay_as_they_are():
    later = make.new_tariff("2027-04", make.SATURDAY, 110)

    mark_official(sample().pk, by=ADMIN, at=make.NOON)

    later.refresh_from_db()
    assert not later.official
