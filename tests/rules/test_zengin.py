"""全銀協の振込入金通知: read as a whole, or refused with every fault by its line."""

import itertools
from contextlib import suppress
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


@given(st.data(), st.sampled_from(["\r\n", ""]), st.integers(0, 255))
def test_a_changed_byte_is_refused_or_changes_no_money(data, ends, byte):
    content = bytearray(written([*TWO, Came(7_000, "ﾐﾎﾝ", "000003", cancelled=True)], ends=ends))
    content[data.draw(st.integers(0, len(content) - 1))] = byte

    try:
        statement = read(bytes(content))
    except Unreadable:
        return
    assert [line.amount for line in statement.lines] == [14_400, 5_000]
    assert [line.amount for line in statement.taken_back] == [7_000]


@given(st.binary(max_size=900) | st.binary(min_size=200, max_size=200))
def test_whatever_it_is_it_is_read_or_refused(content):
    with suppress(Unreadable):
        read(content)


def test_a_double_byte_letter_is_told_by_its_place():
    content = written(TWO).replace("ﾐﾎﾝﾀﾛｳ".encode("cp932"), "見本太".encode("cp932"))

    with pytest.raises(Unreadable) as caught:
        read(content)

    assert [(each.line, each.code, each.given) for each in caught.value.faults] == [
        (2, "letters", "59")
    ]


def test_what_the_bank_took_back_is_no_money():
    lines = [*TWO, Came(7_000, "ﾐﾎﾝ", "000003", cancelled=True)]

    statement = read(written(lines))

    assert statement.total == 19_400
    assert [line.amount for line in statement.taken_back] == [7_000]


@pytest.mark.parametrize(
    ("value_day", "told"),
    [("081122", date(2026, 11, 22)), ("      ", TWO[0].day), ("000000", TWO[0].day)],
)
def test_the_value_day_is_the_day_where_the_bank_leaves_it_out(value_day, told):
    first, _ = read(changed(2, 13, value_day)).lines

    assert first.value_day == told


def test_the_account_is_told_but_never_shown():
    statement = read(written(TWO, account="1357924"))

    assert statement.account == "999999911357924"
    assert "1357924" not in repr(statement)


def test_a_file_may_end_as_old_machines_end_it():
    assert read(written(TWO) + b"\x1a").total == 19_400


def test_nothing_came_in_that_day():
    assert read(written([])).lines == ()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", [(0, "empty")]),
        (b"\r\n\r\n", [(0, "empty")]),
        (b"\x81", [(0, "other_file")]),
        (b"1" * (LARGEST + 1), [(0, "too_large")]),
        (b"no bank's file", [(0, "other_file")]),
        (written(TWO)[:-202], [(4, "no_end")]),
        (written(TWO)[:-404], [(3, "no_end"), (3, "no_trailer")]),
        (written(TWO)[:-404] + written([])[-202:], [(4, "no_trailer")]),
        (written(TWO)[:-1] + written(TWO)[202:404], [(6, "after_end")]),
        (written(TWO)[:-202] + written(TWO)[202:404] + written([])[-202:], [(5, "after_trailer")]),
        (written(TWO)[202:], [(1, "no_header")]),
        (written(TWO)[:202] + written(TWO), [(2, "second_header")]),
        (written(TWO)[:150] + written(TWO)[151:], [(1, "length")]),
        (written(TWO, ends="")[:-1], [(5, "length")]),
        (changed(1, 4, "081301"), [(1, "no_day")]),
        (changed(1, 10, "081125"), [(1, "days_turned")]),
        (written(TWO, kind="03"), [(1, "other_kind")]),
        (changed(1, 3, "1"), [(1, "encoding")]),
        (changed(2, 0, "5"), [(2, "unknown_record")]),
        (changed(2, 7, "081345"), [(2, "no_day")]),
        (changed(2, 7, "010430"), [(2, "no_day")]),
        (changed(2, 13, "080230"), [(2, "no_day")]),
        (changed(2, 60, "\x7f"), [(2, "letters")]),
        (changed(2, 60, "見"), [(2, "length")]),
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

    assert found == told


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
        ([Found("12345678", 0, stands=False, waits=True)], 14_400, "bank.not_approved"),
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
