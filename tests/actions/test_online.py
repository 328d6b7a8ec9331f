"""オンライン決済: whatever the provider tells, twice, late, disordered or not at all, is right."""

import time
from datetime import timedelta
from uuid import uuid4

import pytest

from tests import invariants, make, provider
from tests.make import NOON, refused
from uketsuke.bookings import decisions
from uketsuke.bookings.models import Booking
from uketsuke.intake.online import actions, queries
from uketsuke.intake.online.models import Checkout, ProviderEvent, Return
from uketsuke.intake.online.provider import Asked, Forged, Unavailable
from uketsuke.intake.online.stripe_provider import StripeProvider
from uketsuke.kernel.actors import SYSTEM
from uketsuke.ledger.models import Entry, Kind, Refund
from uketsuke.ledger.queries import balance
from uketsuke.notices.models import Notice
from uketsuke.seed.provider import signed

pytestmark = pytest.mark.usefixtures("world")
BACK = "http://127.0.0.1:8000/my/"


@pytest.fixture(scope="module")
def shop():
    with provider.pretended() as there:
        yield there


@pytest.fixture(autouse=True)
def _whatever_is_told_it_adds_up(world: None):
    yield
    assert invariants.faults() == []


def start(booking: Booking, shop, token=None) -> Checkout:
    by = make.actor(booking.group)
    return actions.start(booking.pk, token or uuid4(), BACK, shop.via(), by=by, at=NOON)


def tell(shop, checkout: Checkout, *which: int) -> None:
    events = shop.events(checkout.provider_id)
    for nth in which or range(len(events)):
        actions.hear(*events[nth], shop.via(), at=NOON)


def came_in(booking: Booking) -> list[int]:
    entries = Entry.objects.filter(account=booking.account_id, kind=Kind.PAYMENT)
    return [-entry.amount for entry in entries.order_by("pk")]


def stage(checkout: Checkout) -> str:
    checkout.refresh_from_db()
    return checkout.stage


def test_a_card_payment_is_in_the_ledger_with_its_receipt(shop):
    booking = make.booking(approved=True)
    checkout = start(booking, shop)
    shop.does("card", checkout.provider_id)

    tell(shop, checkout)

    assert (stage(checkout), checkout.way) == ("paid", "card")
    assert balance(booking.account_id) == 0
    assert checkout.entry.receipt.content["method"] == "オンライン決済"
    assert checkout.entry.reference.startswith("pi_")


def test_the_same_event_again_has_no_effect(shop):
    booking = make.booking(approved=True)
    checkout = start(booking, shop)
    shop.does("card", checkout.provider_id)

    for _ in range(3):
        tell(shop, checkout)

    assert came_in(booking) == [booking.price]
    assert ProviderEvent.objects.count() == 1
    assert Notice.objects.filter(kind="booking.paid").count() == 1


def test_a_convenience_store_is_paid_later(shop):
    booking = make.booking(approved=True)
    checkout = start(booking, shop)
    shop.does("konbini", checkout.provider_id)
    tell(shop, checkout)
    assert (stage(checkout), came_in(booking)) == ("waiting", [])

    shop.does("store", checkout.provider_id)
    tell(shop, checkout)

    assert (stage(checkout), checkout.way) == ("paid", "konbini")
    assert came_in(booking) == [booking.price]


def test_events_in_wrong_order_end_the_same(shop):
    booking = make.booking(approved=True)
    checkout = start(booking, shop)
    shop.does("konbini", checkout.provider_id)
    shop.does("store", checkout.provider_id)

    tell(shop, checkout, 1, 0, 1)

    assert stage(checkout) == "paid"
    assert came_in(booking) == [booking.price]


@pytest.mark.parametrize(
    ("happens", "ends"), [(("konbini", "never"), "failed"), (("expire",), "expired")]
)
def test_what_is_not_paid_ends_without_money(shop, happens, ends):
    booking = make.booking(approved=True)
    checkout = start(booking, shop)
    for each in happens:
        shop.does(each, checkout.provider_id)

    tell(shop, checkout)

    assert (stage(checkout), came_in(booking)) == (ends, [])


def test_when_no_event_comes_it_is_looked_up(shop):
    booking = make.booking(approved=True)
    checkout = start(booking, shop)
    shop.does("card", checkout.provider_id)
    later = NOON + timedelta(minutes=6)
    assert queries.to_look_up(NOON) == []

    for number in queries.to_look_up(later):
        actions.look_up(number, shop.via(), at=later)

    assert came_in(booking) == [booking.price]
    assert queries.to_look_up(later + timedelta(days=1)) == []


@pytest.mark.parametrize(
    "forge",
    [
        lambda payload: (payload, ""),
        lambda payload: (payload, signed(payload, "whsec_other")),
        lambda payload: (payload + b" ", signed(payload, provider.SECRET)),
        lambda payload: (payload, signed(payload, provider.SECRET, int(time.time()) - 600)),
        lambda payload: (b"\xff", signed(b"\xff", provider.SECRET)),
        lambda payload: (b"[]", signed(b"[]", provider.SECRET)),
        lambda payload: (b"{}", signed(b"{}", provider.SECRET)),
    ],
)
def test_what_the_provider_did_not_sign_is_not_heard(shop, forge):
    booking = make.booking(approved=True)
    checkout = start(booking, shop)
    shop.does("card", checkout.provider_id)
    (payload, _), *_ = shop.events(checkout.provider_id)

    with pytest.raises(Forged):
        actions.hear(*forge(payload), shop.via(), at=NOON)

    assert came_in(booking) == []


def test_without_a_secret_nothing_is_believed(shop):
    deaf = StripeProvider(provider.KEY, "", shop.url)
    checkout = start(make.booking(approved=True), shop)
    shop.does("card", checkout.provider_id)
    (payload, _), *_ = shop.events(checkout.provider_id)

    with pytest.raises(Forged):
        actions.hear(payload, signed(payload, ""), deaf, at=NOON)


def test_even_a_signed_lie_counts_for_nothing(shop):
    """The event only says where to look: the provider is asked itself."""
    booking = make.booking(approved=True)
    checkout = start(booking, shop)
    lie = (
        b'{"id": "evt_lie", "object": "event", "type": "checkout.session.completed", "data":'
        b' {"object": {"object": "checkout.session", "payment_status": "paid", "id": "%s"}}}'
    ) % checkout.provider_id.encode()

    actions.hear(lie, signed(lie, provider.SECRET), shop.via(), at=NOON)

    assert (stage(checkout), came_in(booking)) == ("open", [])


def test_pressed_twice_or_in_two_windows_it_is_one_checkout(shop):
    booking, token = make.booking(approved=True), uuid4()

    made = {start(booking, shop, each).provider_id for each in (token, token, uuid4())}

    assert len(made) == 1


def test_killed_before_the_answer_was_noted_it_goes_on_with_the_same(shop):
    booking, token = make.booking(approved=True), uuid4()
    made = actions.begin(booking.pk, token, by=make.actor(booking.group), at=NOON)
    by = make.actor(booking.group)
    asked = start(booking, shop, token)
    Checkout.objects.filter(pk=made.pk).update(provider_id=None, url="")

    again = actions.start(booking.pk, token, BACK, shop.via(), by=by, at=NOON)

    assert (again.provider_id, again.url) == (asked.provider_id, asked.url)


def test_killed_before_the_answer_was_noted_the_event_still_finds_it(shop):
    booking = make.booking(approved=True)
    checkout = start(booking, shop)
    number = checkout.provider_id
    Checkout.objects.filter(pk=checkout.pk).update(provider_id=None, url="")
    shop.does("card", number)

    actions.hear(*shop.events(number)[0], shop.via(), at=NOON)

    assert came_in(booking) == [booking.price]


def test_what_never_reached_the_provider_is_begun_anew_when_it_is_too_late_for_it(shop):
    """The provider takes no checkout that ends within half an hour."""
    booking = make.booking(approved=True)
    by = make.actor(booking.group)
    lost = actions.begin(booking.pk, uuid4(), by=by, at=NOON)

    soon = actions.begin(booking.pk, uuid4(), by=by, at=NOON + timedelta(minutes=20))
    late = actions.begin(booking.pk, uuid4(), by=by, at=NOON + timedelta(minutes=40))

    assert soon == lost
    assert late != lost
    assert late.expires_at == NOON + timedelta(minutes=100)


def test_who_chose_a_convenience_store_may_still_pay_by_card(shop):
    """The page of a checkout that waits for a store leads nowhere any more."""
    booking = make.booking(approved=True)
    waits = start(booking, shop)
    shop.does("konbini", waits.provider_id)
    tell(shop, waits)

    again = start(booking, shop)

    assert again != waits
    shop.does("card", again.provider_id)
    tell(shop, again)
    assert came_in(booking) == [booking.price]


@pytest.mark.parametrize(
    ("owed", "ways"),
    [
        (50, ["card"]),
        (119, ["card"]),
        (120, ["card", "konbini"]),
        (300_000, ["card", "konbini"]),
        (300_001, ["card"]),
    ],
)
def test_each_way_has_its_bounds(shop, owed, ways):
    asked = Asked("見本", "見本", owed, uuid4(), BACK, NOON + timedelta(hours=1), 3)

    made = shop.session(shop.via().start(asked).id)

    assert (made["ways"], made["amount_total"]) == (ways, owed)


def test_less_than_a_card_takes_is_paid_at_the_counter(shop):
    booking = make.booking(approved=True)
    make.pay(booking, booking.price - 49)

    with refused("online.too_little"):
        start(booking, shop)


def test_nobody_could_pay_what_never_reached_the_provider(shop):
    booking = make.booking(approved=True)
    made = actions.begin(booking.pk, uuid4(), by=make.actor(booking.group), at=NOON)

    actions.look_up(made.pk, shop.via(), at=NOON + timedelta(hours=2))

    assert stage(made) == "expired"


def test_paid_at_the_till_meanwhile_the_second_money_is_due_back(shop):
    booking = make.booking(approved=True)
    checkout = start(booking, shop)
    make.pay(booking)
    shop.does("card", checkout.provider_id)

    tell(shop, checkout)

    assert came_in(booking) == [booking.price] * 2
    assert Refund.objects.get().amount == booking.price


def test_money_for_what_has_lapsed_is_due_back(shop):
    booking = make.overdue()
    checkout = start(booking, shop)
    shop.does("konbini", checkout.provider_id)
    decisions.lapse(booking.pk, by=SYSTEM, at=NOON + timedelta(days=30))
    shop.does("store", checkout.provider_id)

    tell(shop, checkout)

    assert Refund.objects.get().amount == booking.price


@pytest.mark.parametrize(
    ("days", "ways", "store"),
    [(14, ["card", "konbini"], "3"), (2, ["card", "konbini"], "2"), (0, ["card"], None)],
)
def test_a_convenience_store_has_no_more_time_than_the_bill(shop, days, ways, store):
    booking = make.booking(approved=True)
    Booking.objects.update(payment_due=make.TODAY + timedelta(days=days))

    checkout = start(booking, shop)

    session = shop.session(checkout.provider_id)
    assert (session["ways"], session["store_days"]) == (ways, store)


def test_the_form_of_another_booking_begins_nothing(shop):
    token = uuid4()
    start(make.booking(approved=True), shop, token)

    with refused("online.other_form"):
        start(make.booking(None, make.use("pm"), approved=True), shop, token)


def test_nothing_owed_nothing_begun(shop):
    with refused("online.nothing_owed"):
        start(make.paid_booking(), shop)
    with refused("till.not_approved"):
        start(make.booking(None, make.use("pm")), shop)


def test_without_the_provider_nothing_is_lost():
    booking = make.booking(approved=True)
    nowhere = StripeProvider("sk_mihon", "x", "http://127.0.0.1:9")

    with pytest.raises(Unavailable):
        actions.start(booking.pk, uuid4(), BACK, nowhere, by=make.actor(booking.group), at=NOON)

    assert balance(booking.account_id) == booking.price


# 返金


def paid_by_card(shop, way: str = "card") -> Booking:
    booking = make.booking(approved=True)
    checkout = start(booking, shop)
    shop.does(way, checkout.provider_id)
    if way == "konbini":
        shop.does("store", checkout.provider_id)
    tell(shop, checkout)
    return booking


def test_it_goes_back_the_way_it_came_once(shop):
    booking = paid_by_card(shop)
    make.cancel(booking, NOON + timedelta(days=1))
    refund = Refund.objects.get()

    for _ in range(2):
        sent = actions.send_back(refund.pk, refund.amount, by=make.counter(), at=NOON)
    for _ in range(2):
        assert actions.send(sent.pk, shop.via(), at=NOON)

    mine = [each for each in shop.books()["refunds"] if each["payment_intent"] == paid(booking)]
    assert [each["amount"] for each in mine] == [10_800]
    assert balance(booking.account_id) == 0
    refund.refresh_from_db()
    assert (refund.state, refund.entry.note.content["method"]) == ("paid", "オンライン決済")


def paid(booking: Booking) -> str:
    return booking.checkouts.get().payment


def test_what_the_provider_did_not_take_is_sent_again_later(shop):
    booking = paid_by_card(shop)
    make.cancel(booking)
    refund = Refund.objects.get()
    sent = actions.send_back(refund.pk, refund.amount, by=make.counter(), at=NOON)
    nowhere = StripeProvider("sk_mihon", "x", "http://127.0.0.1:9")

    assert actions.send(sent.pk, nowhere, at=NOON) is False
    assert queries.to_send_back(NOON) == []
    later = NOON + timedelta(minutes=3)
    assert queries.to_send_back(later) == [sent.pk]
    assert actions.send(sent.pk, shop.via(), at=later)

    assert queries.to_send_back(later + timedelta(days=1)) == []
    assert Return.objects.get().provider_id.startswith("re_")


def test_what_it_took_and_could_not_answer_is_not_sent_twice_however_late(shop):
    """The provider keeps keys for a day: after that it knows the refund by its mark."""
    booking = paid_by_card(shop)
    make.cancel(booking, NOON + timedelta(days=1))
    refund = Refund.objects.get()
    by = make.counter()
    sent = actions.send_back(refund.pk, refund.amount, by=by, at=NOON)
    assert actions.send(sent.pk, shop.via(), at=NOON)
    first = Return.objects.get().provider_id
    Return.objects.update(sent_at=None, provider_id="")  # killed before it was noted
    shop.a_day_passes()

    assert actions.send(sent.pk, shop.via(), at=NOON + timedelta(days=2))

    assert Return.objects.get().provider_id == first
    mine = [each for each in shop.books()["refunds"] if each["payment_intent"] == paid(booking)]
    assert len(mine) == 1


def test_a_convenience_store_takes_nothing_back(shop):
    booking = paid_by_card(shop, "konbini")
    make.cancel(booking)
    refund = Refund.objects.get()

    with refused("online.no_card"):
        actions.send_back(refund.pk, refund.amount, by=make.counter(), at=NOON)


def test_another_amount_than_what_is_due_is_not_sent(shop):
    booking = paid_by_card(shop)
    make.cancel(booking)

    with refused("refunds.changed"):
        actions.send_back(Refund.objects.get().pk, 1, by=make.counter(), at=NOON)
