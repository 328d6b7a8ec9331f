"""記録: what is written down about requests and faults, and that nobody is in it."""

import io
import json
import logging
import re

import pytest
import time_machine
from django.test import Client

from tests import make
from tests.make import NOON
from uketsuke.groups.models import Person
from uketsuke.identity.models import Role
from uketsuke.kernel.logs import Lines

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]
PLANTED = ("見本花子丸", "03-9999-0077", "himitsu-no-kotoba", "hanako@mihon.example", "qqq-search")
PAGES = (
    "/",
    "/availability/",
    "/login/",
    "/my/",
    "/my/notices/",
    "/register/",
    "/nowhere/",
    "/book/",
)
STAFF_PAGES = ("/staff/", "/staff/find/", "/staff/queue/", "/staff/audit/", "/staff/dues/")


@pytest.fixture
def lines():
    """Everything that is written, as production writes it."""
    stream, root = io.StringIO(), logging.getLogger()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(Lines())
    before = root.level, logging.getLogger("uketsuke").level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    logging.getLogger("uketsuke").setLevel(logging.DEBUG)
    with time_machine.travel(NOON, tick=False):
        yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    root.removeHandler(handler)
    root.setLevel(before[0])
    logging.getLogger("uketsuke").setLevel(before[1])


def of_requests(found: list[dict]) -> list[dict]:
    return [line for line in found if line["name"] == "uketsuke.request"]


def test_each_request_leaves_one_line(lines):
    Client().get("/availability/yotsuya/hall/2027-04/?from=qqq-search")

    [line] = of_requests(lines())

    assert line["family"] == "availability"
    assert (line["method"], line["status"], line["who"]) == ("GET", 200, "stranger")
    assert line["time"].endswith("+00:00")
    assert re.fullmatch(r"[0-9a-f]{12}", line["id"])


def test_nobody_is_in_the_log(lines, client):
    group = make.group(PLANTED[0], password=make.PASSWORD)
    for person in Person.objects.filter(group=group):
        person.name, person.phone_mobile = PLANTED[0], PLANTED[1]
        person.mail = PLANTED[3] if person.mail else ""
        person.save()
    booking = make.booking(group)
    client.post("/login/", {"login": PLANTED[3], "password": PLANTED[2]})
    client.post("/forgotten/", {"number": PLANTED[1], "mail": PLANTED[3]})
    client.get(f"/password/12-{PLANTED[2]}/")
    client.force_login(group.user)
    for page in (*PAGES, f"/my/bookings/{booking.number}/", f"/my/bookings/{booking.number}/pay/"):
        client.get(page, {"q": PLANTED[4]})
        client.post(page, {"title": PLANTED[0], "phone": PLANTED[1]})
    strict = Client(enforce_csrf_checks=True)
    strict.post("/login/", {"login": PLANTED[3], "password": PLANTED[2]})
    client.get("/", HTTP_HOST=f"{PLANTED[4]}.example")
    client.force_login(make.staff(Role.MANAGER))
    for page in STAFF_PAGES:
        client.get(page, {"q": PLANTED[0]})
    client.get(f"/staff/groups/{group.number}/")

    found = lines()
    written = json.dumps(found, ensure_ascii=False)

    assert len(of_requests(found)) > 25
    assert {line["who"] for line in of_requests(found)} == {"stranger", "group", "manager"}
    assert [value for value in (*PLANTED, group.number, booking.number) if value in written] == []


def test_a_fault_says_where_but_not_what_was_typed(lines, client, monkeypatch):
    def broken(*_: object, **__: object) -> None:
        raise ValueError(f"{PLANTED[0]} {PLANTED[3]}")

    monkeypatch.setattr("uketsuke.doors.portal.accounts.login.render", broken)
    client.raise_request_exception = False

    answer = client.get("/login/", {"next": PLANTED[4]})

    fault = next(line for line in lines() if line.get("error"))
    assert answer.status_code == 500
    assert fault["error"] == "ValueError"
    assert any("portal/accounts/login.py" in place for place in fault["at"])
    assert not any(value in json.dumps(fault, ensure_ascii=False) for value in PLANTED)
    assert fault["id"] in answer.text, "so that who calls us can be helped"
    assert of_requests(lines())[-1]["id"] == fault["id"]


def test_the_number_of_a_trusted_proxy_is_kept_and_no_other(lines, client, settings):
    given = "0123456789abcdef0123456789abcdef"
    client.get("/", HTTP_X_REQUEST_ID=given)
    settings.TRUSTED_PROXIES = ["unix"]
    client.get("/", HTTP_X_REQUEST_ID=given)
    client.get("/", HTTP_X_REQUEST_ID="<script>")

    numbers = [line["id"] for line in of_requests(lines())]

    assert numbers[1] == given[:12]
    assert given[:12] not in (numbers[0], numbers[2])
    assert "<" not in numbers[2]


def test_what_others_say_is_kept_without_its_values():
    def told(name: str, words: str, *values: object) -> str:
        record = logging.LogRecord(name, logging.WARNING, "x", 1, words, values, None)
        return json.loads(Lines().format(record))["said"]

    assert told("django.request", "Not Found: %s", "/password/12-abcd/") == "Not Found: %s"
    assert told("other", "a whole sentence with 見本花子丸") == "(left out)"
    assert told("uketsuke.worker", "%s failed", "beat") == "beat failed"
    assert "\n" not in Lines().format(
        logging.LogRecord("uketsuke", logging.INFO, "x", 1, "one\ntwo", (), None)
    )


def test_a_missing_page_carries_no_number(client):
    """Outside the listed addresses a staff page answers like it, to the last sign."""
    assert client.get("/nowhere/").text == client.get("/nowhere/").text
