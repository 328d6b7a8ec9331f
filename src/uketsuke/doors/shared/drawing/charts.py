"""棒グラフ: horizontal bars with their words above them, drawn on the server as SVG.

What they say is said by length, label and pattern; the table under them says it again.
"""

from collections.abc import Sequence
from dataclasses import dataclass

# In the chart's own units: narrow, so that its words can be read on a telephone too.
WIDTH, SHOWN, FIGURES, ROW, BAR = 400, 520, 120, 52, 22


@dataclass(frozen=True, slots=True)
class Bar:
    """棒: ``shown`` is its value in words, ``style`` ``plain``, ``hatched`` or ``dotted``."""

    label: str
    value: int
    shown: str
    style: str


def rate_bar(label: str, rate: float, style: str) -> Bar:
    """A share in per cent, one decimal, as a bar."""
    return Bar(label, int(rate * 10), f"{rate}%", style)


@dataclass(frozen=True, slots=True)
class Drawn:
    """描いた棒: where its words, the bar and its figure stand."""

    bar: Bar
    words: int
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
    shown: int = SHOWN
    thick: int = BAR


def chart(name: str, title: str, description: str, bars: Sequence[Bar]) -> Chart:
    """The bars, the longest as long as there is room."""
    most = max((bar.value for bar in bars), default=0) or 1
    drawn = []
    for nth, bar in enumerate(bars):
        words = nth * ROW + 16
        width = max(bar.value, 0) * (WIDTH - FIGURES) // most
        drawn.append(Drawn(bar, words, words + 7, words + 23, width, width + 8))
    return Chart(name, title, description, drawn, len(bars) * ROW)
