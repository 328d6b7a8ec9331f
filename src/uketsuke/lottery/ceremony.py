"""抽選会: parties are judged, the list is frozen, the draw is made in public and settled.

Each step is one transaction and is found again after a crash: a list once frozen stays frozen, a
public value once stored decides. Before ``settle`` nobody has won anything, so that a draw that
went wrong can be made again by two persons, with both records public.
"""

import unicodedata
from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from uketsuke.audit.actions import record
from uketsuke.kernel.actors import Actor
from uketsuke.kernel.refusals import Refusal
from uketsuke.lottery import draw as drawing
from uketsuke.lottery import queries
from uketsuke.lottery.entering import Cell
from uketsuke.lottery.models import Draw, Entry, PartyDecision, Round
from uketsuke.lottery.rounds import locked, tell

MOST_LETTERS = 200
NO_WISH_LEFT = "希望された枠がすべて、休止または先の予約のため使えなくなりました。"


@transaction.atomic(durable=True)
def decide_party(
    round_id: int,
    receipts: Collection[str],
    kept: Collection[str],
    reason: str,
    *,
    by: Actor,
    at: datetime,
) -> PartyDecision:
    """名寄せの判断: of the party ``receipts`` these are ``kept``, the others are left out.

    Whose entry is left out is told why. It can be decided anew until the list is frozen. Raises
    Refusal ``lottery.frozen``, ``lottery.no_reason`` or ``lottery.no_party``.
    """
    found = _unfrozen(round_id)
    reason = _reason(reason)
    key, keep = ",".join(sorted(receipts)), set(kept)
    party = next((each for each in queries.judged(found) if each.party.key == key), None)
    if party is None or not keep or not keep <= set(party.party.receipts):
        raise Refusal("lottery.no_party")
    decision, _ = PartyDecision.objects.update_or_create(
        round=found,
        receipts=key,
        defaults={
            "kept": ",".join(sorted(keep)),
            "reason": reason,
            "decided_by": by.name,
            "decided_at": at,
        },
    )
    first = next(entry for entry in party.entries if entry.receipt in keep)
    for entry in party.entries:
        _leave_out(entry, "" if entry.receipt in keep else reason, first, at)
    record(
        "lottery.decide_party", decision, by=by, at=at, why=reason, party=key, kept=decision.kept
    )
    return decision


@transaction.atomic(durable=True)
def freeze(round_id: int, *, by: Actor, at: datetime) -> Round:
    """名簿の確定: from here on the database lets nobody change the entries; the digest is public.

    Every entrant is told the digest, before anybody can know the public value. Done twice it has
    one effect. Raises Refusal ``lottery.still_open`` or ``lottery.undecided``.
    """
    found = locked(round_id)
    if found.frozen_at:
        return found
    if at < found.dates.closes_at:
        raise Refusal("lottery.still_open", until=found.dates.closes_at)
    undecided = [each for each in queries.judged(found) if each.decision is None]
    if undecided:
        raise Refusal("lottery.undecided", parties=len(undecided))
    offered = queries.offered(found, at)
    entries = _with_a_wish_left(found, offered, at)
    found.offered = sorted(queries.as_text(cell) for cell in offered)
    found.entries_digest = drawing.entries_digest(
        found.code, found.rules.cap, found.offered, queries.as_drawn(found, entries, offered)
    )
    found.frozen_at = at
    found.save(update_fields=["offered", "entries_digest", "frozen_at"])
    for entry in entries:
        tell("lottery.frozen", entry, at, digest=found.entries_digest, commitment=found.commitment)
    record("lottery.freeze", found, by=by, at=at, digest=found.entries_digest, entries=len(entries))
    return found


@transaction.atomic(durable=True)
def draw(round_id: int, public_value: str, *, by: Actor, at: datetime) -> Draw:
    """抽選する with the value that was drawn in public. The same value again has one effect.

    Raises Refusal ``lottery.not_frozen``, ``lottery.no_public_value`` or ``lottery.drawn``.
    """
    found = locked(round_id)
    value = _public(public_value)
    if made := queries.last_draw(found):
        if made.public_value == value:
            return made
        raise Refusal("lottery.drawn")
    return _draw(found, value, by=by, at=at)


@transaction.atomic(durable=True)
def propose_redraw(round_id: int, reason: str, *, by: Actor, at: datetime) -> Round:
    """再抽選の起案: another person has to make it. Raises Refusal ``lottery.not_drawn``,
    ``lottery.settled`` or ``lottery.no_reason``."""
    found = _unsettled(round_id)
    found.redraw_reason, found.redraw_proposed_by = _reason(reason), by.name
    found.save(update_fields=["redraw_reason", "redraw_proposed_by"])
    record("lottery.propose_redraw", found, by=by, at=at, why=found.redraw_reason)
    return found


@transaction.atomic(durable=True)
def redraw(round_id: int, public_value: str, *, by: Actor, at: datetime) -> Draw:
    """再抽選 by another person than who proposed it; the first record stays public.

    Raises Refusal ``lottery.not_proposed``, ``lottery.same_person`` or as ``draw``.
    """
    found = _unsettled(round_id)
    if not found.redraw_proposed_by:
        raise Refusal("lottery.not_proposed")
    if found.redraw_proposed_by == by.name:
        raise Refusal("lottery.same_person")
    value = _public(public_value)
    made = _draw(found, value, by=by, at=at)
    found.redraw_reason = found.redraw_proposed_by = ""
    found.save(update_fields=["redraw_reason", "redraw_proposed_by"])
    return made


@transaction.atomic(durable=True)
def settle(round_id: int, *, by: Actor, at: datetime) -> Round:
    """結果の確定: from now on the worker gives the winners their cells and tells everybody.

    Done twice it has one effect. Raises Refusal ``lottery.not_drawn``.
    """
    found = locked(round_id)
    if found.settling_at:
        return found
    if queries.last_draw(found) is None:
        raise Refusal("lottery.not_drawn")
    found.settling_at = at
    found.redraw_reason = found.redraw_proposed_by = ""
    found.save(update_fields=["settling_at", "redraw_reason", "redraw_proposed_by"])
    record("lottery.settle", found, by=by, at=at)
    return found


def _draw(found: Round, value: str, *, by: Actor, at: datetime) -> Draw:
    if found.frozen_at is None or found.offered is None:
        raise Refusal("lottery.not_frozen")
    living = queries.living(found).select_related("group")
    entries = queries.as_drawn(found, living, queries.offered(found, at))
    document = drawing.record(
        found.code, found.secret, value, found.rules.cap, found.offered, entries
    )
    made = Draw.objects.create(
        round=found,
        number=found.draws.count() + 1,
        public_value=value,
        record=drawing.as_text(document),
        reason=found.redraw_reason,
        drawn_at=at,
        drawn_by=by.name,
        proposed_by=found.redraw_proposed_by,
    )
    record("lottery.draw", made, by=by, at=at, why=made.reason, public_value=value)
    return made


def _unfrozen(round_id: int) -> Round:
    found = locked(round_id)
    if found.frozen_at:
        raise Refusal("lottery.frozen")
    return found


def _unsettled(round_id: int) -> Round:
    found = locked(round_id)
    if found.settling_at:
        raise Refusal("lottery.settled")
    if queries.last_draw(found) is None:
        raise Refusal("lottery.not_drawn")
    return found


def _with_a_wish_left(found: Round, offered: Collection[Cell], at: datetime) -> list[Entry]:
    """抽選にかかる申込; whose every wish has become impossible is left out and told."""
    drawn = []
    for entry in queries.living(found).select_related("group", "round"):
        if queries.drawn_wishes(entry, offered):
            drawn.append(entry)
        else:
            _leave_out(entry, NO_WISH_LEFT, entry, at)
    return drawn


def _leave_out(entry: Entry, reason: str, kept: Entry, at: datetime) -> None:
    """Left out with the reason, or (empty) in again; told when it is news."""
    if entry.excluded == reason:
        return
    entry.excluded = reason
    entry.merged_into = kept if reason and kept != entry else None
    entry.save(update_fields=["excluded", "merged_into"])
    if reason:
        tell("lottery.excluded", entry, at, reason=reason)
    else:
        tell("lottery.readmitted", entry, at)


def _reason(text: str) -> str:
    if not text.strip():
        raise Refusal("lottery.no_reason")
    return text.strip()


def _public(text: str) -> str:
    """The public value as it goes into the draw: half-width, single spaces. It may not be empty."""
    value = " ".join(unicodedata.normalize("NFKC", text).split())
    if not value or len(value) > MOST_LETTERS or not value.isprintable():
        raise Refusal("lottery.no_public_value")
    return value
