"""少ない数を隠す: in open data a small count would tell who it was.

A count from 1 to ``LEAST - 1`` is hidden. Where only one of several that add up to a published
total is hidden, the next smallest is hidden too, or the difference would tell it.
"""

from collections.abc import Mapping

LEAST = 5


def hidden(counts: Mapping[str, int]) -> set[str]:
    """The keys whose counts are not shown. ``counts`` add up to a total that is shown."""
    small = {key for key, count in counts.items() if 0 < count < LEAST}
    if not small:
        return set()
    rest = sorted(
        (key for key in counts if key not in small and counts[key]), key=counts.__getitem__
    )
    told = sum(counts[key] for key in small)
    while rest and (len(small) < 2 or told < LEAST):
        key = rest.pop(0)
        small.add(key)
        told += counts[key]
    return small
