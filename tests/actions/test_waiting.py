"""空き待ち: who waits is asked first, one after the other, before a cell is anybody's."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from tests import lots, make
from tests.make import NOON, SATURDAY, TODAY, refused
from uketsuke.bookings import blocks
from uketsuke.bookings.models import Block, Booking, Hold
from uketsuke.groups.models import Group
from uketsuke.kernel.actors import SYSTEM
from uketsuke.lottery import awards
from uketsuke.notices.models import Notice
from uketsuke.registration import suspensions
from uketsuke.waiting import actions, offers, queries
from uketsuke.waiting.models import Offer, Wait, WaitingRules

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]
HOUR = timedelta(hours=1)
OPENED = lots.SETTLED + timedelta(days=1)  # first-come on the web


def waiting(*lots_: int, wanted=None) -> list[Wait]:
    """Groups that wait for a booked cell, with these lots; the cell rests now."""
    booking = make.booking(None, make.use("am", "pm") if wanted else make.use())
    waits = []
    for lot in lots_:
        wait = make.wait(wanted=wanted, at=NOON - HOUR)
        Wait.objects.filter(pk=wait.pk).update(lot=lot)
        waits.append(wait)
    make.cancel(booking)
    return waits


def accept(offer: Offer, at=NOON):
    group = offer.wait.group
    return offers.accept(offer.pk, make.what(), uuid4(), by=make.actor(group), at=at)


def told(kind: str) -> list[int]:
    return list(Notice.objects.filter(kind=kind).order_by("pk").values_list("group_id", flat=True))


def test_it_is_offered_by_lot_not_by_who_came_first():
    first, second = waiting(9, 3)

    make.rest_over()

    assert told("waiting.offered") == [second.group_id]
    assert not first.offers.exists()


def test_what_is_offered_is_nobody_elses_at_home_or_at_the_counter():
    waiting(1)
    make.rest_over()

    with refused("cells.taken"):
        make.booking()
    with refused("cells.taken"):
        make.actions.book(
            make.group().pk, [make.use()], make.what(), uuid4(), by=make.counter(), at=NOON
        )
    assert Block.objects.get(state="approved").public_reason == "空き待ちの方に案内中"


def test_who_accepts_has_a_booking_and_waits_no_longer():
    (wait,) = waiting(1)
    make.rest_over()
    offer = make.offer(wait)

    application = accept(offer)

    booking = application.bookings.get()
    wait.refresh_from_db()
    offer.refresh_from_db()
    assert (wait.ended_as, offer.ended_as, offer.booking) == ("accepted", "accepted", booking)
    assert Hold.objects.get().booking == booking
    assert told("booking.received")[-1] == wait.group_id


def test_the_same_form_twice_is_one_booking():
    (wait,) = waiting(1)
    make.rest_over()
    offer, token, by = make.offer(wait), uuid4(), make.actor(wait.group)

    made = [offers.accept(offer.pk, make.what(), token, by=by, at=NOON) for _ in range(2)]

    assert made[0] == made[1]
    assert Booking.objects.filter(group=wait.group).count() == 1


@pytest.mark.parametrize("how", ["decline", "lapse", "leave"])
def test_then_the_next_one_is_asked_at_once(how):
    first, second = waiting(1, 2)
    make.rest_over()
    offer = make.offer(first)
    late = offer.until
    if how == "decline":
        offers.decline(offer.pk, by=make.actor(first.group), at=late)
    elif how == "lapse":
        assert offers.lapse(offer.pk, by=SYSTEM, at=late)
    else:
        actions.leave(first.pk, by=make.actor(first.group), at=late)
    offers.pass_on("yotsuya/hall", SATURDAY, by=SYSTEM, at=late)

    assert told("waiting.offered") == [first.group_id, second.group_id]
    assert Offer.objects.filter(ended_at=None).count() == 1
    assert not queries.open_waits().filter(pk=first.pk).exists()


def test_after_the_last_one_it_rests_anew_so_that_no_friend_stands_ready():
    (wait,) = waiting(1)
    make.rest_over()

    offers.decline(make.offer(wait).pk, by=make.actor(wait.group), at=NOON)
    offers.pass_on("yotsuya/hall", SATURDAY, by=SYSTEM, at=NOON)

    with refused("cells.taken"):
        make.booking()
    rest = Block.objects.get(state="approved")
    assert rest.reason_class == "resting"
    assert NOON + timedelta(minutes=10) <= rest.releases_at <= NOON + HOUR


def test_after_the_deadline_it_is_too_late():
    (wait,) = waiting(1)
    make.rest_over()
    offer = make.offer(wait)

    with refused("waiting.offer_over"):
        accept(offer, at=offer.until)

    assert not Booking.objects.filter(group=wait.group).exists()


def test_before_the_deadline_nothing_lapses():
    (wait,) = waiting(1)
    make.rest_over()
    offer = make.offer(wait)

    assert not offers.lapse(offer.pk, by=SYSTEM, at=offer.until - timedelta(seconds=1))
    assert queries.to_lapse(offer.until - timedelta(seconds=1)) == []
    assert queries.to_lapse(offer.until) == [offer.pk]


def test_who_has_no_mail_has_longer_because_the_hall_must_call():
    booking = make.booking()
    wait = make.wait(make.group(mail=""))
    make.cancel(booking)
    make.rest_over()

    assert make.offer(wait).until == NOON + 48 * HOUR


def over_the_cap(group: Group) -> None:
    days = [date(2027, 2, day) for day in (2, 9, 16, 23)]
    make.application(group, [make.use(on=day) for day in days])


def stopped(group: Group) -> None:
    until = TODAY + timedelta(days=30)
    suspensions.suspend(group.pk, "conduct", "見本の理由", until, by=make.ward(), at=NOON)


def lapsed(group: Group) -> None:
    Group.objects.filter(pk=group.pk).update(valid_until=TODAY - timedelta(days=1))


@pytest.mark.parametrize(
    ("happens", "why"), [(over_the_cap, "cap"), (stopped, "suspended"), (lapsed, "registration")]
)
def test_who_may_not_book_any_more_is_passed_over_and_told_why(happens, why):
    first, second = waiting(1, 2)
    happens(first.group)

    make.rest_over()

    notice = Notice.objects.get(kind="waiting.passed_over")
    assert (notice.group_id, notice.facts["why"]) == (first.group_id, why)
    assert told("waiting.offered") == [second.group_id]
    assert queries.open_waits().filter(pk=first.pk).exists()


def test_who_was_passed_over_is_asked_the_next_time():
    first, second = waiting(1, 2)
    over_the_cap(first.group)
    make.rest_over()
    booking = accept(make.offer(second)).bookings.get()
    for other in first.group.bookings.all():
        make.cancel(other, NOON + HOUR)

    make.cancel(booking, NOON + HOUR)
    make.rest_over(NOON + 3 * HOUR)

    assert make.offer(first).wait == first


def test_the_cap_is_asked_again_when_she_accepts():
    (wait,) = waiting(1)
    make.rest_over()
    over_the_cap(wait.group)

    with refused("reception.cap"):
        accept(make.offer(wait))

    assert make.offer(wait).ended_at is None


def test_who_joined_after_it_fell_free_comes_after_the_others():
    booking = make.booking()
    before = make.wait(at=NOON - HOUR)
    make.cancel(booking)
    after = make.wait(at=NOON)
    Wait.objects.filter(pk=after.pk).update(lot=0)

    make.rest_over()

    assert told("waiting.offered") == [before.group_id]


def test_parts_of_a_day_go_to_those_who_want_these_parts():
    booking = make.booking(None, make.use("am", "pm"))
    morning, evening = make.wait(wanted=make.use("am")), make.wait(wanted=make.use("pm"))
    make.cancel(booking)

    make.rest_over()

    assert set(told("waiting.offered")) == {morning.group_id, evening.group_id}
    assert Hold.objects.values("block").distinct().count() == 2


def test_what_is_free_beside_it_is_offered_with_it():
    booking = make.booking(None, make.use("am"))
    wait = make.wait(wanted=make.use("am", "pm"))
    make.cancel(booking)

    make.rest_over()

    assert sorted(make.offer(wait).block.holds.values_list("slot", flat=True)) == ["am", "pm"]
    assert accept(make.offer(wait)).bookings.get().slots == "am,pm"


def test_who_wants_more_than_there_is_waits_on():
    booking = make.booking(None, make.use("am"))
    make.booking(None, make.use("pm"))
    wait = make.wait(wanted=make.use("am", "pm"))
    make.cancel(booking)

    make.rest_over()

    assert not wait.offers.exists()
    assert make.booking(None, make.use("am")).state == "tentative"
    assert queries.open_waits().get() == wait


def test_a_block_that_ends_is_offered_too():
    block = make.block()
    wait = make.wait()
    blocks.end(block.pk, "見本", by=make.manager("second"), at=NOON)

    make.rest_over()

    assert make.offer(wait)
    assert make.booking(None, make.use("pm")).state == "tentative"


def test_what_is_offered_the_hall_takes_back_only_with_a_reason_and_she_is_told():
    (wait,) = waiting(1)
    make.rest_over()
    closing = blocks.Closing(("yotsuya/hall",), SATURDAY, SATURDAY, ("am",), "works", "見本")
    with refused("cells.taken"):
        blocks.propose(closing, by=make.manager(), at=NOON)

    blocks.propose(closing, by=make.manager(), at=NOON, cancelling="見本の故障")
    with refused("waiting.offer_over"):
        accept(make.offer(wait))
    (gone,) = queries.taken_back()
    assert offers.take_back(gone, by=SYSTEM, at=NOON)

    assert told("waiting.taken_back") == [wait.group_id]
    assert queries.open_waits().get() == wait


def test_runners_up_of_the_lottery_come_before_the_waiting_list():
    win, loser = lots.winner_and_loser()
    wanted = make.use(*win.booking.slot_codes, room=win.booking.room.key, on=win.booking.date)
    wait = make.wait(lots.apart(), wanted, at=OPENED)
    lots.give_back(win.booking, OPENED)

    awards.pass_on(win.booking_id, by=SYSTEM, at=OPENED)
    assert loser.win.booking.state == "tentative"
    assert not wait.offers.exists()
    lots.give_back(loser.win.booking, OPENED)
    awards.pass_on(loser.win.booking_id, by=SYSTEM, at=OPENED)

    assert make.offer(wait).block.reason_class == "offered"


def test_where_nobody_waits_the_lottery_announces_as_before():
    lots.entry(lots.apart())
    lots.settled()
    booking = Booking.objects.get()
    lots.give_back(booking, OPENED)

    awards.pass_on(booking.pk, by=SYSTEM, at=OPENED)

    block = Block.objects.get(state="approved")
    assert (block.reason_class, block.releases_at is None) == ("returned", False)
    with refused("waiting.announced"):
        wanted = make.use(*booking.slot_codes, room=booking.room.key, on=booking.date)
        make.wait(lots.apart(), wanted, at=OPENED)


def test_what_is_free_is_booked_not_waited_for():
    with refused("waiting.free"):
        make.wait()


def test_nobody_waits_for_what_she_has():
    booking = make.booking()

    with refused("waiting.mine"):
        make.wait(booking.group)


def test_what_is_being_typed_is_not_waited_for():
    make.draft()

    with refused("waiting.typing"):
        make.wait()


def test_a_group_waits_once_and_for_a_few_cells():
    group = make.group()
    WaitingRules.objects.update(waits_per_group=1)
    make.revision.changed()
    make.booking()
    make.booking(None, make.use("pm"))
    make.wait(group)

    with refused("waiting.twice"):
        make.wait(group)
    with refused("waiting.most"):
        make.wait(group, make.use("pm"))


def test_the_same_form_joins_once():
    make.booking()
    group, token = make.group(), uuid4()

    for _ in range(2):
        actions.join(group.pk, make.use(), token, by=make.actor(group), at=NOON)

    assert Wait.objects.count() == 1


def test_who_is_suspended_does_not_join():
    make.booking()
    group = make.group()
    stopped(group)

    with refused("reception.suspended"):
        make.wait(group)


def test_it_ends_by_itself_when_nobody_can_apply_any_more():
    make.booking()
    wait = make.wait()
    late = NOON + (SATURDAY - TODAY - timedelta(days=13))
    assert queries.to_end(late - timedelta(days=1)) == []
    assert not actions.finish(wait.pk, by=SYSTEM, at=late - timedelta(days=1))

    assert queries.to_end(late) == [wait.pk]
    assert actions.finish(wait.pk, by=SYSTEM, at=late)

    assert told("waiting.over") == [wait.group_id]
    assert queries.to_end(late) == []


def test_the_place_is_told_once_the_lot_has_spoken():
    booking = make.booking()
    waits = [make.wait(), make.wait(), make.wait()]
    for wait, lot in zip(waits, (3, 1, 2), strict=True):
        Wait.objects.filter(pk=wait.pk).update(lot=lot)
    fresh = list(Wait.objects.order_by("pk"))
    assert [(each.of, each.place) for each in queries.places(fresh)] == [(3, None)] * 3

    make.cancel(booking, NOON + HOUR)

    assert [each.place for each in queries.places(fresh)] == [3, 1, 2]

    make.rest_over(NOON + HOUR)
    assert [(each.of, each.place) for each in queries.places(fresh)] == [(3, 3), (3, None), (3, 2)]


def test_places_cost_the_same_however_many(django_assert_num_queries):
    make.booking()
    waits = [make.wait() for _ in range(5)]

    with django_assert_num_queries(3):
        queries.places(waits)


def test_the_database_itself_forbids_two_open_offers():
    first, second = waiting(1, 2)
    make.rest_over()
    offer = make.offer(first)

    for wait in (first, second):  # one wait twice, one block twice
        with pytest.raises(IntegrityError), transaction.atomic():
            Offer.objects.create(wait=wait, block=offer.block, offered_at=NOON, until=NOON)
