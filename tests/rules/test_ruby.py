"""ふりがな: readings stand over kanji where a page can show them, and nowhere else."""

import pytest

from uketsuke.kernel import ruby

LOTTERY = ruby.marked("抽選《ちゅうせん》に 申《もう》し込《こ》む")
SHOWN = "<ruby>抽選<rp>（</rp><rt>ちゅうせん</rt><rp>）</rp></ruby>に "


def test_a_page_shows_the_reading_over_the_kanji():
    assert ruby.html(f"<p>{LOTTERY}</p>").startswith(f"<p>{SHOWN}")


@pytest.mark.parametrize(
    ("page", "shown"),
    [
        ('<p title="{}">a</p>', '<p title="抽選に 申し込む">a</p>'),
        ("<title>{}</title>", "<title>抽選に 申し込む</title>"),
        ("<textarea>{}</textarea>", "<textarea>抽選に 申し込む</textarea>"),
        ("<svg><desc>{}</desc></svg>", "<svg><desc>抽選に 申し込む</desc></svg>"),
        (
            "<option selected>{}</option>",
            "<option selected>抽選（ちゅうせん）に 申（もう）し込（こ）む</option>",
        ),
    ],
)
def test_where_no_markup_may_stand_there_is_none(page, shown):
    assert ruby.html(page.format(LOTTERY)) == shown


def test_a_sign_in_an_attribute_does_not_end_the_tag():
    page = '<a title="1 > 0" href="/">' + LOTTERY + "</a>"

    assert SHOWN in ruby.html(page)
    assert 'title="1 > 0"' in ruby.html(page)


def test_the_base_may_be_more_than_kanji():
    assert ruby.marked("｜10日《とおか》") == ruby.over("10日", "とおか")


@pytest.mark.parametrize("written", ["《かな》だけ", "漢字《漢字》", "二重《", "a《b》"])
def test_what_is_no_reading_stays_as_it_is_written(written):
    assert ruby.marked(written) == written


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("7日《にち》まで", "7日（なのか）まで"),
        ("1日《にち》だけ", "1日（いちにち）だけ"),
        ("10日前《にちまえ》", "10日前（とおかまえ）"),
        ("30日前《にちまえ》", "30日前（にちまえ）"),
        ("110日《にち》", "110日（にち）"),
        ("2人《にん》", "2人（ふたり）"),
        ("1,002人《にん》", "1,002人（にん）"),
        ("30分《ふん》", "30分（ぷん）"),
        ("15分間《ふんかん》", "15分間（ふんかん）"),
        ("24分間《ふんかん》", "24分間（ぷんかん）"),
        ("3本《ほん》", "3本（ぼん）"),
        ("10本《ほん》", "10本（ぽん）"),
        ("本《ほん》が2本《ほん》", "本（ほん）が2本（ほん）"),
        ("10分《ぶん》の1", "10分（ぶん）の1"),
    ],
)
def test_a_counter_is_read_after_its_number(written, read):
    assert ruby.bracketed(ruby.marked(written)) == read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("四谷《よつや》区民《くみん》ホール", "四谷区民（よつやくみん）ホール"),
        ("一度《いちど》申《もう》し込《こ》む", "一度（いちど）申（もう）し込（こ）む"),
        ("2月《がつ》｜6日《むいか》、", "2月（がつ）6日（むいか）、"),
        (
            "新宿区《しんじゅくく》見本町《みほんちょう》7",
            "新宿区見本町（しんじゅくくみほんちょう）7",
        ),
    ],
)
def test_names_side_by_side_share_their_brackets(written, read):
    assert ruby.bracketed(ruby.marked(written)) == read


def test_a_page_reads_counters_too():
    assert ruby.html(ruby.marked("<p>7日《にち》</p>")) == (
        "<p><ruby>7日<rp>（</rp><rt>なのか</rt><rp>）</rp></ruby></p>"
    )
    assert ruby.html(ruby.marked('<p title="7日《にち》">a</p>')) == '<p title="7日">a</p>'
