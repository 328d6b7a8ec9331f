"""元帳を読む."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db.models import Max, Q, Sum

from uketsuke.ledger.models import DailyClose, Entry, Kind


def balance(account_id: int, until: datetime | None = None) -> int:
    """残高: yen owed on the account (negative: due back), now or at a past moment."""
    entries = Entry.objects.filter(account_id=account_id)
    if until is not None:
        entries = entries.filter(at__lte=until)
    return int(entries.aggregate(sum=Sum("amount"))["sum"] or 0)


def balances(account_ids: Iterable[int]) -> dict[int, int]:
    """残高 of many accounts in one query; an account without entries owes 0."""
    ids = list(account_ids)
    sums = (
        Entry.objects.filter(account_id__in=ids).values_list("account_id").annotate(Sum("amount"))
    )
    return dict.fromkeys(ids, 0) | {account: int(total) for account, total in sums}


def open_day(hall: str, on: date) -> date:
    """計上日: ``on``, or the first day after the last 日締め where that one is closed already."""
    closed = DailyClose.objects.filter(hall=hall, day__gte=on).aggregate(last=Max("day"))["last"]
    return closed + timedelta(days=1) if closed else on


def paid(account_id: int) -> int:
    """収納済額: yen that came in and have not gone back (corrections of payments counted)."""
    money = Q(kind__in=[Kind.PAYMENT, Kind.REFUND]) | Q(
        corrects__kind__in=[Kind.PAYMENT, Kind.REFUND]
    )
    entries = Entry.objects.filter(money, account_id=account_id)
    return -int(entries.aggregate(sum=Sum("amount"))["sum"] or 0)
