"""記録の検算: a true record holds; of a changed one the first difference is named."""

import copy
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.rules.lotteries import SAMPLE, records, sample
from uketsuke.lottery import draw
from uketsuke.lottery.verify import Difference, difference, difference_of_file

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=8,
)
FIRST = "R2704167408"


def changed(*path, to):
    """The sample with one value changed."""
    document = sample()
    here = document
    for step in path[:-1]:
        here = here[step]
    here[path[-1]] = to
    return document


def without(*path):
    document = sample()
    here = document
    for step in path[:-1]:
        here = here[step]
    del here[path[-1]]
    return document


def turned(field, *, first=0):
    """The sample with two neighbours of a list exchanged."""
    document = sample()
    rows = document[field]
    rows[first], rows[first + 1] = rows[first + 1], rows[first]
    return document


def told(document):
    found = difference(document)
    return found and (found.code, found.where)


def test_the_sample_holds():
    assert difference(sample()) is None
    assert difference_of_file(SAMPLE.read_bytes()) is None


@given(record=records())
def test_every_true_record_holds(record):
    assert difference_of_file(draw.as_text(record).encode()) is None


# What was changed in the sample, and what is said of it: the code and the place.
CASES = [
    ([], "type", ""),
    (None, "type", ""),
    ({}, "missing", "format"),
    (changed("format", to="uketsuke-lottery/2"), "format", "format"),
    (changed("format", to=1), "format", "format"),
    (without("cap"), "missing", "cap"),
    (changed("note", to="x"), "unknown_field", "note"),
    (changed("round", to="2027-05-residents"), "entries_digest", "entries_digest"),
    (changed("round", to="a|1"), "text", "round"),
    (changed("round", to=""), "text", "round"),
    (changed("commitment", to="0" * 64), "commitment", "commitment"),
    (changed("commitment", to=None), "type", "commitment"),
    (changed("secret", to="0" * 64), "commitment", "commitment"),
    (changed("secret", to="0" * 63), "secret", "secret"),
    (changed("secret", to="A" * 64), "secret", "secret"),
    (changed("entries_digest", to="0" * 64), "entries_digest", "entries_digest"),
    (changed("public_value", to=""), "empty_public_value", "public_value"),
    (changed("public_value", to=" 　"), "empty_public_value", "public_value"),
    (changed("public_value", to="\ud800"), "text", "public_value"),
    (changed("public_value", to="dice 3 5 1 6 2 4 4 2"), "order", "order[0]"),
    (changed("cap", to=0), "number", "cap"),
    (changed("cap", to=True), "type", "cap"),
    (changed("cap", to=1.0), "type", "cap"),
    (changed("cap", to="1"), "type", "cap"),
    (changed("cap", to=10**5000), "number", "cap"),
    (changed("cap", to=2), "entries_digest", "entries_digest"),
    (changed("offered", to={}), "type", "offered"),
    (turned("offered"), "unsorted", "offered[1]"),
    (changed("offered", 1, to=sample()["offered"][0]), "duplicate_cell", "offered[1]"),
    (changed("offered", 1, to="tansu/hall"), "cell", "offered[1]"),
    (changed("offered", 1, to=7), "type", "offered[1]"),
    (without("offered", 0), "entries_digest", "entries_digest"),
    (without("offered", -1), "unknown_cell", "entries[R2704265905].wishes[1][1]"),
    (changed("entries", 0, to=7), "type", "entries[0]"),
    (without("entries", 2, "tier"), "missing", "entries[2].tier"),
    (changed("entries", 2, "name", to="x"), "unknown_field", "entries[2].name"),
    (turned("entries"), "unsorted", "entries[1].receipt"),
    (changed("entries", 1, "receipt", to=FIRST), "duplicate_receipt", "entries[1].receipt"),
    (changed("entries", 0, "receipt", to="R|1"), "receipt", "entries[0].receipt"),
    (changed("entries", 0, "receipt", to="R2704167409"), "entries_digest", "entries_digest"),
    (changed("entries", 0, "tier", to=-1), "number", f"entries[{FIRST}].tier"),
    (changed("entries", 0, "tier", to=1), "entries_digest", "entries_digest"),
    (changed("entries", 0, "tickets", to=0), "number", f"entries[{FIRST}].tickets"),
    (changed("entries", 0, "tickets", to=10**9), "number", f"entries[{FIRST}].tickets"),
    (changed("entries", 0, "tickets", to=2), "entries_digest", "entries_digest"),
    (changed("entries", 0, "group", to="12345678"), "group", f"entries[{FIRST}].group"),
    (changed("entries", 0, "group", to="0" * 16), "entries_digest", "entries_digest"),
    (changed("entries", 0, "hall", to="tansu"), "entries_digest", "entries_digest"),
    (changed("entries", 0, "hall", to="a|b"), "hall", f"entries[{FIRST}].hall"),
    (changed("entries", 0, "wishes", to=[]), "no_wish", f"entries[{FIRST}].wishes"),
    (changed("entries", 0, "wishes", 1, to=[]), "empty_wish", f"entries[{FIRST}].wishes[1]"),
    (changed("entries", 0, "wishes", 1, to="a"), "type", f"entries[{FIRST}].wishes[1]"),
    (changed("entries", 0, "wishes", 1, 0, to={}), "type", f"entries[{FIRST}].wishes[1][0]"),
    (
        changed("entries", 0, "wishes", 0, 0, to="tsunohazu/hall|2027-04-30|am"),
        "unknown_cell",
        f"entries[{FIRST}].wishes[0][0]",
    ),
    (
        changed("entries", 0, "wishes", 1, 1, to="tsunohazu/hall|2027-04-06|pm"),
        "cell_twice",
        f"entries[{FIRST}].wishes[1][1]",
    ),
    (turned("order"), "order", "order[0]"),
    (without("order", 10), "order", "order[10]"),
    (changed("order", 3, to=None), "type", "order[3]"),
    (changed("results", 0, "wish", to=2), "results", f"results[{FIRST}].wish"),
    (changed("results", 0, "wish", to=None), "results", f"results[{FIRST}].wish"),
    (changed("results", 0, "wish", to="1"), "type", "results[0].wish"),
    (changed("results", 0, "wish", to=True), "type", "results[0].wish"),
    (turned("results"), "results", "results[0].receipt"),
    (without("results", 10), "results", "results[10].receipt"),
    (changed("results", 0, to=[]), "type", "results[0]"),
]


@pytest.mark.parametrize(("document", "code", "where"), CASES)
def test_of_a_changed_record_the_first_difference_is_named(document, code, where):
    assert told(document) == (code, where)


def test_a_difference_says_what_should_stand_there_and_what_does():
    assert difference(changed("results", 0, "wish", to=None)) == Difference(
        "results", f"results[{FIRST}].wish", "1", "null"
    )
    assert difference(without("order", 10)) == Difference("order", "order[10]", "R2704507200", "")


def remade(document):
    """All figures computed anew, so that only what they stand on can be wrong."""
    return draw.record(
        document["round"],
        document["secret"],
        document["public_value"],
        document["cap"],
        document["offered"],
        draw.entries_of(document),
    )


@pytest.mark.parametrize(
    ("document", "code"),
    [
        (changed("public_value", to=""), "empty_public_value"),
        (changed("cap", to=0), "number"),
        (without("offered", -1), "unknown_cell"),
        (changed("offered", 1, to=sample()["offered"][0]), "duplicate_cell"),
        (changed("entries", 1, "receipt", to=FIRST), "duplicate_receipt"),
        (changed("entries", 0, "group", to="00012345"), "group"),
        (changed("entries", 0, "hall", to="tsunohazu|x"), "hall"),
        (changed("entries", 0, "wishes", 0, to=[]), "empty_wish"),
    ],
)
def test_a_record_that_breaks_the_rules_is_refused_however_well_it_is_computed(document, code):
    found = difference(remade(document))

    assert found is not None
    assert found.code == code


def test_wishes_may_go_across_halls():
    """The hall of an entry is that of its first wish when it was entered; by the time of the draw
    that wish may have become impossible."""
    document = changed("entries", 0, "wishes", to=[["tansu/hall|2027-04-01|am"]])

    assert difference(remade(document)) is None


@pytest.mark.parametrize(
    ("raw", "code", "where"),
    [
        (b"", "not_json", "1:1"),
        (b"\xff", "not_utf8", "0"),
        (b'{"cap": 1', "not_json", "1:10"),
        (b"\xef\xbb\xbf{}", "not_json", "1:1"),
        (b'{"cap": NaN}', "not_a_number", ""),
        (b'{"cap": -Infinity}', "not_a_number", ""),
        (b'{"cap": ' + b"9" * 5000 + b"}", "not_a_number", ""),
        (b'{"cap": 1, "cap": 2}', "field_twice", ""),
        (b"[" * 100_000, "too_deep", ""),
        (b"[]", "type", ""),
    ],
    ids=lambda value: str(value[:20]),
)
def test_a_file_that_is_no_record_is_told_why(raw, code, where):
    found = difference_of_file(raw)

    assert found is not None
    assert (found.code, found.where) == (code, where)


def test_nobody_makes_us_count_for_ever():
    many = remade(changed("entries", 0, "tickets", to=5000))

    assert difference(many, patience=5020) == Difference("too_much", "entries", "5020", "5021")
    assert difference(many, patience=5021) is None


@given(document=JSON)
def test_no_json_value_is_a_record_or_fails(document):
    assert isinstance(difference(document), Difference)


@given(raw=st.binary(max_size=200))
def test_no_bytes_are_a_record_or_fail(raw):
    assert isinstance(difference_of_file(raw), Difference)


def spots(value, path=()):
    """Every place in a JSON value."""
    inner = (
        value.items() if type(value) is dict else enumerate(value) if type(value) is list else ()
    )
    return [path, *(spot for key, each in inner for spot in spots(each, (*path, key)))]


@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=300)
@given(record=records(), value=JSON, data=st.data())
def test_any_other_value_anywhere_is_noticed(record, value, data):
    anywhere = [spot for spot in spots(record)[1:] if spot != ("public_value",)]
    path = data.draw(st.sampled_from(anywhere))  # two public values may give few entries one order
    here = document = copy.deepcopy(record)
    for step in path[:-1]:
        here = here[step]
    before, here[path[-1]] = here[path[-1]], value

    found = difference(document)

    same = json.dumps(before, sort_keys=True) == json.dumps(value, sort_keys=True)
    assert (found is None) == same
