"""打合せの時刻: which times a hall offers for a use, and why one cannot be had. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

Start = tuple[date, time]


@dataclass(frozen=True, slots=True)
class OfferFacts:
    """打合せの枠: on a weekday, for uses so many days away, in force from day to day."""

    id: int
    hall: str
    since: date
    until: date | None
    weekday: int
    starts: time
    ends: time
    minutes: int
    places: int
    first_days: int
    last_days: int

    def is_on(self, day: date) -> bool:
        """Whether it is offered on that day."""
        ends = self.until or date.max
        return self.weekday == day.weekday() and self.since <= day <= ends

    def overlaps(self, other: "OfferFacts") -> bool:
        """Whether both would offer the same minutes of the same day somewhen."""
        if (self.hall, self.weekday) != (other.hall, other.weekday):
            return False
        days = self.since <= (other.until or date.max) and other.since <= (self.until or date.max)
        return days and self.starts < other.ends and other.starts < self.ends


@dataclass(frozen=True, slots=True)
class Opening:
    """打合せできる時刻: ``left`` of the places are free."""

    date: date
    starts: time
    minutes: int
    places: int
    left: int

    @property
    def ends(self) -> time:
        """When it is over."""
        return _later(self.starts, self.minutes)


def times(offer: OfferFacts) -> Iterator[time]:
    """始まりの時刻: one after the other, as long as a whole one fits."""
    starts = offer.starts
    while (ends := _later(starts, offer.minutes)) <= offer.ends and ends > starts:
        yield starts
        starts = ends


def openings(
    offers: Iterable[OfferFacts],
    use: date,
    first: date,
    taken: Mapping[Start, int],
    closed: Iterable[date] = (),
) -> list[Opening]:
    """打合せできる時刻 for a use on that day, from ``first`` on, in order of time.

    ``taken``: how many places are gone by start; on ``closed`` days there is none.
    """
    shut, found = set(closed), []
    for offer in offers:
        earliest = max(first, use - timedelta(days=offer.first_days))
        latest = use - timedelta(days=offer.last_days)
        for nth in range((latest - earliest).days + 1):
            day = earliest + timedelta(days=nth)
            if not offer.is_on(day) or day in shut:
                continue
            for starts in times(offer):
                left = max(offer.places - taken.get((day, starts), 0), 0)
                found.append(Opening(day, starts, offer.minutes, offer.places, left))
    return sorted(found, key=lambda each: (each.date, each.starts))


def due(use: date, days: int) -> date:
    """打合せの期限: ``days`` days before the use."""
    return use - timedelta(days=days)


def _later(starts: time, minutes: int) -> time:
    moment = datetime.combine(date.min, starts) + timedelta(minutes=minutes)
    return moment.time() if moment.date() == date.min else time.min
