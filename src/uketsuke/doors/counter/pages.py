"""画面の一覧: a second way to every page of the staff, beside the navigation."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from uketsuke.doors.counter import tabs
from uketsuke.doors.counter.links import open_to
from uketsuke.doors.shared.entrance.guards import staff
from uketsuke.doors.shared.entrance.visits import Visit
from uketsuke.identity.models import STAFF

PAGES: tuple[tuple[Promise, tuple[tuple[str, Promise], ...]], ...] = (
    (
        _("予約"),
        (
            ("ledger", _("台帳")),
            ("today", _("今日の利用")),
            ("today_sheet", _("利用予定表（電話番号あり）")),
            ("find", _("利用者を探す")),
            ("book", _("電話・窓口での予約")),
            ("queue", _("承認待ち")),
            ("blocks", _("休止")),
            ("block_new", _("休止を起案する")),
            ("waiting", _("空き待ち")),
            ("waiting_new", _("電話で受けた空き待ち")),
            ("lottery", _("抽選")),
        ),
    ),
    (
        _("利用者とお知らせ"),
        (
            ("registrations", _("登録申請")),
            ("register", _("窓口での利用者登録")),
            ("expiring", _("登録の期限")),
            ("letters", _("通知書")),
            ("unreached", _("届かなかったメール")),
            ("wordings", _("お知らせの文章")),
        ),
    ),
    (
        _("設備・打合せ"),
        (
            ("equipment", _("附帯設備の確認待ち")),
            ("items", _("設備の台帳")),
            ("meetings", _("打合せ")),
            ("meeting_offers", _("打合せの枠")),
        ),
    ),
    (
        _("会計"),
        (
            ("close", _("日締め")),
            ("months", _("月計")),
            ("refunds", _("還付")),
            ("reductions", _("減免の審査")),
            ("bank", _("銀行振込")),
            ("statistics", _("統計")),
        ),
    ),
    (
        _("管理"),
        (
            *tabs.PAGES,
            ("retention", _("保存期間")),
            ("closing", _("契約終了時の消去")),
        ),
    ),
    (
        _("使い方とログイン"),
        (
            ("manual", _("窓口の手引き")),
            ("keys", _("キーの一覧")),
            ("security", _("ログインの安全")),
            ("password", _("パスワードの変更")),
        ),
    ),
)


@staff(*STAFF)
@require_GET
def pages(request: Visit) -> HttpResponse:
    """画面の一覧 of those that this person may enter."""
    parts = []
    for heading, entries in PAGES:
        found = [(open_to(request, name), words) for name, words in entries]
        if mine := [(url, words) for url, words in found if url]:
            parts.append((heading, mine))
    return render(request, "counter/pages.html", {"parts": parts})
