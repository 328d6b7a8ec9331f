"""記録の種類: what is kept how long, what of it is past its term, and how a row of it goes.

The terms are rows (``retention``), samples until the ward has said its own. 源: facts 5.2 [A]. What
the law makes us keep (money, audit) is not here: those tables only grow, and nothing in them names
a person.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from axes.models import AccessAttempt
from django.db.models import Count, Exists, F, Max, Min, Model, OuterRef, Q, QuerySet, Sum

from uketsuke.bookings.models import Booking
from uketsuke.bookings.states import OCCUPYING
from uketsuke.day.models import Note
from uketsuke.groups.models import Group, GroupState, PastPerson
from uketsuke.identity.models import OneTimeLink
from uketsuke.kernel import clock
from uketsuke.ledger.models import Entry
from uketsuke.meetings.models import Sheet
from uketsuke.notices.models import Bounce, Notice
from uketsuke.protection.models import Knock, Term
from uketsuke.protection.retention.queries import UNDECIDED, in_force
from uketsuke.protection.retention.terms import KINDS, sentence
from uketsuke.registration.models import Application, ProposedPerson, State


def _nothing(_: datetime, __: timedelta) -> tuple[int, str]:
    """Nothing has to stay."""
    return 0, ""


@dataclass(frozen=True, slots=True)
class RecordClass:
    """記録の種類: ``due`` the rows past the term at a moment; ``told`` by which of their days they
    are counted; ``erase`` takes one away; ``kept`` how many are past it but must stay, and why."""

    code: str
    due: Callable[[datetime, timedelta], QuerySet[Any]]
    told: str
    erase: Callable[[Any], None]
    kept: Callable[[datetime, timedelta], tuple[int, str]] = _nothing


def _expired(at: datetime, term: timedelta) -> QuerySet[Group]:
    """Groups whose registration ended so long ago, and of whom somebody is still on record."""
    last = clock.day(at - term)
    return Group.objects.filter(valid_until__lt=last, persons__isnull=False).distinct()


def _settled(at: datetime, term: timedelta) -> QuerySet[Group]:
    """Those of them who have nothing before them and owe or are owed nothing."""
    coming = Booking.objects.filter(
        group=OuterRef("pk"), date__gte=clock.day(at), state__in=OCCUPYING
    )
    sums = Entry.objects.filter(account__booking__group=OuterRef("pk")).order_by()
    unsettled = sums.values("account").annotate(sum=Sum("amount")).exclude(sum=0)
    return _expired(at, term).exclude(Exists(coming)).exclude(Exists(unsettled))


def _unsettled(at: datetime, term: timedelta) -> tuple[int, str]:
    count = _expired(at, term).count() - _settled(at, term).count()
    return count, "これからの予約か、清算の済んでいない料金がある団体" if count else ""


def _forget_persons(group: Group) -> None:
    """The persons, what they once applied with, what was freely written about them and their
    uses, and every way in; the number and the name of the group stay for what was booked."""
    group.persons.all().delete()  # their search tokens with them
    group.past_persons.all().delete()
    ProposedPerson.objects.filter(application__group=group).delete()
    group.applications.update(reason="")
    group.suspensions.update(reason="", appeal="", decision="")
    for notice in Notice.objects.filter(group=group, facts__has_key="reason"):
        _forget_reason(notice)
    Sheet.objects.filter(booking__group=group).update(notes="", office_notes="")
    Note.objects.filter(booking__group=group).delete()
    user = group.user
    user.factors.all().delete()
    user.codes.all().delete()
    user.links.all().delete()
    user.is_active, user.ended = False, user.ended + 1
    user.set_unusable_password()
    user.save(update_fields=["is_active", "ended", "password"])
    group.state = GroupState.CLOSED
    group.save(update_fields=["state"])


def _decided(at: datetime, term: timedelta) -> QuerySet[ProposedPerson]:
    done = Q(application__decided_at__lt=at - term) | Q(
        application__state=State.WITHDRAWN, application__received_at__lt=at - term
    )
    return ProposedPerson.objects.filter(done)


def _forget_applicant(person: ProposedPerson) -> None:
    """The person, and what the applicant was told in free words."""
    Application.objects.filter(pk=person.application_id).update(reason="")
    person.delete()


def _to_applicants(at: datetime, term: timedelta) -> QuerySet[Notice]:
    return Notice.objects.filter(group=None, created_at__lt=at - term).exclude(mail="")


def _forget_mail(notice: Notice) -> None:
    notice.mail = ""
    notice.save(update_fields=["mail"])
    _forget_reason(notice)


def _forget_reason(notice: Notice) -> None:
    """What was told in free words."""
    if notice.facts.get("reason"):
        notice.facts["reason"] = ""
        notice.save(update_fields=["facts"])


def _delete(row: Model) -> None:
    row.delete()


CLASSES = (
    RecordClass("persons", _settled, "valid_until", _forget_persons, _unsettled),
    RecordClass(
        "past_persons",
        lambda at, term: PastPerson.objects.filter(ended_at__lt=at - term),
        "ended_at",
        _delete,
    ),
    RecordClass("applications", _decided, "application__received_at", _forget_applicant),
    RecordClass("applicants", _to_applicants, "created_at", _forget_mail),
    RecordClass("bounces", lambda at, term: Bounce.objects.filter(at__lt=at - term), "at", _delete),
    RecordClass(
        "day_notes",
        lambda at, term: Note.objects.filter(done_at__lt=at - term),
        "done_at",
        _delete,
    ),
    RecordClass(
        "links",
        lambda at, term: OneTimeLink.objects.filter(expires_at__lt=at - term),
        "expires_at",
        _delete,
    ),
    RecordClass(
        "attempts",
        lambda at, term: AccessAttempt.objects.filter(attempt_time__lt=at - term),
        "attempt_time",
        _delete,
    ),
    RecordClass(
        "knocks", lambda at, term: Knock.objects.filter(last__lt=at - term), "last", _delete
    ),
)


@dataclass(frozen=True, slots=True)
class Due:
    """消去の対象 of one class: its term in ``words``, how many, of which days, what stays."""

    record: RecordClass
    label: str
    days: int
    words: str
    count: int
    oldest: str
    newest: str
    kept: int
    why: str


def survey(at: datetime) -> list[Due]:
    """消去の対象: what would go at this moment, class by class. Without a term nothing goes."""
    terms = in_force()
    return [_due(record, terms.get(record.code), at) for record in CLASSES]


def _due(record: RecordClass, term: Term | None, at: datetime) -> Due:
    kind = KINDS[record.code]
    if term is None:
        return Due(record, kind.label, 0, UNDECIDED, 0, "", "", 0, "")
    length, told = timedelta(days=term.days), F(record.told)
    facts = record.due(at, length).aggregate(n=Count("pk"), oldest=Min(told), newest=Max(told))
    kept, why = record.kept(at, length)
    days = [_day(facts[name]) for name in ("oldest", "newest")]
    words = sentence(kind, term.days, official=term.official)
    return Due(record, kind.label, term.days, words, facts["n"], days[0], days[1], kept, why)


def _day(value: Any) -> str:
    if value is None:
        return ""
    return (clock.day(value) if isinstance(value, datetime) else value).isoformat()
