"""マイページが読むもの: a constant number of queries, however many bookings a group has."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet, Sum

from uketsuke.bookings import states
from uketsuke.bookings.models import Booking
from uketsuke.bookings.reception import UseDay
from uketsuke.doors.portal.booking import chosen
from uketsuke.doors.shared.words.sentences import use_name
from uketsuke.groups.models import Group
from uketsuke.kernel import clock
from uketsuke.ledger.models import Account
from uketsuke.lottery.models import Entry
from uketsuke.meetings import queries as meetings
from uketsuke.meetings.appointments import due
from uketsuke.registration import terms
from uketsuke.registration.models import Application, Kind
from uketsuke.tariffs.queries import version
from uketsuke.waiting import queries as waiting
from uketsuke.waiting.models import Offer

ENTRIES_SHOWN = 60  # days after the draw


@dataclass(frozen=True, slots=True)
class Task:
    """することの一つ: ``kind`` chooses the words; ``day`` until when (or since when); ``sample``:
    its yen come from a tariff that is not official."""

    kind: str
    day: date
    booking: Booking | None = None
    yen: int = 0
    note: str = ""
    late: bool = False
    sample: bool = False
    until: datetime | None = None
    key: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """予約の一行."""

    booking: Booking
    slots: str
    hours: str


def tasks(group: Group, at: datetime) -> list[Task]:
    """まずすること, an offer of the waiting list first, then by date. Seven queries."""
    today = clock.day(at)
    found = [
        *_of_money(group, today),
        *_of_waiting(group),
        *_of_wins(group),
        *_of_offers(group, at),
        *_of_meetings(group, today),
        *_of_requests(group),
        *_of_drafts(group, at),
        *_of_record(group, at),
    ]
    return sorted(found, key=lambda task: (task.kind != "offer", task.day))


def upcoming(group: Group, at: datetime) -> list[Row]:
    """これからの予約, the next one first. One query."""
    living = _bookings(group).filter(date__gte=clock.day(at), state__in=states.CHANGEABLE)
    return rows(living.order_by("date", "pk"))


def ended(group: Group, at: datetime) -> QuerySet[Booking]:
    """終わった予約と取り消した予約, the latest first."""
    gone = Q(date__lt=clock.day(at)) | ~Q(state__in=states.CHANGEABLE)
    return _bookings(group).filter(gone).order_by("-date", "-pk")


def rows(bookings: Iterable[Booking]) -> list[Row]:
    """The bookings with their slots and hours in words."""
    return [_row(booking) for booking in bookings]


def _row(booking: Booking) -> Row:
    use = UseDay(booking.room.key, booking.date, booking.slot_codes)
    return Row(booking, chosen.slot_labels(use), chosen.hours(use))


def _bookings(group: Group) -> QuerySet[Booking]:
    return Booking.objects.filter(group=group).select_related("room__hall", "application")


def _of_money(group: Group, today: date) -> Iterable[Task]:
    accounts = (
        Account.objects.filter(booking__group=group)
        .annotate(owed=Sum("entries__amount"))
        .exclude(owed=0)
        .select_related("booking__room__hall", "booking__application")
    )
    for account in accounts:
        booking = account.booking
        sample = not version(booking.tariff_id).facts.official
        if account.owed < 0:
            ended = booking.ended_at
            yield Task(
                "refund",
                clock.day(ended) if ended else today,
                booking,
                -account.owed,
                sample=sample,
            )
        elif booking.payment_due:
            due = booking.payment_due
            yield Task("pay", due, booking, account.owed, late=due <= today, sample=sample)


def _of_waiting(group: Group) -> Iterable[Task]:
    waiting = _bookings(group).filter(state=states.State.TENTATIVE).exclude(waiting_for="")
    for booking in waiting:
        yield Task("waiting", booking.date, booking, note=booking.waiting_for)


def _of_wins(group: Group) -> Iterable[Task]:
    """当選の確認: what was won in a lottery and is not confirmed yet."""
    won = _bookings(group).filter(state=states.State.TENTATIVE, confirm_by__isnull=False)
    for booking in won.select_related("win__entry"):
        if booking.confirm_by:
            yield Task("confirm", booking.confirm_by, booking, note=booking.win.entry.receipt)


def _of_offers(group: Group, at: datetime) -> Iterable[Task]:
    """空き待ちの案内: cells that are kept for her until she answers."""
    found = Offer.objects.filter(wait__group=group, ended_at=None, until__gt=at)
    for offer in found.select_related("wait__room").order_by("until"):
        name = use_name(waiting.use_of(offer.wait))
        yield Task("offer", clock.day(offer.until), note=name, until=offer.until, key=offer.pk)


def _of_meetings(group: Group, today: date) -> Iterable[Task]:
    """打合せ: when it is; where none is made yet, from when one can be had, until when."""
    coming = meetings.coming(today).filter(booking__group=group)
    for each in coming:
        when = clock.at_time(each.date, each.starts)
        yield Task("appointment", each.date, each.booking, until=when)
    for booking in meetings.without(today).filter(group=group):
        rule = meetings.rule(booking.room_id, booking.date)
        if rule and booking.date - timedelta(days=meetings.first_days(booking)) <= today:
            last = due(booking.date, rule.due_days)
            yield Task("meeting", last, booking, late=last <= today)


def entries(group: Group, at: datetime) -> list[Entry]:
    """抽選申込 of rounds that are open, running, or over since a short time. One query."""
    since = at - timedelta(days=ENTRIES_SHOWN)
    found = group.entries.filter(round__dates__closes_at__gte=since, withdrawn_at=None)
    related = ("round__dates", "outcome", "win__booking")
    return list(found.select_related(*related).order_by("round__dates__closes_at", "receipt"))


def _of_requests(group: Group) -> Iterable[Task]:
    """順番を待つ申込 of the first minutes of first-come."""
    for asked in group.requests.filter(served_at=None, withdrawn_at=None):
        yield Task("asked", clock.day(asked.window_ends), note=str(asked.token))


def _of_drafts(group: Group, at: datetime) -> Iterable[Task]:
    """書きかけの申込: what was begun and not sent, while its cells are still held."""
    sent = group.requests.values("token")  # what waits for its lot is none of them any more
    for draft in group.drafts.filter(expires_at__gt=at).exclude(token__in=sent):
        yield Task(
            "draft", clock.day(draft.expires_at), note=str(draft.token), until=draft.expires_at
        )


def _of_record(group: Group, at: datetime) -> Iterable[Task]:
    application = open_change(group)
    if application:
        kind = "renewing" if application.kind == Kind.RENEWAL else "change"
        yield Task(kind, clock.day(application.received_at), note=application.number)
    elif terms.may_renew(group, at):
        yield Task("renew", group.valid_until, late=group.valid_until < clock.day(at))


def open_change(group: Group) -> Application | None:
    """The change of the record, or its renewal, that staff have not decided yet."""
    return terms.open_application(group)
