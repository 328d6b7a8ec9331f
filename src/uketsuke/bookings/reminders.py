"""納入のお知らせ: a word shortly before the last day of a bill that is still unpaid."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import F, Max

from uketsuke.audit.actions import record
from uketsuke.bookings import queries, steps
from uketsuke.kernel import clock
from uketsuke.kernel.actors import Actor
from uketsuke.ledger.models import Bill, Reminder
from uketsuke.ledger.queries import balance


def to_remind(on: date) -> list[int]:
    """お知らせの候補 on that day: the newest bills due soon, of which nobody was reminded."""
    last = on + timedelta(days=queries.rules(on).remind_days)
    newest = Bill.objects.annotate(newest=Max("account__bills__pk")).filter(pk=F("newest"))
    soon = newest.filter(due__range=(on, last), reminder=None, account__booking__state="approved")
    return [bill.pk for bill in soon.order_by("pk") if balance(bill.account_id) > 0]


@transaction.atomic(durable=True)
def remind(bill_id: int, *, by: Actor, at: datetime) -> bool:
    """納入を知らせる, once for each bill. Returns whether it was told."""
    bill = Bill.objects.select_related("account__booking").get(pk=bill_id)
    booking = steps.locked(bill.account.booking.pk)
    owed = balance(bill.account_id)
    if owed <= 0 or Reminder.objects.filter(bill=bill).exists() or bill.due < clock.day(at):
        return False
    Reminder.objects.create(bill=bill, at=at)
    steps.tell("booking.reminder", booking, at, yen=owed, due=bill.due.isoformat())
    record("booking.remind", booking, by=by, at=at, bill=bill.number)
    return True
