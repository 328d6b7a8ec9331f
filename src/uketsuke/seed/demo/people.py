"""見本の人と団体: plainly made up, so that nobody can mistake them for anybody."""

import random
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from uketsuke.bookings.models import Purpose
from uketsuke.groups.actions import Items
from uketsuke.groups.models import Evidence, PersonRole
from uketsuke.kernel.clock import TOKYO

GROUPS = 648
_SURNAMES = ("見本", "例示", "仮名", "雛形", "髙橋", "山﨑", "𠮷野", "葛󠄀城")
_GIVEN = ("見本", "花子", "太郎", "一郎", "桜", "梅子", "次郎", "かおり", "みのる", "さくら")


@dataclass(frozen=True, slots=True)
class Kind:
    """団体の種類: what such a group is called and does; ``share`` of all groups."""

    name: str
    share: int
    purpose: str
    titles: tuple[str, ...]
    admission: tuple[int, ...] = (0,)
    commercial: bool = False


KINDS = (
    Kind("合唱団", 16, Purpose.MUSIC, ("定期演奏会", "春のコンサート", "合同練習"), (0, 0, 1000)),
    Kind("吹奏楽団", 8, Purpose.MUSIC, ("定期演奏会", "家族の音楽会", "合奏練習"), (0, 1000)),
    Kind("ピアノ教室", 13, Purpose.MUSIC, ("発表会", "弾き合い会"), (0,)),
    Kind("室内楽の会", 6, Purpose.MUSIC, ("室内楽の夕べ", "午後の音楽会"), (0, 1500, 2500)),
    Kind("バレエ教室", 9, Purpose.THEATRE, ("発表会", "舞台稽古"), (0, 1000)),
    Kind("劇団", 8, Purpose.THEATRE, ("公演", "通し稽古"), (1500, 2500, 3500)),
    Kind("日本舞踊の会", 6, Purpose.THEATRE, ("おさらい会", "舞踊の会"), (0, 2000)),
    Kind("町会", 10, Purpose.MEETING, ("総会", "敬老のつどい", "防災講習会"), (0,)),
    Kind("保育園父母の会", 5, Purpose.MEETING, ("卒園を祝う会", "おゆうぎ会"), (0,)),
    Kind("講演会実行委員会", 8, Purpose.LECTURE, ("健康講座", "歴史講演会"), (0, 500)),
    Kind("映画サークル", 5, Purpose.FILM, ("上映会",), (0, 1000)),
    Kind("株式会社", 6, Purpose.LECTURE, ("社員研修", "説明会"), (0, 3500), commercial=True),
)


@dataclass(slots=True)
class Party:
    """見本の団体: what is to be stored of it; ``id`` once it is stored. ``weight``: how often it
    books; 0 for one that may not."""

    nth: int
    number: str
    name: str
    kind: Kind
    eligibility: str
    evidence: str
    joined: datetime
    persons: dict[PersonRole, Items]
    hall: str
    weight: int
    state: str = "active"
    eligibility_until: date | None = None
    id: int = 0

    @property
    def mail(self) -> str:
        return self.persons[PersonRole.CONTACT].mail


def parties(chance: random.Random, halls: list[str], first: datetime, now: datetime) -> list[Party]:
    """648 groups: two of three joined when the system began, the others since."""
    numbers = chance.sample(range(10_000_000, 99_999_999), GROUPS)
    return [
        _party(chance, nth, str(number), halls, first, now)
        for nth, number in enumerate(numbers, start=1)
    ]


def _party(
    chance: random.Random, nth: int, number: str, halls: list[str], first: datetime, now: datetime
) -> Party:
    kind = chance.choices(KINDS, [kind.share for kind in KINDS])[0]
    eligibility = chance.choices(("resident", "delegated", "other"), (60, 8, 32))[0]
    early = chance.random() < 0.67
    span = timedelta(days=10) if early else max(now - first - timedelta(days=15), timedelta(days=1))
    joined = _office_hours(chance, first + span * chance.random())
    state = chance.choices(("active", "suspended", "lapsed"), (97, 1, 2))[0]
    until = joined.date() + timedelta(days=1095) if eligibility == "delegated" else None
    return Party(
        nth=nth,
        number=number,
        name=f"見本第{nth}{kind.name}",
        kind=kind,
        eligibility=eligibility,
        evidence=_evidence(chance, eligibility),
        joined=joined,
        persons=_persons(chance, nth, eligibility),
        hall=chance.choices(halls, [4, 3, 2][: len(halls)])[0],
        weight=chance.choice((1, 1, 1, 2, 2, 4, 8)) if state == "active" else 0,
        state=state,
        eligibility_until=until,
    )


def _persons(chance: random.Random, nth: int, eligibility: str) -> dict[PersonRole, Items]:
    town = "東京都新宿区見本町" if eligibility == "resident" else "東京都見本区例示町"
    mail = "" if chance.random() < 0.18 else f"mihon{nth:03d}@example.jp"
    return {
        PersonRole.REPRESENTATIVE: Items(
            _name(chance), _address(chance, town), f"03-0000-{nth:04d}", ""
        ),
        PersonRole.CONTACT: Items(
            _name(chance),
            _address(chance, town),
            f"03-0000-{nth + 2000:04d}" if chance.random() < 0.5 else "",
            f"090-0000-{nth:04d}",
            mail,
        ),
    }


def _name(chance: random.Random) -> str:
    surname = chance.choices(_SURNAMES, (40, 15, 15, 15, 5, 4, 3, 3))[0]
    given = "見本" if surname in _SURNAMES[4:] else chance.choice(_GIVEN[1:])
    return f"{surname} {given}"


def _address(chance: random.Random, town: str) -> str:
    return f"{town}{chance.randint(1, 9)}-{chance.randint(1, 30)}-{chance.randint(1, 20)}"


def _evidence(chance: random.Random, eligibility: str) -> str:
    if eligibility == "other":
        return Evidence.NONE
    if eligibility == "delegated":
        return Evidence.DELEGATION
    return chance.choice((Evidence.LICENCE, Evidence.NUMBER_CARD, Evidence.RESIDENCE))


def _office_hours(chance: random.Random, at: datetime) -> datetime:
    day = at.astimezone(TOKYO)
    return day.replace(
        hour=chance.randint(9, 17), minute=chance.randint(0, 59), second=0, microsecond=0
    )
