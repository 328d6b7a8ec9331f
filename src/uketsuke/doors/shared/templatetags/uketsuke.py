"""表示: how money, days and states are written on every page, in the language of the page."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django import template
from django.forms import BaseForm
from django.forms.utils import flatatt
from django.template.context import Context
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _

from uketsuke.bookings.models import DrawDates
from uketsuke.bookings.opening import Klass
from uketsuke.doors.shared.inputs.lottery_forms import EntryForm
from uketsuke.doors.shared.words import sentences, stored, written
from uketsuke.doors.shared.words.refusals import Told
from uketsuke.halls.spoken import named
from uketsuke.kernel import clock, languages

register = template.Library()
KINDS = (BaseForm, EntryForm, Told)  # in which something may be wrong

# 枠の状態: the symbol and the word; never colour alone.
CELLS: dict[str, tuple[str, Promise]] = {
    "free": ("○", _("空き")),
    "lottery": ("◇", _("抽選")),
    "before": ("△", _("受付前")),
    "taken": ("×", _("予約済")),
    "closed": ("－", _("休館")),
    "blocked": ("■", _("休止")),
    "mine": ("●", _("あなたの予約")),
}

# 予約・申請・収納の状態: how it looks (tone) and the word.
STATES: dict[str, tuple[str, Promise]] = {
    "tentative": ("wait", _("仮予約")),
    "approved": ("good", _("承認")),
    "used": ("quiet", _("利用済")),
    "lapsed": ("quiet", _("失効")),
    "refused": ("bad", _("不承認")),
    "cancelled": ("quiet", pgettext_lazy("name", "取消")),
    "no_show": ("bad", _("無断不使用")),
    "held": ("wait", _("保留")),
    "asked": ("wait", _("申請中")),
    "stopped": ("bad", _("中止")),
    "reported": ("wait", _("完了報告")),
    "act": ("bad", _("要対応")),
    "missing": ("wait", _("一部未実装")),
    "good": ("good", _("対策済")),
    "told": ("quiet", _("運用")),
    "unpaid": ("bad", _("未払")),
    "part_paid": ("wait", _("一部支払済")),
    "paid": ("good", _("支払済")),
    "active": ("good", _("有効")),
    "suspended": ("bad", _("利用停止")),
    "closed": ("quiet", _("廃止")),
    "submitted": ("wait", _("確認待ち")),
    "withdrawn": ("quiet", _("取下げ")),
}

ROUNDS = {
    Klass.RESIDENTS: _("{month}利用分（区民）"),
    Klass.OTHERS: _("{month}利用分（どなたでも）"),
}

STEPS = (_("選ぶ"), _("使い方"), _("確認"), _("完了"))


@register.filter
def yen(amount: int | None) -> str:
    """12,000円; nothing for None."""
    return "" if amount is None else written.yen(amount)


@register.filter
def figure(number: int | None) -> str:
    """12,036; a dash for what is hidden or not known."""
    return "—" if number is None else f"{number:,}"


@register.filter
def flat(attrs: Mapping[str, Any]) -> SafeString:
    """属性 of a widget, escaped, in one go: what Django's own template does one by one."""
    return flatatt({name: value for name, value in attrs.items() if value is not None})


@register.filter
def date_ja(day: date | datetime | None) -> str:
    """2027年4月10日（土）; nothing for None."""
    return "" if day is None else written.date_and_weekday(_day(day))


@register.filter
def day_ja(day: date | datetime | None) -> str:
    """4月10日（土）, where the year is plain from what stands around it."""
    return "" if day is None else written.day_and_weekday(_day(day))


@register.filter
def month_ja(day: date | None) -> str:
    """2027年4月; nothing for None."""
    return "" if day is None else written.month(day)


@register.filter
def month_alone(day: date) -> str:
    """4月, where the year is plain from what stands around it."""
    return written.month_alone(day)


@register.filter
def day_of_month(day: date) -> str:
    """10日, where the month is plain from what stands around it."""
    return written.day_of_month(day)


@register.filter
def wareki(day: date | datetime | None) -> str:
    """令和9年4月10日; nothing for None."""
    return "" if day is None else written.era_date(_day(day))


@register.filter
def weekday(day: date | datetime | None) -> str:
    """土; nothing for None."""
    return "" if day is None else written.weekday(_day(day))


@register.filter
def time_ja(moment: datetime | None) -> str:
    """10月7日（水）9:00; nothing for None."""
    return "" if moment is None else written.day_and_time(moment)


@register.filter
def room_name(key: str) -> str:
    """四谷区民ホール ホール, by the room's key."""
    return sentences.room_name(key)


@register.filter(name="named")
def named_in_words(name: object) -> str:
    """The name of a hall, a room, a slot … (a row of data) in the language of the page."""
    return named(name)


@register.filter
def said(text: object) -> str:
    """A sentence that a row keeps, in the language of the page."""
    return stored.said(text)


@register.filter
def as_written(text: object) -> str:
    """What a clerk or a group wrote, marked as Japanese on a page of another language."""
    return stored.as_written(text)


@register.simple_tag
def html_language() -> str:
    """The language of the page, as HTML calls it."""
    return languages.tag(get_language() or languages.JAPANESE)


@register.filter
def round_name(dates: DrawDates) -> str:
    """2027年6月利用分（区民）: a lottery by its days."""
    return str(ROUNDS[Klass(dates.klass)]).format(month=written.month(dates.use_month))


@register.filter
def cell_mark(state: str) -> str:
    return CELLS[state][0]


@register.filter
def cell_word(state: str) -> str:
    return str(CELLS[state][1])


@register.filter
def badge(state: str, word: str = "") -> SafeString:
    """A state as a badge: ``{{ booking.state|badge }}``; ``word`` replaces the usual one."""
    tone, usual = STATES.get(str(state), ("quiet", str(state)))
    return format_html('<span class="badge badge--{}">{}</span>', tone, word or usual)


@register.simple_tag
def step_names(given: Sequence[str] | None = None) -> Sequence[str | Promise]:
    """The names of the steps of a procedure; without ``given`` those of a booking."""
    return given or STEPS


@register.simple_tag
def cell_states(given: Sequence[str] | None = None) -> Sequence[str]:
    """The codes of the cell states that a legend explains."""
    return given or list(CELLS)


@register.simple_tag(takes_context=True)
def error_mark(context: Context) -> str:
    """「エラー：」, the first word of the title where what was sent was not done.

    Only what kind of thing stands in the context is asked: to look into a lazy one would fetch it.
    """
    told: list[Any] = [each for each in context.flatten().values() if issubclass(type(each), KINDS)]
    wrong = any(each if isinstance(each, Told) else each.errors for each in told)
    return translate("エラー：") if wrong else ""


def _day(day: date | datetime) -> date:
    return clock.day(day) if isinstance(day, datetime) else day
