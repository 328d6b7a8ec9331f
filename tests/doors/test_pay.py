"""オンラインで支払う: to the provider's page and back, and what the provider tells us."""

from datetime import datetime, time
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from tests import make, provider
from tests.clients import herself
from uketsuke.bookings import decisions
from uketsuke.bookings.models import Booking
from uketsuke.identity.models import Role
from uketsuke.intake.online import queries
from uketsuke.intake.online.models import Checkout, Return
from uketsuke.kernel.clock import TOKYO
from uketsuke.ledger.models import Refund
from uketsuke.ledger.queries import balance

pytestmark = pytest.mark.usefixtures("noon", "world")
EVENTS = "/pay/events/"


@pytest.fixture(scope="module")
def shop():
    with provider.pretended() as there:
        yield there


@pytest.fixture
def open_shop(shop, monkeypatch, settings):
    monkeypatch.setattr(queries, "provider", shop.via)
    settings.STRIPE_PAGES = shop.url
    return shop


def pay(booking: Booking, client: Client | None = None) -> Any:
    token = {"token": str(uuid4())}
    return (client or herself(booking)).post(f"/my/bookings/{booking.number}/pay/", token)


def back(booking: Booking) -> str:
    return str(herself(booking).get(f"/my/bookings/{booking.number}/paid/").text)


def told(shop, payload_and_signature) -> Any:
    payload, signature = payload_and_signature
    return Client().post(
        EVENTS, payload, content_type="application/json", headers={"Stripe-Signature": signature}
    )


def test_without_a_provider_there_is_no_such_button():
    booking = make.booking(approved=True)

    assert "オンラインで支払う" not in herself(booking).get(f"/my/bookings/{booking.number}/").text
    assert pay(booking).status_code == 302
    assert Client().post(EVENTS).status_code == 404
    assert not Checkout.objects.exists()


def test_she_is_led_to_the_page_of_the_provider_and_nowhere_else(open_shop):
    booking = make.booking(approved=True)
    shown = herself(booking).get(f"/my/bookings/{booking.number}/")

    answer = pay(booking)

    assert "オンラインで支払う（14,400円）" in shown.text
    assert answer.status_code == 303
    assert answer["Location"].startswith(f"{open_shop.url}/pay/cs_")


def test_a_page_leads_to_the_provider_where_it_has_the_button_and_nowhere_else(open_shop):
    booking = make.booking(approved=True)
    there = f"/my/bookings/{booking.number}/"
    with_button = herself(booking).get(there)
    make.pay(booking)
    without = herself(booking).get(there)

    assert leads_to(with_button) == {"'self'", open_shop.url}
    assert leads_to(without) == {"'self'"}
    assert leads_to(herself(booking).get("/my/")) == {"'self'"}


def test_the_button_works_on_a_page_that_refuses_something_else_too(open_shop):
    booking = make.booking(approved=True)
    used = datetime.combine(booking.date, time(20), tzinfo=TOKYO)
    decisions.close_use(booking.pk, True, by=make.counter(), at=used)

    refused = herself(booking).post(f"/my/bookings/{booking.number}/cancel/")

    assert refused.status_code == 409
    assert "オンラインで支払う" in refused.text
    assert open_shop.url in leads_to(refused)


def leads_to(page: Any) -> set[str]:
    """The addresses to which the policy of the page lets a form lead."""
    rules = (rule.split() for rule in page["Content-Security-Policy"].split(";"))
    return next(set(words[1:]) for words in rules if words[0] == "form-action")


def test_what_no_card_takes_has_no_button(open_shop):
    booking = make.booking(approved=True)
    make.pay(booking, booking.price - 49)

    shown = herself(booking).get(f"/my/bookings/{booking.number}/").text

    assert "49円" in shown
    assert "オンラインで支払う" not in shown


def test_back_from_the_card_it_is_paid_without_any_event(open_shop):
    booking = make.booking(approved=True)
    pay(booking)
    assert "お支払いはまだ済んでいません" in back(booking)
    open_shop.does("card", Checkout.objects.get().provider_id)

    assert "お支払いを確認しました" in back(booking)
    assert balance(booking.account_id) == 0


def test_back_from_the_convenience_store_it_waits_and_the_event_ends_it(open_shop):
    booking = make.booking(approved=True)
    pay(booking)
    number = Checkout.objects.get().provider_id
    open_shop.does("konbini", number)
    assert "コンビニでのお支払いをお待ちしています" in back(booking)
    open_shop.does("store", number)

    answers = [told(open_shop, event).status_code for event in open_shop.events(number) * 2]

    assert answers == [200] * 4
    assert balance(booking.account_id) == 0


def test_forged_and_huge_events_are_turned_away(open_shop):
    assert told(open_shop, (b"{}", "t=1,v1=00")).status_code == 400
    assert told(open_shop, (b"x" * 300_000, "")).status_code == 413
    assert Client().get(EVENTS).status_code == 405


def test_the_form_of_yesterday_leads_to_what_has_become_of_it(open_shop):
    booking, token = make.booking(approved=True), {"token": str(uuid4())}
    there = f"/my/bookings/{booking.number}/pay/"
    herself(booking).post(there, token)
    open_shop.does("card", Checkout.objects.get().provider_id)
    back(booking)

    answer = herself(booking).post(there, token)

    assert answer["Location"] == f"/my/bookings/{booking.number}/paid/"


def test_an_event_needs_no_token_of_a_form(open_shop):
    strict = Client(enforce_csrf_checks=True)

    answer = strict.post(EVENTS, b"{}", content_type="application/json")

    assert answer.status_code == 400  # not signed; a missing token would be a 403


def test_when_the_provider_is_silent_she_is_told_what_to_do(monkeypatch):
    nowhere = provider.Pretended("http://127.0.0.1:9")
    monkeypatch.setattr(queries, "provider", nowhere.via)
    booking = make.booking(approved=True)

    answer = pay(booking)

    assert answer.status_code == 503
    assert "お支払いは行われていません" in answer.text


def test_nobody_pays_or_looks_for_another(open_shop):
    booking, other = make.booking(approved=True), make.booking(None, make.use("pm"))

    assert pay(booking, herself(other)).status_code == 404
    assert herself(other).get(f"/my/bookings/{booking.number}/paid/").status_code == 404


def test_the_counter_sends_it_back_to_the_card(open_shop):
    booking = make.booking(approved=True)
    pay(booking)
    open_shop.does("card", Checkout.objects.get().provider_id)
    back(booking)
    make.cancel(booking)
    refund = Refund.objects.get()
    clerk = Client()
    clerk.force_login(make.staff(Role.COUNTER))
    amount = {"amount": refund.amount}
    clerk.post(f"/staff/refunds/{refund.pk}/decide/", amount)

    shown = clerk.post(f"/staff/refunds/{refund.pk}/card/", amount, follow=True)

    assert "決済会社へ送信中" in shown.text
    assert Return.objects.get().amount == refund.amount
    assert balance(booking.account_id) == 0
