"""だれでも見られる画面."""

import gzip
import re
from datetime import timedelta

import pytest
from django.urls import reverse

from tests import make

pytestmark = pytest.mark.usefixtures("noon", "world")
MONTH = "/availability/yotsuya/hall/2027-02/"


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
    "/guide/manual/",
    "/guide/manual/find/",
    "/accessibility/",
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
    assert table["7日（日）"] == ["■休止 舞台保守点検（見本）"]
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
    assert page.count(">四谷区民ホール ホール</a>") == 1
    assert "（平日 午前）" in page


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


@pytest.mark.parametrize(
    ("month", "day", "said"),
    [
        ("2027-04", "1日（木）", "○四谷 4月1日（木）午前 空き"),
        ("2027-05", "6日（木）", "○四谷 5月6日（木）午前 空き （区民） 区民以外12/3〜"),
        ("2027-06", "1日（火）", "◇抽選期間 先着12/3〜"),
        ("2027-08", "2日（月）", "△受付前 区民2/4〜 区民以外3/4〜"),
    ],
)
def test_a_cell_says_from_when_it_is_open_and_for_whom(client, month, day, said):
    page = client.get(f"/availability/yotsuya/hall/{month}/").content.decode()

    assert _table(page)[day][0] == said


@pytest.mark.parametrize(
    ("eligibility", "said"),
    [("resident", "○四谷 5月6日（木）午前 空き"), ("other", "△受付前 12/3〜")],
)
def test_a_group_is_told_what_holds_for_its_class(client, eligibility, said):
    _log_in(client, make.group(eligibility=eligibility))

    page = client.get("/availability/yotsuya/hall/2027-05/").content.decode()

    assert _table(page)["6日（木）"][0] == said


def test_a_booking_shows_at_once_on_a_kept_page(client):
    before = client.get(MONTH).content
    make.booking(None, make.use("am"))

    assert client.get(MONTH).content != before


@pytest.mark.parametrize("path", ["/", "/availability/", MONTH, "/statistics/"])
def test_nothing_that_one_visitor_asked_is_on_the_page_kept_for_the_next(client, path):
    assert "typed-by-one" in client.get(f"{path}?more=typed-by-one").content.decode()

    assert "typed-by-one" not in client.get(path).content.decode()


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


def test_a_group_sees_its_own_and_nobody_else_does(client):
    group, other = make.group(), make.group()
    make.booking(group, make.use("am"))
    seen = []
    for who in (other, group, other):
        _log_in(client, who)
        seen.append(client.get(MONTH).content.decode())

    said = [_table(page)["6日（土）"][0] for page in seen]
    assert said == ["×予約済", "●あなたの予約", "×予約済"]
    assert group.name in seen[1]
    assert group.name not in seen[2]


def test_a_group_sees_at_once_what_changed(client):
    group = make.group()
    _log_in(client, group)
    seen = [_table(client.get(MONTH).content.decode())["6日（土）"][0]]
    made = make.booking(group, make.use("am"))
    seen.append(_table(client.get(MONTH).content.decode())["6日（土）"][0])
    make.cancel(made)
    seen.append(_table(client.get(MONTH).content.decode())["6日（土）"][0])
    make.rest_over()
    seen.append(_table(client.get(MONTH).content.decode())["6日（土）"][0])

    assert seen == [seen[0], "●あなたの予約", "□準備中 まもなく受付", seen[0]]


def test_a_kept_page_is_sent_packed_to_who_can_unpack_it(client):
    plain = client.get(MONTH).content
    packed = client.get(MONTH, headers={"Accept-Encoding": "br, gzip"})

    assert gzip.decompress(packed.content) == plain
    assert len(packed.content) < len(plain) / 4
    assert "Accept-Encoding" in packed["Vary"]
    assert client.get(MONTH, headers={"Accept-Encoding": "gzip;q=0"}).content == plain


def test_the_chosen_form_is_remembered(client):
    client.get(f"{MONTH}?view=list")

    assert "<table" not in client.get(MONTH).content.decode()


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


def _log_in(client, group):
    client.force_login(group.user)


@pytest.mark.parametrize(
    ("language", "day", "level", "whom"),
    [
        ("ja", "2026年11月28日（土）", "AA（38の達成基準）", "ホールの窓口へお知らせください"),
        ("ja-easy", "2026年11月28日（土曜日）", "AA（38の決まり）", "ホールの窓口に話して"),
        ("en", "Sat 28 November 2026", "AA (38 criteria)", "tell the counter of a hall"),
        ("zh-hans", "2026年11月28日（周六）", "AA（38项标准）", "告知会馆窗口"),
        ("ko", "2026년 11월 28일(토)", "AA(38개 달성 기준)", "홀 창구에 알려"),
    ],
)
def test_what_was_examined_is_told_in_the_language_of_its_reader(
    client, language, day, level, whom
):
    page = client.get("/accessibility/", {"language": language}).text
    summary = page.partition("<main")[2].partition("<table")[0]
    said = re.sub(r"<r[pt]>.*?</r[pt]>|</?(?:ruby|rt|rp)>", "", summary)

    assert [each for each in (day, level, whom) if each not in said] == []
