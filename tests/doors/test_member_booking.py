"""予約の四つの画面, as a group walks through them and as things go wrong on the way."""

import re
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from tests import make
from uketsuke.bookings import drafts, requests
from uketsuke.bookings.models import Application, Booking, Draft, Hold
from uketsuke.groups.models import Group
from uketsuke.kernel.actors import SYSTEM
from uketsuke.kernel.clock import TOKYO

pytestmark = pytest.mark.usefixtures("noon", "world")

CELL = "yotsuya/hall|2027-02-06|am"
PM = "yotsuya/hall|2027-02-06|pm"
TYPED = {
    "title": "見本の音楽会",
    "purpose": "music",
    "attendance": "１００",
    "admission": "1,500",
}


@pytest.fixture
def group() -> Group:
    return make.group("みどり合唱団", password=make.PASSWORD)


@pytest.fixture
def member(client: Client, group: Group) -> Client:
    client.force_login(group.user)
    return client


def held(client: Client, *cells: str) -> Draft:
    """Chooses the cells on the page and goes on."""
    token = str(uuid4())
    answer = client.post(
        reverse("portal:choose"), {"cell": cells or [CELL], "token": token, "do": "go"}
    )
    assert answer.status_code == 302
    draft = Draft.objects.latest("pk")
    assert answer["Location"] == reverse("portal:describe", args=[draft.token])
    return draft


def seen(client: Client, draft: Draft) -> str:
    """The mark of what the page of confirmation shows."""
    page = client.get(reverse("portal:confirm", args=[draft.token])).content.decode()
    found = re.search(r'name="seen" value="(\w+)"', page)
    assert found
    return found[1]


def described(client: Client, draft: Draft, **more: str) -> Any:
    return client.post(reverse("portal:describe", args=[draft.token]), TYPED | more)


def test_from_a_free_cell_to_a_booking_and_back(client: Client, group: Group) -> None:
    choose = f"{reverse('portal:choose')}?cell={CELL}&cell={PM}"
    page = client.get(choose).content.decode()
    assert "2027年2月6日（土）" in page
    assert "見本料金" in page
    assert "33,600円" in page

    form = {"cell": [CELL, PM], "token": str(uuid4()), "do": "go"}
    to_login = client.post(reverse("portal:choose"), form)
    assert to_login["Location"].startswith(reverse("portal:login"))
    login = client.get(to_login["Location"])
    back = client.post(
        reverse("portal:login"),
        {
            "login": group.number,
            "password": make.PASSWORD,
            "next": login.context["form"]["next"].value(),
        },
    )
    assert client.get(back["Location"]).content.decode().count(" checked") == 2

    draft = held(client, CELL, PM)
    page = client.get(reverse("portal:describe", args=[draft.token])).content.decode()
    assert "あと10分（12:10まで）" in page
    to_confirm = described(client, draft)
    page = client.get(to_confirm["Location"]).content.decode()
    assert "50,400円" in page  # half as much again for 1,500 yen admission
    assert "90日前まで" in page
    to_done = client.post(to_confirm["Location"], {"seen": seen(client, draft)})
    assert to_done["Location"] == reverse("portal:done", args=[draft.token])
    booking = Booking.objects.get()
    page = client.get(to_done["Location"]).content.decode()
    assert booking.number in page
    assert "30分以内なら取り消せます" in page

    assert booking.number in client.get(reverse("portal:my")).content.decode()
    cancel = reverse("portal:cancel", args=[booking.number])
    assert "取り消しますか" in client.get(cancel).content.decode()
    client.post(cancel, {"refund": "0"})
    booking.refresh_from_db()
    assert booking.state == "cancelled"
    client.post(reverse("portal:undo", args=[booking.number]))
    booking.refresh_from_db()
    assert booking.state == "tentative"


def test_every_objection_is_a_sentence_with_other_cells_to_choose(member: Client) -> None:
    make.booking(None, make.use("am"))
    cells = [CELL, "tansu/hall|2027-01-01|am", "yotsuya/hall|2026-11-30|am"]

    page = member.get(reverse("portal:choose"), {"cell": cells}).content.decode()

    assert "先にほかの方が申し込まれました" in page
    assert "休館日（年末年始）" in page
    assert "利用日の14日前" in page
    assert page.count("代わりに選べる枠") == 3
    other = re.search(r'href="(/book/\?[^"]+)">四谷区民ホール ホール 2027年2月5日（金） 午前', page)
    assert other
    assert "2027-02-05" in other[1]
    assert "2027-02-06" not in other[1]


def test_a_stranger_reads_that_only_residents_may_book_now(client: Client) -> None:
    page = client.get(reverse("portal:choose"), {"cell": "yotsuya/hall|2027-05-15|am"})

    assert "いまは区民" in page.content.decode()
    assert not page.context["objections"]


@pytest.mark.parametrize(
    "cell",
    [
        "nowhere/hall|2027-02-06|am",
        "yotsuya/hall|2027-02-30|am",
        "yotsuya/hall|2027-02-06|x",
        "yotsuya/hall|9999-12-31|am",
        "yotsuya/hall|0001-01-01|am",
        "||",
        "\x00",
    ],
)
def test_what_names_no_cell_is_said_and_left_out(client: Client, cell: str) -> None:
    page = client.get(reverse("portal:choose"), {"cell": [cell, PM]})

    assert page.status_code == 400
    assert "読み取れない枠がありました" in page.content.decode()
    assert [day.use.slots for day in page.context["days"]] == [("pm",)]


def test_a_day_is_added_to_the_choice(client: Client) -> None:
    form = {"cell": CELL, "token": str(uuid4()), "do": "add"}
    more = {"room": "tansu/hall", "day": "令和9年2月13日", "slots": ["pm", "night"]}

    answer = client.post(reverse("portal:choose"), form | more)

    shown = client.get(answer["Location"]).context["days"]
    assert [(day.use.room, day.use.slots) for day in shown] == [
        ("yotsuya/hall", ("am",)),
        ("tansu/hall", ("pm", "night")),
    ]


def test_a_day_is_added_only_where_one_was_named(client: Client) -> None:
    """「この日を追加する」 pressed before a day was chosen: the page says what is missing."""
    form = {"cell": CELL, "token": str(uuid4()), "do": "add", "room": "tansu/hall"}

    page = client.post(reverse("portal:choose"), form)

    assert page.status_code == 422
    assert page.context["form"].errors["day"] == ["追加する日と利用区分の両方を選んでください。"]
    assert [day.use.slots for day in page.context["days"]] == [("am",)]


def test_a_day_that_cannot_be_read_is_asked_for_again(client: Client) -> None:
    form = {"cell": CELL, "token": str(uuid4()), "do": "go", "day": "あした", "slots": "am"}

    page = client.post(reverse("portal:choose"), form)

    assert page.status_code == 422
    assert "あした" in page.content.decode()
    assert page.context["days"]


def test_going_on_twice_makes_one_draft(member: Client) -> None:
    form = {"cell": CELL, "token": str(uuid4()), "do": "go"}

    first = member.post(reverse("portal:choose"), form)
    second = member.post(reverse("portal:choose"), form)

    assert first["Location"] == second["Location"]
    assert Draft.objects.count() == 1


def test_an_old_page_with_another_choice_gets_its_own_draft(member: Client) -> None:
    token = str(uuid4())
    member.post(reverse("portal:choose"), {"cell": CELL, "token": token, "do": "go"})

    member.post(reverse("portal:choose"), {"cell": PM, "token": token, "do": "go"})

    assert [draft.uses[0][2] for draft in Draft.objects.order_by("pk")] == [["am"], ["pm"]]
    assert [hold.slot for hold in Hold.objects.all()] == ["pm"]


def test_her_own_hold_is_no_objection_when_she_chooses_again(member: Client) -> None:
    held(member, CELL)

    page = member.get(reverse("portal:choose"), {"cell": [CELL, PM]})

    assert not page.context["objections"]


def test_what_is_wrong_is_kept_as_typed(member: Client) -> None:
    draft = held(member)

    page = described(member, draft, attendance="百人", title="𠮷野と葛󠄀の会")

    assert page.status_code == 422
    assert "百人" in page.content.decode()
    again = member.get(reverse("portal:describe", args=[draft.token])).content.decode()
    assert "百人" in again
    assert "𠮷野と葛󠄀の会" in again


def test_more_people_than_seats_are_refused_with_the_number_of_seats(member: Client) -> None:
    page = described(member, held(member), attendance="451")

    assert page.status_code == 422
    assert "定員は450人" in page.content.decode()


def test_the_described_use_is_priced(member: Client) -> None:
    draft = held(member)

    answer = described(member, draft, do="price", admission="5000")

    assert answer["Location"] == reverse("portal:describe", args=[draft.token])
    page = member.get(answer["Location"]).content.decode()
    assert "28,800円" in page  # twice the base fee
    assert "入力した使い方での料金" in page


def test_a_hold_that_ran_out_is_no_obstacle_while_the_cells_are_free(member: Client) -> None:
    draft = held(member)
    described(member, draft)
    mark = seen(member, draft)

    with time_machine.travel(make.NOON + timedelta(hours=2), tick=False):
        page = member.get(reverse("portal:confirm", args=[draft.token]))
        answer = member.post(reverse("portal:confirm", args=[draft.token]), {"seen": mark})

    assert "枠はまだ空いています" in page.content.decode()
    assert answer["Location"] == reverse("portal:done", args=[draft.token])


def test_lost_cells_are_named_and_the_text_goes_along_to_others(member: Client) -> None:
    draft = held(member)
    described(member, draft)
    mark = seen(member, draft)
    later = make.NOON + timedelta(minutes=20)
    make.booking(None, make.use("am"), at=later)

    with time_machine.travel(later, tick=False):
        page = member.post(reverse("portal:confirm", args=[draft.token]), {"seen": mark})
        text = page.content.decode()
        other = page.context["holding"].instead[0].links[0][1]
        choose = member.get(other)
        form = choose.context["form"]
        cells = [s.cell for day in choose.context["days"] for s in day.slots if s.chosen]
        answer = member.post(
            reverse("portal:choose"),
            {"cell": cells, "token": str(uuid4()), "since": form["since"].value(), "do": "go"},
        )
        described_again = member.get(answer["Location"]).content.decode()

    assert page.status_code == 409
    assert "2027年2月6日（土） 午前は、先にほかの方が" in text
    assert "この内容で申し込む" not in text
    assert not Application.objects.filter(group=draft.group).exists()
    assert "見本の音楽会" in described_again


def test_a_reload_of_the_last_step_books_once(member: Client) -> None:
    draft = held(member)
    described(member, draft)
    form = {"seen": seen(member, draft)}
    confirm = reverse("portal:confirm", args=[draft.token])

    answers = [member.post(confirm, form)["Location"] for _ in range(3)]

    assert set(answers) == {reverse("portal:done", args=[draft.token])}
    assert Booking.objects.count() == 1
    assert described(member, draft)["Location"] == answers[0]
    assert member.get(reverse("portal:describe", args=[draft.token]))["Location"] == answers[0]
    start = {"cell": CELL, "token": str(draft.token), "do": "go"}
    assert member.post(reverse("portal:choose"), start)["Location"] == answers[0]


def test_an_old_page_with_another_choice_starts_anew(member: Client) -> None:
    draft = held(member)
    described(member, draft)
    member.post(reverse("portal:confirm", args=[draft.token]), {"seen": seen(member, draft)})
    other = {"cell": PM, "token": str(draft.token), "do": "go"}

    answer = member.post(reverse("portal:choose"), other)

    made = Draft.objects.get()
    assert answer["Location"] == reverse("portal:describe", args=[made.token])
    assert made.token != draft.token
    described(member, made)
    member.post(reverse("portal:confirm", args=[made.token]), {"seen": seen(member, made)})
    assert Booking.objects.count() == 2


def test_nothing_is_booked_but_what_the_page_showed(member: Client) -> None:
    draft = held(member)
    described(member, draft)
    mark = seen(member, draft)
    described(member, draft, admission="3000")

    page = member.post(reverse("portal:confirm", args=[draft.token]), {"seen": mark})

    assert page.status_code == 409
    assert "内容が別の画面で変わりました" in page.content.decode()
    assert not Booking.objects.exists()


def test_a_login_in_between_loses_nothing(client: Client, group: Group, member: Client) -> None:
    draft = held(member)
    client.logout()

    login = described(client, draft, attendance="百人", title="𠮷野の会")

    assert "𠮷野の会" not in str(Draft.objects.get().typed)
    hidden = {name: login.context["form"][name].value() for name in ("next", "carried")}
    wrong = client.post(reverse("portal:login"), hidden | {"login": group.number, "password": "x"})
    hidden = {name: wrong.context["form"][name].value() for name in ("next", "carried")}
    answer = client.post(
        reverse("portal:login"), hidden | {"login": group.number, "password": make.PASSWORD}
    )
    assert answer["Location"] == reverse("portal:describe", args=[draft.token])
    page = client.get(answer["Location"]).content.decode()
    assert "𠮷野の会" in page
    assert "百人" in page


@pytest.mark.parametrize("name", ["portal:describe", "portal:confirm", "portal:done"])
def test_another_groups_draft_does_not_exist(client: Client, member: Client, name: str) -> None:
    draft = held(member)
    client.force_login(make.group().user)

    page = client.get(reverse(name, args=[draft.token]))
    nobodys = client.get(reverse(name, args=[uuid4()]))

    assert page.status_code == nobodys.status_code == 404
    assert "空き状況から選ぶ" in page.content.decode()
    assert client.post(reverse("portal:drop", args=[draft.token])).status_code == 404
    assert Draft.objects.filter(pk=draft.pk).exists()


def test_a_page_that_grew_too_old_keeps_the_text_and_stores_nothing(group: Group) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(group.user)
    draft = drafts.hold(group.pk, [make.use()], uuid4(), by=make.actor(group), at=make.NOON)

    page = described(strict, draft, title="消えない題名")

    assert page.status_code == 403
    assert "消えない題名" in page.content.decode()
    assert "もう一度ボタンを押してください" in page.content.decode()
    assert Draft.objects.get().typed == {}
    cookie = strict.cookies["csrf"].value
    assert described(strict, draft, csrfmiddlewaretoken=cookie).status_code == 302


def test_the_hold_is_extended_and_given_back(member: Client) -> None:
    draft = held(member)

    with time_machine.travel(make.NOON + timedelta(minutes=8), tick=False):
        described(member, draft, do="extend")
        page = member.get(reverse("portal:describe", args=[draft.token])).content.decode()
        member.post(reverse("portal:drop", args=[draft.token]))

    assert "あと10分（12:18まで）" in page
    assert not Hold.objects.exists()


def test_no_page_of_a_group_is_kept_by_the_browser(member: Client) -> None:
    draft = held(member)

    for name, args in (("my", []), ("describe", [draft.token]), ("record", []), ("choose", [])):
        assert "no-store" in member.get(reverse(f"portal:{name}", args=args))["Cache-Control"]


def test_choosing_again_keeps_what_was_typed(member: Client, group: Group) -> None:
    draft = held(member, CELL)

    answer = described(member, draft, do="choose")
    assert answer.status_code == 302
    assert f"since={draft.token}" in answer["Location"]
    form = {"cell": [PM], "token": str(uuid4()), "since": str(draft.token), "do": "go"}
    answer = member.post(reverse("portal:choose"), form, follow=True)

    assert 'value="見本の音楽会"' in answer.text


def test_at_the_opening_everybody_waits_for_a_lot(client: Client, group: Group) -> None:
    opens = datetime(2026, 12, 3, 9, 1, tzinfo=TOKYO)
    cell = "yotsuya/hall|2027-06-05|am"
    with time_machine.travel(opens, tick=False):
        client.force_login(group.user)
        draft = held(client, cell)
        described(client, draft)
        page = client.get(reverse("portal:confirm", args=[draft.token]))
        assert "早さに関係なく" in page.text
        form = {"seen": seen(client, draft)}
        done = client.post(reverse("portal:confirm", args=[draft.token]), form, follow=True)
        assert "順番を待っています" in done.text
        mine = client.get("/my/").text
        assert "順番を待っています" in mine
        assert "書きかけの申込" not in mine
    assert not Booking.objects.exists()
    assert not Hold.objects.exists()

    with time_machine.travel(opens + timedelta(minutes=15), tick=False):
        for number in requests.to_serve(opens + timedelta(minutes=15)):
            requests.serve(number, by=SYSTEM, at=opens + timedelta(minutes=15))
        done = client.get(reverse("portal:done", args=[draft.token]))

    assert Booking.objects.get().number in done.text


def test_a_waiting_request_is_withdrawn(client: Client, group: Group) -> None:
    opens = datetime(2026, 12, 3, 9, 1, tzinfo=TOKYO)
    with time_machine.travel(opens, tick=False):
        client.force_login(group.user)
        draft = held(client, "yotsuya/hall|2027-06-05|am")
        described(client, draft)
        form = {"seen": seen(client, draft)}
        client.post(reverse("portal:confirm", args=[draft.token]), form)
        page = client.post(reverse("portal:request_withdraw", args=[draft.token]), follow=True)

    assert "取り下げました" in page.text
    assert requests.to_serve(opens + timedelta(hours=1)) == []


def test_a_blocked_cell_says_why_and_not_that_somebody_was_first(
    member: Client, group: Group
) -> None:
    make.block("yotsuya/hall", starts=make.SATURDAY)

    page = member.get(reverse("portal:choose"), {"cell": CELL}).text

    assert "■ 休止：舞台保守点検（見本）" in page
    assert "休止（舞台保守点検（見本））のため使えません" in page
    assert "先にほかの方" not in page


def test_her_own_booking_is_called_hers(member: Client, group: Group) -> None:
    make.booking(group, make.use("am"))

    page = member.get(reverse("portal:choose"), {"cell": CELL}).text

    assert "あなたの団体がすでに予約しています" in page
    assert "先にほかの方" not in page


def test_a_closed_day_is_marked_on_every_slot(member: Client) -> None:
    page = member.get(reverse("portal:choose"), {"cell": "yotsuya/hall|2027-01-01|am"}).text

    assert page.count("－ 休館（年末年始）") == 3
