"""保守作業 at the counter: what opens to the vendor before, during and after."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.test import Client

from tests.architecture.test_pages import pages_of_staff
from tests.clients import staff
from tests.make import NOON
from uketsuke.audit.models import Entry
from uketsuke.identity.models import Role
from uketsuke.protection.models import Work

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]
WORKS = "/staff/work/"
ALWAYS = {"/staff/security/", "/staff/password/", WORKS}
OPENED = {
    *("/staff/inventory/", "/staff/protection/", "/staff/keys/", "/staff/manual/"),
    "/staff/pages/",
}


@pytest.fixture
def clock():
    with time_machine.travel(NOON, tick=False) as moment:
        yield moment


def asks(vendor: Client, **more: str) -> Work:
    given = {
        "what": "部品の更新",
        "touches": "設定だけ",
        "day": "2026-10-07",
        "hour": str(NOON.astimezone().hour),
        "hours": "2",
        "emergency": "on",
        "token": str(uuid4()),
    }
    answer = vendor.post("/staff/work/ask/", given | more)
    assert answer.status_code == 302, answer.text
    return Work.objects.get()


def opens(vendor: Client) -> set[str]:
    """Every plain staff page that answers the vendor with itself."""
    plain = [f"/{path}" for path, _ in pages_of_staff(True) if "<" not in path]
    shown = {path for path in plain if vendor.get(path).status_code == 200}
    return shown - {"/staff/login/", "/staff/login/check/"}


def test_what_opens_before_during_and_after(clock):
    vendor, ward = staff(Role.VENDOR, login="vendor-1"), staff(Role.WARD)
    work = asks(vendor)
    assert opens(vendor) == ALWAYS

    ward.post(f"/staff/work/{work.pk}/decide/", {"do": "yes"})
    assert opens(vendor) == ALWAYS | OPENED
    assert "開いた画面はすべて記録しています" in vendor.get("/staff/inventory/").text

    clock.shift(timedelta(minutes=20))
    vendor.post(f"/staff/work/{work.pk}/report/", {"text": "更新しました"})
    assert opens(vendor) == ALWAYS


def test_every_page_is_on_record_with_the_work(clock):
    vendor, ward = staff(Role.VENDOR, login="vendor-1"), staff(Role.WARD)
    work = asks(vendor)
    ward.post(f"/staff/work/{work.pk}/decide/", {"do": "yes"})

    vendor.get("/staff/inventory/")

    entry = Entry.objects.get(action="work.page")
    assert entry.subject == f"protection.work:{work.pk}"
    assert entry.facts == {"page": "/staff/inventory/"}


def test_the_ward_stops_it_at_once(clock):
    vendor, ward = staff(Role.VENDOR, login="vendor-1"), staff(Role.WARD)
    work = asks(vendor)
    ward.post(f"/staff/work/{work.pk}/decide/", {"do": "yes"})
    assert vendor.get("/staff/inventory/").status_code == 200

    ward.post(f"/staff/work/{work.pk}/stop/", {"why": "様子がおかしい"})

    assert vendor.get("/staff/inventory/")["Location"].startswith("/staff/login/")


def test_an_emergency_is_told_to_who_oversees_on_every_page(clock):
    vendor, ward = staff(Role.VENDOR, login="vendor-1"), staff(Role.WARD)
    work = asks(vendor)
    ward.post(f"/staff/work/{work.pk}/decide/", {"do": "yes"})

    for role in (Role.WARD, Role.ADMINISTRATOR):
        assert "緊急の作業" in staff(role).get("/staff/audit/").text


def test_what_is_wrong_is_told_and_nothing_typed_is_lost(clock):
    vendor = staff(Role.VENDOR)
    given = {"what": "見本の作業", "touches": "設定", "hours": "9", "hour": "9", "day": ""}

    answer = vendor.post("/staff/work/ask/", given)

    assert answer.status_code == 422
    assert "見本の作業" in answer.text
    assert "作業する日を入力してください" in answer.text
    assert not Work.objects.exists()


def test_a_refusal_needs_its_reason(clock):
    vendor, ward = staff(Role.VENDOR, login="vendor-1"), staff(Role.WARD)
    work = asks(vendor)

    answer = ward.post(f"/staff/work/{work.pk}/decide/", {"do": "no", "why": ""})

    assert answer.status_code == 422
    assert "承認しない理由" in answer.text


def test_another_vendors_work_is_not_his(clock):
    vendor, other = staff(Role.VENDOR, login="vendor-1"), staff(Role.VENDOR, login="vendor-2")
    work = asks(vendor)

    assert work.number not in other.get(WORKS).text
    assert other.post(f"/staff/work/{work.pk}/report/", {"text": "x"}).status_code == 404
