"""見積: what holds for every tariff and every use."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from uketsuke.tariffs.quote import (
    AdmissionTier,
    EquipmentPrice,
    Line,
    ReductionKind,
    TariffFacts,
    Use,
    quote,
)

LABELS = {"am": "午前", "pm": "午後", "night": "夜間"}
ROOM = "yotsuya/hall"

TENS = st.integers(0, 10_000).map(lambda tens: tens * 10)
PERCENTS = st.integers(0, 100)
HALL_CODES = {"base", "admission", "commercial", "rehearsal", "reduction"}


@st.composite
def tariffs(draw: st.DrawFn) -> TariffFacts:
    """A tariff whose printed figures are tens of yen and whose tiers rise."""
    bounds = sorted(draw(st.lists(st.integers(0, 9999), max_size=4, unique=True)))
    percents = sorted(draw(st.integers(100, 300)) for _ in range(len(bounds) + 1))
    return TariffFacts(
        code="any",
        label="any",
        official=False,
        base={(ROOM, slot, kind): draw(TENS) for slot in LABELS for kind in ("weekday", "holiday")},
        tiers=tuple(map(AdmissionTier, [*bounds, None], percents)),
        commercial_percent=draw(st.integers(100, 300)),
        rehearsal_percent=draw(PERCENTS),
        overtime_percent=draw(PERCENTS),
        overtime_max_hours=3,
        reductions={"any": ReductionKind("any", "減免", draw(PERCENTS))},
        equipment={"any": EquipmentPrice("any", "設備", "台", draw(TENS))},
    )


USES = st.builds(
    Use,
    room=st.just(ROOM),
    date=st.dates(date(2025, 10, 1), date(2030, 12, 31)),
    slots=st.lists(st.sampled_from(sorted(LABELS)), min_size=1).map(tuple),
    admission=st.integers(0, 12_000),
    commercial=st.booleans(),
    rehearsal=st.booleans(),
    reduction=st.sampled_from([None, "any"]),
    overtime_hours=st.integers(0, 3),
    equipment=st.dictionaries(st.just("any"), st.integers(0, 20)),
)


def of_hall(lines: tuple[Line, ...]) -> int:
    return sum(line.amount for line in lines if line.code in HALL_CODES)


@given(tariff=tariffs(), use=USES)
def test_the_total_is_the_sum_of_the_lines_and_never_negative(tariff, use):
    made = quote(use, tariff, LABELS)

    assert made.total == sum(line.amount for line in made.lines) >= 0
    assert of_hall(made.lines) >= 0


@given(tariff=tariffs(), use=USES)
def test_every_line_is_a_multiple_of_the_rounding_unit(tariff, use):
    assert {line.amount % 10 for line in quote(use, tariff, LABELS).lines} == {0}


@given(tariff=tariffs(), use=USES)
def test_a_full_reduction_leaves_nothing_of_the_hall(tariff, use):
    full = replace(tariff, reductions={"any": ReductionKind("any", "減免", 100)})

    assert of_hall(quote(replace(use, reduction="any"), full, LABELS).lines) == 0


@given(tariff=tariffs(), use=USES, more=st.integers(0, 12_000))
def test_more_admission_is_never_cheaper(tariff, use, more):
    dearer = replace(use, admission=use.admission + more)

    assert quote(dearer, tariff, LABELS).total >= quote(use, tariff, LABELS).total


@given(tariff=tariffs(), use=USES)
def test_surcharges_never_lower_and_reductions_never_raise(tariff, use):
    signs = {"admission": 1, "commercial": 1, "overtime": 1, "equipment": 1, "base": 1}

    made = quote(use, tariff, LABELS)

    assert all(line.amount * signs.get(line.code, -1) >= 0 for line in made.lines)


@given(tariff=tariffs(), use=USES)
def test_commercial_use_never_multiplies_with_admission(tariff, use):
    codes = {line.code for line in quote(use, tariff, LABELS).lines}

    assert not {"admission", "commercial"} <= codes


@given(tariff=tariffs(), use=USES)
def test_overtime_and_equipment_cost_the_same_whatever_the_use_is(tariff, use):
    plain = replace(use, admission=0, commercial=False, rehearsal=False, reduction=None)

    beside = [line for line in quote(use, tariff, LABELS).lines if line.code not in HALL_CODES]

    assert beside == [
        line for line in quote(plain, tariff, LABELS).lines if line.code not in HALL_CODES
    ]
