"""封印の控え: the seals, to be kept on another machine. What is there cannot be denied here.

``verify`` walks what is in the database. Who has the key and all rights could write all of it anew,
or cut off its end: the seals that have left the machine find that too.
"""

from collections.abc import Iterable, Iterator

from uketsuke.audit.models import Seal
from uketsuke.kernel.refusals import Refusal

_PARTS = 4


def written(since: int = 0) -> Iterator[str]:
    """A line for each seal of entries after ``since``: ``last count digest moment``."""
    for seal in Seal.objects.filter(last__gt=since).order_by("last").iterator():
        yield f"{seal.last} {seal.count} {seal.digest} {seal.at.isoformat()}"


def fault(lines: Iterable[str]) -> str:
    """The first seal of a copy that is not in the database as it was, or nothing.

    Raises Refusal ``audit.no_seals`` for a text that is no copy of seals.
    """
    seen = 0
    known = dict(Seal.objects.values_list("last", "digest"))
    for line in lines:
        if not line.strip():
            continue
        parts = line.split()
        if len(parts) != _PARTS or not parts[0].isdecimal():
            raise Refusal("audit.no_seals")
        seen += 1
        last, _, digest, moment = parts
        if known.get(int(last)) != digest:
            return f"the seal of {moment} up to entry {last} is not here as it was"
    if not seen:
        raise Refusal("audit.no_seals")
    return ""
