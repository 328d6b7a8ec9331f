"""明日の利用予定表: what the office needs on paper on a day when the network is down.

With telephone numbers it is a locked file; without them it is an open page (decision 0036).
"""

import json
from collections.abc import Callable
from datetime import date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.db import transaction

from uketsuke.audit.actions import record
from uketsuke.bookings import daybook
from uketsuke.day import folder as files
from uketsuke.day import queries
from uketsuke.day.models import Note, Sheet, SheetKey
from uketsuke.day.queries import Row
from uketsuke.groups.models import Person, PersonRole
from uketsuke.halls.facts import RoomFacts
from uketsuke.halls.models import Hall
from uketsuke.halls.queries import atlas
from uketsuke.kernel import clock
from uketsuke.kernel.actors import Actor
from uketsuke.kernel.numbers import readable_password
from uketsuke.kernel.pdfs import locked
from uketsuke.meetings.queries import of_day as meetings_of

Draw = Callable[[dict[str, Any]], bytes]


def content(hall: str, on: date, at: datetime, *, phones: bool) -> dict[str, Any]:
    """予定表の中身: the bookings of a hall's day, what else is on, and what is free after it.

    ``phones``: with whom to call, by which number.
    """
    rows = queries.of_day(hall, on, at)
    contacts = _contacts(rows) if phones else {}
    days = queries.rules(on).sheet_free_days
    rooms = atlas().halls[hall].rooms
    book = daybook.read(rooms, on, on + timedelta(days=days), at)
    return {
        "hall": atlas().halls[hall],
        "date": on,
        "at": at,
        "phones": phones,
        "closed": atlas().closed(hall, on),
        "rows": [(row, contacts.get(row.booking.group_id)) for row in rows],
        "blocks": [
            (room, _labels(room, item.slots), item.title)
            for room in rooms
            for item in book[room.key, on]
            if item.block
        ],
        "meetings": meetings_of(on, hall),
        "notes": Note.objects.filter(hall__code=hall, done_at=None).order_by("date", "pk"),
        "free": [
            (on + timedelta(days=n), _free(rooms, book, on + timedelta(days=n)))
            for n in range(1, days + 1)
        ],
    }


def wanted(at: datetime) -> list[tuple[str, date]]:
    """作る予定表: from the hour of the evening on, tomorrow's of every hall."""
    local, today = at.astimezone(clock.TOKYO), clock.day(at)
    if local.time() < queries.rules(today).sheet_from:
        return []
    return [(hall, today + timedelta(days=1)) for hall in atlas().halls]


def make(folder: Path, hall: str, on: date, draw: Draw, *, by: Actor, at: datetime) -> bool:
    """予定表をフォルダーに置く, locked, where none stands or something has changed since.

    Returns whether it was made. It is written down after the file is there: whoever is killed in
    between makes it once more, and nobody ever finds half of one.
    """
    inside = content(hall, on, at, phones=True)
    stamp, password = _stamp(inside), key(hall, by=by, at=at)
    target = files.name(hall, on)
    known = Sheet.objects.filter(hall__code=hall, date=on, stamp=_locked(stamp, password))
    if known.exists() and (folder / target).exists():
        return False
    files.write(folder, target, locked(draw(inside), password))
    _made(hall, on, _locked(stamp, password), by=by, at=at)
    return True


def clear(folder: Path, at: datetime) -> list[str]:
    """古い予定表を消す, some days after their day."""
    today = clock.day(at)
    return files.clear(folder, today - timedelta(days=queries.rules(today).sheet_kept_days), at)


@transaction.atomic(durable=True)
def key(hall: str, *, by: Actor, at: datetime, renew: bool = False) -> str:
    """予定表のパスワード of a hall; made where there is none, and anew with ``renew``."""
    of = Hall.objects.select_for_update().get(code=hall)
    found = SheetKey.objects.filter(hall=of).first() or SheetKey(hall=of)
    if found.pk is None or renew:
        found.password, found.made_at, found.made_by = readable_password(), at, by.name
        found.save()
        record("day.sheet_key", found, by=by, at=at)
    return str(found.password)


@transaction.atomic(durable=True)
def _made(hall: str, on: date, stamp: str, *, by: Actor, at: datetime) -> None:
    found, _ = Sheet.objects.update_or_create(
        hall=Hall.objects.get(code=hall), date=on, defaults={"stamp": stamp, "made_at": at}
    )
    record("day.sheet", found, by=by, at=at)


def _contacts(rows: list[Row]) -> dict[int, Person]:
    groups = {row.booking.group_id for row in rows}
    people = Person.objects.filter(group__in=groups, role=PersonRole.CONTACT)
    return {person.group_id: person for person in people}


def _free(
    rooms: tuple[RoomFacts, ...], book: daybook.Daybook, on: date
) -> list[tuple[RoomFacts, str]]:
    """空き of a day by room; the rooms that have none are left out."""
    found = []
    for room in rooms:
        slots = [code for item in book[room.key, on] if _is_empty(item) for code in item.slots]
        if slots:
            found.append((room, _labels(room, tuple(slots))))
    return found


def _is_empty(item: daybook.Item) -> bool:
    """Nobody has it and the hall is open: at the counter it may be too late to book it."""
    return not item.is_taken and item.state not in ("closed", "past")


def _labels(room: RoomFacts, slots: tuple[str, ...]) -> str:
    return "・".join(room.slot(code).label for code in slots)


def _stamp(inside: dict[str, Any]) -> str:
    """What is written on it: changed, the sheet is made anew."""
    rows = [
        (
            row.booking.number,
            row.booking.state,
            row.booking.slots,
            row.booking.application.title,
            row.owed,
            [(note.text, bool(note.done_at)) for note in row.notes],
            [(line.item.name, line.number, line.state) for line in row.things],
            (contact.name, contact.phone_mobile, contact.phone_home) if contact else (),
        )
        for row, contact in inside["rows"]
    ]
    rest = (
        [(room.key, labels, title) for room, labels, title in inside["blocks"]],
        [note.text for note in inside["notes"]],
        [(str(each.starts), each.booking.number, each.state) for each in inside["meetings"]],
        [
            (day.isoformat(), [(room.key, labels) for room, labels in free])
            for day, free in inside["free"]
        ],
    )
    return json.dumps((rows, rest), ensure_ascii=False)


def _locked(stamp: str, password: str) -> str:
    """Keyed by the password, so that nothing can be guessed from it; a new one makes it anew."""
    return sha256(f"{password}|{stamp}".encode()).hexdigest()
