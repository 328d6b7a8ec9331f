"""見本の抽選: a round that is over, with its public record, and the rounds open now.

All of it is done through the real actions, at the moments at which it would have happened.
"""

import random
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import uuid5

from uketsuke.bookings import queries as bookings
from uketsuke.bookings.models import DrawDates
from uketsuke.bookings.opening import DrawDates as Dates
from uketsuke.bookings.opening import Klass, draw_dates
from uketsuke.bookings.reception import Description, UseDay
from uketsuke.groups.models import Group
from uketsuke.kernel import revision
from uketsuke.kernel.actors import SYSTEM
from uketsuke.kernel.calendar import add_months, is_weekend_or_holiday, month_start
from uketsuke.kernel.clock import day
from uketsuke.kernel.refusals import Refusal
from uketsuke.lottery import actions, awards, ceremony, queries, rounds
from uketsuke.lottery.models import Round
from uketsuke.seed.demo.actors import MANAGER, group_actor, office
from uketsuke.seed.demo.past import SPACE
from uketsuke.seed.demo.people import Party

OPEN_FOR = timedelta(days=6)  # how long the open rounds have been taking entries
ENTRIES = {Klass.RESIDENTS: 60, Klass.OTHERS: 24}
DICE = "さいころ（見本） 3 5 1 6 2 4"


@dataclass
class Lots:
    """抽選: ``parties`` enter for what is offered; weekends and nights are wanted most."""

    chance: random.Random
    parties: list[Party]
    groups: dict[str, Group]
    now: datetime

    def hold(self) -> None:
        """The last round of residents to its end; then the next ones, open for some days."""
        self._finish(self._make(self._dates(Klass.RESIDENTS)[0]))
        for klass in Klass:
            coming = self._dates(klass)[1]
            made = self._make(coming)
            since = min(made.dates.entries_from, self.now - OPEN_FOR)
            DrawDates.objects.filter(pk=made.dates_id).update(entries_from=since)
            revision.changed()
            made.refresh_from_db()
            self._fill(made, since, self.now)

    def _dates(self, klass: Klass) -> tuple[Dates, Dates]:
        """The last draw of that class and the next."""
        opening = bookings.rules(day(self.now)).opening
        first = month_start(day(self.now))
        known = [draw_dates(add_months(first, n), klass, opening) for n in range(12)]
        known.sort(key=lambda each: each.closes_at)
        over = [each for each in known if each.web_from < self.now]
        return over[-1], next(each for each in known if each.closes_at > self.now)

    def _make(self, dates: Dates) -> Round:
        at = min(dates.entries_from, self.now - OPEN_FOR) - timedelta(days=7)
        return rounds.make(dates.month, dates.klass, by=SYSTEM, at=at)

    def _fill(self, of: Round, since: datetime, until: datetime) -> None:
        """Entries at any time of the days, most of them on the web."""
        klass = Klass(of.dates.klass)
        mine = [p for p in self.parties if p.weight and p.joined < since and self._fits(p, klass)]
        wanted = self._popular(of, since)
        for party in self.chance.sample(mine, min(ENTRIES[klass], len(mine))):
            at = since + (until - since) * self.chance.random()
            by = group_actor(party) if self.chance.random() < 0.8 else office(party.hall)
            wishes = self._wishes(party, wanted)
            what = self._what(party)
            token = uuid5(SPACE, f"entry {of.code} {party.number}")
            try:
                actions.enter(
                    self.groups[party.number].pk, of.pk, wishes, what, token, by=by, at=at
                )
            except Refusal:  # she has as many days there as she may have
                continue

    def _finish(self, of: Round) -> None:
        dates = of.dates
        self._fill(of, dates.entries_from, dates.closes_at)
        drawn = dates.closes_at + timedelta(minutes=30)
        for party in queries.judged(of):
            receipts = party.party.receipts
            ceremony.decide_party(
                of.pk, receipts, receipts, "別の団体です（見本）", by=MANAGER, at=dates.closes_at
            )
        ceremony.freeze(of.pk, by=MANAGER, at=dates.closes_at)
        ceremony.draw(of.pk, DICE, by=MANAGER, at=drawn)
        ceremony.settle(of.pk, by=MANAGER, at=drawn + timedelta(minutes=5))
        told = drawn + timedelta(minutes=10)
        for entry in awards.untold(of.pk):
            awards.award(entry, by=SYSTEM, at=told)
        awards.finish(of.pk, by=SYSTEM, at=told)
        confirmed = min(told + timedelta(days=2), self.now)
        winners = of.entries.exclude(win=None).order_by("receipt").values_list("pk", flat=True)
        for entry in list(winners)[::2] if confirmed < self.now else ():
            awards.confirm(entry, by=MANAGER, at=confirmed)

    def _fits(self, party: Party, klass: Klass) -> bool:
        if party.state != "active":
            return False
        return klass is Klass.OTHERS or party.eligibility == "resident"

    def _popular(self, of: Round, at: datetime) -> list[UseDay]:
        """Use days that are offered whole, those that many want several times."""
        offered = queries.offered(of, at)
        whole = sorted({(room, on) for room, on, _ in offered})
        uses = []
        for room, on in whole:
            for slots, weight in (
                (("am",), 1),
                (("pm",), 2),
                (("night",), 2),
                (("pm", "night"), 2),
            ):
                if all((room, on, slot) in offered for slot in slots):
                    uses += [UseDay(room, on, slots)] * weight * self._weight(on)
        return uses

    def _weight(self, on: date) -> int:
        return 8 if is_weekend_or_holiday(on) else 1

    def _wishes(self, party: Party, wanted: list[UseDay]) -> list[UseDay]:
        """Up to three, mostly in her own hall."""
        near = [use for use in wanted if use.hall == party.hall] or wanted
        drawn = [
            self.chance.choice(near if self.chance.random() < 0.8 else wanted) for _ in range(3)
        ]
        return list(dict.fromkeys(drawn))[: self.chance.randint(1, 3)]

    def _what(self, party: Party) -> Description:
        kind = party.kind
        title = self.chance.choice(kind.titles)
        return Description(
            f"見本{title}",
            kind.purpose,
            self.chance.randint(40, 200),
            self.chance.choice(kind.admission),
            commercial=kind.commercial,
        )
