"""打合せを読む."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db.models import Count, F, Q, QuerySet

from uketsuke.bookings.models import Booking
from uketsuke.bookings.states import CHANGEABLE, State
from uketsuke.halls.queries import atlas
from uketsuke.kernel import clock, revision
from uketsuke.kernel.versions import begun
from uketsuke.meetings.appointments import OfferFacts, Opening, Start, openings
from uketsuke.meetings.models import Meeting, MeetingRule, MeetingState, Offer, Sheet


@revision.kept
def offers() -> tuple[OfferFacts, ...]:
    """打合せの枠 of all halls, kept until they change."""
    return tuple(facts(each) for each in Offer.objects.select_related("hall"))


@revision.kept
def _rules() -> dict[int, list[tuple[date, MeetingRule]]]:
    found: dict[int, list[tuple[date, MeetingRule]]] = {}
    for rule in MeetingRule.objects.all():
        found.setdefault(rule.room_id, []).append((rule.in_force_from, rule))
    return found


def rule(room_id: int, on: date) -> MeetingRule | None:
    """打合せの要否 of the room on that day; None where it needs no meeting."""
    found = begun(_rules().get(room_id, ()), on)
    return found if found and found.needed else None


def facts(offer: Offer) -> OfferFacts:
    """The offer as a value."""
    return OfferFacts(
        id=offer.pk,
        hall=offer.hall.code,
        since=offer.in_force_from,
        until=offer.in_force_until,
        weekday=offer.weekday,
        starts=offer.starts,
        ends=offer.ends,
        minutes=offer.minutes,
        places=offer.places,
        first_days=offer.first_days,
        last_days=offer.last_days,
    )


def openings_for(booking: Booking, at: datetime, *, is_staff: bool) -> list[Opening]:
    """打合せできる時刻 for that booking, those that are full too. One query.

    Staff may write down one of today that is still to come; a group some days ahead.
    """
    found = rule(booking.room_id, booking.date)
    if found is None:
        return []
    hall, today = booking.room.hall.code, clock.day(at)
    first = today + timedelta(days=0 if is_staff else found.notice_days)
    known = [each for each in offers() if each.hall == hall]
    days = [first + timedelta(days=n) for n in range(max((booking.date - first).days, 0))]
    closed = [day for day in days if atlas().closed(hall, day)]
    taken = _taken(booking.room.hall_id, first, booking.date)
    now = at.astimezone(clock.TOKYO)
    return [
        each
        for each in openings(known, booking.date, first, taken, closed)
        if (each.date, each.starts) > (now.date(), now.time())
    ]


def standing(booking: Booking) -> Meeting | None:
    """打合せ of the booking: the one to come, else the last that was held."""
    found = booking.meetings.exclude(state=MeetingState.CANCELLED)
    return found.order_by("-date", "-starts").first()


def sheet_of(booking: Booking) -> Sheet | None:
    """打合せ票 of the booking."""
    return Sheet.objects.filter(booking=booking).first()


def coming(since: date, hall: str = "") -> QuerySet[Meeting]:
    """これからの打合せ from that day on of a hall (empty: all), of bookings that stand."""
    found = Meeting.objects.filter(
        date__gte=since, booking__state__in=CHANGEABLE, state=MeetingState.BOOKED
    )
    if hall:
        found = found.filter(hall__code=hall)
    related = ("hall", "booking__room__hall", "booking__group", "booking__application")
    return found.select_related(*related, "booking__sheet").order_by("date", "starts", "seat")


def of_day(on: date, hall: str = "") -> list[Meeting]:
    """その日の打合せ, those that were held too. One query."""
    found = Meeting.objects.filter(date=on).exclude(state=MeetingState.CANCELLED)
    if hall:
        found = found.filter(hall__code=hall)
    return list(found.select_related("hall", "booking__room", "booking__group"))


def of_group(group_id: int, since: date) -> list[Meeting]:
    """その団体のこれからの打合せ, of bookings that stand. One query."""
    return list(coming(since).filter(booking__group=group_id))


def first_days(booking: Booking) -> int:
    """How many days before its use a meeting about the booking can be had at the earliest."""
    hall = booking.room.hall.code
    return max((each.first_days for each in offers() if each.hall == hall), default=0)


def without(on: date, hall: str = "") -> QuerySet[Booking]:
    """打合せがまだの予約: approved, in need of a meeting, inside the days in which it can be had;
    the nearest use first."""
    rooms = [room for room in _rules() if rule(room, on)]
    ahead = max((each.first_days for each in offers()), default=0)
    found = Booking.objects.filter(
        state=State.APPROVED,
        room__in=rooms,
        date__range=(on, on + timedelta(days=ahead)),
    ).exclude(meetings__state__in=(MeetingState.BOOKED, MeetingState.HELD))
    if hall:
        found = found.filter(room__hall__code=hall)
    related = ("room__hall", "group", "application")
    return found.select_related(*related).defer("quote").order_by("date", "pk")


def to_remind(on: date) -> list[int]:
    """お知らせの候補: meetings soon, of which nobody was reminded, of bookings that stand."""
    soon = Meeting.objects.filter(
        state=MeetingState.BOOKED,
        reminded_at=None,
        date__gt=on,
        date__lte=on + timedelta(days=31),
        booking__state__in=CHANGEABLE,
    ).select_related("booking")
    return [each.pk for each in soon if _is_soon(each, on)]


def to_end(before: datetime) -> list[int]:
    """もう要らない打合せ: of bookings that ended before that moment, or were moved before it."""
    booked = Meeting.objects.filter(state=MeetingState.BOOKED)
    gone = ~Q(booking__state__in=(*CHANGEABLE, State.USED))
    long_ago = Q(booking__ended_at__lt=before) | Q(booking__ended_at=None)
    ended = booked.filter((gone & long_ago) | Q(date__gt=F("booking__date")))
    return list(ended.order_by("pk").values_list("pk", flat=True))


def _is_soon(meeting: Meeting, on: date) -> bool:
    found = rule(meeting.booking.room_id, meeting.booking.date)
    return found is not None and (meeting.date - on).days <= found.remind_days


def _taken(hall_id: int, first: date, last: date) -> dict[Start, int]:
    rows = Meeting.objects.filter(hall=hall_id, date__range=(first, last))
    living = rows.exclude(state=MeetingState.CANCELLED)
    counted: Sequence[tuple[date, object, int]] = list(
        living.order_by().values_list("date", "starts").annotate(n=Count("pk"))
    )
    return {(day, starts): n for day, starts, n in counted}  # type: ignore[misc]
