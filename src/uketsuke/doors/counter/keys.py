"""キーの一覧: what the keyboard does on the staff side; a page, and with the script a window."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from uketsuke.doors.shared.entrance.guards import staff
from uketsuke.doors.shared.entrance.visits import Visit
from uketsuke.identity.models import STAFF


@dataclass(frozen=True, slots=True)
class Key:
    """キー: its caps, what it does, and how to do it without the script (empty: by Tab)."""

    caps: Sequence[str]
    does: Promise
    plain: str = ""


KEYS: tuple[tuple[Promise, tuple[Key, ...]], ...] = (
    (
        _("台帳"),
        (
            Key("↑↓←→", _("枠から枠へ移る")),
            Key(("Enter",), _("予約を横に開く。空きの枠なら、その枠で予約する")),
            Key(("Esc",), _("横に開いた予約を閉じて、枠に戻る")),
            Key("n", _("この枠で新しい予約をする"), "Alt + n"),
            Key("/", _("移動・検索の欄へ（日付、番号、電話、名前、催し、部屋）"), "Alt + s"),
            Key("dwmf", _("日・週・月・40日の表にする"), "Alt + d w m f"),
            Key("[]t", _("前へ・次へ・今日へ"), "Alt + [ ] t"),
        ),
    ),
    (
        _("予約を開いているとき（横でも、画面でも）"),
        (
            Key("p", _("支払いへ。受け取ったあとは領収書と承認書を印刷する"), "Alt + p"),
            Key("vc", _("利用日時の変更へ・取消へ"), "Alt + v c"),
            Key("o", _("横に開いた予約を、一つの画面で開く")),
            Key((), _("承認する（すぐに知らされるので、一文字のキーはありません）"), "Alt + a"),
        ),
    ),
    (
        _("今日の利用"),
        (
            Key("↑↓", _("予約から予約へ移る")),
            Key("i", _("その予約の入館をいまの時刻で記録する"), "Tab"),
            Key("o", _("その予約の退館をいまの時刻で記録する"), "Tab"),
            Key("v", _("その予約の来場者数の欄へ（数字を入れて Enter で記録）"), "Tab"),
            Key(("Enter",), _("その予約の記録を開く（時刻を直す、無断不使用、引継ぎ）")),
            Key("[]t", _("前の日・次の日・今日へ"), "Alt + [ ] t"),
            Key("h", _("引継ぎを書く欄へ"), "Tab"),
        ),
    ),
    (
        _("利用者（電話応対）"),
        (
            Key("n", _("この利用者の予約をする"), "Alt + n"),
            Key("pb", _("いちばん早い期限の支払いへ・お金を返す"), "Alt + p b"),
            Key("oad", _("案内した枠の返事・打合せ・附帯設備の確認"), "Alt + o a d"),
            Key("l", _("受付中の抽選に申し込む"), "Alt + l"),
            Key("ers", _("区分の認定・パスワードの紙・利用停止"), "Alt + e r s"),
            Key(("1", "2", "3", "…"), _("その番号の見出しへ")),
            Key("/", _("別の利用者を探す"), "Alt + f"),
        ),
    ),
    (
        _("どの画面でも"),
        (
            Key("?", _("この一覧を開く・閉じる"), "Alt + k"),
            Key(("Esc",), _("入力欄から出る")),
            Key((), _("上の案内の項目へ"), "Alt + 0 … 9 y z"),
        ),
    ),
)


@staff(*STAFF)
@require_GET
def show(request: Visit) -> HttpResponse:
    """キーの一覧."""
    return render(request, "counter/keys.html", {"areas": KEYS})
