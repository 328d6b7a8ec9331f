"""持出しは暗号化だけ: every staff address that answers with a file is opened by every role; no
file names a person in clear, but for the papers that go to one group or are put in an envelope."""

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any
from uuid import uuid4
from zipfile import ZipFile, is_zipfile

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client
from pypdf import PdfReader

from tests import make
from tests.architecture.test_pages import pages_of_staff
from tests.doors.test_another_group import HOLE, filled
from tests.make import NOON
from uketsuke.audit.models import Entry
from uketsuke.groups.models import Group
from uketsuke.identity.models import STAFF, Role
from uketsuke.notices.letter import actions as letters
from uketsuke.protection.portrait import portrait

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]
# 紙: printed, signed for and handed to the one group, or put in its envelope (decision 0022).
PAPERS = {
    "staff/letters/<int:pk>/letters.pdf",
    "staff/lottery/<slug:code>/letters.pdf",
}
WORDS = {
    "slug": ("yotsuya", "2027-06-residents"),
    "str": ("2026-11", "2027-02", "2026-11-24", "pdf", "xlsx", "booking.approved"),
    "path": ("x",),
}
ASKED = {"hall": "yotsuya", "date": "2027-02-20", "month": "2026-11-01", "do": "show"}
SEARCHED = ASKED | {"q": "見本の会", "number": ""}


@pytest.fixture
def group() -> Iterator[Group]:
    """A group without mail: bookings, on the day of the sheet too, money, letters to print."""
    with time_machine.travel(NOON, tick=False):
        persons = {
            role: make.Items(f"見本名 {role}子", f"見本県{role}町7", "03-0000-7777", "", "")
            for role in make.PersonRole
        }
        group = make.group("見本の会", persons=persons)
        made = make.booking(group, approved=True)
        make.pay(made)
        make.cancel(made)
        make.pay_back(made, made.price)
        make.booking(group, make.use("pm"), approved=True)
        letters.print_waiting(uuid4(), by=make.counter(), at=NOON)
        yield group


@pytest.mark.unshown
@pytest.mark.drawn(sends="a file is asked for by a form; what is in it is the question")
def test_no_file_of_the_staff_names_a_person_in_clear(group):
    personal, kept, clients = persons_of(group), portrait(group), {}
    for role in STAFF - {Role.VENDOR}:  # of the vendor see test_vendor_walk
        clients[role] = Client()
        clients[role].force_login(make.staff(role))
    files, leaks = set(), set()
    # The accounts last: whoever is stopped on the way gets no file any more.
    for address, view in sorted(pages_of_staff(True), key=lambda page: "people/" in page[0]):
        roles = [role for role in clients if role in view.allows]
        for path in addresses(address, kept) if roles and "logout" not in address else ():
            if not (told := files_of(clients[roles[0]], path)):
                continue
            files |= {address}
            told += [file for role in roles[1:] for file in files_of(clients[role], path)]
            leaks |= {address for each in told for one in personal if one in text_of(each)}

    assert leaks <= PAPERS
    assert "staff/letters/<int:pk>/letters.pdf" in leaks  # the reader of files reads
    assert {
        "staff/bookings/<slug:number>/permit.pdf",
        "staff/months/journal.csv",
        "staff/today/sheet.pdf",
        "staff/today/sheet/phones.pdf",
    } <= files


def test_whatever_shows_a_person_is_on_record(group):
    personal, kept, silent, shown = persons_of(group), portrait(group), set(), set()
    manager = Client()
    manager.force_login(make.staff(Role.MANAGER))
    for address, view in pages_of_staff(True):
        if Role.MANAGER not in view.allows or "logout" in address:
            continue
        for path in addresses(address, kept):
            before = Entry.objects.count()
            told = text_of(manager.get(path, SEARCHED))
            if any(one in told for one in personal):
                shown |= {address}
                silent |= {address} if Entry.objects.count() == before else set()

    assert silent == set()
    assert "staff/letters/<int:pk>/letters.pdf" in shown


def test_the_sheet_with_numbers_is_locked(group):
    clerk = Client()
    clerk.force_login(make.staff(Role.COUNTER))

    answer = clerk.post("/staff/today/sheet/phones.pdf", ASKED)

    reader = PdfReader(BytesIO(answer.content))
    assert reader.is_encrypted
    assert reader.decrypt("") == 0
    assert "/AESV3" in str(reader.trailer["/Encrypt"])


def files_of(client: Client, path: str) -> list[HttpResponse]:
    """What leaves as a file when ``path`` is asked for, or sent something."""
    return [each for each in (client.get(path, ASKED), client.post(path, ASKED)) if is_file(each)]


def persons_of(group: Group) -> list[str]:
    """What no file may show: the persons' names, addresses, numbers and mail."""
    found = ((p.name, p.address, p.phone_home, p.mail) for p in group.persons.all())
    return [re.sub(r"\s", "", item) for items in found for item in items if item]


def addresses(address: str, kept: dict[str, Any]) -> set[str]:
    holes = HOLE.findall(address)
    if not holes:
        return {f"/{address}"}
    fitting = filled(address, kept) if holes[0][0] in ("int", "slug") else set()
    if not address.endswith((".pdf", "file/")):  # a page: two of each are enough to see its kind
        fitting = set(sorted(fitting)[:2])
    return fitting | {"/" + HOLE.sub(word, address) for word in WORDS.get(holes[0][0], ())}


def is_file(answer: HttpResponse) -> bool:
    kind = answer.get("Content-Type", "")
    return answer.status_code == 200 and (
        "Content-Disposition" in answer or not kind.startswith("text/html")
    )


def text_of(answer: HttpResponse) -> str:
    content = answer.content
    if content.startswith(b"%PDF"):
        reader = PdfReader(BytesIO(content))
        told = "" if reader.is_encrypted else "".join(p.extract_text() for p in reader.pages)
    elif is_zipfile(BytesIO(content)):
        told = "".join(
            ZipFile(BytesIO(content)).read(name).decode(errors="replace")
            for name in ZipFile(BytesIO(content)).namelist()
        )
    else:
        told = content.decode(errors="replace") + content.decode("cp932", errors="replace")
    return re.sub(r"\s", "", told)
