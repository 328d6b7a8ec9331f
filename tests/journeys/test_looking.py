"""見る: a stranger finds out what is free and what it costs."""

import re

from tests.journeys.conftest import PHONE, Come
from tests.journeys.visitor import Visitor


def test_a_stranger_looks_at_a_month_its_list_a_day_and_a_week(guest: Visitor):
    guest.start().follow("空きを見る")
    guest.sees("四谷", "牛込箪笥", "角筈")

    guest.follow("全ホールの1日").follow("空き状況").follow("全ホールの1週間")
    guest.follow("空き状況").follow(re.compile("四谷区民ホール ホール"), 1)

    guest.sees("空き", "席" if "席" in guest.text else "定員")
    assert guest.page.locator("table.grid tbody tr").count() >= 28
    guest.follow("一覧で見る").sees("空き")
    guest.follow("表で見る").follow("次の月 →").follow("← 前の月")


def test_all_of_it_fits_a_phone(come: Come):
    someone = come(PHONE)

    someone.start().follow("空きを見る").follow(re.compile("四谷区民ホール ホール"), 1)
    someone.follow("空き状況").follow("全ホールの1週間").follow("空き状況").follow("全ホールの1日")
    someone.follow("空き状況").follow("日付や曜日で探す").press("探す")

    assert someone.status == 200
