"""棒グラフ: horizontal bars with their words beside them, drawn on the server as SVG.

What they say is said by length, label and pattern; the table under them says it again.
"""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, LABELS, FIGURES, ROW, BAR = 720, 260, 110, 34, 20


@dataclass(frozen=True, slots=True)
class Bar:
    """棒: ``shown`` is its value in words, ``style`` ``plain``, ``hatched`` or ``dotted``."""

    label: str
    value: int
    shown: str
    style: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """描いた棒: where it stands, in the chart's own units."""

    bar: Bar
    top: int
    base: int
    width: int
    after: int


@dataclass(frozen=True, slots=True)
class Chart:
    """グラフ: ``name`` makes its ids one of a kind on the page."""

    name: str
    title: str
    description: str
    bars: list[Drawn]
    height: int
    width: int = WIDTH
    start: int = LABELS
    thick: int = BAR


def chart(name: str, title: str, description: str, bars: Sequence[Bar]) -> Chart:
    """The bars, the longest as long as there is room."""
    most = max((bar.value for bar in bars), default=0) or 1
    room = WIDTH - LABELS - FIGURES
    drawn = []
    for nth, bar in enumerate(bars):
        top, width = nth * ROW + 7, max(bar.value, 0) * room // most
        drawn.append(Drawn(bar, top, top + BAR - 5, width, LABELS + width + 8))
    return Chart(name, title, description, drawn, len(bars) * ROW + 7)
