"""抽選申込: what a group (or staff for it) does with its entries while the round is open."""

import secrets
from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from uketsuke.audit.actions import record
from uketsuke.bookings import queries as bookings
from uketsuke.bookings import reception
from uketsuke.bookings.reception import Description, UseDay
from uketsuke.groups.models import Group
from uketsuke.halls.queries import atlas
from uketsuke.kernel import clock
from uketsuke.kernel.actors import Actor
from uketsuke.kernel.refusals import Refusal, refuse_if
from uketsuke.lottery import entering, queries
from uketsuke.lottery.models import Entry, Round
from uketsuke.lottery.rounds import locked, moment, tell


@transaction.atomic(durable=True)
def enter(
    group_id: int,
    round_id: int,
    wishes: Sequence[UseDay],
    what: Description,
    token: UUID,
    *,
    by: Actor,
    at: datetime,
) -> Entry:
    """抽選申込: ``wishes`` in the order of preference, the best first.

    ``token`` is the form's; sent again, it returns the entry it made. Raises Refusal
    ``lottery.*`` or ``reception.*``; then nothing is stored.
    """
    group = Group.objects.select_for_update().get(pk=group_id)
    if made := group.entries.filter(token=token).select_related("round").first():
        return made
    found = locked(round_id)
    wishes = [_in_order(wish) for wish in wishes]
    refuse_if(objections(found, group, wishes, what, at))
    entry = Entry(
        receipt=_free_receipt(found),
        round=found,
        group=group,
        token=token,
        channel=by.channel,
        received_by=by.name,
        received_at=at,
    )
    _write(entry, wishes, what)
    entry.save()
    tell("lottery.entered", entry, at, channel=by.channel, until=moment(found.dates.closes_at))
    record("lottery.enter", entry, by=by, at=at, round=found.code, wishes=len(wishes))
    return entry


@transaction.atomic(durable=True)
def change(
    entry_id: int, wishes: Sequence[UseDay], what: Description, *, by: Actor, at: datetime
) -> Entry:
    """抽選申込の変更, until closing; the receipt number stays. Sent again it has one effect."""
    entry = _locked(entry_id)
    wishes = [_in_order(wish) for wish in wishes]
    if entry.withdrawn_at:
        raise Refusal("lottery.withdrawn", receipt=entry.receipt)
    refuse_if(objections(entry.round, entry.group, wishes, what, at, but=entry))
    if queries.wishes_of(entry) == wishes and queries.what_of(entry) == what:
        return entry
    _write(entry, wishes, what)
    entry.changed_at = at
    entry.save()
    until = moment(entry.round.dates.closes_at)
    tell("lottery.changed", entry, at, channel=by.channel, until=until)
    record("lottery.change", entry, by=by, at=at, wishes=len(wishes))
    return entry


@transaction.atomic(durable=True)
def withdraw(entry_id: int, *, by: Actor, at: datetime) -> Entry:
    """抽選申込の取下げ, until closing. Sent again it has one effect."""
    entry = _locked(entry_id)
    if entry.withdrawn_at:
        return entry
    refuse_if(entering.of_time(queries.facts(entry.round), at))
    entry.withdrawn_at = at
    entry.save(update_fields=["withdrawn_at"])
    tell("lottery.withdrawn", entry, at, channel=by.channel)
    record("lottery.withdraw", entry, by=by, at=at)
    return entry


def objections(
    found: Round,
    group: Group,
    wishes: Sequence[UseDay],
    what: Description,
    at: datetime,
    but: Entry | None = None,
) -> Iterator[Refusal]:
    """All reasons why the group may not enter so (``but``: the entry that it changes)."""
    today, known = clock.day(at), atlas()
    others = found.entries.filter(group=group, withdrawn_at=None)
    yield from entering.objections(
        wishes,
        [_halls(each) for each in others if but is None or each.pk != but.pk],
        queries.facts(found),
        bookings.standing(group, today),
        queries.offered(found, at),
        known,
        bookings.rules(today).days_per_month,
        at,
    )
    if wishes:
        yield from reception.of_description(wishes, what, known)


def _locked(entry_id: int) -> Entry:
    """The entry, locked in everybody's order (group, round, entry)."""
    entry = Entry.objects.get(pk=entry_id)
    Group.objects.select_for_update().get(pk=entry.group_id)
    found = locked(entry.round_id)
    entry = Entry.objects.select_for_update(of=("self",)).select_related("group").get(pk=entry_id)
    entry.round = found
    return entry


def _write(entry: Entry, wishes: Sequence[UseDay], what: Description) -> None:
    entry.hall = wishes[0].hall
    entry.wishes = [[wish.room, wish.date.isoformat(), list(wish.slots)] for wish in wishes]
    entry.title, entry.purpose, entry.attendance = what.title, what.purpose, what.attendance
    entry.admission, entry.commercial = what.admission, what.commercial
    entry.rehearsal, entry.public = what.rehearsal, what.public


def _in_order(wish: UseDay) -> UseDay:
    """The slots in the order of the day, each once."""
    return UseDay(wish.room, wish.date, atlas().room(wish.room).in_order(set(wish.slots)))


def _halls(entry: Entry) -> set[str]:
    return {wish.hall for wish in queries.wishes_of(entry)}


def _free_receipt(found: Round) -> str:
    """受付番号: ``R`` with year and month of use and six random digits."""
    while True:
        receipt = f"R{found.dates.use_month:%y%m}{secrets.randbelow(10**6):06}"
        if not Entry.objects.filter(receipt=receipt).exists():
            return receipt
