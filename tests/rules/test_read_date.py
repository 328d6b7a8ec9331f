"""日付の読み取り: what people write when they mean a day."""

from datetime import date

import pytest

from uketsuke.doors.shared.inputs.dates import read_date
from uketsuke.kernel import languages, ruby


@pytest.mark.parametrize(
    "written",
    [
        "2027-04-10",
        "2027/4/10",
        "２０２７／４／１０",
        "2027年4月10日",
        "2027年 4月10日（土）",
        "令和9年4月10日",
        "R9.4.10",
        "20270410",
        "10 April 2027",
        "Sat 10 April 2027",
        "Saturday, 10 apr 2027",
        "April 10, 2027",
        "2027년 4월 10일",
        "2027년 4월 10일(토)",
        "2027年4月10日（周六）",
        "2027年4月10日（土曜日）",
    ],
)
def test_a_day_is_understood_however_it_is_written(written):
    assert read_date(written) == date(2027, 4, 10)


def test_the_first_year_of_an_era_has_a_name():
    assert read_date("令和元年5月1日") == date(2019, 5, 1)


@pytest.mark.parametrize(
    "written",
    [
        "", "あした", "2027/2/29", "27/4/10", "99999999", "²⁰²⁷/4/1x", "0001-01-01", "9999-12-31",
        "April 2027", "31 April 2027", "10 Avril 2027", "10 4 2027",
    ],
)  # fmt: skip
def test_what_names_no_day_is_no_day(written):
    assert read_date(written) is None


@pytest.mark.parametrize("language", languages.NAMES)
def test_a_day_may_be_typed_as_the_pages_of_every_language_write_it(language):
    for month in range(1, 13):
        day = date(2027, month, 10)
        assert read_date(ruby.plain(languages.date_and_weekday(day, language))) == day
