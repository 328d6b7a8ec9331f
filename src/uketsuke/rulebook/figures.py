"""数字と、その言い方: what a figure is, how it is told, and which figures do not fit. Pure.

Values are whole numbers, times, yes or no, or a word; stored as JSON a time is ``19:00``.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import time
from typing import Any

from uketsuke.kernel.refusals import Refusal

Values = Mapping[str, Any]
UNKNOWN = "（まだ決まっていません）"
CLOCK = "%H:%M"


@dataclass(frozen=True, slots=True)
class Figure:
    """数字: ``field`` of the model; ``says``: the sentence in which its value stands (``{}``).

    A number has its ``unit`` and goes from ``least`` to ``most``, what the program can work with;
    where there are ``choices`` (value and word) it is one of these; else it is a time.
    """

    field: str
    label: str
    says: str
    unit: str = ""
    least: int = 0
    most: int = 0
    help: str = ""
    choices: tuple[tuple[Any, str], ...] = ()

    @property
    def is_time(self) -> bool:
        return not self.unit and not self.choices


@dataclass(frozen=True, slots=True)
class Pair:
    """組になる数字: ``lower`` must not be above ``upper``; where ``below``, not equal either."""

    lower: str
    upper: str
    below: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """見出しの下の数字."""

    title: str
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Book:
    """規則のひとまとまり: the rows of ``model``; ``keeps``: what a change leaves as promised."""

    code: str
    label: str
    model: str
    about: str
    sections: tuple[Section, ...]
    pairs: tuple[Pair, ...] = field(default=())
    keeps: tuple[str, ...] = field(default=())

    @property
    def figures(self) -> tuple[Figure, ...]:
        return tuple(figure for section in self.sections for figure in section.figures)

    def figure(self, name: str) -> Figure:
        return next(figure for figure in self.figures if figure.field == name)


@dataclass(frozen=True, slots=True)
class Difference:
    """変わる数字: what it was and what it will be, in words."""

    figure: Figure
    before: str
    after: str


def told(figure: Figure, value: Any) -> str:
    """「14日前」「19:00」「水曜日」: a value in words."""
    if value is None:
        return UNKNOWN
    if figure.choices:
        return next((word for one, word in figure.choices if one == value), str(value))
    return f"{value.hour}:{value.minute:02}" if figure.is_time else f"{value}{figure.unit}"


def sentence(figure: Figure, value: Any) -> tuple[str, str, str]:
    """The figure's sentence: what stands before the value, the value, and what stands after."""
    before, _, after = figure.says.partition("{}")
    return before, told(figure, value), after


def differences(book: Book, before: Values, after: Values) -> list[Difference]:
    """前と後: only the figures that differ, in the order of the book."""
    return [
        Difference(each, told(each, before.get(each.field)), told(each, after[each.field]))
        for each in book.figures
        if before.get(each.field) != after[each.field]
    ]


def faults(book: Book, values: Values) -> Iterator[Refusal]:
    """何が合わないか: figures that are missing, out of their bounds, or do not fit together."""
    if set(values) != {each.field for each in book.figures}:
        yield Refusal("rulebook.incomplete", label=book.label)
        return
    wrong = [reason for each in book.figures if (reason := _fault(each, values[each.field]))]
    yield from wrong
    if wrong:
        return
    for pair in book.pairs:
        low, high = values[pair.lower], values[pair.upper]
        if low > high or (pair.below and low == high):
            yield _misfit(book, pair, values)


def as_stored(book: Book, values: Values) -> dict[str, Any]:
    """JSON にする."""
    return {
        each.field: f"{values[each.field]:{CLOCK}}"
        if isinstance(values[each.field], time)
        else values[each.field]
        for each in book.figures
    }


def as_values(book: Book, stored: Mapping[str, Any]) -> dict[str, Any]:
    """JSON から読む."""
    return {
        each.field: time.fromisoformat(value)
        if each.is_time and isinstance(value := stored.get(each.field), str)
        else stored.get(each.field)
        for each in book.figures
    }


def _fault(figure: Figure, value: Any) -> Refusal | None:
    if figure.choices:
        known = any(type(value) is type(one) and value == one for one, _ in figure.choices)
        return None if known else Refusal("rulebook.choice", label=figure.label)
    if figure.is_time:
        return None if isinstance(value, time) else Refusal("rulebook.time", label=figure.label)
    whole = isinstance(value, int) and not isinstance(value, bool)
    if whole and figure.least <= value <= figure.most:
        return None
    return Refusal(
        "rulebook.bounds",
        label=figure.label,
        least=f"{figure.least}{figure.unit}",
        most=f"{figure.most}{figure.unit}",
    )


def _misfit(book: Book, pair: Pair, values: Values) -> Refusal:
    lower, upper = book.figure(pair.lower), book.figure(pair.upper)
    smaller = "早い時刻" if lower.is_time else "小さい数"
    return Refusal(
        "rulebook.pair",
        lower=lower.label,
        upper=upper.label,
        low=told(lower, values[pair.lower]),
        high=told(upper, values[pair.upper]),
        how=f"より{smaller}" if pair.below else f"と同じか、それより{smaller}",
    )
