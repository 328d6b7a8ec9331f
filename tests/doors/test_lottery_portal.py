"""抽選 at home: rounds, entering with nothing lost, the result, and the public record."""

import json
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import lots, make
from tests.lots import CLOSING, SETTLED, wish
from uketsuke.bookings.opening import Klass
from uketsuke.groups.models import Group
from uketsuke.lottery import ceremony, queries
from uketsuke.lottery.models import Entry, Win
from uketsuke.lottery.verify import difference

pytestmark = pytest.mark.usefixtures("world")
CODE = "2027-06-residents"
ENTER = f"/lottery/{CODE}/enter/"
TYPED = {
    "w1-room": "yotsuya/hall",
    "w1-day": "令和9年6月12日",
    "w1-slots": ["night", "pm"],
    "w2-room": "tansu/hall",
    "w2-day": "2027-06-13",
    "w2-slots": ["am"],
    "w3-room": "yotsuya/hall",
    "w3-day": "",
    "title": "見本の音楽会",
    "purpose": "music",
    "attendance": "１００",
    "admission": "0",
}


@pytest.fixture(autouse=True)
def _noon(world: None) -> Any:
    with time_machine.travel(make.NOON, tick=False) as traveller:
        lots.round_of()
        yield traveller


@pytest.fixture
def group() -> Group:
    return lots.apart("みどり合唱団")


@pytest.fixture
def member(client: Client, group: Group) -> Client:
    client.force_login(group.user)
    return client


def at(moment: Any) -> Any:
    return time_machine.travel(moment, tick=False)


def test_everybody_sees_what_is_open_until_when(client):
    page = client.get("/lottery/").text

    assert "2027年6月利用分（区民）" in page
    assert "12月2日（水）9:00まで受付中" in page
    assert "6月利用分 受付中" in client.get("/").text


def test_demand_is_shown_in_bands_and_leads_to_an_entry(client):
    lots.entry(None, wish("am"))

    page = client.get(f"/lottery/{CODE}/").text

    assert "申込 1〜3" in page
    assert "?cell=yotsuya/hall%7C2027-06-12%7Cam" in page or "yotsuya%2Fhall" in page
    assert lots.round_of().commitment in page
    assert "secret" not in page


def test_an_entry_is_typed_looked_at_and_sent(member, group):
    token = str(uuid4())
    check = member.post(ENTER, TYPED | {"token": token, "do": "check"})
    assert "第1希望" in check.text
    assert "見本料金" in check.text

    answer = member.post(ENTER, TYPED | {"token": token, "do": "enter"})

    made = Entry.objects.get(group=group)
    assert answer["Location"] == reverse("portal:entry", args=[made.receipt])
    assert queries.wishes_of(made) == [
        wish("pm", "night"),
        wish("am", room="tansu/hall", on=lots.SATURDAY + timedelta(days=1)),
    ]
    assert made.receipt in member.get("/my/").text


def test_a_double_click_enters_once(member):
    form = TYPED | {"token": str(uuid4()), "do": "enter"}

    first, second = member.post(ENTER, form), member.post(ENTER, form)

    assert first["Location"] == second["Location"]
    assert Entry.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"w1-day": "2027-07-03"}, "この抽選の対象ではありません"),
        ({"w2-room": "yotsuya/hall", "w2-day": "2027-06-12", "w2-slots": ["pm", "night"]}, "二度"),
        ({"w1-day": "", "w1-slots": [], "w2-day": "", "w2-slots": []}, "選んでください"),
        ({"w1-day": "2027-02-31"}, "日付"),
        ({"w2-slots": []}, "利用日と利用区分の両方"),
        ({"attendance": "99999"}, "定員"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_typed_is_lost(member, change, words):
    answer = member.post(ENTER, TYPED | change | {"token": str(uuid4()), "do": "check"})

    assert answer.status_code in (409, 422)
    assert words in answer.text
    assert 'value="見本の音楽会"' in answer.text
    assert not Entry.objects.exists()


def test_the_summary_names_the_wish(member):
    """All wishes have the same fields: without its name a line of the summary is a riddle."""
    change = {"w2-room": "yotsuya/hall", "w2-day": "あした", "token": str(uuid4())}

    page = member.post(ENTER, TYPED | change | {"do": "check"})

    assert '<a href="#id_w2-day">第2希望・利用日</a>' in page.text


def test_the_example_is_a_day_of_the_month_that_is_drawn_for(client):
    others = make.group(eligibility="other")
    client.force_login(others.user)
    lots.round_of(date(2027, 5, 1), Klass.OTHERS)

    page = client.get("/lottery/2027-05-others/enter/").text

    assert "例：2027年5月12日（水）" in page
    assert "例：2027年6月" not in page


def test_the_helper_fills_what_is_empty(member):
    form = TYPED | {
        "do": "fill",
        "any-weekday": "5",
        "any-slot": "night",
        "any-halls": ["yotsuya", "tansu"],
    }

    page = member.post(ENTER, form | {"token": str(uuid4())})

    assert page.status_code == 200
    assert 'name="w3-day"' in page.text
    assert "2027-06-05" in page.text  # the first Saturday nobody wants yet
    assert 'value="見本の音楽会"' in page.text


def test_a_login_in_between_loses_nothing(client, group):
    group.user.set_password(make.PASSWORD)
    group.user.save()

    login = client.post(ENTER, TYPED | {"token": str(uuid4()), "do": "check"})
    assert "ログイン" in login.text
    carried = login.context["form"].initial["carried"]
    answer = client.post(
        "/login/",
        {"login": group.number, "password": make.PASSWORD, "next": ENTER, "carried": carried},
        follow=True,
    )

    assert 'value="見本の音楽会"' in answer.text
    assert answer.text.count("checked") >= 3


def test_after_closing_nothing_is_taken_and_the_page_says_so(member):
    with at(CLOSING):
        member.force_login(Group.objects.get().user)
        answer = member.post(ENTER, TYPED | {"token": str(uuid4()), "do": "enter"})

    assert answer.status_code == 409
    assert "終わりました" in answer.text


def test_an_entry_is_changed_and_withdrawn(member, group):
    made = lots.entry(group, wish("am"))
    change = reverse("portal:entry_change", args=[made.receipt])
    assert 'value="2027-06-12"' in member.get(change).text

    member.post(change, TYPED | {"token": str(uuid4()), "do": "enter"})
    made.refresh_from_db()
    assert len(made.wishes) == 2
    page = member.post(reverse("portal:entry_withdraw", args=[made.receipt]), follow=True)

    assert "取り下げました" in page.text


def test_another_groups_entry_does_not_exist(member):
    theirs = lots.entry(lots.apart())

    for name in ("entry", "entry_change"):
        assert member.get(reverse(f"portal:{name}", args=[theirs.receipt])).status_code == 404
    for name in ("entry_withdraw", "entry_confirm"):
        assert member.post(reverse(f"portal:{name}", args=[theirs.receipt])).status_code == 404


def test_the_record_is_public_after_the_draw_only(client):
    lots.entry(lots.apart())
    assert client.get(f"/lottery/{CODE}/record.json").status_code == 404
    lots.drawn()

    answer = client.get(f"/lottery/{CODE}/record.json")

    assert answer["Content-Type"].startswith("application/json")
    assert difference(json.loads(answer.content)) is None
    assert "no-store" not in answer["Cache-Control"]


def test_both_records_stay_public_when_it_was_drawn_again(client):
    of = lots.drawn().round
    ceremony.propose_redraw(of.pk, "見本の理由", by=make.manager("a"), at=lots.DRAWING)
    ceremony.redraw(of.pk, "2", by=make.manager("b"), at=lots.DRAWING)

    values = [
        json.loads(client.get(f"/lottery/{CODE}/record.json?number={n}").content)["public_value"]
        for n in (1, 2)
    ]

    assert values == [lots.DICE, "2"]
    assert "見本の理由" in client.get(f"/lottery/{CODE}/").text
    assert client.get(f"/lottery/{CODE}/record.json?number=99").status_code == 404


def test_the_winner_confirms_and_the_loser_reads_why(client):
    win, loser = lots.winner_and_loser()
    with at(SETTLED):
        client.force_login(win.booking.group.user)
        assert "当選の確認をしてください" in client.get("/my/").text
        entry = reverse("portal:entry", args=[win.entry.receipt])
        assert "当選を確認する" in client.get(entry).text
        page = client.post(
            reverse("portal:entry_confirm", args=[win.entry.receipt]), follow=True
        ).text
        assert "確認していただきました" in page
        client.force_login(loser.group.user)
        page = client.get(reverse("portal:entry", args=[loser.receipt])).text

    assert Win.objects.get().confirmed_at == SETTLED
    assert "順番が1番の方に決まりました" in page
    assert "補欠の順番 1番" in page
    assert "2件のうち2番" in page


def test_a_receipt_is_found_in_the_result(client):
    win, loser = lots.winner_and_loser()

    with at(SETTLED):
        page = client.get(f"/lottery/{CODE}/", {"receipt": loser.receipt.lower()}).text

    assert loser.receipt in page
    assert f">{win.entry.receipt}<" not in page
    assert lots.DICE in page


def test_the_public_pages_take_a_constant_number_of_queries(client, django_assert_num_queries):
    client.get(f"/lottery/{CODE}/")
    for _ in range(4):
        lots.entry(lots.apart())

    with django_assert_num_queries(4):
        client.get(f"/lottery/{CODE}/")


@pytest.mark.parametrize("path", ["/lottery/nowhere/", "/lottery/nowhere/record.json"])
def test_an_unknown_round_does_not_exist(client, path):
    assert client.get(path).status_code == 404


def test_a_cell_that_can_be_wished_for_leads_into_the_draw(client):
    page = client.get("/availability/yotsuya/hall/2027-06/").text

    assert f"{ENTER}?cell=yotsuya%2Fhall%7C2027-06-10%7Cpm" in page
    assert "抽選受付" in page
    with at(CLOSING):
        assert ENTER not in client.get("/availability/yotsuya/hall/2027-06/").text


def test_others_are_led_to_the_draw_that_is_open_to_them(client):
    lots.round_of(date(2027, 5, 1), Klass.OTHERS)
    outsider = make.group(eligibility="other")
    client.force_login(outsider.user)

    assert (
        "/lottery/2027-05-others/enter/" in client.get("/availability/yotsuya/hall/2027-05/").text
    )
    assert ENTER not in client.get("/availability/yotsuya/hall/2027-06/").text


def test_what_is_not_offered_says_why(client):
    make.block("yotsuya/hall", starts=date(2027, 6, 10))

    page = client.get(f"/lottery/{CODE}/").text

    assert page.count("休止</td>") == 3
    assert "2027-06-10" not in page


def test_who_may_not_enter_is_told_before_she_types(client):
    client.force_login(make.group(eligibility="other").user)

    page = client.get(ENTER)

    assert "区民" in page.context["told"][0]


def test_the_helper_says_when_nothing_fits(member):
    form = TYPED | {"do": "fill", "any-weekday": "5", "any-slot": "nowhere"}

    assert "埋められませんでした" in member.post(ENTER, form | {"token": str(uuid4())}).text


def test_a_win_that_cannot_be_given_is_told_plainly(member, group):
    made = lots.entry(group)
    of = lots.drawn().round
    make.block("yotsuya/hall", starts=lots.SATURDAY, at=lots.DRAWING)
    ceremony.settle(of.pk, by=make.manager(), at=lots.DRAWING)
    lots.tell_all(of)
    with at(SETTLED):
        member.force_login(group.user)
        page = member.get(reverse("portal:entry", args=[made.receipt])).text
        mine = member.get("/my/").text

    assert "当選した枠が使えなくなりました" in page
    assert "今回は選ばれませんでした" not in page
    assert "ホールからご連絡します" in mine


@pytest.mark.parametrize(
    ("moment", "words"),
    [(make.NOON, "まで変えられます"), (CLOSING, "抽選の結果を待っています")],
)
def test_my_page_says_how_far_an_entry_is(member, group, moment, words):
    lots.entry(group)

    with at(moment):
        member.force_login(group.user)
        assert words in member.get("/my/").text


def test_my_page_takes_a_constant_number_of_queries(member, group, django_assert_num_queries):
    lots.entry(group)
    member.get("/my/")
    with CaptureQueriesContext(connection) as one:
        member.get("/my/")
    lots.entry(group, wish("am", room="tansu/hall"))
    lots.entry(group, wish("am", room="tsunohazu/hall"))

    with django_assert_num_queries(len(one)):
        member.get("/my/")
