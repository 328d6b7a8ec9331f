"""行為者: who does something, as a value, so that the audit need know no table of people."""

from dataclasses import dataclass
from enum import StrEnum


class Who(StrEnum):
    """行為者の立場."""

    GROUP = "group"
    COUNTER = "counter"
    MANAGER = "manager"
    WARD = "ward"
    ADMINISTRATOR = "administrator"
    VENDOR = "vendor"
    SYSTEM = "system"
    STRANGER = "stranger"


@dataclass(frozen=True, slots=True)
class Actor:
    """行為者: ``name`` is a login or 利用者番号, never a person's name; ``address`` where from."""

    who: Who
    name: str
    address: str = ""
    hall: str = ""

    @property
    def is_staff(self) -> bool:
        return self.who not in {Who.GROUP, Who.STRANGER, Who.SYSTEM}

    @property
    def channel(self) -> str:
        """受付経路: ``counter`` when staff act for somebody, else ``web``."""
        return "counter" if self.is_staff else "web"


SYSTEM = Actor(Who.SYSTEM, "system")
