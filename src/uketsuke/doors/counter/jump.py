"""移動の欄: the day that is meant by what somebody types on the ledger."""

import re
import unicodedata
from datetime import date, timedelta

from uketsuke.doors.shared.dates import read_date

_MONTH_DAY = re.compile(r"(\d{1,2})[/.月](\d{1,2})日?(\(.\))?")
_NEAR = {
    "今日": 0,
    "きょう": 0,
    "本日": 0,
    "明日": 1,
    "あした": 1,
    "あす": 1,
    "明後日": 2,
    "あさって": 2,
    "昨日": -1,
    "きのう": -1,
}
# A day without its year is the next one to come; a little while ago counts as now.
_LOOKS_BACK = timedelta(days=60)


def meant_day(written: str, today: date) -> date | None:
    """指された日: a full date, 「4/10」, 「４月１０日」 or 「明日」; None for anything else."""
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", written))
    if plain in _NEAR:
        return today + timedelta(days=_NEAR[plain])
    if found := read_date(plain):
        return found
    if not (short := _MONTH_DAY.fullmatch(plain)):
        return None
    month, day = int(short[1]), int(short[2])
    for year in range(today.year - 1, today.year + 9):  # 29 February comes again within eight
        try:
            candidate = date(year, month, day)
        except ValueError:
            continue
        if candidate >= today - _LOOKS_BACK:
            return candidate
    return None
