"""見本の内容: made-up facts, on which a text is tried before it is released."""

from typing import Any

_PLACE = {
    "hall": "四谷区民ホール",
    "room": "ホール",
    "date": "2027-02-06",
    "slots": ["午前"],
    "hours": ["09:00〜12:00"],
}
_OTHER = _PLACE | {"date": "2027-02-13", "slots": ["夜間"], "hours": ["18:00〜22:00"]}
FACTS: dict[str, Any] = {
    "title": "見本の音楽会",
    "uses": [_PLACE | {"number": "12345678"}, _OTHER | {"number": "12345679"}],
    "days": [_PLACE, _OTHER],
    "wishes": [_PLACE, _OTHER],
    "lines": ["マイク　2本", "グランドピアノ　1台"],
    "more": 3,
    "official": False,
    "channel": "counter",
    "yen": 14_400,
    "refund": 10_800,
    "due": "2026-12-08",
    "confirm_by": "2026-12-09",
    "valid_until": "2027-03-31",
    "until": "2026-12-02T09:00:00+09:00",
    "when": "2026-12-02T09:00:00+09:00",
    "round": "2027-06-residents",
    "receipt": "YOT-2026-000001",
    "number": "12345678",
    "reason": "見本の理由",
    "ground": "偽りの申請",
    "eligibility": "resident",
    "label": "区後援",
    "percent": 50,
    "minutes": 30,
    "wish": 1,
    "place": 1,
    "of": 2,
    "runner_up": 1,
    "digest": "0" * 64,
    "commitment": "0" * 64,
    "by_hall": True,
    "taken": True,
    "overdue": True,
    "papers": True,
}
