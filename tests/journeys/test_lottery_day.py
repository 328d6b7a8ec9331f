"""抽選: entered at home and at the counter, drawn in public, checked by anybody."""

import re
from collections.abc import Callable

from tests.journeys import people
from tests.journeys.conftest import Come
from tests.journeys.server import Server
from tests.journeys.visitor import Visitor

Login = Callable[[Visitor, str], Visitor]
CLOSE = """
from datetime import timedelta
from uketsuke.bookings.models import DrawDates
from uketsuke.kernel import clock, revision
now = clock.now()
DrawDates.objects.filter(round__code=sys.argv[1]).update(
    closes_at=now - timedelta(minutes=1), counter_from=now + timedelta(hours=1),
    web_from=now + timedelta(hours=2))
revision.changed()
result = True
"""
CELLS = """
from uketsuke.kernel import clock
from uketsuke.lottery import queries
of = queries.rounds().get(code=sys.argv[1])
result = [queries.as_text(cell) for cell in sorted(queries.offered(of, clock.now()))]
"""


def code_of(server: Server, script: bool) -> str:
    """Each way of browsing has a round of its own."""
    klass = "residents" if script else "others"
    return next(str(code) for code in server.people["rounds"] if code.endswith(klass))


def wish(someone: Visitor, number: int, cell: str) -> None:
    """Fill in one wish, as it stands on the page."""
    room, day, slot = cell.split("|")
    page = someone.page
    page.locator(f"select[name=w{number}-room]").select_option(room)
    page.locator(f"input[name=w{number}-day]").fill(day)
    page.locator(f"input[name=w{number}-slots][value={slot}]").check()


def describe(someone: Visitor, title: str) -> Visitor:
    someone.type("催しの名前", title).tick("音楽")
    return someone.type("来場する人数", "８０")


def test_a_group_enters_changes_and_withdraws(
    come: Come, login: Login, server: Server, script: bool
):
    code = code_of(server, script)
    cells = server.python(CELLS, code)
    someone = login(come(), "midori")
    someone.start(f"/lottery/{code}/").follow("この抽選に申し込む")
    wish(someone, 1, cells[0])
    describe(someone, "見本の夏の音楽会")
    someone.page.get_by_text("「この曜日ならいつでも」で希望を埋める").click()
    someone.press("希望の欄を埋める")
    assert someone.value("催しの名前") == "見本の夏の音楽会"
    assert someone.page.locator("input[name=w3-day]").input_value()

    someone.press("確認へ進む").sees("第3希望", "見本料金")
    someone.press("入力に戻って直す").press("確認へ進む")
    someone.press("この内容で申し込む").sees("受付番号", "取り下げたりできます")
    someone.follow("希望や内容を変える").type("催しの名前", "見本の秋の音楽会")
    someone.press("確認へ進む").press("この内容に変える").sees("見本の秋の音楽会")
    someone.page.get_by_text("申込をやめるとき").click()
    someone.press("この申込を取り下げる").sees("取り下げました")


def test_what_cannot_be_is_said_where_it_was_typed(
    come: Come, login: Login, server: Server, script: bool
):
    code = code_of(server, script)
    someone = login(come({"width": 360, "height": 740}), "haru")
    someone.start(f"/lottery/{code}/enter/").press("確認へ進む")
    someone.sees("入力してください")
    wish(someone, 1, "yotsuya/hall|2027-01-01|am")
    describe(someone, "見本の会").press("確認へ進む")

    someone.sees("この抽選の対象ではありません")
    assert someone.value("催しの名前") == "見本の会"


def test_from_the_closing_to_the_record_anybody_checks(
    come: Come, login: Login, server: Server, script: bool
):
    code = code_of(server, script)
    cell = server.python(CELLS, code)[4]
    for who in ("tsukushi", "kage"):
        someone = login(come(), who)
        someone.start(f"/lottery/{code}/enter/?cell={cell}")
        describe(someone, f"{people.GROUPS[who]}の見本の会").press("確認へ進む")
        someone.press("この内容で申し込む").sees("受付番号")
    clerk = login(come(), "mado")
    clerk.follow("抽選").page.locator(f"a[href$='/lottery/{code}/']").first.click()
    clerk.look().follow("窓口・電話の申込を入れる")
    clerk.type("利用者番号", server.people["haru"]).press("申込の入力へ")
    wish(clerk, 1, server.python(CELLS, code)[8])
    describe(clerk, "電話の見本の会").press("確認へ進む").press("この内容で申し込む")
    clerk.sees("抽選受付票", "窓口・電話")

    server.python(CLOSE, code)
    manager = login(come(), "sekinin")
    manager.start(f"/staff/lottery/{code}/parties/").sees("氏名と住所")
    for box in manager.page.locator("input[name=kept]").all():
        box.check()
    manager.type(re.compile("理由"), "別の団体です（見本）").press("この判断を記録する")
    manager.sees("判断済").start(f"/staff/lottery/{code}/").press("名簿を確定する")
    manager.sees("名簿の番号").type(re.compile("公開の値"), "さいころ（見本） 3 5 1")
    manager.press("抽選する").sees("2件が当選").press("結果を確定して知らせる")
    server.command("worker", "--once")
    manager.start(f"/staff/lottery/{code}/").sees("お知らせ 3 / 3件")
    manager.follow("報告と試算").press("試算する").sees("結果の変わる申込")

    anybody = come()
    anybody.start(f"/lottery/{code}/").sees("さいころ", "当選").follow("この記録を確かめる")
    won = login(come(), "haru").follow(re.compile("^当選を確認する"))
    won.press(re.compile("^当選を確認する")).sees("確認していただきました")
