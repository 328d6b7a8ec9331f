"""記録を確かめる: anybody checks a public lottery record, with a script in her own browser."""

import json
from pathlib import Path

import pytest

from tests.journeys.visitor import Visitor
from tests.rules.lotteries import SAMPLE, sample
from uketsuke.lottery import draw

ADDRESS = "/lottery/verify/"
RESULT = "[data-result] .notice--success, [data-result] .notice--error"
with_script = pytest.mark.parametrize("script", [True], ids=["script"], indirect=True)
TRUE = "抽選 2027-04-residents の記録（申込 11件）は正しいものです。"


def changed() -> str:
    document = sample()
    document["results"][0]["wish"] = 2
    return draw.as_text(document)


def check(guest: Visitor, path: Path) -> str:
    """What the page says of the file."""
    guest.page.locator("input[type=file]").set_input_files(path)
    return press(guest)


def press(guest: Visitor) -> str:
    guest.page.get_by_role("button", name="確かめる", exact=True).click()
    return told(guest)


def told(guest: Visitor) -> str:
    guest.page.wait_for_selector(RESULT)
    guest.look()
    return guest.page.locator(RESULT).inner_text()


def posts(guest: Visitor) -> list[str]:
    """The addresses to which something is sent from now on."""
    sent: list[str] = []
    guest.page.on("request", lambda each: sent.append(each.url) if each.method == "POST" else None)
    return sent


def test_a_true_record_holds(guest: Visitor, script: bool):
    guest.start(ADDRESS)
    sent = posts(guest)

    assert TRUE in check(guest, SAMPLE)
    assert guest.page.locator(".notice--success").count() == 1
    assert sample()["entries_digest"] in guest.page.locator("[data-result]").inner_text()
    assert bool(sent) is not script  # with a script the record stays where it is


def test_of_a_changed_record_the_first_difference_is_named(guest: Visitor, tmp_path: Path):
    path = tmp_path / "record.json"
    path.write_text(changed(), encoding="utf-8")
    guest.start(ADDRESS)

    said = check(guest, path)

    assert "この記録は正しくありません" in said
    assert "results[R2704167408].wish の結果が違います（正しい値：1、記録：2）。" in said


def test_a_record_may_be_pasted(guest: Visitor):
    guest.start(ADDRESS).type("または、記録の文字を貼り付け", SAMPLE.read_text(encoding="utf-8"))

    assert TRUE in press(guest)


def test_who_sends_nothing_is_asked_for_it(guest: Visitor):
    guest.start(ADDRESS).press("確かめる")

    assert guest.page.locator("#errors").count() == 1


@pytest.mark.parametrize(
    "content", [b"", b"\xff", b"{", b"[]", b'{"cap": 1, "cap": 1}'], ids=range(5)
)
def test_what_is_no_record_is_told_so(guest: Visitor, tmp_path: Path, content: bytes):
    path = tmp_path / "record.json"
    path.write_bytes(content)
    guest.start(ADDRESS)

    assert "この記録は正しくありません" in check(guest, path)


def test_the_record_of_a_round_is_fetched_and_checked(guest: Visitor, script: bool):
    address = "/lottery/2027-04-residents/record.json"
    guest.page.route(f"**{address}", lambda route: route.fulfill(path=SAMPLE))
    guest.start(f"{ADDRESS}?round=2027-04-residents")
    button = guest.page.get_by_role("button", name="この抽選の記録を確かめる")

    if not script:  # the link and the file do the same
        assert button.count() == 0
        assert guest.page.get_by_role("link", name=address).count() == 1
        return
    button.click()

    assert TRUE in told(guest)


@with_script
def test_a_record_that_cannot_be_fetched_is_told_so(guest: Visitor):
    guest.page.route("**/record.json", lambda route: route.fulfill(status=404, body="{}"))
    guest.start(f"{ADDRESS}?round=2027-04-residents")

    guest.page.get_by_role("button", name="この抽選の記録を確かめる").click()

    assert "記録を読めませんでした" in told(guest)


@with_script
@pytest.mark.parametrize("own", [True, False], ids=["subtle", "fallback"])
def test_the_browsers_own_hashes_and_ours_agree(guest: Visitor, own: bool):
    """On plain http in a local network a browser has no SHA-256 of its own."""
    hidden = "Object.defineProperty(window, 'crypto', {value: undefined});"
    guest.page.add_init_script("" if own else hidden)
    guest.start(ADDRESS)
    assert guest.page.evaluate("!!(window.crypto && window.crypto.subtle)") is own

    document = sample()
    made = draw.record(
        "2027-04-others",
        document["secret"],
        "さいころ 3 😀",
        2,
        document["offered"],
        draw.entries_of(document),
    )
    guest.type("または、記録の文字を貼り付け", json.dumps(made))

    assert "抽選 2027-04-others の記録（申込 11件）は正しいものです。" in press(guest)
