"""空き枠の準備: whatever falls free rests first; only who cancelled may take it back meanwhile."""

from datetime import date, timedelta

import pytest

from tests import make
from tests.make import NOON, SATURDAY, refused
from uketsuke.bookings import availability, blocks, decisions, drafts, moves
from uketsuke.bookings.cells import CellState
from uketsuke.bookings.models import Block, Hold, ReceptionRules
from uketsuke.halls.queries import atlas
from uketsuke.kernel.actors import SYSTEM
from uketsuke.waiting import offers

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]
MINUTE = timedelta(minutes=1)
WAYS = {
    "cancel": make.cancel,
    "refuse": lambda made: decisions.refuse(made.pk, "見本", by=make.manager(), at=NOON),
    "move": lambda made: moves.move(made.pk, make.use("night"), "見本", by=make.counter(), at=NOON),
}


def seen(slot: str = "am") -> CellState:
    rooms = [atlas().room("yotsuya/hall")]
    return availability.cells(rooms, [SATURDAY], None, NOON)["yotsuya/hall", SATURDAY, slot].state


def resting() -> Block:
    return Block.objects.get(reason_class="resting", state="approved")


@pytest.mark.parametrize("way", WAYS)
def test_what_is_given_back_is_for_nobody_at_once(way):
    WAYS[way](make.booking())

    assert seen() is CellState.PASSING
    with refused("cells.taken"):
        make.booking()
    with refused("cells.taken"):
        make.draft()
    counter = make.counter()
    with refused("cells.taken"):
        make.actions.book(
            make.group().pk, [make.use()], make.what(), make.uuid4(), by=counter, at=NOON
        )


def test_a_lapsed_booking_and_an_ended_block_rest_too():
    overdue = make.overdue()
    decisions.lapse(overdue.pk, by=SYSTEM, at=NOON + timedelta(days=30))
    block = make.block()
    blocks.end(block.pk, "見本", by=make.manager("second"), at=NOON)

    assert {each.starts for each in Block.objects.filter(reason_class="resting")} == {
        overdue.date,
        SATURDAY,
    }
    assert not Hold.objects.exclude(block__reason_class="resting").exists()


def test_it_rests_at_least_as_long_as_a_cancel_can_be_undone_and_then_by_lot():
    moments = set()
    for day in (6, 13, 20, 27):
        make.cancel(make.booking(None, make.use(on=date(2027, 2, day))))
    for block in Block.objects.filter(reason_class="resting"):
        assert NOON + 40 * MINUTE <= block.releases_at <= NOON + 90 * MINUTE
        moments.add(block.releases_at)

    assert len(moments) > 1


def test_until_then_nothing_is_released_and_afterwards_it_is_free():
    make.cancel(make.booking())
    moment = resting().releases_at

    offers.pass_on("yotsuya/hall", SATURDAY, by=SYSTEM, at=moment - timedelta(seconds=1))
    assert seen() is CellState.PASSING
    offers.pass_on("yotsuya/hall", SATURDAY, by=SYSTEM, at=moment)

    assert seen() is CellState.FREE
    assert make.booking(at=moment).state == "tentative"


def test_who_cancelled_takes_it_back_meanwhile_and_nothing_rests_any_more():
    booking = make.booking(None, make.use("am", "pm"))
    make.cancel(booking)

    make.undo(booking, NOON + 30 * MINUTE)

    assert booking.holds.count() == 2
    assert not Block.objects.filter(state="approved").exists()


def test_whoever_cancelled_cannot_book_it_again_either():
    booking = make.booking()
    make.cancel(booking)

    with refused("cells.taken"):
        make.booking(booking.group)


def test_a_move_keeps_what_it_keeps_and_rests_what_it_leaves():
    booking = make.booking(None, make.use("am", "pm"))

    moves.move(booking.pk, make.use("pm", "night"), "見本", by=make.counter(), at=NOON)

    assert sorted(booking.holds.values_list("slot", flat=True)) == ["night", "pm"]
    assert resting().slots == "am"


def test_a_cancel_after_a_move_takes_back_its_own_day_only():
    booking = make.booking(None, make.use("am"))
    moves.move(booking.pk, make.use("pm"), "見本", by=make.counter(), at=NOON)
    booking.refresh_from_db()
    make.cancel(booking)

    make.undo(booking)

    assert booking.holds.get().slot == "pm"
    assert resting().slots == "am"


def test_the_hall_needs_not_wait_for_its_own_block():
    make.cancel(make.booking(None, make.use("am", "pm")))

    block = make.block(slots=("am",))

    assert block.holds.count() == 1
    assert resting().slots == "pm"


def test_a_block_that_cancels_takes_the_cells_in_the_same_moment():
    make.booking(None, make.use("am"))
    make.cancel(make.booking(None, make.use("pm")))
    closing = blocks.Closing(
        ("yotsuya/hall",), SATURDAY, SATURDAY, ("am", "pm", "night"), "works", "見本の工事"
    )

    block = blocks.propose(closing, by=make.manager(), at=NOON, cancelling="見本")

    assert block.holds.count() == 3
    assert not Block.objects.filter(reason_class="resting", state="approved").exists()


def test_nobody_ends_a_rest_by_hand():
    make.cancel(make.booking())

    with refused("blocks.passing"):
        blocks.end(resting().pk, "友人のため", by=make.manager("second"), at=NOON)


def test_days_that_a_draw_will_decide_need_no_rest():
    far = make.block(starts=date(2027, 7, 3))

    blocks.end(far.pk, "見本", by=make.manager("second"), at=NOON)

    assert not Hold.objects.exists()


def test_the_bounds_are_data():
    ReceptionRules.objects.update(rest_from_minutes=0, rest_to_minutes=0)
    make.revision.changed()
    booking = make.booking()
    decisions.refuse(booking.pk, "見本", by=make.manager(), at=NOON)

    offers.pass_on("yotsuya/hall", SATURDAY, by=SYSTEM, at=NOON)

    assert seen() is CellState.FREE


def test_what_was_only_being_typed_needs_no_rest():
    draft = make.draft()

    drafts.drop(draft.pk, by=make.actor(draft.group), at=NOON)

    assert seen() is CellState.FREE
