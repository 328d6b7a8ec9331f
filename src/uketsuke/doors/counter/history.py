"""経過: what was done with one booking, told from the audit."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from uketsuke.audit.actions import reference
from uketsuke.audit.models import Entry
from uketsuke.bookings.models import Booking
from uketsuke.kernel.yen import yen

WORDS: dict[str, Promise] = {
    "booking.book": _("申込"),
    "booking.change": _("内容の変更"),
    "booking.approve": _("承認"),
    "booking.refuse": _("不承認"),
    "booking.wait": _("保留"),
    "booking.cancel": _("取消"),
    "booking.undo_cancel": _("取消の取り止め"),
    "booking.lapse": _("失効"),
    "booking.close_use": _("利用の結果"),
    "booking.pay": _("収納"),
    "booking.pay_back": _("還付"),
    "booking.void_payment": _("収納の取消"),
    "booking.bill_extras": _("附帯設備・超過の請求"),
    "booking.move": _("利用日の変更"),
    "booking.decide_refund": _("還付の決定"),
    "booking.remind": _("納付期限のお知らせ"),
    "reduction.ask": _("減免の申請"),
    "reduction.withdraw": _("減免申請の取下げ"),
    "reduction.grant": _("減免の承認"),
    "reduction.refuse": _("減免の不承認"),
    "receipt.print": _("領収書の発行"),
}
ACTORS: dict[str, Promise] = {"group": _("利用者"), "system": _("システム")}


@dataclass(frozen=True, slots=True)
class Step:
    """経過の一行."""

    at: datetime
    words: str | Promise
    who: str | Promise
    more: str | Promise


def of_booking(booking: Booking) -> list[Step]:
    """経過 of a booking and of the application it belongs to, the latest first. One query."""
    subjects = [reference(booking), reference(booking.application)]
    entries = Entry.objects.filter(subject__in=subjects).order_by("-pk")
    return [_step(entry) for entry in entries]


def _step(entry: Entry) -> Step:
    who = ACTORS.get(entry.who, entry.actor)
    return Step(entry.at, WORDS.get(entry.action, entry.action), who, _more(entry))


def _more(entry: Entry) -> str | Promise:
    """What of the entry helps to understand it: a reason, an amount, how the use ended."""
    if entry.action == "booking.close_use":
        return _("利用済") if entry.facts.get("came") else _("無断不使用")
    amount = entry.facts.get("yen")
    return entry.why or (yen(amount) if amount is not None else "")
