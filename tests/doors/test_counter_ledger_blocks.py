"""休止の画面: one person proposes, another approves, and bookings in the way are named."""

from typing import Any

import pytest

from tests import make
from tests.clients import staff
from uketsuke.audit.models import Entry
from uketsuke.bookings.models import Block, Hold
from uketsuke.identity.models import Role

pytestmark = pytest.mark.usefixtures("noon", "world")

NEW = "/staff/blocks/new/"


def typed(**more: Any) -> dict[str, Any]:
    return {
        "hall": "yotsuya",
        "rooms": ["yotsuya/hall"],
        "starts": "2027/2/6",
        "ends": "令和9年2月7日",
        "slots": ["am", "pm", "night"],
        "reason_class": "maintenance",
        "public_reason": "舞台保守点検（見本）",
        "document": "見本第1号",
    } | more


def test_what_a_clerk_proposes_holds_its_cells_and_waits():
    answer = staff(Role.COUNTER, login="mado-1").post(NEW, typed())

    block = Block.objects.get()
    assert answer["Location"] == f"/staff/blocks/{block.pk}/"
    assert (block.state, block.proposed_by, block.document) == ("proposed", "mado-1", "見本第1号")
    assert Hold.objects.filter(block=block).count() == 6


def test_one_day_needs_no_end():
    staff(Role.COUNTER).post(NEW, typed(ends=""))

    assert Block.objects.get().ends == make.SATURDAY


def test_bookings_in_the_way_are_named_and_nothing_is_stored():
    booking = make.booking(make.group("みどり合唱団"), make.use("night"))

    page = staff(Role.MANAGER).post(NEW, typed())

    assert page.status_code == 422
    assert [each.number for each in page.context["conflicts"]] == [booking.number]
    assert "みどり合唱団" in page.content.decode()
    assert "1日分" in page.content.decode()
    assert 'value="見本第1号"' in page.content.decode()
    assert not Block.objects.exists()


def test_another_person_approves():
    block = make.block()

    answer = staff(Role.WARD, login="ku-1").post(f"/staff/blocks/{block.pk}/approve/")

    block.refresh_from_db()
    assert answer.status_code == 302
    assert (block.state, block.approved_by) == ("approved", "ku-1")


def test_nobody_approves_her_own():
    block = make.block()
    own = staff(Role.MANAGER, login="proposer")

    shown = own.get(f"/staff/blocks/{block.pk}/").content.decode()
    answer = own.post(f"/staff/blocks/{block.pk}/approve/")

    block.refresh_from_db()
    assert "あなたが起案しました" in shown
    assert answer.status_code == 422
    assert "別の人が承認します" in answer.content.decode()
    assert block.state == "proposed"


def test_a_clerk_neither_approves_nor_ends():
    block = make.block()
    clerk = staff(Role.COUNTER)

    answers = [
        clerk.post(f"/staff/blocks/{block.pk}/{act}/", {"reason": "x"}).status_code
        for act in ("approve", "end")
    ]

    block.refresh_from_db()
    assert answers == [404, 404]
    assert block.state == "proposed"


def test_an_end_has_a_reason_and_frees_the_cells():
    block = make.block()
    manager = staff(Role.MANAGER)

    without = manager.post(f"/staff/blocks/{block.pk}/end/", {"reason": " "})
    with_reason = manager.post(f"/staff/blocks/{block.pk}/end/", {"reason": "点検が早く済んだ"})

    assert (without.status_code, with_reason.status_code) == (422, 302)
    assert not Hold.objects.filter(block=block).exists()
    assert Entry.objects.get(action="block.end").why == "点検が早く済んだ"


def test_what_waits_for_approval_stands_first():
    later = make.block(starts=make.SATURDAY)
    first = make.block("tansu/hall", starts=make.TODAY)
    staff(Role.WARD).post(f"/staff/blocks/{later.pk}/approve/")

    page = staff(Role.COUNTER).get("/staff/blocks/")

    assert [block.pk for block in page.context["page"]] == [first.pk, later.pk]


def test_the_list_can_show_one_hall():
    make.block()
    tansu = make.block("tansu/hall")

    page = staff(Role.COUNTER).get("/staff/blocks/", {"hall": "tansu"})

    assert [block.pk for block in page.context["page"]] == [tansu.pk]


def test_who_works_for_one_hall_proposes_for_it_only():
    own = staff(Role.COUNTER, hall="tansu")

    page = own.post(NEW, typed())

    assert page.context["hall"].code == "tansu"
    assert page.status_code == 422
    assert not Block.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"starts": "2027-02-30"},
        {"ends": "2027-02-05"},
        {"ends": "2030-02-05"},
        {"rooms": []},
        {"rooms": ["tansu/hall"]},
        {"slots": []},
        {"reason_class": "whim"},
        {"public_reason": ""},
        {"public_reason": "あ" * 61},
    ],
)
def test_what_cannot_be_understood_is_said_and_nothing_is_stored(wrong: Any):
    page = staff(Role.COUNTER).post(NEW, typed(**wrong))

    assert page.status_code == 422
    assert not Block.objects.exists()


def test_an_unknown_block_is_a_404():
    assert staff(Role.MANAGER).get("/staff/blocks/999/").status_code == 404
