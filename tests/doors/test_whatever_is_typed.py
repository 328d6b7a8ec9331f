"""Whatever is typed about money: refused in words, never a failure of ours."""

from urllib.parse import quote

import pytest
from django.test import Client

from tests import make
from uketsuke.identity.models import Role

pytestmark = pytest.mark.usefixtures("noon", "world")
ODD = (
    *("0001-01-01", "9999-12-01", "9999-12-31", "1900-01-01", "2026-13-01", "２０２６-１１-０１"),
    *("2026-11-01\x00", "-1", "1e9", "令和8年11月1日", "0000-00-00", "9" * 400, "🎻", ""),
)
HUGE = "9" * 23
ASKED = (
    *("analysis/?month=", "months/journal.csv?month=", "months/open/?month=", "months/?year="),
    *("months/entries/?kind=charge&month=", "close/?day=", "refunds/?hall=", "?date="),
    "?view=month&date=",
)


@pytest.mark.parametrize("odd", ODD)
def test_staff_may_type_anything(odd):
    booking = make.paid_booking()
    clerk = Client(raise_request_exception=False)
    clerk.force_login(make.staff(Role.MANAGER))
    page = f"/staff/bookings/{booking.number}/"
    use = {"room": "yotsuya/hall", "date": "2027-02-06", "slots": ["am"], "reason": "x"}

    answers = [
        *(clerk.get(f"/staff/{path}{quote(odd)}") for path in ASKED),
        clerk.get(f"/staff/accounts/{booking.number}/?at={quote(odd)}"),
        clerk.post(f"{page}move/", use | {"date": odd}),
        clerk.post(f"{page}move/", use | {"room": odd, "slots": [odd], "shown": odd}),
        clerk.post(f"{page}dues/extras/", {"extras-overtime": odd, "extras-item-0": odd}),
        clerk.post(f"{page}dues/reduction/", {"ask-kind": odd, "ask-evidence": odd * 300}),
        clerk.post(f"/staff/refunds/{HUGE}/decide/", {"amount": odd}),
        clerk.post(f"/staff/reductions/{HUGE}/decide/", {"decide-percent": odd}),
        clerk.post(f"/staff/payments/{HUGE}/void/", {"void-reason": odd}),
        clerk.get(f"/staff/bank/{HUGE}/"),
        clerk.post("/staff/analysis/sign/", {"month": odd, "seen": odd, "note": odd}),
    ]

    assert [each.request["PATH_INFO"] for each in answers if each.status_code >= 500] == []


@pytest.mark.parametrize("odd", ODD)
def test_a_group_may_type_anything(odd):
    booking = make.paid_booking()
    herself = Client(raise_request_exception=False)
    herself.force_login(booking.group.user)
    page = f"/my/bookings/{booking.number}/"
    name = quote(odd, safe="")

    answers = [
        herself.post(f"{page}reduction/", {"kind": odd, "evidence": odd}),
        herself.post(f"{page}pay/", {"token": odd}),
        herself.post(f"/my/reductions/{HUGE}/withdraw/"),
        herself.get(f"/my/bills/{name}.pdf"),
        herself.post(f"/my/receipts/{name}.pdf"),
        herself.get(f"/my/refunds/{name}.pdf"),
    ]

    assert [each.request["PATH_INFO"] for each in answers if each.status_code >= 500] == []
