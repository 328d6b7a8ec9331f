"""カレンダーファイル: one booking as iCalendar (RFC 5545), by hand because it is this short.

Lines end with CRLF and are folded at 75 octets, never inside a character.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from urllib.parse import urlsplit

from django.conf import settings

from uketsuke.bookings.models import Booking
from uketsuke.bookings.states import LABELS, OCCUPYING, State
from uketsuke.halls.queries import atlas
from uketsuke.kernel.clock import at_time

OCTETS = 75


def calendar(booking: Booking, at: datetime) -> bytes:
    """The booking's hours, an event for each span of them."""
    events = [
        line
        for number, span in enumerate(_spans(booking))
        for line in _event(booking, number, *span, at)
    ]
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//uketsuke//booking//JA",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        *events,
        "END:VCALENDAR",
    ]
    return b"".join(_folded(line) for line in lines)


def _spans(booking: Booking) -> Iterable[tuple[datetime, datetime]]:
    room = atlas().room(booking.room.key)
    for start, end in room.hours(booking.slot_codes):
        yield at_time(booking.date, start), at_time(booking.date, end)


def _event(
    booking: Booking, number: int, starts: datetime, ends: datetime, at: datetime
) -> list[str]:
    hall = booking.room.hall
    state = State(booking.state)
    said = f"予約番号 {booking.number}（{LABELS[state]}）"
    return [
        "BEGIN:VEVENT",
        f"UID:{booking.number}-{number}@{urlsplit(settings.BASE_URL).hostname}",
        f"DTSTAMP:{_utc(at)}",
        f"DTSTART:{_utc(starts)}",
        f"DTEND:{_utc(ends)}",
        f"SUMMARY:{_text(booking.application.title)}",
        f"LOCATION:{_text(f'{hall.name} {booking.room.name} {hall.address}')}",
        f"DESCRIPTION:{_text(said)}",
        f"STATUS:{_status(state)}",
        "END:VEVENT",
    ]


def _status(state: State) -> str:
    if state == State.TENTATIVE:
        return "TENTATIVE"
    return "CONFIRMED" if state in OCCUPYING else "CANCELLED"


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _text(words: str) -> str:
    for mark in ("\\", ";", ","):
        words = words.replace(mark, f"\\{mark}")
    return words.replace("\r\n", "\\n").replace("\n", "\\n")


def _folded(line: str) -> bytes:
    folded, room = b"", OCTETS
    for character in line:
        octets = character.encode()
        if len(octets) > room:
            folded += b"\r\n "
            room = OCTETS - 1
        folded += octets
        room -= len(octets)
    return folded + b"\r\n"
