"""見本の出来事: what dummy groups do over the years, as a list of what happens when.

Nothing is stored here. Everything that is asked for obeys the rules of reception at the moment
it is asked for, so that the later part can be done through the real actions.
"""

import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from uketsuke.bookings import opening, queries, reception
from uketsuke.bookings.deadlines import payment_due
from uketsuke.bookings.reception import COUNTER, WEB, Rules, Standing, UseDay
from uketsuke.day import hours
from uketsuke.halls.facts import Atlas
from uketsuke.halls.queries import atlas
from uketsuke.kernel.calendar import is_weekend_or_holiday, month_start
from uketsuke.kernel.clock import at_time, day
from uketsuke.seed.demo.people import Party

ALL = ("am", "pm", "night")
# How a day is cut into uses, how often, and how often each part of it finds somebody.
CUTS = (
    (ALL,),
    (("am", "pm"), ("night",)),
    (("am",), ("pm", "night")),
    (("am",), ("pm",), ("night",)),
)
WEEKEND = (34, 20, 26, 20), {1: 0.84, 2: 0.92, 3: 0.95}
WEEKDAY = (8, 16, 24, 52), {1: 0.42, 2: 0.55, 3: 0.70}
SEASON = (0.75, 0.95, 1.1, 0.95, 0.95, 1.0, 1.0, 0.7, 1.0, 1.12, 1.12, 0.95)
IN_PUBLIC = 0.6
LATE, OVER = 0.08, 0.05
MORNING = 0.75  # of the rate of the other slots
REASONS = ("舞台図面のご提出をお願いします", "入場料の区分を確認させてください")
REFUSALS = ("利用の目的が施設の利用条件に合いません", "必要な書類の提出がありませんでした")


@dataclass(slots=True)
class Story:
    """一つの予約の成り行き: what is asked for at ``booked``, and then ``steps`` of
    (when, what, with what). ``id`` is the booking's once it is stored."""

    party: Party
    use: UseDay
    channel: str
    booked: datetime
    title: str
    attendance: int
    admission: int = 0
    rehearsal: bool = False
    steps: list[tuple[datetime, str, dict[str, Any]]] = field(default_factory=list)
    id: int = 0

    @property
    def public(self) -> bool:
        """催し物として案内してよい: many say so, of what has an audience."""
        return not self.rehearsal and self.own_chance("public").random() < IN_PUBLIC

    def own_chance(self, what: str) -> random.Random:
        """Chance of its own, so that nothing else of the world depends on it."""
        return random.Random(f"{what} {self.use} {self.booked}")  # noqa: S311 - nothing secret

    def then(self, at: datetime, what: str, **how: Any) -> None:
        self.steps.append((at, what, how))


@dataclass
class Telling:
    """語り手: makes up all stories of use days from ``first`` on, as known at ``now``."""

    chance: random.Random
    parties: list[Party]
    started: datetime
    now: datetime
    blocked: set[tuple[str, date]]
    booked: dict[int, set[tuple[str, date]]] = field(default_factory=lambda: defaultdict(set))
    taken: set[tuple[str, date, str]] = field(default_factory=set)
    atlas: Atlas = field(default_factory=atlas)

    def __post_init__(self) -> None:
        self.rules: Rules = queries.rules(day(self.now))
        self.pools: dict[str, list[Party]] = {}
        for hall in self.atlas.halls:
            # A group mostly goes to its own hall, sometimes to another one.
            fans = [p for p in self.parties for _ in range(p.weight * (6 if p.hall == hall else 1))]
            self.pools[hall] = fans

    def tell(self, first: date, last: date) -> Iterator[Story]:
        """All stories of the days from ``first`` to ``last``."""
        for n in range((last - first).days + 1):
            on = first + timedelta(days=n)
            for hall in self.atlas.halls:
                if not self.atlas.closed(hall, on) and (hall, on) not in self.blocked:
                    yield from self._day(hall, on)

    def fresh(self, first: date, last: date, count: int) -> Iterator[Story]:
        """申込の届いたばかりのもの: asked for on the web in the last days, not decided yet; of
        some the office wants to know more. Call it when all others are told."""
        days = [first + timedelta(days=n) for n in range((last - first).days)]
        while count:
            hall, on = self.chance.choice(list(self.atlas.halls)), self.chance.choice(days)
            use = UseDay(
                f"{hall}/hall", on, self.chance.choice((("am",), ("pm",), ("pm", "night")))
            )
            at = self.now - timedelta(minutes=self.chance.randint(20, 60 * 70))
            party = self.chance.choice(self.pools[hall])
            cells = {(hall, on, slot) for slot in use.slots}
            if cells & self.taken or (hall, on) in self.blocked or at < party.joined:
                continue
            if not self._may(use, party, WEB, at):
                continue
            count -= 1
            self.taken |= cells
            self.booked[party.nth].add((hall, on))
            story = self._story(party, use, WEB, at)
            if count % 4 == 0:
                asked = at + (self.now - at) * 0.8
                story.then(asked, "wait", reason=self.chance.choice(REASONS))
            yield story

    def _day(self, hall: str, on: date) -> Iterator[Story]:
        shares, rates = WEEKEND if is_weekend_or_holiday(on) else WEEKDAY
        for slots in self.chance.choices(CUTS, shares)[0]:
            rate = rates[len(slots)] * SEASON[on.month - 1]
            if slots == ("am",):
                rate *= MORNING
            if self.chance.random() < rate:
                yield from self._cell(UseDay(f"{hall}/hall", on, slots))

    def _cell(self, use: UseDay) -> Iterator[Story]:
        """Somebody takes these cells; where they fall free again, often somebody else does."""
        after = self.started
        for _ in range(3):
            story = self._asked(use, after)
            if story is None:
                return
            ended = self._goes_on(story)
            yield story
            if ended is None or ended >= self.now:
                self.taken |= {(use.hall, use.date, slot) for slot in use.slots}
                if ended is None:
                    yield from self._dressing_room(story)
                return
            if self.chance.random() < 0.3:
                return
            after = ended + timedelta(hours=1)

    def _asked(self, use: UseDay, after: datetime) -> Story | None:
        """A group that may ask, at a moment at which it may; None where there was none."""
        for _ in range(6):
            party = self.chance.choice(self.pools[use.hall])
            channel = WEB if self.chance.random() < 0.7 else COUNTER
            at = self._moment(use, party, channel, max(after, party.joined + timedelta(days=2)))
            if at is None:
                continue
            if at >= self.now:
                return None  # somebody will ask, but has not yet
            if not self._may(use, party, channel, at):
                continue
            self.booked[party.nth].add((use.hall, use.date))
            return self._story(party, use, channel, at)
        return None

    def _moment(self, use: UseDay, party: Party, channel: str, after: datetime) -> datetime | None:
        """Often soon after the reception opened, else any time until its last day."""
        month = opening.use_month(month_start(use.date), self.rules.opening)
        resident = party.eligibility != "other"
        draw = month.residents_draw if resident else month.others_draw
        opens = opening.first_come_from(draw, self.rules.opening, channel)
        days = self.rules.web_days if channel == WEB else self.rules.counter_days
        last = at_time(use.date - timedelta(days=days), time(18))
        start = max(opens, after)
        if start >= last:
            return None
        span = (last - start) * (self.chance.random() ** 1.5)
        if self.chance.random() < 0.45:
            span = min(timedelta(days=self.chance.expovariate(0.4)), last - start)
        return self._clock(start + span, channel, use.hall)

    def _clock(self, at: datetime, channel: str, hall: str) -> datetime:
        """On the web until late at night, at the counter while it is open."""
        on = day(at)
        if channel == COUNTER:
            return self._counter(at, hall)
        drawn = at_time(on, time(self.chance.randint(7, 23), self.chance.randint(0, 59)))
        return max(at, drawn) + timedelta(seconds=self.chance.randint(1, 59))

    def _counter(self, at: datetime, hall: str) -> datetime:
        """A moment at the counter of ``hall``, on the day of ``at`` or the next it is open."""
        on = day(at)
        while self.atlas.closed(hall, on):
            on += timedelta(days=1)
        drawn = at_time(on, time(self.chance.randint(9, 18), self.chance.randint(0, 59)))
        return max(at if day(at) == on else drawn, drawn) + timedelta(
            seconds=self.chance.randint(1, 59)
        )

    def _may(self, use: UseDay, party: Party, channel: str, at: datetime) -> bool:
        standing = Standing(
            eligibility=party.eligibility,
            eligibility_until=party.eligibility_until,
            state=party.state,
            valid_until=date.max,
            booked=frozenset(self.booked[party.nth]),
        )
        office = use.hall if channel == COUNTER else ""
        reasons = reception.objections([use], standing, self.rules, self.atlas, channel, at, office)
        return next(reasons, None) is None

    def _story(self, party: Party, use: UseDay, channel: str, at: datetime) -> Story:
        kind = party.kind
        name = self.chance.choice(kind.titles)
        rehearsal = name.endswith(("練習", "稽古"))
        most = self.atlas.room(use.room).capacity
        nth = self.chance.randint(1, 40)
        return Story(
            party=party,
            use=use,
            channel=channel,
            booked=at,
            title=name if rehearsal else f"第{nth}回 見本{name}",
            attendance=self.chance.randint(20, 60) if rehearsal else self.chance.randint(60, most),
            admission=0 if rehearsal else self.chance.choice(kind.admission),
            rehearsal=rehearsal and not kind.commercial,
        )

    def _goes_on(self, story: Story) -> datetime | None:
        """What becomes of it; returns when its cells fell free again, None if they did not."""
        fate = self.chance.random()
        decided = self._decision(story)
        if fate < 0.012:
            story.then(decided, "refuse", reason=self.chance.choice(REFUSALS))
            return decided
        story.then(decided, "approve")
        due = self._due(story, decided)
        if fate < 0.03:
            lapsed = at_time(due + timedelta(days=1), time(0, 10))
            story.then(lapsed, "lapse")
            return lapsed
        paid = self._payment(story, decided, due)
        if fate < 0.095 and (ended := self._cancel(story, decided, paid)):
            return ended
        story.then(paid, "pay", method=self._method())
        if self.chance.random() > 0.012:
            self._comes(story)
        else:
            begins = hours.span(story.use.date, self._hours(story.use)).starts
            story.then(begins + timedelta(minutes=95), "no_show")
        return None

    def _comes(self, story: Story) -> None:
        """She comes, now and then late; she goes, now and then after her time."""
        chance = story.own_chance("day")
        span = hours.span(story.use.date, self._hours(story.use))
        late = chance.random() < LATE
        minutes = chance.randint(12, 40) if late else -chance.randint(0, 20)
        after = chance.randint(15, 50) if chance.random() < OVER else -chance.randint(0, 25)
        seen = round(story.attendance * chance.uniform(0.55, 1.02))
        story.then(span.starts + timedelta(minutes=minutes), "come")
        story.then(span.ends + timedelta(minutes=after), "go", visitors=seen)
        story.then(at_time(story.use.date + timedelta(days=1), time(0, 5)), "close")

    def _hours(self, use: UseDay) -> list[tuple[time, time]]:
        return self.atlas.room(use.room).hours(use.slots)

    def _decision(self, story: Story) -> datetime:
        """At the counter on the spot, else after some days; sometimes something is asked first."""
        if story.channel == COUNTER:
            return story.booked + timedelta(minutes=self.chance.randint(5, 25))
        days = self.chance.uniform(0.4, 4.0)
        decided = self._counter(story.booked + timedelta(days=days), story.use.hall)
        if self.chance.random() < 0.06:
            story.then(decided, "wait", reason=self.chance.choice(REASONS))
            decided = self._counter(
                decided + timedelta(days=self.chance.uniform(1, 5)), story.use.hall
            )
        return decided

    def _due(self, story: Story, decided: datetime) -> date:
        hall = story.use.hall
        return payment_due(
            day(decided),
            story.use.date,
            self.rules.payment_days,
            lambda on: self.atlas.is_counter_day(hall, on),
        )

    def _payment(self, story: Story, decided: datetime, due: date) -> datetime:
        """Some at once, most in between, many on one of the last days."""
        if story.channel == COUNTER and self.chance.random() < 0.6:
            return decided + timedelta(minutes=self.chance.randint(2, 9))
        days = (due - day(decided)).days
        wanted = decided + timedelta(days=days * (1 - self.chance.random() ** 1.6))
        at = self._counter(wanted, story.use.hall)
        return at if day(at) <= due else decided + timedelta(minutes=5)

    def _cancel(self, story: Story, decided: datetime, paid: datetime) -> datetime | None:
        """She calls it off, before or after she paid; what is due back is fetched later."""
        last = at_time(story.use.date - timedelta(days=1), time(17))
        ended = decided + (last - decided) * self.chance.random()
        if not decided + timedelta(hours=1) < ended < last:
            return None
        if paid < ended:
            story.then(paid, "pay", method=self._method())
        story.then(ended, "cancel")
        if paid < ended:
            fetched = self._counter(
                ended + timedelta(days=self.chance.uniform(1, 12)), story.use.hall
            )
            story.then(fetched, "pay_back")
        return ended

    def _method(self) -> str:
        return self.chance.choices(("cash", "card", "qr"), (70, 18, 12))[0]

    def _dressing_room(self, story: Story) -> Iterator[Story]:
        """楽屋: asked for at the counter, some weeks before the use."""
        if story.rehearsal or self.chance.random() > 0.22:
            return
        use = UseDay(f"{story.use.hall}/dressing-1", story.use.date, story.use.slots)
        asked = at_time(use.date - timedelta(days=self.chance.randint(4, 40)), time(10))
        at = self._counter(max(asked, story.booked + timedelta(days=1)), use.hall)
        if at >= self.now or not self._may(use, story.party, COUNTER, at):
            return
        most = self.atlas.room(use.room).capacity
        also = Story(story.party, use, COUNTER, at, story.title, min(8, most))
        paid = at + timedelta(minutes=12)
        also.then(at + timedelta(minutes=5), "approve")
        also.then(paid, "pay", method=self._method())
        self._comes(also)
        yield also
