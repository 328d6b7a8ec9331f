"""空き待ち: a group is offered what it waited for, and answers at home."""

import re
from collections.abc import Callable

from tests.journeys.conftest import PHONE, Come
from tests.journeys.server import Server
from tests.journeys.test_counter import DAYS
from tests.journeys.visitor import Visitor

Login = Callable[[Visitor, str], Visitor]
# Cells of a day that were taken, have been given back and are offered to who waits.
OFFERED = """
from datetime import date, timedelta
from tests import make
from uketsuke.groups.models import Group
from uketsuke.kernel import clock
now = clock.now()
use = make.use(sys.argv[3], room="tsunohazu/hall", on=date.fromisoformat(sys.argv[2]))
taken = make.booking(Group.objects.get(name="つくし会"), use, at=now)
wait = make.wait(Group.objects.get(number=sys.argv[1]), use, at=now)
make.cancel(taken, now)
make.rest_over(now)
result = make.offer(wait).pk
"""


def test_a_group_on_the_waiting_list_answers_what_it_is_offered(
    come: Come, login: Login, server: Server, script: bool
):
    day, slot = server.python(DAYS)[10], "am" if script else "pm"
    offer = server.python(OFFERED, server.people["soto"], day, slot)
    someone = login(come(PHONE), "soto").start("/my/waiting/")

    someone.sees("あなたの番です").follow(re.compile("申し込む・見送る"))
    someone.type("催しの名前", "空きを待った会（見本）").press("確認へ進む")
    someone.sees("入力をご確認ください")
    assert someone.value("催しの名前") == "空きを待った会（見本）"
    someone.tick("音楽").type("来場する人数", "４０").press("確認へ進む")
    someone.sees("申込内容を確認する", "40人", "見本料金").press("この内容で申し込む")

    someone.sees("予約番号")
    someone.start(f"/my/offers/{offer}/").sees("空きを待った会（見本）")
    someone.start("/my/waiting/")
    assert "あなたの番です" not in someone.page.inner_text("main")
