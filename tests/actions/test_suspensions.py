"""利用停止 and the appeal: for a term, told, decided by another person, ended by itself."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from tests import make
from tests.make import NOON, TODAY, refused
from uketsuke.groups.models import Group, GroupState
from uketsuke.kernel.actors import SYSTEM
from uketsuke.notices.models import Notice
from uketsuke.registration import suspensions
from uketsuke.registration.models import Suspension

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("world")]
UNTIL = TODAY + timedelta(days=30)


def suspended(until: date = UNTIL) -> Suspension:
    group = make.group()
    return suspensions.suspend(group.pk, "conduct", "見本の理由", until, by=make.ward(), at=NOON)


def state(found: Suspension) -> str:
    return Group.objects.get(pk=found.group_id).state


def test_it_is_told_with_reason_and_term_and_stops_new_bookings():
    found = suspended()

    notice = Notice.objects.get(kind="suspension.ordered")
    assert notice.facts["reason"] == "見本の理由"
    assert notice.facts["due"] == UNTIL.isoformat()
    with refused("reception.suspended"):
        make.booking(found.group)


def test_ordered_twice_in_the_same_words_it_is_one():
    found = suspended()

    again = suspensions.suspend(
        found.group_id, "conduct", "見本の理由", UNTIL, by=make.ward(), at=NOON
    )

    assert again == found
    with refused("suspension.already"):
        suspensions.suspend(found.group_id, "unpaid", "別の理由", UNTIL, by=make.ward(), at=NOON)


@pytest.mark.parametrize("days", [-1, 0, 367])
def test_the_term_is_a_day_to_come_within_a_year(days):
    with refused("suspension.term"):
        suspended(TODAY + timedelta(days=days))

    assert not Notice.objects.filter(kind="suspension.ordered").exists()


def test_another_person_decides():
    found = suspended()
    suspensions.appeal(found.pk, "事情があります", by=make.actor(found.group), at=NOON)

    for decide in (suspensions.lift, suspensions.uphold):
        with refused("suspension.same_person"):
            decide(found.pk, "見本", by=make.ward(), at=NOON)
    with pytest.raises(IntegrityError, match="decided_by_another"), transaction.atomic():
        Suspension.objects.filter(pk=found.pk).update(decided_by="ward-1")


def test_lifted_the_group_books_again():
    found = suspended()

    suspensions.lift(found.pk, "見本", by=make.manager(), at=NOON)

    assert state(found) == GroupState.ACTIVE
    assert make.booking(found.group)
    with refused("suspension.over"):
        suspensions.lift(found.pk, "見本", by=make.manager(), at=NOON)


def test_upheld_it_runs_on_and_is_decided_once():
    found = suspended()
    with refused("suspension.no_appeal"):
        suspensions.uphold(found.pk, "見本", by=make.manager(), at=NOON)
    suspensions.appeal(found.pk, "事情があります", by=make.actor(found.group), at=NOON)

    suspensions.uphold(found.pk, "事実のとおりです", by=make.manager(), at=NOON)

    assert state(found) == GroupState.SUSPENDED
    with refused("suspension.decided"):
        suspensions.uphold(found.pk, "もう一度", by=make.manager(), at=NOON)
    with refused("suspension.appealed"):
        suspensions.appeal(found.pk, "もう一度", by=make.actor(found.group), at=NOON)


def test_it_ends_the_day_after_its_term_and_is_told_once():
    found = suspended()
    with refused("suspension.runs"):
        suspensions.end(found.pk, by=SYSTEM, at=NOON + timedelta(days=30))
    assert suspensions.to_end(UNTIL) == []

    for _ in range(2):
        suspensions.end(found.pk, by=SYSTEM, at=NOON + timedelta(days=31))

    assert suspensions.to_end(UNTIL + timedelta(days=1)) == []
    assert state(found) == GroupState.ACTIVE
    assert Notice.objects.filter(kind="suspension.over").count() == 1


def test_a_group_closed_meanwhile_stays_closed():
    found = suspended()
    Group.objects.update(state=GroupState.CLOSED)

    suspensions.end(found.pk, by=SYSTEM, at=NOON + timedelta(days=31))

    assert state(found) == GroupState.CLOSED


def test_two_at_a_time_the_database_refuses():
    found = suspended()
    found.pk = None

    with pytest.raises(IntegrityError), transaction.atomic():
        found.save()
