"""事故の記録 at the counter: whoever notices writes at once; the ward says when it is over."""

from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from pypdf import PdfReader

from tests.clients import staff
from tests.make import NOON
from uketsuke.identity.models import Role
from uketsuke.protection.incidents.steps import needed
from uketsuke.protection.models import Contact, Incident

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]
PAGE = "/staff/incidents/"


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOON, tick=False) as moment:
        yield moment


def given(**more: str) -> dict[str, str]:
    words = {"kind": "leak", "what": "封筒を取り違えた", "day": "2026-11-24", "hour": "11"}
    return words | {"persons": "1", "token": str(uuid4())} | more


def opens(client: Client) -> str:
    answer = client.post(f"{PAGE}open/", given())
    assert answer.status_code == 302, answer.text
    return answer["Location"]


def write(client: Client, page: str, step: str, text: str = "しました") -> int:
    words = {"step": step, "text": text, "token": str(uuid4())}
    return client.post(f"{page}note/", words).status_code


def test_from_first_word_to_the_end(clock, tmp_path):
    counter, ward, manager = staff(Role.COUNTER), staff(Role.WARD), staff(Role.MANAGER)
    manager.post(f"{PAGE}contacts/", {"office": "見本課", "phone": "03-0000-0000"})
    page = opens(counter)
    assert "見本課" in counter.get(page).text
    clock.shift(4 * 60 * 60)
    counter, ward, manager = staff(Role.COUNTER), staff(Role.WARD), staff(Role.MANAGER)
    assert "期限を過ぎています" in counter.get(page).text

    early = ward.post(f"{page}close/")
    assert early.status_code == 422
    assert "まだ記録のない手順" in early.text
    for step in needed(persons=True):
        assert write(counter, page, step.code) == 302
    assert ward.post(f"{page}close/").status_code == 302

    printed = manager.get(f"{page[:-1]}.pdf")
    (tmp_path / "report.pdf").write_bytes(printed.content)
    text = "".join(one.extract_text() for one in PdfReader(tmp_path / "report.pdf").pages)
    assert "封筒を取り違えた" in text
    assert Incident.objects.get().closed_at


def test_only_the_ward_ends_it():
    page = opens(staff(Role.COUNTER))

    for role in (Role.COUNTER, Role.MANAGER, Role.ADMINISTRATOR):
        assert staff(role).post(f"{page}close/").status_code == 404


@pytest.mark.parametrize(
    "wrong",
    [{"what": ""}, {"day": "2026-11-25"}, {"day": "きのう"}, {"persons": "x"}, {"kind": "x"}],
)
def test_bad_input_stores_nothing_and_loses_nothing(wrong):
    answer = staff(Role.COUNTER).post(f"{PAGE}open/", given(**wrong))

    assert answer.status_code == 422
    assert not Incident.objects.exists()
    assert "封筒を取り違えた" in answer.text or "what" in wrong


def test_contacts_come_and_go_and_the_counter_only_reads_them():
    manager, counter = staff(Role.MANAGER), staff(Role.COUNTER)
    assert manager.post(f"{PAGE}contacts/", {"office": "", "phone": "x"}).status_code == 422
    manager.post(f"{PAGE}contacts/", {"office": "見本課", "phone": "03-0000-0000"})
    found = Contact.objects.get()

    assert counter.post(f"{PAGE}contacts/{found.pk}/").status_code == 404
    assert "見本課" in counter.get(PAGE).text
    manager.post(f"{PAGE}contacts/{found.pk}/")
    assert not Contact.objects.exists()


def test_a_number_that_is_none_is_no_page():
    assert staff(Role.WARD).get(f"{PAGE}00000000/").status_code == 404
