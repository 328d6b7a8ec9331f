"""抽選申込: who may enter with what, and what happens to an entry until the list is frozen."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction

from tests import lots, make
from tests.lots import CLOSING, wish
from tests.make import NOON, refused
from uketsuke.audit.models import Entry as AuditEntry
from uketsuke.bookings import actions as bookings
from uketsuke.bookings.opening import Klass
from uketsuke.kernel.actors import SYSTEM
from uketsuke.lottery import actions, ceremony, draw, queries, rounds
from uketsuke.lottery.models import Entry
from uketsuke.lottery.queries import Stage
from uketsuke.notices.models import Notice

pytestmark = pytest.mark.usefixtures("world")
LAST = CLOSING - timedelta(seconds=1)


def test_rounds_make_themselves_for_both_classes():
    for month, klass in queries.to_make(NOON):
        rounds.make(month, klass, by=SYSTEM, at=NOON)

    assert [each.code for each in queries.rounds()] == ["2027-05-others", "2027-06-residents"]
    assert queries.to_make(NOON) == []


def test_a_round_is_made_once_with_its_secret():
    first = lots.round_of()
    again = lots.round_of()

    assert first.pk == again.pk
    assert first.commitment == again.commitment == draw.commitment(first.secret)


def test_a_round_goes_through_its_stages():
    of = lots.round_of()
    lots.entry()

    assert queries.stage(of, of.dates.entries_from - timedelta(seconds=1)) is Stage.PLANNED
    assert queries.stage(of, NOON) is Stage.OPEN
    assert queries.stage(of, CLOSING) is Stage.CLOSED
    assert queries.stage(lots.frozen(), CLOSING) is Stage.FROZEN
    assert queries.stage(lots.drawn().round, CLOSING) is Stage.DRAWN


def test_an_entry_keeps_its_wishes_in_their_order_and_is_told():
    group = make.group()
    made = lots.entry(group, wish("night", "pm"), wish("am", room="tansu/hall"))

    assert made.receipt.startswith("R2706")
    assert queries.wishes_of(made) == [wish("pm", "night"), wish("am", room="tansu/hall")]
    assert Notice.objects.filter(group=group, kind="lottery.entered").count() == 1
    assert AuditEntry.objects.filter(action="lottery.enter").count() == 1


def test_an_entry_sent_twice_is_one():
    group, token = make.group(), uuid4()

    assert lots.entry(group, token=token) == lots.entry(group, token=token)


def test_server_time_decides_to_the_second():
    lots.entry(at=LAST)

    with refused("lottery.closed"):
        lots.entry(at=CLOSING)


def test_nobody_enters_before_the_time():
    of = lots.round_of()

    with refused("lottery.not_yet"):
        lots.entry(at=of.dates.entries_from - timedelta(seconds=1))


def test_the_round_of_residents_is_for_residents():
    with refused("lottery.residents_only"):
        lots.entry(make.group(eligibility="other"))


def test_everyone_may_enter_the_round_of_others():
    of = lots.round_of(date(2027, 5, 1), Klass.OTHERS)
    for eligibility in ("other", "resident"):
        group = make.group(eligibility=eligibility)
        actions.enter(
            group.pk,
            of.pk,
            [wish("am", on=date(2027, 5, 8))],
            make.what(),
            uuid4(),
            by=make.actor(group),
            at=NOON,
        )

    assert of.entries.count() == 2


@pytest.mark.parametrize(
    ("wishes", "code"),
    [
        ([wish("am"), wish("am")], "lottery.twice"),
        ([wish("am", "pm"), wish("pm", "am")], "lottery.twice"),
        ([wish("am", on=date(2027, 7, 3))], "lottery.not_offered"),
        ([wish("am", room="yotsuya/dressing-1")], "lottery.not_offered"),
        ([wish("am"), wish("pm"), wish("night"), wish("am", "pm")], "lottery.too_many_wishes"),
        ([make.UseDay("yotsuya/hall", lots.SATURDAY, ())], "lottery.no_slot"),
        ([wish("dawn")], "halls.unknown_slot"),
        ([wish("am", room="nowhere/hall")], "halls.unknown_room"),
    ],
)
def test_wishes_that_cannot_be(wishes, code):
    with refused(code):
        lots.entry(None, *wishes)

    assert not Entry.objects.exists()


def test_what_is_blocked_is_not_offered():
    make.block("yotsuya/hall", starts=lots.SATURDAY)

    with refused("lottery.not_offered"):
        lots.entry()


def test_wishes_keep_to_one_hall_where_the_rule_says_so():
    of = lots.round_of()
    of.rules.across_halls = False
    of.rules.save()

    with refused("lottery.across_halls"):
        lots.entry(None, wish("am"), wish("am", room="tansu/hall"))


def test_a_hall_stands_in_one_entry_of_a_group():
    group = make.group()
    lots.entry(group, wish("am"), wish("am", room="tansu/hall"))
    lots.entry(group, wish("am", room="tsunohazu/hall"))

    with refused("lottery.entries"):
        lots.entry(group, wish("pm", room="tansu/hall"))


def test_a_group_beyond_its_cap_cannot_enter():
    group = make.group()
    of = lots.round_of(date(2027, 5, 1), Klass.OTHERS)
    for day in (6, 8, 10, 12):
        make.booking(group, make.use("am", on=date(2027, 5, day)))

    with refused("lottery.cap"):
        actions.enter(
            group.pk,
            of.pk,
            [wish("am", on=date(2027, 5, 15))],
            make.what(),
            uuid4(),
            by=make.actor(group),
            at=NOON,
        )


def test_cells_in_an_open_round_are_not_bookable():
    lots.round_of()

    with refused("reception.draw"):
        make.booking(None, make.use("am", on=lots.SATURDAY))


def test_nothing_is_bookable_before_the_draw_is_over_however_late_it_is():
    lots.round_of()
    group = make.group()

    with refused("reception.draw"):
        bookings.book(
            group.pk,
            [make.use("am", on=lots.SATURDAY)],
            make.what(),
            uuid4(),
            by=make.actor(group),
            at=CLOSING + timedelta(days=5),
        )


def test_an_entry_changes_until_closing_and_keeps_its_receipt():
    made = lots.entry()
    by = make.actor(made.group)

    changed = actions.change(made.pk, [wish("pm")], make.what(80), by=by, at=LAST)

    assert changed.receipt == made.receipt
    assert (queries.wishes_of(changed), changed.attendance) == ([wish("pm")], 80)
    with refused("lottery.closed"):
        actions.change(made.pk, [wish("night")], make.what(), by=by, at=CLOSING)


def test_an_unchanged_entry_tells_nobody_again():
    made = lots.entry()

    actions.change(made.pk, [wish("am")], make.what(), by=make.actor(made.group), at=NOON)

    assert not Notice.objects.filter(kind="lottery.changed").exists()


def test_a_withdrawn_entry_makes_room_for_another():
    made = lots.entry()
    actions.withdraw(made.pk, by=make.actor(made.group), at=LAST)
    actions.withdraw(made.pk, by=make.actor(made.group), at=LAST)

    assert Notice.objects.filter(kind="lottery.withdrawn").count() == 1
    assert lots.entry(made.group) != made
    with refused("lottery.withdrawn"):
        actions.change(made.pk, [wish("pm")], make.what(), by=make.actor(made.group), at=NOON)


def test_what_staff_enter_is_marked_and_told():
    group = make.group()
    made = actions.enter(
        group.pk, lots.round_of().pk, [wish()], make.what(), uuid4(), by=make.counter(), at=NOON
    )

    assert made.channel == "counter"
    assert Notice.objects.get(kind="lottery.entered").facts["channel"] == "counter"


def test_demand_counts_each_entry_once():
    lots.entry(None, wish("am"), wish("am", "pm"))
    lots.entry(None, wish("am"))

    asked = queries.demand(lots.round_of())

    assert asked["yotsuya/hall", lots.SATURDAY, "am"] == 2
    assert [queries.band(n) for n in (0, 1, 3, 4)] == ["0", "1-3", "1-3", "4+"]


def test_a_moved_draw_moves_everything_and_is_told():
    made = lots.entry()
    rounds.adjust(
        made.round_id, date(2026, 12, 9), "会場の都合（見本）", by=make.manager(), at=NOON
    )

    of = queries.rounds().get(pk=made.round_id)

    assert of.dates.closes_at == CLOSING + timedelta(days=7)
    assert lots.entry(at=CLOSING).pk
    assert Notice.objects.filter(kind="lottery.moved").count() == 1


@pytest.mark.parametrize("day", [date(2026, 11, 20), date(2027, 6, 1)])
def test_a_draw_is_moved_to_a_possible_day(day):
    with refused("lottery.bad_day"):
        rounds.adjust(lots.round_of().pk, day, "見本", by=make.manager(), at=NOON)


def test_a_frozen_list_is_frozen_by_the_database():
    made = lots.entry()
    lots.frozen()

    with refused("lottery.closed"):
        lots.entry(at=CLOSING)
    for change in (
        lambda: Entry.objects.filter(pk=made.pk).update(tickets=9),
        lambda: Entry.objects.filter(pk=made.pk)._raw_delete("default"),
        lambda: Entry.objects.bulk_create([_copy(made)]),
    ):
        with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
            change()


def _copy(made: Entry) -> Entry:
    values = {f.attname: getattr(made, f.attname) for f in Entry._meta.concrete_fields}
    return Entry(**{**values, "id": None, "receipt": "R2706000000", "token": uuid4()})


def test_the_digest_is_told_to_every_entrant_before_the_draw():
    entries = [lots.entry(lots.apart()) for _ in range(3)]
    of = lots.frozen()

    told = Notice.objects.filter(kind="lottery.frozen")

    assert {notice.group_id for notice in told} == {each.group_id for each in entries}
    assert {notice.facts["digest"] for notice in told} == {of.entries_digest}
    assert not of.draws.exists()


def test_freezing_twice_is_freezing_once():
    lots.entry()

    assert (
        lots.frozen().frozen_at
        == ceremony.freeze(
            lots.round_of().pk, by=make.manager(), at=CLOSING + timedelta(hours=1)
        ).frozen_at
    )
    assert Notice.objects.filter(kind="lottery.frozen").count() == 1


def test_an_open_list_is_not_frozen():
    with refused("lottery.still_open"):
        ceremony.freeze(lots.round_of().pk, by=make.manager(), at=LAST)
