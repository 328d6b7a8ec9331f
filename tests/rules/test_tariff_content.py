"""料金表の内容: what is wrong with a version, and what is new in it."""

from dataclasses import replace
from datetime import date

import pytest

from uketsuke.tariffs.content import Content, Difference, Fee, differences, faults
from uketsuke.tariffs.quote import AdmissionTier, EquipmentPrice, ReductionKind
from uketsuke.tariffs.refund import Step

ROOM = "yotsuya/hall"
ROOMS = {ROOM: ("am", "pm")}
GOOD = Content(
    label="見本料金",
    in_force_from=date(2027, 4, 1),
    change_over="by_approval",
    base=tuple(
        Fee(ROOM, slot, kind, amount)
        for kind, amounts in (("weekday", (12_000, 16_000)), ("holiday", (14_400, 19_200)))
        for slot, amount in zip(("am", "pm"), amounts, strict=True)
    ),
    tiers=(AdmissionTier(1000, 100), AdmissionTier(3000, 150), AdmissionTier(None, 200)),
    commercial_percent=200,
    rehearsal_percent=50,
    overtime_percent=30,
    overtime_max_hours=1,
    rounding=10,
    tax_percent=10,
    reductions=(ReductionKind("school", "学校", 100), ReductionKind("other", "その他", None)),
    equipment=(EquipmentPrice("piano", "ピアノ", "1台", 5000),),
    refund_steps=(Step(90, 100), Step(30, 50), Step(0, 0)),
)


def codes(**wrong) -> list[str]:
    return [fault.reason.code for fault in faults(replace(GOOD, **wrong), ROOMS)]


def fee(nth: int, **wrong) -> tuple[Fee, ...]:
    return tuple(replace(each, **wrong) if n == nth else each for n, each in enumerate(GOOD.base))


def tiers(*given) -> tuple[AdmissionTier, ...]:
    return tuple(AdmissionTier(up_to, 100) for up_to in given)


def item(**wrong) -> tuple[EquipmentPrice, ...]:
    return (replace(GOOD.equipment[0], **wrong),)


def kind(**wrong) -> tuple[ReductionKind, ...]:
    return (replace(GOOD.reductions[0], **wrong),)


def test_a_whole_version_has_no_fault():
    assert codes() == []


@pytest.mark.parametrize(
    ("wrong", "found"),
    [
        ({"base": GOOD.base[1:]}, ["tariffs.missing_fee"]),
        ({"base": ()}, ["tariffs.missing_fee"] * 4),
        ({"base": (*GOOD.base, GOOD.base[0])}, ["tariffs.double_fee"]),
        ({"base": fee(0, slot="pm")}, ["tariffs.double_fee", "tariffs.missing_fee"]),
        ({"base": fee(0, room="x/y")}, ["tariffs.unknown_room", "tariffs.missing_fee"]),
        ({"base": fee(0, slot="dawn")}, ["tariffs.unknown_slot", "tariffs.missing_fee"]),
        ({"base": fee(0, day_kind="mon")}, ["tariffs.unknown_day_kind", "tariffs.missing_fee"]),
        ({"base": fee(3, amount=-1)}, ["tariffs.negative"]),
        ({"base": fee(3, amount=10_000_001)}, ["tariffs.out_of_range"]),
        ({"base": fee(3, amount=0)}, []),
        ({"tiers": ()}, ["tariffs.tiers_hole"]),
        ({"tiers": tiers(1000, 3000)}, ["tariffs.tiers_hole"]),
        ({"tiers": tiers(None)}, []),
        ({"tiers": tiers(3000, 1000, None)}, ["tariffs.tiers_overlap"]),
        ({"tiers": tiers(1000, 1000, None)}, ["tariffs.tiers_overlap"]),
        ({"tiers": tiers(None, None)}, ["tariffs.tiers_overlap"]),
        ({"tiers": tiers(None, 1000)}, ["tariffs.tiers_overlap", "tariffs.tiers_hole"]),
        ({"tiers": (AdmissionTier(None, 1001),)}, ["tariffs.out_of_range"]),
        ({"tiers": tiers(-1, None)}, ["tariffs.negative"]),
        ({"rehearsal_percent": 101}, ["tariffs.out_of_range"]),
        ({"commercial_percent": -1}, ["tariffs.negative"]),
        ({"rounding": 0}, ["tariffs.out_of_range"]),
        ({"tax_percent": 51}, ["tariffs.out_of_range"]),
        ({"overtime_max_hours": 25}, ["tariffs.out_of_range"]),
        ({"change_over": "by_moon"}, ["tariffs.unknown_change_over"]),
        ({"label": ""}, ["tariffs.bad_text"]),
        ({"label": "長" * 61}, ["tariffs.bad_text"]),
        ({"label": "二\n行"}, ["tariffs.bad_text"]),
        ({"reductions": kind(percent=101)}, ["tariffs.out_of_range"]),
        ({"reductions": kind(code="学校")}, ["tariffs.bad_code"]),
        ({"reductions": kind() * 2}, ["tariffs.double_code"]),
        ({"reductions": ()}, []),
        ({"equipment": item(amount=-5)}, ["tariffs.negative"]),
        ({"equipment": item(unit="1" * 11)}, ["tariffs.bad_text"]),
        ({"equipment": item() * 2}, ["tariffs.double_code"]),
        ({"refund_steps": ()}, ["tariffs.no_last_step"]),
        ({"refund_steps": (Step(1, 0),)}, ["tariffs.no_last_step"]),
        ({"refund_steps": (Step(0, 101),)}, ["tariffs.out_of_range"]),
        ({"refund_steps": (Step(0, 0), Step(0, 5))}, ["tariffs.double_step"]),
        ({"refund_steps": (Step(-1, 5), Step(0, 0))}, ["tariffs.negative"]),
    ],
)
def test_every_fault_is_found_by_its_name(wrong, found):
    assert codes(**wrong) == found


def test_a_fault_names_the_row_it_is_in():
    (found,) = faults(replace(GOOD, base=fee(2, amount=-1)), ROOMS)

    assert (found.part, found.nth) == ("base", 2)


def test_the_same_content_has_no_difference():
    assert differences(GOOD, GOOD) == []


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        ({"label": "新しい名", "in_force_from": date(2028, 4, 1)}, []),
        (
            {"base": fee(0, amount=13_200)},
            [Difference("基本料金", "yotsuya/hall|am|平日", 12_000, 13_200, "円")],
        ),
        (
            {"rehearsal_percent": 60},
            [Difference("割合", "練習利用", 50, 60, "%")],
        ),
        (
            {"change_over": "by_use"},
            [Difference("切替", "切替の規則", "承認の日による", "利用の日による")],
        ),
        (
            {"tiers": (*GOOD.tiers[:1], AdmissionTier(None, 200))},
            [Difference("入場料", "3,000円まで", 150, None, "%")],
        ),
        (
            {"reductions": kind(percent=50)},
            [
                Difference("減免", "school", 100, 50, "%"),
                Difference("減免", "other", "職員が決定", None, "%"),
                Difference("減免", "other（名称）", "その他", None, ""),
            ],
        ),
        ({"equipment": item(amount=0)}, [Difference("設備", "piano", 5000, 0, "円")]),
        (
            {"refund_steps": (*GOOD.refund_steps, Step(7, 20))},
            [Difference("還付", "7日前まで", None, 20, "%")],
        ),
    ],
)
def test_every_change_stands_in_the_table(changed, found):
    assert differences(GOOD, replace(GOOD, **changed)) == found


@pytest.mark.parametrize(
    ("old", "new", "change", "percent"),
    [
        (12_000, 13_200, 1_200, 10),
        (12_000, 10_800, -1_200, -10),
        (300, 299, -1, 0),
        (200, 203, 3, 2),
        (0, 500, 500, None),
        (None, 500, None, None),
        ("職員が決定", 50, None, None),
    ],
)
def test_a_change_is_told_in_yen_and_percent(old, new, change, percent):
    found = Difference("設備", "piano", old, new, "円")

    assert (found.change, found.percent) == (change, percent)
