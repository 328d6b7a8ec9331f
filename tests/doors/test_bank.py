"""銀行振込の画面: the file, what did not match and why, and what was broken by line."""

import itertools

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests import make
from tests.bankfile import Came, written
from tests.clients import staff
from tests.make import NOON
from uketsuke.identity.models import Role
from uketsuke.intake.bank.models import BankFile, BankLine
from uketsuke.ledger.queries import balance

pytestmark = pytest.mark.usefixtures("noon", "world")
BANK = "/staff/bank/"


def upload(client: Client, content: bytes):
    return client.post(BANK, {"file": SimpleUploadedFile("mihon.txt", content)}, follow=True)


def test_a_file_is_taken_and_what_did_not_match_is_listed_with_what_to_do():
    booking = make.booking(approved=True)
    client = staff()

    shown = upload(client, written([Came(14_400, booking.number), Came(999, "ﾐﾎﾝﾊﾅｺ", "000002")]))

    assert "消し込めていない1件を片付ける" in shown.text
    assert balance(booking.account_id) == 0
    waiting = client.get(BANK).text
    assert "ﾐﾎﾝﾊﾅｺ" in waiting
    assert "予約番号を読み取れません" in waiting


def test_a_broken_file_is_told_by_line_and_leaves_nothing():
    shown = upload(staff(), written([Came(100, "ﾐﾎﾝ")]).replace(b"8000001", b"8000009"))

    assert shown.status_code == 422
    assert "3行目：件数が合計の行と合いません（合計の行／明細 9／1）。" in shown.text
    assert not BankFile.objects.exists()


@pytest.mark.parametrize(
    "content", [b"", b"x" * 3_000_000, "氏名,金額".encode(), b"\x00" * 200], ids=itertools.count()
)
def test_what_is_no_file_of_a_bank_is_said_plainly(content):
    shown = upload(staff(), content)

    assert shown.status_code == 422
    assert not BankFile.objects.exists()


def test_without_a_file_it_says_so():
    shown = staff().post(BANK, {})

    assert shown.status_code == 422
    assert "銀行のファイル" in shown.text


def test_a_hundred_faults_are_told_shortly():
    content = written([Came(n, "ﾐﾎﾝ") for n in range(1, 101)]).replace(
        b"2000001081124", b"2000001089999"
    )

    shown = upload(staff(), content)

    assert "2行目：「089999」は日付として読めません" in shown.text
    assert "ほか50か所" in shown.text


def test_the_same_file_again_says_that_it_is_there():
    client, content = staff(), written([Came(14_400, "ﾐﾎﾝ")])
    upload(client, content)

    with time_machine.travel(NOON.replace(minute=20), tick=False):
        shown = upload(client, content)

    assert "すでに取り込んであります" in shown.text
    assert BankFile.objects.count() == 1


def test_a_file_of_another_account_asks_first():
    client = staff()
    upload(client, written([Came(100, "ﾐﾎﾝ")]))
    other = written([Came(200, "ﾐﾎﾝ")], account="7654321")

    shown = upload(client, other)
    assert shown.status_code == 422
    assert "これまでと違う口座" in shown.text
    file = SimpleUploadedFile("mihon.txt", other)
    client.post(BANK, {"file": file, "new_account": "on"})

    assert BankFile.objects.count() == 2


def test_what_the_bank_took_back_is_listed_and_can_only_be_confirmed():
    client = staff()
    upload(client, written([Came(700, "ﾐﾎﾝ", cancelled=True)]))
    line = BankLine.objects.get()

    shown = client.get(BANK).text

    assert "-700円" in shown
    assert "銀行がこの振込を取り消しました" in shown
    assert f"lines/{line.pk}/match/" not in shown
    client.post(f"{BANK}lines/{line.pk}/aside/", {"why": "確かめた"})
    assert "取り消しました" not in client.get(BANK).text


def test_set_aside_without_a_reason_keeps_the_place():
    client = staff()
    upload(client, written([Came(14_400, "ﾐﾎﾝ")]))
    line = BankLine.objects.get()

    answer = client.post(f"{BANK}lines/{line.pk}/aside/", {"why": ""})

    assert answer.status_code == 422
    assert "<details open><summary>銀行で返金する" in answer.text


def test_the_manager_undoes_a_match_and_the_counter_is_not_offered_it():
    booking = make.booking(approved=True)
    counter, manager = staff(), staff(Role.MANAGER)
    upload(counter, written([Came(14_400, booking.number)]))
    line = BankLine.objects.get()
    page, undo = f"{BANK}{line.file_id}/", f"{BANK}lines/{line.pk}/undo/"

    assert undo not in counter.get(page).text
    assert counter.post(undo, {"why": "見本"}).status_code == 422
    assert undo in manager.get(page).text
    assert manager.post(undo, {"why": ""}).status_code == 422
    manager.post(undo, {"why": "別の団体"})

    assert balance(booking.account_id) == 14_400
    assert "消込などを取り消した入金です" in counter.get(BANK).text


def test_by_hand_with_full_width_digits():
    booking = make.booking(approved=True)
    client = staff()
    upload(client, written([Came(14_400, "ﾐﾎﾝ")]))
    line = BankLine.objects.get()
    wide = booking.number.translate({ord(str(n)): chr(0xFF10 + n) for n in range(10)})

    client.post(f"{BANK}lines/{line.pk}/match/", {"number": wide, "why": "電話"})

    assert balance(booking.account_id) == 0
    assert "ﾐﾎﾝ" not in client.get(BANK).text


def test_every_form_carries_the_mark_against_forgery():
    client = staff(Role.MANAGER)
    upload(client, written([Came(14_400, make.booking(approved=True).number), Came(1, "ﾐﾎﾝ")]))

    for url in (BANK, f"{BANK}{BankFile.objects.get().pk}/"):
        shown = client.get(url).text
        assert shown.count("csrfmiddlewaretoken") == shown.count('method="post"') > 1


def test_an_unknown_number_is_said_and_nothing_is_done():
    client = staff()
    upload(client, written([Came(14_400, "ﾐﾎﾝ")]))
    line = BankLine.objects.get()

    answer = client.post(f"{BANK}lines/{line.pk}/match/", {"number": "00000000", "why": "聞取"})

    assert answer.status_code == 422
    assert 'value="00000000"' in answer.text
    assert 'value="聞取"' in answer.text
    assert "その番号の予約がありません" in answer.text


@pytest.mark.parametrize("role", [Role.WARD, Role.ADMINISTRATOR, Role.VENDOR])
def test_other_roles_see_nothing_of_it(role):
    upload(staff(), written([Came(100, "ﾐﾎﾝ")]))
    line, client = BankLine.objects.get(), staff(role)

    pages = [client.get(BANK), client.get(f"{BANK}{line.file_id}/")]
    deeds = [client.post(f"{BANK}lines/{line.pk}/{it}/") for it in ("match", "aside", "undo")]

    assert [answer.status_code for answer in pages + deeds] == [404] * 5


def queries(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(url).status_code == 200
    return len(asked)


def test_a_long_list_costs_as_much_as_a_short_one():
    client = staff()
    booking = make.booking(approved=True)
    upload(client, written([Came(14_400, booking.number), Came(1, "ﾐﾎﾝ")]))
    short = BankFile.objects.get()
    before = [queries(client, url) for url in (BANK, f"{BANK}{short.pk}/")]
    others = [make.booking(None, make.use(slot), approved=True) for slot in ("pm", "night")]
    paid = [Came(each.price, each.number) for each in others]
    upload(client, written([*paid, *(Came(n, "ﾐﾎﾝ") for n in range(2, 25))]))
    long = BankFile.objects.latest("pk")

    assert [queries(client, url) for url in (BANK, f"{BANK}{long.pk}/")] == before
