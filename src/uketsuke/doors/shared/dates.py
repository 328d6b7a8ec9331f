"""日付の読み取り: what people write when they mean a day."""

import re
import unicodedata
from datetime import date

# First year of each era minus one; only those in which somebody alive may write a day.
_ERAS = {"令和": 2018, "R": 2018, "平成": 1988, "H": 1988, "昭和": 1925, "S": 1925}
# No business of ours is outside; the calendar of the computer ends soon after year 9999.
_YEARS = range(1900, 2200)
_WRITTEN = re.compile(
    r"(?P<era>令和|平成|昭和|[RHS])?(?P<year>\d{1,4}|元)[-/.年](?P<month>\d{1,2})[-/.月]"
    r"(?P<day>\d{1,2})日?(\(.\))?"
)
_EIGHT_DIGITS = re.compile(r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})")


def read_date(written: str) -> date | None:
    """The day that ``written`` names, full-width or half-width; None where there is none."""
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", str(written))).upper()
    found = _WRITTEN.fullmatch(plain) or _EIGHT_DIGITS.fullmatch(plain)
    if found is None:
        return None
    parts = found.groupdict()
    year = 1 if parts["year"] == "元" else int(parts["year"])
    if not parts.get("era") and len(parts["year"]) != 4:
        return None  # 「27/4/10」 could be 2027 or 平成27年: better to ask
    year += _ERAS.get(parts.get("era") or "", 0)
    if year not in _YEARS:
        return None
    try:
        return date(year, int(parts["month"]), int(parts["day"]))
    except ValueError:
        return None


def read_month(written: str) -> date | None:
    """The first of the month that ``written`` names, as ``2027-04`` or by any of its days."""
    found = read_date(f"{written}-01" if written.count("-") == 1 else written)
    return found and found.replace(day=1)
