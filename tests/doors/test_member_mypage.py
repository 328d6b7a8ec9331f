"""マイページ: what to do first, each booking, cancelling with the refund shown before."""

import re
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from tests import make
from uketsuke.bookings import actions, decisions, till
from uketsuke.bookings.models import Booking
from uketsuke.groups.models import Group

pytestmark = pytest.mark.usefixtures("noon", "world")
MY = "/my/"


@pytest.fixture
def group() -> Group:
    return make.group("みどり合唱団")


@pytest.fixture
def member(client: Client, group: Group) -> Client:
    enter(client, group)
    return client


def enter(client: Client, group: Group) -> None:
    client.force_login(group.user)


def days(count: int, first: date = make.SATURDAY) -> list[date]:
    """Days with a fortnight between, so that no cap is reached."""
    return [first + timedelta(days=14 * number) for number in range(count)]


def paid(group: Group, at: datetime = make.NOON) -> Booking:
    booking = make.booking(group, approved=True, at=at)
    till.take_payment(booking.pk, booking.price, "cash", uuid4(), by=make.manager(), at=at)
    return booking


def page_of(client: Client, booking: Booking) -> str:
    return client.get(reverse("portal:booking", args=[booking.number])).content.decode()


def test_what_needs_doing_first_stands_first_with_its_date(member: Client, group: Group) -> None:
    waiting = make.booking(group, make.use(on=days(2)[1]))
    decisions.wait(waiting.pk, "舞台の図面を確認しています", by=make.manager(), at=make.NOON)
    make.booking(group, make.use("night"), approved=True)
    back = paid(group)
    actions.cancel(back.pk, by=make.actor(group), at=make.NOON)

    tasks = member.get(MY).context["tasks"]

    assert [task.kind for task in tasks] == ["refund", "pay", "meeting", "waiting"]
    text = member.get(MY).content.decode()
    assert "2026年12月8日（火）まで" in text
    assert "料金 24,000円を、四谷区民ホールの窓口でお支払いください" in text
    assert "お返しする額 14,400円" in text
    assert text.count("見本料金") == 2
    assert "舞台の図面を確認しています" in text


def test_a_deadline_of_today_is_marked(member: Client, group: Group) -> None:
    booking = make.booking(group, approved=True)
    Booking.objects.filter(pk=booking.pk).update(payment_due=make.TODAY)

    assert "（期限です）" in member.get(MY).content.decode()


def test_however_many_bookings_the_queries_are_the_same(
    member: Client, group: Group, django_assert_num_queries: Any
) -> None:
    for day in days(3):
        make.booking(group, make.use(on=day), approved=True)
    member.get(MY)
    with django_assert_num_queries(18):
        assert [task.kind for task in member.get(MY).context["tasks"]].count("pay") == 3

    for day in days(3, make.SATURDAY + timedelta(days=1)):
        make.booking(group, make.use(on=day), approved=True)

    with django_assert_num_queries(18):
        assert [task.kind for task in member.get(MY).context["tasks"]].count("pay") == 6


def test_what_is_over_comes_page_by_page(
    member: Client, group: Group, django_assert_num_queries: Any
) -> None:
    booking = make.booking(group)
    rows = [
        Booking(
            **{
                field.attname: getattr(booking, field.attname)
                for field in Booking._meta.concrete_fields
                if field.attname not in {"id", "number", "date"}
            },
            number=str(10_000_000 + number),
            date=make.TODAY - timedelta(days=number),
        )
        for number in range(1, 46)
    ]
    Booking.objects.bulk_create(rows)
    member.get("/my/past/")

    with django_assert_num_queries(4):
        page = member.get("/my/past/", {"page": "3"})

    assert [row.booking.number for row in page.context["rows"]] == [
        str(10_000_000 + number) for number in range(41, 46)
    ]
    assert member.get("/my/past/", {"page": "x"}).status_code == 200


def test_a_booking_says_what_was_paid_and_what_is_owed(member: Client, group: Group) -> None:
    booking = make.booking(group, approved=True)

    before = page_of(member, booking)
    till.take_payment(booking.pk, booking.price, "cash", uuid4(), by=make.manager(), at=make.NOON)
    after = page_of(member, booking)

    assert "2026年12月8日（火）までにお支払いください" in before
    assert "見本料金" in before
    assert "お支払いも済んでいます" in after
    assert re.search(r"お支払い済みの額</dt><dd>14,400円", after)


def test_the_refund_is_shown_before_the_cancel(member: Client, group: Group) -> None:
    booking = paid(group)
    cancel = reverse("portal:cancel", args=[booking.number])

    with time_machine.travel(make.NOON + timedelta(days=1), tick=False):
        enter(member, group)
        page = member.get(cancel).content.decode()
        answer = member.post(cancel, {"refund": "10800"})
        again = member.post(cancel, {"refund": "10800"})
        shown = page_of(member, booking)

    assert "この予約を取り消す" in page
    assert "10,800円" in page  # 73 days before: 75 percent
    assert "3,600円" in page
    assert answer["Location"] == again["Location"]
    assert "取消を取りやめて、予約を元に戻す" in shown
    assert re.search(r"お返しする額</dt><dd><b>10,800円", shown)


def test_another_refund_than_shown_is_shown_again_first(member: Client, group: Group) -> None:
    booking = paid(group)
    cancel = reverse("portal:cancel", args=[booking.number])
    assert "14,400円" in member.get(cancel).content.decode()

    with time_machine.travel(make.NOON + timedelta(minutes=31), tick=False):
        page = member.post(cancel, {"refund": "14400"})

    assert page.status_code == 409
    assert "お返しする額が変わりました" in page.content.decode()
    booking.refresh_from_db()
    assert booking.state == "approved"


def test_a_cancel_is_undone_within_thirty_minutes(member: Client, group: Group) -> None:
    booking = make.booking(group)
    actions.cancel(booking.pk, by=make.actor(group), at=make.NOON)
    undo = reverse("portal:undo", args=[booking.number])

    with time_machine.travel(make.NOON + timedelta(minutes=29), tick=False):
        assert [member.post(undo).status_code for _ in range(2)] == [302, 302]

    booking.refresh_from_db()
    assert booking.state == "tentative"


def test_after_thirty_minutes_it_is_refused_in_words(member: Client, group: Group) -> None:
    booking = make.booking(group)
    actions.cancel(booking.pk, by=make.actor(group), at=make.NOON)

    with time_machine.travel(make.NOON + timedelta(minutes=31), tick=False):
        page = member.post(reverse("portal:undo", args=[booking.number]))

    assert page.status_code == 409
    assert "取消から30分が過ぎた" in page.content.decode()


def test_what_is_over_cannot_be_cancelled(member: Client, group: Group) -> None:
    booking = make.booking(group)
    decisions.refuse(booking.pk, "見本の理由", by=make.manager(), at=make.NOON)

    page = member.get(reverse("portal:cancel", args=[booking.number]))

    assert page.status_code == 409
    assert "いま「不承認」のため" in page.content.decode()
    assert "見本の理由" in page.content.decode()


def test_title_and_number_of_people_are_changed_for_all_days(member: Client, group: Group) -> None:
    made = make.application(group, [make.use(on=day) for day in days(2)])
    booking = made.bookings.order_by("date")[0]
    change = reverse("portal:change", args=[booking.number])
    assert "2027年2月20日" in member.get(change).content.decode()

    answer = member.post(change, {"title": "新しい題名", "attendance": "２００"})

    assert answer["Location"] == reverse("portal:booking", args=[booking.number])
    made.refresh_from_db()
    assert (made.title, made.attendance) == ("新しい題名", 200)


@pytest.mark.parametrize(
    ("attendance", "told"), [("9999", "定員は450人"), ("多数", "数字だけで入力")]
)
def test_a_wrong_change_keeps_what_was_typed(
    member: Client, group: Group, attendance: str, told: str
) -> None:
    booking = make.booking(group)

    page = member.post(
        reverse("portal:change", args=[booking.number]),
        {"title": "新しい題名", "attendance": attendance},
    )

    assert page.status_code == 422
    assert told in page.content.decode()
    assert "新しい題名" in page.content.decode()


def test_a_change_too_late_names_the_rule(member: Client, group: Group) -> None:
    booking = make.booking(group)

    with time_machine.travel(make.NOON + timedelta(days=70), tick=False):
        enter(member, group)
        page = member.post(
            reverse("portal:change", args=[booking.number]), {"title": "題", "attendance": "10"}
        )

    assert "14日前までです" in page.content.decode()


@pytest.mark.parametrize("name", ["booking", "cancel", "change", "event", "permit"])
def test_another_groups_booking_does_not_exist(member: Client, name: str) -> None:
    foreign = make.booking()

    assert member.get(reverse(f"portal:{name}", args=[foreign.number])).status_code == 404


@pytest.mark.parametrize(
    "path", ["/my/bookings/%00/", "/my/bookings/x/", "/my/notices/99999999999999999999/"]
)
def test_an_odd_address_is_a_page_that_does_not_exist(member: Client, path: str) -> None:
    assert member.get(path).status_code == 404


@pytest.mark.parametrize("name", ["cancel", "undo"])
def test_another_groups_booking_stays_as_it_is(member: Client, name: str) -> None:
    foreign = make.booking()

    answer = member.post(reverse(f"portal:{name}", args=[foreign.number]), {"refund": "0"})

    assert answer.status_code == 404
    foreign.refresh_from_db()
    assert foreign.state == "tentative"


@pytest.mark.parametrize("path", [MY, "/my/past/", "/my/notices/", "/my/record/", "/my/notices/1/"])
def test_who_is_not_logged_in_is_asked_to_and_comes_back(client: Client, path: str) -> None:
    assert client.get(path)["Location"] == f"/login/?next={path}"


def test_notices_are_read_by_their_group_only(member: Client, group: Group) -> None:
    booking = make.booking(group)
    own, foreign = group.notices.latest("pk"), make.group().notices.latest("pk")

    page = member.get(reverse("portal:notice", args=[own.pk])).content.decode()

    assert booking.number in page
    assert reverse("portal:booking", args=[booking.number]) in page
    assert member.get(reverse("portal:notice", args=[foreign.pk])).status_code == 404
    assert "お知らせ" in member.get("/my/notices/").content.decode()


def test_the_calendar_file_is_right(member: Client, group: Group) -> None:
    title = "見本の音楽会; 春, 夏 と 長い長い題名がここに続いて七十五オクテットを超えます"
    booking = make.booking(group, make.use("am", "night"))
    booking.application.title = title
    booking.application.save()

    answer = member.get(reverse("portal:event", args=[booking.number]))

    assert answer["Content-Type"].startswith("text/calendar")
    lines = answer.content.split(b"\r\n")
    assert all(len(line) <= 75 for line in lines)
    assert answer.content.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in answer.content.replace(b"\r\n", b"")
    text = answer.content.replace(b"\r\n ", b"").decode()
    assert text.count("BEGIN:VEVENT") == 2
    assert "DTSTART:20270206T000000Z\r\nDTEND:20270206T030000Z" in text
    assert "DTSTART:20270206T090000Z\r\nDTEND:20270206T130000Z" in text
    assert "SUMMARY:見本の音楽会\\; 春\\, 夏 と" in text
    assert "STATUS:TENTATIVE" in text


def test_the_permit_is_there_once_the_hall_has_approved(member: Client, group: Group) -> None:
    booking = make.booking(group)
    permit = reverse("portal:permit", args=[booking.number])
    assert member.get(permit).status_code == 409
    assert permit not in page_of(member, booking)
    decisions.approve(booking.pk, by=make.manager(), at=make.NOON)

    answer = member.get(permit)

    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    assert "no-store" in answer["Cache-Control"]
    assert permit in page_of(member, booking)


def test_what_was_begun_is_found_again(member: Client, group: Group) -> None:
    draft = make.draft(by_group=group)

    page = member.get(MY).text

    assert "書きかけの申込があります" in page
    assert reverse("portal:describe", args=[draft.token]) in page
