"""窓: where an address must stand on a sheet so that it shows in the window of its envelope. Pure.

A sheet of A4 is folded in three. The folded sheet has some play in the envelope, to the right and
downwards; what shows in the window wherever the sheet has slid is the area that counts. All
measures are millimetres from the left and from the top of the sheet.
"""

from collections.abc import Sequence
from dataclasses import dataclass

SHEET_WIDTH, FOLDS = 210, (99, 198)
SIZES = (11.0, 10.5, 10.0, 9.5, 9.0, 8.5, 8.0, 7.5, 7.0)  # points, the largest that fits
_MM = 25.4 / 72
_LEADING = 1.3


@dataclass(frozen=True, slots=True)
class Window:
    """封筒と窓: the envelope's size and the place and size of its window."""

    width: int
    height: int
    left: int
    top: int
    window_width: int
    window_height: int


@dataclass(frozen=True, slots=True)
class Area:
    """宛名の場所 on the sheet."""

    left: int
    top: int
    width: int
    height: int


def area(window: Window) -> Area:
    """宛名の場所 that shows wherever the folded sheet lies in its envelope."""
    play_right = max(window.width - SHEET_WIDTH, 0)
    play_down = max(window.height - FOLDS[0], 0)
    return Area(
        window.left,
        window.top,
        window.window_width - play_right,
        window.window_height - play_down,
    )


def is_usable(window: Window) -> bool:
    """Whether a sheet goes in, and an address of four lines always shows."""
    found = area(window)
    inside = (
        window.left + window.window_width <= window.width
        and window.top + window.window_height <= window.height
        and found.left + found.width <= SHEET_WIDTH
        and found.top + found.height <= FOLDS[0]
    )
    goes_in = window.width >= SHEET_WIDTH and window.height >= FOLDS[0]
    return inside and goes_in and found.width >= 50 and found.height >= 18


def size(lines: Sequence[str], within: Area) -> float:
    """文字の大きさ in points at which these lines fit, each sign counted as wide as a kanji."""
    for points in SIZES:
        if _height(lines, points, within.width) <= within.height:
            return points
    return SIZES[-1]


def _height(lines: Sequence[str], points: float, width: int) -> float:
    on_a_line = int(width / (points * _MM))
    rows = sum(max(-(-len(line) // on_a_line), 1) for line in lines)
    return rows * points * _LEADING * _MM
