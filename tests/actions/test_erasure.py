"""消去: by two persons, only what is past its term, to one end whatever happens half way."""

from datetime import date, timedelta
from io import BytesIO
from uuid import UUID

import pytest
from django.db import IntegrityError
from pypdf import PdfReader

from tests import make
from tests.make import NOON, TODAY, refused
from uketsuke.audit.models import Entry
from uketsuke.day import handover
from uketsuke.day.models import Note
from uketsuke.doors.shared.drawing import papers
from uketsuke.groups.models import Eligibility, Group, GroupState, Person, SearchToken
from uketsuke.groups.queries import search
from uketsuke.identity.models import OneTimeLink
from uketsuke.kernel.actors import SYSTEM, Actor, Who
from uketsuke.meetings.models import Sheet
from uketsuke.notices.models import Notice
from uketsuke.protection.erasure import actions
from uketsuke.protection.erasure.classes import survey
from uketsuke.protection.models import Erasure
from uketsuke.registration import actions as registration
from uketsuke.registration import suspensions
from uketsuke.registration.models import ProposedPerson, State

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("world")]
ADMIN = Actor(Who.ADMINISTRATOR, "admin-1")
WARD = make.ward()
LATER = NOON + timedelta(days=800)


def expired(group: Group | None = None) -> Group:
    group = group or make.group()
    Group.objects.filter(pk=group.pk).update(valid_until=date(2026, 12, 1))
    return Group.objects.get(pk=group.pk)


def approved() -> Erasure:
    found = actions.propose(by=ADMIN, at=LATER)
    return actions.approve(found.pk, by=WARD, at=LATER)


def carried_out(found: Erasure, most: int = 50) -> Erasure:
    while found.number is None:
        found = actions.carry_on(found.pk, by=SYSTEM, at=LATER, most=most)
    return found


def due() -> dict[str, int]:
    return {each.record.code: each.count for each in survey(LATER) if each.count}


def test_who_left_long_ago_is_forgotten_and_the_group_stays_for_its_bookings():
    booking = make.paid_booking()
    gone, stays = expired(booking.group), make.group()
    Group.objects.filter(pk=stays.pk).update(valid_until=LATER.date())

    carried_out(approved())

    group = Group.objects.get(pk=gone.pk)
    assert (group.name, group.state) == (gone.name, GroupState.CLOSED)
    assert not group.persons.exists()
    assert not ProposedPerson.objects.filter(application__group=group).exists()
    assert not SearchToken.objects.exclude(person__group=stays).exists()
    assert not group.user.is_active
    assert group.bookings.get().account.entries.exists()
    assert [found.pk for found in search("髙橋")] == [stays.pk]


def test_what_was_freely_written_about_its_uses_goes_with_the_persons():
    booking = make.paid_booking()
    expired(booking.group)
    Sheet.objects.create(
        booking=booking, notes="見本 太郎まで", office_notes="見本の覚え", changed_at=NOON
    )
    token = UUID(int=1)
    handover.write("yotsuya", booking.date, "見本さん", token, booking, by=make.counter(), at=NOON)

    carried_out(approved())

    assert not Note.objects.exists()
    sheet = Sheet.objects.get()
    assert (sheet.notes, sheet.office_notes) == ("", "")


def test_what_was_written_about_a_group_itself_goes_with_its_persons():
    group = make.group()
    found = suspensions.suspend(
        group.pk, "conduct", "見本の理由", TODAY + timedelta(days=9), by=make.ward(), at=NOON
    )
    suspensions.appeal(found.pk, "見本の異議", by=make.counter(), at=NOON)
    suspensions.lift(found.pk, "見本の判断", by=make.manager("manager-2"), at=NOON)
    expired(group)

    carried_out(approved())

    found.refresh_from_db()
    assert (found.reason, found.appeal, found.decision) == ("", "", "")
    told = Notice.objects.filter(group=group).values_list("facts", flat=True)
    assert "見本の" not in f"{list(told)}"


def test_why_an_application_was_refused_goes_with_the_applicant():
    by, persons = Actor(Who.STRANGER, "stranger"), make.persons()
    applied = registration.apply(
        "見本の会", Eligibility.OTHER, persons, UUID(int=2), by=by, at=NOON
    )
    registration.refuse(applied.pk, "見本の理由", by=make.manager(), at=NOON)

    carried_out(approved())

    applied.refresh_from_db()
    assert (applied.reason, applied.state) == ("", State.REFUSED)
    told = Notice.objects.filter(group=None).values_list("facts", flat=True)
    assert list(told)
    assert "見本の理由" not in f"{list(told)}"


def test_a_settled_note_of_the_day_goes_by_its_term_an_open_one_stays():
    settled, still_open = make.note("済んだこと"), make.note("残ること")
    handover.settle(settled.pk, True, by=make.counter(), at=NOON)

    assert due() == {"day_notes": 1}
    carried_out(approved())

    assert Note.objects.get().pk == still_open.pk


def test_who_owes_or_comes_again_stays():
    owing = expired(make.booking(approved=True).group)
    coming = expired(make.paid_booking(None, make.use("pm")).group)
    Group.objects.filter(pk=coming.pk).update(valid_until=date(2025, 1, 1))

    found = next(each for each in survey(NOON) if each.record.code == "persons")
    later = next(each for each in survey(LATER) if each.record.code == "persons")

    assert (found.count, found.kept) == (0, 1)
    assert "清算" in found.why
    assert (later.count, later.kept) == (1, 1)
    assert owing.persons.count() == 2


def test_one_proposes_another_approves():
    expired()
    found = actions.propose(by=ADMIN, at=LATER)

    with refused("erasure.same_person"):
        actions.approve(found.pk, by=ADMIN, at=LATER)
    with refused("erasure.not_approved"):
        actions.carry_on(found.pk, by=SYSTEM, at=LATER)
    with pytest.raises(IntegrityError, match="erasure_by_two"):
        Erasure.objects.filter(pk=found.pk).update(approved_by=ADMIN.name)

    assert Person.objects.count() == 2


def test_a_proposal_that_was_withdrawn_erases_nothing():
    expired()
    found = actions.propose(by=ADMIN, at=LATER)
    actions.withdraw(found.pk, by=WARD, at=LATER)

    with refused("erasure.decided"):
        actions.approve(found.pk, by=WARD, at=LATER)
    with refused("erasure.not_approved"):
        actions.carry_on(found.pk, by=SYSTEM, at=LATER)
    assert actions.propose(by=ADMIN, at=LATER).pk != found.pk


def test_nothing_is_proposed_where_nothing_is_due():
    make.group()
    OneTimeLink.objects.all().delete()

    with refused("erasure.nothing"):
        actions.propose(by=ADMIN, at=NOON)


def test_asked_twice_it_is_one():
    expired()

    first = actions.propose(by=ADMIN, at=LATER)
    again = actions.propose(by=ADMIN, at=LATER)
    actions.approve(first.pk, by=WARD, at=LATER)
    actions.approve(first.pk, by=WARD, at=LATER)

    assert first.pk == again.pk
    assert Entry.objects.filter(action="erasure.approve").count() == 1


@pytest.mark.parametrize("most", [1, 2, 3, 50])
def test_in_whatever_helpings_the_end_is_the_same(most):
    for _ in range(3):
        expired()

    found = carried_out(approved(), most)

    assert found.done["persons"]["count"] == 3
    assert due() == {}
    assert not Person.objects.exists()


def test_killed_half_way_it_goes_on(monkeypatch):
    for _ in range(3):
        expired()
    found, real, seen = approved(), actions._erase, []

    def dies(*given):
        real(*given)
        seen.append(given)
        if len(seen) % 2:
            raise KeyboardInterrupt

    monkeypatch.setattr(actions, "_erase", dies)
    for _ in range(3):
        with pytest.raises(KeyboardInterrupt):
            actions.carry_on(found.pk, by=SYSTEM, at=LATER)
    assert Person.objects.count() == 6, "a helping goes wholly or not at all"
    monkeypatch.setattr(actions, "_erase", real)

    done = carried_out(Erasure.objects.get(pk=found.pk))

    assert done.done["persons"]["count"] == 3
    assert not Person.objects.exists()
    assert carried_out(done).number == done.number


def test_what_came_due_after_the_proposal_waits_for_the_next():
    expired()
    found = approved()
    newer = make.group()
    until = (LATER - timedelta(days=364)).date()
    Group.objects.filter(pk=newer.pk).update(valid_until=until)

    carried_out(found)

    assert newer.persons.count() == 2


def test_reports_are_numbered_without_gaps_and_say_what_went():
    expired()
    first = carried_out(approved())
    expired()
    second = carried_out(approved())

    assert [first.number, second.number] == ["ER-2028-0001", "ER-2028-0002"]
    pages = PdfReader(BytesIO(papers.erasure(second))).pages
    text = "".join("".join(page.extract_text().split()) for page in pages)
    for words in ("消去報告書", "ER-2028-0002", "admin-1", "ward-1", "登録の切れた団体", "1件"):
        assert words in text
    assert second.done["persons"]["digest"][:20] in text


def test_the_same_content_elsewhere_has_another_digest():
    expired()
    first = carried_out(approved())
    expired()
    second = carried_out(approved())

    assert first.done["persons"]["digest"] != second.done["persons"]["digest"]
