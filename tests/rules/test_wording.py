"""差し込み: what staff write is filled, and can do nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from uketsuke.notices.wording.syntax import faults, filled, tidy

NAMES = {"金額": False, "納付期限": False, "利用日時": False, "ホールの都合": True}
VALUES = {
    "金額": "14,400円",
    "納付期限": "",
    "利用日時": ["一日目", "二日目"],
    "ホールの都合": True,
}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("料金 {金額}", "料金 14,400円"),
        ("期限 {納付期限}\n以上", "以上"),
        ("　・{利用日時}", "　・一日目\n　・二日目"),
        ("{ホールの都合のとき}申し訳ありません", "申し訳ありません"),
        ("{ホールの都合でないとき}取り消しました", ""),
        ("{納付期限があるとき}お支払いください", ""),
        ("{納付期限がないとき}お支払いはありません", "お支払いはありません"),
        ("{ホールの都合のとき}{納付期限がないとき}両方", "両方"),
        ("{ホールの都合のとき}{納付期限があるとき}両方", ""),
        ("何もない行\n\n次", "何もない行\n\n次"),
    ],
)
def test_a_line_is_filled_left_out_or_repeated(text, shown):
    assert list(faults(text, NAMES)) == []
    assert filled(text, VALUES) == shown


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{金がく}", "unknown"),
        ("{ }", "unknown"),
        ("{}", "unknown"),
        ("{お名前があるとき}", "unknown"),
        ("{{ group.user.password }}", "tag"),
        ("{% load static %}", "tag"),
        ("{# 見えない #}", "tag"),
        ("{金額", "brace"),
        ("金額}", "brace"),
        ("{ホールの都合}", "only_asked"),
        ("途中 {納付期限があるとき}", "not_first"),
    ],
)
def test_what_is_wrong_is_found_with_its_line(text, code):
    (fault,) = faults(f"一行目\n{text}", NAMES)

    assert (fault.code, fault.line) == (code, 2)


def test_wide_braces_are_braces():
    assert tidy("｛金額｝ \r\n\r\n") == "{金額}"


@given(st.text(alphabet="{}金額納付期限のときがあるない%# \n", max_size=60))
def test_whatever_is_typed_is_refused_or_leaves_no_brace(text):
    if list(faults(tidy(text), NAMES)):
        return
    shown = filled(tidy(text), VALUES)

    assert "{" not in shown
    assert "}" not in shown


@given(st.text(max_size=40))
def test_a_value_is_never_read_as_a_placeholder(value):
    line = value.replace("\n", " ").replace("\r", " ")

    assert filled("A{金額}B", {"金額": line}) == (f"A{line}B" if line else "")
