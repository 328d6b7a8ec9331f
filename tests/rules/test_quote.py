"""見積: the sample tariff as it is printed, every rule with its rounding, all reasons to refuse."""

from dataclasses import replace
from datetime import date

import pytest

from uketsuke.kernel.refusals import Refusal, Refusals, reasons
from uketsuke.tariffs.quote import (
    AdmissionTier,
    EquipmentPrice,
    ReductionKind,
    TariffFacts,
    Use,
    quote,
)

WEEKDAY, SATURDAY, HOLIDAY = date(2026, 11, 24), date(2026, 11, 28), date(2026, 11, 23)
LABELS = {"am": "午前", "pm": "午後", "night": "夜間"}
DAY = tuple(LABELS)

# 源: facts 2.1 [A]: room, kind of day, 午前, 午後, 夜間, 全日.
PRINTED = [
    ("yotsuya/hall", "weekday", 12000, 16000, 20000, 48000),
    ("yotsuya/hall", "holiday", 14400, 19200, 24000, 57600),
    ("tansu/hall", "weekday", 10500, 14000, 17500, 42000),
    ("tansu/hall", "holiday", 12600, 16800, 21000, 50400),
    ("tsunohazu/hall", "weekday", 6000, 8000, 10000, 24000),
    ("tsunohazu/hall", "holiday", 7200, 9600, 12000, 28800),
    ("yotsuya/dressing-1", "weekday", 500, 700, 700, 1900),
    ("yotsuya/dressing-1", "holiday", 500, 700, 700, 1900),
]
ODD = [("odd/hall", "weekday", 1010, 1230, 12345, 14585)]

TARIFF = TariffFacts(
    code="sample-2025",
    label="見本料金表",
    official=False,
    base={
        (room, slot, kind): amount
        for room, kind, *amounts, _ in PRINTED + ODD
        for slot, amount in zip(DAY, amounts, strict=True)
    },
    tiers=(AdmissionTier(1000, 100), AdmissionTier(3000, 150), AdmissionTier(None, 200)),
    reductions={
        "ward": ReductionKind("ward", "区主催・共催", 100),
        "support": ReductionKind("support", "区後援", 50),
        "third": ReductionKind("third", "三割", 30),
        "none": ReductionKind("none", "なし", 0),
        "other": ReductionKind("other", "その他", None),
    },
    equipment={
        "grand-piano": EquipmentPrice("grand-piano", "グランドピアノ", "台", 5000),
        "microphone": EquipmentPrice("microphone", "有線マイク", "本", 300),
    },
)


def use(*slots: str, room: str = "yotsuya/hall", on: date = WEEKDAY, **facts: object) -> Use:
    return replace(Use(room, on, slots or ("am",)), **facts)


def odd(*slots: str, **facts: object) -> Use:
    return use(*slots, room="odd/hall", **facts)


def lines(wanted: Use, tariff: TariffFacts = TARIFF) -> list[tuple[str, int]]:
    return [(line.code, line.amount) for line in quote(wanted, tariff, LABELS).lines]


def total(wanted: Use, tariff: TariffFacts = TARIFF) -> int:
    return quote(wanted, tariff, LABELS).total


@pytest.mark.parametrize(("room", "kind", "am", "pm", "night", "day"), PRINTED)
def test_the_printed_base_fees(room, kind, am, pm, night, day):
    on = WEEKDAY if kind == "weekday" else HOLIDAY

    assert [total(use(slot, room=room, on=on)) for slot in DAY] == [am, pm, night]
    assert total(use(*DAY, room=room, on=on)) == day


@pytest.mark.parametrize(
    ("on", "amount"),
    [
        (date(2026, 11, 20), 12000),  # 金
        (SATURDAY, 14400),
        (date(2026, 11, 29), 14400),  # 日
        (HOLIDAY, 14400),  # 月・祝
        (date(2026, 5, 6), 14400),  # 水・振替休日
        (date(2026, 9, 22), 14400),  # 火・国民の休日
        (date(2026, 12, 31), 12000),
    ],
)
def test_saturdays_sundays_and_holidays_cost_the_holiday_fee(on, amount):
    assert total(use("am", on=on)) == amount


def test_a_quote_explains_itself():
    wanted = use(
        "am",
        "pm",
        admission=1500,
        rehearsal=True,
        reduction="support",
        overtime_hours=1,
        equipment={"grand-piano": 1, "microphone": 2},
    )

    made = quote(wanted, TARIFF, LABELS)

    assert [(line.code, line.label, line.amount) for line in made.lines] == [
        ("base", "基本料金 午前（平日）", 12000),
        ("base", "基本料金 午後（平日）", 16000),
        ("admission", "入場料加算（最高1,500円、50%加算）", 14000),
        ("rehearsal", "練習利用（50%）", -21000),
        ("reduction", "減免 区後援（50%減額）", -10500),
        ("overtime", "超過 1時間（午後の30%）", 4800),
        ("equipment", "附帯設備 グランドピアノ 1台×2区分", 10000),
        ("equipment", "附帯設備 有線マイク 2本×2区分", 1200),
    ]
    assert made.total == 26500
    assert (made.tariff, made.official) == ("sample-2025", False)


def test_a_commercial_line_says_by_how_much():
    assert quote(use(commercial=True), TARIFF, LABELS).lines[1].label == "営利利用（100%加算）"


def test_a_holiday_line_says_so():
    assert quote(use("night", on=HOLIDAY), TARIFF, LABELS).lines[0].label == (
        "基本料金 夜間（土日休日）"
    )


def test_slots_are_taken_once_and_in_the_order_of_the_day():
    made = quote(use("night", "am", "night", overtime_hours=1), TARIFF, LABELS)

    assert made.slots == ("am", "night")
    assert [line.amount for line in made.lines] == [12000, 20000, 6000]


@pytest.mark.parametrize(
    ("admission", "amount"),
    [
        (0, 12000),
        (1, 12000),
        (1000, 12000),
        (1001, 18000),
        (3000, 18000),
        (3001, 24000),
        (10**6, 24000),
    ],
)
def test_admission_raises_the_price_by_its_tier(admission, amount):
    assert total(use(admission=admission)) == amount


def test_the_order_of_the_tiers_does_not_matter():
    turned = replace(TARIFF, tiers=TARIFF.tiers[::-1])

    assert [total(use(admission=yen), turned) for yen in (1000, 1001, 3001)] == [
        12000,
        18000,
        24000,
    ]


def test_above_a_last_bound_the_last_tier_goes_on():
    bounded = replace(TARIFF, tiers=(AdmissionTier(1000, 100), AdmissionTier(3000, 150)))

    assert total(use(admission=9999), bounded) == 18000
    assert total(use(admission=9999), replace(TARIFF, tiers=())) == 12000


@pytest.mark.parametrize(
    ("admission", "commercial_percent", "expected"),
    [
        (0, 200, [("base", 12000), ("commercial", 12000)]),
        (1500, 200, [("base", 12000), ("commercial", 12000)]),
        (5000, 200, [("base", 12000), ("commercial", 12000)]),  # equal: commercial
        (5000, 150, [("base", 12000), ("admission", 12000)]),
        (1500, 130, [("base", 12000), ("admission", 6000)]),
        (0, 100, [("base", 12000)]),
    ],
)
def test_the_larger_of_admission_and_commercial_counts_alone(
    admission, commercial_percent, expected
):
    tariff = replace(TARIFF, commercial_percent=commercial_percent)

    assert lines(use(admission=admission, commercial=True), tariff) == expected


def test_a_rehearsal_costs_half_of_base_and_surcharge():
    assert lines(use(rehearsal=True)) == [("base", 12000), ("rehearsal", -6000)]
    assert lines(use(rehearsal=True, commercial=True)) == [
        ("base", 12000),
        ("commercial", 12000),
        ("rehearsal", -12000),
    ]


@pytest.mark.parametrize(
    ("kind", "given", "expected"),
    [
        ("ward", None, [("base", 12000), ("reduction", -12000)]),
        ("support", None, [("base", 12000), ("reduction", -6000)]),
        ("support", 90, [("base", 12000), ("reduction", -6000)]),  # the tariff's own counts
        ("third", None, [("base", 12000), ("reduction", -3600)]),
        ("none", None, [("base", 12000)]),
        ("other", 25, [("base", 12000), ("reduction", -3000)]),
        ("other", 100, [("base", 12000), ("reduction", -12000)]),
        ("other", 0, [("base", 12000)]),
        (None, 50, [("base", 12000)]),
    ],
)
def test_a_reduction_takes_its_percent_off(kind, given, expected):
    assert lines(use(reduction=kind, reduction_percent=given)) == expected


def test_no_reduction_lowers_overtime_or_equipment():
    wanted = use(reduction="ward", overtime_hours=1, equipment={"microphone": 1})

    assert lines(wanted) == [
        ("base", 12000),
        ("reduction", -12000),
        ("overtime", 3600),
        ("equipment", 300),
    ]


def test_no_factor_raises_overtime_or_equipment():
    wanted = use(commercial=True, overtime_hours=1, equipment={"microphone": 1})

    assert lines(wanted)[2:] == [("overtime", 3600), ("equipment", 300)]


@pytest.mark.parametrize(
    ("slots", "on", "amount"),
    [(("am",), WEEKDAY, 3600), (DAY, WEEKDAY, 6000), (("am", "pm"), HOLIDAY, 5760)],
)
def test_overtime_costs_a_share_of_the_last_slot(slots, on, amount):
    assert lines(use(*slots, on=on, overtime_hours=1))[-1] == ("overtime", amount)


def test_overtime_is_counted_by_started_hours_up_to_the_bound():
    longer = replace(TARIFF, overtime_max_hours=2)

    assert lines(use(overtime_hours=2), longer)[-1] == ("overtime", 7200)


@pytest.mark.parametrize(
    ("equipment", "amounts"),
    [
        ({"grand-piano": 1}, [15000]),
        ({"microphone": 4, "grand-piano": 1}, [3600, 15000]),
        ({"microphone": 0}, []),
    ],
)
def test_equipment_costs_by_unit_and_slot(equipment, amounts):
    made = lines(use(*DAY, equipment=equipment))

    assert [amount for code, amount in made if code == "equipment"] == amounts


# Rounding traps. 1,010 x 150 % = 1,515; x 50 % = 505; 1,230 x 30 % = 369.
@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (odd("am", admission=1500), [("base", 1010), ("admission", 500)]),
        (odd("am", rehearsal=True), [("base", 1010), ("rehearsal", -510)]),
        (odd("am", reduction="third"), [("base", 1010), ("reduction", -310)]),  # 707
        (
            odd("am", admission=1500, rehearsal=True),
            [("base", 1010), ("admission", 500), ("rehearsal", -760)],  # 1,510, 755
        ),
        (
            odd("am", admission=1500, rehearsal=True, reduction="support"),
            [("base", 1010), ("admission", 500), ("rehearsal", -760), ("reduction", -380)],
        ),
        (odd("pm", overtime_hours=1), [("base", 1230), ("overtime", 360)]),
        # Together, not slot by slot: 2,240 x 150 % = 3,360, not 1,510 + 1,840.
        (
            odd("am", "pm", admission=1500),
            [("base", 1010), ("base", 1230), ("admission", 1120)],
        ),
        # The printed fee stands as it is; only a rule that changes it rounds.
        (odd("night"), [("base", 12345)]),
        (odd("night", reduction="none"), [("base", 12345)]),
        (odd("night", rehearsal=True), [("base", 12345), ("rehearsal", -6175)]),
    ],
)
def test_each_rule_is_cut_down_once(wanted, expected):
    assert lines(wanted) == expected


@pytest.mark.parametrize(("unit", "amount"), [(1, 505), (10, 500), (100, 500), (1000, 0)])
def test_the_rounding_unit_is_the_tariffs(unit, amount):
    assert total(odd("am", rehearsal=True), replace(TARIFF, rounding=unit)) == amount


@pytest.mark.parametrize(
    ("wanted", "code", "facts"),
    [
        (use(room="nowhere/hall"), "quote.unknown_room", {"room": "nowhere/hall"}),
        (use("noon"), "quote.unknown_slot", {"slot": "noon"}),
        (odd("am", on=HOLIDAY), "quote.unknown_slot", {"slot": "am"}),  # has no holiday fee
        (Use("yotsuya/hall", WEEKDAY, ()), "quote.slots_empty", {}),
        (use(admission=-1), "quote.negative", {"what": "admission", "given": -1}),
        (
            use(equipment={"microphone": -1}),
            "quote.negative",
            {"what": "microphone", "given": -1},
        ),
        (use(overtime_hours=-1), "quote.negative", {"what": "overtime_hours", "given": -1}),
        (use(overtime_hours=2), "quote.overtime_too_long", {"max": 1}),
        (use(reduction="friend"), "quote.unknown_reduction", {"reduction": "friend"}),
        (use(reduction="other"), "quote.reduction_percent_needed", {"reduction": "その他"}),
        (
            use(reduction="other", reduction_percent=101),
            "quote.reduction_percent_needed",
            {"reduction": "その他"},
        ),
        (
            use(reduction="other", reduction_percent=-1),
            "quote.reduction_percent_needed",
            {"reduction": "その他"},
        ),
        (use(equipment={"fog": 1}), "quote.unknown_equipment", {"equipment": "fog"}),
    ],
)
def test_what_has_no_price_is_refused(wanted, code, facts, refused):
    with refused(code) as caught:
        quote(wanted, TARIFF, LABELS)

    assert caught.value.facts == facts
    assert reasons(caught.value) == [caught.value]


def test_all_reasons_are_told_at_once():
    wanted = use("noon", admission=-1, reduction="friend", equipment={"fog": -1})

    with pytest.raises(Refusals) as caught:
        quote(wanted, TARIFF, LABELS)

    assert [reason.code for reason in caught.value.reasons] == [
        "quote.unknown_slot",
        "quote.unknown_reduction",
        "quote.negative",
        "quote.unknown_equipment",
        "quote.negative",
    ]
    assert isinstance(caught.value, Refusal)
