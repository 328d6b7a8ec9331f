"""言葉: one word and one spelling for one thing, in every sentence that a person reads."""

import ast
import re

import pytest

from tests.architecture.source import PACKAGE, ROOT, modules, parts

# What is not written, and what is written instead.
HOUSE = {
    r"キャンセル": "取消、取り消す",
    r"取消し|取り?止め|取り消しを": "取消、取りやめ",
    r"取り下げ(?![まるたてられ])": "取下げ",
    r"(?<!に)締め切り(?!ま)|締切り": "締切",
    r"打ち合わせ|打合わせ": "打合せ",
    r"問合せ": "問い合わせ",
    r"手続(?!き)": "手続き",
    r"催物": "催し物",
    r"付帯設備": "附帯設備",
    r"(?<!お)申込み|お申込(?!み)": "申込、お申込み、申し込む",
    r"申し込み(?=[をがはのもと、。」]|$)": "申込、お申込み",
    r"支払期限": "納付期限",
    r"払い?戻し": "お返し、還付、返還",
    r"下さい|頂(く|き|け|い)|(?<!一)致し": "ください、いただく、いたす",
    r"出来(る|ます|ない|ません)": "できる",
    r"又は|及び|但し|尚、|但、": "または、と、ただし、なお",
    r"全て|全ての": "すべて",
    r"くわし[いく]": "詳しい",
    r"きょう|あした|あすの": "今日、明日",
    r"みなさま|みなさん|皆さん|皆様": "皆さま",
    r"片づけ": "片付け",
    r"つく[るれらり](?!もの)": "作る",
    r"構いません|構わない": "かまいません",
    r"いりません|いらない": "要りません",
    r"まちがい|まちがえ": "間違い、間違える",
    r"きまり(?!ま|に)": "決まり",
    r"(?<![0-9}つ])[1１]つ|ひとつの|ひとつずつ": "一つ",
    r"はじめて(?!の方)": "初めて（「はじめての方」のほか）",
    r"頁": "ページ",
    r"催し物の名[称前]": "催しの名前",
    r"ウェブ(?!アクセシビリティ|サーバー|コンテンツ)|(?<!C)Web(?![A-Za-z])": "インターネット",
    r"裏方": "自動処理",
    r"トークン|ステータス(?!メッセージ)|バリデーション|ダッシュボード": "日本語で",
    r"エクスポート|インポート": "書き出す、取り込む",
    r"ユーザー?|クリック|タップ(?!ル)|サインイン": "利用者、押す、ログイン",
    r"デフォルト|ワンタイム": "既定、一回限り",
    r"ブラウザ(?!ー)|サーバ(?!ー)|プリンタ(?!ー)|フォルダ(?!ー)|ユーザ(?!ー)": "ー を付ける",
    r"させていただ|お[^、。]{1,6}になられ|ご利用になられ|拝見させ": "二重の敬語にしない",
    r"(?<=[0-9}時日月）])–|–(?=[0-9{])": "〜",
    r"(?<=[ぁ-ん一-鿿ァ-ヴ])\([ぁ-ん一-鿿ァ-ヴ]|[０-９]|～": "全角のかっこ、半角の数字、〜",
}
# Where a word stands for another reason: (what the file's path ends with, the word).
ELSEWHERE = {
    ("counter/ledger/jump.py", "きょう"): "what a clerk may type",
    ("counter/ledger/jump.py", "あした"): "what a clerk may type",
    ("shared/inputs/meeting_forms.py", "(半"): "a pattern, not a sentence",
    ("drawing/components.py", "あした"): "a day that cannot be read, typed wrongly on purpose",
    ("protection/checklist.py", "及び"): "the words of the ward's checklist",
    ("protection/checklist.py", "又は"): "the words of the ward's checklist",
    ("protection/checklist.py", "サーバ"): "the words of the ward's checklist",
    ("protection/checklist.py", "フォルダ"): "the words of the ward's checklist",
    ("portal/looking/accessible.py", "キャンセル"): "the words of the standard",
    ("portal/looking/accessible.py", "及び"): "the words of the standard",
    ("portal/looking/accessible.py", "又は"): "the words of the standard",
}
MANUALS = [
    *(ROOT / "docs" / "manual" / name for name in ("citizen.md", "counter.md")),
    *(ROOT / "docs" / name for name in ("operations.md", "migration.md")),
    ROOT / "deploy" / "README.md",
    ROOT / "CHANGELOG.md",
]
COMMENT = re.compile(r"{#.*?#}|{%\s*comment.*?endcomment\s*%}", re.DOTALL)
JAPANESE = re.compile(r"[ぁ-んァ-ヴ一-鿿]")


def _docstrings(module):
    """Strings that stand alone: said to who reads the code."""
    return {id(node.value) for node in module.nodes if isinstance(node, ast.Expr)}


def said():
    """(place, text) of everything in Japanese that the product says."""
    for module in modules():
        quiet = _docstrings(module)
        for node in module.nodes:
            text = node.value if isinstance(node, ast.Constant) else None
            if isinstance(text, str) and id(node) not in quiet and JAPANESE.search(text):
                yield module.at(node), text
    for path in parts(".html", ".txt"):
        if not re.search(r"/notices-\w", path.as_posix()):
            yield path.relative_to(PACKAGE).as_posix(), COMMENT.sub("", path.read_text("utf-8"))
    for path in MANUALS:
        yield path.relative_to(ROOT).as_posix(), path.read_text("utf-8")


SAID = list(said())


def _excused(place, found):
    path = place.split(":")[0]
    return any(path.endswith(end) and found.startswith(word) for end, word in ELSEWHERE)


@pytest.mark.parametrize("avoided", HOUSE, ids=HOUSE.get)
def test_a_thing_has_one_word(avoided):
    told = [
        f"{place} {text[max(found.start() - 12, 0) : found.end() + 12]!r} → {HOUSE[avoided]}"
        for place, text in SAID
        for found in re.finditer(avoided, text)
        if not _excused(place, found[0])
    ]

    assert told == []


def test_every_place_where_a_word_stands_for_another_reason_still_has_it():
    stale = [
        (end, word)
        for end, word in ELSEWHERE
        if not any(place.split(":")[0].endswith(end) and word in text for place, text in SAID)
    ]

    assert SAID
    assert stale == []
