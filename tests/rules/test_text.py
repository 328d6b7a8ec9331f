"""文字: what people type."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from uketsuke.kernel import text

TSUJI = "辻\U000e0100"  # the variant with one dot, an IVS


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("１２３４ー５６７８", "12345678"),
        ("利用者番号 12 34", "1234"),
        ("①②", "12"),
        ("٣٤", ""),
        ("", ""),
    ],
)
def test_digits_are_half_width_and_nothing_else(typed, found):
    assert text.digits(typed) == found


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("03-1234-5678", "03-1234-5678"),
        ("０３ー１２３４ー５６７８", "03-1234-5678"),
        ("03(1234)5678", "03-1234-5678"),
        (" 03 1234 5678 ", "03-1234-5678"),
        ("03−1234‐5678", "03-1234-5678"),
        ("0312345678", "03-1234-5678"),
        ("0612345678", "06-1234-5678"),
        ("031-234-5678", "03-1234-5678"),
        ("09012345678", "090-1234-5678"),
        ("080-1234-5678", "080-1234-5678"),
        ("07012345678", "070-1234-5678"),
        ("05012345678", "050-1234-5678"),
        ("0120123456", "0120-123-456"),
        ("0570-000-000", "0570-000-000"),
        ("0990123456", "0990-123-456"),
        ("08001234567", "0800-123-4567"),
        ("02012345678", "020-1234-5678"),
        ("+81 3-1234-5678", "03-1234-5678"),
        ("+81 (0)3 1234 5678", "03-1234-5678"),
        ("+81 03-1234-5678", "03-1234-5678"),
        ("+819012345678", "090-1234-5678"),
        ("0112345678", "011-234-5678"),
        ("＋８１９０１２３４５６７８", "090-1234-5678"),
        ("042-123-4567", "042-123-4567"),
        ("0422-12-3456", "0422-12-3456"),
        ("04992-1-2345", "04992-1-2345"),
        ("0421234567", "042-123-4567"),
        ("04221-23456", "042-212-3456"),
    ],
)
def test_a_phone_number_is_stored_in_one_way(typed, stored):
    assert text.phone(typed) == stored


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "03-1234-567",
        "03-1234-56789",
        "090-1234-567",
        "050-1234-567",
        "010-1234-5678",
        "00-1234-5678",
        "1234567890",
        "03-1234-5678 内線12",
        "090-1234-5678 / 03-1234-5678",
        "なし",
        "٠٣١٢٣٤٥٦٧٨",
        "+1 212 555 0100",
    ],
)
def test_what_is_no_phone_number_is_refused(typed, refused):
    with refused("text.phone"):
        text.phone(typed)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ヤマザキ", "やまさき"),
        ("ﾔﾏｻﾞｷ", "ヤマサキ"),
        ("四谷 コーラス", "四谷コーラス"),
        ("四谷\u3000合唱団", "四谷合唱団"),
        ("ＡＢＣ-Club", "abc club"),
        ("ヴァイオリン", "ウァイオリン"),
        (f"{TSUJI}太鼓", "辻太鼓"),
        ("髙橋", "高橋"),
        ("齋藤劇團", "斉藤劇団"),
        ("渡邉　櫻會", "渡辺桜会"),
        ("𠮷田", "吉田"),
        ("市ヶ谷", "市が谷"),
        ("ジョン・スミス", "ジョン スミス"),
        ("パーク", "ハ-ク"),
    ],
)
def test_a_name_is_found_however_it_is_written(one, other):
    assert text.search_key(one) == text.search_key(other)


def test_different_names_stay_different():
    assert text.search_key("四谷合唱団") != text.search_key("四谷吹奏楽団")
    assert text.search_key("きょう") != text.search_key("きよう")


def test_a_key_never_outgrows_its_column():
    assert len(text.search_key("㍿" * 80)) == text.KEY_LENGTH


@given(name=st.text(max_size=30))
def test_a_search_key_is_its_own_key(name):
    key = text.search_key(name)

    assert text.search_key(key) == key


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        (" 四谷 花子 ", "四谷\u3000花子"),
        ("四谷 \u3000 花子\n", "四谷\u3000花子"),
        (f"{TSUJI}\u3000太郎", f"{TSUJI}\u3000太郎"),
        ("髙﨑\u3000一郎", "髙﨑\u3000一郎"),
        ("神\ufa19", "神\ufa19"),  # a compatibility ideograph, which NFKC would change
        ("ＪＯＨＮ SMITH", "ＪＯＨＮ\u3000SMITH"),
        ("𠮷野", "𠮷野"),
    ],
)
def test_a_persons_name_is_stored_as_written(typed, stored):
    assert text.person_name(typed) == stored


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("ﾖﾂﾔ ﾊﾅｺ", ["ﾖﾂﾔ", "ﾊﾅｺ"]),
        ("四谷\n花子", ["U+000A"]),
        ("四谷\t花子\t子", ["U+0009"]),
        ("四谷\x00花子", ["U+0000"]),
        ("四谷\u200b花子", ["U+200B"]),
        ("\u202e四谷", ["U+202E"]),
        ("四谷\u2028花子", ["U+2028"]),
    ],
)
def test_what_cannot_be_printed_in_a_name_is_refused(typed, found, refused):
    with refused("text.characters") as caught:
        text.person_name(typed)

    assert caught.value.facts["found"] == found


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("  秋の\n発表会  ", "秋の 発表会"),
        ("秋の  \t 発表会", "秋の 発表会"),
        ("ﾋﾟｱﾉの会", "ピアノの会"),
        ("秋の発表会①", "秋の発表会①"),
        ("", ""),
        ("あ" * 10, "あ" * 10),
    ],
)
def test_one_line_is_one_line(typed, stored):
    assert text.one_line(typed, 10) == stored


def test_a_line_that_is_too_long_says_by_how_much(refused):
    with refused("text.too_long") as caught:
        text.one_line("あ" * 11, 10)

    assert caught.value.facts == {"max": 10, "length": 11}


def test_a_line_has_no_invisible_characters(refused):
    with refused("text.characters"):
        text.one_line("秋\u202e発表会", 80)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        (" Hanako@Example.JP ", "Hanako@example.jp"),
        ("ｈａｎａｋｏ＠ｅｘａｍｐｌｅ．ｊｐ", "hanako@example.jp"),
        ("a..b.@docomo.example.jp", "a..b.@docomo.example.jp"),
        ("a+b@mail.example.co.jp", "a+b@mail.example.co.jp"),
        ("a" * 243 + "@example.jp", "a" * 243 + "@example.jp"),  # 254 characters
    ],
)
def test_a_mail_address_is_stored_half_width(typed, stored):
    assert text.mail(typed) == stored


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "hanako",
        "hanako@example",
        "hanako@@example.jp",
        "花子@example.jp",
        "a b@example.jp",
        "a@example.jp, b@example.jp",
        "a@example.jp\nBcc: b@example.jp",
        "a@-example.jp",
        "a@example..jp",
        "a" * 244 + "@example.jp",
    ],
)
def test_what_is_no_mail_address_is_refused(typed, refused):
    with refused("text.mail"):
        text.mail(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "123456789018",
        "1234-5678-9018",
        "１２３４ ５６７８ ９０１８",
        "番号は123456789018です",
        "000000000000",
        "100000000005",  # weight 6 on the highest digit
        "200000000000",  # rest 1: check digit 0
        "000000000019",  # rest 2: check digit 9
    ],
)
def test_a_my_number_is_noticed(typed):
    assert text.looks_like_my_number(typed)


@pytest.mark.parametrize(
    "typed",
    ["123456789012", "1234567890181", "12345678901", "03-1234-5678", "2026-11-23 1300", ""],
)
def test_other_numbers_are_no_my_number(typed):
    assert not text.looks_like_my_number(typed)


@given(body=st.integers(0, 10**11 - 1))
def test_one_check_digit_in_ten_is_right(body):
    numbers = [f"{body:011}{check}" for check in range(10)]

    assert sum(text.looks_like_my_number(number) for number in numbers) == 1
