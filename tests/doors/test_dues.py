"""料金の手続き at both doors: bills, reductions, what is billed apart, refunds, another day."""

from datetime import date

import pytest

from tests import make
from tests.clients import herself, staff
from tests.make import NOON, SATURDAY
from uketsuke.bookings import till
from uketsuke.bookings.models import Block, Booking, ReductionRequest
from uketsuke.identity.models import Role
from uketsuke.ledger.models import Receipt, Refund
from uketsuke.ledger.queries import balance

pytestmark = pytest.mark.usefixtures("noon", "world")


def page(booking: Booking, more: str = "dues/") -> str:
    return f"/staff/bookings/{booking.number}/{more}"


def mine(booking: Booking, more: str = "") -> str:
    return f"/my/bookings/{booking.number}/{more}"


def fresh(booking: Booking) -> Booking:
    return Booking.objects.select_related("account").get(pk=booking.pk)


ASKING = {"kind": "ward-support", "evidence": "見本の通知書"}


def test_a_group_asks_at_home_sees_it_and_takes_it_back():
    booking = make.booking(approved=True)
    client = herself(booking)

    shown = client.post(mine(booking, "reduction/"), ASKING, follow=True)

    assert "審査中" in shown.text
    assert "料金の減免を申請する" not in shown.text
    asked = ReductionRequest.objects.get()
    again = client.post(f"/my/reductions/{asked.pk}/withdraw/", follow=True)
    assert "取下げ" in again.text


def test_without_a_paper_nothing_typed_is_lost():
    booking = make.booking()

    answer = herself(booking).post(mine(booking, "reduction/"), {"kind": "ward-school"})

    assert answer.status_code == 422
    assert "理由を示す書類を入力してください" in answer.text
    assert 'value="ward-school"' in answer.text
    assert "checked" in answer.text


def test_nobody_sees_or_withdraws_what_is_anothers():
    booking, other = make.booking(approved=True), make.booking(None, make.use("pm"))
    asked, bill = make.reduction(booking), booking.account.bills.get()
    client = herself(other)

    assert client.post(f"/my/reductions/{asked.pk}/withdraw/").status_code == 404
    assert client.get(f"/my/bills/{bill.number}.pdf").status_code == 404
    assert client.get(mine(booking, "reduction/")).status_code == 404


def test_the_manager_grants_and_the_bill_is_new():
    booking = make.booking(approved=True)
    asked = make.reduction(booking)

    shown = staff(Role.MANAGER).post(
        f"/staff/reductions/{asked.pk}/decide/", {"decide-reason": "書類を確認"}, follow=True
    )

    assert "7,200円" in shown.text
    assert "YOT-B2026-000002" in shown.text


def test_a_clerk_asks_for_somebody_and_does_not_decide():
    booking = make.booking()
    client = staff()

    shown = client.post(
        page(booking, "dues/reduction/"),
        {f"ask-{name}": value for name, value in ASKING.items()},
        follow=True,
    )

    asked = ReductionRequest.objects.get()
    assert "決める役割の人の審査を待っています" in shown.text
    assert client.post(f"/staff/reductions/{asked.pk}/decide/").status_code == 404
    assert "見本の通知書" in client.get("/staff/reductions/").text


def test_a_refusal_without_reason_is_not_made():
    asked = make.reduction()

    answer = staff(Role.MANAGER).post(f"/staff/reductions/{asked.pk}/decide/", {"refuse": "1"})

    assert answer.status_code == 422
    assert "理由を入力してください" in answer.text
    assert ReductionRequest.objects.get().state == "asked"


def test_a_certificate_is_recorded_and_found_the_next_time():
    asked = make.reduction()
    given = {"certificate-document": "見本の認定書", "certificate-valid_until": "2027-03-31"}

    staff().post(f"/staff/reductions/{asked.pk}/certify/", given)
    booking = make.booking(asked.booking.group, make.use("night"))
    shown = herself(booking).get(mine(booking, "reduction/"))

    assert "見本の認定書" in shown.text


def test_equipment_is_billed_in_full_width_digits():
    booking = make.paid_booking()

    shown = staff().post(
        page(booking, "dues/extras/"), {"extras-overtime": "", "extras-item-6": "２"}, follow=True
    )

    assert "附帯設備 演台 2式×1区分" in shown.text
    assert balance(fresh(booking).account_id) == 1_000
    assert "附帯設備 演台 2式×1区分" in herself(booking).get(mine(booking)).text


@pytest.mark.parametrize("typed", ["-1", "たくさん", "1000000", "1.5"])
def test_what_is_no_number_is_said_at_its_field(typed):
    booking = make.paid_booking()

    answer = staff().post(page(booking, "dues/extras/"), {"extras-item-6": typed})

    assert answer.status_code == 422
    assert f'value="{typed}"' in answer.text
    assert fresh(booking).extras == {}


def test_the_refund_is_decided_and_she_sees_each_state():
    booking = make.paid_booking()
    make.cancel(booking)
    client = herself(booking)
    assert "受け付けました。額を確かめて" in client.get(mine(booking)).text
    refund = Refund.objects.get()

    shown = staff().post(
        f"/staff/refunds/{refund.pk}/decide/", {"amount": refund.amount}, follow=True
    )

    assert "お返しする" in shown.text
    assert "お返しすることが決まりました" in client.get(mine(booking)).text
    make.pay_back(booking, refund.amount)
    assert "をお返ししました" in client.get(mine(booking)).text


def test_another_amount_than_what_is_due_is_not_decided():
    make.cancel(make.paid_booking())
    refund = Refund.objects.get()

    answer = staff().post(f"/staff/refunds/{refund.pk}/decide/", {"amount": "1"})

    assert answer.status_code == 422
    assert "お返しする額が変わりました" in answer.text


def test_a_transfer_back_needs_its_number():
    booking = make.paid_booking()
    make.cancel(booking)
    given = {"amount": booking.price, "back": "1", "method": "bank"}
    token = {"token": "6f6e1d0c-0000-4000-8000-756b65747375"}

    without = staff().post(page(booking, "till/"), given | token)
    staff().post(page(booking, "till/"), given | token | {"reference": "見本-1"})

    assert without.status_code == 422
    assert Refund.objects.get().entry.reference == "見本-1"


def test_a_move_tells_the_difference_first():
    booking = make.paid_booking()
    wanted = {
        "room": "yotsuya/hall",
        "date": SATURDAY.isoformat(),
        "slots": ["pm"],
        "reason": "見本",
    }

    asked = staff().post(page(booking, "move/"), wanted)
    assert "いまより4,800円高くなります" in asked.text
    assert fresh(booking).slots == "am"
    staff().post(page(booking, "move/"), wanted | {"shown": "19200"})

    assert fresh(booking).slots == "pm"


def test_a_move_onto_somebody_else_is_said_plainly():
    booking = make.booking()
    make.booking(None, make.use("pm", on=date(2027, 2, 13)))
    wanted = {
        "room": "yotsuya/hall",
        "date": "2027-02-13",
        "slots": ["pm"],
        "reason": "見本",
    }

    answer = staff().post(page(booking, "move/"), wanted)

    assert answer.status_code == 422
    assert "先にほかの方が申し込まれました" in answer.text


def test_the_account_shows_the_balance_of_a_past_day():
    booking = make.paid_booking()

    shown = staff(Role.WARD).get(f"/staff/accounts/{booking.number}/?at=2026-11-23")

    assert '<span role="status">2026年11月23日（月） <b>0円</b></span>' in shown.text


def test_only_the_manager_voids_and_says_why():
    booking = make.booking(approved=True)
    payment = make.pay(booking).payment_id
    url = f"/staff/payments/{payment}/void/"

    assert staff().post(url, {"void-reason": "見本"}).status_code == 404
    assert staff(Role.MANAGER).post(url, {}).status_code == 422
    shown = staff(Role.MANAGER).post(url, {"void-reason": "打ち間違い"}, follow=True)

    assert "打ち間違い" in shown.text
    assert balance(booking.account_id) == booking.price


def test_the_manager_closes_the_hall_with_all_bookings_in_the_way():
    booking = make.paid_booking()
    what = {
        "hall": "yotsuya",
        "rooms": ["yotsuya/hall"],
        "starts": SATURDAY.isoformat(),
        "slots": ["am", "pm", "night"],
        "reason_class": "works",
        "public_reason": "見本工事",
    }
    client = staff(Role.MANAGER)

    first = client.post("/staff/blocks/new/", what)
    assert "すべて取り消し、全額返す手続き" in first.text
    client.post("/staff/blocks/new/", what | {"cancelling": "見本の工事", "cancel": "1"})

    assert Block.objects.exclude(reason_class="resting").count() == 1
    assert fresh(booking).state == "cancelled"
    assert Refund.objects.get().amount == booking.price


@pytest.mark.parametrize("path", ["/staff/refunds/", "/staff/reductions/"])
def test_a_long_list_costs_as_much_as_a_short_one(path, django_assert_max_num_queries):
    for n in range(4):
        group = make.group()
        make.cancel(make.paid_booking(group, make.use("am", on=date(2027, 3, 1 + n))))
        make.reduction(make.booking(group, make.use("pm", on=date(2027, 3, 1 + n))))
    client = staff(Role.MANAGER)

    client.get(path)  # once a minute it is written down that somebody works here
    with django_assert_max_num_queries(8):
        client.get(path)


@pytest.mark.parametrize("number", ["YOT-B2026-000001"])
def test_the_bill_is_a_paper(number):
    booking = make.booking(approved=True)

    for client, path in ((staff(), "/staff/bills/"), (herself(booking), "/my/bills/")):
        answer = client.get(f"{path}{number}.pdf")
        assert answer["Content-Type"] == "application/pdf"
        assert answer.content.startswith(b"%PDF")


def test_she_opens_her_own_receipt_and_the_second_says_so():
    booking, other = make.paid_booking(), make.booking(None, make.use("pm"))
    number = booking.account.entries.get(kind="payment").receipt.number
    url = f"/my/receipts/{number}.pdf"
    assert url in herself(booking).get(mine(booking)).text

    first, second = herself(booking).post(url), herself(booking).post(url)

    assert first.content.startswith(b"%PDF")
    assert len(second.content) > len(first.content)  # 再発行 stands on it
    assert herself(other).post(url).status_code == 404
    assert Receipt.objects.get().prints.count() == 2


def test_a_voided_receipt_is_not_opened():
    booking = make.booking(approved=True)
    receipt = make.pay(booking)
    till.void(receipt.payment_id, "見本", by=make.manager(), at=NOON)

    answer = herself(booking).post(f"/my/receipts/{receipt.number}.pdf")

    assert answer.status_code == 409
    assert "取り消されたため" in answer.text


def test_the_note_of_a_refund_is_hers_alone():
    booking, other = make.paid_booking(), make.booking(None, make.use("pm"))
    make.cancel(booking)
    url = f"/my/refunds/{make.pay_back(booking, booking.price).note.number}.pdf"

    assert url in herself(booking).get(mine(booking)).text
    assert herself(booking).get(url).content.startswith(b"%PDF")
    assert herself(other).get(url).status_code == 404
