"""申込の条件を言葉で: until when to pay, what comes back on a cancel, what may be changed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from uketsuke.bookings import queries
from uketsuke.bookings.models import Booking
from uketsuke.bookings.reception import Rules, UseDay
from uketsuke.kernel import clock
from uketsuke.kernel.calendar import date_ja
from uketsuke.tariffs.queries import in_force, version
from uketsuke.tariffs.refund import Step


@dataclass(frozen=True, slots=True)
class Terms:
    """条件: the rules in force and the refund table, as rows of (when, how much)."""

    rules: Rules
    refunds: list[tuple[str, str]]
    sample: bool


def of(uses: Iterable[UseDay], at: datetime) -> Terms:
    """The terms of a booking made now; with one day of use the table names the dates."""
    today = clock.day(at)
    current = in_force(today)
    days = {use.date for use in uses}
    only = days.pop() if len(days) == 1 else None
    return Terms(
        queries.rules(today), refunds(current.refund_steps, only), not current.facts.official
    )


def for_booking(booking: Booking, at: datetime) -> Terms:
    """The terms of a booking that exists: the refund table of its own tariff."""
    facts = version(booking.tariff_id)
    rules = queries.rules(clock.day(at))
    return Terms(rules, refunds(facts.refund_steps, booking.date), not facts.facts.official)


def refunds(steps: Sequence[Step], use: date | None = None) -> list[tuple[str, str]]:
    """還付の表: each step in words, the earliest cancel first."""
    rows = []
    ordered = sorted(steps, key=lambda step: step.min_days, reverse=True)
    for step, earlier in zip(ordered, [None, *ordered], strict=False):
        rows.append((_when(step, earlier, use), _how_much(step.percent)))
    return rows


def _when(step: Step, earlier: Step | None, use: date | None) -> str:
    last = _("利用日の当日まで") if step.min_days == 0 else _("利用日の{days}日前まで")
    words = last.format(days=step.min_days)
    if earlier:
        words = _("{first}日前から{words}").format(first=earlier.min_days - 1, words=words)
    if use and step.min_days:
        words += _("（{day}まで）").format(day=date_ja(use - timedelta(days=step.min_days)))
    return words


def _how_much(percent: int) -> str:
    if percent == 100:
        return _("お支払いの全額をお返しします")
    if percent == 0:
        return _("お返しする額はありません")
    return _("お支払いの{percent}%をお返しします").format(percent=percent)
