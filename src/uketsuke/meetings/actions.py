"""打合せを約束する・移す・やめる・済ませる, and the sheet that is written at it."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime, time

from django.db import transaction

from uketsuke.audit.actions import record
from uketsuke.bookings import steps
from uketsuke.bookings.models import Booking
from uketsuke.bookings.states import CHANGEABLE, State
from uketsuke.halls.queries import atlas
from uketsuke.kernel import clock, rows
from uketsuke.kernel.actors import Actor
from uketsuke.kernel.again import again
from uketsuke.kernel.refusals import Refusal, refuse_if
from uketsuke.meetings import queries, timetable
from uketsuke.meetings.appointments import Opening
from uketsuke.meetings.models import Meeting, MeetingState, Sheet

WRITABLE = (*CHANGEABLE, State.USED)


@dataclass(frozen=True, slots=True)
class Prepared:
    """利用者の書く分 of the sheet: the hours, her own crew, visitors, fire, sales, notes."""

    move_in: time | None = None
    set_up: time | None = None
    rehearsal: time | None = None
    doors: time | None = None
    begins: time | None = None
    ends: time | None = None
    move_out: time | None = None
    own_crew: int = 0
    visitors: int | None = None
    open_fire: bool = False
    sells: bool = False
    notes: str = ""


@dataclass(frozen=True, slots=True)
class Agreed:
    """館の書く分 of the sheet: technicians, fire plan, notes of the office."""

    stage: int = 0
    sound: int = 0
    lighting: int = 0
    guides: int = 0
    exits_told: bool = False
    office_notes: str = ""


@again
@transaction.atomic(durable=True)
def book(booking_id: int, day: date, starts: time, *, by: Actor, at: datetime) -> Meeting:
    """打合せを約束する; where one stands already it is moved there. The same again has one effect.

    Raises Refusal ``meetings.*``; then the one that stood still stands.
    """
    booking = steps.locked(booking_id)
    refuse_if(objections(booking))
    old = booking.meetings.filter(state=MeetingState.BOOKED).first()
    if old and (old.date, old.starts) == (day, starts):
        return old
    opening = _opening(booking, day, starts, by, at)
    if old:
        _end(old, by, at)
    made = _seated(booking, opening, by, at)
    if made is None:  # an appointment of a booking that ended is no obstacle
        _sweep(booking.room.hall_id, opening, by, at)
        made = _seated(booking, opening, by, at)
    if made is None:
        raise Refusal("meetings.taken", when=_moment(opening.date, opening.starts))
    when = _moment(day, starts).isoformat()
    if old:
        steps.tell("meeting.moved", booking, at, when=when, minutes=opening.minutes)
        record("meeting.move", booking, by=by, at=at, when=when)
    else:
        steps.tell("meeting.booked", booking, at, when=when, minutes=opening.minutes)
        record("meeting.book", booking, by=by, at=at, when=when)
    return made


@transaction.atomic(durable=True)
def cancel(meeting_id: int, *, by: Actor, at: datetime) -> Meeting:
    """打合せを取りやめる: its place is free at once, the group is told. Sent again: one effect.

    Raises Refusal ``meetings.held``.
    """
    meeting, booking = _locked(meeting_id)
    if meeting.state == MeetingState.HELD:
        raise Refusal("meetings.held")
    if meeting.state == MeetingState.BOOKED:
        _end(meeting, by, at)
        when = _moment(meeting.date, meeting.starts).isoformat()
        steps.tell("meeting.cancelled", booking, at, when=when)
        record("meeting.cancel", booking, by=by, at=at, when=when)
    return meeting


@transaction.atomic(durable=True)
def hold(meeting_id: int, *, by: Actor, at: datetime) -> Meeting:
    """打合せ済みにする, from its day on. Sent again it has one effect.

    Raises Refusal ``meetings.not_yet`` or ``meetings.gone``.
    """
    meeting, booking = _locked(meeting_id)
    if meeting.state == MeetingState.HELD:
        return meeting
    if meeting.state == MeetingState.CANCELLED:
        raise Refusal("meetings.gone")
    if clock.day(at) < meeting.date:
        raise Refusal("meetings.not_yet", date=meeting.date)
    meeting.state, meeting.ended_at, meeting.ended_by = MeetingState.HELD, at, by.name
    meeting.save()
    record("meeting.hold", booking, by=by, at=at)
    return meeting


@transaction.atomic(durable=True)
def end(meeting_id: int, *, by: Actor, at: datetime) -> bool:
    """要らなくなった打合せを片付ける: the booking ended, or was moved to a day before it (then the
    group is told). Returns whether there was one."""
    meeting, booking = _locked(meeting_id)
    too_late = meeting.date > booking.date
    if meeting.state != MeetingState.BOOKED or (booking.state in WRITABLE and not too_late):
        return False
    _end(meeting, by, at)
    if booking.state in CHANGEABLE:
        when = _moment(meeting.date, meeting.starts).isoformat()
        steps.tell("meeting.cancelled", booking, at, when=when)
    record("meeting.end", booking, by=by, at=at)
    return True


@transaction.atomic(durable=True)
def remind(meeting_id: int, *, by: Actor, at: datetime) -> bool:
    """打合せを知らせる, once. Returns whether it was told."""
    meeting, booking = _locked(meeting_id)
    stands = meeting.state == MeetingState.BOOKED and booking.state in CHANGEABLE
    if not stands or meeting.reminded_at or meeting.date <= clock.day(at):
        return False
    meeting.reminded_at = at
    meeting.save(update_fields=["reminded_at"])
    when = _moment(meeting.date, meeting.starts).isoformat()
    steps.tell("meeting.reminder", booking, at, when=when, minutes=meeting.minutes)
    record("meeting.remind", booking, by=by, at=at, when=when)
    return True


@transaction.atomic(durable=True)
def write(
    booking_id: int,
    prepared: Prepared,
    agreed: Agreed | None,
    seen: int,
    *,
    by: Actor,
    at: datetime,
) -> Sheet:
    """打合せ票を書く: a group its own part, as long as staff have not agreed; staff all of it.

    ``seen`` is the revision she had before her. Raises Refusal ``meetings.changed``,
    ``meetings.agreed``, ``meetings.order`` or ``meetings.hours``.
    """
    booking = steps.locked(booking_id)
    refuse_if(_not_to_write(booking, by))
    spans = atlas().room(booking.room.key).hours(booking.slot_codes)
    refuse_if(timetable.objections(asdict(prepared), spans))
    sheet = Sheet.objects.filter(booking=booking).first() or Sheet(booking=booking)
    values = asdict(prepared) | (asdict(agreed) if agreed and by.is_staff else {})
    if sheet.revision != seen:
        if all(getattr(sheet, name) == value for name, value in values.items()):
            return sheet  # sent twice
        raise Refusal("meetings.changed")
    if sheet.agreed_at and not by.is_staff:
        raise Refusal("meetings.agreed")
    for name, value in values.items():
        setattr(sheet, name, value)
    sheet.revision, sheet.changed_at, sheet.changed_by = seen + 1, at, by.name
    if by.is_staff:
        sheet.agreed_at, sheet.agreed_by = at, by.name
    sheet.save()
    record("meeting.write", booking, by=by, at=at, revision=sheet.revision)
    return sheet


def objections(booking: Booking) -> Iterator[Refusal]:
    """打合せできない理由."""
    if booking.state not in CHANGEABLE:
        yield Refusal("meetings.not_standing", old=booking.state)
    elif queries.rule(booking.room_id, booking.date) is None:
        yield Refusal("meetings.not_needed", room=booking.room.key)


def _not_to_write(booking: Booking, by: Actor) -> Iterator[Refusal]:
    allowed = WRITABLE if by.is_staff else CHANGEABLE
    if booking.state not in allowed:
        yield Refusal("meetings.not_standing", old=booking.state)


def _opening(booking: Booking, day: date, starts: time, by: Actor, at: datetime) -> Opening:
    for each in queries.openings_for(booking, at, is_staff=by.is_staff):
        if (each.date, each.starts) == (day, starts):
            return each
    raise Refusal("meetings.not_offered")


def _seated(booking: Booking, opening: Opening, by: Actor, at: datetime) -> Meeting | None:
    """The first free place; the unique key decides who was first."""
    for seat in range(1, opening.places + 1):
        made = Meeting(
            booking=booking,
            hall_id=booking.room.hall_id,
            date=opening.date,
            starts=opening.starts,
            minutes=opening.minutes,
            seat=seat,
            made_at=at,
            made_by=by.name,
        )
        if rows.insert([made], or_none=True):
            return made
    return None


def _sweep(hall_id: int, opening: Opening, by: Actor, at: datetime) -> None:
    there = Meeting.objects.select_for_update(of=("self",)).filter(
        hall=hall_id, date=opening.date, starts=opening.starts, state=MeetingState.BOOKED
    )
    for meeting in there.exclude(booking__state__in=WRITABLE).order_by("pk"):
        _end(meeting, by, at)


def _end(meeting: Meeting, by: Actor, at: datetime) -> None:
    meeting.state, meeting.ended_at, meeting.ended_by = MeetingState.CANCELLED, at, by.name
    meeting.save(update_fields=["state", "ended_at", "ended_by"])


def _locked(meeting_id: int) -> tuple[Meeting, Booking]:
    """The meeting with its booking, locked in everybody's order (group, booking, meeting)."""
    booking = steps.locked(Meeting.objects.values_list("booking_id", flat=True).get(pk=meeting_id))
    return Meeting.objects.select_for_update().get(pk=meeting_id), booking


def _moment(day: date, starts: time) -> datetime:
    return clock.at_time(day, starts)
