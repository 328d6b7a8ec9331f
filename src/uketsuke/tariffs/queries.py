"""料金表を読む."""

from dataclasses import dataclass
from datetime import date

from uketsuke.halls.queries import atlas
from uketsuke.kernel import revision
from uketsuke.kernel.refusals import Refusal
from uketsuke.tariffs.models import Tariff
from uketsuke.tariffs.quote import (
    AdmissionTier,
    EquipmentPrice,
    Quote,
    ReductionKind,
    TariffFacts,
    Use,
    quote,
)
from uketsuke.tariffs.refund import Step


@dataclass(frozen=True, slots=True)
class Version:
    """料金表の版 with its refund table."""

    id: int
    in_force_from: date
    facts: TariffFacts
    refund_steps: tuple[Step, ...]


@revision.kept
def versions() -> tuple[Version, ...]:
    """All versions, the newest first."""
    related = ("base_fees__room", "tiers", "reductions", "equipment", "refund_steps")
    tariffs = Tariff.objects.order_by("-in_force_from").prefetch_related(*related)
    return tuple(
        Version(
            tariff.pk,
            tariff.in_force_from,
            _facts(tariff),
            tuple(Step(step.min_days, step.percent) for step in tariff.refund_steps.all()),
        )
        for tariff in tariffs
    )


def in_force(as_of: date) -> Version:
    """The version in force on ``as_of``. Raises Refusal ``quote.no_tariff``."""
    for version in versions():
        if version.in_force_from <= as_of:
            return version
    raise Refusal("quote.no_tariff", as_of=as_of)


def version(number: int) -> Version:
    """The version of that id, in force or not."""
    return next(each for each in versions() if each.id == number)


def quote_for(use: Use, as_of: date) -> Quote:
    """見積 of ``use`` by the version in force on ``as_of``.

    Raises Refusal ``quote.*`` and ``halls.*``.
    """
    room = atlas().room(use.room)
    labels = {slot.code: slot.label for slot in room.slots}
    return quote(use, in_force(as_of).facts, labels)


def _facts(tariff: Tariff) -> TariffFacts:
    return TariffFacts(
        code=tariff.code,
        label=tariff.label,
        official=tariff.official,
        base={(fee.room.key, fee.slot, fee.day_kind): fee.amount for fee in tariff.base_fees.all()},
        tiers=tuple(AdmissionTier(tier.up_to, tier.percent) for tier in tariff.tiers.all()),
        commercial_percent=tariff.commercial_percent,
        rehearsal_percent=tariff.rehearsal_percent,
        overtime_percent=tariff.overtime_percent,
        overtime_max_hours=tariff.overtime_max_hours,
        rounding=tariff.rounding,
        reductions={
            kind.code: ReductionKind(kind.code, kind.label, kind.percent)
            for kind in tariff.reductions.all()
        },
        equipment={
            item.code: EquipmentPrice(item.code, item.label, item.unit, item.amount)
            for item in tariff.equipment.all()
        },
    )
