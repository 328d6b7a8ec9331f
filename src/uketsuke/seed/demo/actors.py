"""見本の行為者: who acts in the dummy world."""

from dataclasses import dataclass

from uketsuke.identity.models import Role
from uketsuke.kernel.actors import Actor, Who
from uketsuke.seed.demo.people import Party

HERE = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Member:
    """職員: an account of the staff side; ``hall`` empty: all halls."""

    login: str
    role: Role
    hall: str
    name: str


STAFF = (
    Member("counter", Role.COUNTER, "", "見本 窓口"),
    Member("manager", Role.MANAGER, "", "見本 館責任者"),
    Member("ward", Role.WARD, "", "見本 区職員"),
    Member("admin", Role.ADMINISTRATOR, "", "見本 管理者"),
    Member("vendor", Role.VENDOR, "", "見本 保守"),
    Member("manager2", Role.MANAGER, "", "見本 副責任者"),
    Member("counter-yotsuya", Role.COUNTER, "yotsuya", "見本 四谷窓口"),
    Member("counter-tansu", Role.COUNTER, "tansu", "見本 箪笥窓口"),
    Member("counter-tsunohazu", Role.COUNTER, "tsunohazu", "見本 角筈窓口"),
)
MANAGER = Actor(Who.MANAGER, "manager", HERE)
SECOND = Actor(Who.MANAGER, "manager2", HERE)
WARD = Actor(Who.WARD, "ward", HERE)
ADMINISTRATOR = Actor(Who.ADMINISTRATOR, "admin", HERE)


def office(hall: str) -> Actor:
    """窓口 of that hall."""
    return Actor(Who.COUNTER, f"counter-{hall}", HERE, hall)


def group_actor(party: Party) -> Actor:
    """The group itself, on the web (an address of nobody)."""
    return Actor(Who.GROUP, party.number, f"192.0.2.{party.nth % 254 + 1}")
