"""申込の途中: cells held for ten minutes while a person types."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from uketsuke.audit.actions import record
from uketsuke.bookings import holds, queries, reception
from uketsuke.bookings.models import Draft
from uketsuke.bookings.reception import UseDay
from uketsuke.groups.models import Group
from uketsuke.halls.queries import atlas
from uketsuke.kernel import clock, rows
from uketsuke.kernel.actors import Actor
from uketsuke.kernel.again import again
from uketsuke.kernel.refusals import Refusal, refuse_if

KEPT_DAYS = 2
_EXTENDED = ("expires_at", "extended")


@again
@transaction.atomic(durable=True)
def hold(group_id: int, uses: list[UseDay], token: UUID, *, by: Actor, at: datetime) -> Draft:
    """枠を確保して申込を始める: all cells of ``uses`` are the group's for ten minutes.

    ``token`` sent again returns the same draft; with another choice (an old page was sent) it
    makes one under a token of its own. An older draft of the group gives its cells back first,
    so that nobody sits on more than one choice. In the first minutes of first-come nothing is
    held: to hold would be the race that the lot avoids. Raises Refusal ``reception.*`` or
    ``cells.taken``.
    """
    group = rows.locked(Group, group_id)
    mine, wanted = rows.where(Draft, group=group_id), sorted(uses)
    if made := next((d for d in mine if d.token == token and uses_of(d) == wanted), None):
        return made
    rules = queries.rules(clock.day(at))
    standing = queries.standing(group, clock.day(at))
    refuse_if(reception.objections(uses, standing, rules, atlas(), by.channel, at, office=by.hall))
    _put_aside(mine, at)
    draft = Draft(
        token=token,
        group=group,
        uses=[[use.room, use.date.isoformat(), list(use.slots)] for use in wanted],
        created_at=at,
        expires_at=at + timedelta(minutes=rules.hold_minutes),
    )
    while not rows.insert([draft], or_none=True):  # it stands for another choice already
        draft.token = uuid4()
    if queries.window(uses, group, by.channel, at) is None:
        holds.take([(draft, use) for use in uses], at)
    record("draft.hold", draft, by=by, at=at, cells=sum(len(use.slots) for use in uses))
    return draft


@again
@transaction.atomic(durable=True)
def keep(draft_id: int, typed: dict[str, Any], *, by: Actor, at: datetime) -> Draft:
    """書きかけを保存し、確保を延ばす: what was typed is kept even where the cells are gone.

    Working on extends the hold (``draft.expires_at``); a hold that has run out is taken again
    where the cells are still free. Whoever needs the cells looks at ``is_held``.
    """
    draft = _locked(draft_id)
    draft.typed = typed
    held = _extend(draft, by.channel, at)
    _save(draft, "typed", *_EXTENDED)
    record("draft.keep", draft, by=by, at=at, held=held)
    return draft


@again
@transaction.atomic(durable=True)
def extend(draft_id: int, *, by: Actor, at: datetime) -> Draft:
    """確保の延長. Raises Refusal ``drafts.no_more`` or ``cells.taken``."""
    draft = _locked(draft_id)
    if not may_extend(draft, at):
        raise Refusal("drafts.no_more", expires_at=draft.expires_at)
    if not _extend(draft, by.channel, at):
        raise Refusal("cells.taken", uses=holds.taken_of(uses_of(draft), at))
    _save(draft, *_EXTENDED)
    record("draft.extend", draft, by=by, at=at)
    return draft


@again
@transaction.atomic(durable=True)
def drop(draft_id: int, *, by: Actor, at: datetime) -> None:
    """申込をやめる: the cells are free again at once."""
    draft = _locked(draft_id)
    holds.release(draft)
    record("draft.drop", draft, by=by, at=at)
    draft.delete()


def uses_of(draft: Draft) -> list[UseDay]:
    """The use days of the draft."""
    return [
        UseDay(room, datetime.fromisoformat(day).date(), tuple(slots))
        for room, day, slots in draft.uses
    ]


def may_extend(draft: Draft, at: datetime) -> bool:
    """延ばせるか: not without end, so that nobody sits on a cell."""
    return draft.extended < queries.rules(clock.day(at)).hold_extensions


def is_held(draft: Draft, at: datetime) -> bool:
    """Whether all its cells are the draft's now."""
    cells = sum(len(use.slots) * len(atlas().room(use.room).spaces) for use in uses_of(draft))
    return draft.expires_at > at and holds.living_of(draft, at) == cells


def _locked(draft_id: int) -> Draft:
    """The draft, locked in everybody's order (group, draft, cells)."""
    for draft in rows.where(Draft, id=draft_id):
        group = rows.locked(Group, draft.group_id)
        draft = rows.locked(Draft, draft_id)  # noqa: PLW2901 - as it stands now
        draft.group = group
        return draft
    raise Draft.DoesNotExist


def _give_back(group: Group) -> None:
    """Nobody sits on more than one choice: the cells of all drafts of the group are free."""
    for other in group.drafts.all():
        holds.release(other)


def _put_aside(drafts: Sequence[Draft], at: datetime) -> None:
    """What a group chose before holds nothing any more; what is old is forgotten."""
    for draft in drafts:
        holds.release(draft)
    if old := [d.pk for d in drafts if d.created_at < at - timedelta(days=KEPT_DAYS)]:
        Draft.objects.filter(pk__in=old).delete()


def _extend(draft: Draft, channel: str, at: datetime) -> bool:
    """Ten minutes from now, within bounds; the cells are taken anew if they had run out. In the
    first minutes of first-come nothing is held."""
    if not may_extend(draft, at):
        return is_held(draft, at)
    if queries.window(uses_of(draft), draft.group, channel, at):
        return False
    until = at + timedelta(minutes=queries.rules(clock.day(at)).hold_minutes)
    if not holds.extend(draft, until, at) and not _take_again(draft, until, at):
        return False
    draft.expires_at = until
    draft.extended += 1
    return True


def _save(draft: Draft, *names: str) -> None:
    rows.update(Draft, {name: getattr(draft, name) for name in names}, id=draft.pk)


def _take_again(draft: Draft, until: datetime, at: datetime) -> bool:
    """Whether the cells of the draft could be taken anew, instead of any other choice."""
    before, draft.expires_at = draft.expires_at, until
    try:
        with transaction.atomic():  # refused, the group keeps what else it holds
            _give_back(draft.group)
            holds.take([(draft, use) for use in uses_of(draft)], at)
    except Refusal:
        draft.expires_at = before
        return False
    return True
