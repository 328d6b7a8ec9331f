"""承認待ちと予約の画面: what waits for a decision, and what there is to look at."""

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest

from tests import make
from tests.clients import staff
from tests.make import NOON
from uketsuke.bookings import actions, decisions, desk
from uketsuke.bookings.models import Booking, ReceptionRules
from uketsuke.bookings.review import ReviewFacts, points
from uketsuke.doors.counter.bookings.points import SENTENCES, sentence
from uketsuke.kernel import revision

pytestmark = pytest.mark.usefixtures("noon", "world")

LONG_AGO = NOON - timedelta(days=40)


def page(booking: Booking, move: str = "") -> str:
    return f"/staff/bookings/{booking.number}/" + (f"{move}/" if move else "")


def text(answer: Any) -> str:
    return str(answer.content.decode())


def state(booking: Booking) -> str:
    booking.refresh_from_db()
    return str(booking.state)


# 一覧


def test_the_oldest_application_comes_first_and_held_ones_stand_apart():
    young = make.booking(None, make.use("pm"), at=NOON - timedelta(hours=1))
    old = make.booking(None, make.use("am"), at=NOON - timedelta(days=2))
    held = make.booking(None, make.use("night"), at=NOON - timedelta(days=3))
    decisions.wait(held.pk, "図面の提出待ち（見本）", by=make.counter(), at=NOON)
    make.booking(None, make.use("am", room="tansu/hall"), approved=True)

    answer = staff().get("/staff/queue/")

    assert [row.booking for row in answer.context["rows"]] == [old, young]
    assert [row.booking for row in answer.context["held"]] == [held]
    assert "図面の提出待ち（見本）" in text(answer)
    assert "no-store" in answer["Cache-Control"]


def test_a_clerk_sees_her_own_hall_first_and_may_look_at_the_others():
    yotsuya, tansu = make.booking(), make.booking(None, make.use(room="tansu/hall"))
    client = staff(hall="tansu")

    def shown(query: str) -> list[Booking]:
        return [row.booking for row in client.get(f"/staff/queue/{query}").context["rows"]]

    assert shown("") == [tansu]
    assert shown("?hall=yotsuya") == [yotsuya]
    assert shown("?hall=all") == [yotsuya, tansu]
    assert shown("?hall=%00nonsense&page=-7") == [yotsuya, tansu]


def test_an_empty_queue_says_so():
    assert "承認を待っている申込はありません" in text(staff().get("/staff/queue/"))


def test_many_applications_cost_as_much_as_few(django_assert_max_num_queries):
    client = staff()
    for n in range(8):
        group = make.group()
        make.paid_booking(group, make.use("am", on=date(2027, 3, 1 + n)))
        make.booking(group, make.use("pm", on=date(2027, 3, 1 + n)))

    client.get("/staff/queue/")  # once a minute it is written down that somebody works here
    with django_assert_max_num_queries(12):
        answer = client.get("/staff/queue/")

    assert len(answer.context["rows"]) == 8


def test_the_queue_says_how_much_there_is_to_look_at():
    make.application(commercial=True)

    answer = staff().get("/staff/queue/")

    assert '<span class="badge badge--wait">注意 1</span>' in text(answer)


# 予約の画面


def test_the_page_shows_all_that_is_known_of_a_booking():
    booking = make.paid_booking()

    shown = text(staff().get(page(booking)))

    assert booking.number in shown
    assert booking.group.name in shown
    assert "2027年2月6日（土）" in shown
    assert "見本料金" in shown
    assert "-14,400円" in shown
    assert "収納" in shown
    assert "承認" in shown


def test_the_history_names_every_step_and_who_made_it():
    booking = make.booking(approved=True)

    steps = staff().get(page(booking)).context["history"]

    assert [str(step.words) for step in steps] == ["承認", "申込"]
    assert [str(step.who) for step in steps] == ["manager-1", "利用者"]


def test_another_bookings_history_stays_there():
    one, other = make.booking(), make.booking(None, make.use("pm"), approved=True)

    steps = staff().get(page(one)).context["history"]

    assert len(steps) == 1
    assert state(other) == "approved"


def test_what_to_look_at_stands_in_plain_words():
    group = make.group(eligibility="other")
    make.booking(group, make.use("pm"), approved=True, at=LONG_AGO)
    made = make.application(group, attendance=430, admission=2_000)

    shown = text(staff().get(page(made.bookings.get())))

    assert "来場430人は、定員450人に近い人数です" in shown
    assert "入場料は最高2,000円です" in shown
    assert "納付期限を過ぎた予約が、ほかに1件あります" in shown
    assert "楽屋の申込がありません" in shown
    assert "初めての利用" not in shown


def test_a_bookings_own_debt_is_no_other_bookings():
    booking = make.booking(None, at=LONG_AGO)
    decisions.approve(booking.pk, by=make.manager(), at=LONG_AGO)

    assert "納付期限を過ぎた予約が、ほかに" not in text(staff().get(page(booking)))


def test_who_was_approved_before_does_not_come_for_the_first_time():
    group = make.group()
    first = make.booking(group)
    shown = text(staff().get(page(first)))
    make.booking(group, make.use("pm"), approved=True)

    assert "初めての利用" in shown
    assert "初めての利用" not in text(staff().get(page(first)))


def test_what_is_to_look_at_follows_the_figures_of_the_halls():
    booking = make.booking()

    def codes() -> set[str]:
        return {point.code for point in desk.points([booking], NOON)[booking.pk]}

    assert not codes() & {"attendance.near", "deadline.short"}
    ReceptionRules.objects.update(near_percent=1, short_days=90)
    revision.changed()

    assert codes() >= {"attendance.near", "deadline.short"}


def test_days_in_a_row_are_found_however_many_the_halls_allow():
    ReceptionRules.objects.update(consecutive_days=20, days_per_month=31)
    revision.changed()
    group = make.group()
    made = [make.booking(group, make.use(on=date(2027, 2, 1) + timedelta(n))) for n in range(20)]

    found = desk.points([made[0]], NOON)[made[0].pk]

    assert [point.facts["days"] for point in found if point.code == "days.consecutive"] == [20]


def test_dressing_rooms_and_days_of_the_same_hall_count_and_of_no_other():
    group = make.group()
    days = [date(2027, 2, 5), date(2027, 2, 6), date(2027, 2, 7)]
    first, middle, last = (make.booking(group, make.use(on=day)) for day in days)
    elsewhere = make.booking(group, make.use(room="tansu/hall", on=date(2027, 2, 8)))
    with_room = make.use(room="yotsuya/dressing-1", on=days[1])
    actions.book(
        group.pk, [with_room], make.what(attendance=5), uuid4(), by=make.counter(), at=NOON
    )

    found = desk.points(list(desk.waiting()), NOON)

    def codes(booking: Booking) -> set[str]:
        return {point.code for point in found[booking.pk]}

    assert "days.consecutive" in codes(first) & codes(middle) & codes(last)
    assert "days.consecutive" not in codes(elsewhere)
    assert "dressing.none" in codes(first)
    assert "dressing.none" not in codes(middle)


def test_a_resident_window_is_told_when_the_class_is_another_now():
    group = make.group()
    booking = make.booking(group, make.use(on=date(2027, 5, 10)))
    type(group).objects.filter(pk=group.pk).update(eligibility="other")

    shown = text(staff().get(page(booking)))

    assert "区民だけが申し込める期間の申込ですが、いまの区分は区民以外" in shown


def test_a_price_that_changed_since_the_application_is_told():
    booking = make.booking(None, at=NOON - timedelta(days=2))
    make.new_tariff("2026-11", date(2026, 11, 23), 200)

    shown = text(staff().get(page(booking)))

    assert "お伝えした料金は14,400円、いま承認すると28,800円です" in shown


def test_a_tariff_without_a_fee_stops_neither_the_queue_nor_the_page():
    booking = make.booking(None, at=NOON - timedelta(days=2))
    make.new_tariff("2026-11", date(2026, 11, 23), 100, without="yotsuya/hall")
    revision.changed()
    client = staff()

    queue, shown = client.get("/staff/queue/"), client.get(page(booking))
    answer = client.post(page(booking, "approve"))

    assert queue.status_code == 200
    assert "いまの料金表には、この施設の料金がありません" in text(shown)
    assert answer.status_code == 409
    assert state(booking) == "tentative"


def test_every_point_has_its_sentence():
    facts = ReviewFacts(
        today=date(2026, 11, 24),
        use=date(2026, 11, 28),
        state="tentative",
        eligibility="resident",
        eligibility_until=date(2026, 11, 1),
        residents_only=True,
        group_state="suspended",
        valid_until=date(2026, 11, 1),
        attendance=450,
        capacity=450,
        admission=1,
        commercial=True,
        neighbours=[],
        consecutive_days=1,
        near_percent=90,
        short_days=7,
        told=1,
        price=2,
        due=date(2026, 11, 25),
        unpaid=2,
        overdue=1,
        first=True,
        dressing=False,
    )
    found = points(facts) + points(replace(facts, price=None))

    assert {point.code for point in found} == set(SENTENCES)
    assert [sentence(point) for point in found if re.search("[{}]", sentence(point))] == []


def test_a_booking_made_by_phone_tells_what_to_say():
    booking = make.booking()

    assert "電話の相手に伝えること" in text(staff().get(f"{page(booking)}?told=1"))


def test_days_applied_for_together_lead_to_each_other():
    uses = [make.use("am"), make.use("am", on=date(2027, 2, 13))]
    first, second = make.application(None, uses).bookings.order_by("date")

    assert page(second) in text(staff().get(page(first)))


def test_the_page_costs_the_same_however_long_its_history(django_assert_max_num_queries):
    booking, client = make.booking(approved=True), staff()
    for _ in range(5):
        make.pay(booking, 1_000)

    with django_assert_max_num_queries(22):  # two of them for things, two for its meeting
        client.get(page(booking))
