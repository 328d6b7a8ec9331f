"""だれでも見られる画面."""

import re
from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import make
from uketsuke.doors.cli.commands import quote as command
from uketsuke.halls.queries import atlas

pytestmark = pytest.mark.usefixtures("world")
MONTH = "/availability/yotsuya/hall/2027-02/"


@pytest.fixture(autouse=True)
def _noon():
    with time_machine.travel(make.NOON, tick=False):
        yield


PAGES = [
    "/",
    "/availability/",
    MONTH,
    f"{MONTH}?view=list",
    "/availability/yotsuya/dressing-1/2027-02/",
    "/availability/day/2027-02-06/",
    "/availability/week/2027-02-06/",
    "/availability/search/",
    "/price/",
    "/lottery/",
    "/guide/",
]


@pytest.mark.parametrize("path", PAGES)
def test_a_stranger_looks_without_login_and_without_a_cookie(client, path):
    response = client.get(path)

    assert response.status_code == 200
    assert set(response.cookies) <= {"availability"}


@pytest.mark.parametrize("path", PAGES)
def test_looking_changes_nothing_and_takes_no_form(client, path):
    response = client.post(path)

    assert response.status_code == 405
    assert "区民ホール" in response.content.decode()


@pytest.mark.parametrize(
    "path",
    [
        "/availability/yotsuya/hall/2027-13/",
        "/availability/yotsuya/hall/20270201/",
        "/availability/yotsuya/attic/2027-02/",
        "/availability/atlantis/hall/2027-02/",
        "/availability/yotsuya/hall/9999-01/",
        "/availability/day/2027-02-30/",
        "/availability/week/tomorrow/",
        "/availability/day/1999-01-01/",
        "/availability/day/2027-W05-1/",
        "/availability/day/２０２７-02-06/",
        "/availability/yotsuya/hall/2027-02%00/",
    ],
)
def test_what_does_not_exist_is_a_kind_404(client, path):
    response = client.get(path)

    assert response.status_code == 404
    assert "空き状況から" in response.content.decode()
    assert reverse("portal:availability") in response.content.decode()


def test_every_cell_says_what_it_is(client):
    make.booking(None, make.use("am"))
    make.block("yotsuya/hall", starts=make.SATURDAY + timedelta(days=1))

    page = client.get(MONTH).content.decode()

    table = _table(page)
    assert table["6日（土）"] == [
        "×予約済",
        "○四谷 2月6日（土）午後 空き",
        "○四谷 2月6日（土）夜間 空き",
    ]
    assert table["7日（日）"] == ["■休止 舞台保守点検（見本）"] * 3
    assert f"cell=yotsuya%2Fhall%7C{make.SATURDAY}%7Cpm" in page


def test_the_list_says_the_same_as_the_table(client):
    make.booking(None, make.use("pm"))
    make.booking(None, make.use("am", on=make.SATURDAY + timedelta(days=2)))
    make.block("yotsuya/hall", starts=make.SATURDAY + timedelta(days=5), slots=("night",))

    table = _table(client.get(f"{MONTH}?view=table").content.decode())
    listed = _list(client.get(f"{MONTH}?view=list").content.decode())

    assert listed["6日（土）"][1] == "午後 × 予約済"
    assert [day for day in table if not _agree(table[day], listed[f"{day}"])] == []


def test_a_room_that_is_not_for_the_web_is_for_the_counter(client):
    page = client.get("/availability/yotsuya/dressing-1/2027-02/").content.decode()

    assert _table(page)["6日（土）"] == ["○空き 窓口で"] * 3
    assert reverse("portal:choose") not in page


def test_the_last_days_are_for_the_counter_and_then_for_nobody(client):
    table = _table(client.get("/availability/yotsuya/hall/2026-11/").content.decode())

    assert table["22日（日）"][0] == "－終了"
    assert table["26日（木）"][0] == "－受付終了"
    assert table["27日（金）"][0] == "－受付終了 窓口へ"


def test_a_month_far_away_is_before_reception_and_says_the_year(client):
    page = client.get("/availability/yotsuya/hall/2035-04/").content.decode()

    assert "この月は受付前です" in page
    assert "2034年10月5日（木）9:00" in page
    assert "区民2034/10/5〜" in page


def test_one_day_has_a_row_for_each_hall(client):
    make.booking(None, make.use("am", room="tansu/hall"))

    table = _table(client.get("/availability/day/2027-02-06/").content.decode())

    assert list(table) == ["四谷", "牛込箪笥", "角筈"]
    assert table["牛込箪笥"][:2] == ["×予約済", "○牛込箪笥 2月6日（土）午後 空き"]


def test_a_day_on_which_all_is_closed_is_said_once(client):
    page = client.get("/availability/yotsuya/hall/2027-01/").content.decode()

    assert _table(page)["1日（金）元日"] == ["－休館 年末年始"]


def test_closed_days_and_phases_are_told(client):
    assert "年末年始" in client.get("/availability/yotsuya/hall/2027-01/").content.decode()
    assert (
        "（区民） 区民以外12/3〜"
        in client.get("/availability/yotsuya/hall/2027-05/").content.decode()
    )
    assert "受付前" in client.get("/availability/yotsuya/hall/2027-08/").content.decode()
    with time_machine.travel(make.NOON + timedelta(days=1), tick=False):
        assert "抽選期間" in client.get("/availability/yotsuya/hall/2027-06/").content.decode()


def test_a_booking_shows_at_once_on_a_kept_page(client):
    before = client.get(MONTH).content
    make.booking(None, make.use("am"))

    assert client.get(MONTH).content != before


def test_a_kept_page_costs_one_query(client, django_assert_num_queries):
    client.get(MONTH)

    with django_assert_num_queries(1):
        client.get(MONTH)


@pytest.mark.parametrize("path", [MONTH, "/availability/week/2027-02-06/", "/"])
def test_a_page_costs_the_same_however_much_is_booked(client, path, django_assert_max_num_queries):
    client.get(path)
    for n in range(4):
        make.booking(None, make.use("am", on=make.SATURDAY + timedelta(days=n)))

    with django_assert_max_num_queries(3):
        client.get(path)


def test_a_group_sees_its_own_and_is_not_shown_a_strangers_page(client):
    group = make.group(password=make.PASSWORD)
    make.booking(group, make.use("am"))
    client.get(MONTH)

    client.force_login(group.user, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(MONTH).content.decode()

    assert "あなたの予約" in page
    assert group.name in page


def test_the_chosen_form_is_remembered(client):
    client.get(f"{MONTH}?view=list")

    assert "<table" not in client.get(MONTH).content.decode()


def test_a_search_takes_full_width_digits_and_lists_free_days(client):
    page = client.get(
        "/availability/search/",
        {"first": "２０２７/２/６", "last": "令和9年2月7日", "slots": "am", "halls": "tansu"},
    ).content.decode()

    assert "見つかった空き 2日" in page


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ("2027/2/30", "2027-03-01", "日付"),
        ("2027/3/1", "2027-02-01", "より後の日"),
        ("2027/1/1", "2028-01-01", "200日まで"),
        ("", "2027-02-01", "入力"),
    ],
)
def test_a_wrong_search_is_explained_and_kept(client, first, last, words):
    page = client.get("/availability/search/", {"first": first, "last": last}).content.decode()

    assert words in page
    assert f'value="{last}"' in page


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    room=st.sampled_from(["yotsuya/hall", "tansu/hall", "tsunohazu/hall", "tansu/dressing-1"]),
    on=st.dates(date(2026, 12, 1), date(2027, 12, 31)),
    slots=st.sets(st.sampled_from(["am", "pm", "night"]), min_size=1),
    admission=st.integers(0, 9999),
    commercial=st.booleans(),
    rehearsal=st.booleans(),
    reduction=st.sampled_from(["", "ward-support", "ward-host"]),
    overtime=st.integers(0, 1),
    mics=st.integers(0, 9),
)
def test_the_page_and_the_command_say_the_same_price(
    client, capsys, room, on, slots, admission, commercial, rehearsal, reduction, overtime, mics
):
    asked = {"room": room, "date": on.isoformat(), "slots": sorted(slots), "admission": admission}
    asked |= {"reduction": reduction, "overtime_hours": overtime, "equipment-wired-mic": mics}
    asked |= {name: "on" for name, wanted in _flags(commercial, rehearsal) if wanted}
    shown = client.get("/price/", asked).context["quote"]

    told = _told(capsys, asked, slots, mics, reduction)

    assert told["total"] == shown.total
    assert [line["amount"] for line in told["lines"]] == [line.amount for line in shown.lines]


def test_the_price_page_says_that_fees_are_samples(client):
    page = client.get(
        "/price/", {"room": "yotsuya/hall", "date": "2027-04-10", "slots": ["am", "pm"]}
    ).content.decode()

    assert "33,600円" in page
    assert "見本料金" in page


def test_a_price_too_much_overtime_is_refused_in_words(client):
    asked = {"room": "yotsuya/hall", "date": "2027-04-10", "slots": "am", "overtime_hours": "５"}

    page = client.get("/price/", asked).content.decode()

    assert "1時間まで" in page
    assert 'value="５"' in page


def test_the_lottery_page_names_the_draw_days(client):
    page = client.get("/lottery/").content.decode()

    assert "2026年12月2日（水）" in page
    assert "2027年1月13日（水）" in page


def test_the_front_page_leads_to_free_weekends(client):
    page = client.get("/").content.decode()

    assert reverse("portal:choose") in page
    assert all(hall.name in page for hall in atlas().halls.values())


def _table(page):
    """What the rows of a table say: {"6日（土）": ["×予約済", …]}."""
    rows = re.findall(r'<th scope="row">(.*?)</th>(.*?)</tr>', page, re.DOTALL)
    return {
        _text(head): [_text(td) for td in re.findall(r"<td.*?</td>", rest)] for head, rest in rows
    }


def _list(page):
    """What the list says: {"6日（土）": ["午前 ○ 空き", …]}, without what is only for readers."""
    page = re.sub(r'<span class="visually-hidden">.*?</span>', "", page)
    days = re.findall(r"<li><b.*?>(.*?)</b>(.*?)(?=\n<li><b|\Z)", page, re.DOTALL)
    return {
        head + _text(rest.partition("<ul>")[0]): [
            _text(li) for li in re.findall(r"<li>.*?</li>", rest.partition("</ul>")[0])
        ]
        for head, rest in days
    }


def _text(html):
    return re.sub(r"<[^>]+>", "", html).strip()


def _agree(cells, items):
    """Whether both speak of the same slots in the same order, and say the same of each."""
    slots = [item.split()[0] for item in items]
    said = [item.split()[2] for item in items]
    return slots == ["午前", "午後", "夜間"] and all(
        word in cell for word, cell in zip(said, cells, strict=True)
    )


def _flags(commercial, rehearsal):
    return [("commercial", commercial), ("rehearsal", rehearsal)]


def _told(capsys, asked, slots, mics, reduction):
    """What ``uketsuke quote`` says of the same."""
    import argparse
    import json

    words = ["--room", asked["room"], "--date", asked["date"], "--slots", ",".join(slots)]
    words += ["--admission", str(asked["admission"]), "--json"]
    words += ["--overtime-hours", str(asked["overtime_hours"])]
    words += [f"--{name}" for name in ("commercial", "rehearsal") if name in asked]
    words += ["--reduction", reduction] if reduction else []
    words += ["--equipment", f"wired-mic:{mics}"] if mics else []
    parser = argparse.ArgumentParser()
    command.configure(parser)
    capsys.readouterr()
    command.run(parser.parse_args(words))
    return json.loads(capsys.readouterr().out)
