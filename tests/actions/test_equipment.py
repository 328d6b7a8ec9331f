"""附帯設備と楽屋: never promised twice, freed with the booking, decided with a reason."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from tests import invariants, make
from tests.make import NOON, SATURDAY, refused
from uketsuke.bookings import along, blocks, decisions, extras, moves, ordering
from uketsuke.bookings.actions import book
from uketsuke.bookings.models import Hold
from uketsuke.equipment import catalogue, queries, shelves
from uketsuke.equipment.counting import Less
from uketsuke.equipment.models import Item, Line, Shelf
from uketsuke.notices.models import Notice

pytestmark = pytest.mark.usefixtures("world")


def item(code: str = "wireless-mic") -> Item:
    return Item.objects.get(hall__code="yotsuya", code=code)


def promised(code: str = "wireless-mic", slot: str = "am") -> int:
    shelf = Shelf.objects.filter(item=item(code), date=SATURDAY, slot=slot).first()
    return shelf.promised if shelf else 0


def line(booking, code: str = "wireless-mic") -> Line:
    return Line.objects.get(order__label=booking.number, item__code=code)


def told(kind: str):
    return Notice.objects.filter(kind=kind).latest("pk").facts["lines"]


def offered(booking, code: str = "wireless-mic"):
    use = make.use(*booking.slot_codes)
    return next(o for o in along.offers(use, NOON, booking.number) if o.item.code == code)


@pytest.fixture
def two():
    """Two bookings at the same time, in two rooms of one hall."""
    make.more_rooms(1)
    return make.booking(), make.booking(None, make.use(room="yotsuya/hall-2"))


def test_what_is_asked_for_is_promised_at_once(two):
    one, other = two

    make.ask(one, wireless_mic=3)

    assert promised() == 3
    assert offered(one).most == 4
    assert offered(other).left.slots == {"am": 1}
    with refused("equipment.short"):
        make.ask(other, wireless_mic=2)
    assert make.ask(other, wireless_mic=1)
    assert invariants.faults() == []


def test_all_that_is_short_is_said_at_once_and_nothing_is_stored(two):
    one, other = two
    make.ask(one, wireless_mic=4, lectern=1, dressing_1=1)

    with refused("equipment.short") as caught:
        make.ask(other, wireless_mic=1, lectern=1, dressing_1=1, wired_mic=1)

    assert [each.facts["left"] for each in caught.value.reasons] == [0, 0, 0]
    assert not Line.objects.filter(order__label=other.number).exists()
    assert invariants.faults() == []


def test_asked_anew_it_replaces_what_was_asked():
    booking = make.booking()
    make.ask(booking, wireless_mic=3, lectern=1)

    make.ask(booking, wireless_mic=1, lectern=0)
    make.ask(booking, wireless_mic=1, lectern=0)

    assert (promised(), promised("lectern")) == (1, 0)
    assert Line.objects.count() == 1
    assert Notice.objects.filter(kind="equipment.asked").count() == 2


def test_what_is_not_lent_with_the_room_cannot_be_asked_for():
    booking = make.booking(None, make.use(room="tsunohazu/hall"))

    with refused("equipment.not_here"):
        make.ask(booking, concert_piano=1)
    with refused("equipment.not_here"):
        make.ask(booking, nothing_of_ours=1)


def test_until_the_last_day_on_the_web_and_longer_at_the_counter():
    booking = make.booking()
    late = NOON + timedelta(days=(SATURDAY - make.TODAY).days - 6)

    with refused("equipment.too_late"):
        make.ask(booking, at=late, lectern=1)
    make.ask(booking, at=late, by=make.counter(), lectern=1)
    make.ask(make.booking(None, make.use("pm")), at=late - timedelta(days=1), lectern=1)
    with refused("equipment.too_late_counter"):
        make.decide(booking, at=late + timedelta(days=7), lectern=1)


def test_the_hall_confirms_lowers_and_refuses_with_a_reason():
    booking = make.booking()
    make.ask(booking, wireless_mic=3, projector=1, lectern=1)

    with refused("equipment.reason"):
        make.decide(booking, wireless_mic=1)
    make.decide(booking, lectern=1)
    make.decide(booking, wireless_mic=1, projector=0, why="催しの日は点検中（見本）")

    assert (promised(), promised("projector"), promised("lectern")) == (1, 0, 1)
    assert told("equipment.decided") == [
        "プロジェクター お貸しできません（1台のご希望）：催しの日は点検中（見本）",
        "ワイヤレスマイク 1本（3本のご希望）：催しの日は点検中（見本）",
    ]
    assert line(booking).state == "confirmed"
    assert line(booking, "projector").state == "refused"
    assert invariants.faults() == []


def test_what_the_hall_decided_the_group_cannot_change():
    booking = make.booking()
    make.ask(booking, wireless_mic=3)
    make.decide(booking, wireless_mic=3)

    with refused("equipment.decided"):
        make.ask(booking, wireless_mic=4)
    make.ask(booking, wireless_mic=3, lectern=1)

    assert line(booking).state == "confirmed"


def test_deciding_twice_tells_once():
    booking = make.booking()
    make.ask(booking, wireless_mic=3)

    make.decide(booking, wireless_mic=3)
    make.decide(booking, wireless_mic=3)

    assert Notice.objects.filter(kind="equipment.decided").count() == 1


def test_a_group_decides_nothing():
    booking = make.booking()

    with refused("equipment.not_staff"):
        ordering.decide(
            booking.pk, {"lectern": ordering.Ruling(1)}, by=make.actor(booking.group), at=NOON
        )


@pytest.mark.parametrize(
    "end",
    [
        make.cancel,
        lambda booking: decisions.refuse(booking.pk, "見本", by=make.manager(), at=NOON),
        lambda booking: decisions.lapse(booking.pk, by=make.SYSTEM, at=NOON + timedelta(days=90)),
    ],
    ids=["cancelled", "refused", "lapsed"],
)
def test_what_ends_gives_everything_back(end):
    booking = make.booking()
    make.ask(booking, wireless_mic=3, dressing_1=1)

    end(booking)
    make.rest_over()

    assert promised() == 0
    assert not Hold.objects.exists()
    assert invariants.faults() == []


def test_an_undone_cancel_takes_again_what_is_left(two):
    one, other = two
    make.ask(one, wireless_mic=3, lectern=1, dressing_1=1)
    make.decide(one, lectern=1)
    make.cancel(one)
    make.ask(other, wireless_mic=2, lectern=1)

    make.undo(one)

    assert (line(one).asked, line(one).state) == (2, "asked")
    assert (line(one, "lectern").given, line(one, "lectern").state) == (0, "refused")
    assert line(one, "dressing-1").number == 1
    assert sorted(told("equipment.short")) == ["ワイヤレスマイク 3本→2本", "演台 1式→0式"]
    assert invariants.faults() == []


def test_moved_to_another_day_it_is_taken_there():
    booking = make.booking()
    make.ask(booking, wireless_mic=3, dressing_1=1)
    to = make.use("pm", on=SATURDAY + timedelta(days=1))

    moves.move(booking.pk, to, "見本", by=make.counter(), at=NOON)

    assert promised() == 0
    assert Shelf.objects.get(item=item(), date=to.date, slot="pm").promised == 3
    assert invariants.faults() == []


def test_a_dressing_room_belongs_to_one(two):
    one, other = two
    make.ask(one, dressing_1=1)

    with refused("equipment.short"):
        make.ask(other, dressing_1=1)
    with refused("cells.taken"):
        book(
            other.group.pk,
            [make.use(room="yotsuya/dressing-1")],
            make.what(5),
            uuid4(),
            by=make.counter(),
            at=NOON,
        )


def test_a_dressing_room_booked_by_itself_is_not_left():
    group, booking = make.group(), make.booking()
    uses = [make.use(room="yotsuya/dressing-1")]
    book(group.pk, uses, make.what(5), uuid4(), by=make.counter(), at=NOON)

    assert offered(booking, "dressing-1").left.slots == {"am": 0}
    with refused("equipment.short"):
        make.ask(booking, dressing_1=1)


def test_a_closed_dressing_room_is_taken_away_and_the_booking_stands():
    booking = make.booking()
    make.ask(booking, dressing_1=1)
    closing = blocks.Closing(
        ("yotsuya/dressing-1",), SATURDAY, SATURDAY, ("am",), "works", "水漏れ（見本）"
    )

    blocks.propose(closing, by=make.manager(), at=NOON, cancelling="水漏れのため（見本）")

    booking.refresh_from_db()
    assert booking.state == "tentative"
    assert line(booking, "dressing-1").state == "refused"
    assert told("equipment.short") == ["楽屋1：水漏れのため（見本）"]
    assert invariants.faults() == []


def test_a_repair_makes_the_stock_less_for_its_days_only():
    booking = make.booking()
    ordering.repair(item().pk, Less(SATURDAY, SATURDAY, 3), "修理", by=make.manager(), at=NOON)

    assert offered(booking).left.slots == {"am": 1}
    next_day = along.offers(make.use(on=SATURDAY + timedelta(days=1)), NOON)
    assert {o.item.code: o.left.least for o in next_day}["wireless-mic"] == 4


def test_a_repaired_thing_is_there_again():
    booking, away = make.booking(), Less(SATURDAY, SATURDAY, 3)
    made = ordering.repair(item().pk, away, "修理", by=make.manager(), at=NOON)
    make.ask(booking, wireless_mic=1)

    catalogue.repaired(made.pk, by=make.manager(), at=NOON)

    assert offered(booking).left.slots == {"am": 3}


def test_what_is_promised_is_settled_before_a_repair():
    booking, away = make.booking(), Less(SATURDAY, SATURDAY, 3)
    make.ask(booking, wireless_mic=3)

    with refused("equipment.promised") as caught:
        ordering.repair(item().pk, away, "修理", by=make.manager(), at=NOON)
    assert caught.value.facts["days"] == [SATURDAY]
    assert offered(booking).most == 4

    ordering.repair(item().pk, away, "修理", by=make.manager(), at=NOON, lowering=True)

    assert (promised(), line(booking).asked) == (1, 1)
    assert told("equipment.short") == ["ワイヤレスマイク 1本（確認待ち）：修理"]
    assert invariants.faults() == []


def test_the_last_who_asked_gets_less_first(two):
    one, other = two
    make.ask(one, wireless_mic=2)
    make.ask(other, at=NOON + timedelta(minutes=1), wireless_mic=2)

    ordering.repair(
        item().pk,
        Less(SATURDAY, SATURDAY, 1),
        "修理",
        by=make.manager(),
        at=NOON + timedelta(minutes=2),
        lowering=True,
    )

    assert (line(one).number, line(other).number) == (2, 1)


def test_less_stock_from_a_day_on_needs_room_for_what_is_promised():
    booking = make.booking()
    make.ask(booking, wireless_mic=3)

    with refused("equipment.promised"):
        catalogue.set_stock(item().pk, make.TODAY, 2, by=make.manager(), at=NOON)
    catalogue.set_stock(item().pk, date(2027, 3, 1), 2, by=make.manager(), at=NOON)
    catalogue.set_stock(item().pk, make.TODAY, 9, by=make.manager(), at=NOON)

    assert offered(booking).most == 9


def test_only_the_manager_of_the_hall_keeps_its_list():
    with refused("equipment.not_manager"):
        catalogue.set_stock(item().pk, SATURDAY, 2, by=make.counter(), at=NOON)
    with refused("equipment.other_hall"):
        catalogue.set_stock(item().pk, SATURDAY, 2, by=make.manager(hall="tansu"), at=NOON)
    with refused("equipment.is_room"):
        catalogue.set_stock(item("dressing-1").pk, SATURDAY, 2, by=make.manager(), at=NOON)
    with refused("equipment.past"):
        catalogue.set_stock(item().pk, date(2026, 1, 1), 2, by=make.manager(), at=NOON)


@pytest.mark.django_db
def test_the_database_itself_never_promises_a_thing_twice():
    with transaction.atomic():
        shelves.shift(SATURDAY, ["am"], {item("lectern").pk: 1})

    with pytest.raises(IntegrityError), transaction.atomic():
        Shelf.objects.filter(item=item("lectern")).update(promised=2)


def test_a_thing_asked_for_with_the_booking_stands_or_falls_with_it(two):
    make.ask(two[0], lectern=1)
    group, room = make.group(), "yotsuya/hall-2"
    words = (make.what(), uuid4())
    by = make.actor(group)
    make.cancel(two[1])
    make.rest_over()

    with refused("equipment.short"):
        book(group.pk, [make.use(room=room)], *words, by=by, at=NOON, things={"lectern": 1})
    assert not group.bookings.exists()
    book(group.pk, [make.use(room=room)], *words, by=by, at=NOON, things={"wired-mic": 2})

    assert queries.lines(group.bookings.get().number)[0].asked == 2


def test_what_was_decided_is_the_proposal_of_the_second_bill():
    booking = make.booking(None, make.use("am", "pm"), approved=True)
    make.ask(booking, lectern=1, dressing_1=1, projector=1)
    make.decide(booking, lectern=1, dressing_1=1)

    things, rooms = along.proposal(booking.number)
    extras.bill(booking.pk, things, 0, by=make.counter(), at=NOON, dressing=rooms)

    booking.refresh_from_db()
    assert (things, rooms) == ({"lectern": 1}, ["yotsuya/dressing-1"])
    assert [(row["label"], row["amount"]) for row in booking.extras["lines"]] == [
        ("附帯設備 演台 1式×2区分", 1000),
        ("楽屋1 2区分", 1200),
    ]
    assert invariants.faults() == []
