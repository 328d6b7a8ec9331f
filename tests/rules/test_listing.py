"""一覧のファイル: what a spreadsheet makes of it, and what cannot be written."""

import csv
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from uketsuke.kernel.listing import CP932, UTF_8, as_csv

TEXTS = st.text(st.sampled_from("あ髙𠮷é한=+-@,;\"'\n 1a…"), max_size=12)


def test_excel_knows_utf_8_by_its_mark():
    assert as_csv([["利用日", "人数"], ["2027-04-10", 100]]) == (
        b"\xef\xbb\xbf" + "利用日,人数\r\n2027-04-10,100\r\n".encode()
    )


def test_what_cp932_cannot_write_is_listed():
    written = as_csv([["利用者"], ["𠮷田の会"], ["髙橋の会"]], CP932).decode("cp932")

    assert written.split("\r\n") == [
        "利用者",
        "〓田の会",
        "髙橋の会",
        "",
        "この文字コードでは書けない文字（〓にしました）",
        "2行目,1列目,U+20BB7",
        "",
    ]


def test_nothing_stands_after_a_table_that_another_program_reads():
    written = as_csv([["利用者"], ["𠮷田の会"]], CP932, tell=False).decode("cp932")

    assert written == "利用者\r\n〓田の会\r\n"


@pytest.mark.parametrize("start", "=+-@\t\r")
def test_no_cell_is_a_formula(start: str):
    [row] = csv.reader(StringIO(as_csv([[f"{start}1+1"]]).decode("utf-8-sig"), newline=""))

    assert row == [f"'{start}1+1"]


@given(st.lists(st.lists(TEXTS, min_size=1, max_size=4), min_size=1, max_size=5))
def test_every_text_can_be_written_and_in_utf_8_read_again(rows: list[list[str]]):
    as_csv(rows, CP932).decode("cp932")
    read = list(csv.reader(StringIO(as_csv(rows, UTF_8).decode("utf-8-sig"), newline="")))

    plain = [[cell.removeprefix("'") for cell in row] for row in read]
    assert plain == [[cell.removeprefix("'") for cell in row] for row in rows]
