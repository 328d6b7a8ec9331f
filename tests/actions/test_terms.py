"""登録の期限と更新: told before, renewed, lapsed; nothing that is booked is touched."""

from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest

from tests import make
from tests.make import NOON, refused
from uketsuke.groups.actions import Items, items_of
from uketsuke.groups.models import Group, PastPerson, PersonRole
from uketsuke.kernel import revision
from uketsuke.kernel.actors import SYSTEM
from uketsuke.kernel.clock import TOKYO
from uketsuke.notices.models import Notice
from uketsuke.protection.erasure.classes import survey
from uketsuke.registration import actions, terms
from uketsuke.registration.models import Application, State, TermRules

pytestmark = pytest.mark.usefixtures("world")
UNTIL = date(2029, 3, 31)  # of who is registered at NOON
NEXT = date(2032, 3, 31)


def at(days_before: int) -> datetime:
    on = UNTIL - timedelta(days=days_before)
    return datetime(on.year, on.month, on.day, 12, tzinfo=TOKYO)


def renew(group, *, claimed="", name="", persons=None, token=None, when=None):
    return terms.renew(
        group.pk,
        name or group.name,
        claimed or group.eligibility,
        persons or items_of(group),
        token or uuid4(),
        by=make.actor(group),
        at=when or at(30),
    )


def kinds(group):
    told = group.notices.order_by("pk").values_list("kind", flat=True)
    return [kind for kind in told if kind.startswith("registration.") and "approved" not in kind]


def work(when):
    """What the worker does about terms."""
    for pk in terms.to_remind(when.date()):
        terms.remind(pk, by=SYSTEM, at=when)
    for pk in terms.to_lapse(when.date()):
        terms.lapse(pk, by=SYSTEM, at=when)


def test_the_term_is_a_row():
    TermRules.objects.create(in_force_from=NOON.date(), years=1, ends_month=9, ends_day=30)
    revision.changed()

    assert make.group().valid_until == date(2027, 9, 30)


def test_the_end_is_told_twice_however_often_the_worker_looks():
    group = make.group()
    for days in (70, 60, 59, 20, 14, 13, 1):
        work(at(days))

    assert kinds(group) == ["registration.ends", "registration.ends"]


def test_who_renews_is_not_told_any_more():
    group = make.group(eligibility="other")
    work(at(60))
    renew(group, when=at(50))
    work(at(14))

    assert kinds(group) == ["registration.ends", "registration.renewed"]


def test_who_needs_no_paper_and_changes_nothing_is_renewed_at_once():
    group = make.group(eligibility="other")
    made = renew(group)

    group.refresh_from_db()
    assert (made.state, made.decided_by) == (State.APPROVED, "system")
    assert group.valid_until == NEXT


@pytest.mark.parametrize(
    "other",
    [{"name": "別の名前の会"}, {"claimed": "resident"}, {"persons": make.persons("b@example.jp")}],
)
def test_what_changes_is_looked_at_first(other):
    group = make.group(eligibility="other")
    made = renew(group, **other)

    group.refresh_from_db()
    assert (made.state, group.valid_until) == (State.RECEIVED, UNTIL)
    assert group.name != "別の名前の会"


def test_a_resident_is_renewed_when_the_papers_were_seen():
    group = make.group()
    made = renew(group)
    assert kinds(group) == ["registration.renewal_received"]
    actions.approve(made.pk, make.ruling(until=NEXT), by=make.manager(), at=at(20))

    group.refresh_from_db()
    assert (group.valid_until, group.eligibility_until) == (NEXT, NEXT)
    assert kinds(group) == ["registration.renewal_received", "registration.renewed"]


def test_a_renewal_without_papers_is_not_approved():
    made = renew(make.group())

    with refused("registration.papers"):
        actions.approve(
            made.pk,
            make.Ruling("resident", "none", at(20).date(), at(20).date(), NEXT),
            by=make.manager(),
            at=at(20),
        )
    assert Group.objects.get().valid_until == UNTIL


def test_a_renewal_that_is_refused_leaves_the_term_and_says_why():
    group = make.group()
    actions.refuse(renew(group).pk, "書類が足りません", by=make.manager(), at=at(20))

    group.refresh_from_db()
    assert group.valid_until == UNTIL
    assert kinds(group)[-1] == "registration.renewal_refused"


def test_the_same_form_renews_once():
    group, token = make.group(eligibility="other"), uuid4()
    first, again = renew(group, token=token), renew(group, token=token)

    group.refresh_from_db()
    assert first == again
    assert group.valid_until == NEXT


def test_it_is_too_early_to_renew():
    with refused("registration.renew_early"):
        renew(make.group(), when=at(91))


def test_one_application_at_a_time():
    group = make.group()
    renew(group)

    with refused("registration.change_open"):
        renew(group)
    with refused("registration.change_open"):
        actions.apply_change(
            group.pk, "別", "other", make.persons(), uuid4(), by=make.actor(group), at=at(30)
        )


def test_the_counter_renews_in_one_step():
    group, token = make.group(), uuid4()
    for _ in range(2):
        terms.renew_at_counter(
            group.pk, make.ruling(until=NEXT), token, by=make.counter(), at=at(-5)
        )

    group.refresh_from_db()
    assert (group.valid_until, group.state) == (NEXT, "active")
    assert Application.objects.filter(kind="renewal").count() == 1


def test_a_lapse_keeps_what_is_booked_and_stops_what_is_new():
    group = make.group()
    booking = make.paid_booking(group)
    Group.objects.update(valid_until=date(2026, 11, 30))
    later = NOON + timedelta(days=7)
    work(later)

    group.refresh_from_db()
    booking.refresh_from_db()
    assert (group.state, booking.state, booking.holds.count()) == ("lapsed", "approved", 1)
    with refused("reception.registration_lapsed"):
        make.application(group, [make.use("pm")], at=later)
    assert make.cancel(booking, later).state == "cancelled"


def test_who_had_lapsed_may_book_again_once_renewed():
    group = make.group(eligibility="other")
    Group.objects.update(valid_until=date(2026, 11, 20))
    work(NOON)
    renew(group, when=NOON)

    group.refresh_from_db()
    assert group.state == "active"
    assert make.application(group).bookings.count() == 1


def test_who_is_suspended_stays_suspended_and_lapses_afterwards():
    group = make.group()
    Group.objects.update(state="suspended", valid_until=date(2026, 11, 20))
    work(NOON)

    assert Group.objects.get().state == "suspended"
    Group.objects.update(state="active")
    work(NOON)
    assert Group.objects.get().state == "lapsed"
    assert kinds(group) == ["registration.lapsed"]


def test_a_lapse_happens_once():
    group = make.group()
    Group.objects.update(valid_until=date(2026, 11, 20))
    work(NOON)
    work(NOON)

    assert Notice.objects.filter(kind="registration.lapsed").count() == 1
    assert terms.lapse(group.pk, by=SYSTEM, at=NOON) is False


def test_who_stood_on_record_before_is_kept_and_only_who_changed():
    group = make.group()
    new = {
        **items_of(group),
        PersonRole.REPRESENTATIVE: Items("例示 花子", "東京都", "03-0000-0002"),
    }
    made = renew(group, persons=new)
    actions.approve(made.pk, make.ruling(until=NEXT), by=make.manager(), at=at(20))

    assert items_of(group)[PersonRole.REPRESENTATIVE].name == "例示 花子"
    (past,) = PastPerson.objects.all()
    assert (past.role, past.name, past.ended_at) == ("representative", "見本 太郎", at(20))


def test_the_past_is_erased_after_its_term():
    group = make.group()
    new = {
        **items_of(group),
        PersonRole.REPRESENTATIVE: Items("例示 花子", "東京都", "03-0000-0002"),
    }
    actions.approve(
        renew(group, persons=new).pk, make.ruling(until=NEXT), by=make.manager(), at=at(20)
    )

    due = {each.record.code: each.count for each in survey(at(20) + timedelta(days=364))}
    assert due["past_persons"] == 0
    due = {each.record.code: each.count for each in survey(at(20) + timedelta(days=366))}
    assert due["past_persons"] == 1
