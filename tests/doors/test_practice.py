"""練習用: where the data are made up, every page, paper, mail and file says so; else none does."""

from io import BytesIO
from uuid import uuid4

import msoffcrypto
import pytest
from django.core import mail
from django.test import Client
from openpyxl import load_workbook
from pypdf import PdfReader

from tests import make
from tests.architecture.test_pages import pages_of_staff
from tests.make import NOON
from uketsuke.doors.shared.drawing import papers
from uketsuke.identity.models import Role
from uketsuke.kernel import practice, revision
from uketsuke.notices import delivery
from uketsuke.notices.models import Delivery
from uketsuke.protection.exports import actions as exports
from uketsuke.protection.exports.kinds import Scope

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]
MARK = "練習用"
PUBLIC = ("/", "/availability/", "/search/", "/price/", "/login/", "/register/", "/lottery/", "/x/")


@pytest.fixture(params=[True, False], ids=["practice", "real"])
def marked(request) -> bool:
    if request.param:
        practice.mark()
    revision.forget()
    yield request.param
    revision.forget()


@pytest.mark.drawn
def test_every_page_says_so(marked):
    ward = Client()
    ward.force_login(make.staff(Role.MANAGER))
    plain = [
        f"/{path}" for path, _ in pages_of_staff(True) if "<" not in path and "manual" not in path
    ]
    pages = [Client().get(path) for path in PUBLIC] + [ward.get(path) for path in plain]

    said = {
        MARK in page.text
        for page in pages
        if page.headers["Content-Type"].startswith("text/html") and page.status_code in (200, 404)
    }

    assert said == {marked}


def test_every_paper_says_so(marked):
    booking = make.paid_booking()

    text = PdfReader(BytesIO(papers.permit(booking))).pages[0].extract_text()

    assert (MARK in text) is marked


def test_every_mail_says_so(marked):
    make.group()
    for each in Delivery.objects.filter(channel="mail"):
        delivery.deliver(each.pk, at=NOON)

    assert [message.subject.startswith(f"【{MARK}】") for message in mail.outbox] == [marked]


def test_every_file_says_so(marked):
    make.group()
    wish, by = exports.Wish("groups", Scope(), "見本", "見本の課"), make.ward()
    made = exports.ask(wish, uuid4(), by=by, at=NOON)
    locked = BytesIO(exports.take(made.pk, by=by, at=NOON))
    plain = BytesIO()
    file = msoffcrypto.OfficeFile(locked)
    file.load_key(password=exports.show(made.pk, by=by, at=NOON))
    file.decrypt(plain)

    assert load_workbook(plain).sheetnames[0].startswith(MARK) is marked


@pytest.mark.parametrize("side", ["", "?side=staff"])
def test_the_components_are_shown_where_all_is_made_up(marked, side):
    page = Client().get(f"/components/{side}")

    assert (page.status_code, "見本帳" in page.text) == ((200, True) if marked else (404, False))
