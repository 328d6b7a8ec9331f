"""点検の報告: the ward's checklist with what stands behind each line now."""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from uketsuke.protection import evidence
from uketsuke.protection.checklist import LINES, Line
from uketsuke.protection.evidence import ACT, GOOD, TOLD, Evidence

MISSING = "missing"  # of a line: a part of the software is not there yet


@dataclass(frozen=True, slots=True)
class Shown:
    """一行 and its state: ``act`` (somebody must do something), ``missing``, ``good``, or ``told``
    where the line is people's work and the system only tells."""

    line: Line
    evidence: tuple[Evidence, ...]

    @property
    def state(self) -> str:
        states = {each.state for each in self.evidence}
        if ACT in states:
            return ACT
        if self.line.missing:
            return MISSING
        return GOOD if GOOD in states else TOLD


def shown(at: datetime) -> list[tuple[str, list[Shown]]]:
    """All lines in the order of the checklist, by kind of measure."""
    found = evidence.gathered(at)
    lines = [Shown(line, tuple(found[name] for name in line.evidence)) for line in LINES]
    return [(kind, list(some)) for kind, some in groupby(lines, key=lambda one: one.line.kind)]


def counts(parts: list[tuple[str, list[Shown]]]) -> dict[str, int]:
    """How many lines are in each state."""
    states = [one.state for _, lines in parts for one in lines]
    return {state: states.count(state) for state in (ACT, MISSING, GOOD, TOLD)}
