"""打合せの枠を決める: when a hall offers meetings, and which rooms need one. The manager's."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import transaction

from uketsuke.audit.actions import record
from uketsuke.halls.models import Hall, Room
from uketsuke.kernel import clock, revision
from uketsuke.kernel.actors import Actor, Who
from uketsuke.kernel.refusals import Refusal
from uketsuke.meetings.models import MeetingRule, Offer
from uketsuke.meetings.queries import facts


@dataclass(frozen=True, slots=True)
class Hours:
    """打合せの枠の内容."""

    since: date
    weekday: int
    starts: time
    ends: time
    minutes: int
    places: int
    first_days: int
    last_days: int


@dataclass(frozen=True, slots=True)
class Need:
    """打合せの要否の内容."""

    since: date
    needed: bool
    due_days: int
    notice_days: int
    remind_days: int


@transaction.atomic(durable=True)
def offer(hall: str, what: Hours, *, by: Actor, at: datetime) -> Offer:
    """枠を加える. Sent again it has one effect.

    Raises Refusal ``meetings.past``, ``meetings.span``, ``meetings.days`` or
    ``meetings.overlaps``.
    """
    _refuse_others(hall, by)
    if what.since < clock.day(at):
        raise Refusal("meetings.past")
    if _minutes(what.starts, what.ends) < what.minutes or not what.minutes:
        raise Refusal("meetings.span")
    if what.first_days < what.last_days:
        raise Refusal("meetings.days")
    of = Hall.objects.select_for_update().get(code=hall)
    made = Offer(
        hall=of,
        in_force_from=what.since,
        weekday=what.weekday,
        starts=what.starts,
        ends=what.ends,
        minutes=what.minutes,
        places=what.places,
        first_days=what.first_days,
        last_days=what.last_days,
    )
    for other in of.meeting_offers.all():
        if _same(other, made):
            return other
        if facts(other).overlaps(facts(made)):
            raise Refusal("meetings.overlaps")
    made.save()
    revision.changed()
    record("meeting.offer", made, by=by, at=at, hall=hall, weekday=what.weekday)
    return made


@transaction.atomic(durable=True)
def withdraw(offer_id: int, *, by: Actor, at: datetime) -> Offer:
    """枠をやめる from tomorrow on; appointments that were made stand. Sent again: one effect."""
    found = Offer.objects.select_for_update(of=("self",)).select_related("hall").get(pk=offer_id)
    _refuse_others(found.hall.code, by)
    today = clock.day(at)
    last = today if found.in_force_from <= today else found.in_force_from - timedelta(days=1)
    if found.in_force_until is None or found.in_force_until > last:
        found.in_force_until = last
        found.save(update_fields=["in_force_until"])
        revision.changed()
        record("meeting.withdraw_offer", found, by=by, at=at)
    return found


@transaction.atomic(durable=True)
def need(room_id: int, what: Need, *, by: Actor, at: datetime) -> MeetingRule:
    """要否を決める of a room, for uses from that day on. Raises Refusal ``meetings.past``."""
    room = Room.objects.select_related("hall").get(pk=room_id)
    _refuse_others(room.hall.code, by)
    if what.since < clock.day(at):
        raise Refusal("meetings.past")
    made, _new = MeetingRule.objects.update_or_create(
        room=room,
        in_force_from=what.since,
        defaults={
            "needed": what.needed,
            "due_days": what.due_days,
            "notice_days": what.notice_days,
            "remind_days": what.remind_days,
        },
    )
    revision.changed()
    record("meeting.need", made, by=by, at=at, room=room.key, needed=what.needed)
    return made


def _same(one: Offer, other: Offer) -> bool:
    names = ("in_force_from", "in_force_until", "weekday", "starts", "ends", "minutes")
    more = ("places", "first_days", "last_days")
    return all(getattr(one, name) == getattr(other, name) for name in names + more)


def _minutes(starts: time, ends: time) -> int:
    return (ends.hour - starts.hour) * 60 + ends.minute - starts.minute


def _refuse_others(hall: str, by: Actor) -> None:
    if by.who != Who.MANAGER:
        raise Refusal("meetings.not_manager")
    if by.hall not in ("", hall):
        raise Refusal("meetings.other_hall")
