"""カレンダーファイル: iCalendar (RFC 5545), by hand because it is this short.

Lines end with CRLF and are folded at 75 octets, never inside a character.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as translate

from uketsuke.bookings.models import Booking
from uketsuke.bookings.states import LABELS, OCCUPYING, State
from uketsuke.halls.queries import atlas
from uketsuke.halls.spoken import named
from uketsuke.kernel.clock import at_time
from uketsuke.kernel.practice import LABEL, is_practice

OCTETS = 75


@dataclass(frozen=True, slots=True)
class Event:
    """予定: ``uid`` stays the same as long as it is the same event; ``changed``: when last."""

    uid: str
    starts: datetime
    ends: datetime
    title: str
    place: str = ""
    note: str = ""
    status: str = "CONFIRMED"
    changed: datetime | None = None


def calendar(name: str, events: Iterable[Event], at: datetime) -> bytes:
    """The events as a file, made at that moment."""
    name = f"{LABEL} {name}" if is_practice() else name
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//uketsuke//booking//JA",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_text(name)}",
        *(line for event in events for line in _lines(event, at)),
        "END:VCALENDAR",
    ]
    return b"".join(_folded(line) for line in lines)


def events_of(booking: Booking) -> Iterator[Event]:
    """The booking's hours, an event for each span of them."""
    room, hall = atlas().room(booking.room.key), booking.room.hall
    state = State(booking.state)
    for nth, (starts, ends) in enumerate(room.hours(booking.slot_codes)):
        yield Event(
            f"{booking.number}-{nth}",
            at_time(booking.date, starts),
            at_time(booking.date, ends),
            booking.application.title,
            f"{named(hall.name)} {named(booking.room.name)} {named(hall.address)}",
            translate("予約番号 {number}（{state}）").format(
                number=booking.number, state=named(LABELS[state])
            ),
            _status(state),
            max(filter(None, (booking.created_at, booking.decided_at, booking.ended_at))),
        )


def _lines(event: Event, at: datetime) -> list[str]:
    said = {"LOCATION": event.place, "DESCRIPTION": event.note}
    return [
        "BEGIN:VEVENT",
        f"UID:{event.uid}@{urlsplit(settings.BASE_URL).hostname}",
        f"DTSTAMP:{_utc(event.changed or at)}",
        f"DTSTART:{_utc(event.starts)}",
        f"DTEND:{_utc(event.ends)}",
        f"SUMMARY:{_text(event.title)}",
        *(f"{name}:{_text(words)}" for name, words in said.items() if words),
        f"STATUS:{event.status}",
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
