"""職員の入口: from where, as whom, and with which role the staff's daily pages open."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests import make
from uketsuke.doors.counter.urls import urlpatterns
from uketsuke.identity.models import Network, Role

pytestmark = pytest.mark.usefixtures("noon", "world")

ELSEWHERE = "203.0.113.9"
DAILY = {Role.COUNTER, Role.MANAGER}
OVERSEEN = DAILY | {Role.WARD}
DECIDED = {Role.MANAGER, Role.WARD}
MAY_ENTER = {
    "ledger": OVERSEEN,
    "find": DAILY,
    "group": DAILY,
    "book": DAILY,
    "blocks": OVERSEEN,
    "block_new": DAILY,
    "block": OVERSEEN,
    "block_approve": DECIDED,
    "block_end": DECIDED,
}
ENTRANCE = {"login", "second", "security", "password", "unlock", "logout"}
HELP = {"keys", "manual", "chapter", "pages"}
POST_ONLY = {"block_approve", "block_end"}
OF = tuple(
    f"uketsuke.doors.counter.{part}"
    for part in ("ledger", "phone", "bookings.blocks", "accounts.login", "keys", "manual", "pages")
)
STAFF = [role for role in Role if role != Role.GROUP]


def address(name: str) -> str:
    """The address of a page of that name, of something that exists."""
    if name == "group":
        return reverse("counter:group", args=[make.group().number])
    if name in ("block", "block_approve", "block_end"):
        return reverse(f"counter:{name}", args=[make.block().pk])
    return reverse(f"counter:{name}")


def as_staff(client: Client, role: Role, hall: str = "") -> Client:
    client.force_login(make.staff(role, hall=hall))
    return client


def log_in(client: Client, login: str, password: str, **more: str) -> Any:
    return client.post(reverse("counter:login"), {"login": login, "password": password} | more)


def test_every_page_of_the_ledger_stands_in_this_table():
    names = {page.name for page in urlpatterns if page.callback.__module__.startswith(OF)}

    assert names == set(MAY_ENTER) | ENTRANCE | HELP


@pytest.mark.parametrize("role", STAFF)
@pytest.mark.parametrize("name", MAY_ENTER)
def test_a_page_opens_to_its_roles_and_does_not_exist_for_others(
    client: Client, name: str, role: Role
):
    opens = 405 if name in POST_ONLY else 200

    answer = as_staff(client, role).get(address(name))

    assert answer.status_code == (opens if role in MAY_ENTER[name] else 404)


@pytest.mark.parametrize("name", MAY_ENTER)
def test_who_is_not_logged_in_is_asked_to(client: Client, name: str):
    page = address(name)

    answer = client.get(page, {"date": "2027-02-06", "view": "day"})

    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("counter:login"))
    assert "%26view%3Dday" in answer["Location"]


@pytest.mark.parametrize("name", [*MAY_ENTER, *ENTRANCE])
def test_elsewhere_no_page_of_the_staff_exists(client: Client, name: str):
    page = address(name)
    as_staff(client, Role.MANAGER)

    answer = client.get(page, REMOTE_ADDR=ELSEWHERE)
    nothing = client.get("/no-such-page/", REMOTE_ADDR=ELSEWHERE)

    assert answer.status_code == 404
    assert answer.content == nothing.content


@pytest.mark.parametrize("claimed", ["127.0.0.1", "127.0.0.1, 127.0.0.1", "::1"])
def test_a_stranger_who_claims_a_listed_address_stays_a_stranger(client: Client, claimed: str):
    as_staff(client, Role.MANAGER)

    answer = client.get("/staff/", REMOTE_ADDR=ELSEWHERE, HTTP_X_FORWARDED_FOR=claimed)

    assert answer.status_code == 404


def test_behind_a_trusted_proxy_its_own_word_counts_and_no_other(client: Client, settings: Any):
    settings.TRUSTED_PROXIES = [f"{ELSEWHERE}/32"]
    as_staff(client, Role.MANAGER)

    here = client.get("/staff/", REMOTE_ADDR=ELSEWHERE, HTTP_X_FORWARDED_FOR="127.0.0.1")
    forged = client.get(
        "/staff/", REMOTE_ADDR=ELSEWHERE, HTTP_X_FORWARDED_FOR="127.0.0.1, 198.51.100.7"
    )

    assert (here.status_code, forged.status_code) == (200, 404)


def test_a_member_of_one_hall_works_from_that_hall_only(client: Client):
    Network.objects.all().delete()
    Network.objects.create(cidr="192.0.2.0/24", hall="tansu", label="牛込箪笥の窓口（見本）")

    own = as_staff(client, Role.COUNTER, "tansu").get("/staff/", REMOTE_ADDR="192.0.2.5")
    other = as_staff(client, Role.COUNTER, "yotsuya").get("/staff/", REMOTE_ADDR="192.0.2.5")

    assert (own.status_code, other.status_code) == (200, 404)


def test_a_group_that_is_logged_in_is_nobody_here(client: Client):
    client.force_login(make.group().user)

    answer = client.get("/staff/")

    assert answer["Location"].startswith(reverse("counter:login"))


def test_staff_come_in_with_a_new_session_and_go_on_to_where_they_were(client: Client):
    user = make.staff(Role.COUNTER)
    session = client.session
    session["x"] = 1
    session.save()
    before = session.session_key

    answer = log_in(client, user.login, make.PASSWORD, next="/staff/?view=day&date=2027-02-06")

    assert answer["Location"] == "/staff/?view=day&date=2027-02-06"
    assert client.session.session_key != before


@pytest.mark.parametrize("elsewhere", ["https://example.com/staff/", "//example.com/", "/my/", ""])
def test_nobody_is_led_away_after_the_login(client: Client, elsewhere: str):
    user = make.staff(Role.COUNTER)

    answer = log_in(client, user.login, make.PASSWORD, next=elsewhere)

    assert answer["Location"] == reverse("counter:ledger")


def test_all_failures_look_alike(client: Client):
    closed = make.staff(Role.COUNTER)
    closed.is_active = False
    closed.save()
    member = make.group(password=make.PASSWORD)
    elsewhere = make.staff(Role.COUNTER, hall="yotsuya")
    Network.objects.update(hall="tansu")
    attempts = [
        ("unknown-1", make.PASSWORD),
        (make.staff(Role.MANAGER).login, "wrong-wrong-wrong"),
        (closed.login, make.PASSWORD),
        (member.number, make.PASSWORD),
        (elsewhere.login, make.PASSWORD),
    ]

    seen = {log_in(client, *attempt).context["form"].errors.as_json() for attempt in attempts}

    assert len(seen) == 1
    assert "_auth_user_id" not in client.session


def test_guessing_a_groups_password_here_is_slowed_like_any_guessing(client: Client):
    member = make.group(password=make.PASSWORD)

    answers = [log_in(client, member.number, make.PASSWORD).status_code for _ in range(11)]

    assert answers[0] == 422
    assert answers[-1] == 429


def test_logging_out_takes_a_post(client: Client):
    as_staff(client, Role.COUNTER)

    asked = client.get(reverse("counter:logout"))
    left = client.post(reverse("counter:logout"))

    assert asked.status_code == 405
    assert left["Location"] == reverse("counter:login")
    assert client.get("/staff/").status_code == 302


def test_the_vendor_is_told_that_nothing_is_open(client: Client):
    user = make.staff(Role.VENDOR)

    answer = log_in(client, user.login, make.PASSWORD)
    page = client.get(answer["Location"]).content.decode()

    assert answer["Location"] == reverse("counter:works")
    assert "区が承認してから、その時間のあいだだけ" in page
