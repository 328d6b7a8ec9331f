"""抽選会: one party, one list, one draw; and what comes of it for everybody."""

import json
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from tests import invariants, lots, make
from tests.lots import CLOSING, DICE, DRAWING, SETTLED, wish
from tests.make import refused
from uketsuke.bookings import decisions, queries, returns
from uketsuke.bookings.models import Block, BlockState, Booking
from uketsuke.kernel.actors import SYSTEM
from uketsuke.kernel.clock import at_time, day
from uketsuke.lottery import awards, ceremony
from uketsuke.lottery import queries as lottery
from uketsuke.lottery.models import Draw, Entry, Outcome, Win
from uketsuke.notices.models import Notice

pytestmark = pytest.mark.usefixtures("world")
AFTER_UNDO = SETTLED + timedelta(minutes=31)


def receipts(*entries: Entry) -> list[str]:
    return [each.receipt for each in entries]


def decide(of, entries, kept, reason="同じ方です（見本）"):
    return ceremony.decide_party(
        of.pk, receipts(*entries), receipts(*kept), reason, by=make.manager(), at=CLOSING
    )


def test_parties_that_look_like_one_are_decided_before_the_list_is_frozen():
    alike = [lots.entry(make.group()) for _ in range(2)]
    lots.entry(lots.apart())
    of = lots.round_of()

    (party,) = lottery.judged(of)

    assert party.party.receipts == tuple(sorted(receipts(*alike)))
    assert party.party.alike == ("person", "phone", "mail", "address")
    with refused("lottery.undecided"):
        lots.frozen()


def test_who_is_left_out_is_told_why_and_not_drawn():
    first, second = lots.entry(make.group()), lots.entry(make.group())
    of = lots.round_of()
    decide(of, [first, second], [first])

    document = json.loads(lots.drawn().record)

    assert document["order"] == [first.receipt]
    assert Notice.objects.get(kind="lottery.excluded").group_id == second.group_id


def test_a_decision_can_be_made_anew_until_the_list_is_frozen():
    first, second = lots.entry(make.group()), lots.entry(make.group())
    of = lots.round_of()
    decide(of, [first, second], [first])
    decide(of, [first, second], [first, second], "別の団体でした（見本）")

    assert lottery.living(lots.frozen()).count() == 2
    assert Notice.objects.get(kind="lottery.readmitted").group_id == second.group_id
    with refused("lottery.frozen"):
        decide(of, [first, second], [first])


def test_another_entry_in_the_party_is_a_new_question():
    first, second = lots.entry(make.group()), lots.entry(make.group())
    decide(lots.round_of(), [first, second], [first])
    lots.entry(make.group())

    with refused("lottery.undecided"):
        lots.frozen()


def test_a_party_needs_somebody_who_stays_and_a_reason():
    first, second = lots.entry(make.group()), lots.entry(make.group())
    of = lots.round_of()

    with refused("lottery.no_party"):
        decide(of, [first, second], [])
    with refused("lottery.no_reason"):
        decide(of, [first, second], [first], "  ")


def test_the_record_is_true_and_public_value_is_as_typed():
    for _ in range(5):
        lots.entry(lots.apart(), wish("am"), wish("pm"))

    document = json.loads(lots.drawn("さいころ　３ ５  １").record)

    assert document["public_value"] == "さいころ 3 5 1"
    assert document["entries_digest"] == lots.round_of().entries_digest
    assert [row["wish"] for row in document["results"]].count(None) == 3


@pytest.mark.parametrize("value", ["", "  ", "x" * 201])
def test_a_public_value_is_needed(value):
    of = lots.frozen()

    with refused("lottery.no_public_value"):
        ceremony.draw(of.pk, value, by=make.manager(), at=DRAWING)


def test_a_draw_needs_a_frozen_list():
    with refused("lottery.not_frozen"):
        ceremony.draw(lots.round_of().pk, DICE, by=make.manager(), at=DRAWING)


def test_the_same_value_again_is_the_same_draw():
    made = lots.drawn()

    assert ceremony.draw(made.round_id, DICE, by=make.manager(), at=SETTLED) == made
    with refused("lottery.drawn"):
        ceremony.draw(made.round_id, "another", by=make.manager(), at=SETTLED)


def test_drawing_again_needs_two_persons_and_keeps_the_first_record():
    first = lots.drawn()
    of = first.round
    with refused("lottery.not_proposed"):
        ceremony.redraw(of.pk, "2", by=make.manager("second"), at=DRAWING)
    ceremony.propose_redraw(of.pk, "値の読み違い（見本）", by=make.manager("first"), at=DRAWING)
    with refused("lottery.same_person"):
        ceremony.redraw(of.pk, "2", by=make.manager("first"), at=DRAWING)

    second = ceremony.redraw(of.pk, "2", by=make.manager("second"), at=DRAWING)

    assert Draw.objects.get(number=1).record == first.record
    assert (second.number, second.reason) == (2, "値の読み違い（見本）")
    assert lottery.last_draw(of) == second


def test_a_record_is_never_rewritten():
    lots.drawn()

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Draw.objects.update(record="{}")


def test_after_settling_nobody_draws_again():
    of = lots.settled()

    with refused("lottery.settled"):
        ceremony.propose_redraw(of.pk, "見本", by=make.manager(), at=SETTLED)


def test_a_winner_has_a_tentative_booking_and_a_deadline():
    win, _ = lots.winner_and_loser()
    booking = win.booking

    assert (booking.state, booking.price) == ("tentative", 14_400)
    assert booking.confirm_by == day(SETTLED) + timedelta(days=7)
    assert booking.holds.count() == 1
    assert invariants.faults() == []


def test_everybody_is_told_once_with_her_place():
    win, loser = lots.winner_and_loser()
    lots.tell_all(win.entry.round)

    won = Notice.objects.get(kind="lottery.won")
    lost = Notice.objects.get(kind="lottery.lost")

    assert (won.group_id, won.facts["place"], won.facts["of"]) == (win.entry.group_id, 1, 2)
    assert (lost.group_id, lost.facts["place"], lost.facts["runner_up"]) == (loser.group_id, 2, 1)


def test_what_is_left_is_first_come_after_the_round_is_finished():
    lots.winner_and_loser()
    use = make.use("pm", on=lots.SATURDAY)
    later = CLOSING + timedelta(days=2)

    assert make.booking(lots.apart(), use, at=later).pk


def test_the_winner_confirms_in_time():
    win, _ = lots.winner_and_loser()
    by = make.actor(win.booking.group)

    awards.confirm(win.entry_id, by=by, at=SETTLED)
    confirmed = awards.confirm(win.entry_id, by=by, at=SETTLED)

    assert confirmed.confirmed_at == SETTLED
    assert queries.to_lapse(day(SETTLED) + timedelta(days=30)) == []
    assert decisions.approve(win.booking_id, by=make.manager(), at=SETTLED).payment_due


def test_what_is_not_confirmed_lapses_and_goes_to_the_runner_up():
    win, loser = lots.winner_and_loser()
    late = SETTLED + timedelta(days=8)
    with refused("lottery.too_late_to_confirm"):
        awards.confirm(win.entry_id, by=make.actor(win.booking.group), at=late)
    assert queries.to_lapse(day(late)) == [win.booking_id]
    decisions.lapse(win.booking_id, by=SYSTEM, at=late)

    moved = awards.pass_on(win.booking_id, by=SYSTEM, at=late)

    assert moved is not None
    assert (moved.entry_id, moved.from_runner_up) == (loser.pk, True)
    assert moved.booking.confirm_by == day(late) + timedelta(days=4)
    assert Notice.objects.get(kind="lottery.moved_up").group_id == loser.group_id
    assert invariants.faults() == []


def test_between_giving_back_and_passing_on_nobody_can_take_the_cells():
    win, _ = lots.winner_and_loser()
    later = CLOSING + timedelta(days=2)
    lots.give_back(win.booking, later)

    with refused("cells.taken"):
        make.booking(lots.apart(), make.use("am", on=lots.SATURDAY), at=later)
    assert invariants.faults() == []


def test_a_cancel_can_be_undone_before_anybody_is_asked():
    win, _ = lots.winner_and_loser()
    lots.give_back(win.booking)
    assert returns.to_pass_on(SETTLED) == []

    make.undo(win.booking, SETTLED + timedelta(minutes=29))

    assert returns.to_pass_on(AFTER_UNDO + timedelta(hours=1)) == []
    assert invariants.faults() == []


def test_a_chain_of_runners_up_ends_in_an_announced_time():
    win, _ = lots.winner_and_loser()
    lots.give_back(win.booking)
    moved = awards.pass_on(win.booking_id, by=SYSTEM, at=AFTER_UNDO)
    assert moved is not None
    lots.give_back(moved.booking, AFTER_UNDO)

    assert awards.pass_on(moved.booking_id, by=SYSTEM, at=AFTER_UNDO) is None

    block = Block.objects.get(state=BlockState.APPROVED)
    assert block.releases_at == at_time(
        day(SETTLED) + timedelta(days=1), SETTLED.time().replace(hour=9)
    )
    assert block.public_reason == "12月3日9:00から先着順"
    assert returns.to_release(block.releases_at - timedelta(seconds=1)) == []
    assert awards.release(block.pk, by=SYSTEM, at=block.releases_at)
    assert not awards.release(block.pk, by=SYSTEM, at=block.releases_at)
    assert invariants.faults() == []


def test_a_part_of_what_was_given_back_goes_on_and_the_rest_waits():
    first = lots.entry(lots.apart(), wish("am", "pm", "night"))
    second = lots.entry(lots.apart(), wish("night"))
    Entry.objects.filter(pk=second.pk).update(tier=1)  # behind the first, whatever is drawn
    lots.settled()
    win = Win.objects.select_related("booking__group").get()
    lots.give_back(win.booking)

    moved = awards.pass_on(win.booking_id, by=SYSTEM, at=AFTER_UNDO)

    assert moved is not None
    assert moved.entry_id == second.pk
    assert [block.slots for block in returns.waiting_of(first.win.booking)] == ["am", "pm"]
    assert invariants.faults() == []


def test_a_winner_of_the_hall_is_no_runner_up_there():
    """With cap 1 she may not be moved up beside what she has won."""
    win, loser = lots.winner_and_loser()

    assert awards.runners_up(win.entry.round) == [loser]


def test_a_cell_blocked_after_freezing_is_not_given_but_explained():
    made = lots.entry(lots.apart())
    of = lots.frozen()
    make.block("yotsuya/hall", starts=lots.SATURDAY, at=CLOSING)
    ceremony.draw(of.pk, DICE, by=make.manager(), at=DRAWING)
    ceremony.settle(of.pk, by=make.manager(), at=DRAWING)

    lots.tell_all(of)

    assert not Booking.objects.exists()
    assert Outcome.objects.get(entry=made).wish == 1
    assert Notice.objects.filter(kind="lottery.withheld").count() == 1


def test_nothing_is_told_before_the_result_is_settled():
    made = lots.entry(lots.apart())
    lots.drawn()

    with refused("lottery.not_drawn"):
        awards.award(made.pk, by=SYSTEM, at=DRAWING)


def test_a_wish_that_became_impossible_is_not_drawn_and_the_others_keep_their_numbers():
    made = lots.entry(lots.apart(), wish("am"), wish("pm"))
    hopeless = lots.entry(lots.apart(), wish("am"))
    make.block("yotsuya/hall", starts=lots.SATURDAY, slots=("am",))

    lots.settled()

    assert Outcome.objects.get(entry=made).wish == made.win.wish == 2
    assert made.win.booking.slots == "pm"
    assert Notice.objects.get(kind="lottery.excluded").group_id == hopeless.group_id
    assert invariants.faults() == []
