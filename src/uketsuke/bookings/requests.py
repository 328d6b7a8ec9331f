"""受付開始の申込: whoever asks in the first minutes of first-come has the same chance.

What is asked for meanwhile is written down with a lot of its own, drawn at once and told nobody.
When the minutes are over it is served in the order of the lots, as if all had come together.
"""

import secrets
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from uketsuke.audit.actions import record
from uketsuke.bookings import queries, reception, steps
from uketsuke.bookings.models import Request
from uketsuke.bookings.reception import Description, UseDay
from uketsuke.groups.models import Group
from uketsuke.halls.queries import atlas
from uketsuke.kernel import clock, rows
from uketsuke.kernel.actors import Actor, Who
from uketsuke.kernel.again import again
from uketsuke.kernel.refusals import Refusal, reasons, refuse_if
from uketsuke.notices import outbox

LOT_BITS = 62


@again
@transaction.atomic(durable=True)
def ask(
    group_id: int,
    uses: list[UseDay],
    what: Description,
    token: UUID,
    *,
    by: Actor,
    at: datetime,
) -> Request:
    """申込を受け付ける: to be served by lot when the first minutes are over.

    ``token`` sent again returns the same request. Raises Refusal ``requests.not_now``,
    ``requests.one`` (a group asks once each time), or ``reception.*`` as ``book`` does.
    """
    group = rows.locked(Group, group_id)
    if made := rows.where(Request, group=group_id, token=token):
        return made[0]
    end = queries.window(uses, group, by.channel, at)
    if end is None:
        raise Refusal("requests.not_now")
    rules, standing = queries.rules(clock.day(at)), queries.standing(group, clock.day(at))
    refuse_if(reception.objections(uses, standing, rules, atlas(), by.channel, at, office=by.hall))
    refuse_if(reception.of_description(uses, what, atlas()))
    if group.requests.filter(window_ends=end, withdrawn_at=None).exists():
        raise Refusal("requests.one", until=end)
    request = Request(
        group=group,
        token=token,
        uses=[[use.room, use.date.isoformat(), list(use.slots)] for use in sorted(uses)],
        what=_as_json(what),
        channel=by.channel,
        received_by=by.name,
        office=by.hall,
        received_at=at,
        window_ends=end,
        lot=secrets.randbits(LOT_BITS),
    )
    rows.insert([request])
    outbox.post("booking.asked", to=group, at=at, **_told(request, what))
    record("request.ask", request, by=by, at=at, cells=sum(len(use.slots) for use in uses))
    return request


@transaction.atomic(durable=True)
def withdraw(request_id: int, *, by: Actor, at: datetime) -> Request:
    """取り下げる, before it is served. Sent again it has one effect. Raises ``requests.served``."""
    request = _locked(request_id)
    if request.served_at:
        raise Refusal("requests.served")
    if request.withdrawn_at is None:
        request.withdrawn_at = at
        request.save(update_fields=["withdrawn_at"])
        record("request.withdraw", request, by=by, at=at)
    return request


@again
@transaction.atomic(durable=True)
def serve(request_id: int, *, by: Actor, at: datetime) -> bool:
    """順番に受け付ける: the booking is made, or the group is told why not. Done once.

    Returns False while it is not its turn: before the minutes are over, or while an earlier lot
    of the same minutes waits.
    """
    request = _locked(request_id)
    if request.served_at or request.withdrawn_at:
        return True
    waiting = Request.objects.filter(
        window_ends=request.window_ends, served_at=None, withdrawn_at=None
    )
    if at < request.window_ends or waiting.filter(lot__lt=request.lot).exists():
        return False
    who = Actor(
        Who.GROUP if request.channel == reception.WEB else Who.COUNTER,
        request.received_by,
        "",
        request.office,
    )
    what = Description(**request.what)
    try:
        with transaction.atomic():  # refused, the request itself is still answered
            request.application = steps.book(
                request.group, uses_of(request), what, request.token, who, at
            )
    except Refusal as refusal:
        request.refused = [reason.code for reason in reasons(refusal)]
        taken = "cells.taken" in request.refused
        outbox.post(
            "booking.not_served", to=request.group, at=at, taken=taken, **_told(request, what)
        )
        record("request.serve", request, by=by, at=at, refused=request.refused)
    request.served_at = at
    request.save(update_fields=["application", "refused", "served_at"])
    return True


def to_serve(at: datetime) -> list[int]:
    """順番を待つ申込 whose minutes are over, in the order of their lots."""
    due = Request.objects.filter(served_at=None, withdrawn_at=None, window_ends__lte=at)
    return list(due.order_by("window_ends", "lot").values_list("pk", flat=True))


def uses_of(request: Request) -> list[UseDay]:
    """The use days that are asked for."""
    return [
        UseDay(room, datetime.fromisoformat(day).date(), tuple(slots))
        for room, day, slots in request.uses
    ]


def _locked(request_id: int) -> Request:
    """The request, locked in everybody's order (group, request)."""
    for request in rows.where(Request, id=request_id):
        group = rows.locked(Group, request.group_id)
        request = rows.locked(Request, request_id)  # noqa: PLW2901 - as it stands now
        request.group = group
        return request
    raise Request.DoesNotExist


def _as_json(what: Description) -> dict[str, Any]:
    return {
        "title": what.title,
        "purpose": what.purpose,
        "attendance": what.attendance,
        "admission": what.admission,
        "commercial": what.commercial,
        "rehearsal": what.rehearsal,
        "public": what.public,
    }


def _told(request: Request, what: Description) -> dict[str, Any]:
    """What the group is told: the uses in words, and until when requests are collected."""
    return {
        "title": what.title,
        "days": [steps.use_as_told(use) for use in uses_of(request)],
        "until": request.window_ends.isoformat(),
    }
