"""保守作業: applied for, approved by another, for that time only, reported and read."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from tests import make
from tests.make import NOON, refused
from uketsuke.identity.models import Role
from uketsuke.kernel.actors import Actor, Who
from uketsuke.protection.maintenance import actions
from uketsuke.protection.maintenance.actions import Plan
from uketsuke.protection.maintenance.queries import alarms, late_reports, open_of
from uketsuke.protection.models import Work

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("world")]
VENDOR = Actor(Who.VENDOR, "vendor-1")
HOUR = timedelta(hours=1)


def plan(hours: int = 2, after: timedelta = HOUR, *, emergency: bool = False) -> Plan:
    return Plan("部品の更新", "設定だけ", NOON + after, NOON + after + hours * HOUR, emergency)


def asked(given: Plan | None = None) -> Work:
    return actions.ask(given or plan(), uuid4(), by=VENDOR, at=NOON)


def approved(given: Plan | None = None) -> Work:
    return actions.approve(asked(given).pk, by=make.ward(), at=NOON)


def test_it_is_open_only_in_its_time():
    work = approved()

    opened = [open_of("vendor-1", NOON + hours * HOUR) for hours in (0, 1, 2, 3)]

    assert opened == [None, work, work, None]
    assert open_of("vendor-2", NOON + HOUR) is None


def test_what_is_only_asked_or_refused_opens_nothing():
    asked()
    refused_one = asked()
    actions.refuse(refused_one.pk, "別の日に", by=make.ward(), at=NOON)

    assert open_of("vendor-1", NOON + HOUR) is None


def test_nobody_approves_her_own():
    both = Actor(Who.WARD, "vendor-1")
    work = asked()

    with refused("work.same_person"):
        actions.approve(work.pk, by=both, at=NOON)
    with pytest.raises(IntegrityError, match="work_by_two"), transaction.atomic():
        Work.objects.filter(pk=work.pk).update(decided_by="vendor-1")


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (plan(9), "work.too_long"),
        (plan(3, emergency=True), "work.too_long"),
        (plan(1, timedelta(days=-1)), "work.past"),
        (plan(0), "work.past"),
        (plan(2, timedelta(days=61)), "work.too_far"),
    ],
)
def test_what_cannot_be_asked(given, code):
    with refused(code):
        asked(given)
    assert not Work.objects.exists()


def test_sent_twice_it_is_one():
    token = uuid4()

    first = actions.ask(plan(), token, by=VENDOR, at=NOON)
    again = actions.ask(plan(), token, by=VENDOR, at=NOON)

    assert first.pk == again.pk


def test_a_refusal_says_why_and_a_decision_stands():
    work = asked()
    with refused("work.why"):
        actions.refuse(work.pk, "", by=make.ward(), at=NOON)
    actions.approve(work.pk, by=make.ward(), at=NOON)

    with refused("work.decided"):
        actions.refuse(work.pk, "やはり", by=make.ward("ward-2"), at=NOON)


def test_too_late_it_is_not_approved_any_more():
    work = asked()

    with refused("work.over"):
        actions.approve(work.pk, by=make.ward(), at=NOON + 4 * HOUR)


def test_stopped_it_is_over_and_its_sessions_end():
    user = make.staff(Role.VENDOR, login="vendor-1")
    work = approved()

    actions.stop(work.pk, "様子がおかしい", by=make.ward(), at=NOON + HOUR)

    user.refresh_from_db()
    assert open_of("vendor-1", NOON + HOUR) is None
    assert user.ended == 1


def test_reported_it_is_over_and_is_read_by_the_ward():
    work = approved()
    other = Actor(Who.VENDOR, "vendor-2")
    with refused("work.not_done"):
        actions.report(work.pk, "x", by=VENDOR, at=NOON)
    with refused("work.not_yours"):
        actions.report(work.pk, "x", by=other, at=NOON + HOUR)
    with refused("work.not_reported"):
        actions.read(work.pk, by=make.ward(), at=NOON + HOUR)

    actions.report(work.pk, "更新しました", by=VENDOR, at=NOON + HOUR)
    assert open_of("vendor-1", NOON + HOUR) is None
    actions.read(work.pk, by=make.ward(), at=NOON + 2 * HOUR)

    assert Work.objects.get().state == "closed"


def test_a_report_that_is_missing_is_late():
    approved()

    assert not late_reports(NOON + 4 * HOUR).exists()
    assert late_reports(NOON + timedelta(days=2)).exists()


def test_an_emergency_shouts_until_its_report_is_read():
    work = asked(plan(1, timedelta(), emergency=True))
    assert not alarms().exists()
    actions.approve(work.pk, by=make.manager(), at=NOON)
    assert alarms().exists()
    actions.report(work.pk, "直しました", by=VENDOR, at=NOON + timedelta(minutes=5))
    assert alarms().exists()

    actions.read(work.pk, by=make.ward(), at=NOON + HOUR)

    assert not alarms().exists()
