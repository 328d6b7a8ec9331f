"""確保の様子: whether the cells of a draft are still held, and what to do when they are not."""

from dataclasses import dataclass
from datetime import datetime

from uketsuke.bookings import drafts, queries
from uketsuke.bookings.models import Draft
from uketsuke.bookings.reception import WEB, UseDay
from uketsuke.doors.portal.booking import chosen
from uketsuke.doors.shared.words.sentences import sentences
from uketsuke.kernel import clock
from uketsuke.kernel.clock import TOKYO


@dataclass(frozen=True, slots=True)
class Holding:
    """確保: ``held`` until ``until``; else free (``lost`` is empty) or lost to somebody else.

    ``again``: minutes that it would last from now. ``window``: until when requests are only
    collected, and nothing is held for anybody.
    """

    held: bool
    until: str
    minutes: int
    again: int
    may_extend: bool
    lost: list[UseDay]
    sentences: list[str]
    instead: list[chosen.Instead]
    choose: str
    window: str = ""


def look(draft: Draft, at: datetime, *, lost: bool = False) -> Holding:
    """How the draft's cells stand now; ``lost``: it was just refused because somebody has them."""
    uses = drafts.uses_of(draft)
    held = not lost and drafts.is_held(draft, at)
    taken = {} if held else chosen.taken(uses, draft.group, at)
    away = chosen.lost(uses, taken)
    token = str(draft.token)
    window = queries.window(uses, draft.group, WEB, at)
    return Holding(
        held=held,
        until=_clock(draft.expires_at),
        minutes=max(0, int((draft.expires_at - at).total_seconds()) // 60),
        again=queries.rules(clock.day(at)).hold_minutes,
        may_extend=drafts.may_extend(draft, at),
        lost=away,
        sentences=[each for reason in chosen.gone(uses, taken) for each in sentences(reason)],
        instead=chosen.instead(uses, taken, draft.group, at, since=token) if away else [],
        choose=chosen.address(uses, since=token),
        window=_clock(window) if window else "",
    )


def _clock(moment: datetime) -> str:
    local = moment.astimezone(TOKYO)
    return f"{local.hour}:{local.minute:02}"
