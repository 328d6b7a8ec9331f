"""空の申込: what arrives without a body, or with one that nobody can read, is answered kindly."""

import pytest
from django.test import Client

from tests import make

pytestmark = pytest.mark.usefixtures("noon", "world")


@pytest.fixture
def member() -> Client:
    client = Client()
    client.force_login(make.group().user)
    return client


@pytest.mark.parametrize("path", ["/register/", "/forgotten/", "/my/record/change/"])
@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("", "application/x-www-form-urlencoded"),
        ("{}", "application/json"),
        ("--x", "multipart/form-data; boundary=x"),
    ],
    ids=["nothing", "json", "cut off"],
)
def test_an_empty_form_is_not_a_success(member, path, body, kind):
    assert member.post(path, body, content_type=kind).status_code == 422


def test_an_empty_form_of_another_page_is_not_an_error():
    client = Client(enforce_csrf_checks=True, raise_request_exception=True)

    for path in ("/register/", "/forgotten/"):
        answer = client.post(path, "", content_type="application/x-www-form-urlencoded")
        assert answer.status_code in (403, 422)
