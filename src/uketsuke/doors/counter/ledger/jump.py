"""移動の欄: the day, or the month, that is meant by what somebody types on the ledger."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta

from uketsuke.doors.shared.inputs.dates import read_date
from uketsuke.kernel.calendar import WEEKDAYS, add_months, days_of_month, month_start

_NEAR = {
    "今日": 0,
    "きょう": 0,
    "本日": 0,
    "明日": 1,
    "あした": 1,
    "あす": 1,
    "明後日": 2,
    "あさって": 2,
    "明々後日": 3,
    "しあさって": 3,
    "昨日": -1,
    "きのう": -1,
    "一昨日": -2,
    "おととい": -2,
}
_AWAY = {"先": -1, "先々": -2, "今": 0, "来": 1, "再来": 2}
_UNIT_DAYS = {"日": 1, "週間": 7}
_KANJI = str.maketrans("〇一二三四五六七八九", "0123456789")
_TEN = re.compile("([1-9]?)十([1-9]?)")

_MONTH_DAY = re.compile(r"(?P<month>\d{1,2})[-/.月](?P<day>\d{1,2})日?(\(.\))?")
_DAY = re.compile(r"(?P<day>\d{1,2})日(\(.\))?")
_AWAY_DAY = re.compile(r"(?P<away>先々|先|今|来|再来)月(?P<day>\d{1,2})日")
_WEEKDAY = re.compile(
    rf"(?P<weekday>[{WEEKDAYS}])曜日?"
    rf"|(?P<away>先々|先|今|来|再来)週の?(?P<of>[{WEEKDAYS}])(?:曜日?)?"
)
_AFTER = re.compile(r"(?P<n>\d{1,3})(?P<unit>日|週間)(?P<way>後|前)")
_WEEK = re.compile(r"(?P<away>先々|先|今|来|再来)週")
_MONTH = re.compile(r"(?P<away>先々|先|今|来|再来)月")
_MONTH_NAMED = re.compile(r"(?P<month>\d{1,2})月")
_MONTH_WRITTEN = re.compile(r"(?:(?P<year>.+年)(?P<month>\d{1,2})月|(?P<full>\d{4}[-/]\d{1,2}))")
# A day without its year is the next one to come; a little while ago counts as now.
_LOOKS_BACK = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Meant:
    """指されたところ: a day, or (``view``: ``week``, ``month``) the stretch in which it lies."""

    day: date
    view: str = ""


def meant(written: str, today: date) -> Meant | None:
    """指された日・週・月: 「4/10」, 「来週土曜」, 「10日」, 「来月」, 「令和9年4月」; else None."""
    plain = _plain(written)
    if day := meant_day(plain, today):
        return Meant(day)
    if week := _WEEK.fullmatch(plain):
        return Meant(today + timedelta(weeks=_AWAY[week["away"]]), "week")
    month = _meant_month(plain, today)
    return Meant(month, "month") if month else None


def meant_day(written: str, today: date) -> date | None:
    """指された日: a full date, 「4/10」, 「４月１０日」, 「10日」, 「来週土曜」, 「3日後」 or
    「明日」; None for anything else."""
    plain = _plain(written)
    if plain in _NEAR:
        return today + timedelta(days=_NEAR[plain])
    if found := read_date(plain):
        return found
    if short := _MONTH_DAY.fullmatch(plain):
        return _next(int(short["month"]), int(short["day"]), today)
    if named := _WEEKDAY.fullmatch(plain):
        return _weekday(named["away"], WEEKDAYS.index(named["weekday"] or named["of"]), today)
    if after := _AFTER.fullmatch(plain):
        days = int(after["n"]) * _UNIT_DAYS[after["unit"]]
        return today + timedelta(days=days if after["way"] == "後" else -days)
    if away := _AWAY_DAY.fullmatch(plain):
        return _in_month(add_months(month_start(today), _AWAY[away["away"]]), int(away["day"]))
    if alone := _DAY.fullmatch(plain):
        return _next_of_month(int(alone["day"]), today)
    return None


def _plain(written: str) -> str:
    """Half-width without spaces, 「四月十日」 with figures."""
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", written))
    if not re.search("[月日年]", plain[1:]):
        return plain
    if plain in _NEAR:  # 一昨日 is a word
        return plain
    return _TEN.sub(lambda ten: f"{ten[1] or 1}{ten[2] or 0}", plain.translate(_KANJI))


def _next(month: int, day: int, today: date) -> date | None:
    for year in range(today.year - 1, today.year + 9):  # 29 February comes again within eight
        try:
            candidate = date(year, month, day)
        except ValueError:
            continue
        if candidate >= today - _LOOKS_BACK:
            return candidate
    return None


def _next_of_month(day: int, today: date) -> date | None:
    """The next day of that number, today among them."""
    months = (add_months(month_start(today), n) for n in range(3))  # not every month has a 31st
    days = (_in_month(month, day) for month in months)
    return next((found for found in days if found and found >= today), None)


def _in_month(month: date, day: int) -> date | None:
    return month.replace(day=day) if 1 <= day <= len(days_of_month(month)) else None


def _weekday(away: str | None, weekday: int, today: date) -> date:
    """That weekday of a week (Monday to Sunday); without a week, the next one, today among them."""
    if away is None:
        return today + timedelta(days=(weekday - today.weekday()) % 7)
    monday = today - timedelta(days=today.weekday())
    return monday + timedelta(weeks=_AWAY[away], days=weekday)


def _meant_month(plain: str, today: date) -> date | None:
    """The first of the month that is meant by 「来月」, 「4月」, 「2027年4月」 or 「2027-04」."""
    if away := _MONTH.fullmatch(plain):
        return add_months(month_start(today), _AWAY[away["away"]])
    if named := _MONTH_NAMED.fullmatch(plain):
        found = _next(int(named["month"]), 1, today)
        return found and month_start(found)
    if written := _MONTH_WRITTEN.fullmatch(plain):
        full = f"{written['full']}-1" if written["full"] else f"{plain}1日"
        return read_date(full.replace("/", "-"))
    return None
