"""料金表の画面: one writes, another releases, the others look; what is wrong is told and kept."""

import re
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests import make
from tests.clients import staff
from uketsuke.bookings.models import Application, Booking
from uketsuke.doors.counter.tariffs.forms import Sheet
from uketsuke.halls.models import Room
from uketsuke.identity.models import Role
from uketsuke.tariffs import files, queries, versions
from uketsuke.tariffs.models import Tariff

pytestmark = pytest.mark.usefixtures("noon", "world")

TARIFFS = "/staff/tariffs/"
OFFICIAL = "/staff/tariffs/2025-10/official/"
NEW = "/staff/tariffs/2027-04/"
LOOKING = {Role.COUNTER, Role.MANAGER, Role.WARD, Role.ADMINISTRATOR}
FEE = "base:yotsuya/hall:am:weekday"
EVERYBODY = [Role.COUNTER, Role.MANAGER, Role.WARD, Role.ADMINISTRATOR, Role.VENDOR]


def body(answer: Any) -> str:
    return answer.content.decode()


def sheet(**changed: str) -> dict[str, str]:
    """The sheet of the draft as the page shows it, with some cells changed."""
    found = Tariff.objects.get(code="2027-04")
    return dict(Sheet.of(queries.content(found)).values) | changed


def fee(tariff: Tariff) -> int:
    return tariff.base_fees.get(room__key="yotsuya/hall", slot="am", day_kind="weekday").amount


# 入室

MAY = {
    ("get", TARIFFS): LOOKING,
    ("get", NEW + "export.csv"): LOOKING,
    ("get", NEW + "export.json"): LOOKING,
    ("get", NEW + "changes/"): LOOKING,
    ("get", NEW + "trial/"): LOOKING,
    ("get", NEW + "copy/"): {Role.MANAGER},
    ("get", NEW + "edit/"): {Role.MANAGER},
    ("get", NEW + "upload/"): {Role.MANAGER},
    ("get", NEW + "discard/"): {Role.MANAGER},
}
POSTS = {
    "copy": {Role.MANAGER},
    "edit": {Role.MANAGER},
    "upload": {Role.MANAGER},
    "discard": {Role.MANAGER},
    "propose": {Role.MANAGER},
    "withdraw": {Role.MANAGER},
    "release": {Role.MANAGER, Role.WARD},
    "official": {Role.ADMINISTRATOR},
}


@pytest.mark.parametrize(("how", "url"), MAY)
@pytest.mark.parametrize("role", EVERYBODY)
def test_each_page_is_there_for_its_roles_only(how, url, role):
    make.tariff_draft()

    answer = staff(role).get(url)

    assert answer.status_code == (200 if role in MAY[how, url] else 404)


@pytest.mark.parametrize(
    ("name", "role"),
    [(name, role) for name in POSTS for role in EVERYBODY if role not in POSTS[name]],
)
def test_who_may_only_look_changes_nothing(name, role):
    make.tariff_draft()

    assert staff(role).post(f"{NEW}{name}/", sheet(**{FEE: "1"})).status_code == 404
    assert fee(Tariff.objects.get(code="2027-04")) == 12_000


def test_a_version_that_is_not_there_is_a_404():
    client = staff(Role.MANAGER)

    assert client.get(TARIFFS, {"version": "none"}).status_code == 404
    assert client.get("/staff/tariffs/none/edit/").status_code == 404


def test_three_persons_bring_a_version_into_force():
    drafter, other = staff(Role.MANAGER, login="drafter-1"), staff(Role.WARD, login="ward-9")
    looking = staff(Role.COUNTER)
    drafter.post(
        "/staff/tariffs/2025-10/copy/",
        {"code": "2027-04", "label": "見本料金（令和9年4月）", "in_force_from": "令和9年4月1日"},
    )
    drafter.post(NEW + "edit/", sheet(**{FEE: "13,200", "head:change_over": "by_use"}))
    drafter.post(NEW + "propose/")

    waiting = body(looking.get(TARIFFS, {"version": "2027-04"}))
    own = body(drafter.get(TARIFFS, {"version": "2027-04"}))
    refused = drafter.post(NEW + "release/", {"checked": "on"})
    other.post(NEW + "release/", {"checked": "on"})

    made = Tariff.objects.get(code="2027-04")
    assert "審査待ち" in waiting
    assert "<button" not in waiting.partition("<main")[2].partition("</main>")[0]
    assert "この版を公布する" not in own
    assert "別の人が行います" in body(refused)
    assert (made.state, made.proposed_by, made.released_by) == ("released", "drafter-1", "ward-9")
    assert (
        queries.in_force(make.TODAY, date(2027, 4, 1)).facts.base["yotsuya/hall", "am", "weekday"]
        == 13_200
    )


def test_who_has_not_checked_the_differences_releases_nothing():
    make.tariff_proposed()

    assert staff(Role.WARD).post(NEW + "release/").status_code == 422
    assert Tariff.objects.get(code="2027-04").state == "proposed"


def test_what_was_proposed_goes_back_with_a_reason():
    make.tariff_proposed()
    client = staff(Role.MANAGER)

    without = client.post(NEW + "withdraw/")
    client.post(NEW + "withdraw/", {"reason": "数字の誤り"})

    assert without.status_code == 422
    assert Tariff.objects.get(code="2027-04").state == "draft"


def test_a_draft_is_discarded_after_being_asked():
    make.tariff_draft()
    client = staff(Role.MANAGER)

    asked = client.get(NEW + "discard/")
    client.post(NEW + "discard/")

    assert "捨てますか" in body(asked)
    assert not Tariff.objects.filter(code="2027-04").exists()


@pytest.mark.parametrize("page", ["edit", "upload"])
def test_a_released_version_has_no_page_to_change_it(page):
    client = staff(Role.MANAGER)

    assert client.get(f"/staff/tariffs/2025-10/{page}/").status_code == 302


def test_what_was_proposed_while_she_wrote_is_told_and_what_she_typed_stays():
    make.tariff_proposed()
    document = files.as_csv(queries.content(queries.whole("2027-04")))

    typed = staff(Role.MANAGER).post(NEW + "edit/", sheet(**{FEE: "13200"}))
    sent = staff(Role.MANAGER).post(NEW + "upload/", file(document))

    assert (typed.status_code, sent.status_code) == (422, 422)
    assert "この版は「審査待ち」なので、変更できません" in body(typed)
    assert "この版は「審査待ち」なので、変更できません" in body(sent)
    assert 'value="13200"' in body(typed)
    assert fee(Tariff.objects.get(code="2027-04")) == 12_000


def test_two_who_write_at_once_do_not_undo_each_other_unknowingly():
    make.tariff_draft()
    begun = staff(Role.MANAGER).get(NEW + "edit/").context["seen"]
    staff(Role.MANAGER).post(NEW + "edit/", sheet(**{FEE: "13200"}))

    late = staff(Role.MANAGER).post(NEW + "edit/", sheet(**{FEE: "15000"}) | {"seen": begun})
    again = staff(Role.MANAGER).post(
        NEW + "edit/", sheet(**{FEE: "15000"}) | {"seen": late.context["seen"]}
    )

    assert late.status_code == 422
    assert "ほかの人がこの案を変更しました" in body(late)
    assert again.status_code == 302
    assert fee(Tariff.objects.get(code="2027-04")) == 15_000


# 入力票


def test_the_sheet_as_it_is_shown_changes_nothing():
    draft = make.tariff_draft()
    before = queries.content(draft)
    page = body(staff(Role.MANAGER).get(NEW + "edit/"))
    shown = dict(re.findall(r'name="([^"]+:[^"]+)" value="([^"]*)"', page))
    shown |= {
        name: value for value, name in re.findall(r'value="([^"]*)"[^>]*name="(head:[^"]+)"', page)
    }

    staff(Role.MANAGER).post(NEW + "edit/", shown | {"head:change_over": "by_approval"})

    assert queries.content(queries.whole("2027-04")) == before
    assert 'value="by_approval" selected' in page


def test_rows_are_added_and_removed():
    make.tariff_draft()
    gone = {
        f"equipment:{n}:{column}": ""
        for n in range(21)
        for column in ("code", "label", "unit", "value")
    }
    added = {"refund_steps:4:code": "120", "refund_steps:4:value": "100"}

    staff(Role.MANAGER).post(NEW + "edit/", sheet(**gone, **added))

    said = queries.content(queries.whole("2027-04"))
    assert [item.code for item in said.equipment] == ["cushion"]
    assert max(step.min_days for step in said.refund_steps) == 120


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({FEE: ""}, "四谷区民ホール ホール 平日 午前：数が入っていません"),
        ({FEE: "-1"}, "四谷区民ホール ホール 平日 午前：負の数"),
        ({FEE: "abc"}, "「abc」は数として読めません"),
        ({"tiers:2:code": "5000"}, "入場料の区分に穴があります"),
        ({"tiers:1:code": "1000"}, "入場料の区分の2行目：入場料の区分が重なっているか"),
        ({"refund_steps:0:value": "101"}, "101は範囲の外です"),
        ({"refund_steps:3:code": "1"}, "当日まで（0日前）の段がありません"),
        ({"head:in_force_from": "いつか"}, "施行日：「いつか」は日付として読めません"),
        ({"head:label": ""}, "1文字以上60文字以内"),
        ({"head:change_over": "x"}, "切替の規則「x」は読めません"),
        ({"figures:rounding": "0"}, "端数の切り捨て：0は範囲の外です"),
    ],
)
def test_what_is_wrong_is_told_with_its_place_and_nothing_is_stored(changed, told):
    draft = make.tariff_draft()
    before = queries.content(draft)
    ((name, typed),) = changed.items()

    page = staff(Role.MANAGER).post(NEW + "edit/", sheet(**changed))

    assert page.status_code == 422
    assert told in re.sub("<[^>]*>", "", body(page))
    assert f'name="{name}"' in body(page)
    assert name == "head:change_over" or f'value="{typed}"' in body(page)
    assert queries.content(queries.whole("2027-04")) == before


def test_a_cell_that_is_wrong_is_marked():
    make.tariff_draft()

    page = body(staff(Role.MANAGER).post(NEW + "edit/", sheet(**{FEE: "-1"})))

    assert page.count('aria-invalid="true"') == 1


def test_a_copy_needs_a_day_of_the_future_and_a_code_of_its_own():
    client = staff(Role.MANAGER)
    given = {"code": "2025-10", "label": "見本", "in_force_from": "2027-04-01"}

    taken = client.post("/staff/tariffs/2025-10/copy/", given)
    past = client.post(
        "/staff/tariffs/2025-10/copy/", given | {"code": "x", "in_force_from": "2026-11-24"}
    )

    assert "「2025-10」はすでに使われています" in body(taken)
    assert "明日より後の日" in body(past)
    assert past.status_code == 422


# ファイル


def file(document: bytes) -> dict[str, Any]:
    return {"file": SimpleUploadedFile("tariff.csv", document, "text/csv")}


@pytest.mark.parametrize("kind", ["csv", "json"])
def test_a_file_goes_out_and_comes_back(kind):
    make.tariff_draft()
    client = staff(Role.MANAGER)
    document = client.get(f"{NEW}export.{kind}").content

    changed = document.replace(b"12000", b"12500", 1)
    answer = client.post(NEW + "upload/", file(changed))

    assert answer["Location"] == NEW + "changes/"
    assert fee(Tariff.objects.get(code="2027-04")) == 12_500


def test_the_faults_of_a_file_are_named_by_line_and_nothing_is_stored():
    draft = make.tariff_draft()
    document = files.as_csv(queries.content(draft)).replace(b"12000", b"x", 1)

    page = staff(Role.MANAGER).post(NEW + "upload/", file(document))

    assert page.status_code == 422
    assert "5行目：「x」は数として読めません" in body(page)
    assert fee(draft) == 12_000


def test_a_file_that_is_too_large_is_refused():
    make.tariff_draft()

    page = staff(Role.MANAGER).post(NEW + "upload/", file(b"x" * 200_001))

    assert "200KBまで" in body(page)


# 違いと影響


def dearer(percent: int = 110) -> Tariff:
    make.tariff_draft()
    wanted = {
        f"base:{f.room.key}:{f.slot}:{f.day_kind}": str(f.amount * percent // 100)
        for f in Tariff.objects.get(code="2027-04").base_fees.select_related("room")
    }
    staff(Role.MANAGER).post(NEW + "edit/", sheet(**wanted))
    return Tariff.objects.get(code="2027-04")


def test_the_difference_table_says_what_is_new():
    make.tariff_draft()
    staff(Role.MANAGER).post(
        NEW + "edit/", sheet(**{FEE: "13200", "figures:rehearsal_percent": "60"})
    )

    page = re.sub(r"\s+", " ", body(staff(Role.COUNTER).get(NEW + "changes/")))

    assert "四谷区民ホール ホール 平日 午前" in page
    assert "12,000円" in page
    assert "+1,200円" in page
    assert "+10%" in page
    assert "練習利用" in page


def test_the_preview_shows_each_running_booking_that_would_change():
    inside = make.booking(None, make.use(on=date(2027, 4, 3)))
    make.booking(None, make.use(on=date(2027, 3, 31)))
    make.booking(None, make.use("pm", on=date(2027, 4, 3)), approved=True)
    dearer()

    page = staff(Role.COUNTER).get(NEW + "changes/")

    assert [each.number for each in page.context["page"]] == [inside.number]
    assert page.context["page"][0].change == 1_440
    assert page.context["kept"] == 1
    assert inside.number in staff(Role.MANAGER).get(NEW + "changes/?csv=1").content.decode(
        "utf-8-sig"
    )


def many(count: int) -> None:
    """Tentative bookings without holds: only their number is of interest here."""
    one = make.booking(None, make.use(on=date(2027, 4, 3)))
    room = Room.objects.get(key="yotsuya/hall")
    Booking.objects.bulk_create(
        Booking(
            number=f"M{n:07}",
            application=Application(pk=one.application_id),
            group=one.group,
            room=room,
            date=date(2027, 4, 3 + n % 25),
            slots="am",
            created_at=make.NOON,
            tariff_id=one.tariff_id,
            quote=one.quote,
            price=one.price,
        )
        for n in range(count)
    )


@pytest.mark.parametrize("page", ["changes", "trial"])
def test_the_pages_cost_the_same_however_many_bookings(page, django_assert_max_num_queries):
    dearer()
    client = staff(Role.COUNTER)
    client.get(f"{NEW}{page}/?year=2027")

    with django_assert_max_num_queries(24) as few:
        client.get(f"{NEW}{page}/?year=2027")
    many(300)
    with django_assert_max_num_queries(24) as more:
        client.get(f"{NEW}{page}/?year=2027")

    assert len(more) == len(few)


# 試算


def test_the_trial_adds_up_and_says_who_pays_more():
    make.booking(None, make.use("am", "pm", on=date(2027, 4, 3)), approved=True)
    make.booking(None, make.use(room="tansu/hall", on=date(2027, 4, 4)))
    make.booking(None, make.use(on=date(2027, 3, 31)))
    dearer()

    page = staff(Role.COUNTER).get(NEW + "trial/", {"year": "2027"})

    prices = Booking.objects.filter(date__gte=date(2027, 4, 1)).values_list("price", flat=True)
    total, lines = page.context["total"], [line for _, line in page.context["lines"]]
    assert (total.uses, total.old) == (2, sum(prices))
    assert total.new == sum(price * 110 // 100 for price in prices)
    assert sum(line.new for line in lines) == total.new
    assert [each.bookings for each in page.context["affected"]] == [0, 0, 0, 0, 2, 0, 0]


def test_the_trial_is_a_chart_with_its_words_and_a_table():
    make.booking(None, make.use(on=date(2027, 4, 3)))
    dearer()

    page = body(staff(Role.COUNTER).get(NEW + "trial/", {"year": "2027"}))

    assert page.count("<svg") == 2
    assert '<title id="income-title">館ごとの収入の試算（令和9年度）</title>' in page
    assert "四谷区民ホール 現在 14,400円、四谷区民ホール この版 15,840円" in page
    assert 'fill="url(#income-hatched)"' in page


def test_the_trial_comes_as_a_file():
    make.booking(None, make.use(on=date(2027, 4, 3)))
    dearer()

    answer = staff(Role.MANAGER).get(NEW + "trial/", {"year": "2027", "csv": "1"})

    assert answer.content.decode("utf-8-sig").splitlines()[1:] == [
        "四谷区民ホール,ホール,午前,区民,1,14400,15840,1440"
    ]


@pytest.mark.parametrize("year", ["", "x", "1999", "9999", "２０２７", "2" * 50])
def test_a_year_that_cannot_be_breaks_nothing(year):
    make.tariff_draft()

    assert staff(Role.MANAGER).get(NEW + "trial/", {"year": year}).status_code == 200


def test_cancelled_bookings_bring_nothing_in():
    make.cancel(make.booking(None, make.use(on=date(2027, 4, 3))))
    dearer()

    page = staff(Role.MANAGER).get(NEW + "trial/", {"year": "2027"})

    assert page.context["total"].uses == 0


def test_a_reader_of_a_released_version_sees_all_of_it():
    draft = make.tariff_proposed()
    versions.release(draft.pk, by=make.ward(), at=make.NOON)

    page = body(staff(Role.COUNTER).get(TARIFFS, {"version": "2027-04"}))

    assert "公布済" in page
    assert "24,000円" in page


# 利用者が見る料金


def test_everybody_sees_the_price_of_the_day_of_use():
    make.new_tariff("2027-04", date(2027, 4, 1), 110, [(0, 33)], change_over="by_use")
    asked = {"room": "yotsuya/hall", "slots": "am"}

    march, april = (body(Client().get(f"/availability/yotsuya/hall/2027-0{n}/")) for n in (3, 4))
    priced = body(Client().get("/price/", asked | {"date": "2027-04-01"}))

    assert "12,000円" in march
    assert "13,200円" in april
    assert "13,200円" in priced
    assert "33%" in priced


# 正式な料金


def test_the_fees_are_shown_as_they_are():
    page = body(staff(Role.ADMINISTRATOR).get(TARIFFS))

    assert "24,000円" in page
    assert "見本料金" in page
    assert "グランドピアノ" in page
    assert "利用日の90日前まで" in page


def test_an_administrator_makes_a_version_official_and_takes_it_back():
    client = staff(Role.ADMINISTRATOR)

    client.post(OFFICIAL, {"checked": "on"})
    marked = Tariff.objects.get(code="2025-10").official
    client.post(OFFICIAL, {"back": "1"})

    assert marked
    assert not Tariff.objects.get(code="2025-10").official


def test_only_who_has_checked_the_figures_makes_them_official():
    page = staff(Role.ADMINISTRATOR).post(OFFICIAL, {})

    assert page.status_code == 422
    assert not Tariff.objects.get(code="2025-10").official


def test_another_version_can_be_looked_at():
    make.new_tariff("2027-04", make.SATURDAY, 200)

    page = staff(Role.ADMINISTRATOR).get(TARIFFS, {"version": "2027-04"})

    assert "48,000円" in body(page)
    assert staff(Role.ADMINISTRATOR).get(TARIFFS, {"version": "none"}).status_code == 404
