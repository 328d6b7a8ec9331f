"""行き先: addresses of staff pages, for those only who may enter them."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import NoReverseMatch, resolve, reverse

from uketsuke.bookings.reception import UseDay


def open_to(request: HttpRequest, name: str, *args: Any) -> str:
    """The address of that page where who asks may enter it (as its guard says), else nothing."""
    user: Any = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return ""
    try:
        url = reverse(f"counter:{name}", args=args)
    except NoReverseMatch:
        return ""
    return url if user.role in getattr(resolve(url).func, "allows", ()) else ""


def cell(use: UseDay) -> str:
    """枠 as it stands in an address: ``yotsuya/hall|2027-04-10|am``; several slots are joined by
    ``,``."""
    return f"{use.room}|{use.date.isoformat()}|{','.join(use.slots)}"


def with_query(url: str, **query: Any) -> str:
    """``url`` with what of ``query`` is not empty."""
    given = {name: value for name, value in query.items() if value}
    return f"{url}?{urlencode(given)}" if given else url
