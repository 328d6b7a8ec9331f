"""申込の条件を言葉で: until when to pay, what comes back on a cancel, what may be changed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from uketsuke.bookings import queries
from uketsuke.bookings.models import Booking
from uketsuke.bookings.reception import Rules, UseDay
from uketsuke.doors.shared.words import written
from uketsuke.kernel import clock
from uketsuke.tariffs.queries import in_force, version
from uketsuke.tariffs.refund import Step


@dataclass(frozen=True, slots=True)
class RefundRow:
    """還付表の一行 in words; ``now``: a cancel today falls here."""

    when: str
    how_much: str
    now: bool


@dataclass(frozen=True, slots=True)
class Terms:
    """条件: the rules in force and the refund table."""

    rules: Rules
    refunds: list[RefundRow]
    sample: bool


def of(uses: Iterable[UseDay], at: datetime) -> Terms:
    """The terms of a booking made now; with one day of use the table names the dates."""
    today = clock.day(at)
    days = {use.date for use in uses}
    only = days.pop() if len(days) == 1 else None
    current = in_force(today, only)
    return Terms(
        queries.rules(today), refunds(current.refund_steps, only, today), not current.facts.official
    )


def for_booking(booking: Booking, at: datetime) -> Terms:
    """The terms of a booking that exists: the refund table of its own tariff."""
    own, today = version(booking.tariff_id), clock.day(at)
    rows = refunds(own.refund_steps, booking.date, today)
    return Terms(queries.rules(today), rows, not own.facts.official)


def refunds(
    steps: Sequence[Step], use: date | None = None, today: date | None = None
) -> list[RefundRow]:
    """還付の表: each step in words, the earliest cancel first; ``now`` is the one of ``today``."""
    ordered = sorted(steps, key=lambda step: step.min_days, reverse=True)
    before = (use - today).days if use and today else -1
    reached = next((step for step in ordered if 0 <= step.min_days <= before), None)
    return [
        RefundRow(_when(step, earlier, use), _how_much(step.percent), step is reached)
        for step, earlier in zip(ordered, [None, *ordered], strict=False)
    ]


def _when(step: Step, earlier: Step | None, use: date | None) -> str:
    last = _("利用日の当日") if step.min_days == 0 else _("{days}日前").format(days=step.min_days)
    first = _("{days}日前から").format(days=earlier.min_days - 1) if earlier else ""
    words = _("{first}{last}まで").format(first=first, last=last)
    if use and step.min_days:
        words += _("（{day}まで）").format(
            day=written.date_and_weekday(use - timedelta(days=step.min_days))
        )
    return words


def _how_much(percent: int) -> str:
    if percent in (0, 100):
        return _("全額") if percent else _("なし")
    return f"{percent}%"
