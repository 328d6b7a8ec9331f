"""管理の頁: the tabs of the administration, as many as the reader may enter."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from uketsuke.doors.counter.links import open_to
from uketsuke.doors.shared.entrance.visits import Visit

PAGES: tuple[tuple[str, Promise], ...] = (
    ("people", _("職員")),
    ("networks", _("許可アドレス")),
    ("tariffs", _("料金表")),
    ("rules", _("規則")),
    ("audit", _("監査")),
    ("analysis", _("ログ点検")),
    ("inventory", _("個人情報ファイル簿")),
    ("exports", _("個人情報の持出し")),
    ("incidents", _("事故の記録")),
    ("outages", _("停止の記録")),
    ("erasure", _("保存期間と消去")),
    ("works", _("保守作業")),
    ("protection", _("保護対策の点検")),
)


def tabs(request: Visit) -> list[tuple[str, Promise, bool]]:
    """The pages of 管理 that this person may enter: address, name, whether it is this one."""
    here = request.path
    found = [(open_to(request, name), label) for name, label in PAGES]
    return [(url, label, here.startswith(url)) for url, label in found if url]
