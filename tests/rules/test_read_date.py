"""日付の読み取り: what people write when they mean a day."""

from datetime import date

import pytest

from uketsuke.doors.shared.dates import read_date


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
    ],
)
def test_a_day_is_understood_however_it_is_written(written):
    assert read_date(written) == date(2027, 4, 10)


def test_the_first_year_of_an_era_has_a_name():
    assert read_date("令和元年5月1日") == date(2019, 5, 1)


@pytest.mark.parametrize(
    "written",
    ["", "あした", "2027/2/29", "27/4/10", "99999999", "²⁰²⁷/4/1x", "0001-01-01", "9999-12-31"],
)
def test_what_names_no_day_is_no_day(written):
    assert read_date(written) is None
