"""パスワード: long enough, not guessable from the place; changed only by who knows the old one."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client

from tests import make
from tests.clients import logged_in
from uketsuke.groups.models import Group
from uketsuke.identity.models import Role
from uketsuke.notices.models import Notice

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]
MINE, STAFFS = "/my/password/", "/staff/password/"
NEW = "atarashii-kotoba-desu"


@pytest.fixture
def group() -> Group:
    return make.group(password=make.PASSWORD)


def change(client: Client, page: str = MINE, **more: str) -> tuple[int, str]:
    given = {"current": make.PASSWORD, "password": NEW, "password_again": NEW} | more
    answer = client.post(page, given)
    return answer.status_code, answer.text


def test_changed_by_who_knows_it_all_other_sessions_end_and_the_group_is_told(group):
    here, elsewhere = logged_in(group.user), logged_in(group.user)

    assert change(here)[0] == 302

    group.user.refresh_from_db()
    assert group.user.check_password(NEW)
    assert here.get("/my/").status_code == 200
    assert elsewhere.get("/my/").status_code == 302
    assert Notice.objects.filter(kind="identity.password_changed", group=group).count() == 1


def test_staff_change_theirs_too(group):
    user = make.staff(Role.COUNTER)
    here = logged_in(user)

    assert change(here, STAFFS)[0] == 302
    assert here.get("/staff/security/").status_code == 200
    user.refresh_from_db()
    assert user.check_password(NEW)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"current": "chigau-kotoba"}, "いまのパスワードが違います"),
        ({"current": ""}, "入力"),
        ({"password_again": "betsu-no-kotoba"}, "同じではありません"),
        ({"password": "password1234", "password_again": "password1234"}, "一般的すぎます"),
        ({"password": "shinjuku2026", "password_again": "shinjuku2026"}, "推測されやすい"),
    ],
)
def test_nothing_changes_where_something_is_wrong(group, wrong, told):
    status, text = change(logged_in(group.user), **wrong)

    assert status == 422
    assert told in text
    group.user.refresh_from_db()
    assert group.user.check_password(make.PASSWORD)


def test_who_sits_at_an_open_session_does_not_guess_on(group):
    client = logged_in(group.user)

    answers = [change(client, current="chigau-kotoba")[0] for _ in range(12)]

    assert answers[-1] == 429
    assert change(client)[0] == 429


@pytest.mark.parametrize(
    "password",
    [
        "shinjuku2026",
        "Yotsuya-Hall",
        "区民ホール四谷12345",
        "uketsuke0000",
        "1234567890123",
        "password1234",
        "short",
    ],
)
def test_what_is_easy_to_guess_is_not_taken(password):
    with pytest.raises(ValidationError):
        validate_password(password)


@pytest.mark.parametrize(
    "password",
    [
        make.PASSWORD,
        "みどりの山の上の白い家",
        "correct horse battery staple",
        "shinjuku no mori de asagohan",
        "x9" * 50,
        " leading and trailing ",
    ],
)
def test_what_is_long_and_ones_own_is_taken_whatever_its_signs(password):
    validate_password(password)


def test_a_password_is_taken_as_it_is_typed(group):
    typed = "  Ａ long one with spaces　"
    assert change(logged_in(group.user), password=typed, password_again=typed)[0] == 302

    group.user.refresh_from_db()
    assert group.user.check_password(typed)
    assert not group.user.check_password(typed.strip())
