"""登録の審査: applications decided from papers, the whole registration at the counter, the slip."""

import re
from uuid import UUID, uuid4

import pytest
from django.test import Client

from tests import make
from tests.clients import staff
from uketsuke.audit.models import Entry
from uketsuke.groups.models import Group
from uketsuke.identity.models import Role
from uketsuke.kernel.actors import Actor, Who
from uketsuke.registration import actions
from uketsuke.registration.models import Application

pytestmark = pytest.mark.usefixtures("noon", "world")

LIST_QUERIES = 4
VISITOR = Actor(Who.GROUP, "", "192.0.2.7")


def applied(name: str = "見本合唱団", mail: str = "new@example.jp") -> Application:
    return actions.apply(name, "resident", make.persons(mail), uuid4(), by=VISITOR, at=make.NOON)


def page(application: Application) -> str:
    return f"/staff/registrations/{application.number}/"


def ruling(**more: str) -> dict[str, str]:
    given = {
        "eligibility": "resident",
        "evidence": "licence",
        "seen_on": "2026-11-24",
        "starts": "2026-11-24",
        "until": "2029-03-31",
        "approve": "1",
    }
    return given | more


def whole(token: UUID | None = None, **more: str) -> dict[str, str]:
    given = {
        "group_name": "見本合唱団",
        "claimed": "resident",
        "rep_name": "髙橋 見本",
        "rep_address": "東京都新宿区見本町1-2-3",
        "rep_home": "03-0000-0009",
        "same": "on",
        "token": str(token or uuid4()),
    }
    return given | ruling() | more


def address_on(slip: str) -> str:
    found = re.search(r"/password/[^/<]+/", slip)
    assert found
    return found[0]


def test_what_waits_is_listed_in_a_fixed_number_of_queries(django_assert_num_queries):
    client = staff()
    applied("一番")
    client.get("/staff/registrations/")  # what is kept in memory is read now
    with django_assert_num_queries(LIST_QUERIES):
        client.get("/staff/registrations/")
    for number in range(5):
        applied(f"見本{number}", f"m{number}@example.jp")

    with django_assert_num_queries(LIST_QUERIES):
        text = client.get("/staff/registrations/").content.decode()

    assert "6件が確認待ち" in text
    assert text.index("一番") < text.index("見本0")


def test_a_reception_number_opens_its_application():
    made = applied()

    answer = staff().get("/staff/registrations/", {"number": made.number})

    assert answer["Location"] == page(made)


def test_an_unknown_reception_number_is_told():
    answer = staff().get("/staff/registrations/", {"number": "１"})

    assert "見つかりません" in answer.content.decode()


def test_looking_is_on_record_and_not_kept_by_the_browser():
    made = applied()

    answer = staff().get(page(made))

    assert "no-store" in answer["Cache-Control"]
    assert Entry.objects.filter(action="registration.view").count() == 1
    assert answer.context["ruling"]["until"].value().isoformat() == "2029-03-31"


def test_possible_doubles_are_named_with_the_reason():
    old = make.group("見本の先客", mail="NEW@example.jp")

    text = staff().get(page(applied())).content.decode()

    assert f"{old.name}（{old.number}）" in text
    assert "電話番号が同じ・メールアドレスが同じ・代表者の氏名が同じ" in text


def test_an_approval_shows_the_slip_whose_link_works():
    made = applied()

    slip = staff().post(page(made), ruling()).content.decode()

    group = Group.objects.get(applications=made)
    assert group.number in slip
    assert group.eligibility == "resident"
    assert Client().get(address_on(slip)).status_code == 200


def test_an_approval_sent_again_has_one_effect():
    made, client = applied(), staff()
    client.post(page(made), ruling())

    again = client.post(page(made), ruling())

    assert again.status_code == 422
    assert "すでに「承認」です" in again.content.decode()
    assert Group.objects.filter(name="見本合唱団").count() == 1


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"evidence": ""}, "選んでください"),
        ({"evidence": "none"}, "確認した書類を選んでください"),
        ({"seen_on": "2026-11-25"}, "書類を確認した日と区分の始まりは今日以前"),
        ({"until": ""}, "期限を入力してください"),
        ({"until": "2026-11-01"}, "始まりより後の日"),
        ({"starts": "2026-02-30"}, "ない日付か"),
    ],
)
def test_a_wrong_ruling_is_told_and_decides_nothing(wrong, told):
    made = applied()

    answer = staff().post(page(made), ruling(**wrong))

    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert not Group.objects.exists()


def test_a_refusal_needs_its_reason():
    made, client = applied(), staff()

    without = client.post(page(made), {"refuse": "1", "refuse-reason": ""})
    client.post(page(made), {"refuse": "1", "refuse-reason": "書類の不足（見本）"})

    made.refresh_from_db()
    assert without.status_code == 422
    assert (made.state, made.reason) == ("refused", "書類の不足（見本）")


def test_a_change_stands_beside_what_is_on_record_and_holds_once_approved():
    group = make.group("見本の前")
    made = actions.apply_change(
        group.pk,
        "見本の後",
        "resident",
        make.persons(),
        uuid4(),
        by=make.actor(group),
        at=make.NOON,
    )
    client = staff(Role.MANAGER)

    rows = client.get(page(made)).context["rows"]
    answer = client.post(page(made), ruling())

    group.refresh_from_db()
    assert [(row.now, row.wanted) for row in rows if row.changed] == [("見本の前", "見本の後")]
    assert answer.status_code == 302
    assert group.name == "見本の後"


def test_a_whole_registration_at_the_counter_ends_with_the_slip():
    client, token = staff(), uuid4()

    slip = client.post("/staff/register/", whole(token)).content.decode()
    client.post("/staff/register/", whole(token))

    group = Group.objects.get()
    assert group.number in slip
    assert group.persons.count() == 2
    assert group.eligibility_until is not None


def test_a_registration_with_an_error_keeps_what_was_typed():
    answer = staff().post("/staff/register/", whole(rep_home=""))

    assert answer.status_code == 422
    assert "見本合唱団" in answer.content.decode()
    assert not Group.objects.exists()


def test_a_new_slip_ends_the_older_one():
    group, client = make.group(), staff()
    url = f"/staff/groups/{group.number}/slip/"

    assert "/password/" not in client.get(url).content.decode()
    old = address_on(client.post(url).content.decode())
    new = address_on(client.post(url).content.decode())

    assert Client().get(new).status_code == 200
    assert Client().get(old).status_code != 200


def test_the_class_is_decided_again_from_papers():
    group = make.group(eligibility="other")
    url = f"/staff/groups/{group.number}/eligibility/"

    wrong = staff().post(url, ruling(evidence="none"))
    right = staff().post(url, ruling())

    group.refresh_from_db()
    assert wrong.status_code == 422
    assert right["Location"] == f"/staff/groups/{group.number}/"
    assert group.eligibility == "resident"


def test_the_ward_reads_and_decides_nothing():
    made, client = applied(), staff(Role.WARD)

    text = client.get(page(made)).content.decode()
    client.post(page(made), ruling())

    made.refresh_from_db()
    assert 'name="approve"' not in text
    assert made.state == "received"
    assert client.get("/staff/register/").status_code == 404


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.VENDOR])
def test_others_find_nothing(role):
    made, client = applied(), staff(role)

    assert client.get("/staff/registrations/").status_code == 404
    assert client.get(page(made)).status_code == 404
