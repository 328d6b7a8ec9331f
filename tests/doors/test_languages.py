"""言語: every page in the reader's language, from one address, and nothing kept for another."""

import gzip
import re
import sys
from datetime import date, time
from string import Formatter

import pytest
from django.conf import settings
from django.template import Context, Template
from django.utils.translation import override

from tests import make
from tests.architecture.source import ROOT
from tests.doors.test_papers import text
from uketsuke.bookings.reception import UseDay
from uketsuke.doors.shared.drawing import papers
from uketsuke.doors.shared.words import stored
from uketsuke.doors.shared.words.languages import finished
from uketsuke.doors.shared.words.sentences import SENTENCES, sentence
from uketsuke.halls import queries, spoken
from uketsuke.kernel import languages, practice, ruby
from uketsuke.kernel.refusals import Refusal
from uketsuke.notices import texts, told, wishes
from uketsuke.notices.letter import addressed
from uketsuke.notices.letter.window import Area
from uketsuke.notices.models import Notice
from uketsuke.tariffs.queries import quote_for
from uketsuke.tariffs.quote import Use

sys.path.insert(0, str(ROOT / "tools"))

import messages

pytestmark = pytest.mark.usefixtures("noon", "world")
MONTH = "/availability/yotsuya/hall/2027-02/"
OTHERS = [code for code in languages.NAMES if code != "ja"]
WORDS = {
    "ja": "空き状況",
    "ja-easy": "はじめての",
    "en": "Availability",
    "zh-hans": "空闲情况",
    "ko": "예약 현황",
}
# What a page of each language may not hold: a sign that something was forgotten.
JAPANESE = re.compile(r"[ぁ-んァ-ヴ]")
PUBLIC = ["/", "/availability/", MONTH, "/availability/day/2027-02-06/", "/availability/search/"]
PUBLIC += [
    "/price/",
    "/lottery/",
    "/guide/",
    "/guide/manual/",
    "/guide/manual/find/",
    "/guide/manual/trouble/",
    "/statistics/",
    "/register/",
    "/login/",
    "/forgotten/",
]


def body(response):
    return response.content.decode()


def shown(page):
    """The text of a page as a reader sees it, without names of one's own language."""
    text = re.sub(r"<nav class=\"languages\".*?</nav>|<[^>]*>", " ", page, flags=re.DOTALL)
    return re.sub(r"\([^()]*\)|（[^（）]*）", "", text)  # official names stand in brackets


def test_all_languages_are_offered():
    assert dict(settings.LANGUAGES) == dict(languages.NAMES)


@pytest.mark.parametrize("code", WORDS)
def test_an_address_answers_in_the_language_it_names_and_remembers_it(client, code):
    page = client.get("/availability/", {"language": code})

    assert WORDS[code] in body(page)
    assert f'<html lang="{languages.tag(code)}">' in body(page)
    assert page["Content-Language"] == languages.tag(code)
    assert page.cookies["language"].value == code
    assert WORDS[code] in body(client.get("/availability/"))


@pytest.mark.parametrize(
    ("asked", "word"),
    [
        ("en-GB,en;q=0.9", "en"),
        ("zh-CN", "zh-hans"),
        ("ko-KR,ja;q=0.5", "ko"),
        ("fr", "ja"),
        ("", "ja"),
    ],
)
def test_a_browser_is_answered_in_its_language(client, asked, word):
    page = client.get("/availability/", headers={"Accept-Language": asked})

    assert WORDS[word] in body(page)
    assert "language" not in page.cookies


def test_what_a_reader_chose_counts_more_than_her_browser(client):
    client.cookies["language"] = "ko"

    assert WORDS["ko"] in body(client.get("/availability/", headers={"Accept-Language": "en"}))


@pytest.mark.parametrize(
    "nonsense", ["", "xx", "../../etc", "en;q=1", "ja-EASY\r\nSet-Cookie: a=b"]
)
def test_a_language_that_is_none_changes_nothing(client, nonsense):
    page = client.get("/availability/", {"language": nonsense})

    assert WORDS["ja"] in body(page)
    assert "language" not in page.cookies


def test_the_switch_keeps_what_the_address_asks_for(client):
    page = body(client.get("/availability/search/", {"halls": "yotsuya", "language": "en"}))

    assert 'href="?halls=yotsuya&amp;language=ko"' in page
    assert "language=en&" not in page


def test_the_answer_to_a_form_offers_no_switch_that_would_lose_what_was_typed(client):
    page = body(client.post("/login/", {"login": "12345678", "password": "wrong-wrong"}))

    assert "12345678" in page
    assert 'class="languages"' not in page


def test_caches_between_know_what_an_answer_depends_on(client):
    vary = client.get(MONTH)["Vary"]

    assert {"Accept-Language", "Cookie"} <= {word.strip() for word in vary.split(",")}


def test_a_kept_page_is_kept_for_its_language(client):
    packed = {"Accept-Encoding": "gzip"}
    pages = [body(client.get(MONTH, {"language": code})) for code in [*WORDS, *WORDS]]
    unpacked = gzip.decompress(client.get(MONTH, headers=packed).content).decode()

    assert pages[:5] == pages[5:]
    assert len(set(pages)) == 5
    assert unpacked == pages[4]


def test_the_length_of_a_finished_page_is_told_right(client):
    page = client.get("/lottery/", {"language": "ja-easy"})

    assert int(page["Content-Length"]) == len(page.content)


@pytest.mark.drawn
@pytest.mark.parametrize("path", PUBLIC)
@pytest.mark.parametrize("code", ["en", "ko", "zh-hans"])
def test_no_sentence_of_a_page_stays_japanese(client, path, code):
    said = shown(body(client.get(path, {"language": code})))

    assert JAPANESE.findall(said) == []


@pytest.mark.parametrize("path", PUBLIC)
def test_no_mark_of_a_reading_is_left_on_a_page(client, path):
    page = body(client.get(path, {"language": "ja-easy"}))

    assert "<ruby>" in page
    assert not set(page) & {ruby.ANCHOR, ruby.SEPARATOR, ruby.END}
    assert "<ruby>" not in re.search(r"<title>(.*?)</title>", page)[1]


@pytest.mark.parametrize("language", ["en", "ko"])
def test_two_links_side_by_side_stay_apart(language):
    with override(language):
        assert finished("<p><a>A</a>　<a>B</a></p>") == "<p><a>A</a>　<a>B</a></p>"
        assert finished("<p>A　B</p>") == "<p>A B</p>"


def test_staff_read_japanese_whatever_their_browser_says(client):
    client.cookies["language"] = "en"
    page = client.get("/staff/login/", headers={"Accept-Language": "en"})

    assert '<html lang="ja">' in body(page)
    assert 'class="languages"' not in body(page)


def test_where_the_staff_side_does_not_exist_it_is_a_page_like_any_other(client):
    asked = {"HTTP_ACCEPT_LANGUAGE": "en", "REMOTE_ADDR": "203.0.113.9"}

    hidden, missing = client.get("/staff/", **asked), client.get("/nowhere/", **asked)

    assert re.sub(r"\?[^\"]*", "", body(hidden)) == re.sub(r"\?[^\"]*", "", body(missing))
    assert hidden["Content-Language"] == missing["Content-Language"] == "en"


def test_the_api_speaks_japanese_to_everybody(client):
    one, other = (client.get("/api/v1/halls", headers={"Accept-Language": n}) for n in ("en", "ja"))

    assert one.content == other.content
    assert "Accept-Language" not in one.get("Vary", "")


@pytest.mark.parametrize("code", OTHERS)
def test_a_document_is_japanese_whoever_opens_it(code):
    booking = make.paid_booking()

    with override(code):
        said = text(papers.permit(booking))

    assert "利用承認書" in said
    assert "全額" in said


@pytest.mark.parametrize("code", ["en", "zh-hans", "ko"])
def test_every_name_of_the_seed_is_said_in_every_language(code):
    official = queries.atlas()

    with override(code):
        known = spoken.atlas()

    pairs = [
        *((known.halls[code].name, hall.name) for code, hall in official.halls.items()),
        *((known.room(key).name, room.name) for key, room in official.rooms.items()),
    ]
    assert [official for said, official in pairs if said == official] == []


def test_an_official_name_stands_beside_its_translation():
    with override("en"):
        assert "四谷区民ホール" in spoken.atlas().halls["yotsuya"].name


def test_a_name_that_no_catalogue_knows_stays_as_it_is():
    with override("en"):
        assert spoken.named("見本市民会館") == "見本市民会館"


@pytest.mark.parametrize("code", ["en", "ko"])
def test_every_line_of_a_price_is_said(code):
    use = Use(
        room="yotsuya/hall",
        date=date(2027, 2, 6),
        slots=("am", "pm"),
        admission=2000,
        reduction="disability",
        overtime_hours=1,
        equipment={"lectern": 2, "concert-piano": 1},
    )
    others = [
        Use(use.room, use.date, ("am",), commercial=True),
        Use(use.room, use.date, ("am",), rehearsal=True),
    ]
    lines = [
        line.label for each in [use, *others] for line in quote_for(each, make.NOON.date()).lines
    ]

    with override(code):
        left = [line for line in lines if JAPANESE.search(stored.said(line))]

    assert len(lines) >= 8
    assert left == []


@pytest.mark.parametrize("code", OTHERS)
def test_a_refusal_is_said_with_its_facts(code):
    refusal = Refusal("reception.closed", date=date(2027, 1, 2), label="年末年始")

    with override(code):
        said = sentence(refusal)

    assert said != sentence(refusal)
    assert languages.date_and_weekday(date(2027, 1, 2), code) in said


def test_what_a_reader_typed_keeps_its_signs():
    with override("en"):
        page = finished('<p>合唱団（新宿）：春、夏</p><p>Fri（9:00）</p><input value="a（b）">')

    assert page == '<p>合唱団（新宿）：春、夏</p><p>Fri (9:00)</p><input value="a（b）">'


def test_korean_sets_brackets_close_and_writes_hours_with_its_own_sign():
    with override("ko"):
        page = finished("<p>1일（금） 9:00〜12:00、오전（（견본））</p>")

    assert page == "<p>1일(금) 9:00~12:00, 오전((견본))</p>"


def test_what_a_reader_types_is_not_touched_where_she_types_it():
    with override("en"):
        page = finished("<p>Within 1 days（soon）</p><textarea>\nwithin 1 days（soon）</textarea>")

    assert page == "<p>Within 1 day (soon)</p><textarea>\nwithin 1 days（soon）</textarea>"


@pytest.mark.parametrize(
    ("code", "shown"),
    [("ja", "9:00〜12:00"), ("zh-hans", "9:00–12:00"), ("ja-easy", "9:00から12:00")],
)
def test_from_a_time_on_is_said_in_the_language(code, shown):
    with override(code):
        page = finished("<td>9:00〜12:00</td><b>第2回 13〜15歳の会</b>")

    assert page == f"<td>{shown}</td><b>第2回 13〜15歳の会</b>"


def test_hours_of_every_slot_are_written(client):
    assert languages.hours(time(9), time(12), "en") in body(client.get(MONTH, {"language": "en"}))


def test_who_logs_in_anew_reads_the_language_of_her_notices(client):
    group = make.group()
    group.user.set_password(make.PASSWORD)
    group.user.save()
    wishes.choose(group.pk, "ko", reminders=True, alerts=True, by=make.actor(group), at=make.NOON)

    entered = client.post("/login/", {"login": group.number, "password": make.PASSWORD})

    assert entered.cookies["language"].value == "ko"


@pytest.mark.parametrize("code", OTHERS)
def test_a_notice_is_written_in_the_language_of_its_reader(code):
    booking = make.booking()
    notice = Notice.objects.filter(group=booking.group).latest("pk")

    page, mail = (texts.render(notice, language=code, for_mail=mailed) for mailed in (False, True))

    assert languages.date_and_weekday(booking.date, code) in page.body
    assert ruby.ANCHOR not in mail.body + mail.subject
    assert ruby.plain(page.subject) == mail.subject
    assert texts.render(notice).subject != page.subject


def test_an_easy_notice_is_read_over_its_kanji_on_a_page_and_in_brackets_on_paper(client):
    group = make.booking().group
    wishes.choose(
        group.pk, "ja-easy", reminders=True, alerts=True, by=make.actor(group), at=make.NOON
    )
    notice = Notice.objects.filter(group=group).latest("pk")
    client.force_login(group.user)

    page = body(client.get(f"/my/notices/{notice.pk}/", {"language": "ja-easy"}))
    (letter,) = addressed([notice], Area(left=20, top=20, width=80, height=40))

    assert "<h1><ruby>申<rp>（</rp><rt>もう</rt>" in page
    assert "<title>申し込みをもらいました" in page
    assert letter.texts[0].subject == "申し込みをもらいました（仮の予約）"
    assert "予約（よやく）" in letter.texts[0].body
    assert ruby.ANCHOR not in letter.texts[0].body


@pytest.mark.parametrize(
    ("line", "english", "korean"),
    [
        ("ワイヤレスマイク 2本", "Wireless microphone: 2 × piece", "무선 마이크 2개"),
        (
            "スポットライト 1kW 3台（確認待ち）",
            "Spotlight 1 kW: 3 × piece (to be checked)",
            "스포트라이트 1kW 3대 (확인 대기)",
        ),
        (
            "プロジェクター 1台（2台のご希望）：修理中",
            "Projector: 1 × piece (you asked for 2 × piece): 修理中",
            "프로젝터 1대 (2대 희망): 修理中",
        ),
        ("演台 お貸しできません：修理中", "Lectern: Cannot be lent: 修理中", None),
        ("平台 8枚→3枚", "Stage platform: 8 × piece → 3", "히라다이(무대용 단) 8장 → 3"),
        ("楽屋1：主催事業のため", "Dressing room 1 (楽屋1): 主催事業のため", None),
    ],
)
def test_a_line_of_equipment_is_told_in_the_language_of_its_reader(line, english, korean):
    assert told.written("lines", [line]) == [line]
    for code, words in (("en", english), ("ko", korean)):
        with override(code):
            assert words is None or told.written("lines", [line]) == [words]


def test_a_notice_writes_hours_as_its_language_does():
    booking = make.booking()
    notice = Notice.objects.filter(group=booking.group).latest("pk")

    said = {code: texts.render(notice, language=code, for_mail=True).body for code in OTHERS}

    assert "Morning (09:00–12:00)" in said["en"]
    assert "오전(09:00~12:00)" in said["ko"]


def test_a_notice_for_practice_says_so_in_its_language():
    practice.mark()
    booking = make.booking()
    notice = Notice.objects.filter(group=booking.group).latest("pk")

    assert texts.render(notice).subject.startswith("【練習用】")
    assert texts.render(notice, language="en").subject.startswith("[Practice] We have")
    assert texts.render(notice, language="ko").body.startswith("(연습용: 실제 알림이 아닙니다)\n")


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("ja", "手で書いた&lt;理由&gt;"),
        ("ja-easy", "手で書いた&lt;理由&gt;"),
        ("en", '<span lang="ja">手で書いた&lt;理由&gt;</span>'),
        ("ko", '<span lang="ja">手で書いた&lt;理由&gt;</span>'),
    ],
)
def test_what_was_written_by_hand_says_that_it_is_japanese(code, shown):
    template = Template("{% load uketsuke %}{{ words|as_written }}")

    with override(code):
        assert template.render(Context({"words": "手で書いた<理由>"})) == shown


def test_why_a_cell_is_closed_says_that_it_is_japanese(client):
    make.block("yotsuya/hall", starts=make.SATURDAY, at=make.NOON)

    page = body(client.get(MONTH, {"language": "en"}, follow=True))

    assert re.search(r'<span lang="ja">[^<]*[ぁ-ん一-龠]', page)


def test_a_slot_that_opens_soon_says_so_in_the_language_of_the_page(client):
    make.cancel(make.paid_booking())

    page = body(client.get("/book/", {"cell": "yotsuya/hall|2027-02-06|am", "language": "en"}))

    assert "□ Being prepared: opens soon" in page


# What a sentence may have to say, as our rules give it.
FACTS = {
    "item": "ワイヤレスマイク",
    "unit": "本",
    "room": "yotsuya/hall",
    "hall": "yotsuya",
    "label": "年末年始",
    "reason": "まもなく受付",
    "reduction": "区後援",
    "stage": "リハーサル",
    "before": "搬入",
    "times": "09:00〜12:00、13:00〜17:00",
    "old": "cancelled",
    "month": date(2027, 2, 1),
    "slots": [],
} | {
    name: date(2027, 2, 6)
    for name in ("as_of", "date", "last", "on", "opens", "until", "valid_until", "when")
}
SAID = [
    (code, name)
    for code, text in SENTENCES.items()
    if code.partition(".")[0] not in messages.STAFF_REFUSALS
    for name in [{name for _, name, _, _ in Formatter().parse(str(text)) if name}]
]


@pytest.mark.drawn
@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize(("code", "names"), SAID, ids=[code for code, _ in SAID])
def test_no_refusal_leaves_a_fact_in_japanese(language, code, names):
    uses = [UseDay("yotsuya/hall", date(2027, 2, 6), ("am", "pm"))]
    facts = {name: FACTS.get(name, uses if name == "uses" else 3) for name in names}

    with override(language):
        said = shown(finished(f"<p>{sentence(Refusal(code, **facts))}</p>"))

    assert re.findall(r"[ぁ-んァ-ヴ一-鿿]", said) == []
    assert re.findall(r"\d[年月日時分円人件枠]|[（）〜、。]", said) == []
