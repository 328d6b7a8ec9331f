"""もう一度: what the database broke off to undo a ring is done again from the beginning.

Whoever gives cells back and takes others in one transaction may wait for somebody who does the
same the other way round. PostgreSQL sees such a ring and ends one of the two (40P01). Nothing
of it is stored, so the action is simply done again; it is one transaction and safe to repeat.
"""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import OperationalError

Words = ParamSpec("Words")
Made = TypeVar("Made")
TRIES = 4
BROKEN_OFF = frozenset({"40P01", "40001"})


def again(action: Callable[Words, Made]) -> Callable[Words, Made]:
    """Stands above ``transaction.atomic(durable=True)`` of an action that takes cells."""

    @wraps(action)
    def tried(*args: Words.args, **kwargs: Words.kwargs) -> Made:
        for _ in range(TRIES):
            try:
                return action(*args, **kwargs)
            except OperationalError as error:
                if getattr(error.__cause__, "sqlstate", "") not in BROKEN_OFF:
                    raise
        return action(*args, **kwargs)

    return tried
