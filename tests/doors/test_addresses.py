"""許可アドレス: from elsewhere the staff side does not exist; here each role sees its own pages."""

import re
from urllib.parse import unquote

import pytest
from django.test import Client, override_settings
from django.urls import URLPattern, get_resolver

from tests import make
from uketsuke.identity.models import STAFF, Network, Role, User

ELSEWHERE, PROXY, LISTED = "203.0.113.9", "10.0.0.1", "198.51.100.7"
SOME = {"int": "1", "str": "12345678", "slug": "12345678", "own_number": "12345678"}
SOME["path"] = "x"
SOME["uuid"] = "00000000-0000-0000-0000-000000000000"
METHODS = ("get", "post", "put", "patch", "delete", "options", "head")
TRICKS = (
    "/STAFF/",
    "/Staff/",
    "//staff/",
    "/./staff/",
    "/%73taff/",
    "/%2Fstaff/",
    "/staff/../staff/",
    "/staff/%2e%2e/staff/",
    "/staff//",
    "/staff;/",
    "/staff%00/",
    "/availability/../staff/",
)


def pages(resolver, before=""):
    """(address, view) of every page below ``resolver``, with something for each parameter."""
    for entry in resolver.url_patterns:
        address = before + re.sub(r"<(\w+):\w+>", lambda m: SOME[m[1]], str(entry.pattern))
        if isinstance(entry, URLPattern):
            yield f"/{address}", entry.callback
        else:
            yield from pages(entry, address)


OF_STAFF = [
    (address, view)
    for address, view in pages(get_resolver("uketsuke.urls"))
    if address.startswith("/staff/")
]
ADDRESSES = [address for address, _ in OF_STAFF]
GUARDED = [page for page in OF_STAFF if page[0] not in ("/staff/login/", "/staff/logout/")]


def answer_of(client: Client, method: str, address: str, **more: str) -> tuple[int, str, dict]:
    """What somebody gets who asks, without what may differ between any two answers."""
    answer = getattr(client, method)(address, **more)
    body = answer.content.decode().replace(address, "")
    headers = {name: text for name, text in answer.headers.items() if name != "Content-Length"}
    return answer.status_code, re.sub(r'value="[A-Za-z0-9]{64}"', "", body), headers


@pytest.fixture(autouse=True)
def _listed(world: None) -> None:
    Network.objects.create(cidr=f"{LISTED}/32", hall="", label="見本の窓口")


def test_the_walk_finds_the_staff_side():
    assert len(ADDRESSES) > 30
    assert {"/staff/", "/staff/queue/", "/staff/audit/", "/staff/login/"} <= set(ADDRESSES)


@pytest.mark.parametrize("method", METHODS)
def test_from_elsewhere_every_page_of_the_staff_answers_like_none(client: Client, method: str):
    none = answer_of(client, method, "/no-such-page/", REMOTE_ADDR=ELSEWHERE)

    assert none[0] == 404 or method == "options"
    assert [
        address
        for address in ADDRESSES
        if answer_of(client, method, address, REMOTE_ADDR=ELSEWHERE) != none
    ] == []


def test_not_even_to_staff_who_are_logged_in(client: Client):
    client.force_login(make.staff(Role.MANAGER))
    none = answer_of(client, "get", "/no-such-page/", REMOTE_ADDR=ELSEWHERE)

    told = {answer_of(client, "get", each, REMOTE_ADDR=ELSEWHERE)[0] for each in ADDRESSES}

    assert none[0] == 404
    assert told == {404}


@pytest.mark.drawn
@pytest.mark.parametrize(
    "forged", [LISTED, f"{LISTED}, {LISTED}", f"127.0.0.1, {LISTED}", "::1", "127.0.0.1"]
)
@pytest.mark.parametrize("header", ["HTTP_X_FORWARDED_FOR", "HTTP_X_REAL_IP", "HTTP_FORWARDED"])
def test_a_forged_header_opens_nothing(client: Client, header: str, forged: str):
    told = {
        client.get(each, REMOTE_ADDR=ELSEWHERE, **{header: forged}).status_code
        for each in ADDRESSES
    }

    assert told == {404}


@override_settings(TRUSTED_PROXIES=[f"{PROXY}/32"])
@pytest.mark.parametrize(
    ("hops", "status"),
    [
        (LISTED, 200),
        (f"{ELSEWHERE}, {LISTED}", 200),
        (ELSEWHERE, 404),
        (f"{LISTED}, {ELSEWHERE}", 404),  # what a stranger wrote in front
        (f"{LISTED}, {ELSEWHERE}, {PROXY}", 404),
        (f"{LISTED}, {PROXY}", 200),
        ("", 404),
        ("no address", 404),
    ],
)
def test_behind_a_trusted_proxy_only_its_own_word_counts(client: Client, hops: str, status: int):
    answer = client.get("/staff/login/", REMOTE_ADDR=PROXY, HTTP_X_FORWARDED_FOR=hops)

    assert answer.status_code == status


@pytest.mark.parametrize(
    ("proxies", "hops", "status"),
    [
        (["unix"], LISTED, 200),
        (["unix"], f"{LISTED}, {ELSEWHERE}", 404),
        ([], LISTED, 404),
        ([f"{PROXY}/32"], LISTED, 404),
    ],
)
def test_a_socket_of_the_machine_is_believed_only_where_it_is_named(
    client: Client, settings, proxies: list[str], hops: str, status: int
):
    settings.TRUSTED_PROXIES = proxies

    answer = client.get("/staff/login/", REMOTE_ADDR="", HTTP_X_FORWARDED_FOR=hops)

    assert answer.status_code == status


@override_settings(TRUSTED_PROXIES=[f"{PROXY}/32"])
def test_who_comes_past_the_proxy_is_judged_by_the_own_address(client: Client):
    past = client.get("/staff/login/", REMOTE_ADDR=ELSEWHERE, HTTP_X_FORWARDED_FOR=LISTED)

    assert past.status_code == 404


def test_without_login_every_page_leads_to_the_staff_login(client: Client):
    told = {
        address: client.get(address).headers.get("Location", "").partition("?")[0]
        for address, _ in GUARDED
    }

    assert [each for each, to in told.items() if to != "/staff/login/"] == []


def test_a_group_gets_nothing_of_the_staff_side(client: Client):
    client.force_login(make.group().user)

    told = {client.get(address).headers.get("Location", "")[:13] for address, _ in GUARDED}

    assert told == {"/staff/login/"}


@pytest.mark.parametrize("role", sorted(STAFF))
def test_every_wrong_role_gets_a_page_that_does_not_exist(client: Client, role: Role):
    client.force_login(make.staff(role))
    wrong = [address for address, view in GUARDED if role not in view.allows]

    told = {
        (address, method): getattr(client, method)(address).status_code
        for address in wrong
        for method in ("get", "post")
    }

    assert wrong
    assert [each for each, status in told.items() if status != 404] == []


def test_a_clerk_works_only_from_the_addresses_of_her_hall(client: Client):
    Network.objects.create(cidr="192.0.2.0/24", hall="tansu", label="箪笥の窓口")
    client.force_login(make.staff(Role.COUNTER, hall="yotsuya"))

    assert client.get("/staff/", REMOTE_ADDR="192.0.2.5").status_code == 404
    assert client.get("/staff/", REMOTE_ADDR=LISTED).status_code == 200


def test_who_was_stopped_is_out_at_once(client: Client):
    user = make.staff(Role.COUNTER)
    client.force_login(user)
    assert client.get("/staff/").status_code == 200

    User.objects.filter(pk=user.pk).update(is_active=False)

    assert client.get("/staff/").status_code == 302


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_a_wrong_method_changes_nothing_and_is_told_kindly(client: Client, method: str):
    client.force_login(make.staff(Role.MANAGER))

    told = {getattr(client, method)(address).status_code for address in ADDRESSES}

    assert told <= {404, 405}


@pytest.mark.parametrize("path", TRICKS)
def test_a_trick_with_the_path_opens_nothing(client: Client, path: str):
    answer = client.get("/", PATH_INFO=unquote(path), REMOTE_ADDR=ELSEWHERE)

    assert answer.status_code in (400, 404)
    assert "職員" not in answer.content.decode()
