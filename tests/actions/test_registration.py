"""利用者登録: applied for at home or at the counter, decided by staff from papers seen."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from tests import make
from tests.make import NOON, TODAY, refused
from uketsuke.groups.actions import Ruling
from uketsuke.groups.models import Group, PersonRole
from uketsuke.identity.models import OneTimeLink, User
from uketsuke.kernel.actors import Actor, Who
from uketsuke.notices.models import Notice
from uketsuke.registration import actions
from uketsuke.registration.models import Application

pytestmark = pytest.mark.usefixtures("world")
STRANGER = Actor(Who.STRANGER, "", "192.0.2.9")


def applied(name="見本合唱団", mail="mihon@example.jp", token=None):
    return actions.apply(
        name, "resident", make.persons(mail), token or uuid4(), by=STRANGER, at=NOON
    )


def change_of(group, name="新しい名前の会", token=None):
    return actions.apply_change(
        group.pk,
        name,
        "resident",
        make.persons("atarashii@example.jp"),
        token or uuid4(),
        by=make.actor(group),
        at=NOON,
    )


def test_an_application_makes_no_group_yet():
    application = applied()

    assert (application.state, application.channel) == ("received", "web")
    assert application.persons.count() == 2
    assert not Group.objects.exists()
    assert Notice.objects.get().mail == "mihon@example.jp"


def test_without_a_mail_address_nothing_is_sent():
    applied(mail="")

    assert not Notice.objects.exists()


def test_the_same_form_sent_again_is_one_application():
    token = uuid4()

    assert applied(token=token) == applied("別の名前", token=token)
    assert Application.objects.count() == 1


def test_approved_it_is_a_group_with_a_number_and_a_link():
    application = applied()

    group, link = actions.approve(application.pk, make.ruling(), by=make.counter(), at=NOON)

    assert (group.name, group.eligibility, group.state) == ("見本合唱団", "resident", "active")
    assert len(group.number) == 8
    assert group.user.login == group.number
    assert not group.user.has_usable_password()
    assert link.expires_at == NOON + timedelta(days=7)
    assert group.valid_until == date(2029, 3, 31)


def test_the_decision_keeps_which_paper_was_seen_when_by_whom():
    until = TODAY + timedelta(days=90)
    application = applied()

    group, _ = actions.approve(
        application.pk, make.ruling("delegated", until), by=make.counter(), at=NOON
    )

    decision = group.decisions.get()
    assert (decision.evidence, decision.seen_on, decision.decided_by) == (
        "licence",
        TODAY,
        "counter-1",
    )
    assert group.eligibility_until == decision.until == until


def test_nobody_is_a_resident_without_a_paper():
    application = applied()

    with refused("registration.papers"):
        actions.approve(
            application.pk,
            Ruling("resident", "none", TODAY, TODAY, None),
            by=make.counter(),
            at=NOON,
        )

    assert not Group.objects.exists()


@pytest.mark.parametrize(
    "ruling",
    [
        Ruling("resident", "licence", TODAY + timedelta(days=1), TODAY, None),
        Ruling("resident", "licence", TODAY, TODAY, TODAY),
    ],
)
def test_papers_are_seen_before_they_count(ruling):
    with refused("registration.dates"):
        actions.approve(applied().pk, ruling, by=make.counter(), at=NOON)


def test_everybody_else_needs_no_paper():
    group, _ = actions.approve(applied().pk, make.ruling("other"), by=make.counter(), at=NOON)

    assert group.eligibility == "other"


def test_it_is_decided_once():
    application = applied()
    actions.approve(application.pk, make.ruling(), by=make.counter(), at=NOON)

    with refused("registration.decided"):
        actions.approve(application.pk, make.ruling(), by=make.counter(), at=NOON)
    with refused("registration.decided"):
        actions.refuse(application.pk, "見本", by=make.counter(), at=NOON)

    assert Group.objects.count() == User.objects.filter(role="group").count() == 1


def test_refused_it_says_why():
    application = actions.refuse(applied().pk, "書類の不足", by=make.counter(), at=NOON)

    assert (application.state, application.reason) == ("refused", "書類の不足")
    notice = Notice.objects.get(kind="registration.refused")
    assert (notice.mail, notice.facts["reason"]) == ("mihon@example.jp", "書類の不足")


def test_a_change_holds_from_when_staff_confirm_it():
    group = make.group("前の名前の会")
    application = change_of(group)

    group.refresh_from_db()
    assert group.name == "前の名前の会"
    actions.approve(application.pk, make.ruling(), by=make.counter(), at=NOON)

    group.refresh_from_db()
    assert group.name == "新しい名前の会"
    contact = group.persons.get(role=PersonRole.CONTACT)
    assert contact.mail == "atarashii@example.jp"
    assert group.persons.count() == 2


def test_a_change_makes_no_new_link():
    group = make.group()

    _, link = actions.approve(change_of(group).pk, make.ruling(), by=make.counter(), at=NOON)

    assert link is None
    assert OneTimeLink.objects.filter(user=group.user, used_at=None).count() == 1


def test_one_change_at_a_time():
    group, token = make.group(), uuid4()
    first = change_of(group, token=token)

    assert change_of(group, token=token) == first
    with refused("registration.change_open"):
        change_of(group)


def test_withdrawn_it_makes_room_for_another():
    group = make.group()
    application = change_of(group)

    actions.withdraw(application.pk, by=make.actor(group), at=NOON)

    assert change_of(group).pk != application.pk
    with refused("registration.decided"):
        actions.approve(application.pk, make.ruling(), by=make.counter(), at=NOON)


def test_a_refused_change_leaves_the_record_as_it_was():
    group = make.group("前の名前の会")

    actions.refuse(change_of(group).pk, "見本", by=make.counter(), at=NOON)

    group.refresh_from_db()
    assert group.name == "前の名前の会"
    assert Notice.objects.filter(kind="registration.change_refused", group=group).exists()


def test_at_the_counter_it_is_one_step():
    group = make.group("見本劇団", eligibility="other", mail="")

    application = Application.objects.get()
    assert (application.state, application.channel) == ("approved", "counter")
    assert group.name == "見本劇団"
    assert group.user.links.get().used_at is None


def test_sent_again_it_is_the_same_group_with_a_fresh_slip():
    token = uuid4()
    args = ("見本劇団", make.persons(), make.ruling(), token)

    first, old = actions.register_at_counter(*args, by=make.counter(), at=NOON)
    again, link = actions.register_at_counter(*args, by=make.counter(), at=NOON)

    assert again == first
    old.refresh_from_db()
    assert (old.used_at, link.used_at) == (NOON, None)


def test_the_class_may_be_decided_anew():
    group = make.group(eligibility="other")

    actions.decide_eligibility(group.pk, make.ruling("resident"), by=make.counter(), at=NOON)

    group.refresh_from_db()
    assert (group.eligibility, group.decisions.count()) == ("resident", 2)


def test_names_are_kept_as_they_are_written():
    application = applied("葛󠄀飾・𠮷野・﨑の会")

    group, _ = actions.approve(application.pk, make.ruling(), by=make.counter(), at=NOON)

    group.refresh_from_db()
    assert group.name == "葛󠄀飾・𠮷野・﨑の会"
    assert group.persons.get(role=PersonRole.CONTACT).name == "髙橋 見本"


def test_a_class_that_begins_later_is_decided_later():
    tomorrow = make.TODAY + timedelta(days=1)
    ruling = Ruling("delegated", "delegation", make.TODAY, tomorrow, tomorrow + timedelta(days=90))

    with refused("registration.dates"):
        actions.decide_eligibility(make.group().pk, ruling, by=make.counter(), at=NOON)
