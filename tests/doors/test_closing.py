"""契約終了時の消去の画面: proposed here, approved by the ward, nothing goes."""

import pytest

from tests import make
from tests.clients import staff
from uketsuke.groups.models import Group
from uketsuke.identity.models import Role
from uketsuke.protection.models import Closing

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon", "world")]
PAGE = "/staff/erasure/all/"
GIVEN = {"handed_over": "見本の媒体を係に手渡した", "until": "2026-12-01"}


def test_proposed_and_approved_it_says_how_it_is_carried_out():
    make.group()
    admin, ward = staff(Role.ADMINISTRATOR), staff(Role.WARD)
    assert admin.post(f"{PAGE}propose/", GIVEN).status_code == 302
    order = Closing.objects.get()
    assert "uketsuke erase-all" not in ward.get(PAGE).text
    assert admin.post(f"{PAGE}{order.pk}/approve/").status_code == 404

    assert ward.post(f"{PAGE}{order.pk}/approve/").status_code == 302

    assert f"uketsuke erase-all {order.number}" in admin.get(PAGE).text
    assert Group.objects.exists()


def test_the_ward_proposes_nothing_and_a_clerk_sees_nothing():
    assert staff(Role.WARD).post(f"{PAGE}propose/", GIVEN).status_code == 404
    assert staff(Role.COUNTER).get(PAGE).status_code == 404


@pytest.mark.parametrize("wrong", [{"until": "2026-11-01"}, {"until": ""}, {"handed_over": ""}])
def test_what_is_wrong_is_told_and_nothing_typed_is_lost(wrong):
    answer = staff(Role.MANAGER).post(f"{PAGE}propose/", GIVEN | wrong)

    assert answer.status_code == 422
    assert not Closing.objects.exists()
    assert "見本の媒体" in answer.text or "handed_over" in wrong


def test_it_can_be_taken_back():
    manager = staff(Role.MANAGER)
    manager.post(f"{PAGE}propose/", GIVEN)
    order = Closing.objects.get()

    assert manager.post(f"{PAGE}{order.pk}/withdraw/").status_code == 302

    assert "起案する（まだ何も消えません）" in manager.get(PAGE).text
