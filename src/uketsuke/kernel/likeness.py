"""一文字違い: what somebody may have meant who typed one sign wrong."""

import re
from collections.abc import Iterator

# Shorter words have too many neighbours.
SHORTEST = 4


def halves(key: str) -> tuple[str, str]:
    """The two halves of ``key``: one mistake leaves one of them whole."""
    middle = len(key) // 2
    return key[:middle], key[middle:]


def one_off(key: str) -> str:
    """A regular expression that finds ``key`` with one sign wrong, missing, too many, or two
    neighbours exchanged."""
    return "|".join(dict.fromkeys(_ways(key)))


def _ways(key: str) -> Iterator[str]:
    for at in range(len(key)):
        before, after = re.escape(key[:at]), re.escape(key[at + 1 :])
        inside = 0 < at < len(key) - 1
        yield f"{before}.{after}"
        if inside or len(key) > SHORTEST:
            yield f"{before}{after}"
        if at:
            yield f"{before}.{re.escape(key[at:])}"
        if at and key[at] != key[at - 1]:
            yield f"{re.escape(key[: at - 1] + key[at] + key[at - 1])}{after}"
