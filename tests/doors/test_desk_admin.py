"""管理: accounts, listed addresses, tariffs and the audit, and which role gets what."""

import re
from typing import Any

import pytest
from django.test import Client

from tests import make
from tests.clients import staff
from uketsuke.audit.actions import record_view, seal
from uketsuke.audit.models import Entry
from uketsuke.identity.models import Network, Role, User
from uketsuke.kernel.actors import SYSTEM
from uketsuke.protection.inventory import by_whose
from uketsuke.protection.retention.queries import words

pytestmark = pytest.mark.usefixtures("noon", "world")

QUERIES = 6  # session with who, where from, alarms, alerts, entries, the last seal
PEOPLE, NETWORKS, TARIFFS, AUDIT = (
    f"/staff/{name}/" for name in ("people", "networks", "tariffs", "audit")
)


def person(**more: Any) -> dict[str, Any]:
    return {"login": "yotsuya-3", "name": "髙橋 見本", "role": "counter", "hall": "yotsuya"} | more


def body(answer: Any) -> str:
    return answer.content.decode()


MAY = {
    PEOPLE: {Role.ADMINISTRATOR, Role.MANAGER},
    NETWORKS: {Role.ADMINISTRATOR},
    TARIFFS: {Role.ADMINISTRATOR, Role.WARD, Role.MANAGER, Role.COUNTER},
    AUDIT: {Role.ADMINISTRATOR, Role.WARD, Role.MANAGER},
}
STAFF = [Role.COUNTER, Role.MANAGER, Role.WARD, Role.ADMINISTRATOR, Role.VENDOR]


@pytest.mark.parametrize("url", MAY)
@pytest.mark.parametrize("role", STAFF)
def test_each_page_is_there_for_its_roles_only(url, role):
    answer = staff(role).get(url)

    assert answer.status_code == (200 if role in MAY[url] else 404)


@pytest.mark.parametrize("url", MAY)
def test_no_page_is_kept_by_the_browser(url):
    assert "no-store" in staff(Role.ADMINISTRATOR).get(url)["Cache-Control"]


@pytest.mark.parametrize("url", MAY)
def test_from_elsewhere_there_is_no_such_page(url):
    assert staff(Role.ADMINISTRATOR).get(url, REMOTE_ADDR="198.51.100.7").status_code == 404


@pytest.mark.parametrize(
    "url",
    [
        "/staff/people/new/",
        "/staff/people/1/link/",
        "/staff/people/1/stop/",
        "/staff/networks/new/",
        "/staff/networks/1/remove/",
        "/staff/tariffs/2025-10/official/",
    ],
)
@pytest.mark.parametrize("role", [Role.COUNTER, Role.MANAGER, Role.WARD, Role.VENDOR])
def test_only_an_administrator_changes_anything(url, role):
    assert staff(role).post(url, person()).status_code == 404
    assert not User.objects.filter(login="yotsuya-3").exists()


# 職員


def test_a_new_member_sets_her_own_password_by_the_slip():
    slip = staff(Role.ADMINISTRATOR).post("/staff/people/new/", person())
    link = re.search(r"http://testserver(/password/[^<\"]+)", body(slip))
    assert link

    Client().post(link[1], {"password": make.PASSWORD, "password_again": make.PASSWORD})

    made = User.objects.get(login="yotsuya-3")
    assert (made.role, made.hall, made.name) == ("counter", "yotsuya", "髙橋\u3000見本")
    assert "no-store" in slip["Cache-Control"]
    assert made.check_password(make.PASSWORD)


def test_who_sets_a_password_is_on_record_as_what_she_is():
    slip = body(staff(Role.ADMINISTRATOR).post("/staff/people/new/", person()))
    link = re.search(r"/password/[^<\"]+", slip)
    assert link

    Client().post(link[0], {"password": make.PASSWORD, "password_again": make.PASSWORD})

    assert Entry.objects.get(action="identity.set_password").who == "counter"


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.MANAGER, Role.WARD])
def test_no_page_leads_to_one_that_she_may_not_enter(role):
    client = staff(role)
    found = set(re.findall(r'href="(/staff/[^"?#]*)', body(client.get(AUDIT))))

    assert found
    assert [url for url in found if client.get(url).status_code != 200] == []


def test_the_slip_stands_nowhere_but_in_the_answer():
    client = staff(Role.ADMINISTRATOR)
    slip = body(client.post("/staff/people/new/", person()))
    token = re.search(r"/password/([^/<\"]+)", slip)
    assert token

    assert token[1] not in body(client.get(PEOPLE))
    assert token[1] not in str(list(Entry.objects.values()))


def test_a_new_link_ends_the_one_before():
    client = staff(Role.ADMINISTRATOR)
    first = re.search(r"/password/[^<\"]+", body(client.post("/staff/people/new/", person())))
    assert first
    made = User.objects.get(login="yotsuya-3")

    client.post(f"/staff/people/{made.pk}/link/")

    assert made.links.filter(used_at=None).count() == 1
    Client().post(first[0], {"password": make.PASSWORD, "password_again": make.PASSWORD})
    made.refresh_from_db()
    assert not made.has_usable_password()


def test_a_login_that_is_taken_is_told_and_what_was_typed_stays():
    make.staff(Role.COUNTER, login="yotsuya-3")

    page = staff(Role.ADMINISTRATOR).post("/staff/people/new/", person())

    assert page.status_code == 422
    assert "「yotsuya-3」はすでに使われています" in body(page)
    assert 'value="髙橋 見本"' in body(page)


@pytest.mark.parametrize(
    "wrong", [{"login": "四谷"}, {"role": "group"}, {"name": ""}, {"hall": "x"}]
)
def test_what_cannot_be_is_told_and_nothing_is_stored(wrong):
    page = staff(Role.ADMINISTRATOR).post("/staff/people/new/", person(**wrong))

    assert page.status_code == 422
    assert "髙橋 見本" not in [user.name for user in User.objects.all()]


def test_who_is_stopped_is_out_at_once():
    other = make.staff(Role.COUNTER)
    working = Client()
    working.force_login(other)
    admin = staff(Role.ADMINISTRATOR)

    asked = admin.get(f"/staff/people/{other.pk}/stop/")
    admin.post(f"/staff/people/{other.pk}/stop/")

    assert "停止しますか" in body(asked)
    assert working.get("/staff/").status_code == 302


def test_nobody_stops_herself():
    admin = staff(Role.ADMINISTRATOR, login="admin-9")
    own = User.objects.get(login="admin-9")

    page = admin.post(f"/staff/people/{own.pk}/stop/")

    own.refresh_from_db()
    assert page.status_code == 422
    assert "自分のアカウントは停止できません" in body(page)
    assert own.is_active


def test_a_group_is_no_member_of_staff():
    group = make.group()

    assert staff(Role.ADMINISTRATOR).post(f"/staff/people/{group.user_id}/stop/").status_code == 404
    assert staff(Role.ADMINISTRATOR).post(f"/staff/people/{group.user_id}/link/").status_code == 404


@pytest.mark.parametrize("page", ["stop", "link", "reset"])
def test_a_number_larger_than_any_is_nobodys(page):
    assert staff(Role.ADMINISTRATOR).post(f"/staff/people/{2**70}/{page}/").status_code == 404


def test_a_manager_sees_those_of_her_hall_and_can_change_nothing():
    make.staff(Role.COUNTER, hall="yotsuya", login="at-yotsuya")
    make.staff(Role.COUNTER, hall="tansu", login="at-tansu")

    page = body(staff(Role.MANAGER, hall="yotsuya").get(PEOPLE))

    assert "at-yotsuya" in page
    assert "at-tansu" not in page
    assert "登録する" not in page


def test_looking_at_the_names_of_staff_is_on_record():
    staff(Role.ADMINISTRATOR, login="admin-9").get(PEOPLE)

    assert Entry.objects.filter(action="identity.staff_view", actor="admin-9").count() == 1


# 許可アドレス


def test_a_place_is_listed_and_removed():
    client = staff(Role.ADMINISTRATOR)
    client.post("/staff/networks/new/", {"cidr": "192.0.2.0/24", "label": "角筈窓口"})
    made = Network.objects.get(cidr="192.0.2.0/24")
    assert "角筈窓口" in body(client.get(NETWORKS))

    client.post(f"/staff/networks/{made.pk}/remove/")

    assert not Network.objects.filter(pk=made.pk).exists()


def test_what_is_no_address_is_told_and_stays():
    page = staff(Role.ADMINISTRATOR).post(
        "/staff/networks/new/", {"cidr": "192.0.2.300", "label": "角筈"}
    )

    assert page.status_code == 422
    assert "アドレスの範囲として読めません" in body(page)
    assert 'value="192.0.2.300"' in body(page)


def test_nobody_locks_herself_out():
    own = Network.objects.get(cidr="127.0.0.0/8")

    page = staff(Role.ADMINISTRATOR).post(f"/staff/networks/{own.pk}/remove/")

    assert page.status_code == 422
    assert "いまお使いの場所から入れなくなる" in body(page)
    assert Network.objects.filter(pk=own.pk).exists()


# 監査


def test_the_newest_record_stands_first():
    client = staff(Role.WARD)
    make.booking(approved=True)

    shown = client.get(AUDIT).context["entries"]

    assert shown[0].action == "booking.approve"
    assert [each.pk for each in shown] == sorted((each.pk for each in shown), reverse=True)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"actor": "manager-1", "action": "booking"}, {"booking.approve"}),
        ({"action": "booking.approve"}, {"booking.approve"}),
        ({"subject": "bookings.booking:"}, {"booking.approve"}),
        ({"first": "2026-11-25"}, set()),
        ({"last": "2026-11-23"}, set()),
        (
            {"action": "booking.approve", "first": "2026-11-24", "last": "2026-11-24"},
            {"booking.approve"},
        ),
    ],
)
def test_records_are_found_by_who_what_and_when(asked, found):
    client = staff(Role.WARD)
    make.booking(approved=True)

    assert {each.action for each in client.get(AUDIT, asked).context["entries"]} == found


def test_older_records_follow_page_by_page():
    client = staff(Role.ADMINISTRATOR)
    first = make.counter()

    for number in range(60):
        record_view("test.view", f"thing:{number}", by=first, at=make.NOON)

    one = client.get(AUDIT, {"action": "test"})
    two = client.get(f"{AUDIT}?{one.context['older']}")

    assert [len(one.context["entries"]), len(two.context["entries"])] == [50, 10]
    assert two.context["entries"][0].subject == "thing:9"
    assert two.context["older"] == ""


def test_the_page_costs_the_same_however_many_records(django_assert_num_queries):
    client = staff(Role.ADMINISTRATOR)
    client.get(AUDIT)

    with django_assert_num_queries(QUERIES):
        client.get(AUDIT)
    for _ in range(5):
        make.cancel(make.booking(None, make.use(on=make.SATURDAY)))
        make.rest_over()
    with django_assert_num_queries(QUERIES):
        client.get(AUDIT)


@pytest.mark.parametrize(
    "asked", [{"first": "2026-13-40"}, {"first": "2026-12-01", "last": "2026-11-01"}]
)
def test_dates_that_cannot_be_are_told(asked):
    assert staff(Role.ADMINISTRATOR).get(AUDIT, asked).status_code == 422


@pytest.mark.parametrize("before", ["x", "9" * 40, "-1", "１"])
def test_a_broken_place_in_the_list_breaks_nothing(before):
    assert staff(Role.ADMINISTRATOR).get(AUDIT, {"before": before}).status_code == 200


def test_a_check_says_that_all_is_as_it_was():
    client = staff(Role.WARD)
    seal(by=SYSTEM, at=make.NOON)

    page = client.post(AUDIT)

    assert "記録はすべて元のままです" in body(page)
    assert "最後の封印" in body(page)
    assert Entry.objects.latest("pk").action == "audit.verify"


def test_a_check_finds_a_record_that_was_changed():
    client = staff(Role.WARD)
    entry = Entry.objects.latest("pk")
    fake = Entry(
        **{f.attname: getattr(entry, f.attname) for f in Entry._meta.fields if f.attname != "id"}
    )
    fake.actor = "somebody-else"
    fake.save(force_insert=True)

    assert "記録が変えられたか、失われています" in body(client.post(AUDIT))


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.MANAGER, Role.WARD])
def test_the_inventory_of_personal_items_is_printed(role):
    answer = staff(role).get("/staff/inventory/")

    assert answer.status_code == 200
    for item in (item for _, items in by_whose(words()) for item in items):
        assert item.field in answer.content.decode()
        assert item.kept in answer.content.decode()


def test_a_clerk_has_no_inventory():
    assert staff(Role.COUNTER).get("/staff/inventory/").status_code == 404
