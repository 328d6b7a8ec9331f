"""ASVS 5.0: every requirement of levels 1 and 2 has a line, and what it names is there."""

import re

import pytest

from tests.architecture.source import ROOT

LINE = re.compile(r"^\| V([\d.]+) \| ([12]) \| (met|partly|—) \| (.+?) \| ?(.*?) ?\|$")
ROWS = [
    found.groups()
    for line in (ROOT / "docs/asvs.md").read_text().splitlines()
    if (found := LINE.match(line))
]
# How many requirements of levels 1 and 2 each section of the standard has.
SECTIONS = {
    "1.1": 2,
    "1.2": 9,
    "1.3": 11,
    "1.4": 3,
    "1.5": 2,
    "2.1": 3,
    "2.2": 3,
    "2.3": 4,
    "2.4": 1,
    "3.2": 2,
    "3.3": 4,
    "3.4": 6,
    "3.5": 5,
    "3.7": 2,
    "4.1": 3,
    "4.2": 1,
    "4.3": 2,
    "4.4": 4,
    "5.1": 1,
    "5.2": 3,
    "5.3": 2,
    "5.4": 3,
    "6.1": 3,
    "6.2": 12,
    "6.3": 4,
    "6.4": 4,
    "6.5": 5,
    "6.6": 3,
    "6.8": 4,
    "7.1": 3,
    "7.2": 4,
    "7.3": 2,
    "7.4": 5,
    "7.5": 2,
    "7.6": 2,
    "8.1": 2,
    "8.2": 3,
    "8.3": 1,
    "8.4": 1,
    "9.1": 3,
    "9.2": 4,
    "10.1": 2,
    "10.2": 2,
    "10.3": 4,
    "10.4": 11,
    "10.5": 5,
    "10.6": 2,
    "10.7": 3,
    "11.1": 2,
    "11.2": 3,
    "11.3": 3,
    "11.4": 4,
    "11.5": 1,
    "11.6": 1,
    "12.1": 3,
    "12.2": 2,
    "12.3": 4,
    "13.1": 1,
    "13.2": 5,
    "13.3": 2,
    "13.4": 5,
    "14.1": 2,
    "14.2": 4,
    "14.3": 3,
    "15.1": 3,
    "15.2": 3,
    "15.3": 7,
    "16.1": 1,
    "16.2": 5,
    "16.3": 4,
    "16.4": 3,
    "16.5": 3,
    "17.1": 1,
    "17.2": 4,
    "17.3": 2,
}


def test_every_section_is_whole():
    counted: dict[str, int] = {}
    for number, *_ in ROWS:
        section = number.rpartition(".")[0]
        counted[section] = counted.get(section, 0) + 1

    assert counted == SECTIONS
    assert len({number for number, *_ in ROWS}) == len(ROWS)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"V{row[0]}")
def test_what_a_line_names_is_there(row):
    for target in re.findall(r"\]\(([^)]+)\)", row[4]):
        assert (ROOT / "docs" / target).resolve().exists(), target
    for target in re.findall(r"`(tools/\w+|uketsuke/[\w/.]+)`", row[3]):
        assert (ROOT / target).exists() or (ROOT / "src" / target).exists(), target


def test_the_sums_above_the_table_are_those_of_the_table():
    told = (ROOT / "docs/asvs.md").read_text()
    states = [row[2] for row in ROWS]

    sums = f"{states.count('met')} met, {states.count('partly')} partly, {states.count('—')} do not"
    assert sums in told
