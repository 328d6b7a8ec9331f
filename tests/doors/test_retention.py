"""保存期間の画面: who sees, proposes and approves; what is wrong is told."""

import pytest

from tests.clients import staff
from uketsuke.identity.models import Role
from uketsuke.protection.models import Term
from uketsuke.protection.retention import queries

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]
PAGE = "/staff/erasure/terms/"
GIVEN = {"code": "persons", "days": "７３０", "basis": "見本の規程", "official": "on"}


def test_proposed_by_the_manager_approved_by_the_ward_it_is_in_force_everywhere():
    manager, ward = staff(Role.MANAGER), staff(Role.WARD)
    assert "登録の有効期限から1年（見本）" in manager.get(PAGE).text

    assert manager.post(f"{PAGE}propose/", GIVEN).status_code == 302
    waiting = ward.get(PAGE).text
    assert "この期間を承認する" in waiting
    assert "この期間を承認する" not in manager.get(PAGE).text
    made = queries.waiting()["persons"]
    assert ward.post(f"{PAGE}{made.pk}/approve/").status_code == 302

    assert "登録の有効期限から2年" in ward.get(PAGE).text
    assert "登録の有効期限から2年まで" in ward.get("/staff/inventory/").text
    assert "登録の有効期限から2年" in ward.get("/staff/erasure/").text


def test_the_manager_approves_nothing_and_the_clerk_sees_nothing():
    manager = staff(Role.MANAGER)
    manager.post(f"{PAGE}propose/", GIVEN)
    made = queries.waiting()["persons"]

    assert manager.post(f"{PAGE}{made.pk}/approve/").status_code == 404
    assert staff(Role.COUNTER).get(PAGE).status_code == 404
    assert staff(Role.ADMINISTRATOR).post(f"{PAGE}propose/", GIVEN).status_code == 404
    assert staff(Role.ADMINISTRATOR).get(PAGE).status_code == 200


@pytest.mark.parametrize(
    ("wrong", "told"),
    [({"days": "0"}, "1"), ({"days": "abc"}, "保存する日数"), ({"basis": ""}, "よりどころ")],
)
def test_what_is_wrong_is_told_and_nothing_typed_is_lost(wrong, told):
    answer = staff(Role.MANAGER).post(f"{PAGE}propose/", GIVEN | wrong)

    assert answer.status_code == 422
    assert told in answer.text
    assert "７３０" in answer.text or "days" in wrong
    assert not Term.objects.filter(state="proposed").exists()


def test_her_own_proposal_the_ward_leaves_to_another():
    ward = staff(Role.WARD)
    ward.post(f"{PAGE}propose/", GIVEN)
    made = queries.waiting()["persons"]

    answer = ward.post(f"{PAGE}{made.pk}/approve/")

    assert answer.status_code == 422
    assert "別の人" in answer.text
    assert ward.post(f"{PAGE}{made.pk}/withdraw/").status_code == 302
    assert ward.post(f"{PAGE}99999/withdraw/").status_code == 404
