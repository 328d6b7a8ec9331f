"""版の一生: a draft is written, proposed by one person and released by another.

What is released is what was proposed: the database refuses any change in between, and after.
"""

from datetime import date, datetime

from django.db import transaction

from uketsuke.audit.actions import record
from uketsuke.halls.models import Room
from uketsuke.kernel import clock, revision
from uketsuke.kernel.actors import Actor
from uketsuke.kernel.refusals import Refusal, refuse_if
from uketsuke.tariffs import queries
from uketsuke.tariffs.content import FIGURES, Content, faults
from uketsuke.tariffs.files import fingerprint
from uketsuke.tariffs.models import (
    AdmissionTier,
    BaseFee,
    EquipmentPrice,
    Reduction,
    RefundStep,
    State,
    Tariff,
)


@transaction.atomic(durable=True)
def copy(
    source_id: int, code: str, label: str, in_force_from: date, *, by: Actor, at: datetime
) -> Tariff:
    """版を写して案を作る: a draft with all that the source says.

    Raises Refusal ``tariffs.code_taken``, ``tariffs.bad_text`` or ``tariffs.past``.
    """
    source = Tariff.objects.get(pk=source_id)
    if Tariff.objects.filter(code=code).exists():
        raise Refusal("tariffs.code_taken", given=code)
    if in_force_from <= clock.day(at):
        raise Refusal("tariffs.past", date=in_force_from)
    said = queries.content(source)
    made = Tariff.objects.create(
        code=code,
        label=label,
        in_force_from=in_force_from,
        change_over=source.change_over,
        based_on=source,
        **{name: getattr(said, name) for name in FIGURES},
    )
    _write_parts(made, said)
    record("tariffs.copy", made, by=by, at=at, code=code, source=source.code)
    return made


@transaction.atomic(durable=True)
def replace(tariff_id: int, content: Content, *, seen: str = "", by: Actor, at: datetime) -> Tariff:
    """案の内容を入れ替える: all of it or, where anything is wrong, nothing.

    ``seen`` is the fingerprint of what the writer began with. Raises Refusal
    ``tariffs.not_draft``, ``tariffs.changed_meanwhile`` or what is wrong (``content.faults``).
    """
    tariff = _locked(tariff_id, State.DRAFT)
    if seen and seen != fingerprint(queries.content(tariff)):
        raise Refusal("tariffs.changed_meanwhile")
    refuse_if(fault.reason for fault in faults(content, queries.priced_rooms()))
    for name in ("label", "in_force_from", "change_over", *FIGURES):
        setattr(tariff, name, getattr(content, name))
    tariff.save()
    for part in (
        tariff.base_fees,
        tariff.tiers,
        tariff.reductions,
        tariff.equipment,
        tariff.refund_steps,
    ):
        part.all().delete()
    _write_parts(tariff, content)
    record("tariffs.replace", tariff, by=by, at=at, code=tariff.code)
    return tariff


@transaction.atomic(durable=True)
def propose(tariff_id: int, *, by: Actor, at: datetime) -> Tariff:
    """審査に出す: from now on it stays as it is, until another person releases it.

    Raises Refusal ``tariffs.not_draft``, ``tariffs.past``, ``tariffs.not_after`` or what is
    wrong with the content.
    """
    tariff = _locked(tariff_id, State.DRAFT)
    _check_day(tariff, at)
    said = queries.content(tariff)
    refuse_if(fault.reason for fault in faults(said, queries.priced_rooms()))
    tariff.state, tariff.proposed_by, tariff.proposed_at = State.PROPOSED, by.name, at
    tariff.save(update_fields=["state", "proposed_by", "proposed_at"])
    record("tariffs.propose", tariff, by=by, at=at, code=tariff.code)
    return tariff


@transaction.atomic(durable=True)
def release(tariff_id: int, *, by: Actor, at: datetime) -> Tariff:
    """公布する, by another person than who proposed: it can never be changed again.

    Raises Refusal ``tariffs.not_proposed``, ``tariffs.own``, ``tariffs.past``,
    ``tariffs.not_after`` or, where rooms have changed since, what is missing.
    """
    tariff = _locked(tariff_id, State.PROPOSED)
    if tariff.proposed_by == by.name:
        raise Refusal("tariffs.own")
    _check_day(tariff, at)
    said = queries.content(tariff)
    refuse_if(fault.reason for fault in faults(said, queries.priced_rooms()))
    tariff.state, tariff.released_by, tariff.released_at = State.RELEASED, by.name, at
    tariff.save(update_fields=["state", "released_by", "released_at"])
    record("tariffs.release", tariff, by=by, at=at, code=tariff.code)
    revision.changed()
    return tariff


@transaction.atomic(durable=True)
def withdraw(tariff_id: int, reason: str, *, by: Actor, at: datetime) -> Tariff:
    """案に戻す: what was proposed can be changed again. Raises Refusal ``tariffs.not_proposed``."""
    tariff = _locked(tariff_id, State.PROPOSED)
    tariff.state, tariff.proposed_by, tariff.proposed_at = State.DRAFT, "", None
    tariff.save(update_fields=["state", "proposed_by", "proposed_at"])
    record("tariffs.withdraw", tariff, by=by, at=at, why=reason, code=tariff.code)
    return tariff


@transaction.atomic(durable=True)
def discard(tariff_id: int, *, by: Actor, at: datetime) -> None:
    """案を捨てる. Raises Refusal ``tariffs.not_draft``, or ``tariffs.copied`` while other
    versions name it as their source."""
    tariff = _locked(tariff_id, State.DRAFT)
    if tariff.copies.exists():
        raise Refusal("tariffs.copied", given=tariff.code)
    record("tariffs.discard", tariff, by=by, at=at, code=tariff.code)
    tariff.delete()


def _locked(tariff_id: int, state: State) -> Tariff:
    """The version, locked, after every released one, so that two are never released at once."""
    list(Tariff.objects.select_for_update().order_by("pk").values_list("pk"))
    tariff = Tariff.objects.get(pk=tariff_id)
    if tariff.state != state and state == State.DRAFT:
        raise Refusal("tariffs.not_draft", state=tariff.get_state_display())
    if tariff.state != state:
        raise Refusal("tariffs.not_proposed", state=tariff.get_state_display())
    return tariff


def _check_day(tariff: Tariff, at: datetime) -> None:
    """施行日: in the future, and after every released version."""
    if tariff.in_force_from <= clock.day(at):
        raise Refusal("tariffs.past", date=tariff.in_force_from)
    released = Tariff.objects.filter(state=State.RELEASED)
    later = released.filter(in_force_from__gte=tariff.in_force_from).order_by("-in_force_from")
    if last := later.first():
        raise Refusal("tariffs.not_after", date=last.in_force_from, label=last.label)


def _write_parts(tariff: Tariff, said: Content) -> None:
    rooms = dict(Room.objects.values_list("key", "pk"))
    BaseFee.objects.bulk_create(
        BaseFee(
            tariff=tariff,
            room_id=rooms[fee.room],
            slot=fee.slot,
            day_kind=fee.day_kind,
            amount=fee.amount,
        )
        for fee in said.base
    )
    AdmissionTier.objects.bulk_create(
        AdmissionTier(tariff=tariff, up_to=tier.up_to, percent=tier.percent) for tier in said.tiers
    )
    Reduction.objects.bulk_create(
        Reduction(tariff=tariff, code=kind.code, label=kind.label, percent=kind.percent)
        for kind in said.reductions
    )
    EquipmentPrice.objects.bulk_create(
        EquipmentPrice(
            tariff=tariff, code=item.code, label=item.label, unit=item.unit, amount=item.amount
        )
        for item in said.equipment
    )
    RefundStep.objects.bulk_create(
        RefundStep(tariff=tariff, min_days=step.min_days, percent=step.percent)
        for step in said.refund_steps
    )
