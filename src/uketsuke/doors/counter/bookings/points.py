"""確認事項の言葉: one sentence for each point, with what to do about it."""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from uketsuke.bookings.review import Level, Point
from uketsuke.doors.shared.words.sentences import shown
from uketsuke.groups.models import Eligibility, GroupState
from uketsuke.kernel.yen import yen

SENTENCES: dict[str, Promise] = {
    "group.state": _(
        "利用者は「{state}」です。承認する前に、続けてよいか館責任者に確かめてください。"
    ),
    "eligibility.window": _(
        "区民だけが申し込める期間の申込ですが、いまの区分は{eligibility}か、期限切れです。"
        "区分の書類を確かめてください。"
    ),
    "eligibility.ends": _("区分の期限（{until}）が利用日より前です。更新をご案内ください。"),
    "registration.ends": _("利用者登録の期限（{until}）が利用日より前です。更新をご案内ください。"),
    "group.first": _("この利用者の、初めての利用です。打合せと当日の流れをご案内ください。"),
    "unpaid.late": _("納付期限を過ぎた予約が、ほかに{count}件あります。"),
    "unpaid.open": _("支払いの済んでいない予約が、ほかに{count}件あります（期限内）。"),
    "days.consecutive": _("この館の利用が{days}日続きます（連続利用は{most}日まで）。"),
    "price.differs": _(
        "申込のときにお伝えした料金は{told}、いま承認すると{price}です。違いをお知らせください。"
    ),
    "price.unknown": _(
        "いまの料金表には、この施設の料金がありません。承認する前に館責任者に確かめてください。"
    ),
    "deadline.short": _(
        "いま承認すると、納付期限は{due}です。支払いの日が少ないため、お急ぎください。"
    ),
    "attendance.near": _(
        "来場{attendance}人は、定員{capacity}人に近い人数です。整理の方法を確かめてください。"
    ),
    "use.commercial": _("営利の利用です。内容と料金の区分を確かめてください。"),
    "use.admission": _("入場料は最高{admission}です。料金の加算を確かめてください。"),
    "dressing.none": _("楽屋の申込がありません。打合せで、要るかどうかを確かめてください。"),
}

LEVELS: dict[Level, tuple[str, Promise]] = {
    Level.STOP: ("bad", _("要確認")),
    Level.LOOK: ("wait", _("注意")),
    Level.NOTE: ("quiet", _("参考")),
}
_YEN = {"told", "price", "admission"}


@dataclass(frozen=True, slots=True)
class Told:
    """確認事項 as it is shown: the tone and the word of its level, and its sentence."""

    tone: str
    level: Promise
    words: str


def told(points: list[Point]) -> list[Told]:
    """The points in words."""
    return [Told(*LEVELS[point.level], sentence(point)) for point in points]


def sentence(point: Point) -> str:
    """The sentence of one point."""
    facts = {name: _fact(name, value) for name, value in point.facts.items()}
    return str(SENTENCES[point.code]).format(**facts)


def _fact(name: str, value: Any) -> Any:
    match name:
        case "eligibility":
            return Eligibility(value).label
        case "state":
            return GroupState(value).label
        case _ if name in _YEN:
            return yen(value)
    return shown(name, value)
