"""引継ぎ: notes from one shift to the next."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from uketsuke.audit.actions import record
from uketsuke.bookings.models import Booking
from uketsuke.day.models import Note
from uketsuke.halls.models import Hall
from uketsuke.kernel.actors import Actor
from uketsuke.kernel.refusals import Refusal


@transaction.atomic(durable=True)
def write(
    hall: str,
    on: date,
    text: str,
    token: UUID,
    booking: Booking | None = None,
    *,
    by: Actor,
    at: datetime,
) -> Note:
    """引継ぎを書く. ``token`` sent again returns what it made. Raises ``day.another_hall``."""
    if made := Note.objects.filter(token=token).first():
        return made
    _own(hall, by)
    made = Note.objects.create(
        hall=Hall.objects.get(code=hall),
        date=on,
        booking=booking,
        token=token,
        text=text,
        written_at=at,
        written_by=by.name,
    )
    record("day.note", made, by=by, at=at)
    return made


@transaction.atomic(durable=True)
def settle(note_id: int, done: bool, *, by: Actor, at: datetime) -> Note:
    """引継ぎを済みにする, or open again what was not done yet. Sent again it has one effect."""
    note = Note.objects.select_for_update(of=("self",)).select_related("hall").get(pk=note_id)
    _own(note.hall.code, by)
    if bool(note.done_at) == done:
        return note
    note.done_at, note.done_by = (at, by.name) if done else (None, "")
    note.save(update_fields=["done_at", "done_by"])
    record("day.note_settle", note, by=by, at=at, done=done)
    return note


def _own(hall: str, by: Actor) -> None:
    if by.hall and by.hall != hall:
        raise Refusal("day.another_hall", hall=hall)
