"""見本データ: a whole dummy world relative to today, made once. The same day gives the same world.

What is older than some days is stored as rows, many at once; the last days are done through the
real actions. Both come out of the same stories.
"""

import heapq
import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import F

from uketsuke.audit import chain
from uketsuke.audit.actions import seal
from uketsuke.audit.models import Entry, Seal
from uketsuke.bookings.models import ReceptionRules
from uketsuke.groups.models import Group
from uketsuke.halls.queries import atlas
from uketsuke.identity.models import User
from uketsuke.kernel import clock, practice
from uketsuke.kernel.actors import SYSTEM
from uketsuke.kernel.calendar import add_months, month_start
from uketsuke.kernel.clock import day
from uketsuke.kernel.models import Sequence
from uketsuke.notices.bounces import actions as bouncing
from uketsuke.notices.models import Delivery, Notice
from uketsuke.notices.outbox import MAIL
from uketsuke.seed.demo import (
    closings,
    dues,
    figures,
    meetings,
    newcomers,
    notes,
    people,
    roster,
    safety,
    things,
    waits,
)
from uketsuke.seed.demo.live import Live
from uketsuke.seed.demo.lots import Lots
from uketsuke.seed.demo.past import Past
from uketsuke.seed.demo.people import Party
from uketsuke.seed.demo.rows import Rows
from uketsuke.seed.demo.story import Story, Telling

SEED = 20261123
MARK = "demo-data"  # written last: with it, the world is complete
PAST_DAYS = 365
LIVE_DAYS = 30
MONTHS_AHEAD = 7
FRESH = 14  # applications that nobody has decided yet
READ_AFTER = timedelta(days=3)  # what was told before has been read
COME_BACK = ("5.1.1", "5.2.2")  # what mail servers said of two of them
FRESH_MAILS = 5  # left for the worker, so that there is something to see


def is_filled() -> bool:
    """Whether the dummy world is there."""
    return Sequence.objects.filter(name=MARK).exists()


def is_empty() -> bool:
    """Whether nothing is there that somebody might miss."""
    return not Group.objects.exists() and not User.objects.exists()


def fill(now: datetime, *, past_days: int = PAST_DAYS, months_ahead: int = MONTHS_AHEAD) -> None:
    """Make the dummy world: all or nothing of it is marked as done."""
    chance = random.Random(SEED)  # noqa: S311 - nothing secret comes of it
    practice.mark()
    with _in_a_hurry():
        rules_from: date = ReceptionRules.objects.order_by("in_force_from")[0].in_force_from
        started = clock.at_time(rules_from, datetime.min.time().replace(hour=9))
        first = max(day(now) - timedelta(days=past_days), rules_from + timedelta(days=30))
        last = add_months(month_start(day(now)), months_ahead) - timedelta(days=1)
        parties = people.parties(chance, list(atlas().halls), started, now)
        blocks = closings.closings(chance, first, last, now)
        blocked = {(closure.hall, on) for closure in blocks for on in closure.days}
        telling = Telling(chance, parties, started, now, blocked)
        stories = list(telling.tell(first, last))
        today = day(now)
        stories += telling.fresh(today + timedelta(days=20), today + timedelta(days=110), FRESH)
        with transaction.atomic():
            groups = _store_past(chance, parties, stories, blocks, started, now)
        _look_at_it_once()
        _do_the_rest(stories, groups, now)
        Lots(chance, parties, groups, now).hold()
        newcomers.apply(chance, parties, groups, now)
        closings.propose(now)
        dues.ask(now)
        notes.hand_over(now)
        things.ask(now)
        waits.join(now)
        meetings.book(now)
        safety.prepare(now)
        figures.change(now)
        seal(by=SYSTEM, at=now)
        _send_old_mail(now)
        Sequence.objects.create(name=MARK, last=1)


def _store_past(
    chance: random.Random,
    parties: list[Party],
    stories: list[Story],
    blocks: list[closings.Closure],
    started: datetime,
    now: datetime,
) -> dict[str, Group]:
    rows = Rows(now)
    roster.store_staff(rows, started)
    groups = roster.store_groups(parties, rows, chance)
    numbers = iter(chance.sample(range(10_000_000, 99_999_999), len(stories)))
    mails = {party.number: party.mail for party in parties}
    past = Past(rows, groups, mails, map(str, numbers))
    for at, story, what, how in _events(stories):
        if at < now - timedelta(days=LIVE_DAYS):
            past.happens(story, what, at, how)
    closings.store(blocks, rows, started)
    past.finish()
    rows.store()
    _seal_days()
    return groups


def _look_at_it_once() -> None:
    """PostgreSQL plans by what it last saw of a table: just filled, that is an empty one."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def _do_the_rest(stories: list[Story], groups: dict[str, Group], now: datetime) -> None:
    live = Live(groups)
    for at, story, what, how in _events(stories):
        if now - timedelta(days=LIVE_DAYS) <= at < now:
            live.happens(story, what, at, how)


def _events(stories: list[Story]) -> Iterator[tuple[datetime, Story, str, dict[str, Any]]]:
    """Everything that happens, in the order of time."""
    heap: list[tuple[datetime, int, int]] = []
    scripts = [[(story.booked, "book", {}), *story.steps] for story in stories]
    heap = [(script[0][0], number, 0) for number, script in enumerate(scripts)]
    heapq.heapify(heap)
    while heap:
        at, number, step = heapq.heappop(heap)
        _, what, how = scripts[number][step]
        yield at, stories[number], what, how
        if step + 1 < len(scripts[number]):
            heapq.heappush(heap, (scripts[number][step + 1][0], number, step + 1))


def _seal_days() -> None:
    """封印 of every past day, as the worker would have made them."""
    before, seals, batch, today = chain.FIRST, [], [], None
    entries = list(Entry.objects.order_by("pk").values_list("pk", "mac", "at"))
    for number, (pk, mac, at) in enumerate(entries):
        batch.append((pk, mac))
        today = day(at)
        if number + 1 == len(entries) or day(entries[number + 1][2]) != today:
            before, count = chain.link(before, batch)
            seals.append(Seal(at=at, last=pk, count=count, digest=before))
            batch = []
    Seal.objects.bulk_create(seals)


def _send_old_mail(now: datetime) -> None:
    """The mails of the last days have long arrived, but for the newest few."""
    waiting = Delivery.objects.filter(channel=MAIL, done_at=None).order_by("-due_at", "-pk")
    fresh = list(waiting.values_list("pk", flat=True)[:FRESH_MAILS])
    waiting.exclude(pk__in=fresh).order_by().update(done_at=now, attempts=1)
    Notice.objects.filter(created_at__lt=now - READ_AFTER).update(read_at=F("created_at"))
    arrived = Delivery.objects.filter(channel=MAIL, notice__group__state="active")
    numbers = arrived.exclude(done_at=None).order_by("pk").values_list("pk", flat=True)
    for status, number in zip(COME_BACK, numbers[: len(COME_BACK)], strict=False):
        bouncing.note(number, status, by=SYSTEM, at=now)


@contextmanager
def _in_a_hurry() -> Iterator[None]:
    """A crash half way starts over anyway: SQLite need not wait for the disk meanwhile."""
    is_sqlite = connection.vendor == "sqlite" and not connection.in_atomic_block
    if is_sqlite:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=OFF")
    try:
        yield
    finally:
        if is_sqlite:
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA synchronous=FULL")
