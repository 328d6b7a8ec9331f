"""予約: what a group does with its bookings. One function, one thing, one transaction."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from uketsuke.audit.actions import record
from uketsuke.bookings import holds, queries, reception, returns, states, steps
from uketsuke.bookings.models import Application, Booking
from uketsuke.bookings.reception import Description, UseDay
from uketsuke.bookings.states import State
from uketsuke.groups.models import Group
from uketsuke.halls.queries import atlas
from uketsuke.kernel import clock, rows
from uketsuke.kernel.actors import Actor, Who
from uketsuke.kernel.again import again
from uketsuke.kernel.refusals import Refusal, refuse_if
from uketsuke.kernel.text import search_key
from uketsuke.notices import outbox
from uketsuke.outages import queries as outages


@again
@transaction.atomic(durable=True)
def book(
    group_id: int,
    uses: list[UseDay],
    what: Description,
    token: UUID,
    *,
    by: Actor,
    at: datetime,
    things: Mapping[str, int] | None = None,
) -> Application:
    """利用申請: take all cells of ``uses`` and make a tentative booking of each day.

    ``things`` (附帯設備・楽屋 by code) are asked for with each day.

    Cells the group held while typing become the booking's. ``token`` is the form's; sent again,
    it returns what it made. Raises Refusal ``reception.*`` or ``cells.taken``; then nothing is
    stored. In the first minutes of first-come it is ``requests.ask`` that takes it.
    """
    group = rows.locked(Group, group_id)  # one group acts one thing at a time
    if made := rows.where(Application, group=group_id, token=token):
        return made[0]
    if end := queries.window(uses, group, by.channel, at):
        raise Refusal("reception.window", until=end)
    return steps.book(group, uses, what, token, by, at, things)


@transaction.atomic(durable=True)
def change(
    application_id: int, title: str, attendance: int, *, by: Actor, at: datetime
) -> Application:
    """利用内容の変更: title and attendance, until the last day for it.

    Raises Refusal ``change.too_late``, ``change.nothing_left`` or ``reception.attendance``.
    """
    application = Application.objects.select_related("group").get(pk=application_id)
    Group.objects.select_for_update().get(pk=application.group_id)
    living = list(
        application.bookings.filter(state__in=states.CHANGEABLE).select_related("room__hall")
    )
    if not living:
        raise Refusal("change.nothing_left")
    rules = queries.rules(clock.day(at))
    first = min(booking.date for booking in living)
    if not by.is_staff and (first - outages.counted(at)).days < rules.change_days:
        raise Refusal("change.too_late", date=first, days=rules.change_days)
    what = Description(title, application.purpose, attendance)
    refuse_if(reception.of_description([steps.use_day(b) for b in living], what, atlas()))
    application.title, application.title_key = title, search_key(title)
    application.attendance = attendance
    application.save(update_fields=["title", "title_key", "attendance"])
    told = steps.as_told(application, living)
    numbers = [booking.number for booking in living]
    outbox.post("booking.changed", to=application.group, at=at, bookings=numbers, **told)
    record("booking.change", application, by=by, at=at)
    return application


@transaction.atomic(durable=True)
def announce(application_id: int, public: bool, *, by: Actor, at: datetime) -> Application:
    """催し物案内に載せる・載せない, of all days of the use, at any time. The same again has no
    effect."""
    application = Application.objects.select_for_update().get(pk=application_id)
    if application.public != public:
        application.public = public
        application.save(update_fields=["public"])
        record("booking.announce", application, by=by, at=at, public=public)
    return application


@again
@transaction.atomic(durable=True)
def cancel(
    booking_id: int, *, by: Actor, at: datetime, reason: str = "", by_hall: bool = False
) -> Booking:
    """取消 by the group, or by the hall (``by_hall``: everything paid is returned).

    What was owed and not paid is owed no longer; of what was paid, the part of the refund table
    is due back. Raises Refusal ``states.forbidden``, ``refund.after_use`` or ``cancel.not_staff``.
    """
    if by_hall and not by.is_staff:
        raise Refusal("cancel.not_staff")
    return steps.cancel(steps.locked(booking_id), by=by, at=at, reason=reason, by_hall=by_hall)


@again
@transaction.atomic(durable=True)
def undo_cancel(booking_id: int, *, by: Actor, at: datetime) -> Booking:
    """取消の取りやめ within 30 minutes: the booking stands again as it was.

    Raises Refusal ``undo.*``, ``cells.taken``, ``states.forbidden``, or ``reception.cap`` and
    ``reception.consecutive`` where the group has booked other days instead.
    """
    booking = steps.locked(booking_id)
    if booking.state != State.CANCELLED or booking.ended_at is None:
        raise Refusal("undo.not_cancelled")
    if booking.ended_by_hall and by.who is Who.GROUP:
        raise Refusal("undo.by_hall")
    if at > queries.undo_until(booking.ended_at):
        minutes = queries.rules(clock.day(booking.ended_at)).undo_minutes
        raise Refusal("undo.too_late", minutes=minutes)
    refuse_if(steps.beyond_limits(booking, by, at))
    steps.move(booking, State(booking.ended_from), by, at)
    if booking.account_id:
        steps.reopen(booking, by=by, at=at)
    if not returns.take_back(booking):
        holds.take([(booking, steps.use_day(booking))], at)
    steps.take_along_again(booking, at)
    booking.ended_at, booking.ended_from, booking.ended_by_hall, booking.reason = (
        None,
        "",
        False,
        "",
    )
    booking.save()
    steps.tell("booking.restored", booking, at)
    record("booking.undo_cancel", booking, by=by, at=at)
    return booking
