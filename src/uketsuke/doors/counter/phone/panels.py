"""電話の画面の部分: everything a caller may ask about, one panel each.

A new area adds its panel: a function that makes it from the look, its template, its place in
``PANELS``. What has nothing to tell makes none.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from uketsuke.bookings.daybook import Row
from uketsuke.bookings.opening import Klass
from uketsuke.bookings.requests import uses_of
from uketsuke.bookings.states import CHANGEABLE
from uketsuke.doors.shared.words.sentences import use_name
from uketsuke.doors.shared.words.written import day_and_weekday
from uketsuke.equipment.models import LineState
from uketsuke.equipment.queries import lines_of
from uketsuke.groups.models import Eligibility, Group
from uketsuke.kernel import clock
from uketsuke.kernel.clock import TOKYO
from uketsuke.ledger.models import OPEN, Refund
from uketsuke.lottery import queries as lottery
from uketsuke.lottery.models import Entry, Round
from uketsuke.meetings.models import Meeting
from uketsuke.meetings.queries import of_group as meetings_of
from uketsuke.notices.texts import render as written
from uketsuke.registration.models import State as RegistrationState
from uketsuke.waiting import queries as waiting
from uketsuke.waiting.queries import Place

MOST_PAST = 20
MOST_NOTICES = 10


@dataclass(frozen=True)
class Look:
    """見るもの: the group, its bookings (the latest use first), and when."""

    group: Group
    rows: list[Row]
    at: datetime

    @property
    def today(self) -> date:
        return clock.day(self.at)

    @property
    def coming(self) -> list[Row]:
        """Bookings that stand and are still to come, the next one first."""
        found = (row for row in self.rows if row.date >= self.today and row.state in CHANGEABLE)
        return list(found)[::-1]

    @cached_property
    def places(self) -> list[Place]:
        """空き待ち that go on, what is offered first."""
        waits = waiting.open_waits().filter(group=self.group).select_related("room")
        found = waiting.places(list(waits.order_by("date", "pk")))
        return sorted(found, key=lambda place: place.offer is None)

    @cached_property
    def things(self) -> list[tuple[Row, list[str]]]:
        """確認待ちの附帯設備・楽屋: what is asked for with which booking to come."""
        found = lines_of(row.number for row in self.coming)
        asked = {
            number: [line.item.name for line in lines if line.state == LineState.ASKED]
            for number, lines in found.items()
        }
        return [(row, names) for row in self.coming if (names := asked.get(row.number))]

    @cached_property
    def meetings(self) -> list[Meeting]:
        """これからの打合せ."""
        return meetings_of(self.group.pk, self.today)

    @property
    def sample(self) -> bool:
        return any(row.sample for row in self.rows)


@dataclass(frozen=True, slots=True)
class Panel:
    """一枚: its heading, its template and what that is filled with; ``count`` of what is in it."""

    title: Promise
    template: str
    count: int
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Tried:
    """抽選の申込一件, with its state as a badge (tone and words)."""

    entry: Entry
    tone: str
    state: str


def coming(look: Look) -> Panel:
    facts = {"rows": look.coming, "sample": look.sample}
    return Panel(_("これからの予約"), "bookings", len(look.coming), facts)


def money(look: Look) -> Panel | None:
    """未納と還付: what is owed, the earliest due first, and what is due back, with its state."""
    owed = [row for row in look.rows if row.owed > 0]
    back = [row for row in look.rows if row.owed < 0]
    if not (owed or back):
        return None
    refunds = Refund.objects.filter(account__booking__group=look.group, state__in=OPEN)
    states = {
        each.account.booking.number: each for each in refunds.select_related("account__booking")
    }
    facts = {
        "owed": sorted(owed, key=lambda row: (row.due or row.date, row.number)),
        "back": [(row, -row.owed, states.get(row.number)) for row in back],
        "today": look.today,
        "sample": look.sample,
    }
    return Panel(_("未納・還付"), "money", len(owed) + len(back), facts)


def waits(look: Look) -> Panel | None:
    """空き待ち: what is offered until when, and what it waits for."""
    found = [(place, use_name(waiting.use_of(place.wait))) for place in look.places]
    return (
        Panel(_("空き待ち・空きのご案内"), "waits", len(found), {"waits": found}) if found else None
    )


def things(look: Look) -> Panel | None:
    if not look.things:
        return None
    return Panel(_("確認待ちの附帯設備・楽屋"), "things", len(look.things), {"things": look.things})


def meetings(look: Look) -> Panel | None:
    if not look.meetings:
        return None
    facts = {"meetings": look.meetings, "today": look.today}
    return Panel(_("これからの打合せ"), "meetings", len(look.meetings), facts)


def requests(look: Look) -> Panel | None:
    found = look.group.requests.filter(served_at=None, withdrawn_at=None).order_by("window_ends")
    waiting = [(each, [use_name(use) for use in uses_of(each)]) for each in found]
    if not waiting:
        return None
    return Panel(_("順番を待つ申込（受付開始）"), "requests", len(waiting), {"waiting": waiting})


def entries(look: Look) -> Panel | None:
    related = ("round__dates", "round__rules", "outcome", "win__booking")
    found = look.group.entries.select_related(*related).order_by("-received_at")[:MOST_PAST]
    tried = [Tried(entry, *state_of(entry, look.at)) for entry in found]
    return Panel(_("抽選の申込"), "entries", len(tried), {"tried": tried}) if tried else None


def applications(look: Look) -> Panel | None:
    received = RegistrationState.RECEIVED
    found = look.group.applications.filter(state=received).order_by("received_at")
    waiting = list(found)
    if not waiting:
        return None
    return Panel(_("確認待ちの申請"), "applications", len(waiting), {"waiting": waiting})


def past(look: Look) -> Panel:
    standing = {row.number for row in look.coming}
    found = [row for row in look.rows if row.number not in standing]
    more = max(len(found) - MOST_PAST, 0)
    facts = {"rows": found[:MOST_PAST], "more": more, "sample": look.sample}
    return Panel(_("これまでの予約・取消"), "bookings", len(found), facts)


def notices(look: Look) -> Panel:
    """お知らせ: what the group was told, to be read again, and how it was sent."""
    found = look.group.notices.prefetch_related("deliveries").order_by("-created_at", "-pk")
    told = [(notice, written(notice)) for notice in found[:MOST_NOTICES]]
    return Panel(_("お知らせしたこと"), "notices", len(told), {"told": told})


PANELS: tuple[Callable[[Look], Panel | None], ...] = (
    coming,
    money,
    waits,
    meetings,
    things,
    requests,
    entries,
    applications,
    past,
    notices,
)


def made(look: Look) -> list[Panel]:
    """この利用者の部分: those that have something to tell, in their order."""
    return [panel for make in PANELS if (panel := make(look))]


def state_of(entry: Entry, at: datetime) -> tuple[str, str]:
    """抽選の申込の状態: a tone, and words with the day until which something can be done."""
    if entry.withdrawn_at:
        return "quiet", str(_("取下げ"))
    if entry.excluded:
        return "bad", str(_("抽選の対象外（%(why)s）") % {"why": entry.excluded})
    if win := getattr(entry, "win", None):
        return _won(win.booking.state, win.booking.confirm_by)
    if outcome := getattr(entry, "outcome", None):
        return "quiet", str(_("選ばれず（順番 %(place)s番）") % {"place": outcome.place})
    if at < entry.round.dates.closes_at:
        closes = entry.round.dates.closes_at.astimezone(TOKYO)
        return "wait", str(_("受付済（%(day)sまで変更できます）") % {"day": _day(closes)})
    drawn = lottery.stage(entry.round, at, drawn=False)
    words = _("抽選の結果の確認中") if drawn == lottery.Stage.SETTLING else _("抽選待ち")
    return "wait", str(words)


def _won(state: str, confirm_by: date | None) -> tuple[str, str]:
    if state == "tentative" and confirm_by:
        return "wait", str(_("当選（%(day)sまでに確認）") % {"day": _day(confirm_by)})
    if state in ("cancelled", "lapsed", "refused"):
        return "quiet", str(_("当選のあと取消・失効"))
    return "good", str(_("当選"))


def _day(day: date) -> str:
    return day_and_weekday(day)


def rounds_for(look: Look) -> list[Round]:
    """申し込める抽選回: those that are open to the group and in which it has no entry yet."""
    entered = set(look.group.entries.filter(withdrawn_at=None).values_list("round_id", flat=True))
    resident = look.group.eligibility != Eligibility.OTHER
    return [
        each
        for each in lottery.open_rounds(look.at)
        if each.pk not in entered and (resident or each.dates.klass != Klass.RESIDENTS)
    ]
