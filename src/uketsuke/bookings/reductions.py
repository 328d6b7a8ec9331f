"""減免: asked for with its ground, decided by who may, and what that does to the price.

Before the payment it lowers the bill, after it the difference is due back. 源: facts 2.5 [A].
"""

from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet

from uketsuke.audit.actions import record
from uketsuke.bookings import queries, steps
from uketsuke.bookings.models import Booking, Certificate, ReductionRequest, ReductionState
from uketsuke.bookings.states import CHANGEABLE
from uketsuke.groups.models import Group
from uketsuke.kernel import clock
from uketsuke.kernel.actors import Actor
from uketsuke.kernel.refusals import Refusal
from uketsuke.ledger import actions as ledger
from uketsuke.tariffs.queries import in_force, version
from uketsuke.tariffs.quote import ReductionKind

OPEN = (ReductionState.ASKED, ReductionState.GRANTED)


def kinds(booking: Booking) -> dict[str, ReductionKind]:
    """減免の種類 of the booking's tariff, by code."""
    return dict(version(booking.tariff_id).facts.reductions)


@transaction.atomic(durable=True)
def ask(booking_id: int, kind: str, evidence: str, *, by: Actor, at: datetime) -> ReductionRequest:
    """減免を申請する for a booking that stands, until its day of use.

    ``evidence`` says which paper shows the ground; a certificate on record is found by itself.
    Sent again it returns what is open. Raises Refusal ``reductions.*``.
    """
    booking = steps.locked(booking_id)
    if made := booking.reductions.filter(state__in=OPEN).first():
        if made.kind == kind:
            return made
        raise Refusal("reductions.one", label=made.label)
    _refuse_unless_open(booking, at)
    if (wanted := kinds(booking).get(kind)) is None:
        raise Refusal("quote.unknown_reduction", reduction=kind)
    shown = certificates(booking.group, booking.date).filter(kind=kind).first()
    if not (evidence or shown):
        raise Refusal("reductions.no_evidence")
    made = ReductionRequest.objects.create(
        booking=booking,
        kind=kind,
        label=wanted.label,
        evidence=evidence or str(shown and shown.document),
        certificate=shown,
        asked_at=at,
        asked_by=by.name,
    )
    steps.tell("booking.reduction_asked", booking, at, label=wanted.label)
    record("reduction.ask", booking, by=by, at=at, kind=kind)
    return made


@transaction.atomic(durable=True)
def withdraw(request_id: int, *, by: Actor, at: datetime) -> ReductionRequest:
    """減免申請を取り下げる before it is decided. Raises Refusal ``reductions.decided``."""
    asked, booking = _locked(request_id)
    if asked.state == ReductionState.WITHDRAWN:
        return asked
    _refuse_decided(asked)
    asked.state = ReductionState.WITHDRAWN
    asked.save(update_fields=["state"])
    record("reduction.withdraw", booking, by=by, at=at, kind=asked.kind)
    return asked


@transaction.atomic(durable=True)
def grant(
    request_id: int, percent: int | None, reason: str, *, by: Actor, at: datetime
) -> ReductionRequest:
    """減免を承認する: the price is made anew with it. ``percent`` counts only for a kind without
    its own. Raises Refusal ``reductions.*`` or ``quote.reduction_percent_needed``.
    """
    asked, booking = _locked(request_id)
    if asked.state == ReductionState.GRANTED:
        return asked
    _refuse_decided(asked)
    _refuse_unless_may(by, at)
    _refuse_unless_open(booking, at)
    own = kinds(booking)[asked.kind].percent
    given = percent if own is None else own
    if given is None or not 0 <= given <= 100:
        raise Refusal("quote.reduction_percent_needed", reduction=asked.label)
    asked.percent = given
    _decided(asked, ReductionState.GRANTED, reason, by, at)
    asked.amount = _lower(booking, asked.label, by, at)
    asked.save()
    told = {"label": asked.label, "percent": given, "yen": booking.price}
    due = booking.payment_due.isoformat() if booking.payment_due else None
    steps.tell("booking.reduction_granted", booking, at, due=due, **told)
    record("reduction.grant", booking, by=by, at=at, why=reason, percent=given, yen=asked.amount)
    return asked


@transaction.atomic(durable=True)
def refuse(request_id: int, reason: str, *, by: Actor, at: datetime) -> ReductionRequest:
    """減免を承認しない, with the reason that the group is told. Raises Refusal ``reductions.*``."""
    asked, booking = _locked(request_id)
    if asked.state == ReductionState.REFUSED and asked.reason == reason:
        return asked
    _refuse_decided(asked)
    _refuse_unless_may(by, at)
    if not reason:
        raise Refusal("reductions.no_reason")
    _decided(asked, ReductionState.REFUSED, reason, by, at)
    asked.save()
    steps.tell("booking.reduction_refused", booking, at, label=asked.label, reason=reason)
    record("reduction.refuse", booking, by=by, at=at, why=reason)
    return asked


@transaction.atomic(durable=True)
def certify(
    group_id: int, kind: str, document: str, valid_until: date, *, by: Actor, at: datetime
) -> Certificate:
    """減免の認定を記録する: the paper a group showed, and until when it holds.

    Raises Refusal ``reductions.certificate_over`` or ``quote.unknown_reduction``.
    """
    group = Group.objects.select_for_update().get(pk=group_id)
    today = clock.day(at)
    if valid_until < today:
        raise Refusal("reductions.certificate_over", date=valid_until)
    known = in_force(today, today).facts.reductions
    if kind not in known:
        raise Refusal("quote.unknown_reduction", reduction=kind)
    made, is_new = Certificate.objects.get_or_create(
        group=group,
        kind=kind,
        document=document,
        valid_until=valid_until,
        defaults={"label": known[kind].label, "seen_at": at, "seen_by": by.name},
    )
    if is_new:
        record("reduction.certify", group, by=by, at=at, kind=kind, until=valid_until.isoformat())
    return made


def certificates(group: Group, on: date) -> QuerySet[Certificate]:
    """有効な認定 of the group on that day, the longest first."""
    return group.certificates.filter(valid_until__gte=on).order_by("-valid_until", "pk")


def may_decide(by: Actor, at: datetime) -> bool:
    """減免を決められるか: the rules in force say whether the manager or the ward decides."""
    return by.who.value == queries.rules(clock.day(at)).reductions_by


def _locked(request_id: int) -> tuple[ReductionRequest, Booking]:
    booking_id = ReductionRequest.objects.values_list("booking_id", flat=True).get(pk=request_id)
    booking = steps.locked(booking_id)
    return booking.reductions.get(pk=request_id), booking


def _lower(booking: Booking, label: str, by: Actor, at: datetime) -> int:
    """Make the price anew; where it is owed already, the ledger says so, with a new bill."""
    before, tariff = booking.price, version(booking.tariff_id)
    steps.fix_price(booking, tariff)
    booking.save()
    less = before - booking.price
    if booking.account and less > 0:
        account = ledger.lock(booking.account.pk)
        ledger.reduce(account, less, by=by, at=at, reason=f"減免 {label}")
        steps.issue_bill(booking, booking.payment_due or clock.day(at), at=at)
    return less


def _decided(
    asked: ReductionRequest, state: ReductionState, reason: str, by: Actor, at: datetime
) -> None:
    asked.state, asked.reason = state, reason
    asked.decided_at, asked.decided_by = at, by.name
    asked.save()


def _refuse_decided(asked: ReductionRequest) -> None:
    if asked.state != ReductionState.ASKED:
        raise Refusal("reductions.decided", state=asked.get_state_display())


def _refuse_unless_may(by: Actor, at: datetime) -> None:
    if not may_decide(by, at):
        raise Refusal("reductions.not_yours")


def _refuse_unless_open(booking: Booking, at: datetime) -> None:
    if booking.state not in CHANGEABLE:
        raise Refusal("reductions.not_standing", old=booking.state)
    if clock.day(at) > booking.date:
        raise Refusal("reductions.too_late", date=booking.date)
