"""改版: when halls, rules or tariffs change, what was read of them before is forgotten.

One number in the database changes with every change of master data. What is read of it is kept
for as long as the number stays the same; the number itself is looked at once a second.
"""

import functools
import secrets
from collections.abc import Callable
from time import monotonic
from typing import TypeVar

from uketsuke.kernel.models import Sequence

Read = TypeVar("Read")

_NAME = "master-data"
_SECONDS = 1.0
_seen: tuple[float, int] = (float("-inf"), 0)


def stamp() -> int:
    """改版番号 of the master data, at most a second old."""
    global _seen
    moment = monotonic()
    if moment - _seen[0] > _SECONDS:
        last = Sequence.objects.filter(name=_NAME).values_list("last", flat=True).first()
        _seen = (moment, last or 0)
    return _seen[1]


def changed() -> None:
    """Say (in the transaction that changed master data) that it is other than before."""
    # Random, not counted: after a rollback or a restore no old number ever comes back.
    Sequence.objects.update_or_create(name=_NAME, defaults={"last": secrets.randbits(62)})
    forget()


def forget() -> None:
    """Look at the number again at the next question."""
    global _seen
    _seen = (float("-inf"), 0)


def kept(read: Callable[[], Read]) -> Callable[[], Read]:
    """Keep what ``read`` returned until the master data change."""
    known: dict[int, Read] = {}

    @functools.wraps(read)
    def current() -> Read:
        number = stamp()
        if number not in known:
            fresh = read()
            known.clear()
            known[number] = fresh
        return known[number]

    return current
