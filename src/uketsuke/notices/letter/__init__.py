"""通知書: notices on paper, for groups without a mail address. They wait here until the print
of letters is built; nothing sends them meanwhile."""

from django.db.models import QuerySet

from uketsuke.notices.models import Delivery

CHANNEL = "letter"


def waiting() -> QuerySet[Delivery]:
    """印刷待ちの通知書, the oldest first."""
    open_ones = Delivery.objects.filter(channel=CHANNEL, done_at=None)
    return open_ones.select_related("notice__group").order_by("notice__created_at", "pk")
