"""抽選 at the counter: who may do what, from the first entry to the last letter."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from tests import lots, make
from tests.lots import CLOSING, DICE, DRAWING, SETTLED, wish
from uketsuke.audit.models import Entry as AuditEntry
from uketsuke.identity.models import Role
from uketsuke.lottery import queries
from uketsuke.lottery.models import Entry, PartyDecision, Win
from uketsuke.notices.letter import waiting

pytestmark = pytest.mark.usefixtures("world")
CODE = "2027-06-residents"
ROUND = f"/staff/lottery/{CODE}/"
TYPED = {
    "w1-room": "yotsuya/hall",
    "w1-day": "2027-06-12",
    "w1-slots": ["am"],
    "title": "見本の音楽会",
    "purpose": "music",
    "attendance": "100",
    "admission": "0",
}


@pytest.fixture(autouse=True)
def _noon(world: None) -> Any:
    with time_machine.travel(make.NOON, tick=False):
        lots.round_of()
        yield


class Clerk(Client):
    """A member of the staff at a browser."""

    person: Any


def clerk(role: Role = Role.MANAGER, login: str = "") -> Clerk:
    client = Clerk()
    client.person = make.staff(role, login=login)
    client.force_login(client.person)
    return client


@contextmanager
def at(moment: Any, *clerks: Clerk) -> Iterator[None]:
    """Then; sessions are as short as a day of work."""
    with time_machine.travel(moment, tick=False):
        for each in clerks:
            each.force_login(each.person)
        yield


def test_all_staff_see_the_rounds_and_what_is_next():
    for role in (Role.COUNTER, Role.MANAGER, Role.WARD):
        page = clerk(role).get("/staff/lottery/").text
        assert "2027年6月利用分（区民）" in page
        assert "窓口・電話の申込を受けます" in page


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.VENDOR])
def test_others_do_not_enter(role):
    assert clerk(role).get(ROUND).status_code in (403, 404)


def test_a_clerk_enters_for_a_group_and_it_is_marked():
    group, client = lots.apart(), clerk(Role.COUNTER)
    address = f"{ROUND}enter/?number={group.number}"
    assert group.name in client.get(address).text

    check = client.post(address, TYPED | {"token": str(uuid4()), "do": "check"})
    assert "第1希望" in check.text
    answer = client.post(address, TYPED | {"token": str(uuid4()), "do": "enter"}, follow=True)

    made = Entry.objects.get(group=group)
    assert made.channel == "counter"
    assert "抽選受付票" in answer.text
    assert made.receipt in answer.text


def test_an_unknown_number_is_said():
    answer = clerk(Role.COUNTER).get(f"{ROUND}enter/?number=99999999")

    assert answer.status_code == 422
    assert "登録されていません" in answer.text


def test_the_ward_looks_and_does_not_act():
    made, ward = lots.entry(lots.apart()), clerk(Role.WARD)
    with at(CLOSING, ward):
        for path in ("freeze/", "settle/", "draw/propose/", "parties/decide/"):
            assert ward.post(ROUND + path).status_code in (403, 404)
        ward.post(f"{ROUND}draw/", {"public_value": DICE})
    withdraw = reverse("counter:entry_withdraw", args=[made.receipt])
    assert ward.post(withdraw).status_code in (403, 404)

    assert ward.get(f"{ROUND}parties/").status_code == 200
    of = lots.round_of()
    assert of.frozen_at is None
    assert not of.draws.exists()


def test_a_clerk_does_not_decide():
    client = clerk(Role.COUNTER)

    with at(CLOSING, client):
        assert client.post(f"{ROUND}freeze/").status_code in (403, 404)
        client.post(f"{ROUND}draw/", {"public_value": DICE})

    assert lots.round_of().frozen_at is None


def test_a_party_is_decided_with_a_reason_and_the_look_is_on_record():
    first, second = lots.entry(make.group()), lots.entry(make.group())
    client, receipts = clerk(), sorted([first.receipt, second.receipt])
    page = client.get(f"{ROUND}parties/")
    assert "氏名と住所" in page.text
    assert AuditEntry.objects.filter(action="lottery.parties_view").count() == 1

    empty = client.post(f"{ROUND}parties/decide/", {"party": receipts, "kept": receipts[:1]})
    assert empty.status_code == 422
    form = {"party": receipts, "kept": receipts[:1], "reason": "代表者が同じです（見本）"}
    client.post(f"{ROUND}parties/decide/", form)

    assert PartyDecision.objects.get().kept == receipts[0]
    assert "判断済" in client.get(f"{ROUND}parties/").text


def test_the_whole_ceremony():
    lots.entry(lots.apart(), wish("am"))
    lots.entry(lots.apart(), wish("am"))
    client, second = clerk(login="first"), clerk(login="second")
    with at(CLOSING, client):
        client.post(f"{ROUND}freeze/")
    with at(DRAWING, client, second):
        page = client.get(f"{ROUND}draw/").text
        assert lots.round_of().entries_digest in page
        empty = client.post(f"{ROUND}draw/", {"public_value": " "})
        assert empty.status_code == 422
        drawn = client.post(f"{ROUND}draw/", {"public_value": DICE}, follow=True)
        assert "1件が当選" in drawn.text
        client.post(f"{ROUND}draw/propose/", {"reason": "読み違い（見本）"})
        own = client.post(f"{ROUND}draw/again/", {"public_value": "2"})
        assert own.status_code == 422
        again = second.post(f"{ROUND}draw/again/", {"public_value": "2"}, follow=True)
        assert "読み違い（見本）" in again.text
        client.post(f"{ROUND}settle/")
    lots.tell_all(lots.round_of())
    with at(SETTLED, client):
        page = client.get(ROUND).text

    assert Win.objects.count() == 1
    assert "補欠の順" in page
    assert "確認待ち" in page


def test_a_win_is_confirmed_on_the_phone():
    win, _ = lots.winner_and_loser()
    client = clerk(Role.COUNTER)

    with at(SETTLED, client):
        address = reverse("counter:entry", args=[win.entry.receipt])
        assert "当選の確認を受ける" in client.get(address).text
        client.post(f"{address}confirm/")

    win.refresh_from_db()
    assert win.confirmed_at == SETTLED


def test_a_manager_moves_the_day_with_a_reason():
    client = clerk()
    missing = client.post(ROUND, {"day": "2026/12/9", "reason": ""})
    assert missing.status_code == 422
    past = client.post(ROUND, {"day": "2026/11/1", "reason": "見本"})
    assert "変えられません" in past.text

    client.post(ROUND, {"day": "２０２６／１２／９", "reason": "会場の都合（見本）"})

    assert queries.rounds().get(code=CODE).dates.closes_at == CLOSING + timedelta(days=7)


def test_an_entry_is_found_by_receipt_number_and_name():
    made, other = lots.entry(lots.apart("みどり合唱団")), lots.entry(lots.apart())
    client = clerk(Role.COUNTER)

    for words in (made.receipt.lower(), made.group.number, "ミドリ"):
        page = client.get(ROUND, {"q": words}).text
        assert made.receipt in page
        assert other.receipt not in page


def test_who_has_no_mail_gets_a_letter_once():
    group = make.group("𠮷野の会", mail="")
    lots.entry(group)
    client = clerk(Role.COUNTER)

    paper = client.get(f"{ROUND}letters.pdf")
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(paper.content)).pages)
    assert "𠮷野の会" in text
    assert "東京都新宿区見本町1-2-3" in text
    letter = waiting().filter(notice__kind="lottery.entered").get()
    for _ in range(2):
        client.post(f"{ROUND}letters/sent/", {"letter": [str(letter.pk)]})

    assert not waiting().filter(pk=letter.pk).exists()
    assert AuditEntry.objects.filter(action="lottery.letters_view").count() == 1


def test_the_report_says_who_won_and_tries_other_rules():
    for _ in range(4):
        lots.entry(lots.apart(), wish("am"), wish("pm"))
    lots.settled()
    client = clerk(Role.WARD)

    with at(SETTLED, client):
        page = client.get(f"{ROUND}report/").text
        trial = client.get(f"{ROUND}report/", {"cap": "1", "wishes": "1", "extra": "0"}).text
        table = client.get(f"{ROUND}report/", {"cap": "1", "wishes": "1", "extra": "0", "csv": "1"})

    assert "<svg" in page
    assert "結果の変わる申込 1件" in trial
    assert len(table.content.decode("utf-8-sig").splitlines()) == 2


def test_the_lists_take_a_constant_number_of_queries(django_assert_max_num_queries):
    client = clerk(Role.COUNTER)
    client.get(ROUND)
    for _ in range(6):
        lots.entry(lots.apart())

    with django_assert_max_num_queries(12):
        client.get(ROUND)
    with django_assert_max_num_queries(5):
        client.get("/staff/lottery/")
