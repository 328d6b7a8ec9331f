"""もう一度: a transaction that was broken off because of a ring is done again, and only that."""

import pytest
from django.db import OperationalError

from uketsuke.kernel.again import TRIES, again


class Broken(Exception):
    """What the driver raises."""

    def __init__(self, sqlstate: str) -> None:
        super().__init__(sqlstate)
        self.sqlstate = sqlstate


def failing(times: int, sqlstate: str = "40P01"):
    tries = []

    @again
    def action(word: str) -> str:
        tries.append(word)
        if len(tries) <= times:
            raise OperationalError("deadlock detected") from Broken(sqlstate)
        return word

    return action, tries


def test_a_ring_is_tried_again_until_it_is_done():
    action, tries = failing(2)

    assert action("done") == "done"
    assert len(tries) == 3


def test_a_ring_without_end_is_told():
    action, tries = failing(99)

    with pytest.raises(OperationalError):
        action("never")
    assert len(tries) == TRIES + 1


def test_another_fault_is_not_tried_again():
    action, tries = failing(1, "57014")

    with pytest.raises(OperationalError):
        action("once")
    assert len(tries) == 1
