"""文字だけの閲覧: the citizen's way with a text browser, which has no script and no picture."""

import re
import subprocess

import pytest

from tests.journeys import people
from tests.journeys.reader import Reader
from tests.journeys.server import Server


def dump(url: str) -> str:
    """The page as w3m shows it to a person."""
    told = subprocess.run(
        [
            "w3m",
            "-dump",
            "-o",
            "accept_language=ja",
            "-cols",
            "100",
            "-I",
            "UTF-8",
            "-O",
            "UTF-8",
            url,
        ],
        capture_output=True,
        text=True,
        check=True,
        timeout=30,
    )
    return told.stdout


def test_the_front_page_reads_well_in_w3m(server: Server):
    seen = dump(server.url)

    assert re.search("空きを見る.*\n?.*3つのホール", seen)
    assert "はじめての方へ" in seen
    assert "四谷区民ホール" in seen


def test_the_language_of_the_page_is_marked_in_w3m(server: Server):
    seen = dump(server.url)

    assert seen.count("（表示中）") == 1
    assert "日本語（表示中）" in seen


@pytest.mark.parametrize("view", ["表", "一覧"])
def test_a_month_reads_well_in_w3m(server: Server, view: str):
    reader = Reader(server.url).open("/").follow("空きを見る").follow("四谷区民ホール ホール", 1)
    url = reader.url if view == "表" else reader.follow("一覧で見る").url

    seen = dump(url)

    assert len(re.findall("○", seen)) > 20
    assert re.search("2日.*○", seen) or re.search("（.）", seen)
    assert "× 予約済" in seen


def test_a_group_books_with_a_text_browser(server: Server):
    reader = Reader(server.url).open("/").follow("空きを見る").follow("角筈区民ホール ホール", 2)
    cells = [link for link in reader.tree.iter("a") if "cell=" in (link.get("href") or "")]
    reader.open(cells[len(cells) // 2].get("href") or "").press("ログインして")

    form = reader.form("ログイン").fill("利用者番号または", server.people["midori"])
    reader.send(form.fill("パスワード", people.PASSWORD)).press("使い方の入力へ")
    form = reader.form("確認へ進む").fill("催しの名前", "文字だけの会").choose("音楽")
    reader.send(form.fill("来場する人数", "８０")).press("この内容で申し込む")

    assert reader.status == 200
    assert "申込を受け付けました" in reader.text
    assert "文字だけの会" in reader.follow("マイページへ").text
