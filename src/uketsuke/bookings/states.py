"""予約の状態: one table says which moves exist and who may make each.

Nothing else decides about a change of state. ``docs/ideas/booking-states.md`` is drawn from here.
"""

from enum import StrEnum

from uketsuke.kernel.actors import Who
from uketsuke.kernel.refusals import Refusal


class State(StrEnum):
    """予約の状態."""

    TENTATIVE = "tentative"
    APPROVED = "approved"
    USED = "used"
    LAPSED = "lapsed"
    REFUSED = "refused"
    CANCELLED = "cancelled"
    NO_SHOW = "no_show"


LABELS = {
    State.TENTATIVE: "仮予約",
    State.APPROVED: "承認",
    State.USED: "利用済",
    State.LAPSED: "失効",
    State.REFUSED: "不承認",
    State.CANCELLED: "取消",
    State.NO_SHOW: "無断不使用",
}

WHO_LABELS = {
    Who.GROUP: "利用者",
    Who.COUNTER: "窓口職員",
    Who.MANAGER: "館責任者",
    Who.SYSTEM: "システム",
}

STAFF = frozenset({Who.COUNTER, Who.MANAGER})
GROUP_OR_STAFF = STAFF | {Who.GROUP}
STAFF_OR_SYSTEM = STAFF | {Who.SYSTEM}
SYSTEM = frozenset({Who.SYSTEM})

# The ward oversees and approves elsewhere; it moves no booking.
MOVES: dict[tuple[State, State], frozenset[Who]] = {
    (State.TENTATIVE, State.APPROVED): STAFF,
    (State.TENTATIVE, State.REFUSED): STAFF,
    (State.TENTATIVE, State.LAPSED): SYSTEM,
    (State.TENTATIVE, State.CANCELLED): GROUP_OR_STAFF,
    (State.APPROVED, State.USED): STAFF_OR_SYSTEM,
    (State.APPROVED, State.NO_SHOW): STAFF,
    (State.APPROVED, State.CANCELLED): GROUP_OR_STAFF,
    # Not paid in time: the payment deadline runs from the approval.
    (State.APPROVED, State.LAPSED): SYSTEM,
    # 取消の取りやめ: only for some minutes (deadlines.undo_until) and while the cells are free.
    (State.CANCELLED, State.TENTATIVE): GROUP_OR_STAFF,
    (State.CANCELLED, State.APPROVED): GROUP_OR_STAFF,
    # 結果の取消: the office wrote down the wrong end of a use.
    (State.USED, State.APPROVED): STAFF,
    (State.NO_SHOW, State.APPROVED): STAFF,
}

# 終わり of a booking: a cancel is one once it can no longer be undone, a use unless the office
# wrote it down wrongly.
ENDED = frozenset({State.USED, State.LAPSED, State.REFUSED, State.CANCELLED, State.NO_SHOW})

# In these states the booking keeps its cells.
OCCUPYING = frozenset({State.TENTATIVE, State.APPROVED, State.USED, State.NO_SHOW})

# What is agreed on and still to come can be changed.
CHANGEABLE = frozenset({State.TENTATIVE, State.APPROVED})


def may_move(old: str, new: str, who: str) -> bool:
    """状態を変えられるか: whether ``who`` may move a booking from ``old`` to ``new``."""
    return Who(who) in MOVES.get((State(old), State(new)), frozenset())


def move(old: str, new: str, who: str) -> None:
    """状態の変更: raises Refusal ``states.forbidden`` (``old``, ``new``) unless ``who`` may."""
    if not may_move(old, new, who):
        raise Refusal("states.forbidden", old=State(old), new=State(new))


def mermaid() -> str:
    """状態遷移図: the table as the text of a Mermaid diagram, ending in a newline."""
    names = [f'    state "{LABELS[state]}" as {state}' for state in State]
    moves = [f"    {old} --> {new}: {_names(who)}" for (old, new), who in MOVES.items()]
    last = [f"    {state} --> [*]" for state in State if state in ENDED]
    first = [f"    [*] --> {State.TENTATIVE}: 利用申請"]
    return "\n".join(["stateDiagram-v2", *names, *first, *moves, *last]) + "\n"


def _names(who: frozenset[Who]) -> str:
    return "・".join(WHO_LABELS[one] for one in Who if one in who)
