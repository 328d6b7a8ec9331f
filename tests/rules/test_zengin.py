"""全銀協の振込入金通知: read as a whole, or refused with every fault by its line."""

import itertools
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.bankfile import Came, written
from uketsuke.intake.bank.matching import Found, objection
from uketsuke.intake.bank.zengin import LARGEST, Unreadable, booking_numbers, read

TWO = [Came(14_400, "12345678 ﾐﾎﾝﾀﾛｳ"), Came(5_000, "ﾐﾎﾝﾉｶｲ", "000002", message="87654321")]
NAMES = st.text(st.sampled_from("ｱｲｳｴｵｶﾞﾊﾟｯｬｰ ABC0123456789()-."), max_size=48).map(str.strip)
CAME = st.builds(
    Came,
    st.integers(0, 9_999_999_999),
    NAMES,
    st.integers(0, 999_999).map("{:06d}".format),
    st.dates(date(2019, 5, 1), date(2099, 12, 31)),
    st.text(st.sampled_from("ｱｲｳ 0123456789"), max_size=20).map(str.strip),
    st.booleans(),
)


def faults(content: bytes) -> list[tuple[int, str]]:
    with pytest.raises(Unreadable) as caught:
        read(content)
    return [(fault.line, fault.code) for fault in caught.value.faults]


def changed(nth: int, start: int, new: str, lines=TWO) -> bytes:
    """The file with other letters from ``start`` on in line ``nth``."""
    rows = written(lines).decode("cp932").split("\r\n")
    row = rows[nth - 1]
    rows[nth - 1] = row[:start] + new + row[start + len(new) :]
    return "\r\n".join(rows).encode("cp932")


@pytest.mark.parametrize("ends", ["\r\n", "\n", ""])
def test_it_is_read_with_and_without_line_ends(ends):
    statement = read(written(TWO, ends=ends))

    assert [(line.amount, line.payer) for line in statement.lines] == [
        (14_400, "12345678 ﾐﾎﾝﾀﾛｳ"),
        (5_000, "ﾐﾎﾝﾉｶｲ"),
    ]
    assert statement.first == date(2026, 11, 24)


@given(st.lists(CAME, max_size=6))
def test_what_is_written_is_what_is_read(lines):
    standing = [line for line in lines if not line.cancelled]

    assert [
        (line.amount, line.payer, line.number, line.day, line.message)
        for line in read(written(lines)).lines
    ] == [(line.amount, line.payer, line.number, line.day, line.message) for line in standing]


@given(st.integers(0, 2), st.integers(0, 199), st.integers(0x20, 0x7E))
def test_a_changed_byte_is_refused_or_changes_no_money(row, column, byte):
    content = bytearray(written(TWO[:1]))
    content[row * 202 + column] = byte

    try:
        statement = read(bytes(content))
    except Unreadable:
        return
    assert statement.total in (14_400, 0)
    assert statement.total == 14_400 or content[202 + 127 : 202 + 128] == b"1"


def test_what_the_bank_took_back_is_no_money():
    lines = [*TWO, Came(7_000, "ﾐﾎﾝ", "000003", cancelled=True)]

    assert read(written(lines)).total == 19_400


def test_nothing_came_in_that_day():
    assert read(written([])).lines == ()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", [(0, "empty")]),
        (b"\r\n\r\n", [(0, "empty")]),
        (b"\x81", [(0, "encoding")]),
        (b"1" * (LARGEST + 1), [(0, "too_large")]),
        (b"no bank's file", [(1, "length")]),
        (written(TWO)[:-202], None),
        (written(TWO, kind="03"), [(1, "other_kind")]),
        (changed(1, 3, "1"), [(1, "encoding")]),
        (changed(1, 0, "2"), None),
        (changed(2, 0, "5"), [(2, "unknown_record")]),
        (changed(2, 7, "081345"), [(2, "no_day")]),
        (changed(2, 7, "08023 "), [(2, "no_day")]),
        (changed(3, 19, "12A"), [(3, "no_number")]),
        (changed(2, 127, "9"), [(2, "unknown_mark")]),
        (changed(4, 1, "000003"), [(4, "count")]),
        (changed(4, 7, "000000000001"), [(4, "total")]),
    ],
    ids=itertools.count(),
)
def test_every_fault_is_told_with_its_line(content, told):
    found = faults(content)

    assert found
    assert told is None or found == told


def test_all_faults_are_told_at_once():
    rows = changed(2, 7, "999999").split(b"\r\n")
    rows[2] = rows[2][:19] + b"ABC" + rows[2][22:]

    assert faults(b"\r\n".join(rows)) == [(2, "no_day"), (3, "no_number")]


@pytest.mark.parametrize(
    ("payer", "message", "found"),
    [
        ("12345678 ﾐﾎﾝﾀﾛｳ", "", ["12345678"]),
        ("12345678ﾐﾎﾝﾀﾛｳ", "", ["12345678"]),
        ("ﾐﾎﾝ", "12345678", ["12345678"]),
        ("123456789 ﾐﾎﾝ", "", []),
        ("1234567 ﾐﾎﾝ", "", []),
        ("12345678 ﾐﾎﾝ", "12345678", ["12345678"]),
        ("12345678 87654321", "", ["12345678", "87654321"]),
    ],
)
def test_the_number_is_found_where_the_payer_wrote_it(payer, message, found):
    (line,) = read(written([Came(1, payer, message=message)])).lines

    assert booking_numbers(line) == found


ONE = Found("12345678", 14_400, True)


@pytest.mark.parametrize(
    ("found", "amount", "why"),
    [
        ([ONE], 14_400, None),
        ([ONE], 14_399, "bank.too_little"),
        ([ONE], 14_401, "bank.too_much"),
        ([Found("12345678", 0, True)], 1, "bank.nothing_owed"),
        ([Found("12345678", -5, True)], 1, "bank.nothing_owed"),
        ([Found("12345678", 14_400, False)], 14_400, "bank.over"),
        ([ONE, Found("87654321", 14_400, True)], 14_400, "bank.several_numbers"),
        ([], 14_400, "bank.unknown_number"),
    ],
)
def test_only_what_is_certain_needs_nobody(found, amount, why):
    refusal = objection(["12345678"], found, amount)

    assert (refusal and refusal.code) == why


def test_without_a_number_somebody_looks():
    refusal = objection([], [], 1)

    assert refusal is not None
    assert refusal.code == "bank.no_number"
