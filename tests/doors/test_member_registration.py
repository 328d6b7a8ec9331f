"""利用者登録 at home, and a change of it on my page."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from tests import make
from uketsuke.groups.models import Group, PersonRole
from uketsuke.registration.models import Application, ProposedPerson, State

pytestmark = pytest.mark.usefixtures("noon", "world")
REGISTER = "/register/"


@pytest.fixture
def member(client: Client) -> Client:
    user = make.group("みどり合唱団").user
    client.force_login(user)
    return client


def typed(**more: str) -> dict[str, str]:
    return {
        "group_name": "葛󠄀飾の会",
        "claimed": "resident",
        "rep_name": "髙橋 﨑子",
        "rep_address": "東京都新宿区見本町１−２",
        "rep_home": "０３（００００）０００１",
        "rep_mobile": "",
        "contact_name": "𠮷野　見本",
        "contact_address": "東京都新宿区見本町1-2",
        "contact_home": "",
        "contact_mobile": "090 0000 0001",
        "mail": "Mihon@Example.JP",
        "token": str(uuid4()),
    } | more


def person(role: PersonRole) -> ProposedPerson:
    return ProposedPerson.objects.get(role=role)


def test_names_stay_as_written_and_phones_become_readable(client: Client) -> None:
    answer = client.post(REGISTER, typed())

    first, second = person(PersonRole.REPRESENTATIVE), person(PersonRole.CONTACT)
    assert Application.objects.get().group_name == "葛󠄀飾の会"
    assert (first.name, first.phone_home) == ("髙橋　﨑子", "03-0000-0001")
    assert (second.name, second.phone_mobile) == ("𠮷野　見本", "090-0000-0001")
    assert second.mail == "Mihon@example.jp"
    page = client.get(answer["Location"]).content.decode()
    assert Application.objects.get().number in page
    assert "運転免許証" in page
    assert "髙橋" not in page


def test_the_contact_who_is_the_representative_is_copied(client: Client) -> None:
    empty = dict.fromkeys(("contact_name", "contact_address", "contact_home", "contact_mobile"), "")

    client.post(REGISTER, typed(same="on", **empty))

    contact = person(PersonRole.CONTACT)
    assert (contact.name, contact.phone_home) == ("髙橋　﨑子", "03-0000-0001")
    assert contact.mail == "Mihon@example.jp"


def test_a_source_that_sends_on_and_on_waits_and_the_hall_does_not(client: Client) -> None:
    for _ in range(10):
        assert client.post(REGISTER, typed(), REMOTE_ADDR="203.0.113.5").status_code == 302

    told = client.post(REGISTER, typed(), REMOTE_ADDR="203.0.113.5")

    assert told.status_code == 422
    assert "60分ほどおいてから" in told.text
    assert "葛󠄀飾の会" in told.text
    assert "見本町１−２" in told.text
    assert client.post(REGISTER, typed(), REMOTE_ADDR="127.0.0.1").status_code == 302
    assert Application.objects.count() == 11


def test_sent_twice_it_is_received_once(client: Client) -> None:
    form = typed()

    first, second = client.post(REGISTER, form), client.post(REGISTER, form)

    assert first["Location"] == second["Location"]
    assert Application.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("rep_name", "ﾀﾛｳ", "使えない文字"),
        ("rep_name", "", "入力してください"),
        ("contact_name", "", "入力してください"),
        ("rep_home", "", "どちらか一つを必ず"),
        ("rep_home", "12-34", "市外局番"),
        ("mail", "mihon", "メールアドレス"),
        ("rep_address", "見本町1 1234 5678 9018", "マイナンバー"),
        ("group_name", "会" * 81, "80文字以内"),
        ("claimed", "nobody", "選択"),
    ],
)
def test_what_is_wrong_is_said_and_everything_typed_stays(
    client: Client, field: str, value: str, told: str
) -> None:
    page = client.post(REGISTER, typed(**{field: value}))

    text = page.content.decode()
    assert page.status_code == 422
    assert told in " ".join(page.context["form"].errors[field])
    assert "葛󠄀飾の会" in text or field == "group_name"
    assert "髙橋 﨑子" in text or field == "rep_name"
    assert not Application.objects.exists()


def test_a_page_that_grew_too_old_keeps_all_that_was_typed() -> None:
    strict = Client(enforce_csrf_checks=True)

    page = strict.post(REGISTER, typed())

    assert page.status_code == 403
    assert "髙橋 﨑子" in page.content.decode()
    assert not Application.objects.exists()


def test_the_record_page_shows_exactly_what_is_on_record(member: Client) -> None:
    page = member.get(reverse("portal:record")).content.decode()

    for item in ("見本 太郎", "髙橋 見本", "03-0000-0001", "mihon@example.jp", "区民"):
        assert item in page


def test_a_change_is_asked_for_once_and_withdrawn(member: Client) -> None:
    form = member.get(reverse("portal:record-change")).context["form"]
    assert form["contact_name"].value() == "髙橋 見本"
    sent = typed(group_name="あおば合唱団")

    for _ in range(2):
        member.post(reverse("portal:record-change"), sent)

    application = Application.objects.get(kind="change")
    assert Group.objects.get().name == "みどり合唱団"
    assert application.number in member.get(reverse("portal:my")).content.decode()
    refused = member.post(reverse("portal:record-change"), typed())
    assert refused.status_code == 422
    assert "先の申請を取り下げてから" in refused.content.decode()

    withdraw = reverse("portal:withdraw", args=[application.number])
    assert [member.post(withdraw).status_code for _ in range(2)] == [302, 302]
    application.refresh_from_db()
    assert application.state == State.WITHDRAWN


def test_another_groups_change_cannot_be_withdrawn(member: Client, client: Client) -> None:
    member.post(reverse("portal:record-change"), typed())
    client.force_login(make.group().user)
    number = Application.objects.get(kind="change").number

    assert client.post(reverse("portal:withdraw", args=[number])).status_code == 404


def test_a_login_in_between_loses_nothing_of_a_change(client: Client) -> None:
    group = make.group(password=make.PASSWORD)
    sent = typed(group_name="あおば合唱団")

    login = client.post(reverse("portal:record-change"), sent)
    hidden = {name: login.context["form"][name].value() for name in ("next", "carried")}
    page = client.post(
        reverse("portal:login"), hidden | {"login": group.number, "password": make.PASSWORD}
    )

    assert "あおば合唱団" in page.content.decode()
    assert "髙橋 﨑子" in page.content.decode()
    assert not group.applications.filter(kind="change").exists()
    assert client.post(reverse("portal:record-change"), sent).status_code == 302
    assert client.get("/my/").status_code == 200


@pytest.mark.parametrize("path", ["/my/bookings/1/cancel/", "/nowhere/", "/book/x/", "/logout/"])
def test_nothing_else_is_done_by_what_a_login_carries(client: Client, path: str) -> None:
    group = make.group(password=make.PASSWORD)
    form = {"login": group.number, "password": make.PASSWORD, "carried": "refund=0"}

    answer = client.post(reverse("portal:login"), form | {"next": path})

    assert answer["Location"] == path
