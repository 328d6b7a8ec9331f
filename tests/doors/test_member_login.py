"""ログイン, ログアウト, パスワード: what a group meets, and what a stranger must not learn."""

from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.contrib.auth import get_user
from django.http import HttpRequest
from django.test import Client
from django.urls import reverse

from tests import make
from uketsuke.doors.portal.accounts import login as door
from uketsuke.groups.models import Group
from uketsuke.identity import links
from uketsuke.identity.models import OneTimeLink, Role
from uketsuke.notices.models import Notice

pytestmark = pytest.mark.usefixtures("world")
LOGIN, MY = "/login/", "/my/"
NEW = "atarashii-himitsu-27"


@pytest.fixture(autouse=True)
def _noon(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr(door, "SAME_TIME", 0.0)
    with time_machine.travel(make.NOON, tick=False):
        yield


@pytest.fixture
def group() -> Group:
    return make.group("みどり合唱団", mail="midori@example.jp", password=make.PASSWORD)


def enter(client: Client, login: str, password: str = make.PASSWORD, **more: str) -> Any:
    return client.post(LOGIN, {"login": login, "password": password} | more)


def who(client: Client) -> str:
    request = HttpRequest()
    request.session = client.session  # type: ignore[assignment]
    return str(get_user(request))


def full_width(number: str) -> str:
    return number.translate({ord(digit): ord(digit) + 0xFEE0 for digit in "0123456789"})


def test_a_group_enters_with_its_number_in_any_width(client: Client, group: Group) -> None:
    answer = enter(client, f" {full_width(group.number)} ")

    assert answer["Location"] == MY
    assert who(client) == group.number


def test_a_group_enters_with_its_mail_address(client: Client, group: Group) -> None:
    assert enter(client, "Midori@Example.jp")["Location"] == MY
    assert who(client) == group.number


def test_the_session_gets_another_key(client: Client, group: Group) -> None:
    client.get(f"{LOGIN}?next=/my/")
    session = client.session
    session["before"] = 1
    session.save()
    client.cookies["session"] = session.session_key

    enter(client, group.number)

    assert client.cookies["session"].value != session.session_key


def test_one_address_of_several_groups_asks_for_the_number(client: Client, group: Group) -> None:
    make.group(mail="midori@example.jp", password=make.PASSWORD)

    page = enter(client, "midori@example.jp")

    assert page.status_code == 422
    assert "<title>エラー：" in page.content.decode()
    assert "利用者番号を入力してください" in page.content.decode()
    assert who(client) == "AnonymousUser"


def test_whatever_is_wrong_the_answer_is_the_same(client: Client, group: Group) -> None:
    staff = make.staff(Role.MANAGER, login="20202020")
    tries = [(group.number, "wrong"), ("11111111", "wrong"), (staff.login, make.PASSWORD)]

    told = {str(enter(client, *each).context["form"].non_field_errors()) for each in tries}
    mails = [("midori@example.jp", "wrong"), ("nobody@example.jp", "wrong")]
    told_mail = {str(enter(client, *each).context["form"].non_field_errors()) for each in mails}

    assert len(told) == len(told_mail) == 1
    assert who(client) == "AnonymousUser"


def test_staff_do_not_enter_here(client: Client) -> None:
    enter(client, make.staff(Role.ADMINISTRATOR, login="admin-9").login)

    assert who(client) == "AnonymousUser"


def test_who_guesses_too_often_waits_and_nobody_else(client: Client, group: Group) -> None:
    for _ in range(9):
        assert enter(client, group.number, "wrong").status_code == 422

    assert enter(client, group.number, "wrong").status_code == 429
    assert enter(client, group.number).status_code == 429
    elsewhere = Client(REMOTE_ADDR="192.0.2.99")
    assert enter(elsewhere, group.number)["Location"] == MY


@pytest.mark.parametrize(
    ("wanted", "reached"),
    [
        ("/my/record/", "/my/record/"),
        (
            "/book/?cell=yotsuya%2Fhall%7C2027-02-06%7Cam",
            "/book/?cell=yotsuya%2Fhall%7C2027-02-06%7Cam",
        ),
        ("https://example.com/", MY),
        ("//example.com/", MY),
        ("/\\example.com/", MY),
        ("javascript:alert(1)", MY),
        ("", MY),
    ],
)
def test_the_way_on_leads_only_to_our_own_pages(
    client: Client, group: Group, wanted: str, reached: str
) -> None:
    assert enter(client, group.number, next=wanted)["Location"] == reached
    assert client.get(LOGIN, {"next": wanted})["Location"] == reached


def test_logout_is_a_post(client: Client, group: Group) -> None:
    enter(client, group.number)

    assert client.get("/logout/").status_code == 405
    client.post("/logout/")

    assert who(client) == "AnonymousUser"


def test_a_forgotten_password_brings_a_link_only_where_both_match(
    client: Client, group: Group
) -> None:
    OneTimeLink.objects.all().delete()
    pairs = [(group.number, "other@example.jp"), ("11111111", "midori@example.jp")]

    answers = [
        client.post("/forgotten/", {"number": number, "mail": mail}).content
        for number, mail in [*pairs, (full_width(group.number), "midori@example.jp")]
    ]

    assert len({_without_token(answer) for answer in answers}) == 1
    assert OneTimeLink.objects.get().user == group.user
    assert Notice.objects.filter(group=group, kind="identity.link").count() == 1


def _without_token(answer: bytes) -> str:
    return answer.decode().split("<main")[1]


def test_found_or_not_the_answer_takes_equally_long(
    client: Client, group: Group, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits: list[float] = []
    monkeypatch.setattr(door, "SAME_TIME", 9.0)
    monkeypatch.setattr(door.time, "sleep", waits.append)

    for number in (group.number, "11111111"):
        client.post("/forgotten/", {"number": number, "mail": "midori@example.jp"})

    assert len(waits) == 2
    assert all(8 < wait <= 9 for wait in waits)


def test_a_link_sets_the_password_once(client: Client, group: Group) -> None:
    link = f"/password/{links.text(links.issue(group.user, at=make.NOON))}/"
    page = client.get(link)
    assert group.number in page.content.decode()
    assert page["Referrer-Policy"] == "strict-origin"
    assert "no-store" in page["Cache-Control"]

    answer = client.post(link, {"password": NEW, "password_again": NEW})

    assert client.get(answer["Location"]).context["done"]
    assert enter(client, group.number, NEW)["Location"] == MY
    again = client.post(
        link, {"password": "mada-betsu-no-himitsu", "password_again": "mada-betsu-no-himitsu"}
    )
    assert again.status_code == 410
    assert enter(Client(), group.number, NEW)["Location"] == MY


@pytest.mark.parametrize(
    ("first", "second", "told"),
    [
        ("short", "short", "短すぎます"),
        ("password1234", "password1234", "一般的すぎます"),
        (NEW, "another", "2回の入力が同じではありません"),
    ],
)
def test_a_poor_password_is_not_taken(
    client: Client, group: Group, first: str, second: str, told: str
) -> None:
    link = f"/password/{links.text(links.issue(group.user, at=make.NOON))}/"

    page = client.post(link, {"password": first, "password_again": second}).content.decode()

    assert told in page
    assert enter(client, group.number)["Location"] == MY


def test_a_link_that_is_over_or_unknown_is_a_kind_page(client: Client, group: Group) -> None:
    old = links.issue(group.user, at=make.NOON, days=-1)
    for text in (links.text(old), "nonsense", str(uuid4()), "\x00"):
        page = client.get(reverse("portal:password", args=[text]))
        assert page.status_code == 410
        assert "新しいリンクを受け取る" in page.content.decode()
