"""銀行振込の画面: the file, what did not match and why, and what was broken by line."""

import itertools

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests import make
from tests.bankfile import Came, written
from tests.make import NOON
from uketsuke.identity.models import Role
from uketsuke.intake.bank.models import BankFile, BankLine
from uketsuke.ledger.queries import balance

pytestmark = pytest.mark.usefixtures("world")
BANK = "/staff/bank/"


@pytest.fixture(autouse=True)
def _noon():
    with time_machine.travel(NOON, tick=False):
        yield


def staff(role: Role = Role.COUNTER) -> Client:
    client = Client()
    client.force_login(make.staff(role))
    return client


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
    assert (
        "選んでください" in staff().post(BANK, {}).text or staff().post(BANK, {}).status_code == 422
    )


def test_by_hand_with_full_width_digits():
    booking = make.booking(approved=True)
    client = staff()
    upload(client, written([Came(14_400, "ﾐﾎﾝ")]))
    line = BankLine.objects.get()
    wide = booking.number.translate({ord(str(n)): chr(0xFF10 + n) for n in range(10)})

    client.post(f"{BANK}lines/{line.pk}/match/", {"number": wide, "why": "電話"})

    assert balance(booking.account_id) == 0
    assert "ﾐﾎﾝ" not in client.get(BANK).text


def test_an_unknown_number_is_said_and_nothing_is_done():
    client = staff()
    upload(client, written([Came(14_400, "ﾐﾎﾝ")]))
    line = BankLine.objects.get()

    answer = client.post(f"{BANK}lines/{line.pk}/match/", {"number": "00000000"})

    assert answer.status_code == 422
    assert "その番号の予約がありません" in answer.text


@pytest.mark.parametrize("role", [Role.WARD, Role.ADMINISTRATOR, Role.VENDOR])
def test_other_roles_see_nothing_of_it(role):
    assert staff(role).get(BANK).status_code == 404


def test_a_long_list_costs_as_much_as_a_short_one(django_assert_max_num_queries):
    client = staff()
    upload(client, written([Came(n, f"ﾐﾎﾝ{n}", f"{n:06d}") for n in range(1, 25)]))

    with django_assert_max_num_queries(12):
        client.get(BANK)
