"""困りごと: one thing that is wrong, in words for whoever runs the machine."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Trouble:
    """困りごと: ``words`` what is wrong, ``todo`` what to do."""

    words: str
    todo: str


@dataclass(frozen=True, slots=True)
class Check:
    """検査項目: ``find`` yields every trouble; none: it is well.

    ``stored``: it asks the database, and is left out where that is away.
    """

    code: str
    title: str
    find: Callable[[datetime], Iterator[Trouble]]
    stored: bool = False
