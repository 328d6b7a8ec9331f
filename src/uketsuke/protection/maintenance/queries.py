"""保守作業を読む: what is open now, and what waits for somebody."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from uketsuke.audit.models import Entry
from uketsuke.protection.models import Work, WorkState

REPORT_WITHIN = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Opened:
    """開いた画面: a page of the staff side that was opened during a work, how often and when."""

    page: str
    times: int
    first: datetime
    last: datetime


def opened(work: Work) -> list[Opened]:
    """開いた画面 of a work in the order of the first time, from the audit."""
    subject = f"protection.work:{work.pk}"
    entries: Iterable[Entry] = Entry.objects.filter(action="work.page", subject=subject)
    moments: dict[str, list[datetime]] = {}
    for entry in entries:
        moments.setdefault(str(entry.facts["page"]), []).append(entry.at)
    found = [Opened(page, len(ats), min(ats), max(ats)) for page, ats in moments.items()]
    return sorted(found, key=lambda each: each.first)


def open_of(login: str, at: datetime) -> Work | None:
    """The work in which this member of the vendor's staff may act now, if there is one."""
    mine = Work.objects.filter(who=login, state=WorkState.APPROVED)
    return mine.filter(starts__lte=at, ends__gt=at).order_by("pk").first()


def open_now(at: datetime) -> QuerySet[Work]:
    return Work.objects.filter(state=WorkState.APPROVED, starts__lte=at, ends__gt=at)


def alarms() -> QuerySet[Work]:
    """緊急の作業 that were let in and whose report nobody of the ward has read yet."""
    seen = [WorkState.APPROVED, WorkState.STOPPED, WorkState.REPORTED]
    return Work.objects.filter(emergency=True, state__in=seen).order_by("pk")


def late_reports(at: datetime) -> QuerySet[Work]:
    """Works that are over and of which there is still no report."""
    over = Q(ends__lt=at - REPORT_WITHIN) | Q(state=WorkState.STOPPED)
    return Work.objects.filter(over, state__in=[WorkState.APPROVED, WorkState.STOPPED])
