"""言語: days, hours and money as each language writes them."""

from datetime import date, datetime, time

import pytest

from uketsuke.kernel import clock, languages, ruby

DAY = date(2027, 4, 10)
AT = datetime(2027, 10, 8, 9, 0, tzinfo=clock.TOKYO)


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("ja", "2027年4月10日（土）"),
        ("ja-easy", "2027年4月10日（土曜日）"),
        ("en", "Sat 10 April 2027"),
        ("zh-hans", "2027年4月10日（周六）"),
        ("ko", "2027년 4월 10일(토)"),
    ],
)
def test_a_date_with_its_weekday(language, written):
    assert ruby.plain(languages.date_and_weekday(DAY, language)) == written


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("ja", "4月10日（土）"),
        ("en", "Sat 10 Apr"),
        ("zh-hans", "4月10日（周六）"),
        ("ko", "4월 10일(토)"),
    ],
)
def test_a_day_without_its_year(language, written):
    assert languages.day_and_weekday(DAY, language) == written


def test_days_are_read_as_days_are_read():
    assert languages.short_day(DAY, "ja-easy") == (
        "4" + ruby.over("月", "がつ") + ruby.over("10日", "とおか")
    )
    assert languages.day_of_month(date(2027, 4, 11), "ja-easy") == "11" + ruby.over("日", "にち")


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("ja", "2027年10月8日（金）9:00"),
        ("en", "Fri 8 October 2027, 9:00"),
        ("zh-hans", "2027年10月8日（周五） 9:00"),
        ("ko", "2027년 10월 8일(금) 9:00"),
    ],
)
def test_a_moment(language, written):
    assert languages.date_and_time(AT, language) == written


@pytest.mark.parametrize(
    ("language", "written"),
    [("ja", "令和9年"), ("en", "Reiwa 9"), ("zh-hans", "令和9年"), ("ko", "레이와 9년")],
)
def test_a_year_of_the_era(language, written):
    assert languages.era_year(DAY, language) == written


def test_the_first_year_of_an_era_is_a_number_where_it_is_not_japanese():
    assert languages.era_year(date(2019, 5, 1), "en") == "Reiwa 1"


@pytest.mark.parametrize(
    ("language", "written"),
    [("ja", "12,000円"), ("en", "12,000 yen"), ("zh-hans", "12,000日元"), ("ko", "12,000엔")],
)
def test_money(language, written):
    assert languages.yen(12_000, language) == written


@pytest.mark.parametrize(
    ("language", "written"),
    [("ja", "9:30〜12時"), ("en", "9:30–12:00"), ("zh-hans", "9:30–12:00"), ("ko", "9:30~12시")],
)
def test_hours(language, written):
    assert languages.hours(time(9, 30), time(12), language) == written


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("within 1 days of approval", "within 1 day of approval"),
        ("up to 1 entries, 1 sets of conditions", "up to 1 entry, 1 set of conditions"),
        ("about 1 minutes, up to 1 people", "about 1 minute, up to 1 person"),
        (
            "within 14 days, 1.1 hours, 21 days, 0 days",
            "within 14 days, 1.1 hours, 21 days, 0 days",
        ),
        ("1 day, 1 slot, 1 daystar", "1 day, 1 slot, 1 daystar"),
    ],
)
def test_one_thing_is_not_many(text, written):
    assert languages.counted(text, "en") == written
    assert languages.counted(text, "ko") == text


@pytest.mark.parametrize("language", languages.NAMES)
def test_every_day_of_a_leap_year_is_written_in_every_language(language):
    days = {date(2028, 1, 1).fromordinal(date(2028, 1, 1).toordinal() + n) for n in range(366)}

    assert len({languages.date_and_weekday(day, language) for day in days}) == 366


def test_a_language_that_nobody_knows_is_written_as_japanese():
    assert languages.day_and_weekday(DAY, "fr") == "4月10日（土）"
