"""規則の変更: proposed by one, approved by another, from a day to come; nothing past changes."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, time, timedelta
from threading import Barrier
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction

from tests import make
from tests.make import NOON, TODAY, refused
from uketsuke.audit.models import Entry
from uketsuke.kernel.actors import Actor, Who
from uketsuke.kernel.refusals import Refusal, reasons
from uketsuke.rulebook import actions, queries
from uketsuke.rulebook.actions import Wanted
from uketsuke.rulebook.books import BOOKS
from uketsuke.rulebook.models import Change

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]
SPRING = date(2027, 4, 1)
WHY = "見本の条例改正"
NOT_FIGURES = {"id", "in_force_from"}
RULES = [model for model in apps.get_models() if model.__name__.endswith("Rules")]


def wanted(code="waiting", since=SPRING, **new):
    values = queries.values_on(BOOKS[code], since) | (new or {"offer_hours": 36})
    return Wanted(code, since, values, WHY)


def propose(what=None, *, by=None, at=NOON, token=None):
    return actions.propose(what or wanted(), token or uuid4(), by=by or make.manager(), at=at)


def changed(what=None, at=NOON):
    return actions.approve(propose(what, at=at).pk, by=make.ward(), at=at)


def hours(on):
    return queries.values_on(BOOKS["waiting"], on)["offer_hours"]


@pytest.mark.parametrize("model", RULES, ids=lambda model: model.__name__)
def test_every_model_of_rules_and_each_of_its_figures_is_in_a_book(model):
    books = [book for book in BOOKS.values() if apps.get_model(book.model) is model]
    assert len(books) == 1

    told = [figure.field for figure in books[0].figures]
    stored = {field.name for field in model._meta.concrete_fields} - NOT_FIGURES
    assert sorted(told) == sorted(stored)


def test_every_book_is_seeded_and_what_is_seeded_lies_within_its_bounds():
    assert len(BOOKS) == len(RULES)
    for code, book in BOOKS.items():
        values = queries.values_on(book, TODAY)

        assert list(actions.faults(book, values)) == [], code


@pytest.mark.parametrize("book", BOOKS.values(), ids=lambda book: book.code)
def test_the_least_and_the_most_of_each_figure_can_be_stored(book):
    model = apps.get_model(book.model)
    for figure in book.figures:
        field = model._meta.get_field(figure.field)
        ends = [value for value, _ in figure.choices] or [figure.least, figure.most]
        for value in [time(9)] if figure.is_time else ends:
            assert field.clean(value, None) == value
        assert figure.says.count("{}") == 1


def test_a_proposal_changes_nothing_an_approval_writes_the_row_of_its_day():
    made = propose()
    assert hours(SPRING) == 24

    actions.approve(made.pk, by=make.ward(), at=NOON)

    assert hours(SPRING - timedelta(days=1)) == 24
    assert hours(SPRING) == 36
    assert queries.standing(BOOKS["waiting"], TODAY).coming[0].change.reason == WHY
    entries = list(Entry.objects.filter(action__startswith="rulebook.").order_by("pk"))
    assert [entry.action for entry in entries] == ["rulebook.propose", "rulebook.approve"]
    assert entries[1].facts["changed"] == {"offer_hours": [24, 36]}
    assert entries[0].why == WHY


def test_nobody_approves_her_own():
    made = propose(by=make.ward())

    with refused("rulebook.same_person"):
        actions.approve(made.pk, by=make.ward(), at=NOON)
    with pytest.raises(IntegrityError, match="rule_change_by_two"), transaction.atomic():
        Change.objects.filter(pk=made.pk).update(
            approved_by="ward-1", approved_at=NOON, state="approved"
        )


def test_another_manager_may_approve():
    made = propose()

    assert actions.approve(made.pk, by=make.manager("manager-2"), at=NOON).state == "approved"


@pytest.mark.parametrize(
    ("who", "why"),
    [
        (make.counter(), "rulebook.not_yours"),
        (Actor(Who.ADMINISTRATOR, "admin-1"), "rulebook.not_yours"),
        (Actor(Who.VENDOR, "vendor-1"), "rulebook.not_yours"),
        (make.manager("manager-9", hall="tansu"), "rulebook.one_hall"),
    ],
    ids=lambda value: getattr(value, "name", value),
)
def test_others_neither_propose_nor_approve_nor_withdraw(who, why):
    made = propose()

    with refused(why):
        propose(wanted("day", late_minutes=20), by=who)
    with refused(why):
        actions.approve(made.pk, by=who, at=NOON)
    with refused(why):
        actions.withdraw(made.pk, by=who, at=NOON)
    assert Change.objects.get().state == "proposed"


@pytest.mark.parametrize("day", [TODAY, TODAY - timedelta(days=1), date(2025, 10, 1)])
def test_what_is_in_force_or_past_is_never_changed(day):
    with refused("rulebook.past"):
        propose(wanted(since=day))


def test_from_tomorrow_it_can_be():
    changed(wanted(since=TODAY + timedelta(days=1)))

    assert hours(TODAY + timedelta(days=1)) == 36
    assert hours(TODAY) == 24


def test_approved_too_late_it_is_not_in_the_book():
    made = propose()

    with refused("rulebook.too_late"):
        actions.approve(made.pk, by=make.ward(), at=NOON + timedelta(days=200))

    assert hours(SPRING) == 24


def test_a_row_to_come_is_replaced_by_a_later_change_for_the_same_day():
    changed()

    changed(wanted(offer_hours=48))

    assert hours(SPRING) == 48
    assert apps.get_model("waiting.WaitingRules").objects.count() == 2
    assert Change.objects.filter(state="approved").count() == 2


def test_one_open_change_of_a_book_and_sent_twice_it_is_one():
    token = uuid4()
    first = propose(token=token)
    assert propose(token=token).pk == first.pk

    with refused("rulebook.waiting"):
        propose(wanted(offer_hours=48), by=make.ward())
    propose(wanted("day", late_minutes=20))
    with pytest.raises(IntegrityError), transaction.atomic():
        Change.objects.filter(code="day").update(code="waiting")
    actions.withdraw(first.pk, by=make.ward(), at=NOON)
    assert propose(wanted(offer_hours=48)).pk != first.pk


def test_what_was_withdrawn_or_approved_is_decided():
    made = propose()
    actions.withdraw(made.pk, by=make.manager(), at=NOON)
    actions.withdraw(made.pk, by=make.manager(), at=NOON)
    with refused("rulebook.decided"):
        actions.approve(made.pk, by=make.ward(), at=NOON)

    other = changed()
    assert actions.approve(other.pk, by=make.ward(), at=NOON).pk == other.pk
    with refused("rulebook.decided"):
        actions.approve(other.pk, by=make.ward("ward-2"), at=NOON)
    with refused("rulebook.decided"):
        actions.withdraw(other.pk, by=make.ward(), at=NOON)
    assert Entry.objects.filter(action="rulebook.approve").count() == 1


def test_what_changes_nothing_is_no_change():
    with refused("rulebook.same"):
        propose(wanted(offer_hours=24))


def test_a_row_written_meanwhile_is_not_overwritten_unseen():
    made = propose()
    apps.get_model("waiting.WaitingRules").objects.create(in_force_from=SPRING, offer_hours=12)

    with refused("rulebook.meanwhile"):
        actions.approve(made.pk, by=make.ward(), at=NOON)

    assert hours(SPRING) == 12


@pytest.mark.parametrize(
    ("code", "new", "lower", "upper"),
    [
        ("reception", {"rest_from_minutes": 61}, "休ませる時間（最短）", "休ませる時間（最長）"),
        (
            "reception",
            {"rest_closes": time(9)},
            "空きにする時刻（始め）",
            "空きにする時刻（終わり）",
        ),
        ("reception", {"others_months": 6}, "区民以外の抽選の月", "区民の抽選の月"),
        ("reception", {"entries_close": time(14)}, "抽選の申込の締切", "抽選後の窓口の先着"),
        ("reception", {"counter_days": 20}, "窓口の申込の締切", "インターネットの申込の締切"),
        ("term", {"last_days": 60}, "2回目のお知らせ", "1回目のお知らせ"),
        ("term", {"first_days": 91}, "1回目のお知らせ", "更新の受付"),
        ("equipment", {"counter_days": 8}, "窓口の期限", "インターネットの期限"),
    ],
)
def test_what_does_not_fit_together_is_refused_by_the_names_of_both(code, new, lower, upper):
    with refused("rulebook.pair") as caught:
        propose(wanted(code, **new))

    assert (caught.value.facts["lower"], caught.value.facts["upper"]) == (lower, upper)
    assert not Change.objects.exists()


@pytest.mark.parametrize("model", RULES, ids=lambda model: model.__name__)
def test_no_constraint_of_the_database_is_met_that_no_pair_or_bound_knows(model):
    """Every figure at its least and at its most, and each pair turned round: where the model's
    own constraints object, the book objected before."""
    book = next(book for book in BOOKS.values() if apps.get_model(book.model) is model)
    usual = queries.values_on(book, TODAY)
    ends = [
        usual | {figure.field: value}
        for figure in book.figures
        for value in ([time(0), time(23, 59)] if figure.is_time else [figure.least, figure.most])
        if not figure.choices
    ]

    for values in ends:
        if not list(actions.faults(book, values)):
            actions._row(book, SPRING, values)


def test_all_that_is_out_of_bounds_is_told_at_once():
    with refused("rulebook.bounds") as caught:
        propose(wanted("reception", hold_minutes=0, residents_months=99))

    assert [each.facts["label"] for each in reasons(caught.value)] == [
        "区民の抽選の月",
        "入力の間の確保",
    ]


@pytest.mark.parametrize("value", ["36", None, True, 36.5])
def test_what_is_no_number_is_no_figure(value):
    with refused("rulebook.bounds"):
        propose(wanted(offer_hours=value))


def test_a_figure_missing_or_unknown_is_refused():
    with refused("rulebook.incomplete"):
        propose(wanted(no_such_figure=3))
    with refused("rulebook.choice"):
        propose(wanted("reception", reductions_by="mayor"))
    with refused("rulebook.time"):
        propose(wanted("day", sheet_from=18))


def at_once(*acts):
    """What each of these says, all of them begun in the same moment."""
    ready = Barrier(len(acts))

    def one(act):
        ready.wait()
        try:
            return act().state
        except Refusal as refusal:
            return refusal.code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return sorted(pool.map(one, acts))


@pytest.mark.django_db(transaction=True)
def test_of_two_approvals_at_once_one_has_effect():
    made = propose()
    people = [make.ward(f"ward-{n}") for n in range(4)]

    said = at_once(*(lambda by=by: actions.approve(made.pk, by=by, at=NOON) for by in people))

    assert said == ["approved", *["rulebook.decided"] * 3]
    assert apps.get_model("waiting.WaitingRules").objects.count() == 2
    assert Entry.objects.filter(action="rulebook.approve").count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_proposals_at_once_one_waits():
    wants = [wanted(offer_hours=30 + n) for n in range(4)]

    said = at_once(*(lambda want=want: propose(want) for want in wants))

    assert said == ["proposed", *["rulebook.waiting"] * 3]
    assert Change.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_approved_and_withdrawn_at_once_it_is_one_of_the_two():
    made = propose()

    said = at_once(
        lambda: actions.approve(made.pk, by=make.ward(), at=NOON),
        lambda: actions.withdraw(made.pk, by=make.manager(), at=NOON),
    )

    made.refresh_from_db()
    assert said == sorted([made.state, "rulebook.decided"])
    assert (hours(SPRING) == 36) is (made.state == "approved")
