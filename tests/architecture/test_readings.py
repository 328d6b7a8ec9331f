"""ふりがな・漢字: readings fit their kanji, and 简体中文 holds no sign that is only Japanese.

A wrong reading is worse than none. What no rule knows (「来《く》る」, not 「来《きた》る」) is a
table here: a kanji with two readings says by its neighbours which one it is, and one that gets a
second reading must be entered before it is used.
"""

import re
import sys
from collections import defaultdict

import polib
import pytest

from tests.architecture.source import PACKAGE, ROOT

sys.path.insert(0, str(ROOT / "tools"))

from messages import path_of

NOTICES = PACKAGE / "notices" / "templates"
GUIDES = ROOT / "docs" / "manual"
READ = re.compile(r"(?:｜([^《｜]+)|([一-鿿々〆ヶ]+))《([ぁ-んァ-ンー]+)》")
COUNTED = r"(\d|\)s|})$"  # a number, or where one will stand
# Kanji → reading → what may stand before it, what may follow.
BY_NEIGHBOURS = {
    "中": {"なか": ("", "[でにのかがだ]"), "ちゅう": (r"(準備|たしかめ|申し込み)$", "($|」)")},
    "人": {"ひと": ("", ""), "にん": (f"{COUNTED}|^$", "")},
    "何": {"なに": ("", "[もが]"), "なん": ("", "[かでの]")},
    "入": {"い": ("", "れ(?!るの)"), "はい": ("", "[っらりる]|れるの")},
    "出": {"だ": ("", "[さしすせ]"), "で": ("", "[たてまる]")},
    "分": {
        "わ": ("", "か"),
        "ふん": (COUNTED, ""),
        "ぷん": ("1$|10$", ""),
        "ぶん": ("[うのに]$", ""),
    },
    "少": {"すこ": ("", "し"), "すく": ("", "な")},
    "数": {"かず": ("", "[^え]|$"), "かぞ": ("", "え")},
    "日": {"ひ": (r"(^|[^\d}s])$", ""), "にち": (COUNTED, "")},
    "月": {"がつ": (r"\d$", ""), "つき": ("", ""), "げつ": ("か$", "")},
    "来": {"く": ("", "る"), "き": ("", "[たてま]"), "こ": ("", "[らな]")},
    "消": {"け": ("", "[しす]"), "き": ("", "え")},
    "空": {"あ": ("", "[いかきく]"), "から": ("", "です")},
    "行": {"い": ("", "[きけっ]"), "ぎょう": ("", "[にも]"), "おこな": ("", "[うい]")},
    "表": {"ひょう": ("", ""), "おもて": ("（$", "）")},
    "話": {"はなし": ("", "[^しす]|$"), "はな": ("", "[しす]")},
}
# Words after which another word begins without kana between; else the pieces are one word, and
# read as one: 非常口《ひじょうぐち》, not 非常《ひじょう》口《くち》.
WHOLE_WORDS = {
    *("一度", "全部", "以上", "一部", "受付", "席", "文字", "日", "回", "個", "分", "分間"),
    *("東京都", "新宿区", "四谷", "牛込箪笥", "角筈"),
}
# かな and the signs between Japanese words. A kanji that is not in GB 2312 (対, 選, 約, 払) is no
# simplified one; 予 is, in other words than 予約.
KANA = re.compile(r"[ぁ-んァ-ヴー「」『』・〜]|予(?=约)")
KANJI = re.compile(r"[一-鿿々]")
# What is quoted as it stands on paper or on a building, names of places, and what Django reads.
QUOTED = re.compile(r"（[^（）]*）|“再発行”|牛込箪笥|角筈|{{.*?}}|{%.*?%}")


def messages(language):
    for entry in polib.pofile(str(path_of(language))):
        yield from (entry.msgstr, *entry.msgstr_plural.values())


def notices(folder):
    return [path.read_text(encoding="utf-8") for path in sorted((NOTICES / folder).rglob("*.txt"))]


def everything(language):
    """Each text of that language: the catalogue, the notices, the guide."""
    guide = (GUIDES / f"citizen.{language}.md").read_text(encoding="utf-8")
    return [*messages(language), *notices(f"notices-{language}"), *guide.splitlines()]


def only_japanese(text):
    text = QUOTED.sub("", text)
    strange = [sign for sign in KANJI.findall(text) if not sign.encode("gb2312", "ignore")]
    return KANA.findall(text) + strange


def plain(text):
    return READ.sub(lambda found: found[1] or found[2], text)


def readings():
    """Every kanji word, its reading, and the text before and after it."""
    for text in everything("ja-easy"):
        for found in READ.finditer(text):
            around = plain(text[: found.start()]), plain(text[found.end() :])
            yield found[1] or found[2], found[3], *around


def test_a_kanji_with_two_readings_says_by_its_neighbours_which():
    known = defaultdict(set)
    for base, reading, _, _ in readings():
        known[base].add(reading)

    assert {base for base, read in known.items() if len(read) > 1} <= BY_NEIGHBOURS.keys()


def test_every_reading_is_the_one_its_neighbours_ask_for():
    wrong = []
    for base, reading, before, after in readings():
        if table := BY_NEIGHBOURS.get(base):
            ends, begins = table.get(reading, ("never$", "never"))
            if not (re.search(ends, before) and re.match(begins, after)):
                wrong.append(f"{before[-6:]}{base}《{reading}》{after[:6]}")

    assert wrong == []


def test_a_word_is_read_as_one():
    pieces = []
    for text in everything("ja-easy"):
        for found in READ.finditer(text):
            following = READ.match(text, found.end())
            if following and following[2] and (found[1] or found[2]) not in WHOLE_WORDS:
                pieces.append(found[0] + following[0])

    assert pieces == []


def test_no_sign_of_japanese_is_left_in_chinese():
    texts = everything("zh-hans")
    left = [(signs, text[:40]) for text in texts if (signs := only_japanese(text))]

    assert left == []


@pytest.mark.parametrize(
    "said", ["予約", "抽選", "请支払", "予约", "対象", "・样例", "けれど", "订单一覧"]
)
def test_a_sign_of_japanese_would_be_seen(said):
    assert only_japanese(said)


def test_what_is_written_on_the_building_may_be_japanese():
    assert not only_japanese("四谷区民会馆（四谷区民ホール）予以批准")


# What the glossary (docs/translations.md) says with another word: the rival, the word.
RIVALS = {
    "zh-hans": {"商谈": "面谈", "职员": "工作人员", "定员": "可容纳…人", "登陆": "登录"},
    "ja-easy": {
        "今《いま》": "いま", "頼": "たのむ", "わから": "分からない", "つごう": "理由",
        "わけ": "理由", "だめ": "使えません", "認証": "たしかめる", "審査": "調べる",
        "納付": "払う", "当選": "当たり",
    },
}  # fmt: skip


@pytest.mark.parametrize("language", RIVALS)
def test_a_word_of_the_glossary_has_no_rival(language):
    assert [
        (rival, text[:40])
        for text in everything(language)
        for rival in RIVALS[language]
        if rival in text
    ] == []
