"""料金表の内容: everything a version says, as values; what is wrong with it; what is new in it.

A version has one fee for each slot of each room on each kind of day, admission tiers that leave
no hole and never overlap, and a refund table that reaches the day itself.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from uketsuke.kernel.refusals import Refusal
from uketsuke.tariffs.quote import DAY_KINDS, AdmissionTier, EquipmentPrice, ReductionKind
from uketsuke.tariffs.refund import Step

CHANGE_OVERS = {"by_approval": "承認の日による", "by_use": "利用の日による"}
MOST_YEN = 10_000_000
MOST_DAYS = 3_650
LABEL, UNIT, CODE = 60, 10, 30

# 割合など: the single figures of a version: its name, its unit, and the least and most it may be.
FIGURES: dict[str, tuple[str, str, int, int]] = {
    "commercial_percent": ("営利の利用", "%", 0, 1000),
    "rehearsal_percent": ("練習利用", "%", 0, 100),
    "overtime_percent": ("時間の超過（1時間ごと）", "%", 0, 1000),
    "overtime_max_hours": ("時間の超過の上限", "時間", 0, 24),
    "rounding": ("端数の切り捨て", "円", 1, 1000),
    "tax_percent": ("料金に含まれる消費税", "%", 0, 50),
}
_SLUG = re.compile(r"[A-Za-z0-9_-]+")
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


@dataclass(frozen=True, slots=True)
class Fee:
    """基本料金: ``amount`` yen of a room in a slot on a kind of day."""

    room: str
    slot: str
    day_kind: str
    amount: int


@dataclass(frozen=True, slots=True)
class Content:
    """版の内容. ``change_over`` is a key of CHANGE_OVERS; percents are of the base fee."""

    label: str
    in_force_from: date
    change_over: str
    base: tuple[Fee, ...]
    tiers: tuple[AdmissionTier, ...]
    commercial_percent: int
    rehearsal_percent: int
    overtime_percent: int
    overtime_max_hours: int
    rounding: int
    tax_percent: int
    reductions: tuple[ReductionKind, ...]
    equipment: tuple[EquipmentPrice, ...]
    refund_steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """誤り: ``reason``, in the ``nth`` row (from 0) of ``part``; None: of the part as a whole."""

    reason: Refusal
    part: str
    nth: int | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """新旧の違い: ``what`` of ``part``, old and new (None: there is none)."""

    part: str
    what: str
    old: int | str | None
    new: int | str | None
    unit: str = ""

    @property
    def change(self) -> int | None:
        """増減, where both are figures."""
        if isinstance(self.old, int) and isinstance(self.new, int):
            return self.new - self.old
        return None

    @property
    def percent(self) -> int | None:
        """増減率: whole percent of the old figure, rounded half away from nothing."""
        if self.change is None or not isinstance(self.old, int) or self.old <= 0:
            return None
        size = (abs(self.change) * 200 + self.old) // (2 * self.old)
        return size if self.change >= 0 else -size


def faults(content: Content, rooms: Mapping[str, Sequence[str]]) -> list[Fault]:
    """誤りの一覧: everything that is wrong, nothing where a version may be proposed.

    ``rooms`` are the slots of every room that must have a fee.
    """
    return [
        *_of_head(content),
        *_of_base(content.base, rooms),
        *_of_tiers(content.tiers),
        *_of_figures(content),
        *_of_reductions(content.reductions),
        *_of_equipment(content.equipment),
        *_of_refunds(content.refund_steps),
    ]


def _of_head(content: Content) -> Iterator[Fault]:
    yield from _of_text("head", 0, content.label, LABEL)
    if content.change_over not in CHANGE_OVERS:
        reason = Refusal("tariffs.unknown_change_over", given=content.change_over)
        yield Fault(reason, "head", 2)


def _of_base(base: Sequence[Fee], rooms: Mapping[str, Sequence[str]]) -> Iterator[Fault]:
    seen: set[tuple[str, str, str]] = set()
    for nth, fee in enumerate(base):
        for reason in _of_fee(fee, rooms):
            yield Fault(reason, "base", nth)
        cell = (fee.room, fee.slot, fee.day_kind)
        if cell in seen:
            yield Fault(_double(*cell), "base", nth)
        seen.add(cell)
    for room, slots in rooms.items():
        for day_kind in DAY_KINDS:
            for slot in slots:
                if (room, slot, day_kind) not in seen:
                    yield Fault(_missing(room, slot, day_kind), "base")


def _double(room: str, slot: str, day_kind: str) -> Refusal:
    kind = DAY_KINDS.get(day_kind, day_kind)
    return Refusal("tariffs.double_fee", room=room, day_part=slot, day_kind=kind)


def _missing(room: str, slot: str, day_kind: str) -> Refusal:
    kind = DAY_KINDS[day_kind]
    return Refusal("tariffs.missing_fee", room=room, day_part=slot, day_kind=kind)


def _of_fee(fee: Fee, rooms: Mapping[str, Sequence[str]]) -> Iterator[Refusal]:
    if fee.room not in rooms:
        yield Refusal("tariffs.unknown_room", given=fee.room)
    elif fee.slot not in rooms[fee.room]:
        yield Refusal("tariffs.unknown_slot", room=fee.room, given=fee.slot)
    if fee.day_kind not in DAY_KINDS:
        yield Refusal("tariffs.unknown_day_kind", given=fee.day_kind)
    yield from _of_yen(fee.amount)


def _of_tiers(tiers: Sequence[AdmissionTier]) -> Iterator[Fault]:
    """Each tier begins where the one before ends: a hole is only above the last, an overlap
    wherever one does not end higher than the one before."""
    for nth, tier in enumerate(tiers):
        for reason in _within(tier.percent, 0, 1000):
            yield Fault(reason, "tiers", nth)
        if tier.up_to is not None:
            for reason in _of_yen(tier.up_to):
                yield Fault(reason, "tiers", nth)
    for nth, (one, after) in enumerate(pairwise(tiers), start=1):
        if one.up_to is None or (after.up_to is not None and after.up_to <= one.up_to):
            yield Fault(Refusal("tariffs.tiers_overlap"), "tiers", nth)
    if not tiers or tiers[-1].up_to is not None:
        yield Fault(Refusal("tariffs.tiers_hole"), "tiers")


def _of_figures(content: Content) -> Iterator[Fault]:
    for nth, (name, (_, _, least, most)) in enumerate(FIGURES.items()):
        for reason in _within(getattr(content, name), least, most):
            yield Fault(reason, "figures", nth)


def _of_reductions(kinds: Sequence[ReductionKind]) -> Iterator[Fault]:
    yield from _of_codes("reductions", [kind.code for kind in kinds])
    for nth, kind in enumerate(kinds):
        yield from _of_text("reductions", nth, kind.label, LABEL)
        for reason in _within(kind.percent or 0, 0, 100):
            yield Fault(reason, "reductions", nth)


def _of_equipment(items: Sequence[EquipmentPrice]) -> Iterator[Fault]:
    yield from _of_codes("equipment", [item.code for item in items])
    for nth, item in enumerate(items):
        yield from _of_text("equipment", nth, item.label, LABEL)
        yield from _of_text("equipment", nth, item.unit, UNIT)
        for reason in _of_yen(item.amount):
            yield Fault(reason, "equipment", nth)


def _of_refunds(steps: Sequence[Step]) -> Iterator[Fault]:
    seen: set[int] = set()
    for nth, step in enumerate(steps):
        for reason in (*_within(step.percent, 0, 100), *_within(step.min_days, 0, MOST_DAYS)):
            yield Fault(reason, "refund_steps", nth)
        if step.min_days in seen:
            yield Fault(Refusal("tariffs.double_step", days=step.min_days), "refund_steps", nth)
        seen.add(step.min_days)
    if 0 not in seen:
        yield Fault(Refusal("tariffs.no_last_step"), "refund_steps")


def _of_codes(part: str, codes: Sequence[str]) -> Iterator[Fault]:
    seen: set[str] = set()
    for nth, code in enumerate(codes):
        if not _SLUG.fullmatch(code) or len(code) > CODE:
            yield Fault(Refusal("tariffs.bad_code", given=code[:CODE], most=CODE), part, nth)
        if code in seen:
            yield Fault(Refusal("tariffs.double_code", given=code), part, nth)
        seen.add(code)


def _of_text(part: str, nth: int, text: str, most: int) -> Iterator[Fault]:
    invisible = any(unicodedata.category(each) in _INVISIBLE for each in text)
    if not 0 < len(text) <= most or text != text.strip() or invisible:
        yield Fault(Refusal("tariffs.bad_text", most=most), part, nth)


def _of_yen(amount: int) -> Iterator[Refusal]:
    return _within(amount, 0, MOST_YEN)


def _within(given: int, least: int, most: int) -> Iterator[Refusal]:
    if given < 0:
        yield Refusal("tariffs.negative", given=given)
    elif not least <= given <= most:
        yield Refusal("tariffs.out_of_range", given=given, least=least, most=most)


# 新旧の違い ------------------------------------------------------------------------------------

Row = tuple[str, int | str | None, str]


def differences(old: Content, new: Content) -> list[Difference]:
    """新旧の違い: what ``new`` says other than ``old``, part by part; label and date apart."""
    return [
        *_compared("切替", _rules(old), _rules(new)),
        *_compared("基本料金", _fees(old), _fees(new)),
        *_compared("入場料", _tiers(old), _tiers(new)),
        *_compared("割合", _figures(old), _figures(new)),
        *_compared("減免", _reductions(old), _reductions(new)),
        *_compared("設備", _equipment(old), _equipment(new)),
        *_compared("還付", _refunds(old), _refunds(new)),
    ]


def _compared(part: str, old: Iterable[Row], new: Iterable[Row]) -> Iterator[Difference]:
    before = {what: (value, unit) for what, value, unit in old}
    after = {what: (value, unit) for what, value, unit in new}
    for what in [*before, *(each for each in after if each not in before)]:
        was, unit = before.get(what, (None, ""))
        now, unit = after.get(what, (None, unit))
        if was != now:
            yield Difference(part, what, was, now, unit)


def _rules(content: Content) -> Iterator[Row]:
    yield "切替の規則", CHANGE_OVERS.get(content.change_over, content.change_over), ""


def _fees(content: Content) -> Iterator[Row]:
    for fee in content.base:
        kind = DAY_KINDS.get(fee.day_kind, fee.day_kind)
        yield f"{fee.room}|{fee.slot}|{kind}", fee.amount, "円"


def _tiers(content: Content) -> Iterator[Row]:
    for tier in content.tiers:
        bound = "それを超えるもの" if tier.up_to is None else f"{tier.up_to:,}円まで"
        yield bound, tier.percent, "%"


def _figures(content: Content) -> Iterator[Row]:
    for name, (label, unit, _, _) in FIGURES.items():
        yield label, getattr(content, name), unit


def _reductions(content: Content) -> Iterator[Row]:
    for kind in content.reductions:
        yield kind.code, "職員が決定" if kind.percent is None else kind.percent, "%"
        yield f"{kind.code}（名称）", kind.label, ""


def _equipment(content: Content) -> Iterator[Row]:
    for item in content.equipment:
        yield item.code, item.amount, "円"
        yield f"{item.code}（名称）", item.label, ""
        yield f"{item.code}（単位）", item.unit, ""


def _refunds(content: Content) -> Iterator[Row]:
    for step in content.refund_steps:
        yield f"{step.min_days}日前まで" if step.min_days else "当日まで", step.percent, "%"
