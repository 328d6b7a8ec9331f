"""職員の画面: what every page of the staff side shows around its content."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import template
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from uketsuke.bookings.models import Block
from uketsuke.doors.counter.deeds import deed
from uketsuke.doors.counter.links import open_to
from uketsuke.doors.counter.manual import HELP
from uketsuke.doors.shared.words.manuals import help_url
from uketsuke.doors.shared.words.written import date_and_weekday
from uketsuke.halls.queries import atlas

register = template.Library()

# 案内: the word, its key, the page it leads to, and the first words of the addresses it stands for.
NAV: tuple[tuple[Promise, str, tuple[str, ...], tuple[str, ...]], ...] = (
    (_("台帳"), "1", ("ledger",), ("", "book", "bookings")),
    (_("今日の利用"), "9", ("today",), ("today",)),
    (_("利用者を探す"), "2", ("find",), ("find", "groups", "register")),
    (_("承認待ち"), "3", ("queue",), ("queue",)),
    (_("登録申請"), "4", ("registrations",), ("registrations",)),
    (_("通知書"), "y", ("letters",), ("letters", "unreached", "wordings")),
    (_("休止"), "5", ("blocks",), ("blocks",)),
    (_("空き待ち"), "z", ("waiting",), ("waiting",)),
    (_("抽選"), "7", ("lottery",), ("lottery",)),
    (_("設備・打合せ"), "0", ("equipment",), ("equipment", "meetings")),
    (
        _("会計"),
        "8",
        ("close", "months", "refunds", "reductions", "bank", "statistics"),
        (
            *("close", "months", "refunds", "reductions", "bank", "statistics"),
            *("accounts", "payments"),
        ),
    ),
    (
        _("管理"),
        "6",
        (
            *("people", "networks", "tariffs", "audit", "analysis", "works"),
            *("inventory", "erasure", "protection", "rules"),
        ),
        (
            *("people", "networks", "tariffs", "audit", "analysis", "work"),
            *("inventory", "erasure", "protection", "rules"),
            *("exports", "incidents", "outages"),
        ),
    ),
)
# Pages of a booking that belong to another entry than the ledger, by their names.
_ELSEWHERE = {"things": "equipment", "meeting": "meetings", "meeting_book": "meetings"}


@dataclass(frozen=True, slots=True)
class NavEntry:
    """案内の一つ."""

    label: str | Promise
    url: str
    key: str
    current: bool


# 行為者 that are no login: what the system does by itself, and what stood there from the start.
BY_ITSELF = {
    "system": _("自動"),
    "lottery": _("抽選（自動）"),
    "uketsuke": _("初期設定"),
    "stranger": _("登録前の方"),
}
FAMILIES = {
    "booking": _("予約"),
    "equipment": _("附帯設備"),
    "identity": _("ログイン"),
    "lottery": _("抽選"),
    "meeting": _("打合せ"),
    "registration": _("利用者登録"),
    "search": _("保存した条件"),
    "suspension": _("利用停止"),
    "waiting": _("空き待ち"),
}


@register.simple_tag(takes_context=True)
def counter_nav(context: dict[str, Any]) -> list[NavEntry]:
    """The entries that who is logged in may enter, as the guards of their pages say."""
    request: HttpRequest | None = context.get("request")
    return nav_of(request) if request else []


def nav_of(request: HttpRequest) -> list[NavEntry]:
    """案内 for the person behind ``request``; nothing while nobody is logged in."""
    here = _word_of(request)
    entries = []
    for label, key, names, words in NAV:  # the first of the pages that the role may enter
        if url := next((url for name in names if (url := open_to(request, name))), ""):
            entries.append(NavEntry(label, url, key, here in words))
    return entries


def _word_of(request: HttpRequest) -> str | None:
    """The first word of the address after /staff/, or of where the page belongs instead."""
    match = request.resolver_match
    if match is None or match.app_name != "counter":
        return None
    return _ELSEWHERE.get(match.url_name or "", match.route.split("/")[1])


@register.simple_tag(takes_context=True)
def page_url(context: dict[str, Any], name: str, *args: Any) -> str:
    """The address of that page where who is logged in may enter it, else nothing."""
    request: HttpRequest | None = context.get("request")
    return open_to(request, name, *args) if request else ""


@register.simple_tag(takes_context=True)
def manual_url(context: dict[str, Any]) -> str:
    """この画面の使い方: where the manual helps with the page shown, else nothing."""
    return help_url(context, "counter", HELP)


@register.filter
def deed_name(action: str) -> Promise | str:
    """承認: what an action of the audit is called."""
    return deed(action)


@register.filter
def who(name: str) -> Promise | str:
    """行為者: a login as it is, 自動 for what nobody did by hand."""
    return BY_ITSELF.get(name, name)


@register.filter
def iso_ja(day: str) -> str:
    """2025年10月1日（水）, of a day that was written down as 2025-10-01."""
    return date_and_weekday(date.fromisoformat(day))


@register.filter
def notice_family(kind: str) -> Promise | str:
    """予約: what a kind of notice is about."""
    return FAMILIES.get(kind.partition(".")[0], kind)


@register.filter
def hall_name(code: str) -> str:
    """四谷区民ホール; 全館 for an empty code."""
    hall = atlas().halls.get(code)
    return hall.name if hall else str(_("全館"))


@register.filter
def place(room_key: str) -> str:
    """四谷 ホール."""
    room = atlas().room(room_key)
    return f"{atlas().halls[room.hall].short_name} {room.name}"


@register.filter
def slot_names(slots: Iterable[str], room_key: str) -> str:
    """午前・午後: ``{{ row.slots|slot_names:row.room }}``."""
    room = atlas().room(room_key)
    return "・".join(room.slot(code).label for code in slots)


@register.filter
def block_slots(block: Block) -> str:
    """午前・午後 of a block, 終日 where it takes all."""
    slots = atlas().halls[block.hall.code].rooms[0].slots
    taken = [slot.label for slot in slots if slot.code in block.slots.split(",")]
    return str(_("終日")) if len(taken) == len(slots) else "・".join(taken)
