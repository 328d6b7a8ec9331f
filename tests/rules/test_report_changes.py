"""訂正: what a later report says otherwise."""

import json

from hypothesis import given
from hypothesis import strategies as st

from uketsuke.reports.changes import Change, changes, content_of, tables_of
from uketsuke.reports.tables import Table

VALUES = st.none() | st.integers(0, 10**9) | st.floats(0, 100).map(lambda x: round(x, 1))
ROWS = st.dictionaries(st.text(max_size=4), st.tuples(VALUES, VALUES), max_size=5)
TABLES = st.dictionaries(st.text(max_size=4), ROWS, max_size=3).map(
    lambda tables: [
        Table(
            title,
            ("名前", "件数", "率"),
            [(key, (f"{key}の行", *row)) for key, row in rows.items()],
        )
        for title, rows in tables.items()
    ]
)


def table(count: int | None, rate: float | None = 1.5) -> Table:
    return Table("施設ごと", ("施設", "件数", "率"), [("yotsuya", ("四谷", count, rate))])


def test_a_figure_that_has_changed_is_named():
    assert changes([table(3)], [table(4)]) == [Change("施設ごと", "四谷", "件数", 3, 4)]


def test_what_only_one_side_has_is_named_too():
    assert changes([], [table(3, None)]) == [Change("施設ごと", "四谷", "件数", None, 3)]
    assert changes([table(3, None)], []) == [Change("施設ごと", "四谷", "件数", 3, None)]


@given(TABLES)
def test_what_is_kept_comes_back_as_it_was(tables):
    kept = json.loads(json.dumps(content_of(tables)))

    assert changes(tables_of(kept), tables) == []


@given(TABLES, TABLES)
def test_there_and_back_are_the_same_changes(told, now):
    there = {(c.table, c.row, c.heading, c.was, c.now) for c in changes(told, now)}
    back = {(c.table, c.row, c.heading, c.now, c.was) for c in changes(now, told)}

    assert there == back
