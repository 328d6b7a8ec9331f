"""ウェブアクセシビリティ試験結果: each criterion, how it was examined, and what was found.

The one table behind the page. What a test holds names it, and a test looks whether it is there;
what a person looked at says how. What nobody has looked at yet says so: nothing is claimed unseen.
"""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

EXAMINED = date(2026, 11, 28)
MET, NONE, PARTLY, OPEN = "適合", "対象なし", "一部不適合", "試験待ち"
WALK = "tests/journeys/test_reach.py::test_everybody_can_use"
WRONG = "tests/journeys/test_reach.py::test_an_error_is_told_to_everybody"
BOOKING = "tests/journeys/test_booking.py"
STILL = "tests/architecture/test_accessible.py::test_nothing_moves_or_sounds"
ALONE = "tests/architecture/test_accessible.py::test_no_script_acts_before_it_is_asked"
AXE = "自動検査（axe）：すべての画面、幅320ピクセル・暗い配色・強制カラー"
TREE = "自動検査（axe とアクセシビリティツリー）：操作できるものすべての名前と役割"
KEYS = "自動検査：Tab キーで順にたどり、位置の表示を確認"
BARE = "自動検査：画面の部品とスタイルを調べ、該当するものがないことを確認"
ZOOM = "自動検査：幅320ピクセル（400%の拡大に当たる）で横にはみ出さないことを確認"
JOURNEY = "自動検査：ブラウザーでの操作"
MEASURED = "自動検査：すべての画面を本物のブラウザーで測定"
EYES = "目視：見本データの198の画面の本文・見出し・リンクを一覧にして確認"
SAME = "自動検査：すべての画面で、案内とヘルプの並びと名前が同じことを確認"
REACH = "tests/journeys/test_reach.py"


@dataclass(frozen=True)
class Criterion:
    """達成基準; ``test``: what holds it, empty where people look."""

    number: str
    name: str
    level: str
    result: str
    method: str
    test: str = ""
    note: str = ""

    @property
    def on(self) -> date | None:
        return None if self.result == OPEN else EXAMINED


JIS = [
    Criterion("1.1.1", "非テキストコンテンツ", "A", MET, AXE, WALK),
    Criterion("1.2.1", "音声だけ及び映像だけ（収録済み）", "A", NONE, BARE, STILL),
    Criterion("1.2.2", "キャプション（収録済み）", "A", NONE, BARE, STILL),
    Criterion("1.2.3", "音声解説又は代替コンテンツ（収録済み）", "A", NONE, BARE, STILL),
    Criterion("1.2.4", "キャプション（ライブ）", "AA", NONE, BARE, STILL),
    Criterion("1.2.5", "音声解説（収録済み）", "AA", NONE, BARE, STILL),
    Criterion("1.3.1", "情報及び関係性", "A", MET, TREE, WALK),
    Criterion("1.3.2", "意味のある順序", "A", MET, KEYS, WALK),
    Criterion(
        "1.3.3",
        "感覚的な特徴",
        "A",
        MET,
        EYES,
        "tests/architecture/test_accessible.py::test_no_words_lead_by_place_or_colour",
    ),
    Criterion(
        "1.4.1",
        "色の使用",
        "A",
        MET,
        "自動検査：色のないテキストブラウザーで空き状況を読む",
        "tests/journeys/test_text_browser.py::test_a_month_reads_well_in_w3m",
    ),
    Criterion("1.4.2", "音声の制御", "A", NONE, BARE, STILL),
    Criterion("1.4.3", "コントラスト（最低限レベル）", "AA", MET, AXE, WALK),
    Criterion("1.4.4", "テキストのサイズ変更", "AA", MET, ZOOM, WALK),
    Criterion("1.4.5", "文字画像", "AA", NONE, BARE, STILL),
    Criterion("2.1.1", "キーボード", "A", MET, KEYS, WALK),
    Criterion("2.1.2", "キーボードトラップなし", "A", MET, KEYS, WALK),
    Criterion(
        "2.2.1",
        "タイミング調整可能",
        "A",
        MET,
        JOURNEY + "：確保の時間やログインの時間が過ぎても、入力したものが残る",
        f"{BOOKING}::test_a_hold_that_ran_out_is_taken_again",
    ),
    Criterion(
        "2.2.2",
        "一時停止、停止及び非表示",
        "A",
        MET,
        "自動検査：動くものがなく、ひとりでに新しくなる掲示用の画面は止められる",
        "tests/doors/test_events.py::test_the_screen_in_the_lobby_can_be_held_still",
    ),
    Criterion("2.3.1", "3回のせん（閃）光、又はしきい（閾）値以下", "A", NONE, BARE, STILL),
    Criterion("2.4.1", "ブロックスキップ", "A", MET, AXE, WALK),
    Criterion("2.4.2", "ページタイトル", "A", MET, AXE, WALK),
    Criterion("2.4.3", "フォーカス順序", "A", MET, KEYS, WALK),
    Criterion("2.4.4", "リンクの目的（コンテキスト内）", "A", MET, f"{MEASURED}。{EYES}", WALK),
    Criterion(
        "2.4.5",
        "複数の手段",
        "AA",
        MET,
        "自動検査：案内のほかに、すべてのページが一覧にあることを確認",
        "tests/architecture/test_ways.py::test_every_page_has_a_second_way",
    ),
    Criterion("2.4.6", "見出し及びラベル", "AA", MET, f"{MEASURED}。{EYES}", WALK),
    Criterion("2.4.7", "フォーカスの可視化", "AA", MET, KEYS, WALK),
    Criterion("3.1.1", "ページの言語", "A", MET, AXE, WALK),
    Criterion(
        "3.1.2",
        "一部分の言語",
        "AA",
        MET,
        "自動検査と目視：五つの言語の画面で、文字の種類と言語の指定を照合"
        "（団体・催し・施設などの固有の名前を除く）",
        f"{REACH}::test_each_part_says_which_language_it_is",
    ),
    Criterion("3.2.1", "フォーカス時", "A", MET, BARE, ALONE),
    Criterion("3.2.2", "入力時", "A", MET, BARE, ALONE),
    Criterion(
        "3.2.3",
        "一貫したナビゲーション",
        "AA",
        MET,
        SAME,
        f"{REACH}::test_the_way_about_is_the_same_everywhere",
    ),
    Criterion(
        "3.2.4",
        "一貫した識別性",
        "AA",
        MET,
        f"{SAME}。{EYES}",
        f"{REACH}::test_the_way_about_is_the_same_everywhere",
    ),
    Criterion("3.3.1", "エラーの特定", "A", MET, JOURNEY, WRONG),
    Criterion("3.3.2", "ラベル又は説明", "A", MET, TREE, WALK),
    Criterion(
        "3.3.3",
        "エラー修正の提案",
        "AA",
        MET,
        "目視：断りの文363をすべて読み、入力の誤りには例・範囲・選べるものが書いてあることを確認。"
        "自動検査：どの文にも、次にすることがあることを確認",
        f"{BOOKING}::test_every_error_keeps_what_was_typed",
    ),
    Criterion(
        "3.3.4",
        "エラー回避（法的、金融及びデータ）",
        "AA",
        MET,
        JOURNEY + "：確認の画面、申込の取消、取消の取りやめ",
        f"{BOOKING}::test_a_booking_is_changed_cancelled_and_brought_back",
    ),
    Criterion(
        "4.1.1",
        "構文解析",
        "A",
        MET,
        "自動検査：画面の HTML を厳密な読み取りで検査",
        "tests/journeys/test_examination.py::test_what_is_wrong_is_found",
    ),
    Criterion("4.1.2", "名前（name）、役割（role）及び値（value）", "A", MET, TREE, WALK),
]
WCAG22 = [
    Criterion("1.3.4", "表示の向き", "AA", MET, BARE, STILL),
    Criterion("1.3.5", "入力目的の特定", "AA", MET, f"{MEASURED}。すべての入力欄を確認", WALK),
    Criterion("1.4.10", "リフロー", "AA", MET, ZOOM, WALK),
    Criterion(
        "1.4.11", "非テキストのコントラスト", "AA", MET, f"{MEASURED}（明るい配色と暗い配色）", WALK
    ),
    Criterion("1.4.12", "テキストの間隔", "AA", MET, f"{MEASURED}（間隔を広げて）", WALK),
    Criterion(
        "1.4.13",
        "ホバー又はフォーカスで表示されるコンテンツ",
        "AA",
        NONE,
        BARE,
        "tests/architecture/test_accessible.py::test_nothing_comes_by_hovering",
    ),
    Criterion(
        "2.1.4",
        "文字キーのショートカット",
        "A",
        MET,
        JOURNEY + "：職員の画面の一文字のキーを止められる",
        f"{REACH}::test_keys_of_one_letter_can_be_switched_off",
    ),
    Criterion("2.4.11", "隠されないフォーカス（最低限）", "AA", MET, KEYS, WALK),
    Criterion("2.5.1", "ポインタのジェスチャ", "A", MET, BARE, ALONE),
    Criterion("2.5.2", "ポインタのキャンセル", "A", MET, BARE, ALONE),
    Criterion("2.5.3", "名前（name）のラベル", "A", MET, MEASURED, WALK),
    Criterion("2.5.4", "動きによる起動", "A", NONE, BARE, ALONE),
    Criterion("2.5.7", "ドラッグ動作", "AA", MET, BARE, ALONE),
    Criterion(
        "2.5.8",
        "ターゲットのサイズ（最低限）",
        "AA",
        MET,
        f"{MEASURED}（幅1280と320ピクセル）",
        WALK,
    ),
    Criterion(
        "3.2.6",
        "一貫したヘルプ",
        "A",
        MET,
        SAME,
        f"{REACH}::test_the_way_about_is_the_same_everywhere",
    ),
    Criterion(
        "3.3.7",
        "冗長な入力項目",
        "A",
        MET,
        "自動検査と目視：手続きの中で同じことを二度聞かない（連絡担当者は「代表者と同じ」を選べ、"
        "変更と更新では登録の内容が入っている）",
        "tests/doors/test_member_registration.py::"
        "test_the_contact_who_is_the_representative_is_copied",
    ),
    Criterion(
        "3.3.8",
        "アクセシブルな認証（最低限）",
        "AA",
        MET,
        JOURNEY + "：貼り付け、パスワード管理、パスキーが使え、記憶や計算を求めない",
        f"{REACH}::test_what_is_pasted_is_taken",
    ),
    Criterion(
        "4.1.3",
        "ステータスメッセージ",
        "AA",
        MET,
        "自動検査：画面を移らずに出る知らせに、役割（status）があることを確認",
        "tests/architecture/test_accessible.py::test_what_a_script_says_is_said_aloud",
    ),
]
TITLE = _("ウェブアクセシビリティ試験結果")
COLUMNS = ["達成基準", "レベル", "結果", "試験の方法", "試験日"]
# The summary is said in the language of the page; the criteria are the words of the standard.
LEAD = [
    _("このサイトは、JIS X 8341-3:2016 のレベル AA に準拠することを目標にしています。"),
    _(
        "試験した画面では、すべての達成基準を満たしているか、当てはまるものがないことを確かめました。"
    ),
    _("準拠の表明は、設置した区が行います。"),
    _(
        "見えにくい、聞こえにくい、操作しにくいところがありましたら、"
        "ホールの窓口へお知らせください。"
    ),
]
ABOUT = [
    (_("規格"), _("JIS X 8341-3:2016（高齢者・障害者等配慮設計指針－第3部：ウェブコンテンツ）")),
    (_("目標のレベル"), _("AA（38の達成基準）")),
    (
        _("試験の対象"),
        _("見本データで動く、利用者と職員のすべての入口の画面と、予約などの一連の手続き"),
    ),
    (
        _("使ったもの"),
        _("Chromium、Firefox、WebKit、w3m、axe-core、アクセシビリティツリー、Nu Html Checker"),
    ),
    (
        _("確かめていないこと"),
        _("スクリーンリーダーを使っている方など、利用者ご本人による試験は、まだ行っていません"),
    ),
    (
        _("PDF の書類"),
        _("読み上げのための構造（見出し、表、言語、題名）を付けて作ります（PDF/UA-1、認証なし）"),
    ),
]
RESULTS = {
    MET: _("適合"),
    NONE: _("対象なし"),
    PARTLY: _("一部不適合"),
    OPEN: _("試験待ち"),
}
PARTS = [
    ("JIS X 8341-3:2016 レベル A・AA", JIS),
    ("WCAG 2.2 で加わったレベル A・AA の達成基準", WCAG22),
]
