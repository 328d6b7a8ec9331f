"""紙を読み上げる: every paper is tagged, so that it can be read aloud in order."""

import re
from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from pypdf import PdfReader

from tests import make
from tests.architecture.source import parts
from uketsuke.bookings import till
from uketsuke.bookings.models import Booking
from uketsuke.day import sheets
from uketsuke.doors.shared.drawing import papers
from uketsuke.identity.models import Role
from uketsuke.kernel.pdfs import locked
from uketsuke.ledger.models import Bill, Receipt
from uketsuke.notices.models import Notice

pytestmark = [pytest.mark.usefixtures("noon", "world"), pytest.mark.drawn]
UA = b'pdfuaid:part="1"'


def receipt_of(booking: Booking) -> Receipt:
    token = make.uuid4()
    return till.take_payment(
        booking.pk, booking.price, "cash", token, by=make.counter(), at=make.NOON
    )


def elements(node: Any) -> Iterator[Any]:
    """Every element below ``node``, in the order in which it is read."""
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, list) else [kids]:
        if hasattr(one := kid.get_object(), "get") and "/S" in one:
            yield one
            yield from elements(one)


def untold(paper: bytes) -> list[str]:
    """What would keep a reader from reading it."""
    reader = PdfReader(BytesIO(paper))
    root = reader.root_object
    found = list(elements(root.get("/StructTreeRoot", {})))
    kinds = [each["/S"] for each in found]
    said = {
        "not tagged": not root.get("/MarkInfo", {}).get("/Marked"),
        "no language": root.get("/Lang") != "ja",
        "title not shown": not root.get("/ViewerPreferences", {}).get("/DisplayDocTitle"),
        "no title": not (reader.metadata and reader.metadata.title),
        "does not say what it keeps to": UA not in root["/Metadata"].get_data(),
        "no main heading": "/H1" not in kinds,
        "a page apart": not all("/StructParents" in page for page in reader.pages),
        "a picture without words": any(
            each["/S"] == "/Figure" and not each.get("/Alt") for each in found
        ),
        "a heading of nobody knows what": any(
            each["/S"] == "/TH" and "/Scope" not in each["/A"] for each in found
        ),
        "a cell without a heading": any(
            each["/S"] == "/TD" and not each["/A"].get("/Headers") for each in found
        ),
    }
    return [fault for fault, so in said.items() if so]


def test_a_permit_can_be_read_aloud():
    booking = make.booking(approved=True)

    assert untold(papers.permit(booking)) == []


def test_a_receipt_can_be_read_aloud_alone_and_with_its_permit():
    booking = make.booking(approved=True)
    issued = receipt_of(booking)

    assert untold(papers.receipt(issued, 2)) == []
    assert untold(papers.receipt_and_permit(issued, 1, booking)) == []


def test_a_bill_and_what_came_back_can_be_read_aloud():
    booking = make.paid_booking()
    make.cancel(booking, make.NOON + timedelta(days=1))
    note = make.pay_back(booking, 10_800, at=make.NOON + timedelta(days=2)).note

    assert untold(papers.bill(Bill.objects.get(account=booking.account_id))) == []
    assert untold(papers.refund_note(note)) == []


def test_letters_can_be_read_aloud():
    make.booking(make.group(mail=""), approved=True)
    waiting = list(Notice.objects.order_by("pk"))

    assert len(waiting) > 1
    assert untold(papers.letters(waiting, make.NOON)) == []


def test_tables_of_the_staff_can_be_read_aloud():
    make.booking(approved=True)
    day = sheets.content("yotsuya", make.SATURDAY, make.NOON, phones=True)
    client = Client()
    client.force_login(make.staff(Role.WARD))

    assert untold(papers.day_sheet(day)) == []
    assert untold(client.get("/staff/statistics/report.pdf", {"year": "2026"}).content) == []


def test_a_locked_paper_can_be_read_aloud_by_whoever_opens_it():
    shut = PdfReader(BytesIO(locked(papers.permit(make.booking(approved=True)), "word")))
    shut.decrypt("word")

    assert shut.root_object["/MarkInfo"]["/Marked"]
    assert "/H1" in {each["/S"] for each in elements(shut.root_object["/StructTreeRoot"])}


PAPERS = [path for path in parts(".html") if path.parent.name == "papers"]


@pytest.mark.parametrize("paper", PAPERS, ids=lambda path: path.stem)
def test_each_paper_names_itself_and_says_what_each_heading_heads(paper):
    written = paper.read_text()

    assert re.search(r'<html lang="ja"><head><meta charset="utf-8"><title>.*\S.*</title>', written)
    assert "<h1" in written
    assert re.findall(r'<th(?! scope="(?:col|row)")[ >]', written) == []
