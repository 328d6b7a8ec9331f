"""監査の検証."""

from dataclasses import dataclass

from uketsuke.audit import chain
from uketsuke.audit.models import Entry, Seal


@dataclass(frozen=True, slots=True)
class Verdict:
    """検証結果: ``fault`` names the first bad entry in plain words, or is empty."""

    entries: int
    sealed: int
    fault: str = ""


def unsealed() -> bool:
    """封印を待つ記録があるか."""
    last = Seal.objects.order_by("-last").values_list("last", flat=True).first()
    return Entry.objects.filter(pk__gt=last or 0).exists()


def verify() -> Verdict:
    """監査の検証: recompute every MAC and every seal, from the first entry on."""
    seals = list(Seal.objects.order_by("last"))
    entries = Entry.objects.order_by("pk").iterator(chunk_size=5000)
    before, start, seen, sealed = chain.FIRST, 0, 0, 0
    batch: list[tuple[int, str]] = []
    waiting = iter(seals)
    goal = next(waiting, None)
    for entry in entries:
        while goal and entry.pk > goal.last:
            if fault := _broken(goal, before, batch, start):
                return Verdict(seen, sealed, fault)
            sealed += len(batch)
            before, start, batch, goal = goal.digest, goal.last, [], next(waiting, None)
        seen += 1
        if chain.mac(entry) != entry.mac:
            return Verdict(seen, sealed, f"entry {entry.pk} was changed")
        batch.append((entry.pk, entry.mac))
    while goal:
        if fault := _broken(goal, before, batch, start):
            return Verdict(seen, sealed, fault)
        sealed += len(batch)
        before, start, batch, goal = goal.digest, goal.last, [], next(waiting, None)
    return Verdict(seen, sealed)


def _broken(seal: Seal, before: str, batch: list[tuple[int, str]], start: int) -> str:
    """What is wrong between two seals, or nothing."""
    digest, count = chain.link(before, batch)
    if digest == seal.digest:
        return ""
    if count != seal.count:
        return f"entries {start + 1} to {seal.last}: {seal.count} were sealed, {count} are there"
    return f"entries {start + 1} to {seal.last} are not those that were sealed"
