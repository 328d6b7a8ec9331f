"""当選: the winners get their cells and everybody is told; what is given back is passed on.

One transaction for each entry, found again by what is still missing: whoever goes on after a
crash does nothing twice and leaves nothing out.
"""

import json
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef

from uketsuke.audit.actions import record
from uketsuke.bookings import holds, returns, steps
from uketsuke.bookings import queries as bookings
from uketsuke.bookings.grants import grant
from uketsuke.bookings.models import Block, BlockState, Booking
from uketsuke.bookings.reception import UseDay
from uketsuke.bookings.states import State
from uketsuke.groups.models import Group, GroupState
from uketsuke.halls.queries import atlas
from uketsuke.kernel import clock, revision
from uketsuke.kernel.actors import Actor
from uketsuke.kernel.again import again
from uketsuke.kernel.refusals import Refusal
from uketsuke.lottery import queries
from uketsuke.lottery.models import Entry, Outcome, Round, Win
from uketsuke.lottery.rounds import locked, tell
from uketsuke.waiting import offers


def unsettled() -> list[int]:
    """結果を知らせる途中の抽選回."""
    settling = Round.objects.filter(settling_at__isnull=False, dates__finished_at=None)
    return list(settling.order_by("pk").values_list("pk", flat=True))


def empty(at: datetime) -> list[int]:
    """締め切られたが申込のない抽選回."""
    closed = Round.objects.filter(
        dates__closes_at__lte=at, dates__finished_at=None, frozen_at=None
    ).exclude(Exists(Entry.objects.filter(round=OuterRef("pk"), withdrawn_at=None, excluded="")))
    return list(closed.order_by("pk").values_list("pk", flat=True))


def untold(round_id: int) -> list[int]:
    """まだ結果を知らせていない申込, in the order of the draw."""
    found = Round.objects.get(pk=round_id)
    draw = queries.last_draw(found)
    places = (
        {receipt: n for n, receipt in enumerate(json.loads(draw.record)["order"])} if draw else {}
    )
    waiting = queries.living(found).filter(outcome=None).values_list("receipt", "pk")
    return [pk for _, pk in sorted(waiting, key=lambda row: places[row[0]])]


@again
@transaction.atomic(durable=True)
def award(entry_id: int, *, by: Actor, at: datetime) -> Outcome:
    """結果を知らせる: a winner gets a tentative booking of the wish; everybody her place.

    Done twice it has one effect.
    """
    entry = _locked(entry_id)
    if made := Outcome.objects.filter(entry=entry).first():
        return made
    draw = queries.last_draw(entry.round)
    if draw is None or entry.round.settling_at is None:
        raise Refusal("lottery.not_drawn")
    document = json.loads(draw.record)
    place = document["order"].index(entry.receipt) + 1
    wish = _wish(entry, document, at)
    outcome = Outcome.objects.create(entry=entry, draw=draw, place=place, wish=wish, told_at=at)
    facts: dict[str, Any] = {"place": place, "of": len(document["order"])}
    won = None if wish is None else _try_to_win(entry, wish, by=by, at=at)
    if wish is None:
        facts["runner_up"] = 1 + _losers(document).index(entry.receipt)
        tell("lottery.lost", entry, at, **facts)
    elif won:
        tell("lottery.won", entry, at, wish=wish, **_of_win(won), **facts)
    else:  # works or a closure since the list was frozen: the hall has to call
        tell("lottery.withheld", entry, at, wish=wish, **facts)
    number = won.booking.number if won else ""
    record("lottery.award", entry, by=by, at=at, place=place, wish=wish, booking=number)
    return outcome


@transaction.atomic(durable=True)
def finish(round_id: int, *, by: Actor, at: datetime) -> bool:
    """抽選の終了, when everybody has been told: from now on what is left is first-come."""
    found = locked(round_id)
    if found.dates.finished_at or found.settling_at is None or untold(round_id):
        return False
    found.dates.finished_at = at
    found.dates.save(update_fields=["finished_at"])
    revision.changed()
    record("lottery.finish", found, by=by, at=at)
    return True


@transaction.atomic(durable=True)
def finish_empty(round_id: int, *, by: Actor, at: datetime) -> bool:
    """申込のない抽選の終了: nobody entered, nothing is drawn. Returns whether it ended."""
    found = locked(round_id)
    closed = found.dates.closes_at <= at and not found.dates.finished_at
    if not closed or found.frozen_at or queries.living(found).exists():
        return False
    found.dates.finished_at = at
    found.dates.save(update_fields=["finished_at"])
    revision.changed()
    record("lottery.finish_empty", found, by=by, at=at)
    return True


@transaction.atomic(durable=True)
def confirm(entry_id: int, *, by: Actor, at: datetime) -> Win:
    """当選の確認: the group takes what it won. Sent again it has one effect.

    Raises Refusal ``lottery.nothing_won`` or ``lottery.too_late_to_confirm``.
    """
    entry = _locked(entry_id)
    won = Win.objects.filter(entry=entry).first()
    if won is None:
        raise Refusal("lottery.nothing_won")
    booking = Booking.objects.select_for_update().get(pk=won.booking_id)
    if won.confirmed_at:
        return won
    due = booking.confirm_by
    if booking.state not in (State.TENTATIVE, State.APPROVED) or (due and due < clock.day(at)):
        raise Refusal("lottery.too_late_to_confirm", until=due or booking.date)
    booking.confirm_by = None
    booking.save(update_fields=["confirm_by"])
    won.confirmed_at = at
    won.save(update_fields=["confirmed_at"])
    record("lottery.confirm", entry, by=by, at=at, booking=booking.number)
    return won


@again
@transaction.atomic(durable=True)
def pass_on(booking_id: int, *, by: Actor, at: datetime) -> Win | None:
    """繰り上げ: what ``booking_id`` gave back goes to the first runner-up whose wish it fulfils.

    Where there is none, they are offered to who waits for them (空き待ち); where nobody does, the
    time is announced from which the cells are first-come. Returns the win, or None. What is left
    of the cells then waits for the next call.
    """
    booking = Booking.objects.select_related("win__entry__round", "room").get(pk=booking_id)
    waiting = list(returns.waiting_of(booking).filter(releases_at=None))
    if not waiting:
        return None
    if booking.passes_on_until and at < booking.passes_on_until:
        for entry, wish in _candidates(booking, [block.slots for block in waiting], at):
            if won := _hand_over(entry, wish, waiting, by=by, at=at):
                return won
    _, left = offers.begin(waiting, by=by, at=at)
    if left:
        _announce(left, at)
        record("lottery.announce", booking, by=by, at=at, cells=len(left))
    return None


@again
@transaction.atomic(durable=True)
def release(block_id: int, *, by: Actor, at: datetime) -> bool:
    """空きにする: the announced time has come. Returns whether it was still waiting."""
    block = Block.objects.select_for_update().get(pk=block_id)
    if block.state != BlockState.APPROVED or block.releases_at is None or at < block.releases_at:
        return False
    _end([block])
    record("lottery.release", block, by=by, at=at)
    return True


def runners_up(of: Round) -> list[Entry]:
    """補欠の順: the losers of the draw that counts, who have not won since."""
    draw = queries.last_draw(of)
    if draw is None:
        return []
    losers = _losers(json.loads(draw.record))
    found = of.entries.filter(receipt__in=losers, win=None).select_related("group", "round__rules")
    return sorted(found, key=lambda entry: losers.index(entry.receipt))


def _wish(entry: Entry, document: dict[str, Any], at: datetime) -> int | None:
    """The number of the wish that was won, as the group counts them, or None."""
    drawn: int | None = next(
        row["wish"] for row in document["results"] if row["receipt"] == entry.receipt
    )
    if drawn is None:
        return None
    return list(queries.drawn_wishes(entry, queries.offered(entry.round, at)))[drawn - 1]


def _losers(document: dict[str, Any]) -> list[str]:
    lost = {row["receipt"] for row in document["results"] if row["wish"] is None}
    return [receipt for receipt in document["order"] if receipt in lost]


def _candidates(booking: Booking, slots: Sequence[str], at: datetime) -> list[tuple[Entry, int]]:
    """Runners-up in their order with the first wish that these cells (and free ones) fulfil."""
    of = booking.win.entry.round
    back = {(booking.room.key, booking.date, slot) for slot in slots}
    at_hand = back | _free(of, at)
    found: list[tuple[Entry, int]] = []
    for entry in runners_up(of):
        if entry.group_id == booking.group_id or not _may_win(entry):
            continue
        for number, wish in enumerate(queries.wishes_of(entry), start=1):
            cells = set(queries.cells_of(wish))
            if cells <= at_hand and cells & back:
                found.append((entry, number))
                break
    return found


def _free(of: Round, at: datetime) -> set[tuple[str, date, str]]:
    """Of the cells offered, those that nobody has now."""
    offered, of.offered = of.offered, None
    free = queries.offered(of, at)
    of.offered = offered
    return {cell for cell in free if queries.as_text(cell) in set(offered or ())}


def _may_win(entry: Entry) -> bool:
    wins = Win.objects.filter(
        entry__round=entry.round, entry__group=entry.group, entry__hall=entry.hall
    ).exclude(booking__state__in=(State.LAPSED, State.CANCELLED, State.REFUSED))
    return entry.group.state == GroupState.ACTIVE and wins.count() < entry.round.rules.cap


def _hand_over(
    entry: Entry, wish: int, waiting: Sequence[Block], *, by: Actor, at: datetime
) -> Win | None:
    entry = _locked(entry.pk)
    wanted = queries.wishes_of(entry)[wish - 1]
    used = [block for block in waiting if block.slots in wanted.slots]
    try:
        with transaction.atomic():  # somebody may have a free cell of the wish by now
            _end(used)
            won = _win(entry, wish, runner_up=True, by=by, at=at)
    except Refusal:
        return None
    tell("lottery.moved_up", entry, at, wish=wish, **_of_win(won))
    record("lottery.pass_on", entry, by=by, at=at, booking=won.booking.number)
    return won


def _try_to_win(entry: Entry, wish: int, *, by: Actor, at: datetime) -> Win | None:
    try:
        with transaction.atomic():  # refused, what else is written stays
            return _win(entry, wish, runner_up=False, by=by, at=at)
    except Refusal:
        return None


def _win(entry: Entry, wish: int, *, runner_up: bool, by: Actor, at: datetime) -> Win:
    rules = entry.round.rules
    use = queries.wishes_of(entry)[wish - 1]
    days = rules.runner_up_confirm_days if runner_up else rules.confirm_days
    booking = grant(
        entry.group,
        use,
        queries.what_of(entry),
        entry.token,
        confirm_by=_confirm_by(use, days, at),
        passes_on_until=_passes_on_until(entry.round, use, rules.runner_up_days),
        by=by,
        at=at,
    )
    return Win.objects.create(
        entry=entry, booking=booking, wish=wish, from_runner_up=runner_up, won_at=at
    )


def _confirm_by(use: UseDay, days: int, at: datetime) -> date:
    """確認期限: on a counter day, and at the latest the day before use."""
    due = clock.day(at) + timedelta(days=days)
    while not atlas().is_counter_day(use.hall, due) and due < use.date - timedelta(days=1):
        due += timedelta(days=1)
    return min(due, use.date - timedelta(days=1))


def _passes_on_until(of: Round, use: UseDay, days: int) -> datetime:
    since = of.settling_at or of.dates.closes_at
    return min(since + timedelta(days=days), clock.at_time(use.date, datetime.min.time()))


def _of_win(won: Win) -> dict[str, Any]:
    """What a winner is told of her booking."""
    booking = won.booking
    told = steps.as_told(booking.application, [booking])
    told.pop("title")
    return {**told, "confirm_by": str(booking.confirm_by), "yen": booking.price}


def _announce(waiting: Sequence[Block], at: datetime) -> None:
    """先着受付の開始を知らせる: the next morning at which the web opens."""
    opens = bookings.rules(clock.day(at)).opening.web_opens
    moment = clock.at_time(clock.day(at) + timedelta(days=1), opens)
    text = f"{moment:%-m}月{moment:%-d}日{moment:%-H}:{moment:%M}から先着順"
    Block.objects.filter(pk__in=[block.pk for block in waiting]).update(
        releases_at=moment, public_reason=text
    )


def _end(blocks: Sequence[Block]) -> None:
    for block in blocks:
        holds.release(block)
    Block.objects.filter(pk__in=[block.pk for block in blocks]).update(state=BlockState.ENDED)


def _locked(entry_id: int) -> Entry:
    """The entry, with its group locked."""
    group_id = Entry.objects.values_list("group_id", flat=True).get(pk=entry_id)
    Group.objects.select_for_update().get(pk=group_id)
    return Entry.objects.select_related("group", "round__rules", "round__dates").get(pk=entry_id)
