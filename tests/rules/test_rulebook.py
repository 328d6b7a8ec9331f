"""規則の数字: told in words, stored and read again, and what the bounds promise the program."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from uketsuke.bookings.opening import Channel, Kind, Klass, OpeningRule, draw_dates, phases
from uketsuke.kernel.clock import TOKYO
from uketsuke.registration import term
from uketsuke.rulebook.books import BOOKS
from uketsuke.rulebook.figures import as_stored, as_values, differences, faults, sentence

TIMES = st.times().map(lambda at: at.replace(second=0, microsecond=0))
RECEPTION, TERM = BOOKS["reception"], BOOKS["term"]


def values_within(book):
    """Figures of a book within its bounds, each by itself."""
    return st.fixed_dictionaries(
        {
            each.field: st.sampled_from([value for value, _ in each.choices])
            if each.choices
            else TIMES
            if each.is_time
            else st.integers(each.least, each.most)
            for each in book.figures
        }
    )


def fitting(book):
    """Figures that fit together: those of a pair change places where they must."""

    def put_in_order(values):
        for pair in book.pairs * 2:
            low, high = sorted([values[pair.lower], values[pair.upper]])
            values = values | {pair.lower: low, pair.upper: high}
        return values

    ordered = values_within(book).map(put_in_order)
    return ordered.filter(lambda values: not list(faults(book, values)))


@pytest.mark.parametrize("book", BOOKS.values(), ids=lambda book: book.code)
@given(data=st.data())
def test_what_is_stored_is_read_as_it_was(book, data):
    values = data.draw(values_within(book))

    assert as_values(book, as_stored(book, values)) == values
    assert differences(book, values, values) == []


@pytest.mark.parametrize(
    ("code", "field", "value", "words"),
    [
        ("reception", "web_days", 14, "インターネットでは、利用日の14日前まで申し込めます。"),
        ("reception", "draw_weekday", 2, "抽選日は、水曜日です。"),
        (
            "reception",
            "web_opens",
            time(9),
            "抽選で残った枠は、インターネットでは抽選日の翌日の9:00から先着順です。",
        ),
        ("reception", "reductions_by", "ward", "減額・免除は、区職員が決めます。"),
        ("lottery", "across_halls", False, "1件の申込の希望は、一つの館に限ります。"),
        ("term", "ends_month", 3, "期末は、3月です。"),
        (
            "waiting",
            "offer_hours",
            None,
            "メールで案内した方は、（まだ決まっていません）以内に申し込みます。",
        ),
    ],
)
def test_a_figure_is_a_sentence(code, field, value, words):
    assert "".join(sentence(BOOKS[code].figure(field), value)) == words


def test_only_what_differs_is_told():
    values = {each.field: each.least for each in BOOKS["outages"].figures}

    (one,) = differences(BOOKS["outages"], values, values | {"window_hours": 48})

    assert (one.figure.label, one.before, one.after) == ("期限の前の時間", "1時間", "48時間")


@pytest.mark.parametrize("book", BOOKS.values(), ids=lambda book: book.code)
def test_below_the_least_and_above_the_most_is_refused(book):
    usual = {
        each.field: each.choices[0][0] if each.choices else time(9) if each.is_time else each.most
        for each in book.figures
    }
    for figure in [each for each in book.figures if each.unit]:
        for value in (figure.least - 1, figure.most + 1):
            said = {each.code for each in faults(book, usual | {figure.field: value})}
            assert said == {"rulebook.bounds"}, figure.field


@given(
    fitting(RECEPTION),
    st.dates(date(2026, 1, 1), date(2031, 12, 1)),
    st.sampled_from(Channel),
)
def test_whatever_fits_gives_each_month_its_days_in_order(values, month, channel):
    """What the table of the rounds demands, and that no stage of reception ends before another."""
    rule = OpeningRule(**{name: values[name] for name in OpeningRule.__slots__ if name != "rounds"})
    month = month.replace(day=1)

    for klass in Klass:
        dates = draw_dates(month, klass, rule)
        assert dates.entries_from < dates.closes_at <= min(dates.counter_from, dates.web_from)
        assert dates.web_from.astimezone(TOKYO).date() <= month + timedelta(days=10)
    ends = [each.until for each in phases(month, rule, channel) if each.until]
    drawn = [draw_dates(month, klass, rule).closes_at for klass in Klass]
    assert drawn == sorted(drawn)
    assert [each.kind for each in phases(month, rule, channel)] == list(Kind)
    assert ends == sorted(ends)


@given(fitting(TERM), st.dates(date(2026, 1, 1), date(2035, 12, 31)))
def test_whatever_fits_gives_a_registration_some_time(values, start):
    rule = term.Term(**{each.field: values[each.field] for each in TERM.figures})

    assert term.end(rule, start) > start
    assert rule.last_days < rule.first_days <= rule.renew_days
