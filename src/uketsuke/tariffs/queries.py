"""料金表を読む."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from uketsuke.halls.queries import atlas
from uketsuke.kernel import revision
from uketsuke.kernel.refusals import Refusal
from uketsuke.tariffs.content import Content, Fee
from uketsuke.tariffs.models import BaseFee, ChangeOver, State, Tariff
from uketsuke.tariffs.quote import (
    DAY_KINDS,
    AdmissionTier,
    EquipmentPrice,
    Quote,
    ReductionKind,
    TariffFacts,
    Use,
    quote,
)
from uketsuke.tariffs.refund import Step

_PARTS = ("base_fees__room", "tiers", "reductions", "equipment", "refund_steps")


@dataclass(frozen=True, slots=True)
class Version:
    """料金表の版 with its refund table; ``by_use``: the day of use decides, not of approval."""

    id: int
    in_force_from: date
    facts: TariffFacts
    refund_steps: tuple[Step, ...]
    by_use: bool = False

    def covers(self, decided_on: date, use: date) -> bool:
        """Whether this version has begun for a use on ``use`` that is decided on that day."""
        return self.in_force_from <= (use if self.by_use else decided_on)


@revision.kept
def versions() -> tuple[Version, ...]:
    """All released versions, the newest first."""
    released = Tariff.objects.filter(state=State.RELEASED).order_by("-in_force_from")
    return tuple(as_version(tariff) for tariff in released.prefetch_related(*_PARTS))


def in_force(as_of: date, use: date | None = None) -> Version:
    """The version by which a use on ``use`` (empty: on that day) is priced when it is decided on
    ``as_of``: the newest that has begun by its own rule. Raises Refusal ``quote.no_tariff``."""
    for version in versions():
        if version.covers(as_of, use or as_of):
            return version
    raise Refusal("quote.no_tariff", as_of=as_of)


def version(number: int) -> Version:
    """The released version of that id, in force or not."""
    return next(each for each in versions() if each.id == number)


def quote_for(use: Use, as_of: date) -> Quote:
    """見積 of ``use`` decided on ``as_of``, by the version in force for it.

    Raises Refusal ``quote.*`` and ``halls.*``.
    """
    room = atlas().room(use.room)
    labels = {slot.code: slot.label for slot in room.slots}
    return quote(use, in_force(as_of, use.date).facts, labels)


def listed() -> list[Tariff]:
    """All versions in every state, the newest first."""
    return list(Tariff.objects.order_by("-in_force_from", "-pk"))


def whole(code: str) -> Tariff | None:
    """The version of that code in whatever state, with all its parts; None: there is none."""
    return Tariff.objects.filter(code=code).prefetch_related(*_PARTS).first()


def as_version(tariff: Tariff) -> Version:
    """That row with its parts as values, in whatever state it is."""
    return Version(
        tariff.pk,
        tariff.in_force_from,
        _facts(tariff),
        tuple(Step(step.min_days, step.percent) for step in tariff.refund_steps.all()),
        tariff.change_over == ChangeOver.BY_USE,
    )


def before(tariff: Tariff) -> Tariff | None:
    """The released version that ``tariff`` follows (or would follow), with all its parts."""
    released = Tariff.objects.filter(state=State.RELEASED, in_force_from__lt=tariff.in_force_from)
    found = released.exclude(pk=tariff.pk).order_by("-in_force_from")
    return found.prefetch_related(*_PARTS).first()


def content(tariff: Tariff) -> Content:
    """内容 of a version, every part in its own order."""
    return Content(
        label=tariff.label,
        in_force_from=tariff.in_force_from,
        change_over=tariff.change_over,
        base=tuple(
            Fee(fee.room.key, fee.slot, fee.day_kind, fee.amount) for fee in _in_order(tariff)
        ),
        tiers=tuple(AdmissionTier(tier.up_to, tier.percent) for tier in tariff.tiers.all()),
        commercial_percent=tariff.commercial_percent,
        rehearsal_percent=tariff.rehearsal_percent,
        overtime_percent=tariff.overtime_percent,
        overtime_max_hours=tariff.overtime_max_hours,
        rounding=tariff.rounding,
        tax_percent=tariff.tax_percent,
        reductions=tuple(
            ReductionKind(kind.code, kind.label, kind.percent) for kind in tariff.reductions.all()
        ),
        equipment=tuple(
            EquipmentPrice(item.code, item.label, item.unit, item.amount)
            for item in tariff.equipment.all()
        ),
        refund_steps=tuple(Step(step.min_days, step.percent) for step in tariff.refund_steps.all()),
    )


def priced_rooms() -> dict[str, tuple[str, ...]]:
    """What a tariff must have a fee for: the slots of each room, by its key."""
    return {key: tuple(slot.code for slot in room.slots) for key, room in atlas().rooms.items()}


def _in_order(tariff: Tariff) -> Iterable[BaseFee]:
    rooms, kinds = list(atlas().rooms), list(DAY_KINDS)
    slots = {key: [slot.code for slot in room.slots] for key, room in atlas().rooms.items()}

    def place(fee: BaseFee) -> tuple[int, int, int, str]:
        own = slots.get(fee.room.key, [])
        nth = rooms.index(fee.room.key) if fee.room.key in rooms else len(rooms)
        slot = own.index(fee.slot) if fee.slot in own else len(own)
        return nth, kinds.index(fee.day_kind), slot, fee.slot

    return sorted(tariff.base_fees.all(), key=place)


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
        tax_percent=tariff.tax_percent,
        reductions={
            kind.code: ReductionKind(kind.code, kind.label, kind.percent)
            for kind in tariff.reductions.all()
        },
        equipment={
            item.code: EquipmentPrice(item.code, item.label, item.unit, item.amount)
            for item in tariff.equipment.all()
        },
    )
