"""審査と取消: every move of a booking that a clerk can make, once, and who may."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.test import Client

from tests import make
from tests.clients import staff
from tests.make import NOON
from uketsuke.audit.models import Entry
from uketsuke.bookings import steps
from uketsuke.bookings.models import Application, Booking, Hold
from uketsuke.identity.models import Role
from uketsuke.ledger.queries import balance
from uketsuke.notices.models import Notice

pytestmark = pytest.mark.usefixtures("noon", "world")

ELSEWHERE = "203.0.113.9"
OVERSEEN = {Role.COUNTER, Role.MANAGER, Role.WARD}
STAFF = [role for role in Role if role != Role.GROUP]
MOVES = ("approve", "refuse", "wait", "undo", "close")


def page(booking: Booking, move: str = "") -> str:
    return f"/staff/bookings/{booking.number}/" + (f"{move}/" if move else "")


def text(answer: Any) -> str:
    return str(answer.content.decode())


def state(booking: Booking) -> str:
    booking.refresh_from_db()
    return str(booking.state)


def at_day_of(booking: Booking) -> Any:
    moment = datetime.combine(booking.date, NOON.time(), NOON.tzinfo)
    return time_machine.travel(moment, tick=False)


# 承認・不承認・保留


def test_an_approval_tells_the_group_and_leads_to_the_till():
    booking = make.booking()

    answer = staff().post(page(booking, "approve"), follow=True)

    assert state(booking) == "approved"
    assert "承認し、利用者にお知らせしました" in text(answer)
    assert f"{page(booking)}till/" in text(answer)
    assert f"{page(booking)}permit.pdf" in text(answer)
    assert Notice.objects.filter(group=booking.group, kind="booking.approved").count() == 1


def test_a_refusal_needs_its_reason():
    booking = make.booking()

    answer = staff().post(page(booking, "refuse"), {"refuse-reason": " "})

    assert answer.status_code == 422
    assert "入力してください" in text(answer)
    assert state(booking) == "tentative"


def test_a_refusal_frees_the_cells_and_says_why():
    booking = make.booking()

    answer = staff().post(
        page(booking, "refuse"), {"refuse-reason": "目的が規則に合いません（見本）"}, follow=True
    )

    assert state(booking) == "refused"
    assert booking.reason == "目的が規則に合いません（見本）"
    assert not booking.holds.exists()
    assert "目的が規則に合いません（見本）" in text(answer)


@pytest.mark.parametrize("move", ["refuse", "wait"])
def test_what_is_decided_asks_for_no_reason_any_more(move):
    booking = make.booking(approved=True)

    answer = staff().post(page(booking, move), {f"{move}-reason": " "})

    assert answer.status_code == 409
    assert "この操作はできませんでした" in text(answer)
    assert "入力してください" not in text(answer)
    assert state(booking) == "approved"


def test_a_wait_needs_its_reason_and_keeps_the_cells():
    booking, client = make.booking(), staff()

    refused = client.post(page(booking, "wait"), {"wait-reason": ""})
    client.post(page(booking, "wait"), {"wait-reason": "図面の提出待ち（見本）"})

    assert refused.status_code == 422
    assert state(booking) == "tentative"
    assert booking.waiting_for == "図面の提出待ち（見本）"
    assert Hold.objects.count() == 1


@pytest.mark.parametrize(
    ("move", "typed", "kind"),
    [
        ("approve", {}, "booking.approved"),
        ("refuse", {"refuse-reason": "見本"}, "booking.refused"),
        ("wait", {"wait-reason": "見本"}, "booking.waiting"),
    ],
)
def test_a_move_sent_twice_has_one_effect(move, typed, kind):
    booking, client = make.booking(), staff()
    url = page(booking, move)

    answers = [client.post(url, typed) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert Notice.objects.filter(group=booking.group, kind=kind).count() == 1


@pytest.mark.parametrize(
    ("move", "typed"),
    [
        ("approve", {}),
        ("refuse", {"refuse-reason": "見本"}),
        ("wait", {"wait-reason": "見本"}),
        ("close", {"came": "1"}),
    ],
)
def test_a_move_that_is_not_possible_says_why(move, typed):
    booking = make.cancel(make.booking())

    answer = staff().post(page(booking, move), typed)

    assert answer.status_code == 409
    assert "この予約はいま「取消」のため、その操作はできません" in text(answer)
    assert state(booking) == "cancelled"


def test_only_what_is_possible_is_offered():
    tentative, approved = make.booking(), make.booking(None, make.use("pm"), approved=True)
    client = staff()

    offered = text(client.get(page(tentative)))
    later = text(client.get(page(approved)))

    assert page(tentative, "approve") in offered
    assert page(tentative, "close") not in offered
    assert page(approved, "approve") not in later
    assert page(approved, "close") not in later
    assert page(approved, "cancel") in later


# 取消


def test_the_money_that_comes_back_is_shown_before_a_cancel():
    booking = make.paid_booking()

    with time_machine.travel(NOON + timedelta(hours=2), tick=False):
        shown = text(staff().get(page(booking, "cancel")))

    assert "利用者の都合（お返しする額" in shown
    assert "館の都合（お返しする額 14,400円、全額）" in shown
    assert state(booking) == "approved"


def cancelled(booking: Booking, client: Client, **typed: str) -> Any:
    shown = client.get(page(booking, "cancel")).context["form"].amounts
    return client.post(page(booking, "cancel"), {"by_hall": "group", "shown": shown} | typed)


def test_the_hall_gives_everything_back_and_says_why():
    booking = make.paid_booking()
    with time_machine.travel(datetime(2027, 2, 5, 12, tzinfo=NOON.tzinfo), tick=False):
        cancelled(booking, staff(), by_hall="hall", reason="設備の故障（見本）")

    assert state(booking) == "cancelled"
    assert booking.ended_by_hall
    assert balance(booking.account_id) == -booking.price


def test_the_hall_does_not_cancel_without_a_reason():
    booking = make.booking()

    answer = cancelled(booking, staff(), by_hall="hall")

    assert answer.status_code == 422
    assert "館の都合で取り消す理由を入力してください" in text(answer)
    assert state(booking) == "tentative"


def test_a_cancel_for_the_group_keeps_what_the_table_says():
    booking = make.paid_booking()
    with time_machine.travel(datetime(2027, 2, 5, 12, tzinfo=NOON.tzinfo), tick=False):
        terms = steps.cancel_terms(booking, datetime(2027, 2, 5, 12, tzinfo=NOON.tzinfo))
        cancelled(booking, staff())

    assert terms.refund < booking.price
    assert balance(booking.account_id) == -terms.refund


def test_a_cancel_with_amounts_that_changed_asks_again():
    booking = make.booking(approved=True)
    client = staff()
    shown = client.get(page(booking, "cancel")).context["form"].amounts
    make.pay(booking)

    answer = client.post(page(booking, "cancel"), {"by_hall": "group", "shown": shown})

    assert answer.status_code == 409
    assert "お返しする額が変わりました" in text(answer)
    assert state(booking) == "approved"


def test_a_cancel_sent_twice_has_one_effect():
    booking, client = make.booking(), staff()

    first, second = cancelled(booking, client), client.post(page(booking, "cancel"), {})

    assert (first.status_code, second.status_code) == (302, 302)
    assert Notice.objects.filter(kind="booking.cancelled").count() == 1


def test_after_the_day_only_the_hall_cancels():
    booking = make.paid_booking()

    with time_machine.travel(NOON + timedelta(days=90), tick=False):
        answer = staff().get(page(booking, "cancel"))

    assert "館の都合" in text(answer)
    assert "利用者の都合" not in text(answer)


@pytest.mark.parametrize("approved", [False, True])
def test_a_cancel_can_be_taken_back_for_half_an_hour(approved):
    booking = make.cancel(make.booking(approved=approved))
    client = staff()
    offered = text(client.get(page(booking)))

    answer = client.post(page(booking, "undo"), follow=True)
    again = client.post(page(booking, "undo"))

    assert page(booking, "undo") in offered
    assert state(booking) == ("approved" if approved else "tentative")
    assert "取消を取りやめました" in text(answer)
    assert again.status_code == 302


def test_after_half_an_hour_the_undo_says_why_not():
    booking = make.cancel(make.booking())

    with time_machine.travel(NOON + timedelta(minutes=31), tick=False):
        client = staff()
        offered = text(client.get(page(booking)))
        answer = client.post(page(booking, "undo"))

    assert page(booking, "undo") not in offered
    assert answer.status_code == 409
    assert "30分が過ぎたため" in text(answer)


# 利用の結果


@pytest.mark.parametrize(("came", "ends"), [("1", "used"), ("0", "no_show")])
def test_how_a_use_ended_is_said_on_its_day(came, ends):
    booking = make.paid_booking()

    with at_day_of(booking):
        client = staff()
        answers = [client.post(page(booking, "close"), {"came": came}) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert state(booking) == ends
    assert Entry.objects.filter(action="booking.close_use").count() == 1


def test_before_the_day_nothing_has_been_used():
    booking = make.paid_booking()

    answer = staff().post(page(booking, "close"), {"came": "1"})

    assert answer.status_code == 409
    assert "利用日（2027年2月6日（土））になってから" in text(answer)
    assert state(booking) == "approved"


@pytest.mark.parametrize("typed", [{}, {"came": "maybe"}])
def test_a_result_that_says_nothing_is_no_result(typed):
    booking = make.paid_booking()

    with at_day_of(booking):
        answer = staff().post(page(booking, "close"), typed)

    assert answer.status_code == 400
    assert state(booking) == "approved"


# だれが


@pytest.mark.parametrize("role", STAFF)
def test_the_pages_open_to_those_who_oversee(role):
    booking, client = make.booking(), staff(role)
    opens = 200 if role in OVERSEEN else 404

    assert client.get("/staff/queue/").status_code == opens
    assert client.get(page(booking)).status_code == opens


def test_the_ward_reads_and_moves_nothing():
    booking, client = make.booking(), staff(Role.WARD)

    shown = client.get(page(booking))
    answers = [client.post(page(booking, move), {"came": "1"}) for move in (*MOVES, "cancel")]

    assert "できること" not in text(shown)
    assert {answer.status_code for answer in answers} == {404}
    assert state(booking) == "tentative"


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.VENDOR])
def test_other_roles_move_nothing(role):
    booking, client = make.booking(), staff(role)

    answers = [client.post(page(booking, move), {"came": "1"}) for move in (*MOVES, "cancel")]

    assert {answer.status_code for answer in answers} == {404}


def test_a_move_is_a_post():
    booking, client = make.booking(), staff()

    answers = [client.get(page(booking, move)) for move in MOVES]

    assert {answer.status_code for answer in answers} == {405}


def test_elsewhere_and_without_login_there_is_nothing():
    booking, client = make.booking(), staff(Role.MANAGER)
    urls = ["/staff/queue/", page(booking), page(booking, "cancel")]

    elsewhere = [client.get(url, REMOTE_ADDR=ELSEWHERE).status_code for url in urls]
    unknown = [Client().get(url).status_code for url in urls]

    assert set(elsewhere) == {404}
    assert set(unknown) == {302}


def test_a_forged_form_is_refused():
    booking = make.booking()
    client = Client(enforce_csrf_checks=True)
    client.force_login(make.staff(Role.MANAGER))

    assert client.post(page(booking, "approve")).status_code == 403
    assert state(booking) == "tentative"


@pytest.mark.parametrize("number", ["00000000", "x", "12345678901234567890"])
def test_a_booking_that_is_not_there(number):
    client = staff()

    assert client.get(f"/staff/bookings/{number}/").status_code == 404
    assert client.post(f"/staff/bookings/{number}/approve/").status_code == 404


def test_a_damaged_reason_is_taken_calmly():
    booking, client = make.booking(), staff()

    long = client.post(page(booking, "wait"), {"wait-reason": "見" * 300})
    odd = client.post(page(booking, "wait"), {"wait-reason": "図面\x00\x07 待ち", "token": uuid4()})

    assert long.status_code == 422
    assert "見" * 300 in text(long)
    assert odd.status_code == 302
    assert Application.objects.get().bookings.get().waiting_for == "図面 待ち"
