"""記録の種類: what is kept how long, what of it is past its term, and how a row of it goes.

The terms are samples until the ward has said its own. 源: facts 5.2 [A]. What the law makes us keep
(money, audit) is not here: those tables only grow, and nothing in them names a person.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from axes.models import AccessAttempt
from django.db.models import Count, Exists, F, Max, Min, Model, OuterRef, Q, QuerySet, Sum

from uketsuke.bookings.models import Booking
from uketsuke.bookings.states import OCCUPYING
from uketsuke.groups.models import Group, GroupState, PastPerson
from uketsuke.identity.models import OneTimeLink
from uketsuke.kernel import clock
from uketsuke.ledger.models import Entry
from uketsuke.notices.models import Notice
from uketsuke.protection.models import Knock
from uketsuke.registration.models import ProposedPerson, State

A_MONTH, A_YEAR = timedelta(days=30), timedelta(days=365)


def _nothing(_: datetime) -> tuple[int, str]:
    """Nothing has to stay."""
    return 0, ""


@dataclass(frozen=True, slots=True)
class RecordClass:
    """記録の種類: ``due`` the rows past the term at a moment; ``told`` by which of their days they
    are counted; ``erase`` takes one away; ``kept`` how many are past it but must stay, and why."""

    code: str
    label: str
    term: timedelta
    words: str
    due: Callable[[datetime], QuerySet[Any]]
    told: str
    erase: Callable[[Any], None]
    kept: Callable[[datetime], tuple[int, str]] = _nothing


def _expired(at: datetime) -> QuerySet[Group]:
    """Groups whose registration ended a year ago, and of whom somebody is still on record."""
    last = clock.day(at - A_YEAR)
    return Group.objects.filter(valid_until__lt=last, persons__isnull=False).distinct()


def _settled(at: datetime) -> QuerySet[Group]:
    """Those of them who have nothing before them and owe or are owed nothing."""
    coming = Booking.objects.filter(
        group=OuterRef("pk"), date__gte=clock.day(at), state__in=OCCUPYING
    )
    sums = Entry.objects.filter(account__booking__group=OuterRef("pk")).order_by()
    unsettled = sums.values("account").annotate(sum=Sum("amount")).exclude(sum=0)
    return _expired(at).exclude(Exists(coming)).exclude(Exists(unsettled))


def _unsettled(at: datetime) -> tuple[int, str]:
    count = _expired(at).count() - _settled(at).count()
    return count, "これからの予約か、清算の済んでいない料金がある団体" if count else ""


def _forget_persons(group: Group) -> None:
    """The persons, what they once applied with, and every way in; the number and the name of the
    group stay for what was booked and paid."""
    group.persons.all().delete()  # their search tokens with them
    group.past_persons.all().delete()
    ProposedPerson.objects.filter(application__group=group).delete()
    user = group.user
    user.factors.all().delete()
    user.codes.all().delete()
    user.links.all().delete()
    user.is_active, user.ended = False, user.ended + 1
    user.set_unusable_password()
    user.save(update_fields=["is_active", "ended", "password"])
    group.state = GroupState.CLOSED
    group.save(update_fields=["state"])


def _decided(at: datetime) -> QuerySet[ProposedPerson]:
    done = Q(application__decided_at__lt=at - A_YEAR) | Q(
        application__state=State.WITHDRAWN, application__received_at__lt=at - A_YEAR
    )
    return ProposedPerson.objects.filter(done)


def _to_applicants(at: datetime) -> QuerySet[Notice]:
    return Notice.objects.filter(group=None, created_at__lt=at - A_YEAR).exclude(mail="")


def _forget_mail(notice: Notice) -> None:
    notice.mail = ""
    notice.save(update_fields=["mail"])


def _delete(row: Model) -> None:
    row.delete()


CLASSES = (
    RecordClass(
        "persons",
        "登録の切れた団体の代表者・連絡担当者",
        A_YEAR,
        "登録の有効期限から1年（見本）",
        _settled,
        "valid_until",
        _forget_persons,
        _unsettled,
    ),
    RecordClass(
        "past_persons",
        "前の代表者・連絡担当者",
        A_YEAR,
        "登録内容が変わった日から1年（見本）",
        lambda at: PastPerson.objects.filter(ended_at__lt=at - A_YEAR),
        "ended_at",
        _delete,
    ),
    RecordClass(
        "applications",
        "審査の終わった申請の氏名・住所など",
        A_YEAR,
        "決定または取下げから1年（見本）",
        _decided,
        "application__received_at",
        _delete,
    ),
    RecordClass(
        "applicants",
        "登録前の申請者のメールアドレス",
        A_YEAR,
        "通知から1年（見本）",
        _to_applicants,
        "created_at",
        _forget_mail,
    ),
    RecordClass(
        "links",
        "パスワード設定の一回限りのリンク",
        A_MONTH,
        "期限から30日（見本）",
        lambda at: OneTimeLink.objects.filter(expires_at__lt=at - A_MONTH),
        "expires_at",
        _delete,
    ),
    RecordClass(
        "attempts",
        "ログインの失敗の記録（接続元）",
        A_YEAR,
        "最後の失敗から1年（見本）",
        lambda at: AccessAttempt.objects.filter(attempt_time__lt=at - A_YEAR),
        "attempt_time",
        _delete,
    ),
    RecordClass(
        "knocks",
        "職員の入口で断った接続元の記録",
        A_YEAR,
        "その日から1年（見本）",
        lambda at: Knock.objects.filter(last__lt=at - A_YEAR),
        "last",
        _delete,
    ),
)


@dataclass(frozen=True, slots=True)
class Due:
    """消去の対象 of one class: how many, of which days, and what stays behind."""

    record: RecordClass
    count: int
    oldest: str
    newest: str
    kept: int
    why: str


def survey(at: datetime) -> list[Due]:
    """消去の対象: what would go at this moment, class by class."""
    found = []
    for record in CLASSES:
        told = F(record.told)
        facts = record.due(at).aggregate(n=Count("pk"), oldest=Min(told), newest=Max(told))
        kept, why = record.kept(at)
        days = [_day(facts[name]) for name in ("oldest", "newest")]
        found.append(Due(record, facts["n"], days[0], days[1], kept, why))
    return found


def _day(value: Any) -> str:
    if value is None:
        return ""
    return (clock.day(value) if isinstance(value, datetime) else value).isoformat()
