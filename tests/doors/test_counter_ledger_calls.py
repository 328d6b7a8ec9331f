"""電話を受ける: one field finds whoever is meant, one page says everything about her."""

from datetime import date, time, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests import lots, make
from uketsuke.audit.actions import reference
from uketsuke.audit.models import Entry
from uketsuke.bookings import actions, decisions, till
from uketsuke.groups.models import Group
from uketsuke.identity.models import Role
from uketsuke.kernel import revision
from uketsuke.lottery import actions as lottery
from uketsuke.meetings import actions as meetings
from uketsuke.registration.models import TermRules

pytestmark = pytest.mark.usefixtures("noon", "world")

WEEKS = [make.SATURDAY + timedelta(days=7 * n) for n in range(3)]


@pytest.fixture
def clerk(client: Client) -> Client:
    client.force_login(make.staff(Role.COUNTER, login="mado-1"))
    return client


def find(client: Client, words: str) -> Any:
    return client.get("/staff/find/", {"q": words})


def call(client: Client, group: Group) -> Any:
    return client.get(f"/staff/groups/{group.number}/")


def keys_of(page: Any) -> dict[str, str]:
    return {deed.key: deed.url for deed in page.context["deeds"]}


def _states(page: Any) -> list[str]:
    return [each.state for each in panel(page, "抽選の申込").facts["tried"]]


def panel(page: Any, title: str) -> Any:
    return next(each for each in page.context["panels"] if str(each.title) == title)


@pytest.mark.parametrize("words", ["みどり合唱団", "ミドリ", "ﾐﾄﾞﾘ 合唱", " みどり　合唱団 "])
def test_the_only_one_that_is_meant_opens_at_once(clerk: Client, words: str):
    group = make.group("みどり合唱団")
    make.group("つくし会")

    assert find(clerk, words)["Location"] == f"/staff/groups/{group.number}/"


def test_a_number_opens_its_group_in_any_width(clerk: Client):
    group = make.group()
    wide = group.number.translate(str.maketrans("0123456789", "０１２３４５６７８９"))

    assert find(clerk, group.number)["Location"] == f"/staff/groups/{group.number}/"
    assert find(clerk, wide)["Location"] == f"/staff/groups/{group.number}/"


@pytest.mark.parametrize(
    "words", ["0300000001", "０３－００００－０００１", "0001", "髙橋", "高橋"]
)
def test_several_are_listed_with_whom_to_call_and_the_look_is_on_record(clerk: Client, words: str):
    make.group("みどり合唱団")
    make.group("つくし会")

    page = find(clerk, words).content.decode()

    assert "みどり合唱団" in page
    assert "つくし会" in page
    assert "髙橋 見本" in page
    assert "090-0000-0001" in page
    looked = Entry.objects.get(action="group.search_view")
    assert (looked.subject, looked.actor) == ("hits:2", "mado-1")


def test_what_nobody_has_finds_nobody_and_says_what_to_do(clerk: Client):
    page = find(clerk, "<b>ない").content.decode()

    assert "見つかりません" in page
    assert "<b>ない" not in page


@pytest.mark.parametrize("words", ["渡邉の會", "合唱団 みどり", "渡辺の会 ", "ﾐﾄﾞﾘ"])
def test_old_forms_and_the_order_of_words_do_not_matter(clerk: Client, words: str):
    make.group("みどり合唱団 渡辺の会")

    assert find(clerk, words).status_code == 302


@pytest.mark.parametrize("words", ["みとり台唱団", "みどり合団", "みどり合唱国", "みりど合唱団"])
def test_names_with_one_sign_wrong_are_offered_and_never_opened_unasked(clerk: Client, words: str):
    group = make.group("みどり合唱団")
    make.group("みどり吹奏楽団")

    page = find(clerk, words)

    assert page.status_code == 200
    assert page.context["near"] == [group]
    assert "もしかして" in page.content.decode()
    assert Entry.objects.get(action="group.search_view").subject == "hits:1"


def test_a_booking_is_found_by_a_piece_of_its_title(clerk: Client):
    past = make.booking(make.group("つくし会"), make.use("am"))
    other = make.booking(make.group("わかば会"), make.use("pm"), at=make.NOON)
    actions.change(
        other.application_id, "第３回　春のコンサート", 50, by=make.counter(), at=make.NOON
    )

    assert find(clerk, "春ノ ｺﾝｻｰﾄ")["Location"] == f"/staff/bookings/{other.number}/"
    with time_machine.travel(make.NOON + timedelta(days=90), tick=False):
        clerk.force_login(make.staff(Role.COUNTER))
        assert find(clerk, "見本の音楽")["Location"] == f"/staff/bookings/{past.number}/"


def test_bookings_to_come_stand_before_those_of_the_past(clerk: Client):
    days = [date(2027, 3, 1), date(2027, 2, 1), date(2027, 2, 10)]
    for day in days:
        make.booking(make.group(), make.use("am", on=day))

    with time_machine.travel(make.NOON.replace(year=2027, month=2, day=5), tick=False):
        clerk.force_login(make.staff(Role.COUNTER))
        found = find(clerk, "音楽会").context["titled"]

    assert [booking.date for booking in found] == [days[2], days[0], days[1]]


def test_a_room_leads_to_its_ledger(clerk: Client):
    page = find(clerk, "角筈").content.decode()

    assert "角筈区民ホール ホールの台帳" in page
    assert "hall=tsunohazu" in page


@pytest.mark.parametrize(
    "words", ["", "  ", "\x00", "%", "_", "'", "9" * 500, "((((", "ー・", "[a-", "\\\\\\1"]
)
def test_odd_words_are_answered_calmly(clerk: Client, words: str):
    assert find(clerk, words).status_code == 200


def test_finding_takes_the_same_number_of_queries_for_one_as_for_many(clerk: Client):
    for _ in range(3):
        make.group()
    find(clerk, "見本")
    with CaptureQueriesContext(connection) as few:
        find(clerk, "見本団体")
    for _ in range(6):
        make.group()
    with CaptureQueriesContext(connection) as many:
        find(clerk, "見本団体")

    assert len(few) == len(many)


def test_the_call_screen_tells_what_is_coming_and_what_is_owed(clerk: Client):
    group = make.group("みどり合唱団")
    paid = make.booking(group, make.use("am"), approved=True)
    owed = make.booking(group, make.use("night"), approved=True)
    till.take_payment(
        paid.pk, paid.price, "cash", uuid4(), by=make.manager(), at=make.NOON, tendered=paid.price
    )

    page = call(clerk, group)

    assert [row.payment for row in panel(page, "これからの予約").facts["rows"]] == [
        "paid",
        "unpaid",
    ]
    assert [row.owed for row in panel(page, "未納・還付").facts["owed"]] == [owed.price]
    assert page.context["owed"] == owed.price
    assert "見本料金" in page.content.decode()
    assert {"見本 太郎", "髙橋 見本", "mihon@example.jp"} <= _texts(page)
    assert Entry.objects.get(action="group.view").subject == reference(group)


def test_what_is_over_stands_below_and_money_to_return_is_marked(clerk: Client):
    group = make.group()
    booking = make.booking(group, make.use("am"), approved=True)
    till.take_payment(
        booking.pk,
        booking.price,
        "cash",
        uuid4(),
        by=make.manager(),
        at=make.NOON,
        tendered=booking.price,
    )
    actions.cancel(booking.pk, by=make.manager(), at=make.NOON, by_hall=True)

    page = call(clerk, group)

    assert [row.state for row in panel(page, "これまでの予約・取消").facts["rows"]] == ["cancelled"]
    assert panel(page, "これからの予約").facts["rows"] == []
    [(row, amount, refund)] = panel(page, "未納・還付").facts["back"]
    assert (row.number, amount, refund.state) == (booking.number, booking.price, "asked")
    assert page.context["due_back"] == booking.price
    assert "還付待ちあり" in _marks(page.context)
    assert keys_of(page)["b"] == f"/staff/bookings/{booking.number}/till/"


def test_what_can_be_done_is_one_key_away(clerk: Client):
    group = make.group()
    late = make.booking(group, make.use("am", on=make.SATURDAY), approved=True)
    with time_machine.travel(make.NOON + timedelta(days=2), tick=False):
        make.booking(group, make.use("pm"), approved=True, at=make.NOON + timedelta(days=2))

    keys = keys_of(call(clerk, group))

    assert keys["n"] == f"/staff/book/?group={group.number}"
    assert keys["p"] == f"/staff/bookings/{late.number}/till/"
    assert keys["e"] == f"/staff/groups/{group.number}/eligibility/"
    assert all(clerk.get(url).status_code == 200 for url in keys.values())


def test_entries_of_the_lottery_tell_their_state(clerk: Client):
    group, other = make.group(), make.group()
    won = lots.entry(group)
    lost = lots.entry(other)
    before = _states(call(clerk, group))
    lottery.withdraw(lost.pk, by=make.actor(other), at=make.NOON)

    assert before == ["受付済（12月2日（水）まで変更できます）"]
    assert won.receipt in call(clerk, group).content.decode()
    assert _states(call(clerk, other)) == ["取下げ"]


def test_what_was_told_can_be_read_again(clerk: Client):
    group = make.group()
    booking = make.booking(group, make.use("am"))

    page = call(clerk, group).content.decode()

    assert f"［予約番号 {booking.number}］" in page
    assert "送付を待っています" in page


def test_the_call_screen_asks_as_much_for_one_booking_as_for_many(clerk: Client):
    group = make.group()
    make.booking(group, make.use("am"), approved=True)
    call(clerk, group)
    with CaptureQueriesContext(connection) as few:
        call(clerk, group)
    for weeks in range(1, 3):
        day = make.SATURDAY + timedelta(weeks=weeks)
        make.booking(group, make.use("am", room="tansu/hall", on=day), approved=True)
    with CaptureQueriesContext(connection) as many:
        call(clerk, group)

    assert len(few) == len(many)


def test_a_cancelled_booking_that_was_never_paid_owes_nothing(clerk: Client):
    group = make.group()
    booking = make.booking(group, make.use("am"))
    actions.cancel(booking.pk, by=make.actor(group), at=make.NOON)

    page = call(clerk, group).context

    assert (page["owed"], page["due_back"]) == (0, 0)


def test_marks_say_what_stands_against_a_booking(clerk: Client):
    group = make.group()
    make.booking(group, make.use("am"), approved=True)
    Group.objects.update(
        state="suspended",
        valid_until=make.TODAY - timedelta(days=1),
        eligibility_until=make.TODAY + timedelta(days=10),
    )

    assert _marks(call(clerk, group).context) == [
        "利用停止",
        "区民（まもなく期限）",
        "登録の期限切れ",
        "未納あり",
    ]


def test_an_end_is_near_when_the_group_is_told_of_it(clerk: Client):
    group = make.group()
    Group.objects.update(valid_until=make.TODAY + timedelta(days=61))
    assert "登録の期限が近い" not in _marks(call(clerk, group).context)

    TermRules.objects.update(first_days=61)
    revision.changed()

    assert "登録の期限が近い" in _marks(call(clerk, group).context)


def test_a_deadline_that_has_passed_is_marked(clerk: Client):
    group = make.group()
    make.booking(group, make.use("am"), approved=True)

    with time_machine.travel(make.NOON + timedelta(days=20), tick=False):
        clerk.force_login(make.staff(Role.COUNTER))
        marks = _marks(call(clerk, group).context)

    assert "納付期限を過ぎた予約 1件" in marks


def test_waiting_bookings_and_notices_are_told(clerk: Client):
    group = make.group()
    booking = make.booking(group, make.use("am"))
    decisions.wait(booking.pk, "入場料の確認", by=make.manager(), at=make.NOON)

    page = call(clerk, group)

    assert "入場料の確認" in page.content.decode()
    assert panel(page, "お知らせしたこと").count == group.notices.count()


@pytest.mark.parametrize("number", ["00000000", "x", "%00", "1" * 300])
def test_an_unknown_number_is_a_404(clerk: Client, number: str):
    assert clerk.get(f"/staff/groups/{number}/").status_code == 404


def _texts(page: Any) -> set[str]:
    """The texts between the tags."""
    return {part.split("<")[0].strip() for part in page.content.decode().split(">")}


def _marks(context: Any) -> list[str]:
    return [str(mark.words) for mark in context["marks"]]


def test_what_is_offered_asked_for_and_agreed_on_stands_there_with_a_key_for_each(clerk: Client):
    group = make.group()
    asked = make.ask(make.booking(group, make.use("pm")), lectern=1)
    meeting = meetings.book(asked.pk, date(2026, 12, 15), time(10), by=make.counter(), at=make.NOON)
    taken = make.booking(make.group("つくし会"), make.use())
    offer = make.wait(group)
    make.cancel(taken)
    make.rest_over()
    offer = make.offer(offer)

    page = call(clerk, group)

    ((place, _words),) = panel(page, "空き待ち・空きのご案内").facts["waits"]
    assert place.offer == offer
    assert panel(page, "これからの打合せ").facts["meetings"] == [meeting]
    ((row, names),) = panel(page, "確認待ちの附帯設備・楽屋").facts["things"]
    assert (row.number, names) == (asked.number, ["演台"])
    keys = keys_of(page)
    assert keys["o"] == f"/staff/waiting/offers/{offer.pk}/"
    assert keys["a"] == f"/staff/bookings/{asked.number}/meeting/"
    assert keys["d"] == f"/staff/bookings/{asked.number}/things/"
    assert len(keys) == len(page.context["deeds"])
    html = page.content.decode()
    assert [html.count(f'href="{keys[key]}"') for key in "oad"] == [2, 2, 2]  # key and panel


def test_who_waits_for_nothing_has_none_of_it(clerk: Client):
    page = call(clerk, make.group())

    assert not {"o", "a", "d"} & set(keys_of(page))
    assert "空き待ち" not in [str(each.title) for each in page.context["panels"]]


def test_the_screen_takes_as_many_queries_however_many_wait(clerk: Client):
    group = make.group()
    waits = [make.booking(make.group("つくし会"), make.use(on=on)) for on in WEEKS]
    for made in waits[:1]:
        make.wait(group, make.use(on=made.date))
    call(clerk, group)
    with CaptureQueriesContext(connection) as one:
        call(clerk, group)
    for made in waits[1:]:
        make.wait(group, make.use(on=made.date))

    with CaptureQueriesContext(connection) as many:
        call(clerk, group)

    assert len(many) == len(one)
