"""保存期間と消去 at the counter: who may propose, approve and read."""

from datetime import date, timedelta

import pytest
import time_machine

from tests import make
from tests.clients import staff
from tests.make import NOON
from uketsuke.groups.models import Group, Person
from uketsuke.identity.models import Role
from uketsuke.kernel.actors import SYSTEM
from uketsuke.protection.erasure import actions
from uketsuke.protection.models import Erasure

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]
LATER = NOON + timedelta(days=800)


@pytest.fixture(autouse=True)
def _later():
    with time_machine.travel(LATER, tick=False):
        yield


def expired() -> None:
    group = make.group(at=NOON)
    Group.objects.filter(pk=group.pk).update(valid_until=date(2026, 12, 1))


def test_it_is_proposed_approved_and_reported():
    expired()
    admin, ward = staff(Role.ADMINISTRATOR), staff(Role.WARD)

    admin.post("/staff/erasure/propose/")
    found = Erasure.objects.get()
    assert "起案しました" in ward.get("/staff/erasure/").text
    ward.post(f"/staff/erasure/{found.pk}/approve/")
    while Erasure.objects.get().number is None:
        actions.carry_on(found.pk, by=SYSTEM, at=LATER)

    number = Erasure.objects.get().number
    assert number in admin.get("/staff/erasure/").text
    paper = ward.get(f"/staff/erasure/{number}.pdf")
    assert paper["Content-Type"] == "application/pdf"
    assert Person.objects.count() == 0


def test_where_nothing_is_due_it_says_so():
    answer = staff(Role.MANAGER).post("/staff/erasure/propose/")

    assert answer.status_code == 422
    assert "いまはないため、起案は要りません" in answer.text


def test_a_proposal_can_be_withdrawn():
    expired()
    admin = staff(Role.ADMINISTRATOR)
    admin.post("/staff/erasure/propose/")

    admin.post(f"/staff/erasure/{Erasure.objects.get().pk}/withdraw/")

    assert Erasure.objects.get().state == "withdrawn"
    assert "消去を起案する" in admin.get("/staff/erasure/").text


@pytest.mark.parametrize(
    ("role", "page", "propose", "approve"),
    [
        (Role.ADMINISTRATOR, 200, 302, 404),
        (Role.MANAGER, 200, 302, 404),
        (Role.WARD, 200, 404, 302),
        (Role.COUNTER, 404, 404, 404),
        (Role.VENDOR, 404, 404, 404),
    ],
)
def test_each_role_does_its_part(role, page, propose, approve):
    expired()
    client = staff(role)
    assert client.get("/staff/erasure/").status_code == page
    assert client.post("/staff/erasure/propose/").status_code == propose
    made = actions.propose(by=make.manager("another"), at=LATER)
    assert client.post(f"/staff/erasure/{made.pk}/approve/").status_code == approve
