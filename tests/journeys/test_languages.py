"""言語: somebody who reads no Japanese finds a free cell, books it and cancels it."""

import re
from collections.abc import Callable

import pytest
from django.utils.translation import gettext, override

from tests.journeys.conftest import PHONE, Come
from tests.journeys.visitor import Visitor
from uketsuke.kernel import languages, ruby

Login = Callable[[Visitor, str], Visitor]
OTHERS = [code for code in languages.NAMES if code != "ja"]
READ = re.compile(f"{ruby.ANCHOR}([^{ruby.SEPARATOR}]*){ruby.SEPARATOR}([^{ruby.END}]*){ruby.END}")


def said(code: str, message: str) -> re.Pattern[str]:
    """The message as it stands on the page: the kanji, with or without the reading."""
    with override(code):
        words = re.escape(gettext(message).strip())
    return re.compile(READ.sub(r"\1\\W*(?:\2)?\\W*", words))


def click(someone: Visitor, code: str, message: str) -> Visitor:
    """Click the button or link that reads so."""
    someone.page.locator("main").locator("a, button").filter(
        has_text=said(code, message)
    ).first.click()
    return someone.look()


def titled(someone: Visitor, code: str, message: str) -> bool:
    with override(code):
        return ruby.plain(gettext(message)) in someone.page.title()


def speak(someone: Visitor, code: str) -> Visitor:
    someone.page.locator(f".languages a[href$='language={code}']").click()
    return someone.look()


# Each language once: with and without script it is the same page in other words.
@pytest.mark.parametrize(
    ("script", "code"),
    [(nth % 2 == 0, code) for nth, code in enumerate(OTHERS)],
    indirect=["script"],
)
def test_a_booking_is_made_and_cancelled_in_every_language(
    come: Come, login: Login, script: bool, code: str
):
    someone = login(come(PHONE if script else None), "haru")
    speak(someone.start(), code)
    someone.page.locator("nav.nav a").first.click()
    someone.look().page.locator("a[href^='/availability/tsunohazu/hall/']").nth(3).click()
    cells = someone.look().page.locator("table.grid td a")
    cells.nth(OTHERS.index(code)).click()

    click(someone.look(), code, "枠を確保して、使い方の入力へ")
    someone.page.locator("input[name=title]").fill("言葉の会")
    someone.page.locator("input[name=purpose]").first.check()
    someone.page.locator("input[name=attendance]").fill("20")
    click(someone, code, "確認へ進む").sees("言葉の会")
    click(someone, code, "この内容で申し込む")

    assert titled(someone, code, "申込を受け付けました")
    assert someone.page.locator("html").get_attribute("lang") == languages.tag(code)
    someone.page.locator("main dl.facts a").first.click()
    click(someone.look(), code, "予約の取消へ（お返しする額を確かめる）")
    click(someone, code, "この予約を取り消す").sees("言葉の会")


@pytest.mark.parametrize("code", OTHERS)
def test_errors_are_told_in_every_language_and_nothing_is_lost(
    come: Come, login: Login, script: bool, code: str
):
    someone = come()
    speak(someone.start("/register/"), code)

    someone.page.locator("input[name=group_name]").fill("言葉の会")
    someone.page.locator("main form button").first.click()
    someone.look()

    assert someone.page.locator("input[name=group_name]").input_value() == "言葉の会"
    with override(code):
        assert ruby.plain(gettext("入力してください。"))[:4] in ruby_free(someone)


def ruby_free(someone: Visitor) -> str:
    """The text of the page without readings."""
    return re.sub(
        r"<rp>.*?</rp>|<rt>.*?</rt>|<[^>]+>", "", someone.page.locator("main").inner_html()
    )
