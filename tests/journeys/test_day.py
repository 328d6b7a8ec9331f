"""当日: a group comes, is counted and goes; the night before, a look at the sheet; the signage."""

import re
from datetime import time

import pytest

from tests.journeys import people
from tests.journeys.conftest import Come
from tests.journeys.server import Server
from tests.journeys.test_counter import Login
from tests.journeys.visitor import Visitor
from uketsuke.kernel import clock

CLOSES = time(22)
MADE = """
from datetime import timedelta
from tests import make
from uketsuke.groups.models import Group
from uketsuke.kernel import clock
from uketsuke.kernel.refusals import Refusal
key, room, title = sys.argv[1:4]
group, today, now = Group.objects.get(number=key), clock.day(clock.now()), clock.now()
use = make.use("am", "pm", "night", room=room, on=today)
try:
    made = make.booking(group, use, approved=True, at=now - timedelta(days=40))
    made.application.title, made.application.public = title, True
    made.application.save()
    result = made.number
except Refusal as refusal:
    result = refusal.code
"""
CLOSED, COUNT = "reception.closed", re.compile("^人数を記録$")
WRITTEN = """
from uketsuke.day.models import UseRecord
found = UseRecord.objects.get(booking__number=sys.argv[1])
result = [found.arrived_at is not None, found.visitors, found.left_at is not None]
"""


USES = {
    True: ("tansu", "牛込箪笥", "鍵盤の音楽会"),
    False: ("yotsuya", "四谷", "鉛筆の音楽会"),
}


@pytest.fixture(scope="module")
def numbers(server: Server) -> dict[bool, str]:
    """A public concert of the whole day, today, for those with script and those without."""
    if clock.now().astimezone(clock.TOKYO).time() >= CLOSES:
        pytest.skip("the day of the halls is over: nobody comes any more")
    return {
        script: server.python(MADE, server.people["haru"], f"{hall}/hall", title)
        for script, (hall, _, title) in USES.items()
    }


@pytest.fixture
def number(numbers: dict[bool, str], script: bool) -> str:
    if numbers[script] == CLOSED:
        pytest.skip("the hall is closed today")
    return numbers[script]


def test_a_group_comes_is_counted_and_goes(
    come: Come, login: Login, server: Server, number: str, script: bool
):
    clerk = login(come(), "mado").follow("今日の利用")
    clerk.follow(USES[script][1]).sees(people.GROUPS["haru"])

    step(clerk, "i", "入館", script=script).sees("入館を記録しました。", "入館中 1件")
    clerk.type("来場者数", "たくさん").press(COUNT)
    assert clerk.status == 422
    assert clerk.value("来場者数") == "たくさん"  # what was typed stands there still
    if script:
        clerk.key("v").write("１２０").enter()
    else:
        clerk.type("来場者数", "１２０").press(COUNT)
    clerk.sees("来場者数を記録しました。", "来場者数の合計 120人")
    clerk.type("次の人に伝えること", "上手の扉の鍵が固くなっています（見本）").press("引継ぎに書く")
    clerk.sees("上手の扉の鍵が固くなっています（見本）").press("済みにする").sees("済")
    clerk.page.locator("[data-row] a").first.focus()  # from the notes back to the group
    step(clerk, "o", "退館", script=script).sees("退館を記録しました。", "退館済", "入館中 0件")

    assert server.python(WRITTEN, number) == [True, 120, True]


def test_the_screen_in_the_foyer_shows_it_and_comes_again_by_itself(
    come: Come, number: str, script: bool
):
    code, _, title = USES[script]
    someone = come()

    someone.page.goto(f"{someone.origin}/signage/{code}/")  # no person reads it at a keyboard

    assert title in someone.page.locator("main").inner_text()
    assert int(someone.page.locator("meta[http-equiv=refresh]").get_attribute("content")) <= 300


def step(clerk: Visitor, key: str, button: str, *, script: bool) -> Visitor:
    """One key where there is a script, else the button of that name."""
    if not script:
        return clerk.press(button)
    with clerk.page.expect_navigation():
        clerk.key(key)
    return clerk.look()
