"""予約を読む: what actions decide about."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import islice

from django.db import connection
from django.db.models import Q

from uketsuke.bookings import deadlines, opening
from uketsuke.bookings.holds import taken_of
from uketsuke.bookings.models import Block, BlockReason, Booking, DrawDates, ReceptionRules
from uketsuke.bookings.reception import Rules, Standing, UseDay, of_cell
from uketsuke.bookings.resting import RestRule
from uketsuke.bookings.states import OCCUPYING, State
from uketsuke.groups.models import Eligibility, Group
from uketsuke.halls.facts import Atlas
from uketsuke.halls.queries import atlas
from uketsuke.kernel import clock, rows
from uketsuke.kernel.calendar import month_start
from uketsuke.kernel.refusals import Refusal
from uketsuke.kernel.versions import Versions, versions_of
from uketsuke.ledger.models import Kind as LedgerKind
from uketsuke.outages import queries as outages

NEWEST_ROUNDS = 24
# Asked before every booking, so it is written out (see kernel/rows.py).
_BOOKED = (
    "SELECT room_id, date FROM bookings_booking"
    " WHERE group_id = %s AND date >= %s AND state IN (%s, %s, %s, %s)"
)


_ROWS = versions_of(ReceptionRules, lambda row: row)


def _all_rules() -> Iterable[tuple[date, Rules]]:
    """Each with the day from which it holds: that of its own figures, or of those of outages."""
    rounds, down = _rounds(), outages.spans()
    for day in {day for day, _ in _ROWS.all()} | set(outages.rule_days()):
        if row := _ROWS.find(day):
            yield day, replace(_rules(row, rounds), outages=down, extension=outages.rule(day))


_RULES = Versions(_all_rules)


def rules(on: date) -> Rules:
    """受付規則 in force on that day. Raises Refusal ``reception.no_rules``."""
    return _RULES.get(on, Refusal("reception.no_rules", on=on))


def undo_until(since: datetime) -> datetime:
    """取りやめの期限 of what was done at ``since``, as it was told on that day."""
    return deadlines.undo_until(since, rules(clock.day(since)).undo_minutes)


def standing(group: Group, on: date) -> Standing:
    """利用者の立場 now, with the days her living bookings take from ``on`` a month back."""
    since = connection.ops.adapt_datefield_value(on - timedelta(days=31))
    with connection.cursor() as cursor:
        cursor.execute(_BOOKED, [group.pk, since, *OCCUPYING])
        booked = [(room, rows.as_date(day)) for room, day in cursor.fetchall()]
    halls = {room.id: room.hall for room in atlas().rooms.values()}
    return Standing(
        eligibility=group.eligibility,
        eligibility_until=group.eligibility_until,
        state=group.state,
        valid_until=group.valid_until,
        booked=frozenset((halls[room], day) for room, day in booked),
    )


def window(uses: Iterable[UseDay], group: Group, channel: str, at: datetime) -> datetime | None:
    """受付開始の時間帯: until when these uses are only collected, the latest of them; or None.

    So it is when a month opens, and when cells that a winner gave back are released.
    """
    uses, today = list(uses), clock.day(at)
    opening_rule = rules(today).opening
    current = group.eligibility_until is None or today <= group.eligibility_until
    resident = group.eligibility != Eligibility.OTHER and current
    months = {month_start(use.date) for use in uses}
    ends = [opening.window_end(month, at, opening_rule, channel, resident) for month in months]
    released = _released_at(today)
    over = released + timedelta(minutes=opening_rule.window_minutes)
    if released <= at < over and _released(uses, released):
        ends.append(over)
    return max((end for end in ends if end), default=None)


def _released_at(today: date) -> datetime:
    """When cells are released today: as it was announced the day before, by its figures."""
    eve = today - timedelta(days=1)
    told = _RULES.find(eve) or rules(today)
    return clock.at_time(today, told.opening.web_opens)


def _released(uses: Iterable[UseDay], at: datetime) -> bool:
    """Whether a cell of these uses was announced to be released at that moment."""
    cells = {(use.room, use.date, slot) for use in uses for slot in use.slots}
    blocks = Block.objects.filter(reason_class=BlockReason.RETURNED, releases_at=at)
    known = blocks.filter(starts__in={day for _, day, _ in cells}).prefetch_related("rooms__hall")
    return any(
        (room.key, block.starts, block.slots) in cells
        for block in known
        for room in block.rooms.all()
    )


def to_lapse(on: date) -> list[int]:
    """失効の候補 on that day: not decided before their day, a win not confirmed, not paid in time.

    ``decisions.lapse`` looks at each once more, locked.
    """
    undecided = Q(state=State.TENTATIVE) & (Q(date__lt=on) | Q(confirm_by__lt=on))
    late = Booking.objects.filter(state=State.APPROVED, payment_due__lt=on)
    unpaid = late.exclude(account__entries__kind=LedgerKind.PAYMENT).values("pk")
    return list(
        Booking.objects.filter(undecided | Q(pk__in=unpaid))
        .order_by("pk")
        .values_list("pk", flat=True)
    )


def alternatives(
    uses: Iterable[UseDay], resident: bool, channel: str, at: datetime, most: int = 6
) -> list[UseDay]:
    """代わりの候補: the nearest use days that can be asked for now instead.

    The same slots within two weeks in the same room, then the same day in the other halls.
    """
    known, now = atlas(), rules(clock.day(at))
    found: list[UseDay] = []
    for use in uses:
        near = _near(use, known)
        away = set(taken_of(near, at)) | set(found)
        free = (each for each in near if each not in away)
        allowed = (
            each for each in free if not any(of_cell(each, resident, now, known, channel, at))
        )
        found += islice(allowed, most - len(found))  # no rule is asked for more than is shown
    return found


def _near(use: UseDay, known: Atlas) -> list[UseDay]:
    days = [use.date + timedelta(days=step) for step in range(-14, 15) if step]
    same_room = sorted(
        (UseDay(use.room, day, use.slots) for day in days),
        key=lambda other: (abs(other.date - use.date), other.date),
    )
    kind = known.room(use.room).kind
    others = [
        UseDay(room.key, use.date, use.slots)
        for room in known.rooms.values()
        if room.kind == kind and room.hall != use.hall
    ]
    return [*others, *same_room]


def _rounds() -> tuple[opening.DrawDates, ...]:
    """抽選日程 that have been fixed, of the newest months: older ones are open to everybody."""
    return tuple(
        opening.DrawDates(
            row.use_month,
            opening.Klass(row.klass),
            row.entries_from,
            row.closes_at,
            row.counter_from,
            row.web_from,
            finished=row.finished_at is not None,
        )
        for row in DrawDates.objects.order_by("-use_month", "klass")[:NEWEST_ROUNDS]
    )


def _rules(row: ReceptionRules, rounds: tuple[opening.DrawDates, ...]) -> Rules:
    return Rules(
        opening=opening.OpeningRule(
            residents_months=row.residents_months,
            others_months=row.others_months,
            draw_weekday=row.draw_weekday,
            draw_nth=row.draw_nth,
            january_nth=row.january_nth,
            residents_close=row.residents_close,
            counter_opens=row.counter_opens,
            web_opens=row.web_opens,
            entries_close=row.entries_close,
            entry_days=row.entry_days,
            window_minutes=row.window_minutes,
            rounds=rounds,
        ),
        web_days=row.web_days,
        counter_days=row.counter_days,
        days_per_month=row.days_per_month,
        consecutive_days=row.consecutive_days,
        cells_at_once=row.cells_at_once,
        hold_minutes=row.hold_minutes,
        hold_extensions=row.hold_extensions,
        near_percent=row.near_percent,
        short_days=row.short_days,
        undo_minutes=row.undo_minutes,
        payment_days=row.payment_days,
        change_days=row.change_days,
        remind_days=row.remind_days,
        reductions_by=row.reductions_by,
        rest=RestRule(row.rest_from_minutes, row.rest_to_minutes, row.rest_opens, row.rest_closes),
    )
