"""進行表: the hours of a day of use in their order, and what is wrong with them. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import time
from itertools import pairwise

from uketsuke.kernel.refusals import Refusal

STAGES = {
    "move_in": "搬入",
    "set_up": "仕込み",
    "rehearsal": "リハーサル",
    "doors": "開場",
    "begins": "開演",
    "ends": "終演",
    "move_out": "退館",
}


def objections(
    hours: Mapping[str, time | None], spans: Sequence[tuple[time, time]]
) -> Iterator[Refusal]:
    """進行表の誤り: one stage before another that comes first, or outside the hours of the use."""
    given = [(stage, hour) for stage in STAGES if (hour := hours.get(stage)) is not None]
    for (before, earlier), (stage, hour) in pairwise(given):
        if hour < earlier:
            yield Refusal("meetings.order", stage=STAGES[stage], before=STAGES[before])
    for stage, hour in given:
        if not any(start <= hour <= end for start, end in spans):
            times = "、".join(f"{start:%H:%M}〜{end:%H:%M}" for start, end in spans)
            yield Refusal("meetings.hours", stage=STAGES[stage], times=times)
