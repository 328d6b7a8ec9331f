"""登録の期限 on both sides: renewed at home and at the counter, listed, and who may look."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests import make
from tests.clients import member, staff
from tests.make import TODAY
from uketsuke.audit.models import Entry
from uketsuke.groups.models import Group
from uketsuke.identity.models import Role
from uketsuke.registration.models import Application

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon", "world")]
RENEW = "/my/record/renew/"
EXPIRING = "/staff/registrations/expiring/"
SOON = TODAY + timedelta(days=30)


def near(name: str = "見本の会", **more: Any) -> Group:
    """A group whose registration ends in thirty days."""
    group = make.group(name, **more)
    Group.objects.filter(pk=group.pk).update(valid_until=SOON)
    group.refresh_from_db()
    return group


def as_it_stands(page: Any) -> dict[str, Any]:
    """What the form shows, sent back."""
    form = page.context["form"]
    values = {field.html_name: field.value() for field in form}
    return {name: value for name, value in values.items() if value} | {"token": str(uuid4())}


def test_at_home_the_items_stand_there_and_one_press_renews():
    group = near(eligibility="other")
    client = member(group)
    assert "登録を更新する" in client.get("/my/").text
    page = client.get(RENEW)
    assert "髙橋" in page.text

    assert client.post(RENEW, as_it_stands(page)).status_code == 302

    group.refresh_from_db()
    assert group.valid_until.year == SOON.year + 3
    assert "登録を更新する" not in client.get("/my/").text


def test_a_resident_is_told_to_bring_the_paper_and_waits():
    group = near()
    client = member(group)
    page = client.get(RENEW)
    assert "窓口でお見せください" in page.text
    client.post(RENEW, as_it_stands(page))

    assert "更新の申請（受付番号" in client.get("/my/record/").text
    assert "登録の更新を申し込んでいます" in client.get("/my/").text
    number = Application.objects.get(kind="renewal").number
    assert number in staff(Role.COUNTER).get("/staff/registrations/").text
    decided = staff(Role.MANAGER).get(f"/staff/registrations/{number}/").text
    assert "承認すると、登録の有効期限は" in decided
    client.post(f"/my/record/withdraw/{number}/")
    assert Application.objects.get(kind="renewal").state == "withdrawn"


def test_what_was_typed_stays_where_something_is_missing():
    client = member(near())
    typed = as_it_stands(client.get(RENEW)) | {"rep_name": "", "group_name": "新しい名前"}

    answer = client.post(RENEW, typed)

    assert answer.status_code == 422
    assert "新しい名前" in answer.text
    assert not Application.objects.filter(kind="renewal").exists()


def test_too_early_is_said_with_the_day_from_which_it_can_be_done():
    group = make.group()
    client = member(group)
    assert "からできます" in client.get(RENEW).text
    typed = {
        **as_it_stands(client.get(RENEW)),
        "rep_home": "03-0000-0001",
        "contact_home": "03-0000-0001",
    }

    assert "更新は" in client.post(RENEW, typed).text


def test_who_has_lapsed_reads_what_to_do():
    group = near()
    Group.objects.update(valid_until=TODAY - timedelta(days=1), state="lapsed")
    page = member(group).get("/my/").text

    assert "更新すると、また申し込めます" in page
    assert RENEW in page


def test_the_counter_finds_who_runs_out_and_renews():
    group, client = near(), staff(Role.COUNTER)
    make.group("ずっと先の会")
    listed = client.get(EXPIRING).text
    assert group.number in listed
    assert "ずっと先の会" not in listed
    page = client.get(f"/staff/groups/{group.number}/renew/")
    typed = as_it_stands(page) | {"confirmed": "on", "evidence": "licence"}

    assert client.post(f"/staff/groups/{group.number}/renew/", typed).status_code == 302
    group.refresh_from_db()
    assert group.valid_until.year == SOON.year + 3
    assert group.number not in client.get(EXPIRING).text


def test_the_counter_must_have_asked():
    group, client = near(), staff(Role.COUNTER)
    page = client.get(f"/staff/groups/{group.number}/renew/")

    answer = client.post(f"/staff/groups/{group.number}/renew/", as_it_stands(page))

    assert answer.status_code == 422
    assert "confirmed" in answer.context["form"].errors


def test_the_list_of_those_who_ran_out():
    group = near()
    Group.objects.update(valid_until=TODAY - timedelta(days=3), state="lapsed")

    assert group.number in staff(Role.WARD).get(f"{EXPIRING}?show=over").text
    assert group.number not in staff(Role.WARD).get(EXPIRING).text


def test_a_look_at_the_history_is_on_record():
    group = near()

    assert "髙橋" in staff(Role.WARD).get(f"/staff/groups/{group.number}/history/").text
    assert Entry.objects.filter(action="group.history_view").count() == 1


def test_the_list_asks_the_same_however_long_it_is():
    client = staff(Role.COUNTER)
    near("見本の会")
    client.get(EXPIRING)
    with CaptureQueriesContext(connection) as few:
        client.get(EXPIRING)
    for nth in range(6):
        near(f"見本の会{nth}")

    with CaptureQueriesContext(connection) as many:
        assert "見本の会5" in client.get(EXPIRING).text
    assert len(many) == len(few)


@pytest.mark.parametrize(
    ("role", "where"), [(Role.COUNTER, "renew"), (Role.MANAGER, "renew"), (Role.WARD, "history")]
)
def test_the_list_leads_each_to_what_they_may_enter(role, where):
    group, client = near(), staff(role)
    way = f"/staff/groups/{group.number}/{where}/"

    assert f'href="{way}"' in client.get(EXPIRING).text
    assert client.get(way).status_code == 200


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.VENDOR])
def test_others_of_the_staff_do_not_see_it(role):
    group = near()

    assert staff(role).get(f"/staff/groups/{group.number}/renew/").status_code in {302, 404}
    assert staff(role).get(EXPIRING).status_code in {302, 404}


def test_a_group_is_not_staff_and_strangers_are_asked_to_log_in():
    assert member(near()).get(EXPIRING).status_code in {302, 404}
    assert Client().get(RENEW).status_code == 302
