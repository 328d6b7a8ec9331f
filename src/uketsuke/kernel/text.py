"""文字: what people type, made fit to store, to show and to search.

Names are stored exactly as written (no normalisation, variation selectors kept): how somebody
writes her name is hers. Numbers and addresses are normalised; a Refusal does not repeat them, for
it may be logged. 源: facts 8.1, 8.2.
"""

import re
import unicodedata
from collections.abc import Iterable

from uketsuke.kernel.kanji import SAME_WORD
from uketsuke.kernel.refusals import Refusal

_DASHES = "‐‑‒–—―−－ｰー"
_TO_HYPHEN = str.maketrans(dict.fromkeys(_DASHES, "-"))
_KATAKANA_TO_HIRAGANA = {code: code - 0x60 for code in range(0x30A1, 0x30F7)}
# One name, two ways to write it: what a person at the counter types is rarely the rarer one.
_VARIANTS = SAME_WORD | str.maketrans("ゕゖ", "かか")
# Control characters, invisible formatting, halves of a character, line and paragraph separators.
_FORBIDDEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_HALF_WIDTH_KANA = re.compile("[\uff61-\uff9f]+")
_MAIL = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+"
    r"@(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,}"
)
_MAIL_LENGTH = 254
KEY_LENGTH = 120  # one sign may become several (㍿): a key never outgrows its column
_MY_NUMBER = re.compile(r"(?<!\d)\d{4}[ -]?\d{4}[ -]?\d{4}(?!\d)")

# How the digits of a phone number are grouped, by what it begins with; the first that fits.
_PHONE_GROUPS = (
    (re.compile(r"0[36]\d{8}"), (2, 4, 4)),
    (re.compile(r"0(?:120|570|990)\d{6}"), (4, 3, 3)),
    (re.compile(r"0800\d{7}"), (4, 3, 4)),
    (re.compile(r"0[2-9]0\d{8}"), (3, 4, 4)),
)
# With ten digits these lack one.
_CUT_SHORT = re.compile(r"0[5-9]0\d{7}")
_TYPED_PHONE = re.compile(r"0\d{1,4}-\d{1,4}-\d{4}")


def digits(text: str) -> str:
    """数字: only the digits of ``text``, half-width."""
    return "".join(found for found in unicodedata.normalize("NFKC", text) if found in "0123456789")


def phone(text: str) -> str:
    """電話番号: half-width with hyphens, ``03-1234-5678``; +81 becomes the leading 0.

    Hyphens stay as typed where the beginning does not tell the groups. Raises Refusal
    ``text.phone``.
    """
    typed = unicodedata.normalize("NFKC", text).translate(_TO_HYPHEN).strip()
    typed = re.sub(r"^\+81[ -]*(?:\(0\)|0)?[ -]*", "0", typed)
    typed = re.sub(r"[ .()-]+", "-", typed).strip("-")
    number = typed.replace("-", "")
    for pattern, sizes in _PHONE_GROUPS:
        if pattern.fullmatch(number):
            return _grouped(number, sizes)
    if not re.fullmatch(r"0[1-9]\d{8}", number, re.ASCII) or _CUT_SHORT.fullmatch(number):
        raise Refusal("text.phone")
    return typed if _TYPED_PHONE.fullmatch(typed) else _grouped(number, (3, 3, 4))


def search_key(text: str) -> str:
    """検索キー: what two ways of writing one name have in common; never shown, never stored as
    the name.

    Case, width, katakana, dakuten, variation selectors, old forms of kanji, spaces, hyphens,
    middle dots and long marks do not count. At most ``KEY_LENGTH`` signs.
    """
    apart = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", text).lower())
    kept = "".join(found for found in apart if unicodedata.category(found) != "Mn")
    hiragana = unicodedata.normalize("NFC", kept).translate(_KATAKANA_TO_HIRAGANA)
    key = re.sub(r"[\s・-]", "", hiragana.translate(_TO_HYPHEN)).translate(_VARIANTS)
    return key[:KEY_LENGTH]


def person_name(text: str) -> str:
    """氏名: as written, trimmed, spaces inside made one U+3000.

    Raises Refusal ``text.characters`` (``found``) for half-width kana, line breaks and invisible
    characters.
    """
    name = text.strip()
    _refuse(_unfit(name) + _HALF_WIDTH_KANA.findall(name))
    return re.sub(r"\s+", "\u3000", name)


def one_line(text: str, max_length: int) -> str:
    """一行の文: trimmed, line breaks and runs of spaces made one space, half-width kana full-width.

    Raises Refusal ``text.characters`` (``found``) and ``text.too_long`` (``max``, ``length``).
    """
    line = re.sub(r"[\r\n\t]+", " ", text.strip())
    _refuse(_unfit(line))
    line = re.sub(r"(\s)\s+", r"\1", line)
    line = _HALF_WIDTH_KANA.sub(lambda kana: unicodedata.normalize("NFKC", kana[0]), line)
    if len(line) > max_length:
        raise Refusal("text.too_long", max=max_length, length=len(line))
    return line


def mail(text: str) -> str:
    """メールアドレス: half-width, the domain in lower case. Raises Refusal ``text.mail``.

    Addresses that only Japanese mobile carriers gave out (``a..b.@docomo.ne.jp``) are taken.
    """
    address = unicodedata.normalize("NFKC", text).strip()
    if len(address) > _MAIL_LENGTH or not _MAIL.fullmatch(address):
        raise Refusal("text.mail")
    local, domain = address.split("@")
    return f"{local}@{domain.lower()}"


def looks_like_my_number(text: str) -> bool:
    """マイナンバーらしさ: whether ``text`` has 12 digits whose check digit is right.

    Such a number must never be stored; one other 12-digit number in eleven looks alike.
    """
    plain = unicodedata.normalize("NFKC", text).translate(_TO_HYPHEN)
    return any(_checks(digits(found)) for found in _MY_NUMBER.findall(plain))


def _grouped(number: str, sizes: tuple[int, int, int]) -> str:
    first, second = sizes[0], sizes[0] + sizes[1]
    return f"{number[:first]}-{number[first:second]}-{number[second:]}"


def _unfit(text: str) -> list[str]:
    return [found for found in text if unicodedata.category(found) in _FORBIDDEN]


def _refuse(found: Iterable[str]) -> None:
    """Raise Refusal ``text.characters`` naming each of ``found`` once, invisible ones by number."""
    shown = [kana if kana.isprintable() else f"U+{ord(kana):04X}" for kana in dict.fromkeys(found)]
    if shown:
        raise Refusal("text.characters", found=shown)


def _checks(number: str) -> bool:
    """検査用数字 of a 個人番号. 源: 平成26年総務省令第85号第5条."""
    body = [int(digit) for digit in reversed(number[:11])]
    weights = [*range(2, 8), *range(2, 7)]
    rest = sum(digit * weight for digit, weight in zip(body, weights, strict=True)) % 11
    return int(number[11]) == (0 if rest <= 1 else 11 - rest)
