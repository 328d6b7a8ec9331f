"""見つかった空き on a page: a day of a hall with a way to each of its free slots."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.urls import reverse

from uketsuke.bookings.availability import Found
from uketsuke.bookings.reception import UseDay
from uketsuke.doors.portal.availability import grids
from uketsuke.doors.shared.words import written
from uketsuke.halls.spoken import atlas


@dataclass(frozen=True, slots=True)
class Offer:
    """空きの一日: ``slots`` are (label, address); ``all`` leads to all of them at once, where
    there are several; ``note`` says for whom it is."""

    hall: str
    day: str
    dated: str
    slots: tuple[tuple[str, str], ...]
    all: str
    note: str


def of(found: Found, at: datetime) -> Offer:
    """What a page says of ``found``."""
    use = found.use
    room = atlas().room(use.room)
    return Offer(
        atlas().halls[use.hall].name,
        written.day_and_weekday(use.date),
        written.date_and_weekday(use.date),
        tuple((room.slot(code).label, choose(use, (code,))) for code in use.slots),
        choose(use, use.slots) if len(use.slots) > 1 else "",
        " ".join(grids.residents_first(found.others_from, at)),
    )


def choose(use: UseDay, slots: Sequence[str]) -> str:
    """The address at which these cells are booked."""
    cells = [f"{use.room}|{use.date.isoformat()}|{slot}" for slot in slots]
    return f"{reverse('portal:choose')}?{urlencode({'cell': cells}, doseq=True)}"
