"""見本の休止: works, monthly maintenance and own events of the three halls."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from uketsuke.bookings import blocks, holds
from uketsuke.bookings.models import Block, BlockReason, BlockState, Hold
from uketsuke.bookings.reception import UseDay
from uketsuke.halls.models import Hall
from uketsuke.halls.queries import atlas
from uketsuke.kernel.calendar import add_months, month_start, nth_weekday
from uketsuke.kernel.clock import at_time, day
from uketsuke.seed.demo.actors import MANAGER, SECOND
from uketsuke.seed.demo.rows import Rows
from uketsuke.seed.demo.story import ALL


@dataclass(frozen=True, slots=True)
class Closure:
    """休止: the whole hall (all its rooms, all slots) from ``starts`` to ``ends``."""

    hall: str
    starts: date
    ends: date
    reason: str
    public_reason: str
    document: str = ""

    @property
    def days(self) -> Iterator[date]:
        for n in range((self.ends - self.starts).days + 1):
            yield self.starts + timedelta(days=n)


def closings(chance: random.Random, first: date, last: date, now: datetime) -> list[Closure]:
    """All closings between two days, by their first day; none covers a closed day or another."""
    halls = list(atlas().halls)
    wanted = [*_works(day(now)), *_maintenance(halls, first, last)]
    wanted += _own_events(chance, halls, first, last)
    taken: set[tuple[str, date]] = set()
    kept = []
    for closure in wanted:
        cells = {(closure.hall, on) for on in closure.days}
        open_days = not any(atlas().closed(hall, on) for hall, on in cells)
        if open_days and not cells & taken and first <= closure.starts and closure.ends <= last:
            taken |= cells
            kept.append(closure)
    return sorted(kept, key=lambda closure: closure.starts)


def store(closings: list[Closure], rows: Rows, started: datetime) -> None:
    """Proposed by one manager and approved by another, half a year before or at the beginning."""
    halls = {hall.code: hall for hall in Hall.objects.all()}
    through = Block.rooms.through
    for closure in closings:
        proposed = max(started, at_time(closure.starts - timedelta(days=200), time(10, 30)))
        approved = proposed + timedelta(days=1, hours=3)
        block = rows.add(
            Block(
                hall=halls[closure.hall],
                starts=closure.starts,
                ends=closure.ends,
                slots=",".join(ALL),
                reason_class=closure.reason,
                public_reason=closure.public_reason,
                document=closure.document,
                state=BlockState.APPROVED,
                proposed_by=MANAGER.name,
                proposed_at=proposed,
                approved_by=SECOND.name,
                approved_at=approved,
            )
        )
        rows.record("block.propose", block, by=MANAGER, at=proposed, why=closure.public_reason)
        rows.record("block.approve", block, by=SECOND, at=approved)
        rooms = atlas().halls[closure.hall].rooms
        rows.links += [through(block_id=block.pk, room_id=room.id) for room in rooms]
        for space in sorted({space for room in rooms for space in room.spaces}):
            for on in closure.days:
                for slot in ALL:
                    rows.add(Hold(space_id=space, date=on, slot=slot, block=block))


def propose(now: datetime) -> None:
    """起案されたばかりの休止: one that waits for its approver, where nothing is booked."""
    rooms = ("tansu/dressing-2", "tansu/dressing-3")
    on = day(now) + timedelta(days=70)
    while holds.taken_of([UseDay(room, on, ALL) for room in rooms], now):
        on += timedelta(days=1)
    what = blocks.Closing(
        rooms,
        on,
        on,
        ALL,
        BlockReason.MAINTENANCE,
        "楽屋空調の点検（見本）",
    )
    blocks.propose(what, by=MANAGER, at=now - timedelta(hours=4))


def _works(today: date) -> Iterator[Closure]:
    for starts, length, what in ((-160, 18, "客席・天井改修工事"), (45, 24, "舞台機構改修工事")):
        first = today + timedelta(days=starts)
        yield Closure(
            "tsunohazu",
            first,
            first + timedelta(days=length),
            BlockReason.WORKS,
            f"{what}（見本）",
            "見本第12号",
        )


def _maintenance(halls: list[str], first: date, last: date) -> Iterator[Closure]:
    """One weekday each month for each hall, each another one."""
    month = month_start(first)
    while month <= last:
        for weekday, hall in zip((0, 1, 3), halls, strict=False):
            on = nth_weekday(month, 2, weekday)
            yield Closure(hall, on, on, BlockReason.MAINTENANCE, "保守点検日")
        month = add_months(month, 1)


def _own_events(
    chance: random.Random, halls: list[str], first: date, last: date
) -> Iterator[Closure]:
    """A Sunday of the hall's own every other month."""
    month = month_start(first)
    while month <= last:
        on = nth_weekday(month, chance.randint(1, 4), 6)
        name = chance.choice(("ロビーコンサート", "区民文化祭", "親子で楽しむ音楽会"))
        yield Closure(
            chance.choice(halls), on, on, BlockReason.OWN_EVENT, f"主催事業「{name}」（見本）"
        )
        month = add_months(month, 2)
