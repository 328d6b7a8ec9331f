"""予約: a group finds a free cell, books it, sees it, changes it, cancels it, takes that back."""

import re
from collections.abc import Callable

from tests.journeys import people
from tests.journeys.conftest import Come
from tests.journeys.server import Server
from tests.journeys.visitor import Visitor

Login = Callable[[Visitor, str], Visitor]
FREE = re.compile("空き")
NEXT = re.compile("使い方の入力へ")
HALL = {
    "四谷": "四谷区民ホール ホール",
    "箪笥": "牛込箪笥区民ホール ホール",
    "角筈": "角筈区民ホール ホール",
}


def to_a_month(someone: Visitor, hall: str = "四谷", months: int = 2) -> Visitor:
    """From the front page to a month of a hall that is open to residents."""
    someone.start().follow("空きを見る")
    return someone.follow(re.compile(f"{HALL[hall]}"), months)


def free_cells(someone: Visitor) -> int:
    return someone.page.locator("table.grid td a").count()


def take(someone: Visitor, nth: int) -> Visitor:
    """Click the free cell that is so far from the end of the month."""
    someone.page.locator("table.grid td a").nth(nth).click()
    return someone.look()


def describe(someone: Visitor, title: str = "見本の音楽会") -> Visitor:
    someone.type("催しの名前", title).tick(re.compile("音楽"))
    return someone.type("来場する人数", "１２０").type("入場料", "１，０００")


def book(someone: Visitor, title: str = "見本の音楽会") -> Visitor:
    describe(someone, title).press("確認へ進む")
    return someone.press("この内容で申し込む").sees("申込を受け付けました")


def sign_in(someone: Visitor, number: str) -> Visitor:
    someone.type("利用者番号または", number).type("パスワード", people.PASSWORD)
    return someone.press("ログイン")


def test_from_the_front_page_to_a_booking_in_at_most_six_pages(
    come: Come, login: Login, script: bool
):
    someone = login(come(), "midori")
    someone.start()
    someone.pages.clear()

    to_a_month(someone, "四谷")
    take(someone, 3 if script else 6).press(NEXT)
    book(someone, "六つの画面")

    assert len(someone.pages) - 1 <= 6, someone.pages  # the last is the answer, 完了
    someone.follow("マイページへ").sees("六つの画面")


def test_who_logs_in_on_the_way_loses_nothing(guest: Visitor, server: Server, script: bool):
    take(to_a_month(guest, "箪笥"), 5 if script else 9)
    chosen = guest.page.locator("input[name=cell]:checked").first.get_attribute("value")
    guest.press(re.compile("ログインして")).sees("ログイン")

    sign_in(guest, server.people["haru"])

    again = guest.page.locator("input[name=cell]:checked").first.get_attribute("value")
    assert again == chosen
    guest.press(NEXT)
    describe(guest, "道の途中").press("確認へ進む").sees("道の途中", "120人", "1,000円", "見本料金")
    guest.press("この内容で申し込む").sees("申込を受け付けました", "30分以内")


def test_a_booking_is_changed_cancelled_and_brought_back(come: Come, login: Login, script: bool):
    someone = login(come(), "tsukushi")
    take(to_a_month(someone, "角筈"), 4 if script else 8).press(NEXT)
    book(someone, "はじめの名前")
    someone.page.locator("main dl.facts a").first.click()
    someone.look().follow("催しの名前と人数を変える")
    someone.type("催しの名前", "あとの名前").press("この内容に変更する").sees("あとの名前")

    someone.follow(re.compile("予約の取消へ")).sees("お返しする額", "0円")
    someone.press("この予約を取り消す").sees("予約を取り消しました")
    someone.press(re.compile("元に戻す"))

    assert "仮予約" in someone.text
    someone.follow("マイページに戻る").sees("あとの名前")


def test_every_error_keeps_what_was_typed(come: Come, login: Login, script: bool):
    someone = login(come(), "soto")
    take(to_a_month(someone, "四谷", 1), -4 if script else -8).press(NEXT)

    someone.type("催しの名前", "消えない名前").type("来場する人数", "百人").type("入場料", "９")
    someone.press("確認へ進む")

    assert someone.status == 422
    assert someone.page.locator("[role=alert], .errors").count() > 0
    assert someone.value("催しの名前") == "消えない名前"
    assert someone.value("来場する人数") == "百人"
    someone.tick(re.compile("音楽")).type("来場する人数", "９９９９")
    someone.press("確認へ進む")
    assert someone.status == 422  # more people than seats
    assert someone.value("催しの名前") == "消えない名前"
    someone.type("来場する人数", "５０").press("確認へ進む").sees("消えない名前", "50人")


def test_of_two_who_want_a_cell_the_second_is_told_kindly(come: Come, login: Login, script: bool):
    first, second = login(come(), "midori"), login(come(), "haru")
    place = -1 if script else -2
    take(to_a_month(first, "箪笥", 1), place)
    take(to_a_month(second, "箪笥", 1), place)

    first.press(NEXT)
    second.press(NEXT)

    assert second.status == 409
    second.sees("申し込めません", "代わりに選べる枠")
    book(first, "先に着いた会")


def test_a_hold_that_ran_out_is_taken_again(come: Come, login: Login, server: Server, script: bool):
    someone = login(come(), "kage")
    take(to_a_month(someone, "角筈", 1), -1 if script else -2).press(NEXT)
    describe(someone, "遅い人の会").press("確認へ進む")
    run_out(server)

    someone.follow("使い方を直す").sees("確保の時間", "過ぎました")

    assert someone.value("催しの名前") == "遅い人の会"
    someone.press("確認へ進む").press("この内容で申し込む").sees("申込を受け付けました")


def test_who_loses_the_cells_after_the_time_keeps_her_text(
    come: Come, login: Login, server: Server, script: bool
):
    slow, quick = login(come(), "tsukushi"), login(come(), "midori")
    place = -3 if script else -4
    take(to_a_month(slow, "角筈", 1), place)
    take(to_a_month(quick, "角筈", 1), place)
    slow.press(NEXT)
    describe(slow, "取られた会").press("確認へ進む")
    run_out(server)
    quick.press(NEXT)
    book(quick, "速い会")

    slow.press("この内容で申し込む").sees("先にほかの方が申し込まれました", "代わりに選べる枠")

    slow.follow(re.compile("選び直す"), 0)
    offers = slow.page.locator(".notice--error ul a")
    offers.first.click()
    slow.look().press(NEXT)
    assert slow.value("催しの名前") == "取られた会"


def test_a_session_that_ends_on_the_way_loses_nothing(
    come: Come, login: Login, server: Server, script: bool
):
    someone = login(come(), "haru")
    take(to_a_month(someone, "四谷", 1), -1 if script else -2).press(NEXT)
    describe(someone, "切れた会")
    someone.context.clear_cookies(name="session")

    someone.press("確認へ進む").sees("入力した内容は残っています")
    sign_in(someone, server.people["haru"])

    assert someone.value("催しの名前") == "切れた会"
    assert someone.value("来場する人数") in {"120", "１２０"}
    someone.press("確認へ進む").press("この内容で申し込む").sees("申込を受け付けました")


def run_out(server: Server) -> None:
    """Ten minutes go by."""
    server.python(
        "from datetime import timedelta\n"
        "from uketsuke.bookings.models import Draft, Hold\n"
        "from uketsuke.kernel import clock\n"
        "then = clock.now() - timedelta(seconds=5)\n"
        "Hold.objects.filter(draft__isnull=False).update(expires_at=then)\n"
        "result = Draft.objects.update(expires_at=then)"
    )
