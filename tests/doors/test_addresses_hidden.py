"""許可アドレス: neither IPv6 nor the time an answer takes tells a stranger of the staff side."""

from time import thread_time

import pytest
from django.core.handlers.base import BaseHandler
from django.db import connection
from django.test import Client, RequestFactory, override_settings
from django.test.utils import CaptureQueriesContext

from uketsuke.identity.models import Network

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]
PROXY, LISTED, ELSEWHERE = "2001:db8:ffff::1", "2001:db8:1::7", "2001:db8:bad::9"
ELSEWHERE_4, LISTED_4 = "203.0.113.9", "198.51.100.7"
NOWHERE, STAFFS = "/no-such-page/", "/staff/audit/"


@pytest.fixture(autouse=True)
def _listed(world):
    Network.objects.create(cidr="2001:db8:1::/64", hall="", label="見本の窓口")
    Network.objects.create(cidr=f"{LISTED_4}/32", hall="", label="見本の窓口")


@override_settings(TRUSTED_PROXIES=[f"{PROXY}/128", "10.0.0.0/8"])
@pytest.mark.parametrize(
    ("caller", "hops", "status"),
    [
        (LISTED, "", 200),
        ("2001:db8:1:0:1:2:3:4", "", 200),
        (ELSEWHERE, "", 404),
        (ELSEWHERE, LISTED, 404),
        (f"::ffff:{LISTED_4}", "", 200),
        (f"::ffff:{ELSEWHERE_4}", LISTED_4, 404),
        (PROXY, LISTED, 200),
        (PROXY, f"{LISTED}, {ELSEWHERE}", 404),
        (PROXY, f"{ELSEWHERE}, {LISTED}", 200),
        (PROXY, f"{LISTED}, {ELSEWHERE}, 10.0.0.9", 404),
        (PROXY, f"{LISTED_4}, 10.0.0.9, {PROXY}", 200),
        (PROXY, f"[{LISTED}]", 404),
        (PROXY, f"[{LISTED}]:443", 404),
        ("no address", LISTED, 404),
    ],
)
def test_ipv6_and_addresses_within_it_are_judged_alike(caller, hops, status):
    answer = Client().get("/staff/login/", REMOTE_ADDR=caller, HTTP_X_FORWARDED_FOR=hops)

    assert answer.status_code == status


def asked(path: str) -> list[str]:
    """What the database is asked for that answer, but for the note written once it is out."""
    with CaptureQueriesContext(connection) as queries:
        Client().get(path, REMOTE_ADDR=ELSEWHERE)
    told = [query["sql"] for query in queries if "knock" not in query["sql"].lower()]
    return sorted(sql for sql in told if sql.startswith("SELECT"))


def test_the_database_is_asked_the_same_for_a_page_that_is_nowhere():
    asked(NOWHERE)  # what a process keeps is kept from now on

    assert asked(STAFFS) == asked(NOWHERE)
    assert any("identity_network" in sql for sql in asked(NOWHERE))


def took(handler: BaseHandler, path: str) -> float:
    """Seconds of work until the answer is there; what is noted afterwards is seen by nobody."""
    request = RequestFactory().get(path, REMOTE_ADDR=ELSEWHERE)
    began = thread_time()
    handler.get_response(request)
    return thread_time() - began


def test_the_answer_takes_as_long():
    handler = BaseHandler()
    handler.load_middleware()
    pairs = [(took(handler, NOWHERE), took(handler, STAFFS)) for _ in range(60)]

    nowhere, staffs = (min(times) for times in zip(*pairs, strict=True))

    assert 0.75 < staffs / nowhere < 1.35
