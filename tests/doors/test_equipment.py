"""附帯設備・楽屋 at both doors: on the way to a booking, afterwards, at the counter, the list."""

from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests import make
from tests.clients import herself, staff
from tests.make import SATURDAY
from uketsuke.bookings.models import Booking, Draft
from uketsuke.equipment.models import EquipmentRules, Item, Line, Repair, Stock
from uketsuke.identity.models import Role
from uketsuke.kernel import revision

pytestmark = pytest.mark.usefixtures("noon", "world")
USE = {"title": "見本の会", "purpose": "music", "attendance": "50", "admission": "0"}


def mine(booking: Booking) -> str:
    return f"/my/bookings/{booking.number}/things/"


def theirs(booking: Booking) -> str:
    return f"/staff/bookings/{booking.number}/things/"


def item(code: str = "projector", hall: str = "yotsuya") -> Item:
    return Item.objects.get(hall__code=hall, code=code)


@pytest.fixture
def typing():
    """A group that has chosen a cell, and the address of her second page."""
    group = make.group()
    client = Client()
    client.force_login(group.user)
    draft = make.draft(by_group=group)
    return client, f"/book/{draft.token}/"


def test_chosen_on_the_way_it_is_booked_with_the_hall(typing):
    client, page = typing

    away = client.post(page, USE | {"do": "things"})
    assert away.url == f"{page}things/"
    shown = client.get(away.url)
    assert "残り4本" in shown.text
    assert "1本1区分 500円" in shown.text
    answer = client.post(away.url, {"thing-wireless-mic": "２本", "thing-dressing-1": "on"})
    assert answer.url == f"{page}confirm/"
    seen = client.get(answer.url)
    assert "ワイヤレスマイク 2本" in seen.text
    assert "楽屋1" in seen.text
    done = client.post(answer.url, {"seen": seen.context["seen"]})

    assert done.status_code == 302
    assert dict(Line.objects.values_list("item__code", "asked")) == {
        "wireless-mic": 2,
        "dressing-1": 1,
    }


def test_typing_on_keeps_what_was_chosen(typing):
    client, page = typing
    client.post(f"{page}things/", {"thing-lectern": "1"})

    client.post(page, USE | {"title": "別の題", "do": "price"})

    assert Draft.objects.get().typed["things"] == {"lectern": 1}
    assert Draft.objects.get().typed["title"] == "別の題"


def test_too_many_is_said_beside_what_was_typed(typing):
    client, page = typing

    answer = client.post(f"{page}things/", {"thing-wireless-mic": "9", "thing-lectern": "あ"})
    assert answer.status_code == 422
    assert 'value="9"' in answer.text
    assert "数字だけで入力してください" in answer.text
    answer = client.post(f"{page}things/", {"thing-wireless-mic": "9"})

    assert answer.status_code == 422
    assert "ワイヤレスマイクの残りは、その日時では4本です" in answer.text


def test_what_went_meanwhile_is_said_on_the_page_of_confirmation(typing):
    client, page = typing
    client.post(page, USE)
    client.post(f"{page}things/", {"thing-wireless-mic": "4"})
    Stock.objects.create(item=item("wireless-mic"), in_force_from=make.TODAY, number=1)
    seen = client.get(f"{page}confirm/")

    answer = client.post(f"{page}confirm/", {"seen": seen.context["seen"]})

    assert answer.status_code == 409
    assert "残りは、その日時では1本です" in answer.text
    assert not Booking.objects.exists()


def test_afterwards_it_is_asked_for_on_the_page_of_the_booking():
    booking = make.booking()
    client = herself(booking)
    assert "楽屋・附帯設備を頼む" in client.get(f"/my/bookings/{booking.number}/").text

    shown = client.post(mine(booking), {"thing-lectern": "1"}, follow=True)

    assert "演台 1式" in shown.text
    assert "確認待ち" in shown.text
    assert 'value="1"' in client.get(mine(booking)).text


def test_what_is_decided_is_shown_and_not_asked_again():
    booking = make.booking()
    make.ask(booking, lectern=1, projector=2)
    make.decide(booking, projector=1, why="1台は修理中です")

    shown = herself(booking).get(mine(booking))

    assert "プロジェクター 1台（2台のご希望）：1台は修理中です" in shown.text
    assert 'name="thing-lectern"' in shown.text
    assert 'name="thing-projector"' not in shown.text


def test_after_the_last_day_she_is_told_whom_to_call():
    booking = make.booking()
    EquipmentRules.objects.update(web_days=90)
    revision.changed()

    shown = herself(booking).get(mine(booking))
    sent = herself(booking).post(mine(booking), {"thing-lectern": "1"})

    assert "90日前）で終わりました" in shown.text
    assert "<input" not in shown.text.partition("<main")[2].partition("</main")[0]
    assert sent.status_code == 422
    assert not Line.objects.exists()


def test_nobody_sees_what_is_anothers():
    booking, other = make.booking(), make.booking(None, make.use("pm"))

    assert herself(other).get(mine(booking)).status_code == 404
    assert herself(other).post(mine(booking), {"thing-lectern": "1"}).status_code == 404
    assert Client().get(mine(booking)).status_code == 302


def test_a_form_grown_old_stores_nothing():
    booking = make.booking()
    client = Client(enforce_csrf_checks=True)
    client.force_login(booking.group.user)

    answer = client.post(mine(booking), {"thing-lectern": "1"})

    assert "入力した内容は残っています" in answer.text
    assert 'value="1"' in answer.text
    assert not Line.objects.exists()


def test_the_counter_writes_down_and_the_list_shows_it():
    booking = make.booking()
    clerk = staff()
    assert "受け付ける・決める" in clerk.get(f"/staff/bookings/{booking.number}/").text

    answer = clerk.post(theirs(booking), {"number-projector": "2", "do": "ask"}, follow=True)
    listed = clerk.get("/staff/equipment/")

    assert "申込として受け付けました" in answer.text
    assert booking.number in listed.text
    assert "プロジェクター 2台" in listed.text
    assert "承認前" in listed.text


def test_how_near_a_use_is_marked_is_a_figure_of_the_halls():
    make.ask(make.booking(), lectern=1)
    assert "利用日が近い" not in staff().get("/staff/equipment/").text

    EquipmentRules.objects.update(soon_days=180)
    revision.changed()

    assert "利用日が近い" in staff().get("/staff/equipment/").text


def test_the_counter_decides_and_needs_a_reason_for_less():
    booking = make.booking()
    make.ask(booking, projector=2, lectern=1)
    clerk, sent = staff(), {"number-projector": "1", "number-lectern": "1", "do": "decide"}

    refused = clerk.post(theirs(booking), sent)
    assert refused.status_code == 422
    assert "プロジェクターを希望より少なくするときは、理由を入力してください" in refused.text
    assert '<a href="#id_why-projector">プロジェクターの理由</a>' in refused.text
    assert 'aria-describedby="why-hint id_why-projector_error"' in refused.text
    done = clerk.post(theirs(booking), sent | {"why-projector": "見本の理由"}, follow=True)

    assert "決めた数を、利用者にお知らせしました" in done.text
    assert Line.objects.get(item__code="projector").given == 1
    assert clerk.get("/staff/equipment/").text.count(booking.number) == 0


def test_the_ward_reads_only():
    booking = make.booking()
    make.ask(booking, projector=2)
    ward = staff(Role.WARD)

    assert "プロジェクター" in ward.get(theirs(booking)).text
    assert "お知らせする" not in ward.get(theirs(booking)).text
    ward.post(theirs(booking), {"number-projector": "1", "do": "decide"})

    assert Line.objects.get().state == "asked"


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.VENDOR])
def test_who_has_nothing_to_do_with_it_finds_nothing(role):
    booking = make.booking()
    client = staff(role)

    for page in (theirs(booking), "/staff/equipment/", "/staff/equipment/items/"):
        assert client.get(page).status_code in (302, 404)


def test_the_list_is_of_the_own_hall_and_asks_a_fixed_number_of_questions():
    for nth, hall in enumerate(("yotsuya", "tansu", "tansu", "tansu")):
        use = make.use(("am", "pm", "night")[nth % 3], room=f"{hall}/hall")
        make.ask(make.booking(None, use), lectern=1)
    clerk = staff(hall="tansu")
    clerk.get("/staff/equipment/")

    with CaptureQueriesContext(
        connection,
    ) as few:
        tansu = clerk.get("/staff/equipment/")
    with CaptureQueriesContext(connection) as more:
        everything = clerk.get("/staff/equipment/?hall=all")

    assert (len(tansu.context["rows"]), len(everything.context["rows"])) == (3, 4)
    assert len(few) == len(more)


def test_the_manager_keeps_the_list():
    manager = staff(Role.MANAGER)
    page = f"/staff/equipment/items/{item().pk}/"

    new = manager.post(
        "/staff/equipment/new/tansu/",
        {"code": "mihon", "name": "見本の台", "unit": "台", "number": "3", "rooms": ["tansu/hall"]},
        follow=True,
    )
    stock = manager.post(
        f"{page}stock/", {"stock-since": "2027/3/1", "stock-number": "5"}, follow=True
    )
    broken = {
        "repair-starts": "2026-11-24",
        "repair-ends": "2026-12-24",
        "repair-number": "1",
        "repair-reason": "ランプ切れ",
    }
    repair = manager.post(f"{page}repair/", broken, follow=True)

    assert "見本の台" in new.text
    assert "2027年3月1日" in stock.text
    assert "ランプ切れ" in repair.text
    assert "2027年3月1日（月）から5台" in manager.get("/staff/equipment/items/?hall=yotsuya").text
    ended = manager.post(f"/staff/equipment/repairs/{Repair.objects.get().pk}/end/", follow=True)
    assert "ランプ切れ" not in ended.text


def test_a_repair_says_which_days_are_promised_and_can_lower_them():
    booking = make.booking()
    make.ask(booking, projector=2)
    manager, page = staff(Role.MANAGER), f"/staff/equipment/items/{item().pk}/repair/"
    broken = {
        "repair-starts": SATURDAY.isoformat(),
        "repair-ends": SATURDAY.isoformat(),
        "repair-number": "1",
        "repair-reason": "ランプ切れ",
    }

    refused = manager.post(page, broken)
    assert refused.status_code == 422
    assert "2027年2月6日（土）にすでにこれより多く約束しています" in refused.text
    manager.post(page, broken | {"repair-lowering": "on"})

    assert Line.objects.get().asked == 1


def test_the_counter_looks_at_the_list_and_changes_nothing():
    clerk, page = staff(), f"/staff/equipment/items/{item().pk}/"

    assert "在庫の数を変える" not in clerk.get(page).text
    assert clerk.post(f"{page}stock/", {"stock-since": "2027/3/1"}).status_code == 404


def test_another_halls_manager_changes_nothing():
    other, page = staff(Role.MANAGER, hall="tansu"), f"/staff/equipment/items/{item().pk}/"

    assert "在庫の数を変える" not in other.get(page).text
    answer = other.post(f"{page}stock/", {"stock-since": "2027/3/1", "stock-number": "5"})

    assert answer.status_code == 422
    assert "ほかの館の設備は変えられません" in answer.text


def test_the_last_days_are_in_the_rulebook():
    page = staff().get("/staff/equipment/items/").text

    assert "利用日の7日前まで" in page
    assert "/staff/rules/equipment/" in page


def test_what_was_decided_stands_in_the_form_of_the_second_bill():
    booking = make.booking(approved=True)
    make.ask(booking, lectern=1, dressing_1=1)
    make.decide(booking, lectern=1, dressing_1=1)
    clerk, page = staff(), f"/staff/bookings/{booking.number}/dues/"

    form = clerk.get(page).context["extras_form"]
    sent = {f"extras-{name}": value for name, value in form.initial.items() if value}
    sent["extras-dressing"] = form["dressing"].value()
    clerk.post(f"{page}extras/", sent)

    booking.refresh_from_db()
    assert booking.extras["equipment"] == {"lectern": 1}
    assert booking.extras["dressing"] == ["yotsuya/dressing-1"]


@pytest.mark.parametrize("odd", ["-1", "9" * 400, "1e9", "🎻", "\x00", "2027-13-01", ""])
def test_whatever_is_typed_is_answered(odd):
    booking = make.booking()
    manager, page = staff(Role.MANAGER), f"/staff/equipment/items/{item().pk}/"
    stock = {"stock-since": odd, "stock-number": odd}
    repair = {f"repair-{name}": odd for name in ("starts", "ends", "number", "reason")}

    answers = [
        herself(booking).post(mine(booking), {"thing-lectern": odd, "thing-dressing-1": odd}),
        manager.post(theirs(booking), {"number-lectern": odd, "why-lectern": odd * 3}),
        manager.post(f"{page}stock/", stock),
        manager.post(f"{page}repair/", repair),
        manager.post("/staff/equipment/new/yotsuya/", {"code": odd, "name": odd, "rooms": odd}),
        manager.get(f"/staff/equipment/?{urlencode({'hall': odd, 'page': odd})}"),
        manager.get("/staff/equipment/items/99999999999999999999/"),
    ]

    assert [each.status_code for each in answers if each.status_code >= 500] == []
