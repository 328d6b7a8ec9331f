"""枠の見え方: what a cell is to a visitor, and why. Pure: facts in, a state out.

Only a picture: whether a cell can be had is decided by the rules of reception and by the key.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from uketsuke.bookings.opening import Kind, Phase


class CellState(StrEnum):
    """枠の状態 as a visitor sees it."""

    FREE = "free"
    BEFORE = "before"
    LOTTERY = "lottery"
    TAKEN = "taken"
    MINE = "mine"
    CLOSED = "closed"
    BLOCKED = "blocked"
    PASSING = "passing"
    PAST = "past"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class Taken:
    """枠を持つもの: a block with its public reason, or (``reason`` empty) somebody; ``mine``: the
    visitor's own group; ``passing``: with the hall only until it is offered or free again."""

    reason: str = ""
    mine: bool = False
    passing: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """枠: its state and what explains it. ``others_from`` of a free cell: it is for residents
    until then; ``at_counter``: it can be asked for at the counter, not on the web."""

    state: CellState
    reason: str = ""
    residents_from: datetime | None = None
    others_from: datetime | None = None
    until: datetime | None = None
    at_counter: bool = False


@dataclass(frozen=True, slots=True)
class Viewer:
    """見る人: ``resident`` is None for somebody who has not logged in; the days are the rules'."""

    today: date
    web_days: int
    counter_days: int
    resident: bool | None = None


def cell(
    day: date, closed: str, taken: Taken | None, now: Phase, viewer: Viewer, *, web: bool = True
) -> Cell:
    """枠の見え方 on ``day``; ``closed`` is the label of a closed day, ``now`` the month's phase.

    ``web``: the room is booked on the web; others (楽屋) are asked for at the counter.
    """
    if closed:
        return Cell(CellState.CLOSED, closed)
    if taken:
        if taken.passing:
            return Cell(CellState.PASSING, taken.reason)
        if taken.reason:
            return Cell(CellState.BLOCKED, taken.reason)
        return Cell(CellState.MINE if taken.mine else CellState.TAKEN)
    if day < viewer.today:
        return Cell(CellState.PAST)
    counter_open = viewer.today <= day - timedelta(days=viewer.counter_days)
    web_open = viewer.today <= day - timedelta(days=viewer.web_days)
    if not (web_open if web else counter_open):
        return Cell(CellState.LATE, at_counter=counter_open)
    return _by_phase(now, viewer.resident, web)


def _by_phase(now: Phase, resident: bool | None, web: bool) -> Cell:
    """What nobody has, by how far reception of its month has come."""
    match now.kind:
        case Kind.OPEN:
            return Cell(CellState.FREE, at_counter=not web)
        case Kind.DRAW_RESIDENTS | Kind.DRAW_OTHERS:
            return Cell(CellState.LOTTERY, until=now.until)
        case Kind.RESIDENTS if resident is None:
            return Cell(CellState.FREE, others_from=now.others_from, at_counter=not web)
        case Kind.RESIDENTS if resident:
            return Cell(CellState.FREE, at_counter=not web)
        case Kind.RESIDENTS:
            return Cell(CellState.BEFORE, others_from=now.others_from)
    return Cell(CellState.BEFORE, residents_from=now.residents_from, others_from=now.others_from)
