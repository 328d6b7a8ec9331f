"""紙: what stands on 利用承認書 and 領収書, for every name, and who gets them."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from pypdf import PdfReader

from tests import make
from uketsuke.bookings import till
from uketsuke.bookings.models import Booking
from uketsuke.doors.shared.drawing import papers
from uketsuke.groups.models import Group
from uketsuke.halls.models import Hall
from uketsuke.ledger.models import Receipt
from uketsuke.tariffs.models import Tariff

pytestmark = [pytest.mark.usefixtures("noon", "world"), pytest.mark.drawn]

NAMES = ["髙橋", "﨑山", "𠮷野", "葛\U000e0100城"]


def text(paper: bytes) -> str:
    return "".join(page.extract_text() for page in PdfReader(BytesIO(paper)).pages)


def fonts(paper: bytes) -> list[Any]:
    """The descriptors of all fonts of the first page."""
    used = PdfReader(BytesIO(paper)).pages[0]["/Resources"]["/Font"]
    found = [font.get_object()["/DescendantFonts"][0].get_object() for font in used.values()]
    return [font["/FontDescriptor"].get_object() for font in found]


def content(n: int) -> dict[str, Any]:
    return {
        "number": f"YOT-2026-{n:06}",
        "payer": "髙橋𠮷野葛\U000e0100城",
        "amount": n,
        "tax": 0,
        "issued": make.NOON,
        "used": make.TODAY,
        "paid_on": make.TODAY,
    }


def receipt_of(booking: Booking, tendered: int | None = None) -> Receipt:
    token = make.uuid4()
    return till.take_payment(
        booking.pk, booking.price, "cash", token, by=make.counter(), at=make.NOON, tendered=tendered
    )


@pytest.mark.parametrize("name", NAMES)
def test_a_permit_writes_every_name_right(name):
    booking = make.booking(make.group(f"{name}合唱団"), approved=True)

    assert f"{name}合唱団" in text(papers.permit(booking))


@pytest.mark.parametrize("name", NAMES)
def test_a_receipt_writes_every_name_right(name):
    booking = make.booking(make.group(f"{name}合唱団"), approved=True)

    assert f"{name}合唱団 様" in text(papers.receipt(receipt_of(booking), 1))


def test_every_font_is_in_the_paper():
    booking = make.booking(make.group("".join(NAMES)), approved=True)

    described = fonts(papers.permit(booking))

    assert len(described) >= 2
    assert all("/FontFile2" in each or "/FontFile3" in each for each in described)


def test_a_permit_says_all_that_was_approved():
    booking = make.booking(None, make.use("am", "pm"), approved=True)

    said = text(papers.permit(booking))

    assert booking.number in said
    assert "2027年2月6日（土） 令和9年2月6日" in said
    assert "午前・午後" in said
    assert "9:00〜17:00" in said
    assert "33,600円" in said
    assert "納付期限" in said
    assert "見本料金" in said
    assert "四谷区民センター8階" in said


def test_a_paid_permit_names_no_deadline():
    said = text(papers.permit(make.paid_booking()))

    assert "納付済み" in said
    assert "納付期限" not in said


def test_what_is_not_approved_has_no_permit():
    with make.refused("papers.not_approved"):
        papers.permit(make.booking())


def test_a_receipt_is_a_full_invoice():
    booking = make.booking(None, make.use("am"), approved=True)

    said = text(papers.receipt(receipt_of(booking, 20_000), 1))

    assert "領収書番号 YOT-2026-000001" in said
    assert "発行日 令和8年11月24日" in said
    assert "登録番号 T0000000000000" in said
    assert "10%対象 14,400円" in said
    assert "内消費税等 1,310円" in said
    assert "お預かり 20,000円、お釣り 5,600円" in said
    assert "見本料金" in said
    assert "再発行" not in said


def test_a_later_print_says_so():
    said = text(papers.receipt(receipt_of(make.booking(approved=True)), 3))

    assert "再発行" in said
    assert "3回目の発行" in said


def test_a_receipt_stays_as_it_was_issued():
    issued = receipt_of(make.booking(make.group("見本劇団"), approved=True))
    Hall.objects.update(name="別の名前", issuer="別の発行者")
    Group.objects.update(name="別の団体")
    Tariff.objects.update(official=True)

    said = text(papers.receipt(issued, 2))

    assert "見本劇団 様" in said
    assert "別の" not in said
    assert "見本料金" in said


def test_markup_in_a_name_is_only_text():
    name = '<img src="file:///etc/passwd">'
    booking = make.booking(make.group(name), approved=True)

    assert "passwd" in text(papers.permit(booking))


def test_no_address_is_opened_while_a_paper_is_drawn():
    with pytest.raises(ValueError, match="disallowed"):
        papers._closed().fetch("file:///etc/passwd")


def test_many_papers_at_once_are_all_drawn():
    """Only the drawing runs in threads: each test thread would have its own connection."""
    with ThreadPoolExecutor(8) as pool:
        drawn = list(
            pool.map(lambda n: papers._drawn("papers/receipt.html", content(n)), range(16))
        )

    assert [f"YOT-2026-{n:06}" in text(paper) for n, paper in enumerate(drawn)] == [True] * 16


def test_a_group_opens_its_own_permit():
    group = make.group()
    booking = make.booking(group, approved=True)
    client = Client()
    client.force_login(group.user)

    page = client.get(f"/my/bookings/{booking.number}/")
    answer = client.get(f"/my/bookings/{booking.number}/permit.pdf")

    assert f"/my/bookings/{booking.number}/permit.pdf" in page.content.decode()
    assert answer["Content-Type"] == "application/pdf"
    assert "no-store" in answer["Cache-Control"]
    assert group.name in text(answer.content)


def test_another_group_finds_no_permit():
    booking = make.booking(approved=True)
    client = Client()
    client.force_login(make.group().user)

    assert client.get(f"/my/bookings/{booking.number}/permit.pdf").status_code == 404


def test_a_group_is_told_why_there_is_no_permit_yet():
    group = make.group()
    booking = make.booking(group)
    client = Client()
    client.force_login(group.user)

    answer = client.get(f"/my/bookings/{booking.number}/permit.pdf")

    assert answer.status_code == 409
    assert "利用承認書はありません" in answer.content.decode()


def test_a_cancelled_booking_has_no_permit_any_more():
    booking = make.cancel(make.paid_booking(), make.NOON + timedelta(hours=1))

    with make.refused("papers.not_approved"):
        papers.permit(booking)


def test_the_paper_of_a_refund_says_what_came_back_and_that_the_kept_part_bears_no_tax():
    booking = make.paid_booking(make.group("髙橋𠮷野会"))
    make.cancel(booking, make.NOON + timedelta(days=1))
    note = make.pay_back(booking, 10_800, at=make.NOON + timedelta(days=2)).note

    written = text(papers.refund_note(note))

    for words in (
        "髙橋𠮷野会",
        "10,800円",
        "14,400円",
        "3,600円",
        "不課税",
        "登録番号",
        note.number,
    ):
        assert words in written
