"""見本の登録申請: what waits at the counter for somebody to look at it."""

import random
from datetime import datetime, timedelta
from uuid import uuid5

from uketsuke.groups.actions import Items
from uketsuke.groups.models import Group, PersonRole
from uketsuke.kernel.actors import Actor, Who
from uketsuke.registration import actions
from uketsuke.seed.demo.past import SPACE
from uketsuke.seed.demo.people import GROUPS, Party

NEW = 7
CHANGES = 3


def apply(
    chance: random.Random, parties: list[Party], groups: dict[str, Group], now: datetime
) -> None:
    """New groups and changes of old ones, applied for in the last days and not decided yet."""
    for nth in range(1, NEW + 1):
        at = now - timedelta(hours=9 * (NEW + 1 - nth), minutes=chance.randint(0, 59))
        stranger = Actor(Who.STRANGER, "stranger", f"192.0.2.{nth}")
        number = GROUPS + nth
        name = f"見本第{number}{chance.choice(('合唱団', '劇団', '町会', 'ダンスの会'))}"
        claimed = chance.choice(("resident", "resident", "other"))
        actions.apply(name, claimed, _persons(number), uuid5(SPACE, name), by=stranger, at=at)
    asking = [party for party in parties if party.weight and party.mail][:CHANGES]
    for nth, party in enumerate(asking, start=1):
        persons = dict(party.persons)
        old = persons[PersonRole.CONTACT]
        persons[PersonRole.CONTACT] = Items(
            old.name, "東京都新宿区見本町9-9-9", old.phone_home, f"090-0000-{9000 + nth}", old.mail
        )
        herself = Actor(Who.GROUP, party.number, "192.0.2.200")
        actions.apply_change(
            groups[party.number].pk,
            party.name,
            party.eligibility,
            persons,
            uuid5(SPACE, f"change-{party.number}"),
            by=herself,
            at=now - timedelta(hours=5 * nth),
        )


def _persons(number: int) -> dict[PersonRole, Items]:
    return {
        PersonRole.REPRESENTATIVE: Items(
            "例示 太郎", "東京都新宿区見本町8-1-2", f"03-0000-{number:04d}"
        ),
        PersonRole.CONTACT: Items(
            "仮名 桜",
            "東京都新宿区見本町8-1-3",
            "",
            f"090-0000-{number:04d}",
            f"mihon{number:03d}@example.jp",
        ),
    }
