"""引き継ぎ: the cells held while typing become the booking's, these and no others."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import make
from tests.make import NOON, refused
from uketsuke.bookings import drafts, holds
from uketsuke.bookings.models import Draft, Hold

pytestmark = pytest.mark.usefixtures("world")


def held(group, *uses):
    draft = drafts.hold(group.pk, list(uses), uuid4(), by=make.actor(group), at=NOON)
    return draft, set(draft.holds.values_list("pk", flat=True))


def test_the_very_holds_become_the_bookings():
    group, uses = make.group(), [make.use("am", "pm"), make.use("night", room="tansu/hall")]
    draft, kept = held(group, *uses)

    made = make.application(group, uses, token=draft.token)

    assert set(Hold.objects.values_list("pk", flat=True)) == kept
    assert {hold.expires_at for hold in Hold.objects.all()} == {None}
    cells = {booking.room.key: booking.holds.count() for booking in made.bookings.all()}
    assert cells == {"yotsuya/hall": 2, "tansu/hall": 1}
    assert not Draft.objects.exists()


def test_another_choice_is_taken_anew_and_the_old_one_falls_free():
    group = make.group()
    held(group, make.use("am", "pm"))

    booking = make.booking(group, make.use("pm", "night"))

    assert list(booking.holds.order_by("slot").values_list("slot", flat=True)) == ["night", "pm"]
    assert Hold.objects.count() == 2


def test_a_hold_that_ran_out_is_taken_anew():
    group, use = make.group(), make.use("am")
    draft, _ = held(group, use)

    make.application(group, [use], token=draft.token, at=NOON + timedelta(hours=1))

    assert Hold.objects.get().expires_at is None


def test_a_hold_that_ran_out_and_went_to_another_is_lost():
    group, use, later = make.group(), make.use("am"), NOON + timedelta(hours=1)
    draft, _ = held(group, use)
    other = make.booking(None, use, at=later)

    with refused("cells.taken"):
        make.application(group, [use], token=draft.token, at=later)

    assert Hold.objects.get().booking == other


def test_one_hold_never_serves_two_days_of_a_form():
    group = make.group()
    draft, _ = held(group, make.use("am", "pm"))

    assert holds.claim([draft], [make.use("am"), make.use("am", "pm")], NOON) == {}
    assert not Hold.objects.exists()


def test_who_lost_her_cells_is_told_before_anything_is_written():
    group, use, later = make.group(), make.use("am"), NOON + timedelta(hours=1)
    draft, _ = held(group, use)
    make.booking(None, use, at=later)

    with CaptureQueriesContext(connection) as queries, refused("cells.taken"):
        make.application(group, [use], token=draft.token, at=later)

    assert not [query["sql"] for query in queries if query["sql"].startswith("INSERT")]
