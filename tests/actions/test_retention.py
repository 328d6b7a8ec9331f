"""保存期間: the ward's figures, in force with a second person's word, and what they feed."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from tests import make
from tests.make import NOON, refused
from uketsuke.audit.models import Entry
from uketsuke.groups.models import Group, Person
from uketsuke.kernel.actors import SYSTEM
from uketsuke.protection import inventory
from uketsuke.protection.erasure import actions as erasing
from uketsuke.protection.erasure.classes import CLASSES, survey
from uketsuke.protection.models import Term
from uketsuke.protection.retention import actions, queries
from uketsuke.protection.retention.actions import Wanted
from uketsuke.protection.retention.terms import KINDS
from uketsuke.seed.load import load

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("world")]
LATER = NOON + timedelta(days=800)
TEN_YEARS = Wanted("persons", 3650, "見本の規程", official=True)


def changed(wanted: Wanted = TEN_YEARS) -> Term:
    made = actions.propose(wanted, by=make.manager(), at=NOON)
    return actions.approve(made.pk, by=make.ward(), at=NOON)


def due(code: str) -> int:
    return next(each.count for each in survey(LATER) if each.record.code == code)


def expired() -> Group:
    group = make.group()
    Group.objects.filter(pk=group.pk).update(valid_until=date(2026, 12, 1))
    return group


def test_every_kind_that_is_erased_has_its_term_and_begins_as_a_sample():
    terms = queries.in_force()

    assert set(terms) == set(KINDS)
    assert {each.code for each in CLASSES} <= set(KINDS)
    assert not any(term.official for term in terms.values())


def test_loaded_again_nothing_changes():
    changed()

    load()

    assert queries.in_force()["persons"].days == 3650
    assert Term.objects.count() == len(KINDS) + 1


def test_a_proposal_changes_nothing_an_approval_does():
    expired()
    made = actions.propose(TEN_YEARS, by=make.manager(), at=NOON)
    assert due("persons") == 1

    actions.approve(made.pk, by=make.ward(), at=NOON)

    assert due("persons") == 0
    done = Entry.objects.filter(action__startswith="retention.").order_by("pk")
    assert [entry.action for entry in done] == [
        "retention.propose",
        "retention.approve",
    ]


def test_nobody_approves_her_own():
    made = actions.propose(TEN_YEARS, by=make.ward(), at=NOON)

    with refused("retention.same_person"):
        actions.approve(made.pk, by=make.ward(), at=NOON)
    with pytest.raises(IntegrityError, match="term_by_two"), transaction.atomic():
        Term.objects.filter(pk=made.pk).update(approved_by="ward-1")


@pytest.mark.parametrize("days", [0, -1, 3651])
def test_days_that_no_calendar_bears(days):
    with refused("retention.days"):
        actions.propose(Wanted("persons", days, "見本", official=False), by=make.ward(), at=NOON)
    with refused("retention.days"):
        actions.propose(Wanted("nothing", 5, "見本", official=False), by=make.ward(), at=NOON)


def test_one_change_of_a_kind_at_a_time_and_sent_twice_it_is_one():
    first = actions.propose(TEN_YEARS, by=make.manager(), at=NOON)
    again = actions.propose(TEN_YEARS, by=make.manager(), at=NOON)
    assert first.pk == again.pk

    with refused("retention.waiting"):
        actions.propose(TEN_YEARS, by=make.manager("manager-2"), at=NOON)
    actions.withdraw(first.pk, by=make.manager(), at=NOON)
    with refused("retention.decided"):
        actions.approve(first.pk, by=make.ward(), at=NOON)
    changed()
    with refused("retention.same"):
        actions.propose(TEN_YEARS, by=make.manager(), at=NOON)


def test_what_was_proposed_for_erasure_keeps_the_terms_it_was_proposed_with():
    expired()
    by = make.manager("admin-1")
    found = erasing.propose(by=by, at=LATER)
    erasing.approve(found.pk, by=make.ward(), at=LATER)

    changed()
    while found.number is None:
        found = erasing.carry_on(found.pk, by=SYSTEM, at=LATER)

    assert found.done["persons"]["count"] == 1
    assert not Person.objects.exists()


def test_without_a_term_nothing_goes():
    expired()
    Term.objects.all().delete()

    assert sum(each.count for each in survey(LATER)) == 0
    assert queries.words()["persons"] == queries.UNDECIDED


def test_the_inventory_tells_the_terms_in_force():
    changed()

    files = inventory.by_whose(queries.words())
    kept = {item.field: item.kept for _, items in files for item in items}

    assert kept["groups.Person.name"].startswith("登録の有効期限から10年まで")
    assert "見本" in kept["registration.ProposedPerson.name"]
    assert not [told for told in kept.values() if "{" in told]
