"""ログ点検: what is unusual is named, what is usual is not, and the reading is signed once."""

from datetime import date, datetime, timedelta

import pytest
from axes.models import AccessAttempt
from django.test import Client

from tests import make
from tests.make import NOON, refused
from uketsuke.audit.actions import record, record_view
from uketsuke.identity.models import Role
from uketsuke.kernel.actors import Actor, Who
from uketsuke.kernel.clock import TOKYO
from uketsuke.protection import analysis
from uketsuke.protection.models import LogReview

pytestmark = pytest.mark.usefixtures("world")
OCTOBER = date(2026, 10, 1)
MIDDAY = datetime(2026, 10, 15, 12, tzinfo=TOKYO)


def act(name="mado", *, at=MIDDAY, address="192.0.2.1", who=Who.COUNTER):
    record("booking.approve", "bookings.booking:1", by=Actor(who, name, address), at=at)


def look(times, name="mado", at=MIDDAY):
    for _ in range(times):
        record_view("group.view", "groups.group:1", by=Actor(Who.COUNTER, name, "192.0.2.1"), at=at)


def kinds():
    return [(each.kind, each.who, each.count) for each in analysis.findings(OCTOBER)]


def test_what_is_usual_is_not_named():
    act()
    look(analysis.MANY_LOOKS)

    assert kinds() == []
    assert analysis.totals(OCTOBER) == [("mado", 1 + analysis.MANY_LOOKS, analysis.MANY_LOOKS)]


@pytest.mark.parametrize(
    ("hour", "minute", "odd"), [(6, 59, 1), (7, 0, 0), (21, 59, 0), (22, 0, 1), (3, 0, 1)]
)
def test_odd_hours_are_those_of_tokyo(hour, minute, odd):
    act(at=MIDDAY.replace(hour=hour, minute=minute))

    assert len(kinds()) == odd


def test_an_address_is_new_only_to_who_was_known_before():
    act(at=MIDDAY - timedelta(days=40))
    act(address="192.0.2.1")
    act(address="203.0.113.9")
    act("shinjin", address="203.0.113.9")

    assert kinds() == [("address", "mado", 1)]
    assert analysis.findings(OCTOBER)[0].more == "203.0.113.9"


def test_many_looks_on_one_day():
    look(analysis.MANY_LOOKS + 1)
    look(analysis.MANY_LOOKS, "hoka")

    assert kinds() == [("looks", "mado", analysis.MANY_LOOKS + 1)]


def test_what_groups_and_the_system_do_is_no_matter_of_staff():
    act("12345678", who=Who.GROUP, at=MIDDAY.replace(hour=3))
    act("system", who=Who.SYSTEM, at=MIDDAY.replace(hour=3))

    assert kinds() == []


def test_failed_logins_of_one_source_are_counted_together():
    for nth, times in enumerate((6, 4)):
        made = AccessAttempt.objects.create(
            username=f"x{nth}", ip_address="203.0.113.9", failures_since_start=times
        )
        AccessAttempt.objects.filter(pk=made.pk).update(attempt_time=MIDDAY)

    assert kinds() == [("logins", "203.0.113.9", 10)]


def test_other_months_are_not_counted():
    act(at=datetime(2026, 9, 30, 23, 59, tzinfo=TOKYO))
    act(at=datetime(2026, 11, 1, 0, 0, tzinfo=TOKYO))

    assert kinds() == []


def sign(seen, note="", by=None, month=OCTOBER):
    return analysis.sign(month, seen, note, by=by or make.ward(), at=NOON)


def test_the_reading_is_signed_once_with_what_was_done():
    act(at=MIDDAY.replace(hour=3))
    with refused("protection.note_needed"):
        sign(1)
    with refused("protection.changed"):
        sign(0)

    assert sign(1, "夜間の保守でした") == sign(1, "夜間の保守でした")

    with refused("protection.signed"):
        sign(1, "べつの話", by=make.manager())
    assert LogReview.objects.get().findings == 1


def test_a_month_that_runs_is_not_signed():
    with refused("protection.month_runs"):
        sign(0, month=date(2026, 11, 1))


def test_the_page_names_them_and_the_ward_signs(django_assert_max_num_queries):
    act(at=MIDDAY.replace(hour=3))
    client = Client()
    client.force_login(make.staff(Role.WARD))

    client.get("/staff/")  # once a minute it is written down that somebody works here
    with django_assert_max_num_queries(16):
        shown = client.get("/staff/analysis/?month=2026-10-01")
    signed = client.post(
        "/staff/analysis/sign/", {"month": "2026-10-01", "seen": "1", "note": "確認済"}, follow=True
    )

    assert "時間外の操作" in shown.text
    assert "1件の気づきを確かめました" in signed.text


@pytest.mark.parametrize("month", ["2026-10-02", "abc", "2999-01-01"])
def test_no_such_month(month):
    client = Client()
    client.force_login(make.staff(Role.WARD))

    assert client.get(f"/staff/analysis/?month={month}").status_code == 404
