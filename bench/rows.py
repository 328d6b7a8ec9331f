"""表: the rows of bar.md, each with its goal and floor."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Row:
    """一行: ``value`` in ``unit``, good when at least (or, ``most``, at most) the floor."""

    name: str
    value: float
    unit: str
    goal: float
    floor: float
    most: bool = False
    note: str = ""

    @property
    def verdict(self) -> str:
        if self._reaches(self.goal):
            return "goal"
        return "floor" if self._reaches(self.floor) else "below"

    def _reaches(self, mark: float) -> bool:
        return self.value <= mark if self.most else self.value >= mark

    def as_json(self) -> dict[str, Any]:
        return {
            "row": self.name,
            "value": round(self.value, 3),
            "unit": self.unit,
            "goal": self.goal,
            "floor": self.floor,
            "verdict": self.verdict,
            "note": self.note,
        }


def table(rows: list[Row]) -> str:
    """For people."""
    sign = {"goal": "◎", "floor": "○", "below": "×"}
    lines = [f"{'':2}{'row':<46}{'value':>10}  {'goal':>8} {'floor':>8}  note"]
    for row in rows:
        compare = "≤" if row.most else "≥"
        marks = f"{compare}{row.goal:g} {compare}{row.floor:g}"
        value = f"{row.value:,.1f} {row.unit}"
        lines.append(f"{sign[row.verdict]} {row.name:<46}{value:>14}  {marks:>14}  {row.note}")
    return "\n".join(lines)
