#!/usr/bin/env python3
"""画面の写真: pictures of the main screens, of the demo's own data, into docs/shots/.

A demo of its own is started in a scratch folder, so nothing of yours is touched. Those of the
groups' guide are taken once more in each language that the guide is written in, into a folder of
its own; ``--guide`` takes these alone.
"""

import re
import shutil
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from demo import demo
from PIL import Image
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "docs" / "shots"
LIST = ROOT / "docs" / "screens.md"
GUIDES = ROOT / "docs" / "manual"
CHROMIUM = "/usr/bin/chromium"
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--lang=ja",  # what the browser itself writes into a field
]
WIDTHS = {"phone": 360, "desk": 1280}
TALLEST = 2400
SHOWN = 1000  # as much as the guide shows of one (tools/compile_manuals.py)

EVERY = (
    "Every screen beside the others, in every width, colour and state: `make sheet` "
    "([how](development.md#what-it-looks-like))."
)
# Far enough ahead that something is free, near enough that something is taken.
MONTH = (date.today().replace(day=1) + timedelta(days=70)).strftime("%Y-%m")  # noqa: DTZ011
DAY = (date.today() + timedelta(days=45)).isoformat()  # noqa: DTZ011
A_MONTH = f"/availability/yotsuya/hall/{MONTH}/"
# name, what it shows, who looks (a role, or nobody), width, address
SCREENS = [
    ("front", "トップ", "", "desk", "/"),
    ("front-phone", "トップ（スマートフォン）", "", "phone", "/"),
    ("availability", "空き状況の入口", "", "desk", "/availability/"),
    ("month", "ひと月の空き", "", "desk", A_MONTH),
    ("month-phone", "ひと月の空き（スマートフォン）", "", "phone", A_MONTH),
    ("month-list", "ひと月の空き（一覧）", "", "phone", f"{A_MONTH}?view=list"),
    ("week", "全ホールの1週間", "", "desk", f"/availability/week/{DAY}/"),
    ("day", "全ホールの1日", "", "phone", f"/availability/day/{DAY}/"),
    ("search", "空きを探す", "", "desk", "/availability/search/"),
    (
        "price",
        "料金の計算",
        "",
        "desk",
        f"/price/?room=yotsuya/hall&date={DAY}&slots=am&slots=pm&admission=2000",
    ),
    ("lottery", "抽選のご案内", "", "desk", "/lottery/"),
    ("guide", "はじめての方へ", "", "desk", "/guide/"),
    ("manual", "利用者の手引き", "", "phone", "/guide/manual/book/"),
    ("login", "ログイン", "", "phone", "/login/"),
    ("register", "利用者登録の申込", "", "phone", "/register/"),
    ("statistics", "利用の統計", "", "desk", "/statistics/"),
    ("events", "催し物案内", "", "phone", "/events/"),
    ("signage", "ロビーの画面", "", "desk", "/signage/yotsuya/"),
    ("accessibility", "ウェブアクセシビリティ試験結果", "", "desk", "/accessibility/"),
    ("pages", "ページの一覧", "", "phone", "/guide/pages/"),
    ("missing", "ないページ", "", "phone", "/nothing/"),
    ("my", "マイページ", "group", "desk", "/my/"),
    ("my-phone", "マイページ（スマートフォン）", "group", "phone", "/my/"),
    ("record", "登録内容", "group", "phone", "/my/record/"),
    ("calendar", "カレンダーに取り込む", "group", "phone", "/my/calendar/"),
    ("waiting", "空き待ち", "group", "phone", "/my/waiting/"),
    ("waiting-join", "空き待ちに入る", "group", "phone", "/my/waiting/join/"),
    ("ledger-week", "台帳（週）", "manager", "desk", "/staff/"),
    ("ledger-day", "台帳（日）", "manager", "desk", "/staff/?view=day"),
    ("ledger-month", "台帳（月）", "manager", "desk", "/staff/?view=month&hall=yotsuya"),
    ("ledger-ahead", "台帳（40日）", "manager", "desk", "/staff/?view=ahead"),
    ("keys", "キーの一覧", "manager", "desk", "/staff/keys/"),
    ("pages-staff", "画面の一覧", "manager", "desk", "/staff/pages/"),
    ("manual-staff", "窓口の手引き", "manager", "desk", "/staff/manual/till/"),
    ("today", "今日の利用", "manager", "desk", "/staff/today/?hall=yotsuya"),
    ("find", "利用者を探す", "manager", "desk", "/staff/find/?q=ピアノ"),
    ("phone-booking", "電話での予約", "manager", "desk", "/staff/book/"),
    ("blocks", "休止", "manager", "desk", "/staff/blocks/"),
    ("waiting-staff", "空き待ち（職員）", "manager", "desk", "/staff/waiting/"),
    ("queue", "承認待ち", "manager", "desk", "/staff/queue/"),
    ("equipment", "附帯設備の確認待ち", "manager", "desk", "/staff/equipment/?hall=all"),
    ("meetings", "打合せ", "manager", "desk", "/staff/meetings/?hall=all"),
    ("meeting-offers", "打合せの枠", "manager", "desk", "/staff/meetings/offers/"),
    ("items", "設備の台帳", "manager", "desk", "/staff/equipment/items/"),
    ("registrations", "登録申請", "manager", "desk", "/staff/registrations/"),
    ("wordings", "お知らせの文章", "manager", "desk", "/staff/wordings/"),
    ("wording", "文章を変える", "manager", "desk", "/staff/wordings/booking.approved/"),
    ("letters", "通知書", "manager", "desk", "/staff/letters/"),
    ("unreached", "届かなかったメール", "manager", "desk", "/staff/unreached/"),
    ("telling", "お知らせの受け取り方", "group", "phone", "/my/mail/"),
    ("expiring", "登録の期限", "manager", "desk", "/staff/registrations/expiring/"),
    ("counter-register", "窓口での登録", "manager", "desk", "/staff/register/"),
    ("lottery-rounds", "抽選（職員）", "manager", "desk", "/staff/lottery/"),
    ("close", "日締め", "manager", "desk", "/staff/close/?hall=yotsuya"),
    ("months", "月計", "manager", "desk", "/staff/months/"),
    ("refunds", "還付", "manager", "desk", "/staff/refunds/"),
    ("bank", "銀行振込", "manager", "desk", "/staff/bank/"),
    ("reductions", "減免の審査", "manager", "desk", "/staff/reductions/"),
    ("statistics-staff", "統計（職員）", "manager", "desk", "/staff/statistics/"),
    ("analysis", "ログ点検", "ward", "desk", "/staff/analysis/"),
    ("exports", "個人情報の持出し", "ward", "desk", "/staff/exports/"),
    ("incidents", "事故の記録", "ward", "desk", "/staff/incidents/"),
    ("outages", "停止の記録", "ward", "desk", "/staff/outages/"),
    ("erasure", "保存期間と消去", "ward", "desk", "/staff/erasure/"),
    ("retention", "保存期間", "ward", "desk", "/staff/erasure/terms/"),
    ("closing", "契約終了時の消去", "administrator", "desk", "/staff/erasure/all/"),
    ("works", "保守作業", "vendor", "desk", "/staff/work/"),
    ("protection", "保護対策の点検", "ward", "desk", "/staff/protection/"),
    ("security", "ログインの安全", "counter", "desk", "/staff/security/"),
    ("people", "職員", "administrator", "desk", "/staff/people/"),
    ("networks", "許可アドレス", "administrator", "desk", "/staff/networks/"),
    ("tariffs", "料金表", "administrator", "desk", "/staff/tariffs/"),
    ("rules", "規則", "ward", "desk", "/staff/rules/"),
    ("rulebook", "受付の規則", "ward", "desk", "/staff/rules/reception/"),
    ("rule-change", "規則の変更を起案する", "ward", "desk", "/staff/rules/lottery/change/"),
    ("audit", "監査", "ward", "desk", "/staff/audit/"),
]
# name, what it shows, where it starts, the link that leads there
LINKED = [
    ("booking", "予約と承認", "/staff/queue/", "main table a"),
    ("registration", "登録申請の審査", "/staff/registrations/", "main table a"),
    ("dues", "料金の手続き", "/staff/reductions/", "main table a"),
    ("meeting", "打合せ票", "/staff/meetings/?hall=all", "main table a"),
    ("things", "附帯設備を決める", "/staff/equipment/?hall=all", "main table a"),
    ("round", "抽選回（職員）", "/staff/lottery/", "main table a"),
    ("call", "利用者（電話応対）", "/staff/find/?q=ピアノ", "main table a"),
]


Accounts = dict[str, tuple[str, str]]


def main() -> None:
    """Make all pictures anew, and the page that lists them."""
    guides_alone = "--guide" in sys.argv
    with demo() as (address, accounts), sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        if not guides_alone:
            shutil.rmtree(FOLDER, ignore_errors=True)
            write(list(screens(browser, address, accounts)))
        for guide in sorted(GUIDES.glob("citizen.*.md")):
            language = guide.stem.partition(".")[2]
            names = set(re.findall(r"/([\w-]+)\.png\)", guide.read_text(encoding="utf-8")))
            guided(browser, address, accounts, language, names)
        browser.close()
    print(f"{len(list(FOLDER.rglob('*.png')))} pictures in {FOLDER.relative_to(ROOT)}")


def screens(browser: Browser, address: str, accounts: Accounts) -> Iterator[tuple[str, str]]:
    """Every screen, in Japanese: its name and what it is."""
    pages: dict[tuple[str, str], Page] = {}
    for name, title, role, width, path in SCREENS:
        if (role, width) not in pages:
            pages[role, width] = visitor(browser, address, accounts, role, width)
        page = pages[role, width]
        page.goto(address + path)
        yield keep(page, name, title)
    desk = pages["manager", "desk"]
    for name, title, start, link in LINKED:
        desk.goto(address + start)
        desk.locator(link).first.click()
        yield keep(desk, name, title)
    phone = visitor(browser, address, accounts, "group", "phone")
    yield from (keep(desk, *shown) for shown in serve(desk, address))
    yield from (keep(phone, *shown) for shown in book(phone, address))


def guided(
    browser: Browser, address: str, accounts: Accounts, language: str, names: set[str]
) -> None:
    """The pictures of the guide in that language, no taller than the guide shows them."""
    folder = FOLDER / language
    shutil.rmtree(folder, ignore_errors=True)
    pages: dict[tuple[str, str], Page] = {}
    for name, title, role, width, path in SCREENS:
        if name in names:
            if (role, width) not in pages:
                pages[role, width] = visitor(browser, address, accounts, role, width, language)
            pages[role, width].goto(address + path)
            keep(pages[role, width], name, title, folder, SHOWN)
    phone = pages["group", "phone"]
    for name, title in book(phone, address):
        if name in names:
            keep(phone, name, title, folder, SHOWN)


def book(page: Page, address: str) -> Iterator[tuple[str, str]]:
    """The four pages of a booking, with what is said when something is missing: the page shows
    one after the other, each under its name and what it is."""
    page.goto(f"{address}/availability/tansu/hall/{MONTH}/")
    page.locator("td.cell--free a").last.click()
    yield "book-1", "予約 1 選ぶ"
    onward = page.locator("main form .actions button").first
    onward.click()
    yield "book-2", "予約 2 使い方"
    onward.click()
    yield "book-2-errors", "予約 2 使い方（入力の確認）"
    page.locator("input[name=title]").fill("見本の春まつり")
    page.locator("input[name=purpose]").first.check()
    page.locator("input[name=attendance]").fill("２００")
    onward.click()
    yield "book-3", "予約 3 確認"
    onward.click()
    yield "book-4", "予約 4 完了"
    page.locator("main dl.facts a").first.click()
    yield "my-booking", "予約（利用者）"
    page.locator("main .actions a[href$='/cancel/']").click()
    yield "cancel", "取消の確認"
    onward.click()
    yield "cancelled", "取り消した予約（取りやめられる間）"


def serve(page: Page, address: str) -> Iterator[tuple[str, str]]:
    """At the counter: a booking is approved and paid for."""
    page.goto(f"{address}/staff/queue/")
    page.locator("main table a").last.click()
    page.get_by_role("button", name="この利用を承認する").click()
    page.get_by_role("link", name=re.compile("支払いを受け取る")).click()
    yield "till", "収納"
    page.get_by_label("受領額").fill("100000")
    page.get_by_role("button", name="受け取って、お釣りを出す").click()
    yield "till-done", "収納（お釣りと領収書）"


def visitor(
    browser: Browser, address: str, accounts: Accounts, role: str, width: str, language: str = "ja"
) -> Page:
    """A window of that width, logged in as the role (empty: nobody)."""
    size = ViewportSize(width=WIDTHS[width], height=900)
    page = browser.new_context(viewport=size, locale="ja-JP").new_page()
    if language != "ja":
        page.goto(f"{address}/?language={language}")
    if role:
        page.goto(f"{address}/login/" if role == "group" else f"{address}/staff/login/")
        login, password = accounts[role]
        page.locator("input[name=login]").fill(login)
        page.locator("input[name=password]").fill(password)
        page.locator("main form button").first.click()
    return page


def keep(
    page: Page, name: str, title: str, folder: Path = FOLDER, tallest: int = TALLEST
) -> tuple[str, str]:
    """Take the picture, in few colours and not too tall, so that all of them stay small."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.png"
    page.screenshot(path=path, full_page=True)
    with Image.open(path) as picture:
        small = picture.crop((0, 0, picture.width, min(picture.height, tallest)))
        small.convert("RGB").quantize(64, method=Image.Quantize.MEDIANCUT).save(path, optimize=True)
    return name, title


def write(made: list[tuple[str, str]]) -> None:
    """The page that lists them."""
    lines = ["# 画面", "", "Made by `make shots` from the demo's dummy data.", EVERY, ""]
    lines += [f"## {title}\n\n![{title}](shots/{name}.png)\n" for name, title in made]
    LIST.write_text("\n".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
