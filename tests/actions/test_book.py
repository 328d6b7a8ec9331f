"""利用申請: all cells or none, once for each form, each cell to the first who asks."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from tests import make
from tests.make import NOON, SATURDAY, refused
from uketsuke.bookings import queries
from uketsuke.bookings.actions import book, change
from uketsuke.bookings.models import Application, Booking, Hold
from uketsuke.notices.models import Delivery, Notice

pytestmark = pytest.mark.usefixtures("world")


def test_a_booking_is_tentative_and_has_its_cells():
    booking = make.booking(None, make.use("am", "pm"))

    assert booking.state == "tentative"
    assert sorted(booking.holds.values_list("date", "slot")) == [(SATURDAY, "am"), (SATURDAY, "pm")]
    assert booking.account is None


def test_the_price_is_told_line_by_line():
    booking = make.booking(None, make.use("am"))

    assert booking.price == 14_400
    assert [line["amount"] for line in booking.quote["lines"]] == [14_400]
    assert booking.tariff.code == booking.quote["tariff"] == "2025-10"


def test_a_cell_belongs_to_the_first_who_books_it():
    make.booking(None, make.use("am", "pm"))
    second = make.group()

    with refused("cells.taken") as caught:
        make.application(second, [make.use("pm", "night")])

    assert caught.value.facts["uses"] == [make.use("pm", "night")]
    assert not second.bookings.exists()


def test_several_days_are_booked_together_or_not_at_all():
    days = [SATURDAY + timedelta(days=7 * n) for n in range(3)]
    make.booking(None, make.use(on=days[1]))
    group = make.group()

    with refused("cells.taken") as caught:
        make.application(group, [make.use(on=day) for day in days])

    assert caught.value.facts["uses"] == [make.use(on=days[1])]
    assert not group.uses.exists()
    assert Hold.objects.count() == 1


def test_several_days_are_one_application_and_a_booking_each():
    days = [SATURDAY, SATURDAY + timedelta(days=7)]

    application = make.application(uses=[make.use(on=day) for day in reversed(days)])

    assert list(application.bookings.values_list("date", flat=True).order_by("pk")) == days


def test_the_same_form_sent_again_has_one_effect():
    group, token = make.group(), uuid4()

    first = make.application(group, token=token)
    again = make.application(group, [make.use("night")], token=token)

    assert again == first
    assert Booking.objects.count() == Hold.objects.count() == 1
    assert Notice.objects.filter(kind="booking.received").count() == 1


def test_two_groups_with_the_same_token_do_not_meet():
    token = uuid4()

    first = make.application(token=token)
    second = make.application(uses=[make.use("night")], token=token)

    assert first != second
    assert Application.objects.count() == 2


def test_the_same_cell_asked_for_twice_in_one_form_books_nothing():
    group = make.group()

    with refused("reception.twice"):
        make.application(group, [make.use("am"), make.use("am", "pm")])

    assert not Hold.objects.exists()


def test_the_group_is_told_by_mail_where_it_has_one_else_by_letter():
    make.booking(make.group(mail="mihon@example.jp"), make.use("am"))
    make.booking(make.group(mail=""), make.use("pm"))

    sent = Delivery.objects.filter(notice__kind="booking.received").order_by("pk")
    assert list(sent.values_list("channel", flat=True)) == ["mail", "letter"]


def test_the_counter_books_for_a_group():
    group = make.group()

    made = book(group.pk, [make.use()], make.what(), uuid4(), by=make.counter(), at=NOON)

    assert (made.channel, made.received_by) == ("counter", "counter-1")


def test_dressing_rooms_come_with_the_hall_for_more_people_than_they_hold():
    uses = [make.use(), make.use(room="yotsuya/dressing-1")]

    made = book(make.group().pk, uses, make.what(300), uuid4(), by=make.counter(), at=NOON)

    assert made.bookings.count() == 2


def test_alternatives_are_near_free_and_open():
    make.booking(None, make.use(room="tansu/hall"))

    near = queries.alternatives([make.use()], resident=True, channel="web", at=NOON)

    assert [use.room for use in near if use.date == SATURDAY] == ["tsunohazu/hall"]
    assert make.use(on=SATURDAY - timedelta(days=1)) in near


def test_what_the_group_does_may_be_changed_until_fourteen_days_before():
    application = make.application()
    by = make.actor(application.group)
    last = NOON + (SATURDAY - make.TODAY) - timedelta(days=14)

    change(application.pk, "新しい題名", 200, by=by, at=last)
    with refused("change.too_late") as caught:
        change(application.pk, "さらに新しい題名", 200, by=by, at=last + timedelta(days=1))

    application.refresh_from_db()
    assert caught.value.facts["days"] == 14
    assert (application.title, application.attendance) == ("新しい題名", 200)


def test_staff_may_change_it_later():
    application = make.application()
    late = NOON + (SATURDAY - make.TODAY) - timedelta(days=1)

    changed = change(application.pk, "当日の題名", 200, by=make.counter(), at=late)

    assert changed.title == "当日の題名"


def test_a_change_fits_the_hall():
    application = make.application()

    with refused("reception.attendance"):
        change(application.pk, "大きな会", 451, by=make.actor(application.group), at=NOON)


def test_of_a_cancelled_use_nothing_can_be_changed():
    application = make.application()
    make.cancel(application.bookings.get())

    with refused("change.nothing_left"):
        change(application.pk, "新しい題名", 10, by=make.actor(application.group), at=NOON)


def test_before_any_rules_are_in_force_nothing_is_taken():
    group = make.group()

    with refused("reception.no_rules"):
        make.application(group, at=NOON.replace(year=2024))


def test_a_leap_day_is_a_day_like_any_other():
    at = NOON.replace(year=2027)

    assert make.booking(make.group(at=at), make.use(on=date(2028, 2, 29)), at=at).pk
