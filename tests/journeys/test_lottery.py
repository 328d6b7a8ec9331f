"""抽選 at home: three wishes, another mind, a withdrawal; and who has won confirms it."""

import re

from tests.journeys.conftest import PHONE, Come
from tests.journeys.server import Server
from tests.journeys.test_booking import Login, describe, sign_in
from tests.journeys.visitor import Visitor


def to_the_round(someone: Visitor, server: Server) -> Visitor:
    """From the front page to the round that is open to residents."""
    someone.start().follow(re.compile("抽選に申し込む"))
    year, month = _month(server).split("-")
    return someone.follow(re.compile(f"{year}年{int(month)}月利用分（区民）"))


def to_the_form(someone: Visitor, server: Server) -> Visitor:
    return to_the_round(someone, server).follow("この抽選に申し込む")


def take(someone: Visitor, nth: int) -> Visitor:
    """Click so many offered cells after the first of the month."""
    someone.page.locator("table.grid td a").nth(nth).click()
    return someone.look()


def fill(someone: Visitor) -> Visitor:
    """四谷の土曜日の夜間ならいつでも, in the wishes that are empty."""
    _open(someone, "この曜日ならいつでも").choose("曜日", "土曜日")
    someone.page.locator("select[name=any-slot]").select_option("night")
    someone.page.locator("input[name=any-halls][value=yotsuya]").check()
    return someone.press("希望の欄を埋める")


def days(someone: Visitor) -> list[str]:
    return [box.input_value() for box in someone.page.locator("input[name$='-day']").all()]


def test_three_wishes_are_entered_changed_and_withdrawn(come: Come, login: Login, server: Server):
    someone = login(come(), "midori")
    take(to_the_round(someone, server), 4)
    fill(someone).sees("希望の欄を2つ埋めました")
    chosen = days(someone)
    assert len({day for day in chosen if day}) == 3

    describe(someone, "三つの希望").press("確認へ進む")
    someone.sees("第1希望", "第3希望", "見本料金", "いまの申込", "まで")
    someone.press("入力に戻って直す")
    assert days(someone) == chosen
    someone.press("確認へ進む").press("この内容で申し込む").sees("受付番号", "三つの希望")
    receipt = re.findall(r"R\d{10}", someone.text)[0]

    someone.follow("希望や内容を変える").type("催しの名前", "あとの名前").press("確認へ進む")
    someone.press("この内容に変える").sees(receipt, "あとの名前")
    someone.follow("マイページへ").sees(receipt, "あとの名前", "まで変えられます")
    someone.follow(re.compile("あとの名前"))

    _open(someone, "申込をやめるとき").press("この申込を取り下げる").sees("取り下げました")
    assert "まで変えられます" not in someone.follow("マイページへ").text


def test_who_logs_in_on_the_way_finds_the_cell_she_chose(guest: Visitor, server: Server):
    take(to_the_round(guest, server).follow("牛込箪笥"), 7)
    assert guest.h1 == "ログイン"

    sign_in(guest, server.people["haru"])

    assert days(guest)[0]
    assert guest.page.locator("input[name=w1-slots]:checked").count() == 1


def test_a_month_of_the_calendar_leads_into_the_draw(come: Come, login: Login, server: Server):
    someone = login(come(PHONE), "haru")
    someone.start(f"/availability/tsunohazu/hall/{_month(server)}/").sees("抽選受付")

    take(someone, 5)

    assert days(someone)[0].startswith(_month(server))
    room = someone.page.locator("select[name=w1-room]")
    assert room.input_value() == "tsunohazu/hall"


def test_no_error_loses_what_was_typed(come: Come, login: Login, server: Server):
    someone = to_the_form(login(come(), "haru"), server)
    someone.type("催しの名前", "消えない名前").type("来場する人数", "百人").press("確認へ進む")

    assert someone.status == 422
    assert someone.value("催しの名前") == "消えない名前"
    assert someone.value("来場する人数") == "百人"


def test_who_may_not_enter_is_told_before_she_types(come: Come, login: Login, server: Server):
    someone = login(come(), "soto")

    to_the_form(someone, server).sees("この内容では申し込めません", "区民")


def test_a_winner_confirms_what_she_won(come: Come, login: Login, script: bool):
    someone = login(come(), "kage" if script else "tsukushi")
    someone.start("/my/").sees("当選の確認をしてください").follow("当選を確認する")
    someone.sees("第1希望", "見本料金", "2件のうち")
    someone.follow("辞退する（予約の取消へ）").sees("お返しする額")
    someone.page.go_back()

    someone.press(re.compile("当選を確認する")).sees("確認していただきました")

    someone.follow("抽選の結果と記録を見る").sees("さいころ 3 5 1 6", "当選")
    someone.follow("この記録を確かめる").sees("record.json")


def _month(server: Server) -> str:
    """The month of use for which residents may enter, as 2027-06."""
    code = next(code for code in server.people["rounds"] if code.endswith("residents"))
    return str(code)[:7]


def _open(someone: Visitor, words: str) -> Visitor:
    someone.page.locator("summary").filter(has_text=words).click()
    return someone
