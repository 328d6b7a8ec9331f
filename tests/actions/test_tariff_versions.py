"""版の一生: drafted, proposed, released by another person, and never changed again."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from tests import make
from tests.make import NOON, SATURDAY, TODAY, refused
from uketsuke.audit.models import Entry
from uketsuke.bookings import decisions
from uketsuke.halls.models import Room
from uketsuke.tariffs import queries, versions
from uketsuke.tariffs.models import Tariff

pytestmark = pytest.mark.usefixtures("world")

TOMORROW = TODAY + timedelta(days=1)
START = date(2027, 4, 1)


def dearer(tariff: Tariff, percent: int = 110):
    said = queries.content(tariff)
    base = tuple(replace(fee, amount=fee.amount * percent // 100) for fee in said.base)
    return replace(said, base=base)


def released(
    code: str = "2027-04", starts: date = START, change_over: str = "by_approval", **figures: int
):
    draft = make.tariff_draft(code, starts)
    said = replace(dearer(draft), change_over=change_over, **figures)
    versions.replace(draft.pk, said, by=make.manager("drafter"), at=NOON)
    versions.propose(draft.pk, by=make.manager("drafter"), at=NOON)
    return versions.release(draft.pk, by=make.ward(), at=NOON)


def codes() -> list[str]:
    return [each.facts.code for each in queries.versions()]


# 案


def test_a_copy_says_what_its_source_says():
    draft = make.tariff_draft()

    sample = queries.content(Tariff.objects.get(code="2025-10"))
    own = queries.content(draft)
    assert own == replace(sample, label=own.label, in_force_from=START)
    assert (draft.state, draft.based_on.code) == ("draft", "2025-10")


def test_a_draft_has_no_price_for_anybody():
    make.tariff_draft("2026-11", TOMORROW)

    assert codes() == ["2025-10"]
    assert queries.in_force(TOMORROW + timedelta(days=9)).facts.code == "2025-10"


def test_a_code_is_given_once():
    make.tariff_draft()

    with refused("tariffs.code_taken"):
        make.tariff_draft()


def test_the_content_of_a_draft_is_replaced_as_a_whole():
    draft = make.tariff_draft()
    wanted = replace(dearer(draft), label="新しい料金", change_over="by_use", equipment=())

    versions.replace(draft.pk, wanted, by=make.manager(), at=NOON)

    assert queries.content(Tariff.objects.get(pk=draft.pk)) == wanted


def test_where_anything_is_wrong_nothing_is_stored():
    draft = make.tariff_draft()
    before = queries.content(draft)

    with refused("tariffs.missing_fee"):
        wrong = replace(dearer(draft), base=before.base[1:])
        versions.replace(draft.pk, wrong, by=make.manager(), at=NOON)

    assert queries.content(Tariff.objects.get(pk=draft.pk)) == before


def test_a_discarded_draft_is_gone_and_on_record():
    draft = make.tariff_draft()

    versions.discard(draft.pk, by=make.manager(), at=NOON)

    assert not Tariff.objects.filter(code="2027-04").exists()
    assert Entry.objects.latest("pk").facts == {"code": "2027-04"}


def test_a_draft_that_others_come_from_is_not_discarded():
    draft = make.tariff_draft()
    versions.copy(draft.pk, "next", "見本", START, by=make.manager(), at=NOON)

    with refused("tariffs.copied"):
        versions.discard(draft.pk, by=make.manager(), at=NOON)


# 審査と公布


def test_a_version_is_released_by_a_second_person():
    made = released()

    assert (made.state, made.proposed_by, made.released_by) == ("released", "drafter", "ward-1")
    assert codes() == ["2027-04", "2025-10"]


def test_nobody_releases_what_she_proposed():
    proposed = make.tariff_proposed()

    with refused("tariffs.own"):
        versions.release(proposed.pk, by=make.ward("drafter"), at=NOON)

    assert codes() == ["2025-10"]


def test_the_database_itself_wants_two_persons():
    proposed = make.tariff_proposed()

    with pytest.raises(IntegrityError, match="tariff_needs_two_persons"), transaction.atomic():
        Tariff.objects.filter(pk=proposed.pk).update(state="released", released_by="drafter")


def test_only_what_was_proposed_is_released():
    draft = make.tariff_draft()

    with refused("tariffs.not_proposed"):
        versions.release(draft.pk, by=make.ward(), at=NOON)


def test_what_was_proposed_cannot_be_changed_until_it_is_withdrawn():
    proposed = make.tariff_proposed()
    with refused("tariffs.not_draft"):
        versions.replace(proposed.pk, dearer(proposed), by=make.manager(), at=NOON)

    versions.withdraw(proposed.pk, "数字の誤り", by=make.manager(), at=NOON)

    versions.replace(proposed.pk, dearer(proposed), by=make.manager(), at=NOON)
    assert Entry.objects.filter(action="tariffs.withdraw").get().why == "数字の誤り"


@pytest.mark.parametrize("starts", [TODAY, TODAY - timedelta(days=1)])
def test_no_version_begins_today_or_before(starts):
    with refused("tariffs.past"):
        make.tariff_draft(starts=starts)


def test_what_was_drafted_in_time_is_too_late_on_its_day():
    proposed = make.tariff_proposed()

    with refused("tariffs.past"):
        versions.release(proposed.pk, by=make.ward(), at=NOON + timedelta(days=200))


@pytest.mark.parametrize("starts", [START, START - timedelta(days=1)])
def test_a_version_begins_after_every_released_one(starts):
    released()
    late = make.tariff_draft("late", starts)

    with refused("tariffs.not_after"):
        versions.propose(late.pk, by=make.manager(), at=NOON)


def test_a_version_with_a_hole_is_neither_proposed_nor_released():
    proposed = make.tariff_proposed("2027-05")
    draft = make.tariff_draft()
    room = Room.objects.get(key="yotsuya/hall")
    room.pk, room.key = None, "yotsuya/new"
    room.save()
    queries.revision.changed()

    with refused("tariffs.missing_fee"):
        versions.propose(draft.pk, by=make.manager(), at=NOON)
    with refused("tariffs.missing_fee"):
        versions.release(proposed.pk, by=make.ward(), at=NOON)


# 公布済の版は変わらない

CHANGES = {
    "label": lambda it: Tariff.objects.filter(pk=it.pk).update(label="x"),
    "date": lambda it: Tariff.objects.filter(pk=it.pk).update(in_force_from=SATURDAY),
    "rule": lambda it: Tariff.objects.filter(pk=it.pk).update(change_over="by_use"),
    "percent": lambda it: Tariff.objects.filter(pk=it.pk).update(commercial_percent=1),
    "tax": lambda it: Tariff.objects.filter(pk=it.pk).update(tax_percent=8),
    "state": lambda it: Tariff.objects.filter(pk=it.pk).update(state="draft"),
    "person": lambda it: Tariff.objects.filter(pk=it.pk).update(released_by="x"),
    "fee": lambda it: it.base_fees.all().update(amount=1),
    "no fee": lambda it: it.base_fees.all().delete(),
    "tier": lambda it: it.tiers.create(up_to=5, percent=1),
    "reduction": lambda it: it.reductions.all().update(percent=1),
    "equipment": lambda it: it.equipment.all().update(amount=1),
    "refund": lambda it: it.refund_steps.all().delete(),
}


@pytest.mark.parametrize("what", CHANGES)
def test_the_database_lets_nobody_change_a_released_version(what):
    made = released()

    with pytest.raises(DatabaseError, match="is frozen"), transaction.atomic():
        CHANGES[what](made)


def test_the_database_lets_nobody_delete_a_released_version():
    made = released()

    with pytest.raises(DatabaseError, match="is frozen"), transaction.atomic():
        made.delete()


@pytest.mark.parametrize("what", ["fee", "tier", "date", "percent", "tax"])
def test_nor_one_that_waits_for_the_second_person(what):
    proposed = make.tariff_proposed()

    with pytest.raises(DatabaseError, match="is frozen"), transaction.atomic():
        CHANGES[what](proposed)


# 切替


@pytest.mark.parametrize(
    ("change_over", "approved", "use", "code"),
    [
        ("by_approval", date(2027, 3, 31), date(2027, 5, 1), "2025-10"),
        ("by_approval", date(2027, 4, 1), date(2027, 5, 1), "2027-04"),
        ("by_approval", date(2027, 4, 1), date(2027, 4, 1), "2027-04"),
        ("by_use", date(2027, 2, 1), date(2027, 3, 31), "2025-10"),
        ("by_use", date(2027, 2, 1), date(2027, 4, 1), "2027-04"),
        ("by_use", date(2027, 4, 1), date(2027, 4, 1), "2027-04"),
    ],
)
def test_each_rule_changes_over_on_its_own_day(change_over, approved, use, code):
    released(change_over=change_over)

    assert queries.in_force(approved, use).facts.code == code


def test_a_later_version_counts_by_its_own_rule():
    released("2027-04", START, "by_use")
    released("2027-06", date(2027, 6, 1), "by_approval")

    assert queries.in_force(date(2027, 5, 31), date(2027, 7, 1)).facts.code == "2027-04"
    assert queries.in_force(date(2027, 6, 1), date(2027, 7, 1)).facts.code == "2027-06"


@pytest.mark.parametrize(
    ("change_over", "use", "price"),
    [
        ("by_use", date(2027, 3, 31), 12_000),
        ("by_use", date(2027, 4, 1), 13_200),
        ("by_approval", date(2027, 4, 1), 12_000),
    ],
)
def test_approval_fixes_the_price_by_the_rule(change_over, use, price):
    booking = make.booking(None, make.use(on=use))
    released(change_over=change_over)

    approved = decisions.approve(booking.pk, by=make.manager(), at=NOON)

    assert approved.price == approved.quote["total"] == price


def test_papers_name_the_tax_of_the_tariff_that_prices_the_booking():
    old = make.booking(None, make.use(on=date(2027, 3, 31)), approved=True)
    released(change_over="by_use", tax_percent=12)
    new = make.booking(None, make.use(on=date(2027, 4, 1)), approved=True)

    told = [make.pay(booking).content for booking in (old, new)]

    assert [(each["tax_percent"], each["tax"]) for each in told] == [(10, 1_091), (12, 1_415)]


def test_what_is_told_at_booking_follows_the_rule():
    released(change_over="by_use")

    assert make.booking(None, make.use(on=date(2027, 4, 1))).price == 13_200


def test_what_was_approved_before_the_release_keeps_its_price():
    approved = make.booking(None, make.use(on=date(2027, 4, 1)), approved=True)

    released(change_over="by_use")

    approved.refresh_from_db()
    assert (approved.tariff.code, approved.price) == ("2025-10", 12_000)
