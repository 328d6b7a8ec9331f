"""言語: how days, hours and money are written in each language of the pages.

``language`` is a code of ``settings.LANGUAGES``; one that is not known here is written as Japanese.
"""

import re
from collections.abc import Iterable
from datetime import date, datetime, time
from types import MappingProxyType

from uketsuke.kernel import calendar, clock, ruby
from uketsuke.kernel import yen as money

JAPANESE, EASY, ENGLISH, CHINESE, KOREAN = "ja", "ja-easy", "en", "zh-hans", "ko"
# What a page says of itself; やさしい日本語 is Japanese.
TAGS = MappingProxyType({EASY: "ja", CHINESE: "zh-Hans"})
# Every language by its own name. settings.LANGUAGES says which of them are complete.
NAMES = MappingProxyType(
    {
        JAPANESE: "日本語",
        EASY: "やさしい日本語",
        ENGLISH: "English",
        CHINESE: "简体中文",
        KOREAN: "한국어",
    }
)

_WEEKDAYS_READ = ("げつ", "か", "すい", "もく", "きん", "ど", "にち")
_WEEKDAYS = {
    ENGLISH: ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    CHINESE: ("周一", "周二", "周三", "周四", "周五", "周六", "周日"),
    KOREAN: tuple("월화수목금토일"),
    EASY: tuple(
        ruby.over(kanji, reading)
        for kanji, reading in zip(calendar.WEEKDAYS, _WEEKDAYS_READ, strict=True)
    ),
}
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip
_ERAS = {
    ENGLISH: {"令和": "Reiwa ", "平成": "Heisei ", "昭和": "Showa "},
    KOREAN: {"令和": "레이와 ", "平成": "헤이세이 ", "昭和": "쇼와 "},
    EASY: {
        "令和": ruby.over("令和", "れいわ"),
        "平成": ruby.over("平成", "へいせい"),
        "昭和": ruby.over("昭和", "しょうわ"),
    },
}
_DAYS_EASY = ruby.DAYS | {1: "ついたち"}
_ENDINGS = {1: "st", 2: "nd", 3: "rd"}
_COMMAS = {ENGLISH: ", ", KOREAN: ", "}
# Where the number comes from a figure and turns out to be 1: 1 days, 1 sets of conditions.
_ONE = re.compile(
    r"(?<![\d.,:/–-])1 (day|minute|hour|month|slot|time slot|seat|choice|group|condition|character"
    r"|hall|photo|set|digit|booking|entries|people)s?(?![\w’])"
)
_SINGULAR = {"entries": "entry", "people": "person"}
_DASHES = {JAPANESE: "〜", EASY: "から", KOREAN: "~"}
_DOTS = {ENGLISH: " + ", CHINESE: "、", KOREAN: "·"}


def tag(language: str) -> str:
    """The name of the language in HTML and HTTP."""
    return TAGS.get(language, language)


def weekday(day: date, language: str) -> str:
    """曜日: 土, Sat, 周六, 토."""
    return _WEEKDAYS.get(language, calendar.WEEKDAYS)[day.weekday()]


def day_of_month(day: date, language: str) -> str:
    """日: 10日, 10, 10일."""
    match language:
        case "en":
            return str(day.day)
        case "ko":
            return f"{day.day}일"
        case "ja-easy":
            if reading := _DAYS_EASY.get(day.day):
                return ruby.over(f"{day.day}日", reading)
            return f"{day.day}{ruby.over('日', 'にち')}"
    return f"{day.day}日"


def short_day(day: date, language: str) -> str:
    """月日: 4月10日, 10 Apr, 4월 10일."""
    match language:
        case "en":
            return f"{day.day} {_MONTHS[day.month - 1][:3]}"
        case "ko":
            return f"{day.month}월 {day.day}일"
        case "ja-easy":
            return _month_easy(day) + day_of_month(day, language)
    return f"{day.month}月{day.day}日"


def day_and_weekday(day: date, language: str) -> str:
    """月日と曜日: 4月10日（土）, Sat 10 Apr."""
    return _with_weekday(day, short_day(day, language), language)


def date_and_weekday(day: date, language: str) -> str:
    """年月日と曜日: 2027年4月10日（土）, Sat 10 April 2027."""
    match language:
        case "ja":
            return calendar.date_ja(day)
        case "en":
            return _with_weekday(day, f"{day.day} {month(day, language)}", language)
        case "ko":
            return _with_weekday(day, f"{month(day, language)} {day.day}일", language)
    written = month(day, language) + day_of_month(day, language)
    return _with_weekday(day, written, language)


def month(day: date, language: str) -> str:
    """年月: 2027年4月, April 2027."""
    match language:
        case "en":
            return f"{_MONTHS[day.month - 1]} {day.year}"
        case "ko":
            return f"{day.year}년 {day.month}월"
        case "ja-easy":
            return f"{day.year}{ruby.over('年', 'ねん')}{_month_easy(day)}"
    return f"{day.year}年{day.month}月"


def month_alone(day: date, language: str) -> str:
    """月: 4月, April, 4월."""
    match language:
        case "en":
            return _MONTHS[day.month - 1]
        case "ko":
            return f"{day.month}월"
        case "ja-easy":
            return _month_easy(day)
    return f"{day.month}月"


def era_year(day: date, language: str) -> str:
    """和暦の年: 令和9年, Reiwa 9."""
    written = calendar.wareki_year(day)
    if language in (JAPANESE, CHINESE):
        return written
    for era, name in _ERAS.get(language, {}).items():
        if written.startswith(era):
            number = written.removeprefix(era).removesuffix("年").replace("元", "1")
            years = {ENGLISH: "", KOREAN: "년", EASY: ruby.over("年", "ねん")}
            return f"{name}{number}{years[language]}"
    return written


def era_date(day: date, language: str) -> str:
    """和暦の日: 令和9年4月10日."""
    if language == ENGLISH:
        return f"{short_day(day, language)}, {era_year(day, language)}"
    gap = " " if language == KOREAN else ""
    return era_year(day, language) + gap + short_day(day, language)


def day_and_time(at: datetime, language: str) -> str:
    """月日と時刻: 10月7日（水）9:00, Wed 7 Oct, 9:00."""
    there = at.astimezone(clock.TOKYO)
    return _with_time(day_and_weekday(there.date(), language), there, language)


def date_and_time(at: datetime, language: str) -> str:
    """年月日と時刻: 2027年10月8日（金）9:00, Fri 8 October 2027, 9:00."""
    there = at.astimezone(clock.TOKYO)
    return _with_time(date_and_weekday(there.date(), language), there, language)


def hours(starts: time, ends: time, language: str) -> str:
    """時間: 9〜12時, or 9:30〜12時; 9:00–12:00, 9–12点, 9~12시."""
    if language == ENGLISH or (language == CHINESE and (starts.minute or ends.minute)):
        return f"{starts.hour}:{starts.minute:02}–{ends.hour}:{ends.minute:02}"
    unit = {CHINESE: "点", KOREAN: "시", EASY: ruby.over("時", "じ")}.get(language, "時")
    dash = {CHINESE: "–", KOREAN: "~"}.get(language, "〜")
    return f"{_hour(starts)}{dash}{_hour(ends)}{unit}"


def spanned(written: str, language: str) -> str:
    """から・まで: 09:00〜12:00, 09:00–12:00, 09:00~12:00."""
    return written.replace("〜", _DASHES.get(language, "–"))


def yen(amount: int, language: str) -> str:
    """金額: 12,000円, 12,000 yen, 12,000日元, 12,000엔."""
    match language:
        case "en":
            return f"{amount:,} yen"
        case "zh-hans":
            return f"{amount:,}日元"
        case "ko":
            return f"{amount:,}엔"
        case "ja-easy":
            return f"{amount:,}{ruby.over('円', 'えん')}"
    return money.yen(amount)


def ordinal(number: int, language: str) -> str:
    """順番: 1st where the number itself changes, else 1."""
    if language != ENGLISH:
        return str(number)
    teens = number % 100 in (11, 12, 13)
    return f"{number}{'th' if teens else _ENDINGS.get(number % 10, 'th')}"


def listed(words: Iterable[str], language: str) -> str:
    """並べる: 「A、B」 or ``A, B``."""
    return _COMMAS.get(language, "、").join(words)


def joined(words: Iterable[str], language: str) -> str:
    """ひとつづき: 「午前・午後」 or ``Morning + Afternoon``."""
    return _DOTS.get(language, "・").join(words)


def counted(text: str, language: str) -> str:
    """数えた言葉: 1 day instead of 1 days, in a language in which one thing has another name."""
    if language != ENGLISH:
        return text
    return _ONE.sub(lambda found: f"1 {_SINGULAR.get(found[1], found[1])}", text)


def _hour(at: time) -> str:
    return f"{at.hour}:{at.minute:02}" if at.minute else str(at.hour)


def _month_easy(day: date) -> str:
    return f"{day.month}{ruby.over('月', 'がつ')}"


def _with_weekday(day: date, written: str, language: str) -> str:
    match language:
        case "en":
            return f"{weekday(day, language)} {written}"
        case "ko":
            return f"{written}({weekday(day, language)})"
    if language == EASY:
        kanji, reading = calendar.WEEKDAYS[day.weekday()], _WEEKDAYS_READ[day.weekday()]
        return f"{written}（{ruby.over(f'{kanji}曜日', f'{reading}ようび')}）"
    return f"{written}（{weekday(day, language)}）"


def _with_time(written: str, at: datetime, language: str) -> str:
    gap = {ENGLISH: ", ", KOREAN: " ", CHINESE: " "}.get(language, "")
    return f"{written}{gap}{at.hour}:{at.minute:02}"
