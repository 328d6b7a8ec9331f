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
