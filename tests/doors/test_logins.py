"""ログイン中の端末: everyone sees where she is logged in, and ends any of it; and before what keeps
others out is touched, the password is asked for again."""

import re
from datetime import timedelta

import pyotp
import pytest
import time_machine
from django.test import Client

from tests import make
from tests.make import NOON, PASSWORD
from uketsuke.audit.models import Entry
from uketsuke.identity import factors
from uketsuke.identity.models import Factor, RecoveryCode, Role, Session, User
from uketsuke.kernel.actors import SYSTEM

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]
EDGE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/140.0 Safari/537.36 Edg/140.0"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0) Version/18.0 Safari/604.1"
SECRET = re.compile(r"<code>([A-Z2-7 ]+)</code>")


@pytest.fixture
def clock():
    with time_machine.travel(NOON, tick=False) as moment:
        yield moment


@pytest.fixture(params=["staff", "group"])
def somebody(request):
    """Her account, where she logs in, and her page."""
    if request.param == "staff":
        return make.staff(Role.COUNTER), "/staff/login/", "/staff/security/"
    return make.group(password=PASSWORD).user, "/login/", "/my/security/"


def log_in(user: User, door: str, agent: str = EDGE) -> Client:
    client = Client(headers={"user-agent": agent})
    answer = client.post(door, {"login": user.login, "password": PASSWORD})
    assert answer.status_code == 302
    return client


def prove(client: Client, page: str, password: str = PASSWORD, **more: str):
    return client.post(page, {"do": "prove", "password": password} | more)


def marks(client: Client, page: str) -> list[str]:
    return re.findall(r'name="login" value="([^"]+)"', client.get(page).text)


def test_she_sees_on_which_devices_since_when_and_last_used(clock, somebody):
    user, door, page = somebody
    log_in(user, door, PHONE)
    clock.shift(timedelta(minutes=20))
    here = log_in(user, door)

    shown = here.get(page).text

    assert "iPhone・Safari" in shown
    assert "Windows・Edge" in shown
    assert "11月24日（火）12:00" in shown
    assert "11月24日（火）12:20" in shown
    assert shown.count("いまお使いの画面") == 1
    assert "127.0.0.1" in shown
    assert here.session.session_key not in shown


def test_the_last_use_moves_on(clock, somebody):
    user, door, page = somebody
    there, here = log_in(user, door, PHONE), log_in(user, door)
    clock.shift(timedelta(minutes=10))
    there.get(page)
    clock.shift(timedelta(minutes=2))

    assert "12:10" in here.get(page).text


def test_one_device_is_sent_away_the_others_stay(clock, somebody):
    user, door, page = somebody
    phone, tablet, here = (log_in(user, door, PHONE), log_in(user, door), log_in(user, door))
    row = Session.objects.get(session_key=phone.session.session_key)
    assert row.device == "iPhone・Safari"
    shown = here.get(page).text
    mark = re.search(
        r'value="([^"]+)"><p class="actions"><button[^>]+>[^<]+<span[^>]+> iPhone', shown
    )[1]

    answer = here.post(page, {"do": "end-one", "login": mark})

    assert answer.status_code == 302
    assert phone.get(page).status_code == 302
    assert tablet.get(page).status_code == here.get(page).status_code == 200
    assert Entry.objects.get(action="identity.session_end").facts == {"gone": 1}


def test_all_others_are_sent_away_and_leave_the_list(clock, somebody):
    user, door, page = somebody
    phone, here = log_in(user, door, PHONE), log_in(user, door)

    here.post(page, {"do": "end"})

    assert phone.get(page).status_code == 302
    assert "iPhone" not in here.get(page).text
    assert "いまお使いの画面" in here.get(page).text


def test_nobody_ends_the_login_of_another(clock):
    mine, other = make.staff(Role.COUNTER), make.staff(Role.COUNTER)
    here, there = log_in(mine, "/staff/login/"), log_in(other, "/staff/login/")
    log_in(other, "/staff/login/")
    mark = marks(there, "/staff/security/")[0]

    here.post("/staff/security/", {"do": "end-one", "login": mark})

    assert Session.objects.filter(user=other).count() == 2
    for nonsense in ("", "あ" * 500, "'--"):
        answer = here.post("/staff/security/", {"do": "end-one", "login": nonsense})
        assert answer.status_code == 302


def test_a_login_ends_after_twelve_hours_however_busy_she_is(clock, somebody):
    user, door, page = somebody
    here = log_in(user, door)
    for _ in range(47):
        clock.shift(timedelta(minutes=15))
        assert here.get(page).status_code == 200

    clock.shift(timedelta(minutes=16))

    assert here.get(page).status_code == 302


def test_what_is_shown_before_the_password_opens_nothing(clock, somebody):
    user, _, page = somebody
    factors.add_totp(user.pk, *coded(factors.new_secret()), label="見本の電話", by=SYSTEM, at=NOON)
    here = Client()
    here.force_login(User.objects.get(pk=user.pk))

    shown = here.get(page).text

    assert "見本の電話" in shown
    assert not SECRET.search(shown)
    assert "<svg" not in shown.partition("<main")[2]
    for do in ("app", "passkey", "codes", "remove"):
        given = {"do": do, "factor": str(user.factors.get().pk), "label": "よその電話"}
        answer = here.post(page, given | {"code": "000000", "answer": "{}"})
        assert "まだ何も変えていません" in answer.text
        assert "よその電話" in answer.text
    assert user.factors.count() == 1
    assert not RecoveryCode.objects.exists()


def coded(secret: str) -> tuple[str, str]:
    return secret, pyotp.TOTP(secret).at(NOON)


def test_with_the_password_she_goes_on_for_ten_minutes(clock, somebody):
    user, _, page = somebody
    here = Client()
    here.force_login(user)

    shown = prove(here, page, label="わたしの電話").text
    secret = SECRET.search(shown)[1].replace(" ", "")
    assert 'value="わたしの電話"' in shown
    given = {"do": "app", "label": "わたしの電話", "code": pyotp.TOTP(secret).at(NOON)}
    assert "回復コードを控えてください" in here.post(page, given).text

    clock.shift(timedelta(minutes=9))
    assert "回復コードを控えてください" in here.post(page, {"do": "codes"}).text
    clock.shift(timedelta(minutes=2))
    assert "まだ何も変えていません" in here.post(page, {"do": "codes"}).text
    assert Factor.objects.count() == 1
    assert Entry.objects.filter(action="identity.proved").count() == 1


def test_a_wrong_password_is_told_and_slowed_as_at_the_login(clock, somebody):
    user, _, page = somebody
    here = Client()
    here.force_login(user)

    answers = [prove(here, page, "chigau-kotoba") for _ in range(12)]

    assert answers[0].status_code == 422
    assert "いまのパスワードが違います" in answers[0].text
    assert answers[-1].status_code == 429
    assert prove(here, page).status_code == 429
