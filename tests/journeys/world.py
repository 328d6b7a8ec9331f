"""The small dummy world of the journeys, made through the real actions for the real today."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from tests import make
from tests.journeys.people import CLERKS, GROUPS, PASSWORD
from uketsuke.bookings import drafts, opening, queries
from uketsuke.bookings.models import DrawDates
from uketsuke.bookings.opening import Klass, draw_dates
from uketsuke.groups.models import Group
from uketsuke.identity.models import Role
from uketsuke.kernel import clock, revision
from uketsuke.kernel.actors import SYSTEM
from uketsuke.kernel.calendar import add_months, is_weekend_or_holiday, month_start
from uketsuke.lottery import actions as lottery
from uketsuke.lottery import awards, ceremony, rounds


def make_world() -> dict[str, Any]:
    """Halls, groups with passwords, staff of each role, a few bookings."""
    now = clock.now()
    make.NOON, make.TODAY = now, clock.day(now)
    make.world()
    groups = {
        key: make.group(
            name,
            password=PASSWORD,
            at=now - timedelta(hours=1),  # so that a new link may be asked for already
            eligibility="other" if key == "soto" else "resident",
        )
        for key, name in GROUPS.items()
    }
    for login, role in CLERKS.items():
        make.staff(Role(role), login=login)
    _bookings(groups)
    _lottery(groups)
    codes = {"rounds": [_open(klass) for klass in Klass]}
    return {key: group.number for key, group in groups.items()} | codes


def _bookings(groups: dict[str, Group]) -> None:
    """Something of every state, so that no screen is empty."""
    now = make.NOON
    days = quiet_days(make.TODAY + timedelta(days=15))
    make.booking(groups["kage"], make.use("am", on=days[0]), at=now)
    approved = make.booking(groups["kage"], make.use("pm", on=days[1]), approved=True, at=now)
    paid = make.booking(groups["kage"], make.use("night", on=days[2]), approved=True, at=now)
    make.pay(paid, at=now)
    gone = make.booking(groups["tsukushi"], make.use("am", on=days[3]), at=now)
    make.cancel(gone, now)
    make.block("yotsuya/hall", starts=days[5], at=now)
    assert approved.price > 0


def _lottery(groups: dict[str, Group]) -> None:
    """A round drawn today that two groups have won."""
    now, rule = make.NOON, queries.rules(make.TODAY).opening
    draws = [
        draw_dates(add_months(month_start(make.TODAY), n), Klass.RESIDENTS, rule)
        for n in range(4, 9)
    ]
    over = [dates for dates in draws if dates.closes_at < now][-1]
    _drawn_today([groups["kage"], groups["tsukushi"]], over)


def _open(klass: Klass) -> str:
    """The next round of that class, open since yesterday: its code."""
    now, rule = make.NOON, queries.rules(make.TODAY).opening
    months = (add_months(month_start(make.TODAY), n) for n in range(4, 9))
    draws = [draw_dates(month, klass, rule) for month in months]
    coming = next(dates for dates in draws if dates.closes_at > now + timedelta(days=1))
    of = rounds.make(coming.month, klass, by=SYSTEM, at=now)
    opens = min(coming.entries_from, now - timedelta(days=1))  # no clock but today's: it moves
    DrawDates.objects.filter(round=of).update(entries_from=opens)
    revision.changed()
    return of.code


def _drawn_today(winners: list[Group], dates: opening.DrawDates) -> None:
    """Entries of then, drawn and told now: so there is time left to confirm."""
    now, before = make.NOON, dates.closes_at - timedelta(days=1)
    of = rounds.make(dates.month, Klass.RESIDENTS, by=SYSTEM, at=before)
    entries = [
        lottery.enter(
            group.pk,
            of.pk,
            [make.use("am", on=day)],
            make.what(),
            uuid4(),
            by=make.actor(group),
            at=before,
        )
        for group, day in zip(winners, quiet_days(dates.month), strict=False)
    ]
    receipts = [entry.receipt for entry in entries]
    clerk = make.manager()
    ceremony.decide_party(of.pk, receipts, receipts, "見本の理由", by=clerk, at=now)
    ceremony.freeze(of.pk, by=clerk, at=now)
    ceremony.draw(of.pk, "さいころ 3 5 1 6", by=clerk, at=now)
    ceremony.settle(of.pk, by=clerk, at=now)
    for entry in entries:
        awards.award(entry.pk, by=SYSTEM, at=now)
    awards.finish(of.pk, by=SYSTEM, at=now)


def quiet_days(first: date, count: int = 20) -> list[date]:
    """Working days with nothing special, from ``first`` on, in the week's middle."""
    days = (first + timedelta(days=n) for n in range(200))
    calm = [
        day
        for day in days
        if day.weekday() in (1, 2, 3)
        and not is_weekend_or_holiday(day)
        and (day.month, day.day) not in {(12, 29), (12, 30), (12, 31), (1, 2), (1, 3)}
    ]
    return calm[:count]


def hold_another(number: str, uses: list[list[Any]]) -> str:
    """Another group takes the same cells: the draft's token."""
    from uuid import uuid4

    from uketsuke.bookings.reception import UseDay

    group = Group.objects.get(number=number)
    wanted = [UseDay(room, date.fromisoformat(day), tuple(slots)) for room, day, slots in uses]
    draft = drafts.hold(group.pk, wanted, uuid4(), by=make.actor(group), at=clock.now())
    return str(draft.token)
