"""日付の読み取り: what people write when they mean a day."""

import re
import unicodedata
from datetime import date

# First year of each era minus one; only those in which somebody alive may write a day.
_ERAS = {"令和": 2018, "R": 2018, "平成": 1988, "H": 1988, "昭和": 1925, "S": 1925}
# No business of ours is outside; the calendar of the computer ends soon after year 9999.
YEARS = range(1900, 2200)
_WRITTEN = re.compile(
    r"(?P<era>令和|平成|昭和|[RHS])?(?P<year>\d{1,4}|元)[-/.年년](?P<month>\d{1,2})[-/.月월]"
    r"(?P<day>\d{1,2})[日일]?(\(.{1,3}\))?"
)
# As a page in English writes them, and as Americans do: 10 April 2027, Apr 10, 2027.
_MONTHS = (
    "JANUARY", "FEBRUARY", "MARCH", "APRIL", "MAY", "JUNE", "JULY",
    "AUGUST", "SEPTEMBER", "OCTOBER", "NOVEMBER", "DECEMBER",
)  # fmt: skip
_MONTH = f"(?P<month>{'|'.join(f'{name[:3]}(?:{name[3:]})?' for name in _MONTHS)})"
_WEEKDAY = r"(?:(?:MON|TUE|WED|THU|FRI|SAT|SUN)[A-Z]{0,6},?)?"
_ENGLISH = (
    re.compile(rf"{_WEEKDAY}(?P<day>\d{{1,2}}){_MONTH},?(?P<year>\d{{4}})"),
    re.compile(rf"{_WEEKDAY}{_MONTH}(?P<day>\d{{1,2}}),(?P<year>\d{{4}})"),
)
_EIGHT_DIGITS = re.compile(r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})")


def read_date(written: str) -> date | None:
    """The day that ``written`` names, full-width or half-width; None where there is none."""
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", str(written))).upper()
    forms = (_WRITTEN, _EIGHT_DIGITS, *_ENGLISH)
    found = next((match for form in forms if (match := form.fullmatch(plain))), None)
    if found is None:
        return None
    parts = found.groupdict()
    year = 1 if parts["year"] == "元" else int(parts["year"])
    if not parts.get("era") and len(parts["year"]) != 4:
        return None  # 「27/4/10」 could be 2027 or 平成27年: better to ask
    year += _ERAS.get(parts.get("era") or "", 0)
    if year not in YEARS:
        return None
    try:
        return date(year, _month(parts["month"]), int(parts["day"]))
    except ValueError:
        return None


def _month(written: str) -> int:
    if written.isdecimal():
        return int(written)
    return 1 + next(n for n, name in enumerate(_MONTHS) if name.startswith(written))


def read_month(written: str) -> date | None:
    """The first of the month that ``written`` names, as ``2027-04`` or by any of its days."""
    found = read_date(f"{written}-01" if written.count("-") == 1 else written)
    return found and found.replace(day=1)
