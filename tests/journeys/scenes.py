"""場面: screens that no link leads to, each really reached: behind a mailed link, a second factor,
an offer, an act; and those where somebody waits. The contact sheet and the examination walk them.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import pyotp
from PIL import Image
from playwright.sync_api import Browser, Page

from tests.journeys.people import CLERKS, GROUPS, PASSWORD
from tests.journeys.server import Server

STAGE = "from tests.journeys.stage import make_stage\nresult = make_stage()"


@dataclass(frozen=True)
class Scene:
    """場面: what ``page`` shows now to ``who`` (a role), under a ``name`` that tells it apart."""

    state: str
    door: str
    who: str
    name: str
    page: Page


Scenes = Iterator[Scene]
Play = Callable[["Cast"], Scenes]


@dataclass
class Cast:
    """配役: everybody with a window of her own, in the small world with its stage."""

    server: Server
    browser: Browser
    how: dict[str, Any] = field(default_factory=dict)  # of each window
    windows: dict[str, Page] = field(default_factory=dict)
    stage: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.stage = self.server.python(STAGE)

    def stranger(self) -> Page:
        """A window in which nobody has logged in."""
        page = self.browser.new_context(locale="ja-JP", **self.how).new_page()
        page.set_default_timeout(15_000)
        return page

    def come(self, who: str) -> Page:
        """A group of the stage or the world, or one of the staff, logged in."""
        if who not in self.windows:
            self.windows[who] = self.log_in(self.stranger(), who)
        return self.windows[who]

    def log_in(self, page: Page, who: str) -> Page:
        is_staff = who in CLERKS or who not in {*self.stage["groups"], *GROUPS}
        self.open(page, "/staff/login/" if is_staff else "/login/")
        page.locator("main input[name=login]").fill(who if is_staff else self.number(who))
        page.locator("main input[name=password]").fill(PASSWORD)
        page.locator("main form button").first.click()
        return page

    def number(self, who: str) -> str:
        return str(self.stage["groups"].get(who) or self.server.people[who])

    def open(self, page: Page, path: str) -> Page:
        page.goto(self.server.url + path)
        return page

    def go(self, who: str, path: str) -> Page:
        return self.open(self.come(who), path)

    def run(self, code: str, *words: str) -> Any:
        return self.server.python(f"from tests.journeys import stage\n{code}", *words)

    def play(self, plays: Iterable[Play]) -> Scenes:
        """What comes, one after the other; each window is as wide as a desk again."""
        for each in plays:
            for scene in each(self):
                yield scene
                scene.page.set_viewport_size({"width": 1280, "height": 900})

    def close(self) -> None:
        for page in self.windows.values():
            page.context.close()


def press(page: Page, name: str) -> Page:
    """The first button in the page's middle that reads so."""
    page.locator("main").get_by_role("button", name=re.compile(name)).first.click()
    page.wait_for_load_state("load")
    return page


def fill(page: Page, **typed: str) -> Page:
    for name, text in typed.items():
        page.locator(f"main [name={name}]").first.fill(text)
    return page


def describe(page: Page, title: str) -> Page:
    fill(page, title=title, attendance="40")
    page.locator("main input[name=purpose]").first.check()
    return page


# --- 利用者 ----------------------------------------------------------------------------------


def second(cast: Cast) -> Scenes:
    """二つ目の確認 of a group, from its setting up."""
    page = cast.go("kagi", "/my/security/")
    yield Scene("steps", "portal", "group", "second proof", page)
    prove(page)
    yield Scene("steps", "portal", "group", "second setup", page)
    codes = set_up(page)
    yield Scene("steps", "portal", "group", "second codes", page)
    yield from asked_again(cast, "kagi", page, "portal", "")
    press(fill(page, code=codes[0]), "確認して")
    yield Scene("other", "portal", "group", "second used", cast.open(page, "/my/security/"))


def asked_again(cast: Cast, login: str, page: Page, door: str, who: str) -> Scenes:
    """She logs in anew: the second factor is asked for, and a wrong code refused."""
    page.context.clear_cookies()
    cast.log_in(page, login)
    yield Scene("full", door, who, "second check", page)
    press(fill(page, code="000000"), "確認して")
    yield Scene("refused", door, who, "second check", page)


def prove(page: Page) -> None:
    page.locator("main input[type=password]").first.fill(PASSWORD)
    press(page, "パスワードを確かめて進む")


def set_up(page: Page) -> list[str]:
    """By the app whose secret the page shows: the codes that were told."""
    secret = page.locator("figure code").inner_text().replace(" ", "")
    form = page.locator("main form", has=page.get_by_role("button", name="アプリを登録する"))
    form.locator("input[name=label]").fill("見本の電話")
    form.locator("input[name=code]").fill(pyotp.TOTP(secret).now())
    form.get_by_role("button", name="アプリを登録する").click()
    return page.locator("ul.codes code").all_inner_texts()


def forgotten(cast: Cast) -> Scenes:
    """パスワードの設定 by the link in the mail."""
    page = cast.open(cast.stranger(), "/forgotten/")
    fill(page, number=cast.number("wasure"), mail="wasure@example.jp")
    press(page, "リンクを送る")
    yield Scene("waiting", "portal", "", "forgotten sent", page)
    link = open_mailed(cast, page, "wasure@example.jp")
    yield Scene("full", "portal", "", "password link", page)
    fill(page, password="mihon", password_again="mihon-2")
    press(page, "パスワードを設定する")
    yield Scene("refused", "portal", "", "password link", page)
    fill(page, password=PASSWORD, password_again=PASSWORD)
    press(page, "パスワードを設定する")
    yield Scene("steps", "portal", "", "password set", page)
    page.goto(link)
    yield Scene("failed", "portal", "", "password link used", page)
    page.context.close()


def open_mailed(cast: Cast, page: Page, mail: str) -> str:
    """The newest link that was mailed there, which is the one that still works."""
    links = re.findall(rf"{cast.server.url}/password/\S+", cast.server.mails(to=mail))
    for link in links:
        page.goto(link)
        if page.locator("main input[name=password]").count():
            return str(link)
    raise LookupError(links)


def registered(cast: Cast) -> Scenes:
    """登録の申請 that waits for the counter, with a photograph of the paper."""
    page = cast.open(cast.stranger(), "/register/")
    fill(page, group_name="申し込んだ会（見本）")
    page.locator("main input[name=claimed]").first.check()
    for label, text in (
        ("代表者の氏名", "見本 花子"),
        ("代表者の住所", "東京都新宿区見本町1-2"),
        ("代表者の電話番号（携帯）", "09012345678"),
    ):
        page.locator("main").get_by_label(label).first.fill(text)
    page.locator("main").get_by_label("連絡担当者は代表者と同じ").first.check()
    page.locator("main").get_by_label("メールアドレス").first.fill("moushi@example.jp")
    press(page, "申請する")
    yield Scene("full", "portal", "", "registered", page)
    yield Scene("waiting", "portal", "", "registered", page)
    photo = {"name": "mihon.jpg", "mimeType": "image/jpeg", "buffer": a_photo()}
    page.locator("main input[type=file]").set_input_files(photo)  # type: ignore[arg-type]
    press(page, "この写真を送る")
    yield Scene("other", "portal", "", "registered with photo", page)
    press(page, "この写真を送る")
    yield Scene("refused", "portal", "", "registered without photo", page)
    page.context.close()
    clerk = cast.go("sekinin", "/staff/registrations/")
    clerk.locator("main tr", has_text="申し込んだ会").get_by_role("link").first.click()
    yield Scene("waiting", "counter", "manager", "registration", clerk)


def a_photo() -> bytes:
    kept = BytesIO()
    Image.new("RGB", (400, 300), "#b8bcc4").save(kept, "JPEG")
    return kept.getvalue()


def record(cast: Cast) -> Scenes:
    """登録内容の変更 and 更新, until the counter has looked."""
    page = cast.go("kigen", "/my/")
    yield Scene("other", "portal", "group", "my ends soon", page)
    cast.open(page, "/my/record/renew/")
    yield Scene("other", "portal", "group", "renew open", page)
    for box in page.locator("main form input[type=checkbox]").all():
        box.check()
    press(page, "更新する")
    yield Scene("waiting", "portal", "group", "renewal", page)
    other = cast.go("kari", "/my/record/change/")
    other.locator("main").get_by_label("代表者の住所").first.fill("東京都新宿区見本町9-9")
    press(other, "変更を申請する")
    yield Scene("waiting", "portal", "group", "change", cast.open(other, "/my/record/"))


def suspended(cast: Cast) -> Scenes:
    """利用停止, and the group's word against it."""
    page = cast.go("teishi", "/my/")
    yield Scene("closed", "portal", "group", "my suspended", page)
    yield Scene("closed", "portal", "group", "suspension", cast.open(page, "/my/suspension/"))
    press(page, "異議を申し立てる")
    yield Scene("refused", "portal", "group", "suspension", page)
    fill(page, text="1回は急病によるもので、翌日に電話で伝えました（見本）。")
    press(page, "異議を申し立てる")
    yield Scene("waiting", "portal", "group", "suspension", page)
    other = cast.go("kuyaku", f"/staff/groups/{cast.number('teishi')}/suspension/")
    yield Scene("waiting", "counter", "ward", "suspension", other)


def unreached(cast: Cast) -> Scenes:
    """届かないメール: told to the group, and to the counter."""
    cast.server.mails(to="todoka@example.jp")
    cast.run("result = stage.no_mail_arrives(sys.argv[1])", cast.number("todoka"))
    yield Scene("other", "portal", "group", "my unreached", cast.go("todoka", "/my/"))
    yield Scene("other", "portal", "group", "mail unreached", cast.go("todoka", "/my/mail/"))
    clerk = cast.go("sekinin", "/staff/unreached/")
    yield Scene("waiting", "counter", "manager", "unreached", clerk)
    cast.open(clerk, f"/staff/groups/{cast.number('todoka')}/mail/")
    yield Scene("other", "counter", "manager", "mail unreached", clerk)


def offered(cast: Cast) -> Scenes:
    """空き待ち: who waits, whose turn it is, and what she answers."""
    offer, other = cast.stage["offers"]
    page = cast.go(offer["who"], "/my/waiting/")
    yield Scene("waiting", "portal", "group", "waiting", page)
    cast.open(page, f"/my/offers/{offer['pk']}/")
    yield Scene("full", "portal", "group", "offer", page)
    press(page, "確認へ進む")
    yield Scene("refused", "portal", "group", "offer", page)
    press(describe(page, "空きを待った音楽会（見本）"), "確認へ進む")
    yield Scene("steps", "portal", "group", "offer confirm", page)
    press(page, "この内容で申し込む")
    yield Scene("steps", "portal", "group", "offer taken", page)
    yield Scene("waiting", "portal", "group", "my", cast.go(other["who"], "/my/"))
    clerk = cast.go("mado", "/staff/waiting/")
    yield Scene("waiting", "counter", "counter", "waiting", clerk)
    cast.open(clerk, f"/staff/waiting/offers/{other['pk']}/")
    yield Scene("full", "counter", "counter", "offer", clerk)
    press(clerk, "この団体で予約する")
    yield Scene("refused", "counter", "counter", "offer", clerk)
    press(clerk, "見送")
    yield Scene("steps", "counter", "counter", "offer declined", clerk)
    page = cast.go(other["who"], f"/my/offers/{other['pk']}/")
    yield Scene("closed", "portal", "group", "offer over", page)


def held(cast: Cast) -> Scenes:
    """枠の確保: while it lasts, when it has run out, when somebody else was quicker; and done."""
    first, then = cast.stage["free"][:2]
    page = hold(cast, "kari", first)
    yield Scene("full", "portal", "group", "describe", page)
    press(page, "確認へ進む")
    yield Scene("refused", "portal", "group", "describe", page)
    describe(page, "見本の春の音楽会")
    press(page, "楽屋・附帯設備を選ぶ")
    yield Scene("full", "portal", "group", "things", page)
    press(page, "この内容で進む")
    if page.get_by_role("button", name="確認へ進む").count():
        press(page, "確認へ進む")
    yield Scene("full", "portal", "group", "confirm", page)
    press(page, "この内容で申し込む")
    yield Scene("full", "portal", "group", "done", page)
    press(describe(hold(cast, "kari", then), "遅かった音楽会（見本）"), "確認へ進む")
    cast.run(RUN_OUT)
    yield Scene("other", "portal", "group", "confirm run out", cast.open(page, path_of(page)))
    cast.run("result = stage.take(*sys.argv[1:])", cast.number("harau"), then, "am")
    press(page, "この内容で申し込む")
    yield Scene("failed", "portal", "group", "confirm lost", page)
    cast.open(page, f"/book/{'0' * 8}-{'0' * 4}-4{'0' * 3}-8{'0' * 3}-{'0' * 12}/")
    yield Scene("failed", "portal", "group", "draft gone", page)


RUN_OUT = """
from datetime import timedelta
from uketsuke.bookings.models import Draft, Hold
from uketsuke.kernel import clock
then = clock.now() - timedelta(seconds=5)
Hold.objects.filter(draft__isnull=False).update(expires_at=then)
result = Draft.objects.update(expires_at=then)
"""


def hold(cast: Cast, who: str, day: str, slot: str = "am") -> Page:
    """A free cell is chosen, and held."""
    page = cast.go(who, f"/book/?cell=tsunohazu%2Fhall%7C{day}%7C{slot}")
    return press(page, "使い方の入力へ")


def path_of(page: Page) -> str:
    return "/" + page.url.split("/", 3)[3]


def opening(cast: Cast) -> Scenes:
    """受付開始: the first minutes of first-come are made so long that it is still in them."""
    cast.run(WINDOW, "86400")
    page = hold(cast, "kuji", cast.stage["opening"], "night")
    yield Scene("other", "portal", "group", "describe at the opening", page)
    press(describe(page, "開始の音楽会（見本）"), "確認へ進む")
    yield Scene("other", "portal", "group", "confirm at the opening", page)
    press(page, "順番を待つ")
    yield Scene("waiting", "portal", "group", "opening", page)
    yield Scene("waiting", "portal", "group", "my opening", cast.go("kuji", "/my/"))
    number = cast.number("kuji")
    clerk = cast.go("mado", f"/staff/groups/{number}/")
    yield Scene("waiting", "counter", "counter", "call", clerk)
    page.go_back()
    press(page, "この申込を取り下げる")
    yield Scene("other", "portal", "group", "opening withdrawn", page)
    cast.run(WINDOW, "10")


WINDOW = """
from uketsuke.bookings.models import ReceptionRules
from uketsuke.kernel import revision
result = ReceptionRules.objects.update(window_minutes=int(sys.argv[1]))
revision.changed()
"""


def won(cast: Cast) -> Scenes:
    """当選: confirmed by one, given back by another."""
    page = cast.go("kage", "/my/")
    page.locator("main a[href^='/my/entries/']").first.click()
    yield Scene("other", "portal", "group", "entry won", page)
    press(page, "当選を確認する")
    yield Scene("steps", "portal", "group", "entry confirmed", page)
    other = cast.go("tsukushi", "/my/")
    other.locator("main a[href^='/my/entries/']").first.click()
    receipt = path_of(other).split("/")[3]
    clerk = cast.go("mado", f"/staff/lottery/entries/{receipt}/")
    yield Scene("waiting", "counter", "counter", "entry to confirm", clerk)


def entered(cast: Cast) -> Scenes:
    """抽選の申込 before the draw, and its change."""
    code = next(code for code in cast.server.people["rounds"] if code.endswith("residents"))
    page = cast.go("midori", f"/lottery/{code}/enter/")
    page.locator("main select[name=w1-room]").select_option("yotsuya/hall")
    day = cast.run(OFFERED, code)
    page.locator("main input[name=w1-day]").fill(day)
    page.locator("main input[name=w1-slots][value=am]").check()
    press(describe(page, "見本の夏の音楽会"), "確認へ進む")
    yield Scene("steps", "portal", "group", "entry confirm", page)
    press(page, "この内容で申し込む")
    yield Scene("waiting", "portal", "group", "entry", page)
    receipt = path_of(page).split("/")[3]
    clerk = cast.go("mado", f"/staff/lottery/entries/{receipt}/change/")
    yield Scene("full", "counter", "counter", "entry change", clerk)
    page.get_by_role("link", name="希望や内容を変える").click()
    yield Scene("full", "portal", "group", "entry change", page)
    press(fill(page, title=""), "確認へ進む")
    yield Scene("refused", "portal", "group", "entry change", page)


OFFERED = """
from uketsuke.kernel import clock
from uketsuke.lottery import queries
of = queries.rounds().get(code=sys.argv[1])
result = next(f"{on}" for room, on, slot in sorted(queries.offered(of, clock.now()))
              if (room, slot) == ("yotsuya/hall", "am"))
"""


def paying(cast: Cast) -> Scenes:
    """お支払い on its way: left, at a convenience store, done."""
    page = cast.go("harau", f"/my/bookings/{cast.stage['owing'][0]}/")
    yield Scene("other", "portal", "group", "booking owing", page)
    for number, (name, way, state) in zip(cast.stage["owing"], WAYS, strict=True):
        cast.open(page, f"/my/bookings/{number}/")
        page.get_by_role("button", name=re.compile("オンラインで支払う")).click()
        page.get_by_role("button", name=way).click()
        yield Scene(state, "portal", "group", f"paid {name}", page)
        cast.open(page, f"/my/bookings/{number}/")
        yield Scene(state.replace("full", "other"), "portal", "group", f"booking {name}", page)
    yield Scene("other", "portal", "group", "my paying", cast.open(page, "/my/"))


WAYS = (
    ("back", "支払わずに戻る", "full"),
    ("konbini", "コンビニで支払う", "waiting"),
    ("card", "カードで支払う", "other"),
)


def unapproved(cast: Cast) -> Scenes:
    """承認を待つ予約."""
    plain, asked = cast.stage["asked"]
    page = cast.go("shinsa", "/my/")
    yield Scene("waiting", "portal", "group", "my unapproved", page)
    cast.open(page, f"/my/bookings/{plain}/")
    yield Scene("waiting", "portal", "group", "booking unapproved", page)
    cast.open(page, f"/my/bookings/{asked}/")
    yield Scene("waiting", "portal", "group", "booking asked", page)
    clerk = cast.go("sekinin", "/staff/queue/")
    yield Scene("waiting", "counter", "manager", "queue", clerk)


def turned_away(cast: Cast) -> Scenes:
    """行けない画面: a form that is too old, too many wrong passwords, what cannot be any more."""
    page = cast.open(cast.stranger(), "/login/")
    page.context.clear_cookies()
    press(fill(page, login="00000000", password="x"), "ログイン")
    yield Scene("failed", "portal", "", "form too old", page)
    while page.locator("main input[name=login]").count():
        cast.open(page, "/login/")
        press(fill(page, login="00000000", password="mihon"), "ログイン")
    yield Scene("failed", "portal", "", "login locked", page)
    page.context.close()


PORTAL: tuple[Play, ...] = (
    *(second, forgotten, registered, record, suspended, unreached, offered, held),
    *(opening, won, entered, paying, unapproved, turned_away),
)
