"""申込の途中: cells are held for ten minutes while a person types, and nothing typed is lost."""

from datetime import timedelta
from uuid import uuid4

import pytest

from tests import make
from tests.make import NOON, SATURDAY, TODAY, refused
from tests.rulebook import changed
from uketsuke.bookings import drafts, holds
from uketsuke.bookings.models import Draft, Hold

pytestmark = pytest.mark.usefixtures("world")
MINUTE = timedelta(minutes=1)
TYPED = {"title": "書きかけの題名", "attendance": "１２０"}


def test_while_she_types_nobody_else_gets_the_cells():
    draft = make.draft()

    with refused("cells.taken"):
        make.application(at=NOON + 10 * MINUTE - timedelta(seconds=1))

    assert draft.expires_at == NOON + 10 * MINUTE
    assert drafts.is_held(draft, NOON)


def test_after_ten_minutes_the_hold_is_no_obstacle():
    draft = make.draft()

    booking = make.booking(at=NOON + 10 * MINUTE)

    assert Hold.objects.get().booking == booking
    assert not drafts.is_held(draft, NOON + 10 * MINUTE)


def test_nor_is_it_one_to_somebody_elses_draft_or_to_the_hall():
    make.draft()
    make.draft(make.use("pm"))

    second = make.draft(at=NOON + 10 * MINUTE)
    make.block(slots=("pm",), at=NOON + 10 * MINUTE)

    assert drafts.is_held(second, NOON + 10 * MINUTE)


def test_what_she_held_becomes_her_booking():
    token, group = uuid4(), make.group()
    make.draft(make.use("am", "pm"), by_group=group, token=token)

    booking = make.application(group, [make.use("am", "pm")], token=token).bookings.get()

    assert set(Hold.objects.values_list("booking", flat=True)) == {booking.pk}
    assert not Draft.objects.exists()


def test_she_still_books_when_the_ten_minutes_are_over_and_nobody_came():
    token, group = uuid4(), make.group()
    make.draft(by_group=group, token=token)

    booking = make.application(group, token=token, at=NOON + 40 * MINUTE).bookings.get()

    assert Hold.objects.get().booking == booking


def test_when_somebody_came_she_is_refused_and_her_text_is_still_there():
    token, group = uuid4(), make.group()
    draft = make.draft(by_group=group, token=token)
    drafts.keep(draft.pk, TYPED, by=make.actor(group), at=NOON)
    make.booking(at=NOON + 11 * MINUTE)

    with refused("cells.taken"):
        make.application(group, token=token, at=NOON + 12 * MINUTE)
    kept = drafts.keep(draft.pk, TYPED, by=make.actor(group), at=NOON + 12 * MINUTE)

    assert not drafts.is_held(kept, NOON + 12 * MINUTE)
    assert Draft.objects.get().typed == TYPED


def test_a_draft_that_could_not_be_held_again_does_not_say_it_is():
    draft = make.draft()
    make.booking(at=NOON + 11 * MINUTE)

    kept = drafts.keep(draft.pk, TYPED, by=make.actor(draft.group), at=NOON + 12 * MINUTE)

    assert kept.expires_at == NOON + 10 * MINUTE


def test_working_on_extends_the_hold():
    draft = make.draft()

    kept = drafts.keep(draft.pk, TYPED, by=make.actor(draft.group), at=NOON + 8 * MINUTE)

    assert kept.expires_at == NOON + 18 * MINUTE
    assert drafts.is_held(kept, NOON + 17 * MINUTE)


def test_a_hold_that_ran_out_is_taken_again_where_it_is_free():
    draft = make.draft()

    kept = drafts.keep(draft.pk, TYPED, by=make.actor(draft.group), at=NOON + 30 * MINUTE)

    assert drafts.is_held(kept, NOON + 39 * MINUTE)
    with refused("cells.taken"):
        make.application(at=NOON + 39 * MINUTE)


def test_extending_has_an_end():
    draft = make.draft()
    by = make.actor(draft.group)
    for nth in range(1, 11):
        drafts.extend(draft.pk, by=by, at=NOON + nth * MINUTE)

    with refused("drafts.no_more") as caught:
        drafts.extend(draft.pk, by=by, at=NOON + 11 * MINUTE)

    assert caught.value.facts["expires_at"] == NOON + 20 * MINUTE
    assert make.booking(at=NOON + 20 * MINUTE).pk


def test_how_often_is_a_figure_of_the_rulebook():
    changed("reception", TODAY + timedelta(days=1), hold_extensions=11)
    later = NOON + timedelta(days=1)
    draft = make.draft(at=later)
    by = make.actor(draft.group)

    for nth in range(1, 12):
        drafts.extend(draft.pk, by=by, at=later + nth * MINUTE)

    assert Draft.objects.get().expires_at == later + 21 * MINUTE
    with refused("drafts.no_more"):
        drafts.extend(draft.pk, by=by, at=later + 12 * MINUTE)


def test_an_extension_comes_too_late_when_the_cells_are_gone():
    draft = make.draft()
    make.booking(at=NOON + 11 * MINUTE)

    with refused("cells.taken") as caught:
        drafts.extend(draft.pk, by=make.actor(draft.group), at=NOON + 12 * MINUTE)

    assert caught.value.facts["uses"] == [make.use()]


def test_a_new_choice_gives_the_old_one_back():
    group = make.group()
    first = make.draft(make.use("am"), by_group=group)
    second = make.draft(make.use("night"), by_group=group)

    assert make.booking(None, make.use("am")).pk
    assert not drafts.is_held(first, NOON)
    assert drafts.is_held(second, NOON)


def test_two_windows_never_hold_two_choices():
    group = make.group()
    first = make.draft(make.use("am"), by_group=group)
    make.draft(make.use("night"), by_group=group)

    drafts.keep(first.pk, TYPED, by=make.actor(group), at=NOON + MINUTE)

    assert list(Hold.objects.values_list("slot", flat=True)) == ["am"]


def test_a_window_that_cannot_have_its_cells_leaves_the_other_window_its_own():
    group = make.group()
    first = make.draft(make.use("am"), by_group=group)
    make.draft(make.use("night"), by_group=group)
    make.booking(None, make.use("am"))

    drafts.keep(first.pk, TYPED, by=make.actor(group), at=NOON + MINUTE)

    assert list(Hold.objects.filter(draft__group=group).values_list("slot", flat=True)) == ["night"]


def test_the_same_form_holds_once():
    group, token = make.group(), uuid4()

    first = make.draft(by_group=group, token=token)
    again = make.draft(by_group=group, token=token)

    assert again == first
    assert Hold.objects.count() == 1


def test_an_old_form_with_another_choice_is_another_draft():
    group, token = make.group(), uuid4()

    first = make.draft(by_group=group, token=token)
    other = make.draft(make.use("night"), by_group=group, token=token)

    assert other.token != first.token
    assert Hold.objects.get().draft == other


def test_giving_up_frees_the_cells_at_once():
    draft = make.draft()

    drafts.drop(draft.pk, by=make.actor(draft.group), at=NOON)

    assert make.booking().pk


def test_what_may_not_be_booked_cannot_be_held():
    with refused("reception.past"):
        make.draft(make.use(on=make.TODAY - timedelta(days=1)))

    assert not Draft.objects.exists()


def test_an_old_draft_is_forgotten_after_two_days():
    group = make.group()
    make.draft(by_group=group)

    make.draft(make.use("night"), by_group=group, at=NOON + timedelta(days=2, minutes=1))

    assert Draft.objects.filter(group=group).count() == 1


def test_clearing_takes_only_what_has_expired():
    make.draft(make.use("am", room="tansu/hall"))
    make.booking(None, make.use("pm"))
    living = make.draft(make.use("night"), at=NOON + 30 * MINUTE)

    gone = holds.clear(NOON + 35 * MINUTE)

    assert gone == 1
    assert drafts.is_held(living, NOON + 35 * MINUTE)
    assert Hold.objects.filter(date=SATURDAY).count() == 2
