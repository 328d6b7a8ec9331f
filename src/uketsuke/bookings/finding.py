"""催しを探す: bookings by a part of what is done there."""

from datetime import date

from django.db.models import Q, QuerySet

from uketsuke.bookings.models import Application, Booking
from uketsuke.kernel.text import search_key

SHORTEST = 2


def by_title(words: str, today: date, limit: int = 20) -> list[Booking]:
    """催しの名前で探す: width, kana, spaces and old forms do not matter; all of several words.

    Those to come first, the next one on top; then those of the past, the last one on top. With
    group, room and application; two queries.
    """
    parts = [key for part in words.split() if (key := search_key(part))]
    if len("".join(parts)) < SHORTEST:
        return []
    found = _titled(parts)
    ahead = list(found.filter(date__gte=today).order_by("date", "pk")[:limit])
    past = found.filter(date__lt=today).order_by("-date", "pk")
    return [*ahead, *past[: limit - len(ahead)]]


def _titled(parts: list[str]) -> QuerySet[Booking]:
    meant = Q(title_key__contains="".join(parts))
    whole = Q()
    for part in parts:
        whole &= Q(title_key__contains=part)
    titled = Application.objects.filter(meant | whole).values("pk")
    related = ("room__hall", "application", "group")
    return Booking.objects.filter(application__in=titled).select_related(*related).defer("quote")
