"""場面 of the counter: behind the second factor, away from the desk, before the second person."""

import re
from datetime import date, timedelta
from typing import Any

from playwright.sync_api import Page

from tests.bankfile import Came, written
from tests.journeys.people import PASSWORD
from tests.journeys.scenes import (
    PORTAL,
    Cast,
    Play,
    Scene,
    Scenes,
    asked_again,
    fill,
    press,
    prove,
    set_up,
)
from tests.journeys.test_lottery_day import CLOSE

NEW = {"code": "mihon-2", "label": "見本の案", "in_force_from": "2099/4/1"}
DRAFT = "/staff/tariffs/mihon-2"
TILL = {"change_money": "20000", "face_10000": "2"}
# door, who, where the form stands, what is written into it, its button, the pages behind it
ACTS: list[tuple[str, str, str, dict[str, str], re.Pattern[str], tuple[str, ...]]] = [
    (
        *("counter", "manager", "/staff/tariffs/2025-10/copy/", NEW, re.compile("案を作る")),
        (f"{DRAFT}/edit/", f"{DRAFT}/upload/", f"{DRAFT}/changes/", f"{DRAFT}/discard/"),
    ),
    ("counter", "manager", "/staff/letters/", {}, re.compile("通を印刷する"), ()),
    ("counter", "counter", "/staff/close/?hall=tansu", TILL, re.compile("この内容で締める"), ()),
    (
        *("counter", "ward", "/staff/exports/", {"reason": "見本の点検", "receiver": "見本区"}),
        *(re.compile("ファイルを作る"), ()),
    ),
]
LOGINS = {"manager": "sekinin", "ward": "kuyaku", "counter": "mado", "administrator": "kanri"}


def act(page: Page, typed: dict[str, str], button: re.Pattern[str]) -> None:
    """The form with that button is filled in and sent."""
    form = page.locator("main form", has=page.get_by_role("button", name=button)).first
    for name, text in typed.items():
        form.locator(f"[name={name}]").fill(text)
    with page.expect_navigation():
        form.get_by_role("button", name=button).click()


def acts(cast: Cast) -> Scenes:
    """What only a form leads to, and the pages behind it."""
    for door, who, start, typed, button, further in ACTS:
        page = cast.go(LOGINS[who], start)
        act(page, typed, button)
        yield Scene("steps", door, who, f"after {start}", page)
        for path in further:
            yield Scene("steps", door, who, path, cast.open(page, path))


def second(cast: Cast) -> Scenes:
    """二つ目の確認 of a clerk."""
    page = cast.go("kagi-mado", "/staff/security/")
    prove(page)
    set_up(page)
    yield Scene("steps", "counter", "counter", "second codes", page)
    yield from asked_again(cast, "kagi-mado", page, "counter", "counter")


def away(cast: Cast) -> Scenes:
    """離席: the password again, and what had been typed."""
    page = cast.go("mado", "/staff/today/?hall=yotsuya")
    cast.run(IDLE, "mado")
    yield Scene("failed", "counter", "counter", "away", cast.open(page, "/staff/queue/"))
    press(fill(page, password="mihon"), "続ける")
    yield Scene("refused", "counter", "counter", "away", page)
    press(fill(page, password=PASSWORD), "続ける")
    cast.open(page, "/staff/book/")
    cast.run(IDLE, "mado")
    press(page, "予約する")
    yield Scene("failed", "counter", "counter", "away with a form", page)
    press(fill(page, password=PASSWORD), "続ける")
    yield Scene("full", "counter", "counter", "go on", page)


IDLE = """
from uketsuke.identity.models import Session
from uketsuke.identity.sessions import SEEN, SessionStore
rows = list(Session.objects.filter(user__login=sys.argv[1]))
for row in rows:
    data = row.get_decoded()
    data[SEEN] -= 3600
    row.session_data = SessionStore().encode(data)
    row.save()
result = len(rows)
"""


def proposed(cast: Cast) -> Scenes:
    """二人目を待つ: what one has proposed and another has not yet approved."""
    page = cast.go("sekinin", "/staff/rules/waiting/change/")
    fill(page, offer_hours="36", reason="見本の改正", since="2099/4/1")
    press(page, "前と後を確かめる")
    yield Scene("steps", "counter", "manager", "rule sure", page)
    press(page, "この内容で起案する")
    yield Scene("waiting", "counter", "manager", "rule own", page)
    yield Scene("waiting", "counter", "ward", "rule", cast.go("kuyaku", "/staff/rules/waiting/"))
    cast.open(page, "/staff/tariffs/?version=mihon-2")
    press(page, "審査に出す")
    yield Scene("waiting", "counter", "manager", "tariff", page)
    retention, started = cast.go("sekinin", "/staff/erasure/terms/"), {"basis": "見本の規程"}
    retention.locator("main select[name=code]").select_option(index=1)
    press(fill(retention, days="730", **started), "起案する")
    yield Scene("waiting", "counter", "manager", "retention", retention)
    yield from told(cast)


def told(cast: Cast) -> Scenes:
    """停止・保守作業・契約の終わり, each told by one and waiting for another."""
    page = cast.go("kanri", "/staff/erasure/all/")
    fill(page, handed_over="見本の媒体を係に手渡した", until="2099/4/1")
    press(page, "起案する")
    yield Scene("waiting", "counter", "administrator", "closing", page)
    yield Scene("waiting", "counter", "ward", "closing", cast.go("kuyaku", "/staff/erasure/all/"))
    vendor = cast.go("hoshu", "/staff/work/")
    day = f"{date.today() + timedelta(days=2)}"  # noqa: DTZ011
    fill(vendor, what="部品の更新", touches="設定だけ", day=day, hours="2")
    vendor.locator("main select[name=hour]").select_option(index=2)
    press(vendor, "申請する")
    yield Scene("waiting", "counter", "vendor", "work", vendor)
    yield Scene("waiting", "counter", "ward", "work", cast.go("kuyaku", "/staff/work/"))


def happened(cast: Cast) -> Scenes:
    """事故の記録, just begun; and what is written down about a use."""
    page = cast.go("mado", "/staff/incidents/")
    page.locator("main select[name=kind]").select_option(index=1)
    page.locator("main select[name=hour]").select_option(index=2)
    yesterday = date.today() - timedelta(days=1)  # noqa: DTZ011
    fill(page, what="封筒を取り違えた（見本）", day=f"{yesterday}", persons="1")
    press(page, "記録する")
    yield Scene("waiting", "counter", "counter", "incident", page)
    cast.open(page, f"/staff/today/{cast.stage['owing'][2]}/")
    yield Scene("full", "counter", "counter", "record of a use", page)


def banked(cast: Cast) -> Scenes:
    """銀行のファイル: with lines that match nothing yet."""
    page = cast.go("mado", "/staff/bank/")
    content = written([Came(999, "ﾐﾎﾝﾊﾅｺ", "000001"), Came(14_400, "ﾐﾎﾝﾀﾛｳ", "000002")])
    file: Any = {"name": "mihon.txt", "mimeType": "text/plain", "buffer": content}
    page.locator("main input[type=file]").set_input_files(file)
    press(page, "ファイルを取り込む")
    yield Scene("full", "counter", "counter", "bank file", page)
    yield Scene("waiting", "counter", "counter", "bank", cast.open(page, "/staff/bank/"))


def drawn(cast: Cast) -> Scenes:
    """抽選の進行: the parties, the frozen list, the draw that is not yet told."""
    code = next(code for code in cast.server.people["rounds"] if code.endswith("residents"))
    cast.run(CLOSE, code)
    page, here = cast.come("sekinin"), f"/staff/lottery/{code}/"
    yield Scene("waiting", "counter", "manager", "round closed", cast.open(page, here))
    press(page, "名簿を確定する")
    yield Scene("steps", "counter", "manager", "round frozen", page)
    cast.open(page, f"{here}draw/")
    page.locator("main").get_by_label(re.compile("公開の値")).first.fill("さいころ（見本） 3 5 1")
    press(page, "抽選する")
    yield Scene("waiting", "counter", "manager", "draw to be settled", page)
    press(page, "結果を確定して")
    yield Scene("steps", "counter", "manager", "round settled", page)
    public = cast.go("midori", f"/lottery/{code}/")
    yield Scene("other", "portal", "group", "round drawn", public)


# One after the other: the later ones go on where the earlier ones have left the stage.
COUNTER: tuple[Play, ...] = (acts, second, away, proposed, happened, banked, drawn)
ALL = (*PORTAL, *COUNTER)
