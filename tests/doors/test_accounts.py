"""アカウント: who is logged in is read with the session, and checked as Django checks it."""

import pytest
from django.contrib.auth import SESSION_KEY
from django.test import Client

from tests import make
from uketsuke.identity.models import Role, Session, User

MY = "/my/"
pytestmark = pytest.mark.usefixtures("world")


@pytest.fixture
def owner() -> User:
    group = make.group()
    assert group.user
    return group.user


@pytest.fixture
def client(owner: User) -> Client:
    client = Client()
    client.force_login(owner)
    return client


def is_in(client: Client) -> bool:
    """Whether the page opens; a stranger is led to the login."""
    return client.get(MY).status_code == 200


def test_session_and_account_are_one_question(client, django_assert_max_num_queries):
    with django_assert_max_num_queries(100) as asked:
        assert is_in(client)
    accounts = [each["sql"] for each in asked if '"identity_user"' in each["sql"]]
    sessions = [each["sql"] for each in asked if '"identity_session"' in each["sql"]]
    assert accounts == sessions
    assert len(accounts) == 1


def test_who_was_shut_out_is_out_at_once(client, owner):
    assert is_in(client)
    User.objects.filter(pk=owner.pk).update(is_active=False)
    assert not is_in(client)


def test_with_another_password_older_sessions_end(client, owner):
    owner.set_password("とても長い合言葉です2026")
    owner.save(update_fields=["password"])
    assert not is_in(client)
    assert not Session.objects.exists()


def test_a_session_whose_row_names_somebody_else_is_hers_who_opened_it(client, owner):
    other = User.objects.create(login="00000077", role=Role.GROUP, password="!")
    Session.objects.update(user=other)
    assert is_in(client)
    assert client.session[SESSION_KEY] == str(owner.pk)


def test_a_session_of_nobody_is_a_strangers():
    client = Client()
    session = client.session
    session["seen"] = 1
    session.save()
    client.cookies["session"] = session.session_key
    assert not is_in(client)


@pytest.mark.parametrize(
    "key", ["abc\0defghijkl", "a" * 41, "short", "ABCDEFGHIJ", "a-b-c-d-e-f", ""]
)
def test_a_key_that_is_none_of_ours_is_not_looked_for(key, django_assert_max_num_queries):
    client = Client()
    client.cookies["session"] = key
    with django_assert_max_num_queries(100) as asked:
        assert not is_in(client)
    assert not [each for each in asked if '"identity_session"' in each["sql"]]
