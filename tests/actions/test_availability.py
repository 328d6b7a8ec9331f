"""空き状況: what is read agrees with what is held."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from tests import make
from uketsuke.bookings import actions, availability, drafts, holds
from uketsuke.bookings.availability import HOLIDAY, Wish
from uketsuke.bookings.cells import CellState
from uketsuke.bookings.models import Hold
from uketsuke.halls.queries import atlas
from uketsuke.kernel.clock import TOKYO

pytestmark = pytest.mark.usefixtures("world")
DAY = make.SATURDAY


def _state(slot: str = "am", group=None, at=make.NOON, room: str = "yotsuya/hall") -> CellState:
    rooms = [each for each in availability.bookable_rooms() if each.key == room]
    return availability.cells(rooms, [DAY], group, at)[room, DAY, slot].state


def test_a_booking_takes_its_cells_and_no_other():
    make.booking(None, make.use("am"))

    assert _state("am") is CellState.TAKEN
    assert _state("pm") is CellState.FREE
    assert _state("am", room="tansu/hall") is CellState.FREE


def test_a_group_sees_its_own():
    group = make.group()
    make.booking(group, make.use("am"))

    assert _state("am", group) is CellState.MINE
    assert _state("am", make.group()) is CellState.TAKEN


def test_a_draft_takes_its_cells_for_ten_minutes():
    group = make.group()
    drafts.hold(group.pk, [make.use("am")], uuid4(), by=make.actor(group), at=make.NOON)

    assert _state(at=make.NOON + timedelta(minutes=9)) is CellState.TAKEN
    assert _state(at=make.NOON + timedelta(minutes=10)) is CellState.FREE


def test_a_block_says_why():
    make.block()

    rooms = availability.bookable_rooms()
    cell = availability.cells(rooms, [DAY], None, make.NOON)["yotsuya/hall", DAY, "am"]
    assert (cell.state, cell.reason) == (CellState.BLOCKED, "舞台保守点検（見本）")


def test_any_number_of_days_is_one_query(django_assert_num_queries):
    rooms = availability.bookable_rooms()
    days = [DAY + timedelta(days=n) for n in range(60)]
    availability.cells(rooms, days, None, make.NOON)

    with django_assert_num_queries(1):
        availability.cells(rooms, days, None, make.NOON)


def test_the_stamp_changes_with_every_change_and_with_nothing_else():
    rooms = availability.bookable_rooms()
    seen = [availability.stamp(rooms, [DAY], make.NOON)]

    group = make.group()
    booking = make.booking(group, make.use("am"))
    seen.append(availability.stamp(rooms, [DAY], make.NOON))
    actions.cancel(booking.pk, by=make.actor(group), at=make.NOON)
    make.rest_over()
    other = make.group()
    draft = drafts.hold(other.pk, [make.use("am")], uuid4(), by=make.actor(other), at=make.NOON)
    seen.append(availability.stamp(rooms, [DAY], make.NOON))
    seen.append(availability.stamp(rooms, [DAY], draft.expires_at))

    assert len(set(seen[:3])) == 3
    assert seen[3] != seen[2]
    assert availability.stamp(rooms, [DAY], make.NOON) == seen[2]


def test_a_search_finds_what_matches_all_conditions():
    make.booking(None, make.use("am"))
    wish = Wish(DAY, DAY + timedelta(days=8), frozenset({5}), frozenset({"am"}), frozenset(), 400)

    found = availability.free(wish, None, make.NOON)

    assert [(each.use.room, each.use.date) for each in found] == [
        ("yotsuya/hall", DAY + timedelta(days=7))
    ]


def test_holidays_can_be_searched_for():
    wish = Wish(DAY, DAY + timedelta(days=30), frozenset({HOLIDAY}))

    found = {each.use.date.isoformat() for each in availability.free(wish, None, make.NOON)}

    assert found == {"2027-02-11", "2027-02-23"}


def test_what_is_found_can_be_held():
    group = make.group()
    for each in availability.free(Wish(DAY, DAY + timedelta(days=2)), group, make.NOON)[:4]:
        assert holds.taken_of([each.use], make.NOON) == []
        drafts.hold(group.pk, [each.use], uuid4(), by=make.actor(group), at=make.NOON)

    assert Hold.objects.count() == 3


def test_the_stamp_counts_the_holds_that_live():
    group = make.group()
    make.booking(None, make.use("am"))
    make.booking(None, make.use("am", room="tansu/hall"))
    make.block(starts=DAY + timedelta(days=1))
    draft = drafts.hold(group.pk, [make.use("pm")], uuid4(), by=make.actor(group), at=make.NOON)
    rooms = [each for each in availability.bookable_rooms() if each.key == "yotsuya/hall"]
    days = [DAY, DAY + timedelta(days=1)]

    for at in (make.NOON, draft.expires_at):
        held = Hold.objects.filter(holds.living(at), space_id__in=rooms[0].spaces, date__in=days)
        pks = list(held.values_list("pk", flat=True))
        assert availability.stamp(rooms, days, at) == (len(pks), max(pks), sum(pks))


def test_the_stamp_tells_a_swap_below_the_highest_id():
    rooms = availability.bookable_rooms()
    first, _, last = (make.booking(None, make.use(slot)) for slot in ("am", "pm", "night"))
    stamps = []
    for gone in (first, last):
        hold = gone.holds.get()
        hold.delete()
        stamps.append(availability.stamp(rooms, [DAY], make.NOON))
        hold.save(force_insert=True)

    assert stamps[0] != stamps[1]


def test_a_room_asked_for_at_the_counter_opens_with_the_counter():
    room = atlas().room("yotsuya/dressing-1")
    opened = datetime(2026, 12, 2, 13, tzinfo=TOKYO)
    use = datetime(2027, 6, 1, tzinfo=TOKYO).date()

    seen = [
        availability.cells([room], [use], make.group(), at)[room.key, use, "am"]
        for at in (opened - timedelta(seconds=1), opened)
    ]

    assert [(cell.state, cell.at_counter) for cell in seen] == [
        (CellState.LOTTERY, False),
        (CellState.FREE, True),
    ]
