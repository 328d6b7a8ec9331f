"""保存した条件: a group keeps what it looks for, and is told by mail when such a cell falls free.

A look compares what is free with what was free at the last look. It tells at most once in the
hours of the rules; what falls free meanwhile is told together, if it is still free.
"""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from uketsuke.audit.actions import record
from uketsuke.bookings import availability, steps
from uketsuke.bookings.availability import Wish
from uketsuke.bookings.reception import UseDay
from uketsuke.groups.models import Group
from uketsuke.halls.queries import atlas
from uketsuke.kernel import clock, rows
from uketsuke.kernel.actors import Actor
from uketsuke.kernel.refusals import Refusal
from uketsuke.notices import outbox
from uketsuke.waiting import queries
from uketsuke.waiting.models import Search

MOST_TOLD = 10  # days in one mail; my page shows them all


@transaction.atomic(durable=True)
def keep(group_id: int, wish: Wish, token: UUID, *, by: Actor, at: datetime) -> Search:
    """条件を保存する. ``token`` sent again returns the same. Raises Refusal ``searches.most`` or
    ``searches.past``."""
    group = rows.locked(Group, group_id)
    if made := group.searches.filter(token=token).first():
        return made
    rules, today = queries.rules(clock.day(at)), clock.day(at)
    if wish.last < today:
        raise Refusal("searches.past", last=wish.last)
    if group.searches.filter(ended_at=None).count() >= rules.searches_per_group:
        raise Refusal("searches.most", most=rules.searches_per_group)
    search = Search.objects.create(
        group=group,
        token=token,
        first=wish.first,
        last=wish.last,
        weekdays=",".join(map(str, sorted(wish.weekdays))),
        slots=",".join(sorted(wish.slots)),
        halls=",".join(sorted(wish.halls)),
        seats=wish.seats,
        made_at=at,
        ends_on=min(wish.last, today + timedelta(days=rules.search_days)),
        known=_free(wish, group, at),
        tells_at=at,
    )
    record("search.keep", search, by=by, at=at)
    return search


@transaction.atomic(durable=True)
def drop(search_id: int, *, by: Actor, at: datetime) -> Search:
    """条件を消す. Sent again it has one effect."""
    search = Search.objects.select_for_update().get(pk=search_id)
    if search.ended_at is None:
        search.ended_at = at
        search.save(update_fields=["ended_at"])
        record("search.drop", search, by=by, at=at)
    return search


@transaction.atomic(durable=True)
def look(search_id: int, *, by: Actor, at: datetime) -> int:
    """見に行く: what fell free since the last look is told. Returns how many cells were told.

    After its last day it ends by itself.
    """
    search = (
        Search.objects.select_related("group").select_for_update(of=("self",)).get(pk=search_id)
    )
    if search.ended_at or at < search.tells_at:
        return 0
    if clock.day(at) > search.ends_on:
        search.ended_at = at
        search.save(update_fields=["ended_at"])
        record("search.end", search, by=by, at=at)
        return 0
    free = _free(wish_of(search), search.group, at)
    fresh = sorted(set(free) - set(search.known))
    search.known = free
    if fresh:
        search.found = fresh
        hours = queries.rules(clock.day(at)).alert_hours
        search.tells_at = at + timedelta(hours=hours)
        _tell(search, fresh, at)
        record("search.tell", search, by=by, at=at, cells=len(fresh))
    search.save(update_fields=["known", "found", "tells_at"])
    return len(fresh)


def to_look_at(at: datetime) -> list[int]:
    """見に行く条件: those that may be told about now."""
    found = Search.objects.filter(ended_at=None, tells_at__lte=at).order_by("tells_at", "pk")
    return list(found.values_list("pk", flat=True))


def wish_of(search: Search) -> Wish:
    """空きの条件 as it was kept."""
    return Wish(
        search.first,
        search.last,
        frozenset(int(day) for day in search.weekdays.split(",") if day),
        frozenset(filter(None, search.slots.split(","))),
        frozenset(filter(None, search.halls.split(","))),
        search.seats,
    )


def uses_of(cells: list[str]) -> list[UseDay]:
    """The use days of ``room|date|slot`` texts, by date."""
    slots: dict[tuple[date, str], list[str]] = {}
    for cell in cells:
        room, day, slot = cell.split("|")
        slots.setdefault((date.fromisoformat(day), room), []).append(slot)
    return [
        UseDay(room, day, atlas().room(room).in_order(set(codes)))
        for (day, room), codes in sorted(slots.items())
    ]


def _free(wish: Wish, group: Group, at: datetime) -> list[str]:
    """What the group could book now, as ``room|date|slot``."""
    today = clock.day(at)
    if wish.last < today:
        return []
    coming = Wish(
        max(wish.first, today), wish.last, wish.weekdays, wish.slots, wish.halls, wish.seats
    )
    return sorted(
        f"{each.use.room}|{each.use.date.isoformat()}|{slot}"
        for each in availability.free(coming, group, at)
        for slot in each.use.slots
    )


def _tell(search: Search, fresh: list[str], at: datetime) -> None:
    """By mail only: who has none finds it on her page."""
    if not outbox.mail_of(search.group):
        return
    uses = uses_of(fresh)
    days = [steps.use_as_told(use) for use in uses[:MOST_TOLD]]
    more = max(len(uses) - MOST_TOLD, 0)
    outbox.post("search.found", to=search.group, at=at, days=days, more=more)
