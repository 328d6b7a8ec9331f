"""取り置き: pages and tables of cells, kept in this process for as long as they are true.

What is kept goes by a name that says everything it shows: asked for under a new name it is
drawn anew, the old one is forgotten in time. See docs/decisions/0008.
"""

import gzip
import re
import zlib
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpResponse
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from uketsuke.bookings import availability
from uketsuke.doors.portal.availability import draws
from uketsuke.doors.shared.entrance.visits import Visit
from uketsuke.doors.shared.words.languages import finished
from uketsuke.halls.facts import RoomFacts
from uketsuke.kernel import clock, revision

SECONDS = 600
_AS_GZIP = 31  # the name zlib has for it
_GZIP = re.compile(r"\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))")


def name_of(
    request: Visit, rooms: Sequence[RoomFacts], days: Sequence[date], at: datetime, *what: Any
) -> str:
    """The name of ``what`` about the cells of the rooms (none: about no cells) on the days, of
    which the first and the last are enough within one month.

    It changes with every hold taken or given back there, the phases of reception, the day, the
    master data, the language and the class of the visitor. One query; for a group two more.
    """
    group = (request.group or None) if _has_session(request) else None
    resident = availability.viewer(group, at).resident
    said = [*what, resident, get_language(), revision.stamp(), clock.day(at)]
    if rooms:
        said += [days[0], days[-1], *availability.stamp(rooms, days, at)]
        said += availability.kinds(rooms, days, at)
        said += draws.open_for(days, resident, at).values()
        said += [room.key for room in rooms]
    if rooms and group and availability.has_own(group, rooms, days, at):
        said.append(group.pk)
    return "|".join(map(str, said))


def page(request: Visit, name: str, draw: Callable[[], HttpResponse]) -> HttpResponse:
    """A stranger's page. Whoever is (or was) logged in gets one of her own.

    Kept packed: a tenth of the memory, and most browsers take it as it is. Such a page holds
    no secret and nothing a visitor typed, so packing it tells nobody anything.
    """
    if _has_session(request):
        return draw()
    name = f"page:{name}|{request.GET.urlencode()}"  # stands in the links to other languages
    packed = cache.get(name)
    if packed is None:
        page = finished(draw().content.decode()).encode()
        packed = gzip.compress(page, 6, mtime=0)
        cache.set(name, packed, SECONDS)
    headers = {"Vary": "Accept-Encoding, Cookie"}
    if not _GZIP.search(request.META.get("HTTP_ACCEPT_ENCODING", "")):
        return HttpResponse(zlib.decompress(packed, wbits=_AS_GZIP), headers=headers)
    return HttpResponse(packed, headers=headers | {"Content-Encoding": "gzip"})


def part(request: Visit, name: str, draw: Callable[[], str]) -> SafeString:
    """The table within the page of somebody who is logged in; a stranger's is kept with all."""
    if not _has_session(request):
        return SafeString(draw())
    drawn = cache.get(f"part:{name}")
    if drawn is None:
        drawn = draw()
        cache.set(f"part:{name}", drawn, SECONDS)
    return SafeString(drawn)


def _has_session(request: Visit) -> bool:
    return settings.SESSION_COOKIE_NAME in request.COOKIES
