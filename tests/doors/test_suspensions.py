"""利用停止 on both sides: the group reads why and appeals; who may order and who may not."""

from datetime import timedelta

import pytest

from tests import make
from tests.clients import member, staff
from tests.make import NOON, TODAY
from uketsuke.groups.models import Group, GroupState
from uketsuke.identity.models import Role
from uketsuke.registration import suspensions
from uketsuke.registration.models import Suspension

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon", "world")]
MINE = "/my/suspension/"
UNTIL = TODAY + timedelta(days=30)
ORDER = {"do": "suspend", "ground": "conduct", "reason": "見本の理由", "until": UNTIL.isoformat()}


def page(group: Group) -> str:
    return f"/staff/groups/{group.number}/suspension/"


def suspended() -> Group:
    group = make.group()
    suspensions.suspend(group.pk, "conduct", "見本の理由", UNTIL, by=make.ward(), at=NOON)
    return group


def test_from_order_to_appeal_to_lifting():
    group, ward, manager = make.group(), staff(Role.WARD), staff(Role.MANAGER)
    assert ward.post(page(group), ORDER).status_code == 302
    mine = member(group)
    assert "理由を見る、異議を申し立てる" in mine.get("/my/").text
    assert "見本の理由" in mine.get(MINE).text

    assert mine.post(MINE, {"text": "事情があります"}).status_code == 302
    assert "検討しています" in mine.get(MINE).text
    assert "事情があります" in manager.get(page(group)).text
    answer = manager.post(page(group), {"do": "lift", "decision": "事情が分かりました"})

    assert answer.status_code == 302
    assert Group.objects.get().state == GroupState.ACTIVE
    assert "事情が分かりました" in mine.get(MINE).text


def test_the_counter_takes_an_appeal_down_but_orders_nothing():
    group, counter = suspended(), staff(Role.COUNTER)

    assert "停止を解く" not in counter.get(page(group)).text
    counter.post(page(group), {"do": "lift", "decision": "見本"})
    assert Group.objects.get().state == GroupState.SUSPENDED
    counter.post(page(group), {"do": "appeal", "text": "電話で、事情があるとのこと"})

    assert Suspension.objects.get().appeal == "電話で、事情があるとのこと"


def test_who_ordered_it_is_told_that_another_decides_and_keeps_her_words():
    group, ward = make.group(), staff(Role.WARD)
    ward.post(page(group), ORDER)

    answer = ward.post(page(group), {"do": "lift", "decision": "思い直しました"})

    assert answer.status_code == 422
    assert "別の人が判断します" in answer.text
    assert "思い直しました" in answer.text


@pytest.mark.parametrize(
    "wrong", [{"until": "きのう"}, {"until": "2026-01-01"}, {"ground": "x"}, {"reason": ""}]
)
def test_bad_input_stores_nothing_and_loses_nothing(wrong):
    group = make.group()

    answer = staff(Role.WARD).post(page(group), ORDER | wrong)

    assert answer.status_code == 422
    assert not Suspension.objects.exists()
    assert "見本の理由" in answer.text or wrong == {"reason": ""}


def test_who_is_not_suspended_reads_so():
    mine = member(make.group())

    assert "いま利用停止ではありません" in mine.get(MINE).text
    assert mine.post(MINE, {"text": "見本"}).status_code == 422
    assert not Suspension.objects.exists()
