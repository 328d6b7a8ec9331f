"""見つけ方: the words by which a person is found, and their tokens.

The database keeps neither names nor phones nor mails in clear, so what may be asked is written
down as keyed tokens: a name by every two signs that stand side by side (and by its first), and as
a whole; a phone as a whole and by its last four digits; a mail as a whole.
"""

from collections.abc import Iterable
from typing import Protocol

from uketsuke.kernel import vault
from uketsuke.kernel.text import digits, search_key

START = "^"
LAST = 4
PART, NAME, PHONE, ENDING, MAIL = "part", "name", "phone", "ending", "mail"

Word = tuple[str, str]  # what kind of word, and the word as it is compared


class Reachable(Protocol):
    """Whoever has the items of a person."""

    name: str
    phone_home: str
    phone_mobile: str
    mail: str


def words_of(person: Reachable) -> set[Word]:
    """All words by which this person can be found."""
    key = search_key(person.name)
    found = {(PART, part) for part in _pairs(START + key)} | {(NAME, key)}
    for phone in filter(None, (digits(person.phone_home), digits(person.phone_mobile))):
        found |= {(PHONE, phone), (ENDING, phone[-LAST:])}
    if person.mail:
        found.add((MAIL, person.mail.lower()))
    return found


def parts_of(key: str) -> set[Word]:
    """The words that a name with ``key`` (a search key) in it has; one sign must stand first."""
    return {(PART, part) for part in (_pairs(key) or _pairs(START + key))}


def tokens_of(person: Reachable) -> list[str]:
    """The tokens to be written for a person."""
    return sorted(vault.token(text, kind) for kind, text in words_of(person))


def asked(words: Iterable[Word]) -> list[list[str]]:
    """The tokens to be looked for: under each key, one of each word."""
    under = [vault.tokens(text, kind) for kind, text in words]
    return [list(tokens) for tokens in zip(*under, strict=True)]


def _pairs(text: str) -> set[str]:
    return {text[at : at + 2] for at in range(len(text) - 1)}
