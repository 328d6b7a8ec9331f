"""A real server, many people: one cell to one person, one effect for each form, no errors."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPException
from threading import Barrier, Event
from typing import Any
from urllib.parse import urlencode

import pytest

from tests.faults.crowd import Crowd, crowd
from tests.journeys import people
from tests.journeys.reader import Form, Reader
from tests.journeys.server import Server, serving
from tests.stress import STRESS

PEOPLE, CELLS = 8, 20
REPLAYS = 20 if STRESS else 3
CROWD = """
from tests import make
from tests.journeys.people import PASSWORD
from uketsuke.kernel import clock
now = clock.now()
make.NOON, make.TODAY = now, clock.day(now)
made = [make.group(f"競う会{nth}", password=PASSWORD, at=now) for nth in range(8)]
result = [group.number for group in made]
"""
DAYS = """
from datetime import timedelta
from tests.journeys.world import quiet_days
from uketsuke.kernel import clock
result = [f"{day}" for day in quiet_days(clock.day(clock.now()) + timedelta(days=30))]
"""
COUNTS = """
from uketsuke.bookings.models import Application, Booking, Draft
from uketsuke.ledger.models import Entry, Receipt
from uketsuke.notices.models import Notice
models = (Application, Booking, Draft, Entry, Receipt, Notice)
result = {model.__name__: model.objects.count() for model in models}
"""
APPROVED = """
from datetime import timedelta
from tests import make
from tests.journeys.world import quiet_days
from uketsuke.groups.models import Group
from uketsuke.kernel import clock
now = clock.now()
day = quiet_days(clock.day(now) + timedelta(days=20))[0]
made = make.booking(Group.objects.get(number=sys.argv[1]), make.use("pm", on=day),
                    approved=True, at=now)
result = made.number
"""


class Office:
    """A server, eight groups that are logged in, and the days they want."""

    def __init__(self, server: Server, base: Crowd) -> None:
        self.server, self.base = server, base
        self.numbers: list[str] = server.python(CROWD)
        self.days: list[str] = server.python(DAYS)
        self.readers = [enter(server, number) for number in self.numbers]

    def counts(self) -> dict[str, int]:
        found: dict[str, int] = self.server.python(COUNTS)
        return found


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp("http")
    with (
        crowd(folder, groups=0) as base,
        serving(folder / "home", base.url, workers=2) as server,
    ):
        yield Office(server, base)


def enter(server: Server, number: str) -> Reader:
    reader = Reader(server.url).open("/").follow("ログイン")
    form = reader.form("ログイン").fill("利用者番号または", number)
    reader.send(form.fill("パスワード", people.PASSWORD))
    assert "マイページ" in reader.text
    return reader


def at_once(work: Callable[[int], Any], many: int) -> list[Any]:
    """Everybody starts at the same moment."""
    ready = Barrier(many)

    def one(nth: int) -> Any:
        ready.wait()
        return work(nth)

    with ThreadPoolExecutor(many) as pool:
        return list(pool.map(one, range(many)))


def cell_of(nth: int, days: list[str]) -> str:
    hall = ("yotsuya", "tansu", "tsunohazu")[nth % 3]
    return f"{hall}/hall|{days[nth // 6]}|{('am', 'night')[nth // 3 % 2]}"


def choosing(reader: Reader, cell: str) -> Form:
    return reader.open(f"/book/?{urlencode({'cell': cell})}").form("使い方の入力へ")


def describing(reader: Reader) -> Form:
    form = reader.form("確認へ進む").fill("催しの名前", "競う会の催し").choose("音楽")
    return form.fill("来場する人数", "50")


def book(reader: Reader, choice: Form) -> tuple[bool, list[int]]:
    """All the way to 完了, as far as she gets; every status on the way."""
    statuses = [reader.send(choice).status]
    if "確認へ進む" in reader.source:
        statuses.append(reader.send(describing(reader)).status)
        statuses.append(reader.press("この内容で申し込む").status)
    return "申込を受け付けました" in reader.text, statuses


def again(reader: Reader, form: Form) -> set[int]:
    """A form is sent twice at the same moment, and then a few times more."""
    twins = [copy_of(reader), copy_of(reader)]
    at_once(lambda n: twins[n].open(form.url, form.fields), 2)
    statuses = {twin.status for twin in twins}
    for _ in range(REPLAYS):
        statuses.add(twins[0].open(form.url, form.fields).status)
    return statuses


def copy_of(reader: Reader) -> Reader:
    """The same browser's other tab."""
    other = Reader(reader.url)
    other.share(reader)
    return other


def test_every_form_of_a_booking_has_one_effect_however_often_it_is_sent(office: Office):
    reader, before = office.readers[0], office.counts()

    choice = choosing(reader, cell_of(100, office.days))
    statuses = again(reader, choice)
    assert office.counts() == {**before, "Draft": before["Draft"] + 1}
    description = describing(reader.send(choice))
    statuses |= again(reader, description)
    confirmation = reader.send(description).form("この内容で申し込む")
    statuses |= again(reader, confirmation)
    after = office.counts()

    assert after["Application"] == before["Application"] + 1
    assert after["Booking"] == before["Booking"] + 1
    assert after["Notice"] == before["Notice"] + 1
    statuses |= again(reader, choice) | again(reader, description)
    assert office.counts() == after
    assert max(statuses) < 500
    assert office.base.faults() == []


def test_a_cancellation_and_its_undoing_happen_once(office: Office):
    reader = office.readers[1]
    book(reader, choosing(reader, cell_of(101, office.days)))
    before = office.counts()

    reader.follow(r"^\d{8}$").follow("予約の取消へ")
    cancelling = reader.form("この予約を取り消す")
    again(reader, cancelling)
    once = office.counts()
    undoing = reader.open(cancelling.url.replace("cancel/", "")).form("元に戻す")
    again(reader, undoing)
    twice = office.counts()

    assert once["Notice"] == before["Notice"] + 1
    assert twice["Booking"] == before["Booking"]
    assert "仮予約" in reader.open(cancelling.url.replace("cancel/", "")).text
    assert again(reader, cancelling) - {200, 404, 409, 422} == set()
    assert office.base.faults() == []


def test_the_till_takes_money_once(office: Office):
    number = office.server.python(APPROVED, office.numbers[2])
    clerk = Reader(office.server.url).open("/staff/")
    form = clerk.form("ログインする").fill("ログイン", "mado").fill("パスワード", people.PASSWORD)
    clerk.send(form)
    before = office.counts()

    paying = clerk.open(f"/staff/bookings/{number}/till/").form("受け取って")
    statuses = again(clerk, paying)

    after = office.counts()
    assert after["Receipt"] == before["Receipt"] + 1
    assert after["Entry"] == before["Entry"] + 1
    assert max(statuses) < 500
    assert office.base.faults() == []


def test_eight_want_each_of_twenty_cells_and_one_gets_it(office: Office):
    owners: list[int] = []
    statuses: set[int] = set()

    for nth in range(CELLS):
        cell = cell_of(nth, office.days)
        choices = [choosing(reader, cell) for reader in office.readers]
        told = at_once(lambda n, sent=choices: book(office.readers[n], sent[n]), PEOPLE)
        owners.append(sum(won for won, _ in told))
        statuses |= {status for _, all_of in told for status in all_of}

    assert owners == [1] * CELLS
    assert statuses == {200, 409}
    assert office.base.faults() == []


def test_what_was_answered_as_done_is_there_after_a_kill(office: Office):
    acknowledged: list[str] = []
    stop = Event()

    def keep_booking(n: int) -> None:
        reader, nth = office.readers[n], CELLS + n
        while not stop.is_set() and nth < len(office.days) * 6:
            try:
                done, _ = book(reader, choosing(reader, cell_of(nth, office.days)))
            except (OSError, HTTPException, AssertionError):  # it is gone, or half a page came
                return
            if done:
                acknowledged.append(reader.url.rstrip("/").split("/")[-2])
            nth += PEOPLE
        return

    with ThreadPoolExecutor(PEOPLE) as pool:
        running = [pool.submit(keep_booking, n) for n in range(PEOPLE)]
        stop.wait(2.5)
        office.server.kill()
        stop.set()
        for each in running:
            each.result()
    office.server.start()

    found = office.server.python(
        "from uketsuke.bookings.models import Application\n"
        "result = [str(each) for each in Application.objects.values_list('token', flat=True)]"
    )
    assert acknowledged
    assert set(acknowledged) <= set(found)
    assert office.base.faults() == []
