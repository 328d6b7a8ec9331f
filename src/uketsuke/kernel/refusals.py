"""断り: the one way in which the business says no.

A rule yields Refusals, an action raises one, a door turns its code into a sentence
(``doors/shared/words/sentences.py``). A Refusal is never a bug, and a bug is never a Refusal.
"""

from collections.abc import Iterable
from typing import Any


class Refusal(Exception):
    """断り: ``code`` names the rule, ``facts`` are the values its sentence needs."""

    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts

    def __repr__(self) -> str:
        return f"Refusal({self.code!r}, {self.facts!r})"


class Refusals(Refusal):
    """断り (複数): all reasons at once, so that a person need not find them one by one."""

    def __init__(self, reasons: list[Refusal]) -> None:
        super().__init__(reasons[0].code, **reasons[0].facts)
        self.reasons = reasons


def refuse_if(objections: Iterable[Refusal]) -> None:
    """Raise the ``objections`` there are: one as itself, several as ``Refusals``; none: go on."""
    reasons = list(objections)
    if len(reasons) == 1:
        raise reasons[0]
    if reasons:
        raise Refusals(reasons)


def reasons(refusal: Refusal) -> list[Refusal]:
    """The single reasons inside ``refusal``, at least one."""
    return refusal.reasons if isinstance(refusal, Refusals) else [refusal]
