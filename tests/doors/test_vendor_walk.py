"""保守委託先: during approved work every staff address is tried; none shows a person."""

import re
from io import BytesIO
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from pypdf import PdfReader

from tests import lots, make
from tests.architecture.test_pages import pages_of_staff
from tests.make import NOON
from uketsuke.audit.models import Entry
from uketsuke.identity.models import Role
from uketsuke.kernel.actors import Actor, Who
from uketsuke.protection.maintenance import actions
from uketsuke.protection.maintenance.actions import Plan
from uketsuke.protection.models import Work

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]
HOLE = re.compile(r"<(\w+):(\w+)>")
VENDOR = Actor(Who.VENDOR, "vendor-1", "127.0.0.1")
# Where the vendor may be at all; for the address itself see its own tests.
MAY = {
    "staff/login/",
    "staff/login/check/",
    "staff/logout/",
    "staff/unlock/",
    "staff/keys/",
    "staff/manual/",
    "staff/manual/<slug:word>/",
    "staff/pages/",  # names only what is open to her
    "staff/security/",
    "staff/password/",
    "staff/inventory/",
    "staff/protection/",
    "staff/work/",
    "staff/work/ask/",
    "staff/work/<int:pk>/report/",
    "staff/work/<int:pk>/<slug:paper>.pdf",
}


@pytest.fixture
def at_work():
    """The vendor logged in, her work open, and a group with something of every kind."""
    with time_machine.travel(NOON, tick=False):
        win, _ = lots.winner_and_loser()
        booking = make.booking(win.entry.group, approved=True)
        receipt = make.pay(booking)
        clerk = make.staff(Role.COUNTER, name="見本 窓口花子")
        plan = Plan("部品の更新", "設定だけ", NOON, NOON.replace(hour=14))
        work = actions.ask(plan, uuid4(), by=VENDOR, at=NOON)
        actions.approve(work.pk, by=make.ward(), at=NOON)
        client = Client()
        client.force_login(make.staff(Role.VENDOR, login="vendor-1"))
        own = {
            "int": (booking.pk, work.pk, win.entry.group_id, 1),
            "slug": (win.entry.group.number, booking.number, receipt.number, "yotsuya", "report"),
            "str": ("2026-11", "2026-11-24", booking.number),
            "uuid": (uuid4(),),
            "path": ("x",),
            "own_number": (booking.number,),
        }
        persons = [
            value
            for person in win.entry.group.persons.all()
            for value in (person.name, person.address, person.phone_home, person.mail)
            if value
        ]
        yield client, own, [*persons, clerk.name]


def addresses(address: str, own: dict[str, tuple[object, ...]]) -> set[str]:
    """``address`` with real numbers in its holes."""
    most = max((len(own[kind]) for kind, _ in HOLE.findall(address)), default=1)
    return {
        "/" + HOLE.sub(lambda hole, nth=nth: str(own[hole[1]][nth % len(own[hole[1]])]), address)
        for nth in range(most)
    }


def test_no_staff_address_shows_her_a_person(at_work):
    client, own, personal = at_work
    assert len(personal) > 6
    opened, leaks = set(), []
    for address, _ in pages_of_staff(True):
        for path in addresses(address, own):
            for answer in (client.get(path), client.get(path, {"q": "見本", "hall": "yotsuya"})):
                opened |= {address} if answer.status_code < 300 else set()
                leaks += [(path, one) for one in personal if one in text_of(answer)]

    manager = Client()
    manager.force_login(make.staff(Role.MANAGER))
    assert personal[0] in text_of(manager.get(f"/staff/groups/{own['slug'][0]}/"))
    assert leaks == []
    assert opened <= MAY
    assert {"staff/inventory/", "staff/protection/", "staff/work/"} <= opened


def test_no_staff_address_takes_anything_from_her(at_work):
    client, own, _ = at_work
    taken = {
        address
        for address, _ in pages_of_staff(True)
        if address not in MAY
        for path in addresses(address, own)
        if client.post(path, {"do": "yes", "why": "見本", "token": str(uuid4())}).status_code != 404
    }

    assert taken == set()


def test_every_page_is_shut_by_its_guard_not_by_a_missing_row(at_work):
    allowed = {address for address, view in pages_of_staff(True) if Role.VENDOR in view.allows}

    assert allowed == MAY


def text_of(answer) -> str:
    if answer.get("Content-Type") == "application/pdf":
        return "".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages)
    return answer.content.decode(errors="replace")


class TestPapers:
    def test_the_application_is_printed_and_the_report_tells_what_was_opened(self, at_work):
        client, _, _ = at_work
        work = Work.objects.get()
        assert client.get(f"/staff/work/{work.pk}/report.pdf").status_code == 404
        client.get("/staff/inventory/")
        client.get("/staff/inventory/")

        asked = text_of(client.get(f"/staff/work/{work.pk}/application.pdf"))
        client.post(f"/staff/work/{work.pk}/report/", {"text": "部品を三つ更新"})
        reported = text_of(client.get(f"/staff/work/{work.pk}/report.pdf"))

        assert "保守作業 申請書" in asked
        assert work.number in asked
        assert "ward-1" in asked
        assert "部品を三つ更新" in reported
        assert "/staff/inventory/" in reported
        assert "2回" in reported
        assert Entry.objects.filter(action="work.print").count() == 2

    def test_the_ward_prints_all_another_vendor_none(self, at_work):
        work, ward, other = Work.objects.get(), Client(), Client()
        ward.force_login(make.staff(Role.WARD))
        other.force_login(make.staff(Role.VENDOR, login="vendor-2"))
        page = f"/staff/work/{work.pk}/application.pdf"

        assert ward.get(page)["Content-Type"] == "application/pdf"
        assert other.get(page).status_code == 404
        assert ward.get(f"/staff/work/{work.pk}/other.pdf").status_code == 404
