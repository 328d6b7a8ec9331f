"""ログインの確認 at both doors: nobody is in before the second factor, and nothing is lost."""

import re
from datetime import timedelta
from urllib.parse import urlencode

import pyotp
import pytest
import time_machine
from django.test import Client

from tests import make
from tests.architecture.test_pages import pages_of_staff
from tests.make import NOON, PASSWORD
from uketsuke.identity import factors
from uketsuke.identity.models import Role, Session, User
from uketsuke.kernel.actors import SYSTEM
from uketsuke.notices.models import Notice

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]
LATER = NOON + timedelta(minutes=3)
SETUP, UNLOCK = "/staff/security/", "/staff/unlock/"


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(LATER, tick=False):
        yield


def secured(user: User) -> str:
    secret = factors.new_secret()
    code = pyotp.TOTP(secret).at(NOON)
    factors.add_totp(user.pk, secret, code, "見本の電話", by=SYSTEM, at=NOON)
    return secret


def code(secret: str) -> str:
    return str(pyotp.TOTP(secret).at(LATER))


def give_password(client: Client, login: str, **more: str):
    return client.post("/staff/login/", {"login": login, "password": PASSWORD, **more})


def test_the_password_alone_opens_nothing(client):
    user = make.staff()
    secured(user)

    answer = give_password(client, user.login)

    assert answer["Location"] == "/staff/login/check/"
    assert client.get("/staff/").status_code == 302


def test_with_the_code_she_goes_where_she_was_going(client):
    user = make.staff()
    secret = secured(user)
    give_password(client, user.login, next="/staff/queue/")

    answer = client.post("/staff/login/check/", {"code": code(secret)})

    assert answer["Location"] == "/staff/queue/"
    assert client.get("/staff/queue/").status_code == 200


def test_a_wrong_code_is_told_and_may_be_tried_again(client):
    user = make.staff()
    secret = secured(user)
    give_password(client, user.login)

    answer = client.post("/staff/login/check/", {"code": "000000"})

    assert answer.status_code == 422
    assert "確認コードが違います" in answer.content.decode()
    assert client.post("/staff/login/check/", {"code": code(secret)}).status_code == 302


def test_a_wrong_passkey_is_an_answer(client):
    user = make.staff()
    secured(user)
    give_password(client, user.login)

    for answer in ("{}", "[]", "x", '{"id": 1, "response": {}}', "null", '{"rawId": "AA"}'):
        assert client.post("/staff/login/check/", {"answer": answer}).status_code == 422


def test_who_guesses_codes_is_sent_away(client):
    user = make.staff()
    secured(user)
    give_password(client, user.login)

    answers = [client.post("/staff/login/check/", {"code": "000000"}) for _ in range(12)]

    assert answers[-1].status_code == 429


def test_after_ten_minutes_she_begins_again(client):
    user = make.staff()
    secret = secured(user)
    give_password(client, user.login)

    with time_machine.travel(LATER + timedelta(minutes=11), tick=False):
        now = pyotp.TOTP(secret).at(LATER + timedelta(minutes=11))
        answer = client.post("/staff/login/check/", {"code": now})

    assert answer["Location"] == "/staff/login/"


def test_without_a_password_there_is_no_second_page(client):
    assert client.get("/staff/login/check/")["Location"] == "/staff/login/"
    assert client.get("/login/check/")["Location"] == "/login/"


class TestStaffMustHaveOne:
    @pytest.fixture(autouse=True)
    def _must(self, settings):
        settings.SECOND_FACTOR = True

    def test_until_then_every_staff_page_leads_to_the_set_up(self, client):
        user = make.staff(Role.ADMINISTRATOR)
        answer = give_password(client, user.login)
        assert client.get(answer["Location"])["Location"] == SETUP

        pages = [path for path, view in pages_of_staff(True) if user.role in view.allows]
        plain = [f"/{path}" for path in pages if "<" not in path]
        opened = [path for path in plain if client.get(path).get("Location") != SETUP]

        assert sorted(opened) == [
            "/staff/login/",
            "/staff/login/check/",
            "/staff/logout/",
            SETUP,
            UNLOCK,
        ]

    def test_the_set_up_gives_codes_and_opens_the_rest(self, client):
        user = make.staff()
        give_password(client, user.login)
        page = client.get("/staff/security/").content.decode()
        secret = re.search(r"<code>([A-Z2-7 ]+)</code>", page)[1].replace(" ", "")

        given = {"do": "app", "label": "見本の電話", "code": code(secret)}
        answer = client.post("/staff/security/", given).content.decode()

        codes = re.findall(r"<code>([a-z2-9]{5}-[a-z2-9]{5})</code>", answer)
        assert len(codes) == 10
        assert client.get("/staff/").status_code == 200
        other = Client()
        give_password(other, user.login)
        assert other.post("/staff/login/check/", {"code": codes[0]}).status_code == 302
        assert other.get("/staff/").status_code == 200

    def test_a_wrong_code_keeps_the_picture_and_what_was_typed(self, client):
        user = make.staff()
        give_password(client, user.login)
        before = re.search(r"<code>([A-Z2-7 ]+)<", client.get("/staff/security/").content.decode())

        given = {"do": "app", "label": "見本の電話", "code": "000000"}
        answer = client.post("/staff/security/", given)

        page = answer.content.decode()
        assert answer.status_code == 422
        assert before[1] in page
        assert 'value="見本の電話"' in page
        assert "数字が合いません" in page


def test_the_secret_is_nowhere_in_clear(client):
    user = make.staff()
    client.force_login(user)
    page = client.post(SETUP, {"do": "prove", "password": PASSWORD}).content.decode()
    secret = re.search(r"<code>([A-Z2-7 ]+)</code>", page)[1].replace(" ", "")

    kept = [session.get_decoded() for session in Session.objects.all()]

    assert secret not in str(kept)


class TestGroup:
    def test_what_she_had_typed_comes_along(self, client):
        group = make.group(password=PASSWORD)
        secret = secured(group.user)
        on, typed = "/my/record/change/", urlencode({"group_name": "新しい名前の会"})
        given = {"login": group.number, "password": PASSWORD, "next": on, "carried": typed}

        client.post("/login/", given)
        answer = client.post("/login/check/", {"code": code(secret)})

        assert "新しい名前の会" in answer.content.decode()
        assert client.get("/my/").status_code == 200

    def test_she_may_do_without(self, client):
        group = make.group(password=PASSWORD)
        answer = client.post("/login/", {"login": group.number, "password": PASSWORD})
        assert answer["Location"] == "/my/"

    def test_a_new_device_is_told_once(self, client):
        group = make.group(password=PASSWORD)
        given = {"login": group.number, "password": PASSWORD}
        client.post("/login/", given)
        client.post("/login/", given)
        assert not Notice.objects.filter(kind="identity.new_device").exists()

        other = Client()
        other.post("/login/", given)
        other.post("/login/", given)

        assert Notice.objects.filter(kind="identity.new_device").count() == 1

    def test_staff_pages_stay_shut_to_a_group_in_between(self, client):
        group = make.group(password=PASSWORD)
        secret = secured(group.user)
        client.post("/login/", {"login": group.number, "password": PASSWORD})

        client.post("/staff/login/check/", {"code": code(secret)})

        assert client.get("/staff/").status_code in (302, 404)


def test_a_code_of_another_place_or_role_opens_no_staff_page(client):
    user = make.staff(hall="tansu")
    secret = secured(user)
    group = make.group(password=PASSWORD)
    secured(group.user)
    client.post("/login/", {"login": group.number, "password": PASSWORD})

    answer = client.post("/staff/login/check/", {"code": code(secret)})

    assert answer.status_code in (302, 422)
    assert "_auth_user_id" not in client.session
