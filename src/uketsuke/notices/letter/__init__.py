"""通知書: notices on paper, for groups without a mail address. They wait here until somebody
prints them and says that they are on their way."""

from django.db.models import QuerySet

from uketsuke.notices.models import Delivery

CHANNEL = "letter"


def waiting() -> QuerySet[Delivery]:
    """印刷待ちの通知書, the oldest first."""
    open_ones = Delivery.objects.filter(channel=CHANNEL, done_at=None)
    return open_ones.select_related("notice__group").order_by("notice__created_at", "pk")


def waiting_of(round_code: str) -> QuerySet[Delivery]:
    """印刷待ちの通知書 of one round of the lottery."""
    return waiting().filter(notice__kind__startswith="lottery.", notice__facts__round=round_code)
