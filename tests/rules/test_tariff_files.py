"""料金表のファイル: out and in again without loss, and every fault named by its line."""

import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules.test_tariff_content import GOOD, ROOM, ROOMS
from uketsuke.tariffs import files
from uketsuke.tariffs.content import CHANGE_OVERS, Content, Fee, differences
from uketsuke.tariffs.quote import AdmissionTier, EquipmentPrice, ReductionKind
from uketsuke.tariffs.refund import Step

YEN = st.integers(0, 10_000_000)
SHARES = st.integers(0, 100)
TEXTS = st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=10)
CODES = st.text("abcxyz-09", min_size=1, max_size=8)


def unique(codes: st.SearchStrategy[str]) -> st.SearchStrategy[list[str]]:
    return st.lists(codes, max_size=4, unique=True)


@st.composite
def contents(draw: st.DrawFn) -> Content:
    """Any version without a fault."""
    cells = [(slot, kind) for kind in ("weekday", "holiday") for slot in ROOMS[ROOM]]
    bounds = sorted(draw(st.lists(YEN, max_size=4, unique=True)))
    days = draw(st.lists(st.integers(1, 400), max_size=4, unique=True))
    return Content(
        label=draw(TEXTS),
        in_force_from=draw(st.dates(date(2026, 1, 1), date(2099, 12, 31))),
        change_over=draw(st.sampled_from(sorted(CHANGE_OVERS))),
        base=tuple(Fee(ROOM, slot, kind, draw(YEN)) for slot, kind in cells),
        tiers=tuple(AdmissionTier(up_to, draw(SHARES)) for up_to in [*bounds, None]),
        commercial_percent=draw(st.integers(0, 1000)),
        rehearsal_percent=draw(SHARES),
        overtime_percent=draw(SHARES),
        overtime_max_hours=draw(st.integers(0, 24)),
        rounding=draw(st.integers(1, 1000)),
        tax_percent=draw(st.integers(0, 50)),
        reductions=tuple(
            ReductionKind(code, draw(TEXTS), draw(st.none() | SHARES))
            for code in draw(unique(CODES))
        ),
        equipment=tuple(
            EquipmentPrice(code, draw(TEXTS), draw(TEXTS), draw(YEN))
            for code in draw(unique(CODES))
        ),
        refund_steps=tuple(Step(day, draw(SHARES)) for day in [*days, 0]),
    )


@pytest.mark.parametrize("write", [files.as_csv, files.as_json])
@given(content=contents())
def test_what_is_written_is_read_again_as_it_was(write, content):
    reading = files.read(write(content), ROOMS)

    assert reading == files.Reading(content, [])
    assert differences(content, reading.content) == []


@given(document=st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_no_file_whatever_breaks_anything(document):
    reading = files.read(document, ROOMS)

    assert reading.content is None
    assert reading.problems


LINES = files.as_csv(GOOD).decode("utf-8-sig").split("\r\n")


def with_line(number: int, text: str) -> bytes:
    return "\r\n".join([*LINES[: number - 1], text, *LINES[number:]]).encode()


def problems(document: bytes) -> list[tuple[str, str]]:
    reading = files.read(document, ROOMS)
    assert reading.content is None
    return [(each.place, each.reason.code) for each in reading.problems]


def test_a_file_begins_with_the_mark_that_spreadsheets_need():
    assert files.as_csv(GOOD).startswith("\ufeff種別,コード,".encode())


def test_what_a_spreadsheet_would_run_is_written_with_an_apostrophe():
    written = files.as_csv(replace(GOOD, label="=1+1")).decode("utf-8-sig")

    assert ",'=1+1\r\n" in written


@pytest.mark.parametrize("sign", "=+-@")
def test_a_formula_is_refused(sign):
    assert problems(with_line(2, f"版,label,,,,,{sign}SUM(A1)")) == [("2", "tariffs.formula")]


@pytest.mark.parametrize(
    ("number", "text", "code"),
    [
        (1, "a,b", "file_heading"),
        (3, "版,in_force_from,,,,,2027-13-01", "not_a_date"),
        (4, "版,change_over,,,,,by_moon", "unknown_change_over"),
        (5, "基本料金,yotsuya/hall,am,weekday,,円,", "no_number"),
        (5, "基本料金,yotsuya/hall,am,weekday,,円,12千", "not_a_number"),
        (5, "基本料金,yotsuya/hall,am,weekday,,円,-5", "negative"),
        (5, "基本料金,yotsuya/hall,am,weekday,,円,9999999999", "not_a_number"),
        (5, "基本料金,yotsuya/hall,am,weekday,,円", "file_columns"),
        (5, '基本料金,"yotsuya/hall,am,weekday,,円,1', "file_broken"),
        (5, "料理,x,,,,,1", "unknown_kind"),
        (12, "割合,tax,,,,%,8", "unknown_row"),
        (13, "割合,commercial_percent,,,,%,1", "double_code"),
        (18, "減免,school,,,学校,%,101", "out_of_range"),
        (19, "減免,school,,,学校,%,1", "double_code"),
        (21, "還付,90,,,,%,101", "out_of_range"),
    ],
)
def test_a_fault_is_named_by_its_line(number, text, code):
    assert (str(number), f"tariffs.{code}") in problems(with_line(number, text))


def test_all_faults_are_named_at_once():
    wrong = with_line(5, "基本料金,yotsuya/hall,am,weekday,,円,x").replace(b",pm,holiday", b",pm,x")

    assert ("5", "tariffs.not_a_number") in problems(wrong)
    assert problems(with_line(5, "基本料金,x/y,am,weekday,,円,1")) == [
        ("5", "tariffs.unknown_room"),
        ("", "tariffs.missing_fee"),
    ]


def test_a_line_after_one_with_a_line_end_inside_keeps_its_number():
    wrong = with_line(2, '版,label,,,,,"二\n行"').replace(b",12000", b",x")

    assert ("6", "tariffs.not_a_number") in problems(wrong)


@pytest.mark.parametrize("typed", ["12,000", "１２０００", " 12000 "])
def test_numbers_are_read_kindly(typed):
    reading = files.read(with_line(5, f'基本料金,{ROOM},am,weekday,,円,"{typed}"'), ROOMS)

    assert reading.content == GOOD


@pytest.mark.parametrize("typed", ["2027/4/1", "2027-04-01", "2027/04/01"])
def test_dates_are_read_as_spreadsheets_leave_them(typed):
    assert files.read(with_line(3, f"版,in_force_from,,,,,{typed}"), ROOMS).content == GOOD


def test_a_row_that_is_missing_is_named():
    assert problems("\r\n".join([LINES[0], *LINES[2:]]).encode()) == [("", "tariffs.missing_row")]


OTHER_KINDS = {
    "nothing": (b"", "file_heading"),
    "another code": ("種別,コード\r\n".encode("cp932"), "file_encoding"),
    "too large": (b"x" * 200_001, "file_too_large"),
    "too long": (LINES[0].encode() + b"\r\n" + b"x,,,,,,\r\n" * 2001, "file_too_long"),
    "very deep": (b"[" * 100_000, "file_broken"),
    "no list": (b"{}", "file_broken"),
    "no rows": (b"[1]", "file_row"),
    "true": (b'[{"kind": true}]', "file_row"),
    "colour": (b'[{"kind": "x", "colour": "red"}]', "file_row"),
    "infinite": (b'[{"value": 1e999}]', "file_row"),
    "no number": (b'[{"value": NaN}]', "file_broken"),
    "two lists": (b"[] []", "file_broken"),
    "no end": (b'[{"kind": "\xe7\x89\x88"}', "file_broken"),
}


@pytest.mark.parametrize("what", OTHER_KINDS)
def test_a_file_of_another_kind_is_refused_in_one_sentence(what):
    document, code = OTHER_KINDS[what]

    assert [found for _, found in problems(document)] == [f"tariffs.{code}"]


def test_json_names_its_lines_too():
    rows = files.as_json(GOOD).decode().splitlines()
    rows[4] = json.dumps(json.loads(rows[4].rstrip(",")) | {"value": "-1"}) + ","

    assert problems("\n".join(rows).encode()) == [("5", "tariffs.negative")]
