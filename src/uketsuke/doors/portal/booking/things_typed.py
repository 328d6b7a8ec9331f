"""申込の途中の附帯設備: what was chosen stands in the draft beside what was typed."""

from typing import Any

from uketsuke.bookings import drafts
from uketsuke.bookings.models import Draft
from uketsuke.equipment.queries import catalogue

NAME = "things"


def things_of(draft: Draft) -> dict[str, int]:
    """頼む品 by code."""
    kept: dict[str, int] = draft.typed.get(NAME, {})
    return dict(kept)


def things_typed(draft: Draft) -> dict[str, Any]:
    """What of ``draft.typed`` is about things, to be kept with what else is typed."""
    return {NAME: draft.typed[NAME]} if NAME in draft.typed else {}


def things_in_words(draft: Draft) -> list[str]:
    """``ワイヤレスマイク 2本``, in the order of the hall's list."""
    wanted = {code: number for code, number in things_of(draft).items() if number}
    halls = {use.hall for use in drafts.uses_of(draft)}
    named = {item.code: item for item in catalogue() if item.hall in halls and item.code in wanted}
    return [
        item.name if item.room else f"{item.name} {wanted[code]}{item.unit}"
        for code, item in named.items()
    ]
