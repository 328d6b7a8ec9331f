"""ページの一覧: a second way to every page, beside the navigation."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from uketsuke.doors.shared.entrance.guards import everyone
from uketsuke.doors.shared.entrance.visits import Visit

PAGES: tuple[tuple[Promise, tuple[tuple[str, Promise], ...]], ...] = (
    (
        _("空きと料金"),
        (
            ("availability", _("空き状況")),
            ("search", _("空きを探す")),
            ("price", _("料金を計算する")),
            ("choose", _("枠を選ぶ")),
        ),
    ),
    (
        _("抽選"),
        (("lottery", _("抽選")), ("lottery_verify", _("抽選の記録を確かめる"))),
    ),
    (
        _("はじめての方へ"),
        (
            ("guide", _("はじめての方へ")),
            ("manual", _("利用者の手引き")),
            ("register", _("利用者登録の申請")),
            ("login", _("ログイン")),
            ("forgotten", _("パスワードを忘れた方")),
        ),
    ),
    (
        _("マイページ"),
        (
            ("my", _("マイページ")),
            ("past", _("終わった予約")),
            ("waiting", _("空き待ち")),
            ("waiting_join", _("空き待ちに入る")),
            ("notices", _("お知らせ")),
            ("telling", _("お知らせの受け取り方")),
            ("feed", _("カレンダーに取り込む")),
            ("record", _("登録内容")),
            ("record-change", _("登録内容の変更申請")),
            ("renew", _("登録の更新")),
            ("suspension", _("利用停止")),
            ("security", _("ログインの安全")),
            ("password_change", _("パスワードの変更")),
        ),
    ),
    (
        _("ホールについて"),
        (
            ("front", _("トップ")),
            ("events", _("催し物")),
            ("statistics", _("利用の統計")),
            ("accessibility", _("ウェブアクセシビリティ")),
        ),
    ),
)


@everyone
@require_safe
def pages(request: Visit) -> HttpResponse:
    """ページの一覧; those of a group lead through the login."""
    parts = [
        (heading, [(reverse(f"portal:{name}"), words) for name, words in entries])
        for heading, entries in PAGES
    ]
    return render(request, "portal/pages.html", {"parts": parts})
