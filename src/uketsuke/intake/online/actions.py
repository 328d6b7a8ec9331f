"""オンライン決済の操作. The provider is asked outside every transaction: what is agreed on here is
written before, what it said is written after, and whoever was killed between asks again."""

from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Q

from uketsuke.audit.actions import record
from uketsuke.bookings import intake, steps
from uketsuke.bookings.models import Booking
from uketsuke.intake.online.models import PENDING, Checkout, ProviderEvent, Return, Stage
from uketsuke.intake.online.provider import Asked, Event, Hosted, Provider, Status, Unavailable
from uketsuke.intake.online.queries import card_payment
from uketsuke.kernel import clock
from uketsuke.kernel.actors import SYSTEM, Actor
from uketsuke.kernel.refusals import Refusal
from uketsuke.ledger import actions as ledger
from uketsuke.ledger.models import OPEN, Method, Refund
from uketsuke.ledger.queries import balance

LASTS = timedelta(hours=1)
TAKEN_UP = timedelta(minutes=25)  # until then one may still be begun that ends at its time
STORE_DAYS = 3


def start(
    booking_id: int, token: UUID, back_url: str, via: Provider, *, by: Actor, at: datetime
) -> Checkout:
    """オンラインで支払う: the checkout with the address of the provider's page.

    Sent again, or begun in another window for the same amount, it is the same one. Raises
    Refusal ``online.nothing_owed``, ``online.too_little`` or ``till.not_approved``, and
    Unavailable.
    """
    made = begin(booking_id, token, by=by, at=at, least=via.least)
    if made.provider_id:
        return made
    booking = Booking.objects.select_related("application", "room__hall").get(pk=booking_id)
    asked = Asked(
        reference=str(made.token),
        title=f"{booking.room.hall.name} {booking.room.name} {booking.number}",
        amount=made.amount,
        token=made.token,
        back_url=back_url,
        expires_at=made.expires_at,
        store_days=_store_days(booking.payment_due, clock.day(made.created_at)),
    )
    return note_page(made.pk, via.start(asked), by=by, at=at)


def _store_days(due: date | None, today: date) -> int:
    """コンビニで払える日数: never beyond the payment deadline; from its day on cards only."""
    return STORE_DAYS if due is None else max(0, min(STORE_DAYS, (due - today).days))


@transaction.atomic(durable=True)
def begin(booking_id: int, token: UUID, *, by: Actor, at: datetime, least: int = 1) -> Checkout:
    """決済の手続きを始める, for all that is owed now. Raises Refusal as ``start``.

    One that is open is taken up again. Not one that waits for a store (its page leads nowhere any
    more), and not one that never reached the provider and ends too soon to be begun there.
    """
    booking = steps.locked(booking_id)
    if made := Checkout.objects.filter(token=token).first():
        if made.booking_id != booking.pk:
            raise Refusal("online.other_form")
        return made
    if booking.account is None:
        raise Refusal("till.not_approved")
    owed = balance(booking.account.pk)
    if owed <= 0:
        raise Refusal("online.nothing_owed")
    if owed < least:
        raise Refusal("online.too_little", amount=least)
    reachable = Q(provider_id__isnull=False, expires_at__gt=at) | Q(created_at__gt=at - TAKEN_UP)
    living = booking.checkouts.filter(reachable, stage=Stage.OPEN, amount=owed)
    if again := living.order_by("-pk").first():
        return again
    made = Checkout.objects.create(
        booking=booking,
        amount=owed,
        token=token,
        created_at=at,
        expires_at=at + LASTS,
        looked_at=at,
    )
    record("online.begin", booking, by=by, at=at, yen=owed)
    return made


@transaction.atomic(durable=True)
def note_page(checkout_id: int, page: Hosted, *, by: Actor, at: datetime) -> Checkout:
    """決済会社の画面を控える: where the person pays. Noted twice it has one effect."""
    made = Checkout.objects.select_for_update().get(pk=checkout_id)
    if made.provider_id is None:
        made.provider_id, made.url = page.id, page.url
        made.save(update_fields=["provider_id", "url"])
        record("online.page", made, by=by, at=at)
    return made


def hear(payload: bytes, signature: str, via: Provider, *, at: datetime) -> Checkout | None:
    """知らせを聞く: whatever the event says, what counts is what the provider answers when asked.

    None: about nothing of ours. Raises Forged, and Unavailable (then it is sent again).
    """
    event = via.read(payload, signature)
    if event is None or ProviderEvent.objects.filter(event_id=event.id).exists():
        return None
    return _looked_up(via.look_up(event.checkout), at, event)


def look_up(checkout_id: int, via: Provider, *, at: datetime) -> Checkout | None:
    """照会する: where no event came, or before one came. Raises Unavailable; then it has had its
    turn all the same, so that one without an answer does not stand before the others."""
    made = Checkout.objects.get(pk=checkout_id)
    if made.stage not in PENDING:
        return made
    if made.provider_id is None:  # killed before the provider answered: nobody could pay
        over = Status("", str(made.token), Stage.EXPIRED, made.amount)
        return settle(made.pk, over, by=SYSTEM, at=at) if at > made.expires_at else made
    try:
        status = via.look_up(made.provider_id)
    except Unavailable:
        Checkout.objects.filter(pk=made.pk).update(looked_at=at)
        raise
    return _looked_up(status, at, None)


def _looked_up(status: Status, at: datetime, event: Event | None) -> Checkout | None:
    """The checkout that the provider speaks of, by our number: its own may not be noted yet."""
    try:
        made = Checkout.objects.filter(token=UUID(status.reference)).first()
    except ValueError:
        return None
    return settle(made.pk, status, event=event, by=SYSTEM, at=at) if made else None


@transaction.atomic(durable=True)
def settle(
    checkout_id: int, status: Status, *, event: Event | None = None, by: Actor, at: datetime
) -> Checkout:
    """結果を記録する: paid, it is money that has come in, whatever has become of the booking since.

    Told twice, late or in wrong order it has one effect; paid never becomes unpaid again.
    """
    booking = steps.locked(Checkout.objects.get(pk=checkout_id).booking_id)
    made = Checkout.objects.select_for_update().get(pk=checkout_id)
    if event and not ProviderEvent.objects.filter(event_id=event.id).exists():
        ProviderEvent.objects.create(
            event_id=event.id, kind=event.kind, checkout=made, received_at=at
        )
    made.looked_at = at
    if made.provider_id is None and status.id:
        made.provider_id = status.id
    if made.entry is None and status.stage == Stage.PAID:
        made.entry = intake.receive(
            booking,
            status.amount,
            Method.ONLINE,
            reference=status.payment,
            by=by,
            at=at,
            token=made.token,
        )
        made.stage, made.payment, made.way = Stage.PAID, status.payment, status.way
    elif made.entry is None and made.stage != status.stage:
        made.stage = Stage(status.stage)
        record("online.stage", booking, by=by, at=at, stage=status.stage)
    made.save()
    return made


@transaction.atomic(durable=True)
def send_back(refund_id: int, amount: int, *, by: Actor, at: datetime) -> Return:
    """カードに返金する: the ledger says so at once, the provider is told until it has taken it.

    ``amount`` is what was seen. Raises Refusal ``refunds.changed``, ``refunds.over`` or
    ``online.no_card``. Sent again it has one effect.
    """
    booking_id = Refund.objects.values_list("account__booking", flat=True).get(pk=refund_id)
    booking = steps.locked(booking_id)
    ledger.lock(booking.account_id or 0)
    if done := Return.objects.filter(refund=refund_id).first():
        return done
    refund = Refund.objects.get(pk=refund_id)
    if refund.state not in OPEN:
        raise Refusal("refunds.over", state=refund.get_state_display())
    if refund.amount != amount:
        raise Refusal("refunds.changed", due=refund.amount)
    if (checkout := card_payment(refund)) is None:
        raise Refusal("online.no_card")
    token = uuid4()
    intake.hand_back(
        booking, amount, Method.ONLINE, reference=checkout.payment, by=by, at=at, token=token
    )
    return Return.objects.create(
        refund=refund, checkout=checkout, amount=amount, token=token, asked_at=at, next_try=at
    )


def send(return_id: int, via: Provider, *, at: datetime) -> bool:
    """返金を送る, once however often it is tried. Returns whether the provider took it."""
    waiting = Return.objects.select_related("checkout").get(pk=return_id)
    if waiting.sent_at:
        return True
    try:
        number = via.send_back(waiting.checkout.payment, waiting.amount, waiting.token)
    except Unavailable:
        number = ""
    return note_sent(return_id, number, by=SYSTEM, at=at)


@transaction.atomic(durable=True)
def note_sent(return_id: int, number: str, *, by: Actor, at: datetime) -> bool:
    """返金の結果を控える; without a ``number`` it is tried again, later and later."""
    sent = Return.objects.select_for_update().select_related("checkout__booking").get(pk=return_id)
    if sent.sent_at:
        return True
    sent.tries += 1
    if number:
        sent.sent_at, sent.provider_id = at, number
    else:
        sent.next_try = at + timedelta(minutes=min(2**sent.tries, 360))
    sent.save()
    kind = "online.sent_back" if number else "online.not_sent_back"
    record(kind, sent.checkout.booking, by=by, at=at, yen=sent.amount)
    return bool(number)
