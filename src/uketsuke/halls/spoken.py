"""名前の言いかえ: names that are rows of data, in the language of the page.

The official name is the row's. The catalogues translate the names of the seed (context ``name``);
one they do not know, as of another ward, stays as it is.
"""

from dataclasses import replace
from functools import lru_cache

from django.utils.translation import get_language, pgettext

from uketsuke.halls import queries
from uketsuke.halls.facts import Atlas, HallFacts, RoomFacts

CONTEXT = "name"


def named(name: object) -> str:
    """The name in the language of the page."""
    return pgettext(CONTEXT, str(name)) if name else ""


def atlas() -> Atlas:
    """全施設 with their names in the language of the page."""
    known, language = queries.atlas(), get_language() or "ja"
    return known if language == "ja" else _translated(_Kept(known), language)


class _Kept:
    """An atlas as a key: one that was read anew is another one."""

    def __init__(self, known: Atlas) -> None:
        self.known = known

    def __hash__(self) -> int:
        return id(self.known)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Kept) and self.known is other.known


@lru_cache(maxsize=8)
def _translated(kept: _Kept, language: str) -> Atlas:
    known = kept.known
    closures = tuple(replace(each, label=named(each.label)) for each in known.closures)
    return Atlas({code: _hall(hall) for code, hall in known.halls.items()}, closures)


def _hall(hall: HallFacts) -> HallFacts:
    return replace(
        hall,
        name=named(hall.name),
        short_name=named(hall.short_name),
        address=named(hall.address),
        office=named(hall.office),
        phone=named(hall.phone),
        rooms=tuple(_room(room) for room in hall.rooms),
    )


def _room(room: RoomFacts) -> RoomFacts:
    slots = tuple(replace(slot, label=named(slot.label)) for slot in room.slots)
    return replace(room, name=named(room.name), slots=slots)
