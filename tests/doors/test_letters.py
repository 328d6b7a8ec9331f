"""通知書と届かなかったメール: printed once, placed for the window, marked when printed again."""

from datetime import timedelta
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from pypdf import PdfReader

from tests import make
from tests.clients import member, staff
from tests.make import NOON, refused
from uketsuke.audit.models import Entry
from uketsuke.doors.shared.drawing import papers
from uketsuke.groups.models import Group, Person
from uketsuke.identity.models import Role
from uketsuke.kernel.actors import SYSTEM
from uketsuke.notices import bounces, delivery, letter
from uketsuke.notices.bounces import actions as bouncing
from uketsuke.notices.letter import actions
from uketsuke.notices.letter.window import Window, area
from uketsuke.notices.models import Batch, Delivery, Envelope

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon", "world")]
LETTERS, UNREACHED = "/staff/letters/", "/staff/unreached/"
DL = Window(220, 110, 20, 50, 90, 45)


def told(*names: str) -> list[Group]:
    """Groups without mail, each with a letter that waits."""
    return [make.group(name, mail="") for name in names]


def placed(content: bytes) -> list[dict[str, tuple[float, float]]]:
    """For each page: what stands where, in mm from the left and from the top."""
    pages = []
    for page in PdfReader(BytesIO(content)).pages:
        found: dict[str, tuple[float, float]] = {}
        high = float(page.mediabox.height)

        def note(text: str, cm: Any, tm: Any, *_: Any, found=found, high=high) -> None:
            x = cm[0] * tm[4] + cm[2] * tm[5] + cm[4]
            y = cm[1] * tm[4] + cm[3] * tm[5] + cm[5]
            at = (x * 25.4 / 72, (high - y) * 25.4 / 72)
            if text.strip():  # of what stands there twice, the upper one
                highest = found.get(text.strip(), at)
                found[text.strip()] = min(highest, at, key=lambda each: each[1])

        page.extract_text(visitor_text=note)
        pages.append(found)
    return pages


def printed(client: Client) -> Batch:
    assert client.post(LETTERS, {"token": str(uuid4())}).status_code == 302
    return Batch.objects.latest("pk")


def file_of(client: Client, batch: Batch) -> bytes:
    answer = client.get(f"{LETTERS}{batch.pk}/letters.pdf")
    assert answer["Content-Type"] == "application/pdf"
    return answer.content


def text_of(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)


def test_all_of_the_day_go_into_one_file_a_group_together():
    first, _ = told("青の見本会", "赤の見本会")
    make.booking(first)
    client = staff()
    assert "3通を印刷する（封筒 2通）" in client.get(LETTERS).text
    batch = printed(client)

    sets = letter.addressed(letter.of_batch(batch), area(letter.window_of(batch.envelope)))
    assert sorted(len(each.texts) for each in sets) == [1, 2]
    assert len(PdfReader(BytesIO(file_of(client, batch))).pages) == 3
    assert "印刷を待っている通知書はありません" in client.get(LETTERS).text


@pytest.mark.parametrize("measures", [None, DL])
def test_the_address_stands_in_the_window(measures):
    told("見本の会")
    if measures:
        actions.use_envelope("dl", measures, by=make.manager(), at=NOON)
    client = staff()
    pages = placed(file_of(client, printed(client)))
    within = area(letter.window_of(letter.envelope()))

    places = {text: at for text, at in pages[0].items() if text in {"見本の会", "髙橋 見本　様"}}
    address = [at for text, at in pages[0].items() if text.startswith("東京都新宿区見本町")]
    assert places
    assert address
    for x, y in [*places.values(), *address]:
        assert within.left - 0.5 <= x < within.left + within.width
        assert within.top < y < within.top + within.height
    heading = next(at for text, at in pages[0].items() if text.startswith("利用者登録が"))
    assert heading[1] > within.top + within.height


def test_a_letter_that_was_printed_is_not_printed_again():
    told("見本の会")
    client, token = staff(), str(uuid4())
    for _ in range(2):
        client.post(LETTERS, {"token": token})

    assert Batch.objects.count() == 1
    assert [each.done_at for each in Delivery.objects.all()] == [NOON]
    with refused("letters.nothing"):
        actions.print_waiting(uuid4(), by=make.counter(), at=NOON)


def test_nothing_to_print_is_said():
    answer = staff().post(LETTERS, {"token": str(uuid4())})

    assert answer.status_code == 422
    assert "印刷を待っている通知書は、いまありません" in answer.text


def test_a_second_print_says_so_and_who_printed_is_on_record():
    told("見本の会")
    client = staff()
    batch = printed(client)
    assert "再印刷" not in text_of(file_of(client, batch))
    client.post(f"{LETTERS}{batch.pk}/again/")

    assert "再印刷（2回目）" in text_of(file_of(client, batch))
    done = Entry.objects.filter(action__startswith="letters.").order_by("pk")
    assert list(done.values_list("action", flat=True)) == [
        "letters.print",
        "letters.view",
        "letters.print_again",
        "letters.view",
    ]


def test_who_is_gone_from_the_record_leaves_no_address():
    told("見本の会")
    client = staff()
    batch = printed(client)
    Person.objects.all().delete()

    text = text_of(file_of(client, batch))
    assert "見本の会" in text
    assert "様" not in text.split("利用者登録")[0]


def test_an_envelope_in_which_no_address_shows_is_refused_and_nothing_typed_is_lost():
    client = staff(Role.MANAGER)
    typed = {"code": "dl", "width": "200", "height": "110", "left": "21", "top": "50"}

    answer = client.post(
        f"{LETTERS}envelope/", typed | {"window_width": "90", "window_height": "45"}
    )

    assert answer.status_code == 422
    assert 'value="21"' in answer.text
    assert letter.envelope().code == "naga3"


def test_the_manager_chooses_the_envelope():
    typed = {"code": "dl", "width": "220", "height": "110", "left": "21", "top": "50"}

    answer = staff(Role.MANAGER).post(
        f"{LETTERS}envelope/", typed | {"window_width": "90", "window_height": "45"}
    )

    assert answer.status_code == 302
    assert (letter.envelope().code, letter.envelope().left) == ("dl", 21)
    assert staff().post(f"{LETTERS}envelope/", typed).status_code == 404


def test_without_an_envelope_it_is_said_what_to_do():
    told("見本の会")
    Envelope.objects.update(in_use=False)

    answer = staff().post(LETTERS, {"token": str(uuid4())})

    assert "使う封筒が決まっていない" in answer.text
    assert letter.waiting().count() == 1


def test_names_are_printed_as_they_are_written():
    told("R&B「Q&A」の会<見本>")

    paper = papers.letters([each.notice for each in letter.waiting()], NOON)
    assert "R&B「Q&A」の会<見本>" in text_of(paper)


def unreachable() -> Group:
    group = make.group("届かない会")
    delivery.deliver(Delivery.objects.get(notice__group=group).pk, at=NOON)
    bouncing.note(Delivery.objects.get(notice__group=group).pk, "5.1.1", by=SYSTEM, at=NOON)
    return group


def test_staff_see_who_is_not_reached_in_the_list_and_on_the_phone():
    group = unreachable()
    client = staff()

    assert "届かない会" in client.get(UNREACHED).text
    assert "メールが届かない" in client.get(f"/staff/groups/{group.number}/").text
    client.post(f"/staff/groups/{group.number}/reachable/")
    assert "届かない会" not in client.get(UNREACHED).text
    assert bounces.open_of(group) is None


def test_the_group_reads_it_on_its_page_and_puts_it_right():
    group = unreachable()
    client = member(group)
    assert "お知らせのメールが届きませんでした" in client.get("/my/").text
    assert "/my/record/change/" in client.get("/my/mail/").text

    assert client.post("/my/mail/right/").status_code == 302
    assert "お知らせのメールが届きませんでした" not in client.get("/my/").text


def test_what_was_given_up_is_listed_and_sent_on_paper():
    make.group()
    Delivery.objects.update(attempts=delivery.MOST_TRIES, fault="TimeoutError")
    client, number = staff(), Delivery.objects.get().pk
    assert "TimeoutError" in client.get(UNREACHED).text

    client.post(f"{UNREACHED}{number}/", {"do": "letter"})
    client.post(f"{UNREACHED}{number}/", {"do": "letter"})
    assert letter.waiting().count() == 1
    assert client.post(f"{UNREACHED}{2**70}/", {"do": "again"}).status_code == 302


def test_a_group_chooses_what_it_wants():
    group = make.group()
    client = member(group)
    assert client.post("/my/mail/", {"language": "ja", "alerts": "on"}).status_code == 302

    chosen = group.preference
    assert (chosen.reminders, chosen.alerts, chosen.language) == (False, True, "ja")
    assert client.post("/my/mail/", {"language": "xx"}).status_code == 422


def test_the_counter_chooses_for_it():
    group = make.group()
    page = f"/staff/groups/{group.number}/mail/"
    assert staff().post(page, {"language": "ja"}).status_code == 302

    assert group.preference.alerts is False
    assert Entry.objects.filter(action="notices.choose").count() == 1


def test_a_notice_is_unread_until_it_is_opened():
    group = make.group()
    client = member(group)
    assert "未読1件" in client.get("/my/").text
    client.get(f"/my/notices/{group.notices.get().pk}/")

    assert "未読" not in client.get("/my/").text
    assert group.notices.get().read_at == NOON


@pytest.mark.parametrize("page", [LETTERS, UNREACHED, f"{LETTERS}1/letters.pdf"])
@pytest.mark.parametrize("role", [Role.WARD, Role.ADMINISTRATOR, Role.VENDOR])
def test_others_do_not_see_letters(page, role):
    assert staff(role).get(page).status_code in {302, 404}


def test_the_page_of_letters_asks_the_same_however_many_wait(django_assert_max_num_queries):
    told(*(f"見本の会{nth}" for nth in range(12)))
    client = staff()
    client.get(LETTERS)

    with django_assert_max_num_queries(16):
        client.get(LETTERS)


def test_later_letters_are_another_bundle():
    told("見本の会")
    client = staff()
    first = printed(client)
    told("後の会")
    with time_machine.travel(NOON + timedelta(hours=2), tick=False):
        second = printed(staff())

    assert [each.deliveries.count() for each in (first, second)] == [1, 1]
