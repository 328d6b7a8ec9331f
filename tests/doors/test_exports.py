"""個人情報の持出し at the counter: one way out only, in two steps, each once."""

from io import BytesIO
from uuid import uuid4

import msoffcrypto
import pytest
from django.test import Client

from tests import make
from tests.clients import staff
from uketsuke.identity.models import Role
from uketsuke.protection.models import Export

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon", "world")]
PAGE = "/staff/exports/"


def asks(client: Client, **more: str) -> Export:
    given = {
        "kind": "groups",
        "form": "xlsx",
        "reason": "見本の理由",
        "receiver": "見本の課",
        "token": str(uuid4()),
    }
    answer = client.post(f"{PAGE}ask/", given | more)
    assert answer.status_code == 302, answer.text
    return Export.objects.order_by("-pk")[0]


def test_the_book_says_in_words_what_was_asked_for():
    make.booking(make.group(), approved=True)
    ward = staff(Role.WARD)
    all_groups = asks(ward)
    days = asks(ward, kind="uses", hall="yotsuya", first="2027/2/6", last="2027/2/7")

    assert "{}" not in ward.get(f"{PAGE}{all_groups.pk}/").text
    assert "四谷区民ホール 2027年2月6日（土）〜2027年2月7日（日）" in (
        ward.get(f"{PAGE}{days.pk}/").text
    )


def test_in_two_steps_and_each_once():
    make.group()
    ward = staff(Role.WARD)
    made = asks(ward)
    page = f"{PAGE}{made.pk}/"
    assert made.password not in ward.get(page).text

    file = ward.post(f"{page}file/")
    told = ward.post(f"{page}password/")

    assert made.password in told.text
    assert made.password.encode() not in file.content
    assert msoffcrypto.OfficeFile(BytesIO(file.content)).is_encrypted()
    assert file.headers["Cache-Control"] == told.headers["Cache-Control"]
    assert "no-store" in file.headers["Cache-Control"]
    assert ward.post(f"{page}file/").status_code == 410
    again = ward.post(f"{page}password/")
    assert again.status_code == 422
    assert made.password not in again.text
    assert made.password not in ward.get(page).text


def test_for_another_system_it_is_a_zip():
    make.group()
    ward = staff(Role.WARD)
    page = f"{PAGE}{asks(ward, form='zip').pk}/"

    file = ward.post(f"{page}file/")

    assert file["Content-Type"] == "application/zip"
    assert file["Content-Disposition"].endswith('.zip"')
    assert "髙橋".encode() not in file.content
    assert "AES暗号のZIP" in ward.get(page).text


@pytest.mark.parametrize("form", ["csv", "", "json", "xls"])
def test_in_no_other_form_anything_leaves(form):
    make.group()
    given = {"kind": "groups", "reason": "見本", "receiver": "見本", "token": str(uuid4())}

    answer = staff(Role.WARD).post(f"{PAGE}ask/", given | {"form": form})

    assert answer.status_code == 422
    assert not Export.objects.exists()


def test_the_book_shows_all_to_the_other_and_gives_her_nothing():
    make.group()
    made = asks(staff(Role.WARD))
    other = staff(Role.MANAGER)

    assert made.number in other.get(PAGE).text
    assert other.post(f"{PAGE}{made.pk}/file/").status_code == 410
    assert Export.objects.get().locked is not None
    other.post(f"{PAGE}{made.pk}/finish/", {"how": "消されたことを見て確かめた"})
    assert "消されたことを見て確かめた" in other.get(PAGE).text


@pytest.mark.parametrize("missing", ["reason", "receiver", "kind"])
def test_without_a_reason_or_a_receiver_there_is_no_file(missing):
    make.group()
    given = {
        "kind": "groups",
        "reason": "見本の理由",
        "receiver": "見本の課",
        "token": str(uuid4()),
    }

    answer = staff(Role.WARD).post(f"{PAGE}ask/", given | {missing: ""})

    assert answer.status_code == 422
    assert not Export.objects.exists()
    assert "見本の" in answer.text


@pytest.mark.parametrize("what", ["", "file/", "password/", "finish/"])
@pytest.mark.parametrize("number", ["999999", "9" * 40])
def test_one_that_is_none_is_no_page(number, what):
    ask = staff(Role.WARD)
    page = f"{PAGE}{number}/{what}"

    answer = ask.post(page, {"how": "消した"}) if what else ask.get(page)

    assert answer.status_code == 404


@pytest.mark.parametrize("role", [Role.COUNTER, Role.VENDOR, Role.ADMINISTRATOR])
def test_others_find_no_such_page(role):
    assert staff(role).get(PAGE).status_code in (302, 404)
