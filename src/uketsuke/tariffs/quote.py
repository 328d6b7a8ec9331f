"""見積: the price of one use of one room on one day, explained line by line.

The hall's own price is a running total that starts at the base fees; each rule changes it, the
total is cut down to the rounding unit, and the difference is the rule's line. So every line is
rounded once, in the group's favour, and the lines always sum up to the price. Overtime and
equipment stand beside the running total: no factor and no reduction touches them.
源: facts 2.1-2.5; every figure is data of the tariff.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date as Date  # noqa: N812 - ``date`` is a field below

from uketsuke.kernel.calendar import is_weekend_or_holiday
from uketsuke.kernel.refusals import Refusal, refuse_if
from uketsuke.kernel.yen import yen

WEEKDAY, HOLIDAY = "weekday", "holiday"
DAY_KINDS = {WEEKDAY: "平日", HOLIDAY: "土日休日"}


@dataclass(frozen=True, slots=True)
class AdmissionTier:
    """入場料区分: up to the highest admission of ``up_to`` yen (None: above all others), the hall
    costs ``percent`` of the base fee."""

    up_to: int | None
    percent: int


@dataclass(frozen=True, slots=True)
class ReductionKind:
    """減免の種類: ``percent`` is what is taken off; None: staff say it with the decision."""

    code: str
    label: str
    percent: int | None


@dataclass(frozen=True, slots=True)
class EquipmentPrice:
    """附帯設備の料金: ``amount`` yen for one ``unit`` in one slot."""

    code: str
    label: str
    unit: str
    amount: int


@dataclass(frozen=True, slots=True)
class TariffFacts:
    """料金表の版 as values: ``base`` is yen by (room, slot, ``weekday`` or ``holiday``).

    ``official`` is False while the figures are samples (見本料金).
    """

    code: str
    label: str
    official: bool
    base: Mapping[tuple[str, str, str], int]
    tiers: tuple[AdmissionTier, ...]
    commercial_percent: int = 200
    rehearsal_percent: int = 50
    overtime_percent: int = 30
    overtime_max_hours: int = 1
    rounding: int = 10
    tax_percent: int = 10
    reductions: Mapping[str, ReductionKind] = field(default_factory=dict)
    equipment: Mapping[str, EquipmentPrice] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Use:
    """利用内容: what is to be priced.

    ``admission`` is the highest admission in yen, ``overtime_hours`` counts started hours,
    ``equipment`` is quantity by code, ``beside`` are the names by key of 楽屋 used with the room;
    ``reduction_percent`` counts only for a kind without its own.
    """

    room: str
    date: Date
    slots: tuple[str, ...]
    admission: int = 0
    commercial: bool = False
    rehearsal: bool = False
    reduction: str | None = None
    reduction_percent: int | None = None
    overtime_hours: int = 0
    equipment: Mapping[str, int] = field(default_factory=dict)
    beside: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Line:
    """明細: one reason and its yen, negative where it makes the use cheaper."""

    code: str
    label: str
    amount: int


@dataclass(frozen=True, slots=True)
class Quote:
    """見積: ``slots`` in the order of the day, ``total`` is the sum of ``lines``."""

    room: str
    date: Date
    slots: tuple[str, ...]
    tariff: str
    official: bool
    lines: tuple[Line, ...]

    @property
    def total(self) -> int:
        """合計 in yen, tax included."""
        return sum(line.amount for line in self.lines)


def quote(use: Use, tariff: TariffFacts, slot_labels: Mapping[str, str]) -> Quote:
    """見積: the price of ``use`` by ``tariff``.

    ``slot_labels`` are the room's slots in the order of the day. Raises Refusal ``quote.*``,
    all reasons at once.
    """
    refuse_if(objections(use, tariff, slot_labels))
    slots = tuple(slot for slot in slot_labels if slot in use.slots)
    base = _base_lines(use, slots, tariff, slot_labels)
    lines = (
        *base,
        *_hall_lines(use, tariff, sum(line.amount for line in base)),
        *_overtime_lines(use, slots, tariff, slot_labels),
        *_equipment_lines(use, slots, tariff),
        *_lines_beside(use, slots, tariff),
    )
    return Quote(use.room, use.date, slots, tariff.code, tariff.official, lines)


def objections(use: Use, tariff: TariffFacts, slot_labels: Mapping[str, str]) -> Iterator[Refusal]:
    """見積できない理由: every reason why ``use`` has no price."""
    yield from _objections_to_slots(use, tariff, slot_labels)
    yield from _objections_to_reduction(use, tariff)
    yield from _objections_to_numbers(use, tariff)


def day_kind(day: Date) -> str:
    """曜日区分: ``holiday`` on Saturdays, Sundays and national holidays, else ``weekday``."""
    return HOLIDAY if is_weekend_or_holiday(day) else WEEKDAY


def admission_percent(admission: int, tiers: tuple[AdmissionTier, ...]) -> int:
    """入場料区分の率: percent of the base fee at a highest admission of ``admission`` yen.

    Above the last bound the last tier goes on; without any tier it is 100.
    """
    ordered = sorted(tiers, key=lambda tier: (tier.up_to is None, tier.up_to or 0))
    for tier in ordered:
        if tier.up_to is None or admission <= tier.up_to:
            return tier.percent
    return ordered[-1].percent if ordered else 100


def _objections_to_slots(
    use: Use, tariff: TariffFacts, slot_labels: Mapping[str, str]
) -> Iterator[Refusal]:
    if use.room not in {room for room, _, _ in tariff.base}:
        yield Refusal("quote.unknown_room", room=use.room)
        return
    if not use.slots:
        yield Refusal("quote.slots_empty")
    for slot in use.slots:
        if slot not in slot_labels or _base_key(use, slot) not in tariff.base:
            yield Refusal("quote.unknown_slot", slot=slot)


def _objections_to_reduction(use: Use, tariff: TariffFacts) -> Iterator[Refusal]:
    if use.reduction is None:
        return
    kind = tariff.reductions.get(use.reduction)
    if kind is None:
        yield Refusal("quote.unknown_reduction", reduction=use.reduction)
    elif kind.percent is None and not 0 <= _given(use.reduction_percent) <= 100:
        yield Refusal("quote.reduction_percent_needed", reduction=kind.label)


def _objections_to_numbers(use: Use, tariff: TariffFacts) -> Iterator[Refusal]:
    if use.admission < 0:
        yield Refusal("quote.negative", what="admission", given=use.admission)
    if use.overtime_hours < 0:
        yield Refusal("quote.negative", what="overtime_hours", given=use.overtime_hours)
    if use.overtime_hours > tariff.overtime_max_hours:
        yield Refusal("quote.overtime_too_long", max=tariff.overtime_max_hours)
    for room in use.beside:
        if any((room, slot, day_kind(use.date)) not in tariff.base for slot in use.slots):
            yield Refusal("quote.unknown_room", room=room)
    for code, quantity in use.equipment.items():
        if code not in tariff.equipment:
            yield Refusal("quote.unknown_equipment", equipment=code)
        if quantity < 0:
            yield Refusal("quote.negative", what=code, given=quantity)


def _base_key(use: Use, slot: str) -> tuple[str, str, str]:
    return use.room, slot, day_kind(use.date)


def _base_lines(
    use: Use, slots: tuple[str, ...], tariff: TariffFacts, slot_labels: Mapping[str, str]
) -> list[Line]:
    kind = DAY_KINDS[day_kind(use.date)]
    return [
        Line("base", f"基本料金 {slot_labels[slot]}（{kind}）", tariff.base[_base_key(use, slot)])
        for slot in slots
    ]


def _hall_lines(use: Use, tariff: TariffFacts, base: int) -> Iterator[Line]:
    """加算・練習利用・減免: each rule's difference to the running total."""
    running = base
    for code, label, percent in _factors(use, tariff):
        if percent == 100:
            continue  # a rule that changes nothing must not round the printed base fee either
        after = _cut(running * percent, tariff.rounding)
        yield Line(code, label, after - running)
        running = after


def _factors(use: Use, tariff: TariffFacts) -> Iterator[tuple[str, str, int]]:
    """率: code, label and percent of the running total, in the order in which they apply."""
    yield _use_factor(use, tariff)
    if use.rehearsal:
        percent = tariff.rehearsal_percent
        yield "rehearsal", f"練習利用（{percent}%）", percent
    if use.reduction is not None:
        kind = tariff.reductions[use.reduction]
        percent = _given(use.reduction_percent) if kind.percent is None else kind.percent
        yield "reduction", f"減免 {kind.label}（{percent}%減額）", 100 - percent


def _use_factor(use: Use, tariff: TariffFacts) -> tuple[str, str, int]:
    """入場料加算または営利利用: the larger of the two, never both, so that nobody pays twice for
    the same thing; where they are equal it is called commercial."""
    tier = admission_percent(use.admission, tariff.tiers)
    commercial = tariff.commercial_percent
    if use.commercial and commercial >= tier:
        return "commercial", f"営利利用（{commercial - 100}%加算）", commercial
    label = f"入場料加算（最高{yen(use.admission)}、{tier - 100}%加算）"
    return "admission", label, tier


def _overtime_lines(
    use: Use, slots: tuple[str, ...], tariff: TariffFacts, slot_labels: Mapping[str, str]
) -> Iterator[Line]:
    if use.overtime_hours == 0:
        return
    last = slots[-1]
    percent = tariff.overtime_percent * use.overtime_hours
    amount = _cut(tariff.base[_base_key(use, last)] * percent, tariff.rounding)
    label = f"超過 {use.overtime_hours}時間（{slot_labels[last]}の{percent}%）"
    yield Line("overtime", label, amount)


def _equipment_lines(use: Use, slots: tuple[str, ...], tariff: TariffFacts) -> Iterator[Line]:
    for code, quantity in use.equipment.items():
        if quantity == 0:
            continue
        item = tariff.equipment[code]
        label = f"附帯設備 {item.label} {quantity}{item.unit}×{len(slots)}区分"
        yield Line("equipment", label, item.amount * quantity * len(slots))


def _lines_beside(use: Use, slots: tuple[str, ...], tariff: TariffFacts) -> Iterator[Line]:
    kind = day_kind(use.date)
    for room, name in use.beside.items():
        amount = sum(tariff.base[room, slot, kind] for slot in slots)
        yield Line("dressing", f"{name} {len(slots)}区分", amount)


def _cut(hundredfold: int, unit: int) -> int:
    """端数処理: a hundredth of ``hundredfold``, cut down to a multiple of ``unit`` yen."""
    return hundredfold // (100 * unit) * unit


def _given(percent: int | None) -> int:
    return -1 if percent is None else percent
