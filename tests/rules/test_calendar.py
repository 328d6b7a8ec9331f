"""暦: holidays, 和暦, fiscal years, months."""

from datetime import date, timedelta

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from uketsuke.kernel import calendar

DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))
MONTHS = st.builds(lambda day: day.replace(day=1), DAYS)

# 源: facts 8.4.
PUBLISHED = {
    2026: (
        "0101 0112 0211 0223 0320 0429 0503 0504 0505 0506 0720 0811 0921 0922 0923 1012 1103 1123"
    ),
    2027: "0101 0111 0211 0223 0321 0322 0429 0503 0504 0505 0719 0811 0920 0923 1011 1103 1123",
    2028: "0101 0110 0211 0223 0320 0429 0503 0504 0505 0717 0811 0918 0922 1009 1103 1123",
}


def holidays_of(year: int) -> list[date]:
    days = (date(year, 1, 1) + timedelta(days=n) for n in range(366))
    return [day for day in days if day.year == year and calendar.is_holiday(day)]


@pytest.mark.parametrize("year", PUBLISHED)
def test_the_holidays_are_those_of_the_table(year):
    assert [f"{day:%m%d}" for day in holidays_of(year)] == PUBLISHED[year].split()


@pytest.mark.parametrize("year", range(2024, 2031))
def test_a_second_computation_knows_the_same_holidays(year):
    assert holidays_of(year) == sorted(holidays.country_holidays("JP", years=year))


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2026, 5, 6), "振替休日"),
        (date(2027, 3, 22), "振替休日"),
        (date(2026, 9, 22), "国民の休日"),
        (date(2026, 11, 23), "勤労感謝の日"),
        (date(2026, 11, 24), None),
        (date(2026, 12, 31), None),
    ],
)
def test_a_holiday_has_its_name(day, name):
    assert calendar.holiday_name(day) == name


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 11, 20), False),  # 金
        (date(2026, 11, 21), True),  # 土
        (date(2026, 11, 22), True),  # 日
        (date(2026, 11, 23), True),  # 月・祝
        (date(2026, 11, 24), False),  # 火
        (date(2026, 5, 6), True),  # 水・振替
    ],
)
def test_saturdays_sundays_and_holidays_are_one_kind(day, expected):
    assert calendar.is_weekend_or_holiday(day) is expected


@pytest.mark.parametrize(
    ("day", "shown"),
    [
        (date(2026, 11, 23), "令和8年11月23日"),
        (date(2019, 5, 1), "令和元年5月1日"),
        (date(2019, 12, 31), "令和元年12月31日"),
        (date(2020, 1, 1), "令和2年1月1日"),
        (date(2019, 4, 30), "平成31年4月30日"),
        (date(1989, 1, 8), "平成元年1月8日"),
        (date(1989, 1, 7), "昭和64年1月7日"),
        (date(1926, 12, 25), "昭和元年12月25日"),
        (date(1926, 12, 24), "大正15年12月24日"),
        (date(1912, 7, 30), "大正元年7月30日"),
        (date(1912, 7, 29), "明治45年7月29日"),
        (date(1868, 10, 23), "明治元年10月23日"),
        (date(1868, 10, 22), "西暦1868年10月22日"),
    ],
)
def test_wareki_changes_on_the_first_day_of_an_era(day, shown):
    assert calendar.wareki(day) == shown


def test_a_date_is_shown_with_its_weekday():
    assert calendar.date_ja(date(2026, 11, 23)) == "2026年11月23日（月）"
    assert calendar.date_ja(date(2027, 1, 3)) == "2027年1月3日（日）"


@pytest.mark.parametrize(
    ("day", "year", "shown"),
    [
        (date(2026, 3, 31), 2025, "令和7年度"),
        (date(2026, 4, 1), 2026, "令和8年度"),
        (date(2027, 1, 1), 2026, "令和8年度"),
        (date(2019, 4, 30), 2019, "令和元年度"),
        (date(2019, 3, 31), 2018, "平成30年度"),
        (date(1989, 4, 1), 1989, "平成元年度"),
        (date(1989, 3, 31), 1988, "昭和63年度"),
    ],
)
def test_a_fiscal_year_begins_in_april(day, year, shown):
    assert calendar.fiscal_year(day) == year
    assert calendar.fiscal_year_ja(year) == shown


@pytest.mark.parametrize(
    ("start", "n", "expected"),
    [
        (date(2026, 11, 1), 0, date(2026, 11, 1)),
        (date(2026, 11, 1), 2, date(2027, 1, 1)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
        (date(2027, 1, 1), -1, date(2026, 12, 1)),
        (date(2026, 4, 1), -6, date(2025, 10, 1)),
        (date(2026, 12, 1), -12, date(2025, 12, 1)),
    ],
)
def test_months_are_added_across_years(start, n, expected):
    assert calendar.add_months(start, n) == expected


@given(month=MONTHS, n=st.integers(-600, 600))
def test_adding_months_can_be_taken_back(month, n):
    assert calendar.add_months(calendar.add_months(month, n), -n) == month


@pytest.mark.parametrize(
    ("month", "length"),
    [(date(2027, 2, 1), 28), (date(2028, 2, 1), 29), (date(2026, 12, 1), 31)],
)
def test_a_month_has_all_of_its_days(month, length):
    days = calendar.days_of_month(month)

    assert days == [month + timedelta(days=n) for n in range(length)]
    assert calendar.month_start(days[-1]) == month


@pytest.mark.parametrize(
    ("month", "n", "weekday", "expected"),
    [
        (date(2026, 4, 1), 1, 2, date(2026, 4, 1)),  # the first itself
        (date(2026, 10, 1), 1, 2, date(2026, 10, 7)),  # the latest a first one can be
        (date(2026, 1, 1), 2, 2, date(2026, 1, 14)),
        (date(2026, 11, 1), 1, 0, date(2026, 11, 2)),
        (date(2026, 11, 1), 5, 6, date(2026, 11, 29)),
        (date(2026, 11, 1), 5, 2, date(2026, 12, 2)),  # runs over
    ],
)
def test_the_nth_weekday_counts_from_the_first(month, n, weekday, expected):
    assert calendar.nth_weekday(month, n, weekday) == expected


@given(month=MONTHS, n=st.integers(1, 4), weekday=st.integers(0, 6))
def test_the_nth_weekday_lies_in_the_nth_seven_days(month, n, weekday):
    day = calendar.nth_weekday(month, n, weekday)

    assert day.weekday() == weekday
    assert month + timedelta(days=7 * (n - 1)) <= day < month + timedelta(days=7 * n)
