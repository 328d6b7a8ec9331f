"""休止: the hall takes cells for itself; two persons, and nobody's booking is overridden."""

from datetime import timedelta

import pytest

from tests import make
from tests.make import NOON, SATURDAY, refused
from uketsuke.audit.models import Entry
from uketsuke.bookings import blocks
from uketsuke.bookings.blocks import Closing
from uketsuke.bookings.models import Block, Hold
from uketsuke.halls.models import Room

pytestmark = pytest.mark.usefixtures("world")


def closing(**more: object) -> Closing:
    usual = {
        "rooms": ("yotsuya/hall",),
        "starts": SATURDAY,
        "ends": SATURDAY,
        "slots": ("am",),
        "reason_class": "works",
        "public_reason": "工事（見本）",
    }
    return Closing(**(usual | more))  # type: ignore[arg-type]


def test_a_proposed_block_holds_every_slot_of_every_day_at_once():
    block = make.block("yotsuya/hall", "yotsuya/dressing-1", days=3)

    assert Hold.objects.filter(block=block).count() == 2 * 3 * 3
    with refused("cells.taken"):
        make.application(None, [make.use("am", on=SATURDAY + timedelta(days=2))])


def test_a_block_never_overrides_a_booking():
    booking = make.booking(None, make.use("pm", on=SATURDAY + timedelta(days=1)))

    with refused("cells.taken") as caught:
        make.block(days=3)

    assert [use.date for use in caught.value.facts["uses"]] == [booking.date]
    assert not Block.objects.exists()
    assert Hold.objects.count() == 1


def test_only_another_person_approves():
    block = make.block()

    with refused("blocks.own"):
        blocks.approve(block.pk, by=make.manager("proposer"), at=NOON)
    approved = blocks.approve(block.pk, by=make.manager("second"), at=NOON)

    assert (approved.state, approved.approved_by) == ("approved", "second")


def test_what_is_decided_is_not_approved_again():
    block = make.block()
    blocks.approve(block.pk, by=make.manager("second"), at=NOON)

    with refused("blocks.decided"):
        blocks.approve(block.pk, by=make.manager("third"), at=NOON)


def test_an_end_frees_the_cells_and_says_why():
    block = make.block()

    blocks.end(block.pk, "点検が早く済んだ", by=make.manager("second"), at=NOON)
    make.rest_over()

    assert make.booking(None, make.use("am")).state == "tentative"
    assert Entry.objects.get(action="block.end").why == "点検が早く済んだ"


def test_an_end_asked_for_twice_is_one_end():
    block = make.block()

    blocks.end(block.pk, "一度目", by=make.manager("second"), at=NOON)
    blocks.end(block.pk, "二度目", by=make.manager("second"), at=NOON)

    assert Entry.objects.filter(action="block.end").count() == 1


def test_the_cells_of_a_new_booking_outlive_the_second_end():
    block = make.block()
    blocks.end(block.pk, "終了", by=make.manager("second"), at=NOON)
    make.rest_over()
    booking = make.booking(None, make.use("am"))

    blocks.end(block.pk, "終了", by=make.manager("second"), at=NOON)

    assert booking.holds.count() == 1


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"ends": SATURDAY - timedelta(days=1)}, "blocks.dates"),
        ({"ends": SATURDAY + timedelta(days=731)}, "blocks.dates"),
        ({"rooms": ()}, "blocks.rooms"),
        ({"rooms": ("yotsuya/hall", "tansu/hall")}, "blocks.rooms"),
        ({"slots": ()}, "blocks.rooms"),
        ({"slots": ("dawn",)}, "halls.unknown_slot"),
        ({"rooms": ("yotsuya/nowhere",)}, "halls.unknown_room"),
    ],
)
def test_a_block_that_makes_no_sense_is_refused(wrong: dict[str, object], code: str):
    with refused(code):
        blocks.propose(closing(**wrong), by=make.manager(), at=NOON)

    assert not Block.objects.exists()


def test_a_hall_is_closed_by_its_own_people():
    with refused("blocks.other_hall"):
        blocks.propose(closing(), by=make.manager(hall="tansu"), at=NOON)

    assert (
        blocks.propose(closing(), by=make.manager(hall="yotsuya"), at=NOON).hall.code == "yotsuya"
    )


def test_a_room_of_two_spaces_is_closed_whole():
    room = Room.objects.get(key="yotsuya/hall")
    room.spaces.add(Room.objects.get(key="yotsuya/dressing-1").spaces.get())
    make.revision.changed()

    block = make.block(slots=("am",))

    assert Hold.objects.filter(block=block).count() == 2


def test_another_halls_staff_neither_approve_nor_end_a_block():
    block = make.block("yotsuya/hall")
    stranger = make.manager("tansu-manager", hall="tansu")

    with refused("blocks.other_hall"):
        blocks.approve(block.pk, by=stranger, at=NOON)
    with refused("blocks.other_hall"):
        blocks.end(block.pk, "間違い", by=stranger, at=NOON)

    block.refresh_from_db()
    assert block.state == "proposed"
