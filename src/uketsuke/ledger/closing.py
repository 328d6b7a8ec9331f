"""日締め: the drawer is counted, compared with the ledger, and the day takes no more entries."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection, transaction
from django.db.models import Count, Max, Q, Sum

from uketsuke.audit.actions import record
from uketsuke.kernel import clock
from uketsuke.kernel.actors import Actor
from uketsuke.kernel.refusals import Refusal
from uketsuke.ledger.models import DailyClose, Entry, Kind, Method

FACES = (10_000, 5_000, 2_000, 1_000, 500, 100, 50, 10, 5, 1)
MOST_PIECES = 100_000
_MONEY = (Kind.PAYMENT, Kind.REFUND)


@dataclass(frozen=True, slots=True)
class MethodTotal:
    """方法ごとの合計 of a day: yen that came in and went back, and how many times."""

    method: str
    label: str
    came_in: int
    went_back: int
    count: int

    @property
    def net(self) -> int:
        return self.came_in - self.went_back


@transaction.atomic(durable=True)
def close_day(
    hall: str,
    day: date,
    counted: Mapping[int, int],
    change_money: int,
    note: str,
    *,
    by: Actor,
    at: datetime,
) -> DailyClose:
    """日締め of ``hall`` on ``day``. Sent again with the same count it has one effect.

    ``counted``: pieces by face value. Raises Refusal ``close.other_hall``, ``close.future``,
    ``close.closed``, ``close.bad_count`` or ``close.difference`` (a difference needs a note).
    """
    if by.hall not in ("", hall):
        raise Refusal("close.other_hall", hall=hall)
    _wait_for_writers()
    pieces = {str(face): counted.get(face, 0) for face in FACES}
    if any(not 0 <= n <= MOST_PIECES for n in pieces.values()) or set(counted) - set(FACES):
        raise Refusal("close.bad_count", most=MOST_PIECES)
    if made := DailyClose.objects.filter(hall=hall, day=day).first():
        if made.counted == pieces and made.change_money == change_money:
            return made
        raise Refusal("close.closed", hall=hall, date=day)
    if day > clock.day(at):
        raise Refusal("close.future", date=day)
    if (last := last_closed(hall)) and day <= last:
        raise Refusal("close.closed", hall=hall, date=day)
    totals = day_totals(hall, day, since=last)
    expected = sum(total.net for total in totals if total.method == Method.CASH)
    difference = sum(face * counted.get(face, 0) for face in FACES) - change_money - expected
    if difference and not note.strip():
        raise Refusal("close.difference", difference=difference)
    made = DailyClose.objects.create(
        hall=hall,
        day=day,
        counted=pieces,
        change_money=change_money,
        expected_cash=expected,
        difference=difference,
        totals=[[t.method, t.came_in, t.went_back, t.count] for t in totals],
        note=note.strip(),
        closed_at=at,
        closed_by=by.name,
    )
    record("ledger.close_day", made, by=by, at=at, difference=difference, hall=hall)
    return made


def day_totals(hall: str, day: date, *, since: date | None = None) -> list[MethodTotal]:
    """方法ごとの合計 of ``hall`` on ``day``, with all days since the last close. One query."""
    days = Q(day__gt=since, day__lte=day) if since else Q(day=day)
    money = Q(kind__in=_MONEY) | Q(corrects__kind__in=_MONEY)
    rows = (
        Entry.objects.filter(days, money, hall=hall)
        .values_list("method", "corrects__method")
        .annotate(
            came=Sum("amount", filter=Q(kind=Kind.PAYMENT) | Q(corrects__kind=Kind.PAYMENT)),
            back=Sum("amount", filter=Q(kind=Kind.REFUND) | Q(corrects__kind=Kind.REFUND)),
            number=Count("pk", filter=Q(kind__in=_MONEY)),
        )
    )
    sums = {method: [0, 0, 0] for method in Method.values}
    for method, corrected, came, back, number in rows:
        of = sums[method or corrected]
        of[0] -= came or 0
        of[1] += back or 0
        of[2] += number
    return [MethodTotal(each, str(Method(each).label), *sums[each]) for each in Method.values]


def last_closed(hall: str) -> date | None:
    """最後に締めた日."""
    last: date | None = DailyClose.objects.filter(hall=hall).aggregate(last=Max("day"))["last"]
    return last


def _wait_for_writers() -> None:
    """Nobody writes an entry while the day is counted (SQLite has one writer anyway)."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE ledger_entry IN SHARE ROW EXCLUSIVE MODE")
