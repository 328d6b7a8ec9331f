"""見る: a stranger finds out what is free and what it costs."""

import re

import pytest

from tests.journeys.conftest import PHONE, Come
from tests.journeys.server import Server
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


@pytest.mark.parametrize("language", ["ja", "ja-easy", "en"])
def test_three_halls_and_the_lottery_days_fit_a_tablet(come: Come, language: str):
    page = come({"width": 768, "height": 1024}).start().follow("空きを見る").page
    page.goto(f"{page.url}?language={language}")
    page.locator("main .actions a[href*='/week/']").click()

    last = page.locator("table.grid--wide thead th").last.bounding_box()
    page.locator(".nav a[href*='/lottery/']").click()

    assert last is not None
    assert last["x"] + last["width"] <= 768
    assert page.evaluate("document.documentElement.scrollWidth") <= 768


def test_a_search_leads_to_a_free_day(guest: Visitor):
    guest.start().follow("日付や曜日で空きを探す")

    guest.tick("土").tick("夜間").type("必要な席数", "３００").press("探す").sees("見つかった空き")

    guest.follow(re.compile("^選ぶ")).sees("予約する枠を選ぶ", "夜間", "見本料金")


def test_the_price_on_the_page_is_the_price_of_the_command(guest: Visitor, server: Server):
    guest.start().follow("料金を計算する")
    guest.choose("施設", "四谷区民ホール ホール").type("利用日", "令和９年２月１３日")
    guest.tick("午後").tick("夜間").type("入場料", "２，０００").tick("営利").press("計算する")

    words = "--room yotsuya/hall --date 2027-02-13 --slots pm,night --admission 2000 --commercial"
    told = server.command("quote", *words.split()).splitlines()
    rows = guest.page.locator(".quote__table tr").all_inner_texts()

    assert [re.sub(r"\s", "", row) for row in rows] == [
        re.sub(r"\s|（見本料金）", "", line).replace("合計", "合計（税込）") for line in told
    ]
    guest.sees("見本料金")


def test_who_asks_for_nonsense_is_told_kindly_and_keeps_it(guest: Visitor):
    guest.start().follow("料金を計算する")

    guest.type("利用日", "2027年2月30日").press("計算する")

    assert guest.value("利用日") == "2027年2月30日"
    assert guest.page.locator("[role=alert]").count() == 1
    guest.follow("抽選").follow("はじめての方へ").sees("利用者登録")


def test_who_is_stuck_finds_the_manual_at_the_place_that_helps(come: Come):
    someone = come(PHONE)

    someone.start().follow("空きを見る").follow("日付や曜日で探す").follow("この画面の使い方")
    someone.sees("空きを探す", "日付や曜日で探す")
    assert someone.page.url.endswith("/guide/manual/find/#search")

    someone.follow("手引きの目次").follow("困ったとき").follow("前：登録内容と更新").sees(
        "登録を更新する"
    )
