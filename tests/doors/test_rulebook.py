"""規則の画面: everybody looks, two persons change, the citizen reads the new figure that day."""

from datetime import date
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from tests import lots, make, rulebook
from tests.clients import staff
from tests.make import refused
from uketsuke.doors.shared.words.sentences import sentence
from uketsuke.identity.models import Role
from uketsuke.kernel import clock, revision
from uketsuke.rulebook import queries
from uketsuke.rulebook.books import BOOKS
from uketsuke.rulebook.models import Change

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon", "world")]
RULES = "/staff/rules/"
PAGE = f"{RULES}waiting/"
SPRING = date(2027, 4, 1)


def typed(code="waiting", **new):
    """What stands in the form, with what somebody typed over it."""
    form = {
        name: f"{value:%H:%M}" if hasattr(value, "hour") else str(value)
        for name, value in queries.values_on(BOOKS[code], date.max).items()
    }
    return form | {"since": "2027年4月1日", "reason": "見本の改正", "token": str(uuid4())} | new


def changed(code, since=SPRING, **new):
    rulebook.changed(code, since, **new)
    revision.forget()


def test_proposed_by_the_manager_approved_by_the_ward_it_is_in_force_on_its_day():
    manager, ward = staff(Role.MANAGER), staff(Role.WARD)
    sent = typed(offer_hours="３６")

    sure = manager.post(f"{PAGE}change/", sent)
    assert sure.status_code == 200
    assert not Change.objects.exists()
    assert [(each.before, each.after) for each in sure.context["differences"]] == [
        ("24時間", "36時間")
    ]
    assert "すでに案内した枠の期限は変わりません" in sure.text
    assert manager.post(f"{PAGE}change/", sent | {"sure": "1"}).status_code == 302
    assert manager.post(f"{PAGE}change/", sent | {"sure": "1"}).status_code == 302

    made = Change.objects.get()
    assert "この変更を承認する" not in manager.get(PAGE).text
    assert "この変更を承認する" in ward.get(PAGE).text
    assert ward.post(f"{RULES}changes/{made.pk}/approve/").status_code == 302
    assert "36時間" in ward.get(RULES).text
    with time_machine.travel(date(2027, 4, 1)):
        page = staff(Role.MANAGER).get(PAGE).text
    assert "メールで案内した方は、<b>36時間</b>以内に申し込みます。" in page
    assert "2026年" not in page.split("これまでとこれから")[0]


LOOKING = [Role.COUNTER, Role.MANAGER, Role.WARD, Role.ADMINISTRATOR]


@pytest.mark.parametrize("role", LOOKING)
@pytest.mark.parametrize("page", [RULES, *(f"{RULES}{code}/" for code in BOOKS)])
def test_all_staff_may_look(role, page):
    assert staff(role).get(page).status_code == 200


@pytest.mark.parametrize("role", [Role.COUNTER, Role.ADMINISTRATOR, Role.VENDOR])
def test_others_change_nothing(role):
    staff(Role.MANAGER).post(f"{PAGE}change/", typed(offer_hours="36", sure="1"))
    made, client = Change.objects.get(), staff(role)

    assert client.get(RULES).status_code == (404 if role == Role.VENDOR else 200)
    assert client.get(f"{RULES}day/change/").status_code == 404
    assert client.post(f"{RULES}day/change/", typed("day", sure="1")).status_code == 404
    assert client.post(f"{RULES}changes/{made.pk}/approve/").status_code == 404
    assert client.post(f"{RULES}changes/{made.pk}/withdraw/").status_code == 404
    assert list(Change.objects.values_list("state", flat=True)) == ["proposed"]


def test_one_halls_manager_looks_and_changes_nothing():
    staff(Role.WARD).post(f"{PAGE}change/", typed(offer_hours="36", sure="1"))
    made, client = Change.objects.get(), staff(Role.MANAGER, hall="tansu")

    page = client.get(PAGE)
    assert "この変更を承認する" not in page.text
    assert "全館の館責任者" in client.get(f"{RULES}day/").text
    assert client.get(f"{RULES}day/change/").status_code == 404
    refused = client.post(f"{RULES}changes/{made.pk}/approve/")
    assert refused.status_code == 422
    assert "すべての館に共通" in refused.text


def test_nobody_who_is_not_staff_sees_it():
    assert Client().get(RULES).status_code == 302
    assert Client(REMOTE_ADDR="203.0.113.9").get(RULES).status_code == 404
    group = Client()
    group.force_login(make.group(password=make.PASSWORD).user)
    assert group.get(RULES).status_code in {302, 404}


def test_her_own_proposal_she_leaves_to_another():
    ward = staff(Role.WARD)
    ward.post(f"{PAGE}change/", typed(offer_hours="36", sure="1"))
    made = Change.objects.get()

    answer = ward.post(f"{RULES}changes/{made.pk}/approve/")

    assert answer.status_code == 422
    assert "別の人" in answer.text
    assert ward.post(f"{RULES}changes/{made.pk}/withdraw/").status_code == 302
    assert ward.post(f"{RULES}changes/99999/withdraw/").status_code == 404


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"since": "2026年11月24日"}, "もう始まっています"),
        ({"since": "いつか"}, "いつから"),
        ({"reason": ""}, "理由・よりどころ"),
        ({"offer_hours": "0"}, "1時間から168時間まで"),
        ({"offer_hours": "はい"}, "案内に答える時間（メール）"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_typed_is_lost(wrong, told):
    sent = typed(offer_hours="３６", search_days="１００") | wrong

    for more in ({}, {"sure": "1"}):
        answer = staff(Role.MANAGER).post(f"{PAGE}change/", sent | more)

        assert answer.status_code == 422
        assert told in answer.text
        assert 'value="１００"' in answer.text
    assert not Change.objects.exists()


def test_what_changes_nothing_is_no_change():
    answer = staff(Role.MANAGER).post(f"{PAGE}change/", typed())

    assert answer.status_code == 422
    assert "規則と同じです" in answer.text


def test_back_from_the_confirmation_all_stands_as_it_was_typed():
    answer = staff(Role.MANAGER).post(f"{PAGE}change/", typed(offer_hours="３６", back="1"))

    assert answer.status_code == 200
    assert 'value="３６"' in answer.text
    assert "見本の改正" in answer.text


def test_two_figures_that_do_not_fit_are_named():
    answer = staff(Role.MANAGER).post(
        f"{RULES}reception/change/", typed("reception", rest_from_minutes="90")
    )

    assert answer.status_code == 422
    assert "「休ませる時間（最短）」（90分）は、「休ませる時間（最長）」（60分）" in answer.text


def test_where_a_change_waits_no_other_is_begun():
    staff(Role.WARD).post(f"{PAGE}change/", typed(offer_hours="36", sure="1"))
    manager = staff(Role.MANAGER)

    answer = manager.get(f"{PAGE}change/")
    assert (answer.status_code, answer.url) == (302, PAGE)
    answer = manager.post(f"{PAGE}change/", typed(offer_hours="48", sure="1"))
    assert answer.status_code == 422
    assert "すでに承認を待っています" in answer.text


def test_no_such_book():
    assert staff(Role.MANAGER).get(f"{RULES}nothing/").status_code == 404
    assert staff(Role.MANAGER).post(f"{RULES}nothing/change/").status_code == 404


def test_the_confirmation_says_which_months_move_and_which_rounds_stay():
    lots.round_of()
    sent = typed("reception", residents_months="5", others_months="4", since="2027年1月5日")

    page = staff(Role.MANAGER).post(f"{RULES}reception/change/", sent).text

    assert "受付の日程が変わる利用月があります" in page
    assert "2027年6月（区民）" in page.split("変わらないもの")[1]


def test_a_change_before_one_that_is_decided_says_what_comes_back():
    changed("waiting", offer_hours=36)

    page = (
        staff(Role.MANAGER)
        .post(f"{PAGE}change/", typed(offer_hours="48", since="2027年2月1日"))
        .text
    )

    assert "あとの日からの規則が、すでに決まっています" in page
    assert "48時間 → 36時間" in page


def test_the_number_of_queries_does_not_grow_with_the_rows(django_assert_max_num_queries):
    client = staff(Role.MANAGER)
    client.get(RULES)
    with django_assert_max_num_queries(25) as few:
        client.get(RULES)
    usual = len(few)
    for month in range(1, 8):
        changed("day", date(2027, month, 1), late_minutes=20 + month)
    client.get(RULES)

    with django_assert_max_num_queries(usual):
        client.get(RULES)


PUBLIC = [
    ("reception", {"payment_days": 21}, "/guide/", "21日以内"),
    ("reception", {"residents_months": 7, "others_months": 4}, "/guide/", "7か月前"),
    ("reception", {"residents_months": 7, "others_months": 4}, "/lottery/", "7か月前"),
    ("reception", {"residents_months": 7, "others_months": 4}, "/availability/", "2027年11月"),
    ("reception", {"web_days": 17}, "/guide/", "17日前"),
    ("reception", {"hold_minutes": 23}, "/guide/", "23分"),
]


@pytest.mark.parametrize(("code", "new", "page", "told"), PUBLIC)
def test_the_citizen_reads_the_new_figure_from_its_day_on(code, new, page, told):
    changed(code, **new)

    for day, shown in [(date(2027, 3, 31), False), (date(2027, 4, 1), True)]:
        with time_machine.travel(f"{day}T10:00:00+09:00"):
            assert (told in Client().get(page).text) is shown, day


@pytest.mark.parametrize(
    ("code", "new", "page", "told"),
    [
        ("waiting", {"offer_hours": 36}, "/my/waiting/join/", "36時間以内"),
        ("waiting", {"searches_per_group": 7}, "/my/waiting/", "7件"),
    ],
)
def test_a_group_reads_the_new_hours_of_waiting_from_their_day_on(code, new, page, told):
    changed(code, **new)
    user = make.group(password=make.PASSWORD).user

    for day, shown in [(date(2027, 3, 31), False), (date(2027, 4, 1), True)]:
        with time_machine.travel(f"{day}T10:00:00+09:00"):
            client = Client()
            client.force_login(user)
            assert (told in client.get(page).text) is shown, day


def test_who_fills_in_the_form_reads_how_long_her_cells_are_hers():
    changed("reception", hold_minutes=23)
    group = make.group(password=make.PASSWORD)

    with time_machine.travel("2027-04-01T10:00:00+09:00", tick=False):
        client = Client()
        client.force_login(group.user)
        draft = make.draft(make.use(on=date(2027, 5, 8)), by_group=group, at=clock.now())
        page = client.get(reverse("portal:describe", args=[draft.token])).text
        with refused("waiting.typing") as caught:
            make.wait(wanted=make.use(on=date(2027, 5, 8)), at=clock.now())

    assert "確保を延ばす（いまから23分）" in page
    assert "23分ほどたってから" in sentence(caught.value)


def test_a_figure_that_is_left_out_is_asked_for_kindly():
    answer = staff(Role.MANAGER).post(f"{PAGE}change/", typed(offer_hours=""))

    assert answer.status_code == 422
    assert "入力してください。" in answer.text
    assert "このフィールドは必須です。" not in answer.text
