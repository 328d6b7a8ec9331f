"""利用者登録: at home and at the counter, up to the first login; and changes of it."""

import re
from collections.abc import Callable

from tests.journeys import people
from tests.journeys.conftest import Come
from tests.journeys.server import Server
from tests.journeys.visitor import Visitor

Login = Callable[[Visitor, str], Visitor]


def fill(someone: Visitor, name: str, mail: str = "") -> Visitor:
    """The form of a group whose contact is its representative."""
    someone.type("団体の名前", name).tick(re.compile("^区民（|区民"))
    someone.type("代表者の氏名", "髙橋 見本").type("代表者の住所", "東京都新宿区見本町１－２")
    someone.type("代表者の電話番号（携帯）", "０９０１２３４５６７８")
    return someone.tick("連絡担当者は代表者と同じ").type("メールアドレス", mail)


def links(server: Server, mail: str) -> set[str]:
    """The one-time links that were sent to ``mail``."""
    return set(re.findall(rf"{server.url}/password/\S+", server.mails(to=mail)))


def open_application(clerk: Visitor, name: str) -> Visitor:
    clerk.follow("登録申請")
    row = clerk.page.locator("tr").filter(has_text=name)
    row.get_by_role("link").first.click()
    return clerk.look()


def decide(clerk: Visitor) -> Visitor:
    clerk.tick(re.compile("^区民$|区民")).choose("確認した書類", "運転免許証")
    return clerk.press("承認する")


def set_password(someone: Visitor, address: str, origin: str) -> str:
    """By the one-time link: the 利用者番号 that the page tells."""
    someone.start(address.removeprefix(origin)).sees("パスワードの設定")
    number = re.search(r"\b\d{8}\b", someone.text)
    someone.type("新しいパスワード", people.PASSWORD, exact=False)
    someone.page.locator("input[name=password]").fill(people.PASSWORD)
    someone.page.locator("input[name=password_again]").fill(people.PASSWORD)
    someone.press("パスワードを設定する")
    assert number
    return number[0]


def enter(someone: Visitor, number: str) -> Visitor:
    someone.type("利用者番号または", number).type("パスワード", people.PASSWORD)
    return someone.press("ログイン")


def test_a_group_registers_at_home_and_logs_in(
    come: Come, login: Login, server: Server, script: bool
):
    name = f"家から申請する会{'一' if script else '二'}"
    mail = f"ie{int(script)}@example.jp"
    home = come()
    home.start().follow("はじめての方へ").follow("利用者登録を申し込む")
    fill(home, "", mail).press("この内容で申請する")
    assert home.value("代表者の氏名") == "髙橋 見本"
    home.type("団体の名前", name).press("この内容で申請する").sees("受付番号")

    clerk = login(come(), "sekinin")
    decide(open_application(clerk, name)).sees("利用者番号のご案内", name)

    (address,) = links(server, mail)
    number = set_password(home, address, server.url)
    enter(home, number).sees(f"{name}のマイページ")
    home.start(address.removeprefix(server.url)).sees("このリンクは使えません")


def test_a_group_registers_at_the_counter_with_a_slip(
    come: Come, login: Login, server: Server, script: bool
):
    name = f"窓口の𠮷野会{'一' if script else '二'}"
    clerk = login(come(), "mado")
    clerk.follow("登録申請").follow("窓口で登録する")
    fill(clerk, name).choose("確認した書類", "運転免許証").press("登録して、紙を出す")
    if "すでに登録" in clerk.text:
        clerk.press("登録して、紙を出す")
    clerk.sees(name, "パスワード設定のアドレス", "一回限り")
    address = clerk.page.locator("code").first.inner_text()

    someone = come()
    number = set_password(someone, address, server.url)

    enter(someone, number).sees(f"{name}のマイページ")


def test_a_change_is_applied_for_and_holds_when_confirmed(come: Come, login: Login, script: bool):
    who = "soto" if script else "haru"
    town = f"見本町{who}丁目"
    someone = login(come(), who)
    someone.follow("登録内容を見る・変える").follow("登録内容の変更を申請する")
    someone.type("代表者の住所", f"東京都新宿区{town}").press("変更を申請する")
    someone.sees("確認しています")
    assert town not in someone.text

    clerk = login(come(), "mado")
    open_application(clerk, people.GROUPS[who]).sees(town, "変更")
    clerk.choose("確認した書類", "確認書類なし" if script else "運転免許証").press("承認する").sees(
        "承認"
    )

    someone.follow("マイページ").follow("登録内容を見る・変える").sees(town)


def test_who_forgot_the_password_gets_a_link(come: Come, server: Server, script: bool):
    known = links(server, "mihon@example.jp")
    someone = come()
    someone.start().follow("ログイン").follow("パスワードを忘れた方")
    someone.type("利用者番号", server.people["tsukushi" if script else "kage"])
    someone.type("登録したメールアドレス", "ｍｉｈｏｎ＠example.jp").press("リンクを送る")

    someone.sees("メールをご確認ください")

    assert len(links(server, "mihon@example.jp") - known) == 1
