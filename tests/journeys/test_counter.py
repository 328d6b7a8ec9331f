"""窓口: the ledger, a booking by phone, decisions, the till and its papers, blocks."""

import re
from collections.abc import Callable
from datetime import date

import pytest

from tests.journeys import people
from tests.journeys.conftest import PHONE, Come
from tests.journeys.server import Server
from tests.journeys.test_booking import NEXT, book, take, to_a_month
from tests.journeys.visitor import Visitor

Login = Callable[[Visitor, str], Visitor]
DAYS = """
from datetime import timedelta
from tests.journeys.world import quiet_days
from uketsuke.kernel import clock
result = [f"{day}" for day in quiet_days(clock.day(clock.now()) + timedelta(days=75))]
"""
MADE = """
from datetime import date
from tests import make
from uketsuke.groups.models import Group
from uketsuke.kernel import clock
group, day, slot, approved = sys.argv[1:5]
made = make.booking(Group.objects.get(number=group), approved=approved == "yes", at=clock.now(),
    *[make.use(slot, room="tansu/hall", on=date.fromisoformat(day))])
result = [made.number, made.price]
"""


@pytest.fixture(scope="module")
def days(server: Server) -> list[date]:
    """Days of which every cell is free for these journeys."""
    return [date.fromisoformat(day) for day in server.python(DAYS)]


def jump(clerk: Visitor, words: str) -> Visitor:
    """By the one field of the ledger."""
    clerk.page.get_by_label("移動・検索").fill(words)
    return clerk.press("移る")


def test_the_ledger_is_walked_by_links(come: Come, login: Login, days: list[date]):
    clerk = login(come(), "mado")

    clerk.follow(re.compile("^日$")).follow(re.compile("^月$")).follow(re.compile("^週$"))
    clerk.follow(re.compile("次へ")).follow(re.compile("前へ")).follow(re.compile("^今日$"))
    jump(clerk, f"{days[7]}").follow(re.compile("^週$"))
    clerk.page.locator("table.ledger a.ledger__entry").first.click()

    assert clerk.look().status == 200


def test_the_head_of_the_ledger_stays_in_sight_of_its_last_line(come: Come, login: Login):
    clerk = login(come(), "mado").follow(re.compile("^月$"))

    clerk.page.locator("table.ledger tbody a").last.focus()

    high = clerk.page.evaluate("innerHeight")
    for part in (".nav", ".ledger thead th:first-child", ".ledger tbody a:focus"):
        place = clerk.page.locator(part).bounding_box()
        assert place is not None, part
        assert 0 <= place["y"] <= high - place["height"], part


def test_a_booking_by_phone_takes_at_most_twelve_key_actions(
    come: Come, login: Login, days: list[date], script: bool
):
    if not script:
        pytest.skip("the keys are the script's; without it the next journey goes by links")
    clerk = login(come(), "mado")
    day = days[0]
    clerk.keys = 0

    clerk.key("/").write(f"{day.month}/{day.day}").enter()
    with clerk.page.expect_navigation():
        clerk.key("n")
    clerk.look().write(people.GROUPS["midori"]).key("Tab").write("電話の音楽会")
    clerk.key("Tab").write("1").key("Tab").write("150").enter()

    clerk.sees("電話の相手に伝えること", "予約番号は", "電話の音楽会")
    assert f"{day.month}月{day.day}日" in clerk.h1
    assert clerk.keys <= 12


def test_a_booking_by_phone_by_links_alone(
    come: Come, login: Login, days: list[date], script: bool
):
    day = days[1 if script else 2]
    clerk = login(come(), "mado")
    jump(clerk, f"{day:%Y/%m/%d}")
    clerk.page.locator("a.ledger__entry--free").first.click()
    clerk.look().type("利用者", "みどり").type("催しの名前", "窓口の会")
    clerk.choose("利用の目的", "音楽").type("人数", "五十").press("予約する")
    assert clerk.value("催しの名前") == "窓口の会"

    clerk.type("人数", "５０").press("予約する")

    clerk.sees("電話の相手に伝えること", "見本料金")


def test_cash_is_taken_with_three_keys_and_the_papers_are_right(
    come: Come, login: Login, server: Server, days: list[date], script: bool
):
    day = days[3 if script else 4]
    number, price = server.python(MADE, server.people["haru"], f"{day}", "am", "yes")
    clerk = login(come(), "mado")
    jump(clerk, number).sees("支払いを受け取る")
    clerk.keys = 0

    if script:
        with clerk.page.expect_navigation():
            clerk.key("p")
        clerk.look().enter()
    else:
        clerk.follow(re.compile("支払いを受け取る")).press("受け取って、お釣りを出す")
    clerk.sees("お釣り", "0円", "領収額")

    focused = clerk.page.locator(":focus").inner_text()
    assert focused == "領収書と承認書を続けて印刷する"  # the third key is Enter
    assert clerk.keys <= 2
    paid = clerk.print("領収書を印刷する")
    assert people.GROUPS["haru"] in paid
    assert f"{price:,}" in paid
    assert "見本" in paid
    allowed = clerk.print("承認書を印刷する")
    assert number in allowed
    assert people.GROUPS["haru"] in allowed
    assert f"{day.month}月{day.day}日" in allowed


def test_too_little_money_is_said_and_the_change_is_told(
    come: Come, login: Login, server: Server, days: list[date], script: bool
):
    day = days[3 if script else 4]
    number, price = server.python(MADE, server.people["kage"], f"{day}", "pm", "yes")
    clerk = login(come(), "sekinin")
    jump(clerk, number).follow(re.compile("支払いを受け取る"))
    clerk.type("受領額", f"{price - 1}").press("受け取って、お釣りを出す")
    assert clerk.status == 422
    assert clerk.value("受領額").replace(",", "") == f"{price - 1}"

    clerk.type("受領額", f"{price + 500}").press("受け取って、お釣りを出す")

    clerk.sees("お釣り", "500円")


def test_what_staff_decide_reaches_my_page(come: Come, login: Login, server: Server, script: bool):
    someone = login(come(), "tsukushi")
    take(to_a_month(someone, "箪笥"), -5 if script else -6).press(NEXT)
    book(someone, f"返事を待つ会{int(script)}")
    clerk = login(come(), "sekinin")
    clerk.follow("承認待ち").sees(f"返事を待つ会{int(script)}")
    row = clerk.page.locator("tr").filter(has_text=f"返事を待つ会{int(script)}")
    row.get_by_role("link").first.click()
    clerk.look()

    clerk.page.locator("summary").filter(has_text="保留にする").click()
    clerk.page.locator("form[action$='wait/'] input[name=wait-reason]").fill("舞台の図面を")
    clerk.press("保留にして知らせる")
    someone.follow("マイページへ").sees("舞台の図面を", "確認中")

    clerk.page.locator("summary").filter(has_text="不承認にする").click()
    clerk.page.locator("form[action$='refuse/'] input[name=refuse-reason]").fill(
        "同じ日に工事があるため"
    )
    clerk.press("不承認にして知らせる").sees("同じ日に工事があるため")
    someone.follow("お知らせをすべて見る")
    someone.page.locator("ul.tasks a").first.click()
    someone.look().sees("同じ日に工事があるため")


def test_an_approval_sets_the_price_and_the_deadline(
    come: Come, login: Login, server: Server, days: list[date], script: bool
):
    day = days[5 if script else 6]
    number, price = server.python(MADE, server.people["midori"], f"{day}", "night", "no")
    clerk = login(come(), "sekinin")
    jump(clerk, number).press("この利用を承認する").sees("支払いを受け取る")

    someone = login(come(PHONE), "midori")

    someone.sees("まずすること", f"{price:,}円", "窓口でお支払いください")


def test_a_block_is_proposed_by_one_and_approved_by_another(
    come: Come, login: Login, days: list[date], script: bool
):
    day = days[9 if script else 10]
    first = login(come(), "sekinin")
    first.follow("休止").follow("休止を起案する")
    first.type("始まりの日", f"{day:%Y/%m/%d}").choose("理由の区分", "保守|点検")
    first.type("公開する理由", "照明設備の点検（見本）").press("起案する").sees(
        "別の人が承認します"
    )
    assert first.page.get_by_role("button", name="この休止を承認する").count() == 0

    second = login(come(), "sekinin2")
    second.follow("休止")
    second.page.locator("tr").filter(has_text=f"{day.month}月{day.day}日").get_by_role(
        "link"
    ).first.click()
    second.look().press("この休止を承認する").sees("承認", "sekinin2")


def test_a_group_is_found_by_a_piece_of_its_name(come: Come, login: Login):
    clerk = login(come(), "mado")

    clerk.follow("利用者を探す").type("利用者番号・電話・名前", "バレエ").press("探す")
    if "見つかりました" in clerk.text:
        clerk.page.locator("table a").first.click()
        clerk.look()

    clerk.sees(people.GROUPS["haru"], "できること", "予約する")


def test_the_other_screens_stand_up_to_examination(come: Come, login: Login):
    ward, keeper = login(come(), "kuyaku"), login(come(), "kanri")

    for name in ward.page.locator(".nav a").all_inner_texts():
        ward.follow(name)
    for name in keeper.page.locator(".nav a").all_inner_texts():
        keeper.follow(name)
    for name in keeper.page.locator("main p.actions a.button--small").all_inner_texts():
        keeper.follow(name)

    assert {ward.status, keeper.status} == {200}
